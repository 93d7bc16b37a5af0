// What people write in words where a secret could stand: sentences and labels in any script, and the few words that are a
// passphrase all the same.
import { describes, meaningOf, wordsOf } from './names.ts';

/** Words for people: a label, a sentence, a translation. */
export function isProse(value: string): boolean {
  const text = value
    .trim()
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/&#(\d{3,5});/g, (_, code: string) => String.fromCharCode(Number(code)));
  // Sentences of a script without blanks, and labels. A word with digits may be a password in any script.
  const foreign = text.match(otherScripts)?.length ?? 0;
  if (foreign > 12 || (foreign >= 3 && !/\d/.test(text.replace(/\$\d/g, '')))) return true;
  if (/\s/.test(text)) {
    const parts = text.split(/\s+/);
    const wordy = parts.filter((part) => /^["'(¿¡]?\p{L}[\p{L}'’-]*[.,:;!?)"']?$|^[\d-]+$|^[&/|+-]$/u.test(part)).length;
    return wordy * 2 >= parts.length || parts.length >= 4;
  }
  return /[^\x00-\x7f]/.test(text) && /^[\p{L}\p{M}\p{P}\p{Cf}\p{So}]+$/u.test(text);
}

/** What a form says of a passphrase: how long it is, how it is entered. */
const wordsOfAdvice =
  /^(?:enter|your|type|please|key|at|least|most|more|than|min|minimum|max|maximum|must|should|needs?|has|have|contains?|uses?|set|with|the|and|or|of|for|from|to|in|is|be|chars?|characters?|letters?|words?|digits?|numbers?|symbols?|bits?|bytes?|minutes?|hours?|days?|line|step)$/;

/** A few words with a number in them where a passphrase or the key of a network is asked for: no sentence has them alone. */
export function isSpokenPhrase(text: string, name: string, quoted: boolean): boolean {
  return (
    quoted &&
    /(?:passphrase|psk)$/i.test(name) &&
    /^(?=.*\d)[A-Za-z0-9!$%&+-]+(?: [A-Za-z0-9!$%&+-]+){1,6}$/.test(text) &&
    wordsOf(text).every((word) => meaningOf(word) === undefined && !describes(word) && !wordsOfAdvice.test(word))
  );
}

/** Letters that are no Latin ones. */
const otherScripts = /(?!\p{Script=Latin})\p{L}/gu;

/** Bytes, `'\xe4\x95\x91'`, that are letters of another script in UTF-8: what somebody drew is as good as never. */
export function isSpelledText(text: string): boolean {
  const bytes = [...text].map((sign) => sign.charCodeAt(0));
  if (!bytes.some((byte) => byte > 127) || bytes.some((byte) => byte > 255)) return false;
  try {
    return /^\P{Cc}+$/u.test(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)));
  } catch {
    return false;
  }
}
