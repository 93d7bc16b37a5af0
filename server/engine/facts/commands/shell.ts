// Commands of a shell, in scripts, in the steps of pipelines and in Makefiles: the words that name them, what follows by
// flags, and what follows without. A command is read to its end through continued lines and quotes; variables are holes.
// What a script only prints (`cat <<EOF`) is none.
// It runs nothing, follows no variable, and understands no shell beyond that.
import { isWithinAny, type Place } from '../../text/text.ts';
import { heredocsIn } from '../heredocs.ts';
import type { Assigned } from '../source-policies/shell-variables.ts';
import { textOf, type Leaf } from '../value.ts';

export interface CommandWord {
  readonly leaf: Leaf;
  /** True when the text stands there as it is, without escapes. */
  readonly exact: boolean;
}

export interface ShellCommand {
  /** As `nameOf` gives it: `iam attach-role-policy`. */
  readonly name: string;
  /** The words that name it. */
  readonly at: Place;
  /** From its first word to its end. */
  readonly whole: Place;
  /** Words that belong to no flag. */
  readonly words: readonly CommandWord[];
  /** Values by flag, without dashes, in their order. A flag without a value is there with none. */
  readonly flags: ReadonlyMap<string, readonly CommandWord[]>;
  /** What the variables of its script hold where it runs, once that is asked (variables.ts). */
  readonly known?: ReadonlyMap<string, Assigned>;
}

const longest = 20_000;
/** Before the command on its line: comments, and commands that only print it. */
const notRun = /(?:^|\s)(?:#|\/\/|REM\b)|^\s*(?:-\s+)?(?:["']\s*)?(?:@?echo|printf|Write-Host|Write-Output)\b/;

/** What may stand before a command: nothing, an operator, a bracket or quote that opens, a word that runs the next one, variables for it. */
const runs = /(?:^|[;&|({`"'=@!\]-]|\b(?:sudo|then|do|else|exec|time|command|xargs|if|while|until|env|nohup|wsl)|\s-\w+|\b\w+=\S*)\s*$/;
/** A key whose value is text for people. */
const prose =
  /^\s*(?:-\s+)?["']?(?:description|title|summary|help|name|message|notes?|comment|doc|documentation|purpose|instructions|reason|remediation|prompt)["']?\s*:/i;
const key = /^\s*(?:-\s+)?["']?[\w.-]+["']?\s*:\s*(?:[|>][-+\d]*\s*)?$/;

/** Whether what stands before it on its line lets a command of a data file run. Scripts run what they write. */
function mayRun(before: string, inData: boolean): boolean {
  if (notRun.test(before)) return false;
  return !inData || (!prose.test(before) && (key.test(before) || runs.test(before)));
}

/** Whether the line at `lineStart` belongs to a block of text under a key whose value is text for people. */
function inProse(text: string, lineStart: number): boolean {
  let indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))![0].length;
  for (let end = lineStart - 1, lines = 0; end > 0 && indent > 0 && lines < 80; lines++) {
    const begin = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(begin, Math.min(end, begin + 300));
    const own = /^[ \t]*/.exec(line)![0].length;
    if (line.trim() !== '' && own < indent) {
      // The keys of a list's item stand behind its mark: `- name: x` has no text at the column of `name`.
      const keyAt = /^[ \t]*(?:-[ \t]+)?/.exec(line)![0].length;
      if (keyAt < indent && prose.test(line)) return true;
      indent = own;
      // What is above a block's own key or mark is not its text.
      if (/(?::|^\s*-)\s*[|>][-+\d]*\s*$/.test(line)) return false;
    }
    end = begin - 1;
  }
  return false;
}

/** Where commands begin: `pattern` is global and starts at their first word. Its match is given to `nameOf`. */
export function shellCommands(
  text: string,
  uri: string,
  pattern: RegExp,
  nameOf: (match: RegExpExecArray) => string | undefined,
): ShellCommand[] {
  const found: ShellCommand[] = [];
  // Commands may stand in each other (`$(…)`), and text may only look like commands: what is read in all is bounded.
  let left = 4 * text.length + 100_000;
  let readTo = 0;
  const inData = /\.(?:ya?ml|json)$/i.test(uri);
  const printed = heredocsIn(text).flatMap(({ body, use }) => (use === 'printed' ? [{ span: body }] : []));
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const end = match.index + match[0].length;
    // Never further back: a whole script may stand in one line.
    const nearest = Math.max(0, match.index - 400);
    const lineStart = nearest + text.slice(nearest, match.index).lastIndexOf('\n') + 1;
    const before = text.slice(lineStart, match.index);
    // What stands among the words of a command is one of them, unless something there lets it run.
    if (match.index < readTo && !runs.test(before.slice(-60))) continue;
    const name =
      !isWithinAny(printed, match.index) && mayRun(before, inData) && !(inData && inProse(text, lineStart)) ? nameOf(match) : undefined;
    if (name === undefined) continue;
    // The mark before a command, or the last of what names it, opens the text in which it stands; one that is escaped or doubled
    // itself stands in a further text.
    const open = /["']/.test(text[end - 1]!) ? end - 1 : match.index - 1;
    const isQuoted = /["']/.test(text[open] ?? '') && text[open - 1] !== '\\' && text[open - 1] !== text[open];
    const read = readWords(text, end, uri, isQuoted ? closeOf(text, text[open]!, end, inData) : text.length);
    readTo = Math.max(readTo, read.end);
    left -= read.end - match.index + 50;
    if (left < 0) break;
    // Flags may stand before the words that name the command: `kubectl -n shop create …`.
    const within = readWords(text.slice(0, end), match.index, uri);
    const flags = new Map([...within.flags, ...read.flags]);
    for (const [flag, values] of within.flags) if (read.flags.has(flag)) flags.set(flag, [...values, ...read.flags.get(flag)!]);
    found.push({ name, at: { uri, span: [match.index, end] }, whole: { uri, span: [match.index, read.end] }, words: read.words, flags });
    pattern.lastIndex = Math.max(pattern.lastIndex, end);
  }
  return found;
}

/** The command with others in the place of its leaves. */
export function withLeaves(command: ShellCommand, of: (leaf: Leaf) => Leaf): ShellCommand {
  const fill = (word: CommandWord): CommandWord => ({ ...word, leaf: of(word.leaf) });
  return { ...command, words: command.words.map(fill), flags: new Map([...command.flags].map(([name, words]) => [name, words.map(fill)])) };
}

/** The first value of a flag, by any of its names. */
export function flagOf(command: ShellCommand, ...names: readonly string[]): Leaf | undefined {
  for (const name of names) {
    const value = command.flags.get(name)?.[0];
    if (value) return value.leaf;
  }
  return undefined;
}

/** Where a flag stands in its command; the command's name where it cannot be found again. */
export function flagPlace(text: string, { at, whole }: ShellCommand, name: string): Place {
  const [begin, end] = whole.span;
  const found = new RegExp(`(?<![\\w-])--?${name}(?![\\w-])`).exec(text.slice(begin, end));
  return found ? { uri: at.uri, span: [begin + found.index, begin + found.index + found[0].length] } : at;
}

/** Whether a flag stands there as it is, or with another value than false. */
export function hasFlag(command: ShellCommand, ...names: readonly string[]): boolean {
  return names.some((name) => command.flags.has(name) && !/^(?:false|no|none|0)$/i.test(textOf(command.flags.get(name)?.[0]?.leaf) ?? ''));
}

/** Where a text that is quoted around a command ends, so that its mark is not taken for one that opens. In data files a mark may be doubled. */
function closeOf(text: string, quote: string, from: number, inData: boolean): number {
  const limit = Math.min(text.length, from + longest);
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote && inData && quote === "'" && text[at + 1] === quote) at++;
    else if (text[at] === quote) return at;
  }
  return limit;
}

function readWords(
  text: string,
  from: number,
  uri: string,
  to = text.length,
): { words: CommandWord[]; flags: Map<string, CommandWord[]>; end: number } {
  const words: CommandWord[] = [];
  const flags = new Map<string, CommandWord[]>();
  const limit = Math.min(to, from + longest);
  let at = from;
  let flag: string | undefined;
  const add = (name: string, word: CommandWord): void => void (flags.get(name) ?? flags.set(name, []).get(name)!).push(word);
  for (;;) {
    while (at < limit && (text[at] === ' ' || text[at] === '\t' || continues(text, at))) at += continues(text, at) || 1;
    if (at >= limit || /[\n\r;|&)#<>]/.test(text[at]!)) break;
    const word = readWord(text, at, limit, uri);
    if (word.end === at) break;
    at = word.end;
    const named = word.quoted ? null : /^(--?[A-Za-z][\w-]*)(?:=|$)/.exec(word.raw);
    if (named) {
      flag = named[1]!.replace(/^-+/, '');
      if (!flags.has(flag)) flags.set(flag, []);
      if (word.raw.length > named[1]!.length) {
        // `--flag=value`: the value begins behind the mark.
        const inner = readWord(text, word.start + named[1]!.length + 1, limit, uri);
        add(flag, inner);
        at = Math.max(at, inner.end);
        flag = undefined;
      }
    } else if (flag !== undefined) {
      add(flag, word);
      flag = undefined;
    } else {
      words.push(word);
    }
  }
  return { words, flags, end: at };
}

/** Length of a line that goes on: a backslash (or a backtick, in PowerShell) before the line's end. */
function continues(text: string, at: number): number {
  if (text[at] !== '\\' && text[at] !== '`') return 0;
  return text[at + 1] === '\n' ? 2 : text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 0;
}

interface Word extends CommandWord {
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly quoted: boolean;
}

function readWord(text: string, start: number, limit: number, uri: string): Word {
  const quote = text[start] === '"' || text[start] === "'" ? text[start]! : undefined;
  if (quote) {
    let end = start + 1;
    while (end < limit && text[end] !== quote) end += quote === '"' && text[end] === '\\' ? 2 : 1;
    const close = Math.min(end, limit);
    const raw = text.slice(start + 1, close);
    const value = quote === '"' ? raw.replace(/\\(["\\$`])/g, '$1') : raw;
    return {
      start,
      end: Math.min(close + 1, limit),
      raw,
      quoted: true,
      exact: value === raw,
      leaf: leafOf(value, quote === '"', uri, start + 1, close, start, Math.min(close + 1, limit)),
    };
  }
  let end = start;
  while (end < limit && !/[\s;|&)"'<>]/.test(text[end]!) && !continues(text, end)) {
    // The expressions of pipelines hold blanks: `${{ inputs.user }}`. Those of shells and Makefiles hold brackets.
    const close = text.startsWith('{{', end)
      ? text.slice(end, end + 400).indexOf('}}') + 1
      : text.startsWith('$(', end) || text.startsWith('${', end)
        ? bracketEnd(text, end + 1, limit) - end
        : 0;
    end += close > 0 ? close + 1 : 1;
  }
  const raw = text.slice(start, end);
  return { start, end, raw, quoted: false, exact: true, leaf: leafOf(raw, true, uri, start, end, start, end) };
}

/** The bracket that closes the one at `open`, on the same line; `open - 1` where none does. */
function bracketEnd(text: string, open: number, limit: number): number {
  const close = text[open] === '(' ? ')' : '}';
  let depth = 0;
  for (let at = open; at < Math.min(limit, open + 400) && text[at] !== '\n'; at++) {
    if (text[at] === text[open]) depth++;
    else if (text[at] === close && --depth === 0) return at;
  }
  return open - 1;
}

/** What a shell, or the pipeline around it, puts in place of itself. */
export const shellHoles = /\$\{\{[^}]{0,300}\}\}|\$\{[^}]{0,300}\}|\$\((?:[^()]|\([^()]{0,300}\)){0,300}\)|\$\w+|`[^`]*`/g;

function leafOf(value: string, expands: boolean, uri: string, start: number, end: number, tokenStart: number, tokenEnd: number): Leaf {
  const pattern = (expands ? value.replace(shellHoles, '\0') : value.replace(/\$\{\{[^}]{0,300}\}\}/g, '\0')).replace(
    /\{\{[^}]{0,300}\}\}/g,
    '\0',
  );
  const at: Place = { uri, span: [start, end] };
  const place = { at, token: { uri, span: [tokenStart, tokenEnd] as const }, via: [], encoding: 'shell' as const, editable: false };
  if (!pattern.includes('\0'))
    return { kind: 'scalar', known: 'literal', value: pattern, ...place, editable: end - start === value.length };
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'a variable of the shell', ...place } : { kind: 'partial', pattern, ...place };
}
