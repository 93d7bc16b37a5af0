// The text of a program with what its strings and comments hold blanked out, offset for offset, so that words and brackets
// are those of the code. Python, Go, Java, Kotlin, C# and Rust. It knows no grammar: brackets and the depth of indents are all
// that is asked of it.
import type { Format } from '../../document.ts';

const marks = /"""|'''|["'`]|\/\/|\/\*|#/g;

/** The code of a text, as long as the text: quotes stay, what is between them and every comment is blank. */
export function codeOf(text: string, format: Format): string {
  let code = '';
  let from = 0;
  marks.lastIndex = 0;
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const mark = match[0];
    const start = match.index;
    const isComment = mark === '//' || mark === '/*' || mark === '#';
    // `//` divides whole numbers in Python, and `#` begins no comment in the others.
    if (isComment && (mark === '#') !== (format === 'python')) continue;
    // A lifetime of Rust begins no text.
    if (mark === "'" && format === 'rust' && !/^'(?:\\.[^']{0,8}|[^'\\])'/.test(text.slice(start, start + 12))) continue;
    const inner = start + (isComment ? 0 : mark.length);
    const end = isComment
      ? endOfComment(text, start, mark)
      : endOfString(text, inner, mark, format === 'csharp' && /[@][$]?$|[$]@$/.test(text.slice(Math.max(0, start - 2), start)));
    code += text.slice(from, inner) + blank(text, inner, end);
    from = end;
    marks.lastIndex = isComment ? Math.max(end, start + 1) : Math.min(text.length, end + (text.startsWith(mark, end) ? mark.length : 0));
  }
  return code + text.slice(from);
}

/** Lines stay lines: what is between two of them is told by its indent. */
function blank(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/[^\n\r]/g, ' ');
}

function endOfComment(text: string, at: number, mark: string): number {
  const end = mark === '/*' ? text.indexOf('*/', at + 2) : text.indexOf('\n', at);
  return end < 0 ? text.length : mark === '/*' ? end + 2 : end;
}

/** Where a string ends that begins at `at`: before its closing quotes, or with its line where there are none. */
function endOfString(text: string, at: number, quotes: string, isVerbatim: boolean): number {
  const isLong = quotes.length === 3 || quotes === '`' || isVerbatim;
  for (let end = at; end < text.length; end++) {
    if (text.startsWith(quotes, end)) {
      if (!isVerbatim || !text.startsWith(quotes, end + 1)) return end;
      end++;
    } else if (text[end] === '\\' && quotes !== '`' && !isVerbatim) end++;
    else if (text[end] === '\n' && !isLong) return end;
  }
  return text.length;
}

/** Behind the bracket that closes each one that opens, by the offset of that; nought where none does. */
export function bracketsOf(code: string): Int32Array {
  const ends = new Int32Array(code.length);
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const char = code[at]!;
    if (char === '(' || char === '[' || char === '{') open.push(at);
    else if ((char === ')' || char === ']' || char === '}') && open.length > 0) ends[open.pop()!] = at + 1;
  }
  return ends;
}

/** Arguments that are longer are those of no call. */
const longest = 20_000;

/** The bracket around an offset, a few thousand characters back at most; undefined where there is none. */
export function bracketAround(code: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from - 1; at >= Math.max(0, from - 4000); at--) {
    const char = code[at]!;
    if (char === ')' || char === ']' || char === '}') depth++;
    else if ((char === '(' || char === '[' || char === '{') && depth-- === 0) return at;
  }
  return undefined;
}

/** The parts between the commas of a bracket, as offsets; `end` is that of the bracket. */
export function partsOfBracket(
  code: string,
  open: number,
): { readonly parts: readonly (readonly [number, number])[]; readonly end: number } {
  const parts: [number, number][] = [];
  let depth = 0;
  // Types in the midst of a name's: `Map<String, Object> tags`.
  let types = 0;
  let from = open + 1;
  const limit = Math.min(code.length, open + longest);
  for (let at = open; at < limit; at++) {
    const char = code[at]!;
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === '<' && /\w[A-Za-z?]/.test(code[at - 1]! + (code[at + 1] ?? ''))) types++;
    else if (char === '>' && types > 0 && code[at - 1] !== '-' && code[at - 1] !== '=') types--;
    if ((char === ',' && depth === 1 && types === 0) || depth === 0) {
      if (code.slice(from, at).trim() !== '') parts.push([from, at]);
      from = at + 1;
    }
    if (depth === 0) return { parts, end: at + 1 };
  }
  return { parts, end: limit };
}

/** Where the lines end that are indented further than the line of `at`, behind the line of `from`: its parameters may take several. */
export function endOfIndent(code: string, at: number, from = at): number {
  const lineStart = code.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t]*/.exec(code.slice(lineStart, lineStart + 200))![0].length;
  let next = code.indexOf('\n', from);
  while (next >= 0) {
    const line = /[ \t]*([^\s]?)/y;
    line.lastIndex = next + 1;
    const found = line.exec(code)!;
    // Brackets that close what the first line opened stand under it.
    if (found[1] !== '' && found[0].length - 1 <= indent && !/[)\]}]/.test(found[1]!)) return next;
    next = code.indexOf('\n', next + 1);
  }
  return code.length;
}
