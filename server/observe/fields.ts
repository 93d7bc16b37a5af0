// Looks into values that came from an export. Everything is optional and of any type until it was looked at; nothing here
// throws, and only own properties count.
import type { Instant } from '../engine/observation.ts';

export function fieldOf(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || Array.isArray(current) || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

/** A text that is not empty. Longer ones than any name are none. */
export function textOf(value: unknown, ...path: string[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'string' && found !== '' && found.length <= 4096 ? found : undefined;
}

/** A text, or a whole number as a text: ids are written both ways. */
export function idOf(value: unknown, ...path: string[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'number' && Number.isSafeInteger(found) ? String(found) : textOf(found);
}

export function listOf(value: unknown, ...path: string[]): readonly unknown[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function flagOf(value: unknown, ...path: string[]): boolean | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'boolean' ? found : undefined;
}

export function numberOf(value: unknown, ...path: string[]): number | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** Own entries of a mapping. */
export function entriesOf(value: unknown, ...path: string[]): readonly (readonly [string, unknown])[] {
  const found = fieldOf(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

/**
 * A moment of ISO 8601 with a time zone, or a day, as records write it; undefined for everything else. Fractions of
 * seconds are dropped.
 */
export function instantOf(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,9})? ?(Z|UTC|[+-]\d{2}:?\d{2})?)?$/.exec(value.trim());
  if (!match) return undefined;
  const [, day, time = '00:00', seconds = ':00', zone = 'Z'] = match;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return fromMilliseconds(Date.parse(`${day}T${time}${seconds}${offset}`));
}

export function fromMilliseconds(milliseconds: number): Instant | undefined {
  // Dates outside of these years are mistakes, and would not have four digits.
  if (!(milliseconds >= 0 && milliseconds < Date.UTC(9999, 0, 1))) return undefined;
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
