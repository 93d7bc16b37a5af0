// Where the other bundles are, and which build this is.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file of `out/`. This module may stand in an entry itself or in one of the chunks. */
export function bundled(name: string): string {
  return fileURLToPath(new URL(import.meta.url.includes('/chunks/') ? `../${name}` : `./${name}`, import.meta.url));
}

/** A name that every build has for itself: names of chunks change with their content. Undefined where sources run as they are. */
export function buildName(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  try {
    return readdirSync(bundled('chunks')).sort().join(' ');
  } catch {
    return undefined;
  }
}
