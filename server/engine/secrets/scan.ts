// The secret scanner: from the text of a document to candidates at exact places.
import type { Document } from '../document.ts';
import type { SecretCandidate } from './types.ts';

export function scanSecrets(document: Document): readonly SecretCandidate[] {
  void document;
  return [];
}
