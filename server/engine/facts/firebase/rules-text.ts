// The text of Security Rules of Cloud Firestore and Cloud Storage: every `allow` with the path that it is for. A scan over
// `match`, `allow`, `function` and braces; what conditions mean is in condition.ts.
import type { Span } from '../../text/text.ts';
import { codeOf } from '../source-policies/code-text.ts';
import type { RuleFunction } from './condition.ts';
import { rolesAsked, type AskedRole } from './own-role.ts';

/** One `allow`. Offsets are those of the text that was given. */
export interface Allowance {
  /** What it allows: `read`, `get`, `list`, `write`, `create`, `update`, `delete`. */
  readonly methods: readonly string[];
  /** The path as the matches around it write it. */
  readonly path: string;
  /** Without comments, strings blank; undefined where there is none, which lets everybody in. */
  readonly condition: string | undefined;
  /** The condition, or `allow` with its methods where there is none. */
  readonly span: Span;
}

/** What a text of rules says. */
export interface RulesText {
  readonly allowances: readonly Allowance[];
  readonly functions: ReadonlyMap<string, RuleFunction | undefined>;
  /** What is asked of the caller's own document, by its collection. */
  readonly roles: ReadonlyMap<string, AskedRole>;
}

const service = /\bservice\s{1,20}(?:cloud\.firestore|firebase\.storage)\s{0,20}\{/g;
/** Longer paths, and what they allow, are not read: those of no database. */
const longestPath = 1000;
const words = /(?<![.\w$])(?:match|allow|function)\b|[{}]/g;

/** Reads every service of a text. Never throws; what breaks off is read as far as it goes. */
export function readRulesText(text: string): RulesText {
  const allowances: Allowance[] = [];
  const functions = new Map<string, RuleFunction | undefined>();
  const roles = new Map<string, AskedRole>();
  let code = '';
  let begin = 0;
  let spent = 0;
  service.lastIndex = 0;
  for (let match = service.exec(text); match; match = service.exec(text)) {
    const { index } = match;
    // Behind a string of Terraform that held a service, quotes are counted anew. Text that only looks like rules is not read
    // over and over.
    if (code === '' || !code.startsWith('service', index - begin)) {
      if (spent > 4 * text.length + 100_000) break;
      begin = index;
      code = codeOf(text.slice(begin), 'go');
      spent += code.length;
    }
    const from = index - begin;
    const end = readService(code, from + match[0].length, begin, allowances, functions);
    for (const [collection, { field, span }] of rolesAsked(code.slice(from, end)))
      if (!roles.has(collection)) roles.set(collection, { collection, field, span: [index + span[0], index + span[1]] });
    service.lastIndex = begin + end;
  }
  return { allowances, functions, roles };
}

/** Reads from `from` up to the brace that closes the service, and says where that is; the code begins at `start` of the text. */
function readService(
  code: string,
  from: number,
  start: number,
  allowances: Allowance[],
  functions: Map<string, RuleFunction | undefined>,
): number {
  const paths: string[] = [''];
  words.lastIndex = from;
  for (let match = words.exec(code); match; match = words.exec(code)) {
    const behind = match.index + match[0].length;
    if (match[0] === '{') paths.push(paths.at(-1)!);
    else if (match[0] === '}') {
      paths.pop();
      if (paths.length === 0) return behind;
    } else if (match[0] === 'match') {
      const path = pathAt(code, behind);
      if (!path) continue;
      paths.push(paths.at(-1)! + path.text);
      words.lastIndex = path.end;
    } else if (match[0] === 'function') {
      const name = /\s{1,20}([A-Za-z_]\w{0,99})/y;
      name.lastIndex = behind;
      const called = name.exec(code)?.[1];
      if (called === undefined) continue;
      const body = /\s{0,20}\(([\w\s,]{0,200})\)\s{0,20}\{\s{0,200}return\b([^;{}]{0,2000})[;}]/y;
      body.lastIndex = name.lastIndex;
      const found = body.exec(code);
      // Each match may have its own of a name: which of them is called is not worked out.
      functions.set(called, found && !functions.has(called) ? { parameters: found[1]!.match(/\w+/g) ?? [], body: found[2]! } : undefined);
      if (!found) continue;
      if (code[body.lastIndex - 1] === ';') paths.push(paths.at(-1)!);
      words.lastIndex = body.lastIndex;
    } else {
      const end = endOfAllow(code, behind);
      const path = paths.at(-1)!;
      const allowance = path.length <= longestPath && allowanceOf(code, match.index, end, path, start);
      if (allowance) allowances.push(allowance);
      words.lastIndex = end;
    }
  }
  return code.length;
}

/** The path of a `match` up to its brace, and where the text within that begins. */
function pathAt(code: string, from: number): { readonly text: string; readonly end: number } | undefined {
  const path = /\s{0,200}((?:\/(?:\{[^{}\s]{0,200}\}|[^/{}\s]{1,200})){1,100})\s{0,200}\{/y;
  path.lastIndex = from;
  const found = path.exec(code);
  return found ? { text: found[1]!, end: path.lastIndex } : undefined;
}

/** Where an `allow` ends: at its semicolon, at the brace behind it, or at the next word of its kind, since semicolons may be left out. */
function endOfAllow(code: string, from: number): number {
  const marks = /[;()[\]{}]|\n\s{0,200}(?=(?:allow|match|function)\s)/g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(code); mark; mark = marks.exec(code)) {
    if (/[([{]/.test(mark[0])) depth++;
    else if (mark[0] === ';' || (depth === 0 && !/[)\]]/.test(mark[0]))) return mark.index;
    else if (/[)\]}]/.test(mark[0])) depth--;
  }
  return code.length;
}

function allowanceOf(code: string, from: number, end: number, path: string, start: number): Allowance | undefined {
  const written = code.slice(from, end);
  const colon = written.indexOf(':');
  const head = (colon < 0 ? written : written.slice(0, colon)).trimEnd();
  const methods = head
    .slice('allow'.length)
    .split(',')
    .map((method) => method.trim());
  if (methods.some((method) => !/^(?:read|get|list|write|create|update|delete)$/.test(method))) return undefined;
  if (colon < 0) return { methods, path, condition: undefined, span: [start + from, start + from + head.length] };
  const [, before, condition] = /^(:\s*if\b\s*)(.*)$/s.exec(written.slice(colon).trimEnd()) ?? [];
  if (condition === undefined || condition === '') return undefined;
  const at = start + from + colon + before!.length;
  return { methods, path, condition, span: [at, at + condition.length] };
}

/** Whether a path takes in everything that the database or bucket holds: no part of it is a name. */
export function isWholePath(path: string): boolean {
  const inside = path.replace(/^\/databases\/[^/]+\/documents/, '').replace(/^\/b\/[^/]+\/o(?=\/|$)/, '');
  return inside !== '' && inside.split('/').every((part) => part === '' || /^\{[^{}]*\}$/.test(part) || part.startsWith('$'));
}
