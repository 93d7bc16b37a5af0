// Digests of a secret or a key's id as the scanner would give them for the same value in the tree. Nothing for formats
// whose values could be guessed.
import { createDocument } from '../../engine/document.ts';
import { scanSecrets } from '../../engine/secrets/scan.ts';

export function digestsOf(value: string): readonly string[] {
  if (value.length > 16_384) return [];
  return [
    ...new Set(scanSecrets(createDocument('value.txt', `${value}\n`)).flatMap(({ digest }) => (digest === undefined ? [] : [digest]))),
  ].sort();
}
