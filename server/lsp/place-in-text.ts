// Where in a structure a cursor stands, in a text that is being written and so seldom parses: the keys around it, by
// brackets and by indentation. For offering words only; nothing is judged by it.
import { indentAt, lineSpanAt, type Span } from '../engine/text/text.ts';

/** Backwards at most this far: what stands further away is no help, and typing must not wait. */
const reach = 20_000;
/** Of a line, this much before the cursor counts: longer ones are made by machines. */
const longest = 2_000;

export interface PlaceInText {
  /** Keys around the cursor, the outermost first. */
  readonly path: readonly string[];
  /** The key whose value is being written; undefined where a key is. */
  readonly key?: string;
  /** What is written of the word or string so far, without its quote. */
  readonly typed: string;
  /** The word up to its end, without quotes: what a choice replaces. */
  readonly span: Span;
  readonly quoted: boolean;
}

export function placeInText(text: string, offset: number): PlaceInText {
  const [line, lineEnd] = lineSpanAt(text, offset);
  const start = Math.max(line, offset - longest);
  const end = Math.min(lineEnd, offset + longest);
  const before = text.slice(start, offset);
  const quote = openQuote(before);
  const from = quote === undefined ? offset - /(?<![^\s,[\]{}()=])[^\s,[\]{}()=]*$/.exec(before)![0].length : start + quote + 1;
  const rest = quote === undefined ? /^[^\s,[\]{}()=:]*/ : new RegExp(`^[^${before[quote]}]*`);
  const span: Span = [from, Math.min(end, offset + rest.exec(text.slice(offset, end))![0].length)];
  const lead = quote === undefined ? from : from - 1;
  const key = keyBefore(text.slice(start, lead));
  return {
    path: keysAround(text, lead, key),
    ...(key === undefined ? {} : { key }),
    typed: text.slice(from, offset),
    span,
    quoted: quote !== undefined,
  };
}

/** Index of the quote that is open at the end of a line's beginning. */
function openQuote(before: string): number | undefined {
  let open: number | undefined;
  for (let i = 0; i < before.length; i++) {
    const char = before[i];
    if (open !== undefined) {
      if (char === '\\' && before[open] === '"') i++;
      else if (char === before[open]) open = undefined;
    } else if (char === '"' || (char === "'" && !/\w/.test(before[i - 1] ?? ''))) open = i;
    else if (char === '#' && /^\s*$|\s$/.test(before.slice(0, i))) return undefined;
  }
  return open;
}

/** The key whose value begins here, on one line: `key: `, `"key": `, `key = `. */
function keyBefore(lead: string): string | undefined {
  const match = /(?:^|[\s{,(\-])["']?([\w.:/@-]+?)["']?\s*(?::\s*|=\s*)(?:[\w.]+\()?(?:\[\s*(?:["'][^"']*["']\s*,\s*)*)?$/.exec(
    lead.slice(-400),
  );
  return match?.[1];
}

/** Keys of what encloses the offset, by brackets where there are any, and then by indentation. */
function keysAround(text: string, offset: number, own: string | undefined): string[] {
  const keys: string[] = [];
  const least = Math.max(0, offset - reach);
  let at = offset;
  let depth = 0;
  for (let i = offset - 1; i >= least; i--) {
    const char = text[i];
    if (char === '}' || char === ']') depth++;
    else if (char === '{' || char === '[') {
      if (depth > 0) {
        depth--;
        continue;
      }
      const lead = text.slice(Math.max(i - 200, text.lastIndexOf('\n', i) + 1), i);
      const key =
        /["']?([\w.:/@-]*[\w/@-])["']?\s*[:=]?\s*(?:[\w.]+\(\s*)?$/.exec(lead.trimEnd())?.[1] ??
        /([\w-]+)(?:\s+"[^"]*")*\s*$/.exec(lead)?.[1];
      if (key !== undefined && key !== own) keys.unshift(key);
      at = i;
    }
  }
  return [...keysByIndent(text, at, least), ...keys];
}

function keysByIndent(text: string, offset: number, least: number): string[] {
  const keys: string[] = [];
  const own = lineSpanAt(text, offset)[0];
  let indent = depthOf(text, own);
  for (let end = own - 1; end > least && indent > 0;) {
    const [start, stop] = lineSpanAt(text, end);
    const content = text.slice(start, stop);
    const depth = depthOf(text, start);
    if (content.trim() !== '' && !content.trimStart().startsWith('#') && depth < indent) {
      const key = /^\s*(?:- )*["']?([\w.:/@-]+?)["']?:(?:\s|$)/.exec(content)?.[1];
      if (key === undefined) break;
      keys.unshift(key);
      indent = depth;
    }
    end = start - 1;
  }
  return keys;
}

/** Columns of indentation; the mark of a list item counts, as its content stands behind it. */
function depthOf(text: string, lineStart: number): number {
  const indent = indentAt(text, lineStart).length;
  const marks = /^(?:- )+/.exec(text.slice(lineStart + indent, lineStart + indent + 40))?.[0].length ?? 0;
  return indent + marks;
}
