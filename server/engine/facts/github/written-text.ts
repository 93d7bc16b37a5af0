// The text of a YAML string together with where each character stands. Plain and block strings stand in the document as
// they are meant, apart from line folds, which are white space either way; quoted ones have escapes to be undone.
import type { Leaf } from '../value.ts';
import type { WrittenText } from './expression.ts';
import { tableOf } from '../../table.ts';

/** Undefined for a leaf that holds no text. `source` is the text of the leaf's own document. */
export function writtenText(leaf: Leaf, source: string): WrittenText | undefined {
  if (leaf.kind === 'unknown' || (leaf.kind === 'scalar' && typeof leaf.value !== 'string')) return undefined;
  const [start, end] = leaf.at.span;
  const raw = source.slice(start, end);
  if (leaf.encoding === 'yaml-single' && raw.includes("''")) return unescaped(raw, start, singleQuoted);
  if (leaf.encoding === 'yaml-double' && raw.includes('\\')) return unescaped(raw, start, doubleQuoted);
  return { text: raw, offsetOf: (index) => start + index };
}

/** Gives the text and the number of characters it is written in, at an index of the raw text. */
type Unescape = (raw: string, index: number) => readonly [text: string, length: number];

const singleQuoted: Unescape = (raw, index) => (raw.startsWith("''", index) ? ["'", 2] : [raw[index]!, 1]);

const escapes = tableOf<string>({ n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', '/': '/', ' ': ' ', '0': '\0' });
const doubleQuoted: Unescape = (raw, index) => {
  if (raw[index] !== '\\') return [raw[index]!, 1];
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(raw.slice(index, index + 10));
  if (code) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16);
    return [point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD', code[0].length];
  }
  return [escapes.get(raw[index + 1] ?? '') ?? ' ', Math.min(2, raw.length - index)];
};

function unescaped(raw: string, start: number, unescape: Unescape): WrittenText {
  let text = '';
  const offsets: number[] = [];
  for (let index = 0; index < raw.length;) {
    const [piece, length] = unescape(raw, index);
    for (let i = 0; i < piece.length; i++) offsets.push(start + index);
    text += piece;
    index += length;
  }
  offsets.push(start + raw.length);
  return { text, offsetOf: (index) => offsets[Math.min(index, offsets.length - 1)]! };
}
