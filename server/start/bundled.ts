// Where the other bundles are.
import { fileURLToPath } from 'node:url';

/** Path of a file of `out/`. This module may stand in an entry itself or in one of the chunks. */
export function bundled(name: string): string {
  return fileURLToPath(new URL(import.meta.url.includes('/chunks/') ? `../${name}` : `./${name}`, import.meta.url));
}
