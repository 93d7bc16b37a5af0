// A variable in the place of a literal in a script of the shell: what has to be written there depends on the quotes that are
// open at that place. Reads quotes, escapes, comments, substitutions and here-documents, in one pass from the beginning of
// the script; it knows no grammar of commands, and what it can not follow it refuses.
import type { Span } from '../text/text.ts';

/** What stands open at a place of a script. */
export type ShellQuoting = 'bare' | 'double' | 'single' | 'here-document';

export interface ShellVariable {
  /** How the variable is read where nothing is quoted: `${NAME:?}`, `$NAME`. */
  readonly reference: string;
  /** How a quote of either kind is written into the notation around the script: `\"` in a string of JSON, `''` in YAML's. */
  quote?(sign: '"' | "'"): string;
}

/**
 * What reads a variable at `place` of the script that stands in `script`, and the text that it takes the place of: a quote
 * that would open or close around nothing goes with it. Undefined in comments, in here-documents that are taken literally,
 * in strings with escapes of their own, and where quotes do not close.
 */
export function variableInShell(
  text: string,
  script: Span,
  place: Span,
  { reference, quote = (sign) => sign }: ShellVariable,
): { readonly span: Span; readonly text: string } | undefined {
  switch (quotingAt(text, script, place)) {
    case 'bare':
      return { span: place, text: `${quote('"')}${reference}${quote('"')}` };
    case 'double':
    case 'here-document':
      return { span: place, text: reference };
    case 'single': {
      // The quotes close before the variable and open again behind it: the three are one word.
      const sign = quote("'");
      const ends = text.startsWith(sign, place[1]);
      return {
        span: [place[0], place[1] + (ends ? sign.length : 0)],
        text: `${sign}${quote('"')}${reference}${quote('"')}${ends ? '' : sign}`,
      };
    }
    default:
      return undefined;
  }
}

interface HereDocument {
  readonly end: string;
  readonly literal: boolean;
}

/** What is open where `place` begins; undefined where no variable would be read, or where `place` does not lie within one quotation. */
export function quotingAt(text: string, [from, to]: Span, place: Span): ShellQuoting | undefined {
  // What is open, the innermost last: a string in double quotes, `$(…)`, or backticks.
  const open: ('"' | ')' | '`')[] = [];
  const waiting: HereDocument[] = [];
  let at = from;
  while (at < place[0]) {
    const sign = text[at]!;
    const inDouble = open.at(-1) === '"';
    if (sign === '\\') at += 2;
    else if (sign === '"') {
      if (inDouble) open.pop();
      else open.push('"');
      at++;
    } else if (sign === '`') {
      if (open.at(-1) === '`') open.pop();
      else open.push('`');
      at++;
    } else if (sign === '$' && text[at + 1] === '(') {
      open.push(')');
      at += 2;
    } else if (inDouble) at++;
    else if (sign === "'" || (sign === '$' && text[at + 1] === "'")) {
      const inner = sign === '$' ? at + 2 : at + 1;
      const close = sign === '$' ? ansiEnd(text, inner, to) : text.indexOf("'", inner);
      if (close < 0 || close >= to) return undefined;
      if (close >= place[0]) return sign === '$' || close < place[1] || inner > place[0] ? undefined : 'single';
      at = close + 1;
    } else if (sign === '(') {
      if (open.length > 0) open.push(')');
      at++;
    } else if (sign === ')') {
      if (open.at(-1) === ')') open.pop();
      at++;
    } else if (sign === '#' && /[\s;&|(]/.test(text[at - 1] ?? '\n')) {
      const end = lineEnd(text, at, to);
      if (end >= place[0]) return undefined;
      at = end;
    } else if (sign === '<' && text.startsWith('<<<', at)) at += 3;
    else if (sign === '<' && text[at + 1] === '<') {
      const word = /^<<-?[ \t]{0,8}(["']?)([A-Za-z_]\w{0,60})\1/.exec(text.slice(at, at + 80));
      if (word) waiting.push({ end: word[2]!, literal: word[1] !== '' });
      at += word ? word[0].length : 2;
    } else if (sign === '\n' && waiting.length > 0) {
      const body = waiting.shift()!;
      const end = bodyEnd(text, at + 1, to, body.end);
      if (end > place[0]) return body.literal || end < place[1] ? undefined : 'here-document';
      at = waiting.length > 0 ? end - 1 : end;
    } else at++;
  }
  // Behind a backslash the first character of the place would be another one.
  if (at !== place[0]) return undefined;
  return open.at(-1) === '"' ? 'double' : 'bare';
}

/** The quote that ends a string of the form `$'…'`, which knows escapes. */
function ansiEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") return at;
  }
  return -1;
}

function lineEnd(text: string, from: number, to: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 || found > to ? to : found;
}

/** Where the line that ends a here-document begins; the end of the script where there is none. */
function bodyEnd(text: string, from: number, to: number, word: string): number {
  for (let at = from; at < to;) {
    const end = lineEnd(text, at, to);
    if (text.slice(at, end).trim() === word) return at;
    at = end + 1;
  }
  return to;
}
