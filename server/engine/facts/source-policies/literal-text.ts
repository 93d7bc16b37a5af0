// Texts of a literal in any language: quotes, escapes, comments between, names and expressions that are put into a text.
// What is put behind it made-text.ts reads, and what stands around it literal.ts.
import type { Place } from '../../text/text.ts';
import type { Leaf, Value, Written } from '../value.ts';

/** What a name stands for where a literal is read; undefined where that is not known. */
export type Names = (name: string) => Value | undefined;

/** A literal as far as it is read. */
export interface Reader {
  readonly text: string;
  readonly uri: string;
  readonly end: number;
  /** Quotes are written `\"`, or `""` as in C#: the literal stands in a string. */
  readonly escaped: boolean;
  /** Braces are written `{{` and `}}`, as in an f-string: what stands in single ones is put in. */
  readonly doubled: boolean;
  readonly names?: Names | undefined;
  at: number;
  budget: number;
  /** How many calls that put text together stand around this one. */
  around?: number;
}

/** A string in any quotes with any prefix. `{x}` in an f-string and `${x}` elsewhere become holes. */
export function readString(reader: Reader): Leaf | undefined {
  const { text } = reader;
  const start = reader.at;
  const opening = (reader.escaped ? /^(?:\\+["']|"")/ : /^(?:[fFrRbBuU@$]{0,2})("""|'''|["'`])/).exec(text.slice(start, start + 8));
  if (!opening) return undefined;
  const delimiter = reader.escaped ? opening[0] : opening[1]!;
  const from = start + opening[0].length;
  const to = endOfString(text, from, delimiter, reader.end, reader.escaped);
  if (to < 0) return undefined;
  reader.at = to + delimiter.length;
  const raw = text.slice(from, to);
  // `f"{x}"` of Python, `$"{x}"` of C#.
  const formatted = reader.doubled || (/[f$]/i.test(opening[0]) && !reader.escaped);
  const value = raw.replace(/\\(["'\\/])/g, '$1');
  const filled = reader.names && !reader.escaped ? withNames(value, formatted, reader.names) : value;
  const pattern = filled.replace(
    formatted ? /\{[^{}]*\}/g : /\$\{(?!\w+:[A-Za-z*])[^{}]*\}|\$[A-Z_][A-Z0-9_]*|\{\{[^{}]*\}\}|#\{[^{}]*\}|%(?:[svdq]|\(\w+\)s)/g,
    '\0',
  );
  const place = written(
    reader,
    from,
    to,
    start,
    reader.at,
    !reader.escaped && raw === value && pattern === value && delimiter.length === 1,
  );
  return asMade(leafOf(pattern, place), filled === value);
}

/** What is put together is no literal, though all of it may be known. */
export function asMade(leaf: Leaf, isWritten: boolean): Leaf {
  return leaf.kind === 'scalar' && !isWritten ? { ...leaf, known: 'resolved' } : leaf;
}

function endOfString(text: string, from: number, delimiter: string, end: number, escaped: boolean): number {
  for (let at = from; at < end; at++) {
    if (text.startsWith(delimiter, at)) return at;
    if (text[at] === '\\' && !escaped) at++;
    else if (text[at] === '\n' && delimiter.length === 1 && delimiter !== '`') return -1;
  }
  return -1;
}

/** Text that is put together of more than this is not known: names of names of names multiply. */
export const longestText = 10_000;

/** Text with the names in it that stand for text: `{name}` where the string is `bare`, `${name}` and `$name` elsewhere. */
function withNames(text: string, bare: boolean, names: Names): string {
  let length = text.length;
  return text.replace(
    bare ? /\{([A-Za-z_]\w{0,60})\}/g : /\$\{([A-Za-z_]\w{0,60})\}|\$([A-Za-z_]\w{0,60})/g,
    (whole, braced: string, plain: string | undefined) => {
      const value = names(braced ?? plain);
      if (value?.kind !== 'scalar' && value?.kind !== 'partial') return whole;
      const known = textIn(value);
      length += known.length;
      return length > longestText ? '\0' : known;
    },
  );
}

/** What is known of a text, `\\0` for each hole. */
export function textIn(leaf: Leaf): string {
  return leaf.kind === 'scalar' ? String(leaf.value) : leaf.kind === 'partial' ? leaf.pattern : '\0';
}

/** To the next comma, or another character to stop at, or closing bracket of this level. */
export function skipExpression(reader: Reader, stops = ',\n'): void {
  let open = 0;
  while (reader.at < reader.end) {
    const char = reader.text[reader.at]!;
    if (open === 0 && stops.includes(char)) return;
    if ('([{'.includes(char)) open++;
    else if (')]}'.includes(char)) {
      if (open === 0) return;
      open--;
    } else if (!reader.escaped && (char === '"' || char === "'")) {
      const end = endOfString(reader.text, reader.at + 1, char, reader.end, false);
      if (end > 0) reader.at = end;
    }
    reader.at++;
  }
}

/** Over blanks and comments, and to where a string goes on in the next line. */
export function skipTrivia(reader: Reader): void {
  const { text } = reader;
  while (reader.at < reader.end) {
    const char = text[reader.at]!;
    if (/\s/.test(char)) reader.at++;
    else if (char === '#' || text.startsWith('//', reader.at)) {
      const end = text.indexOf('\n', reader.at);
      reader.at = end < 0 ? reader.end : end;
    } else if (text.startsWith('/*', reader.at)) {
      const end = text.indexOf('*/', reader.at + 2);
      reader.at = end < 0 ? reader.end : end + 2;
    } else if (
      reader.escaped &&
      ((char === '"' && text[reader.at + 1] !== '"') ||
        char === '+' ||
        text.startsWith('\\n', reader.at) ||
        text.startsWith('\\t', reader.at) ||
        text.startsWith('\\\n', reader.at))
    ) {
      // A string that goes on in the next line: `…" +` and `"…`.
      reader.at += char === '\\' ? 2 : 1;
    } else return;
  }
}

/** A text with its holes, as what is known of it. */
export function leafOf(pattern: string, place: Written): Leaf {
  if (!pattern.includes('\0')) return { kind: 'scalar', known: 'literal', value: pattern, ...place };
  return /^\0+$/.test(pattern)
    ? { kind: 'unknown', why: 'an interpolation', ...place, editable: false }
    : { kind: 'partial', pattern, ...place, editable: false };
}

export function placeOf(reader: Reader, start: number, end: number): Place {
  return { uri: reader.uri, span: [start, end] };
}

export function written(reader: Reader, start: number, end: number, tokenStart: number, tokenEnd: number, editable: boolean): Written {
  return {
    at: placeOf(reader, start, end),
    token: placeOf(reader, tokenStart, tokenEnd),
    via: [],
    encoding: editable ? 'json-in-string' : 'none',
    editable,
  };
}
