// What a stretch of base64 holds that proves itself: a token, a key in its armour, the DER of a key. The stretch may be folded
// over lines. It is decoded once and looked at once.
import { asciiOf, fromBase64 } from './base64.ts';
import { readBareKey } from './der-keys.ts';
import { isWord } from './formats/shape.ts';
import type { Recognised } from './recognise.ts';
import type { Span } from '../text/text.ts';
import { keyMaterial, shortLivedKeys } from './written.ts';

/** The stretch around a hit that ends at `hitEnd`: where it ends, and what `recogniseText` finds in its text, placed at the stretch. */
export function encodedAt(
  text: string,
  hitEnd: number,
  recogniseText: (text: string) => readonly Recognised[],
): { found: Recognised | undefined; end: number } {
  let start = hitEnd;
  while (start > 0 && hitEnd - start < 2000 && isBase64(text.charCodeAt(start - 1))) start--;
  let end = hitEnd;
  let joined = '';
  let from = start;
  while (end < text.length && end - start < 16_000) {
    if (isBase64(text.charCodeAt(end)) || text.charCodeAt(end) === 61) {
      end++;
      continue;
    }
    // Folded: a line end, blanks, and more of it.
    const fold = /^(?:\\n|\r?\n)[ \t]{0,40}(?=[A-Za-z0-9+/]{16})/.exec(text.slice(end, end + 64));
    if (!fold || text.charCodeAt(end - 1) === 61) break;
    joined += text.slice(from, end);
    end += fold[0].length;
    from = end;
  }
  joined += text.slice(from, end);
  if (start > 0 && isWord(text.charCodeAt(start - 1))) return { found: undefined, end };
  const bytes = joined.length >= 24 ? fromBase64(joined) : undefined;
  if (bytes?.[0] === 0x30) return { found: bareKey(bytes, text, [start, end]), end };
  const decoded = asciiOf(bytes);
  const inner = decoded === undefined ? undefined : recogniseText(decoded).find((one) => one.kind === 'secret' && !one.placeholder);
  return { found: inner && { ...inner, at: [start, end], title: `${inner.title} in base64`, prefix: '' }, end };
}

const isBase64 = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 43 || code === 47;

/** A private key without its armour, as Java and the kits for phones take it. */
function bareKey(bytes: Uint8Array, text: string, at: Span): Recognised | undefined {
  const key = readBareKey(bytes);
  return (
    key && {
      ...keyMaterial('private-key', 'private key in base64', text, at),
      check: key.check,
      decoded: key.facts,
      instead: shortLivedKeys,
      strength: 9,
    }
  );
}
