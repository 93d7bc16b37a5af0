// A value at a place that holds a credential and nothing else: what is left to ask is whether somebody wrote one there, or a
// reference, a hash or a placeholder. Where such places are is for those who call this.
import type { Span } from '../text/text.ts';
import { isGuessed, isGuessedWord } from './guessed.ts';
import { looksRandom } from './randomness.ts';
import type { Recognised } from './recognise.ts';
import { isPlaceholder } from './placeholders.ts';
import { isReference } from './references.ts';
import { isEncrypted } from './values.ts';

/** The word for what would stand there: a page that explains the notation. In a file of the program itself it is the password. */
const namesItself = /^(?:password|passwd|pass|pwd?|secret|token|user(?:name)?|login|name|value|tiger)$/i;

/** How sure a value looks that stands where a credential does: drawn or with digits and signs, a word, or the word that stands for any. */
export const writtenConfidence = (value: string): Recognised['confidence'] =>
  isGuessedWord(value) || /^(?:not-?secure|insecure)/i.test(value)
    ? 'low'
    : isGuessed(value) || /^[A-Za-z]+(?:-[A-Za-z]+)+$/.test(value)
      ? 'medium'
      : looksRandom(value) || /\d|[^\w]/.test(value)
        ? 'high'
        : 'medium';

/** The value at `at`, quotes around it left out; undefined where nothing secret is written. */
export function written(
  title: string,
  text: string,
  at: Span,
  where: Recognised['where'],
  risk: Recognised['risk'] = 'full',
): Recognised | undefined {
  const quoted = at[1] - at[0] > 2 && '"\''.includes(text[at[0]]!) && text[at[1] - 1] === text[at[0]];
  const span: Span = quoted ? [at[0] + 1, at[1] - 1] : at;
  const value = text.slice(...span);
  if (where !== 'provider-file' && namesItself.test(value)) return undefined;
  if (value.length < 3 || isReference(value) || isEncrypted(value) || isPlaceholder(value)) return undefined;
  return unproven(title, value, span, writtenConfidence(value), risk, where);
}

/** What was made of a password, where nothing but guessing stands between it and the password. */
export const writtenHash = (title: string, value: string, start: number, confidence: Recognised['confidence']): Recognised =>
  unproven(title, value, [start, start + value.length], confidence, 'write', 'provider-file');

/** A value of which only its name or its place says what it is: nothing in it proves anything. */
export function unproven(
  title: string,
  value: string,
  at: Span,
  confidence: Recognised['confidence'],
  risk: Recognised['risk'],
  where: Recognised['where'],
): Recognised {
  return {
    format: 'generic',
    title,
    at,
    value,
    check: 'none',
    kind: 'secret',
    confidence,
    decoded: [],
    prefix: '',
    bits: 0,
    risk,
    strength: 5,
    where,
  };
}

/** What is there in place of a key that lies in a file. */
export const shortLivedKeys = 'short-lived certificates or a cloud identity';

/** A key that signs, decrypts or signs in, at its place: who found it says what it proves. */
export function keyMaterial(format: string, title: string, text: string, at: Span): Recognised {
  return {
    format,
    title,
    at,
    value: text.slice(...at),
    check: 'none',
    kind: 'secret',
    confidence: 'high',
    decoded: [],
    prefix: '',
    bits: 128,
    risk: 'key-material',
    strength: 8,
    where: 'block',
  };
}
