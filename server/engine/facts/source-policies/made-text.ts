// Text that a program puts together: pieces behind each other, pieces put into a form, and what is made of a value that is
// known only when the program runs. What a piece is that is not written here stays a hole, and what stands around it is known.
import type { Leaf } from '../value.ts';
import { asMade, leafOf, longestText, readString, skipExpression, skipTrivia, textIn, written, type Reader } from './literal-text.ts';

/** More pieces of one text are not told apart. */
const mostPieces = 40;
/** Calls that stand in each other further than this are not followed. */
const deepest = 12;

/** `'a' + b + 'c'`, `'a%s' % b`, `'a{}'.format(b)`: of what follows text, and names and calls that stand for text, are known. */
export function continued(reader: Reader, leaf: Leaf, start = leaf.token.span[0]): Leaf {
  let known = textIn(leaf);
  for (let count = 0; ; count++) {
    const end = reader.at;
    skipTrivia(reader);
    const next = reader.text[reader.at];
    if (reader.escaped || next === undefined || !'+.%&|'.includes(next)) {
      if (count === 0) return leaf;
      return asMade(leafOf(known, written(reader, start, end, start, end, false)), false);
    }
    if (next === '+' && count < mostPieces) {
      reader.at++;
      skipTrivia(reader);
      const piece = readPiece(reader);
      if (!piece) skipExpression(reader, '+,\n');
      const text = piece ? textIn(piece) : '\0';
      known = known.length + text.length > longestText ? `${known}\0` : known + text;
      continue;
    }
    const isPut = next === '%' || /^\.\s{0,4}format\s{0,4}\(/.test(reader.text.slice(reader.at, reader.at + 16));
    if (isPut) {
      reader.at = next === '%' ? reader.at + 1 : reader.text.indexOf('(', reader.at);
      skipTrivia(reader);
      const values = reader.text[reader.at] === '(' ? piecesInBracket(reader) : [readPiece(reader) ?? skipped(reader)];
      known = formed(known, values);
      continue;
    }
    skipExpression(reader);
    return leafOf(`${known}\0`, { at: leaf.at, token: leaf.token, via: [], encoding: 'none', editable: false });
  }
}

/** One piece of a text; undefined, and nothing read, where it is another expression. */
function readPiece(reader: Reader): Leaf | undefined {
  return readString(reader) ?? readMadeText(reader) ?? namedText(reader);
}

/** An expression that is no text, as a hole. */
function skipped(reader: Reader): Leaf {
  const start = reader.at;
  skipExpression(reader);
  return leafOf('\0', written(reader, start, reader.at, start, reader.at, false));
}

/** A name in the midst of text that is put together. */
function namedText(reader: Reader): Leaf | undefined {
  const name = /^(?:self\.|this\.|cls\.)?([A-Za-z_]\w{0,60})(?![\w.([])/.exec(reader.text.slice(reader.at, reader.at + 80));
  const value = name && reader.names?.(name[1]!);
  if (!value || (value.kind !== 'scalar' && value.kind !== 'partial')) return undefined;
  reader.at += name[0].length;
  return value;
}

/** What a bracket holds, each a text or a hole. Keywords of Python are holes: they are put in by their names. */
function piecesInBracket(reader: Reader): readonly Leaf[] {
  const pieces: Leaf[] = [];
  reader.at++;
  while (reader.at < reader.end && pieces.length < mostPieces) {
    skipTrivia(reader);
    const char = reader.text[reader.at];
    if (char === ')') break;
    const before = reader.at;
    if (char !== ',') {
      const piece = readPiece(reader);
      pieces.push(piece ? continued(reader, piece) : skipped(reader));
      skipTrivia(reader);
      // A piece that goes on is another expression than the one that was read.
      if (reader.at > before && !',)'.includes(reader.text[reader.at] ?? ')')) pieces[pieces.length - 1] = skipped(reader);
    }
    if (reader.text[reader.at] === ',' || reader.at === before) reader.at++;
  }
  if (reader.text[reader.at] === ')') reader.at++;
  return pieces;
}

/** A form with values in the places that it has: `{}`, `{0}`, or those that `%s` was read as. */
function formed(form: string, values: readonly Leaf[]): string {
  let next = 0;
  let length = form.length;
  const put = (index: number): string => {
    const value = values[index];
    const text = value ? textIn(value) : '\0';
    length += text.length;
    return length > longestText ? '\0' : text;
  };
  return /\{\w{0,40}\}/.test(form)
    ? form.replace(/\{(\w{0,40})\}/g, (_, index: string) =>
        index === '' ? put(next++) : /^\d{1,3}$/.test(index) ? put(Number(index)) : '\0',
      )
    : form.replace(/\0/g, () => put(next++));
}

const together =
  /(?:(?:pulumi\.)?Output\.(?:concat|Concat|format|Format)|pulumi\.(?:concat|Sprintf)|fmt\.Sprintf|[Ss]tring\.(?:format|Format|Concat))\s{0,4}(?=\()/y;
const made =
  /[A-Za-z_][\w.]{0,120}(?:\([^()\n]{0,200}\))?\.(?:apply|Apply|ApplyT|applyValue)\s{0,4}\(\s{0,80}(?:lambda\s{1,4}([^:\n]{0,80}):|\(?([\w,\s]{0,80})\)?\s{0,4}(?:=>|->)|func\s{0,4}\(([^()]{0,80})\)\s{0,4}(?:\([^()]{0,80}\)|\w{1,40})?\s{0,4}(?=\{))\s{0,80}(?:\{\s{0,80}return\s{1,4})?/y;

/**
 * Text of a call that puts text together: `Output.concat("a", b)`, `pulumi.Sprintf("a%s", b)`, `String.format(…)`, and
 * `id.apply(lambda id: f"a/{id}")` of what is known only when the program runs. Undefined, and nothing read, for all else.
 */
export function readMadeText(reader: Reader): Leaf | undefined {
  const start = reader.at;
  const around = reader.around ?? 0;
  if (reader.escaped || reader.doubled || around >= deepest) return undefined;
  reader.around = around + 1;
  const leaf = readJoined(reader) ?? readApplied(reader);
  reader.around = around;
  if (!leaf || leaf.kind === 'unknown') reader.at = start;
  return leaf?.kind === 'unknown' ? undefined : leaf;
}

function readJoined(reader: Reader): Leaf | undefined {
  const start = reader.at;
  together.lastIndex = start;
  const call = together.exec(reader.text);
  if (!call) return undefined;
  reader.at += call[0].length;
  const pieces = piecesInBracket(reader);
  const [form, ...values] = pieces;
  if (!form) return undefined;
  const text = /f(?:ormat\s{0,4}$)|Format|Sprintf/.test(call[0]) ? formed(textIn(form), values) : pieces.map(textIn).join('');
  return asMade(leafOf(text.slice(0, longestText), written(reader, start, reader.at, start, reader.at, false)), false);
}

function readApplied(reader: Reader): Leaf | undefined {
  const start = reader.at;
  made.lastIndex = start;
  const call = made.exec(reader.text);
  if (!call) return undefined;
  const own = new Set((call[1] ?? call[2] ?? call[3] ?? '').split(/\W+/));
  const inner: Reader = { ...reader, names: (name) => (own.has(name) ? undefined : reader.names?.(name)), at: start + call[0].length };
  const piece = readPiece(inner);
  const text = piece && continued(inner, piece);
  skipTrivia(inner);
  // `"a" if x else "b"` is one of two, which is not known here.
  if (!text || !');,}'.includes(inner.text[inner.at] ?? ';')) return undefined;
  skipExpression(reader);
  return { ...text, editable: false };
}
