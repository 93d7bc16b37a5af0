// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { suppressionExpired } from './suppression-expired.ts';
import { suppressionInvalid } from './suppression-invalid.ts';
import { suppressionUnused } from './suppression-unused.ts';

export const rules: readonly Rule[] = [suppressionExpired, suppressionInvalid, suppressionUnused];
