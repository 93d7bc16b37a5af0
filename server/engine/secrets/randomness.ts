// Whether a value looks drawn at random or written by a person. Letters are judged by how usual each pair of letters is in
// identifiers and English words; that is steadier than entropy, which calls `existingSubscription` as random as a key.

// One digit for each pair from aa to zz: 5.5 and the logarithm of how much more usual the pair is than by chance, from
// 0 to 9. Counted once over 22,000 different words of public documentation and configuration.
const pairs =
  '5787556463587836287965456464457433542723622553622242746484376276328427576121527556854373354465256453324286887764534779675998565753644466227215236225445222425343735562254' +
  '5552654523132733372226233436324454221416577667222477986267826242542125112311222412251322122423373235223334323535121317445833382473374236663316285338332723453662352543242' +
  '7477768373554575258855324356674552545779672866756432735473346227337627576320303210202011232211111262212184669453835566852677653261637484367255557634786342528464954792355' +
  '4852876634261565564425237673617772323226222731160223244023222222252235234512324521552222221324242224102322512361112324344433242344546135432311242125122311221411221322123';

/** Mean usualness of neighbouring characters: about 7 for words, 6 for words with digits, 3.7 for random text. */
export function usualness(value: string): number {
  let sum = 0;
  let count = 0;
  let before = kindOf(value.charCodeAt(0));
  for (let i = 1; i < value.length; i++) {
    const kind = kindOf(value.charCodeAt(i));
    if (before >= 0 && kind >= 0 && before < 26 && kind < 26) sum += pairs.charCodeAt(before * 26 + kind) - 48;
    else if (before >= 26 && kind >= 26) sum += 4.5;
    else if (before >= 0 && kind >= 0) sum += 3;
    else count--;
    count++;
    before = kind;
  }
  return count > 0 ? sum / count : 7;
}

/** 0 to 25 for a letter, 26 for a digit, -1 for all else. */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  if (code >= 65 && code <= 90) return code - 65;
  return code >= 48 && code <= 57 ? 26 : -1;
}

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Uint16Array(128);
  const length = Math.min(value.length, 4096);
  for (let i = 0; i < length; i++) counts[value.charCodeAt(i) & 127]!++;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** Drawn at random, as far as one can see: enough different characters, and neighbours that words do not have. */
export function looksRandom(value: string): boolean {
  if (value.length < 8) return false;
  const usual = usualness(value);
  if (/^[0-9a-fA-F-]+$/.test(value)) return value.length >= 16 && entropy(value) >= 2.8 && /\d/.test(value) && /[a-fA-F]/.test(value);
  if (value.length >= 16) return entropy(value) >= 3 && usual < 5.4;
  return entropy(value) >= 2.5 && usual < 4.9 && /\d/.test(value);
}

/** Made by a pattern: one character over and over, a run along the alphabet or the keyboard, a piece that is said again. */
export function patterned(value: string): 'degenerate' | 'patterned' | 'repeated' | undefined {
  // Letters and digits, folded; the first 400 tell.
  const body: number[] = [];
  let seen = 0;
  let different = 0;
  let seenDigits = 0;
  for (let i = 0; i < value.length && body.length < 400; i++) {
    const code = value.charCodeAt(i) | 32;
    const letter = code >= 97 && code <= 122;
    const digit = !letter && value.charCodeAt(i) >= 48 && value.charCodeAt(i) <= 57;
    if (!letter && !digit) continue;
    const bit = 1 << (letter ? code - 97 : code - 48);
    if (letter ? !(seen & bit) : !(seenDigits & bit)) different++;
    if (letter) seen |= bit;
    else seenDigits |= bit;
    body.push(code);
  }
  const { length } = body;
  if (length < 6) return undefined;
  if (different <= 2 || (different <= 4 && length >= 16)) return 'degenerate';
  let longest = 1;
  let run = 1;
  let steps = 0;
  for (let i = 1; i < length; i++) {
    const step = body[i]! - body[i - 1]!;
    run = step === 0 ? run + 1 : 1;
    if (run > longest) longest = run;
    if (step === 1 || step === -1 || step === 0) steps++;
  }
  if (longest >= 6 && longest * 2 >= length) return 'degenerate';
  if (longest >= 8 && longest * 4 >= length) return 'degenerate';
  for (const period of [3, 4, 5, 6, 8, 10, 12, 16]) {
    if (length < period * 2.5) break;
    const until = Math.min(length, period * 3);
    let at = period;
    while (at < until && body[at] === body[at - period]) at++;
    if (at === until) return 'repeated';
  }
  return (steps >= 5 && steps * 2 >= length - 1) || countsBytes(body) ? 'patterned' : undefined;
}

/** `000102030405…`: the bytes of a test of a cipher, each one more than the last. */
function countsBytes(digits: readonly number[]): boolean {
  const hexadecimal = (code: number): number => (code <= 57 ? code - 48 : code <= 102 ? code - 87 : NaN);
  const valueAt = (at: number): number => hexadecimal(digits[at]!) * 16 + hexadecimal(digits[at + 1]!);
  let counted = 0;
  for (let at = 2; at + 1 < digits.length; at += 2) if (valueAt(at) - valueAt(at - 2) === 1) counted++;
  return counted >= 6 && counted * 8 >= (digits.length - 2) * 3;
}

/** Mostly the signs and digits that people write for "put yours here": `xxxx`, `0000`, `****`, `123123123`. */
export function isFilled(value: string): boolean {
  return value.replace(/[^xX\d*#.?]/g, '').length * 5 >= value.length * 3;
}
