// Shell commands that grant: `aws iam attach-role-policy`, `put-role-policy`, `create-access-key` and their like, in scripts
// and in the `run:` steps of pipelines. A command is read to its end through continued lines and quotes; variables are
// holes. It runs nothing and follows no variable.
import type { Place } from '../../text/text.ts';
import type { Leaf } from '../value.ts';

export interface Command {
  /** `iam attach-role-policy`, `cdk bootstrap`. */
  readonly name: string;
  /** The words that name it. */
  readonly at: Place;
  /** From its first word to its end. */
  readonly whole: Place;
  readonly options: ReadonlyMap<string, Option>;
}

export interface Option {
  readonly leaf: Leaf;
  /** True when the text stands there as it is, without escapes. */
  readonly exact: boolean;
}

const start = /(?<![\w./-])(?:aws\s+(?:--?[\w-]+(?:[= ][\w.-]+)?\s+){0,4}(iam|sso-admin|lambda|s3api|eks|ecr|kms|secretsmanager|sqs|sns)\s+([a-z][a-z-]+)|(?:npx\s+)?(cdk)\s+(bootstrap)|(eksctl)\s+create\s+(iamserviceaccount))(?![\w-])/g;
const longest = 20_000;

/** All such commands of a text. Lines that begin with `#` are comments. */
export function commandsOf(text: string, uri: string): Command[] {
  const found: Command[] = [];
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    if (/^\s*(?:-\s+)?(?:#|\/\/|REM\b|echo\b|printf\b)/.test(text.slice(lineStart, match.index))) continue;
    const name = `${match[1] ?? match[3] ?? match[5]} ${match[2] ?? match[4] ?? match[6]}`;
    const { options, end } = readOptions(text, match.index + match[0].length, uri);
    found.push({ name, at: { uri, span: [match.index, match.index + match[0].length] }, whole: { uri, span: [match.index, end] }, options });
    start.lastIndex = Math.max(start.lastIndex, match.index + match[0].length);
  }
  return found;
}

function readOptions(text: string, from: number, uri: string): { options: Map<string, Option>; end: number } {
  const options = new Map<string, Option>();
  const limit = Math.min(text.length, from + longest);
  let at = from;
  let name: string | undefined;
  for (;;) {
    while (at < limit && (text[at] === ' ' || text[at] === '\t' || continues(text, at))) at += continues(text, at) || 1;
    if (at >= limit || /[\n\r;|&)#]/.test(text[at]!)) break;
    const word = readWord(text, at, limit, uri);
    if (word.end === at) break;
    at = word.end;
    const flag = word.quoted ? null : /^(--?[A-Za-z][\w-]*)(?:=|$)/.exec(word.raw);
    if (flag) {
      name = flag[1]!.replace(/^-+/, '');
      if (word.raw.length > flag[1]!.length) {
        // `--flag=value`: the value begins behind the mark.
        const inner = readWord(text, word.start + flag[1]!.length + 1, limit, uri);
        options.set(name, { leaf: inner.leaf, exact: inner.exact });
        at = Math.max(at, inner.end);
        name = undefined;
      }
    } else if (name !== undefined) {
      if (!options.has(name)) options.set(name, { leaf: word.leaf, exact: word.exact });
      name = undefined;
    }
  }
  return { options, end: at };
}

/** Length of a line that goes on: a backslash (or a backtick, in PowerShell) before the line's end. */
function continues(text: string, at: number): number {
  if (text[at] !== '\\' && text[at] !== '`') return 0;
  return text[at + 1] === '\n' ? 2 : text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 0;
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly quoted: boolean;
  readonly exact: boolean;
  readonly leaf: Leaf;
}

function readWord(text: string, start: number, limit: number, uri: string): Word {
  const quote = text[start] === '"' || text[start] === "'" ? text[start]! : undefined;
  if (quote) {
    let end = start + 1;
    while (end < limit && text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1;
    const close = Math.min(end, limit);
    const raw = text.slice(start + 1, close);
    const value = quote === '"' ? raw.replace(/\\(["\\$`])/g, '$1') : raw;
    return { start, end: Math.min(close + 1, limit), raw, quoted: true, exact: value === raw, leaf: leafOf(value, quote === '"', uri, start + 1, close, start, Math.min(close + 1, limit)) };
  }
  let end = start;
  while (end < limit && !/[\s;|&)"']/.test(text[end]!) && !continues(text, end)) {
    // The expressions of pipelines hold blanks: `${{ inputs.user }}`.
    const close = text.startsWith('{{', end) ? text.slice(end, end + 400).indexOf('}}') : -1;
    end += close > 0 ? close + 2 : 1;
  }
  const raw = text.slice(start, end);
  return { start, end, raw, quoted: false, exact: true, leaf: leafOf(raw, true, uri, start, end, start, end) };
}

function leafOf(value: string, expands: boolean, uri: string, start: number, end: number, tokenStart: number, tokenEnd: number): Leaf {
  const pattern = (expands ? value.replace(/\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+/g, '\0') : value.replace(/\$\{\{[^}]*\}\}/g, '\0')).replace(/\{\{[^}]*\}\}/g, '\0');
  const at: Place = { uri, span: [start, end] };
  const place = { at, token: { uri, span: [tokenStart, tokenEnd] as const }, via: [], encoding: 'shell' as const, editable: false };
  if (!pattern.includes('\0')) return { kind: 'scalar', known: 'literal', value: pattern, ...place };
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'a variable of the shell', ...place } : { kind: 'partial', pattern, ...place };
}
