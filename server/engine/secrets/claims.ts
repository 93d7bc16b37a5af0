// What stands inside tokens of every kind, made into what a message may show: days, objects, names.
import { fromBase64 } from './base64.ts';

/** `2026-11-21` of seconds since 1970; undefined outside the years 2001 to 2199. */
export function dayOf(seconds: unknown): string | undefined {
  return typeof seconds === 'number' && seconds > 1e9 && seconds < 7.25e9 ? new Date(seconds * 1000).toISOString().slice(0, 10) : undefined;
}

/** The object in base64 JSON; undefined where it is none. */
export function jsonIn(base64: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = fromBase64(base64);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A short name out of a token, shown only if it looks like a name; undefined otherwise. */
export function nameIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9@._:/ -]{1,80}$/.test(value) ? value : undefined;
}
