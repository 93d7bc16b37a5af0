// Values of PowerShell: strings, tables, lists, what a variable was given before, the items of a `foreach`, dates that count
// from today. Names of variables and keys are folded, as PowerShell folds them. Nothing is run: what a command returns is
// unknown.
import { countBefore, type Span } from '../../text/text.ts';
import { entryOf, patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { assignmentsIn, isPassed, type Assignment } from './powershell-assignments.ts';
import { readDate } from './powershell-dates.ts';
import { isAskedFor, oneOf } from './powershell-loops.ts';
import { readLookup } from './powershell-lookups.ts';
import {
  closing,
  match,
  placeOf,
  scalar,
  skipBlanks,
  skipBrackets,
  skipTrivia,
  textLeaf,
  unknown,
  written,
  type Cursor,
} from './powershell-cursor.ts';

/** A text that is read: what its variables are given, and how much may still be read of it. */
export interface Script {
  readonly text: string;
  readonly uri: string;
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  /** What was read, by where it begins. */
  readonly known: Map<number, Value>;
  /** Assignments whose values are being read: one that names itself has none. */
  readonly open: Set<number>;
  /** The call of a function whose body is being read. */
  readonly call?: Call;
  /** How many values may still be read; the calls of a function share it. */
  readonly allowance: { left: number };
}

/** What the parameters of a function hold in one of its calls, by their names in lower case. */
export interface Call {
  /** The body of the function. */
  readonly body: Span;
  readonly given: ReadonlyMap<string, Value>;
  /** Whether anything that was read depends on it. */
  isUsed: boolean;
}

/** A place in a script. */
export interface Reader extends Cursor {
  readonly script: Script;
}

const longest = 20_000;
const deepest = 30;
const mostChanges = 50;

export function scriptOf(text: string, uri: string): Script {
  return { text, uri, assignments: assignmentsIn(text), known: new Map(), open: new Set(), allowance: { left: 50_000 } };
}

/** A reader that stands at an offset. */
export function readerAt(script: Script, at: number): Reader {
  const { text, uri } = script;
  return { script, text, uri, at, end: Math.min(text.length, at + longest) };
}

/** What a variable holds at an offset: what it was given last, where nothing between may have changed or skipped that. */
export function variableAt(script: Script, name: string, offset: number): Value | undefined {
  const all = script.assignments.get(name.toLowerCase()) ?? [];
  const before = countBefore(all, offset) - 1;
  const changed = new Set<string>();
  let index = before;
  for (; index >= 0 && (isPassed(all[index]!, offset) || script.open.has(all[index]!.span[0])); index--) {
    if (before - index > mostChanges) return undefined;
    const { key } = all[index]!;
    if (key !== undefined) changed.add(key.toLowerCase());
  }
  const last = all[index];
  const handed = givenByCall(script.call, name, offset, last);
  if (handed) return changed.size > 0 ? withoutEntries(handed, changed) : handed;
  const isItem = last?.kind === 'each' || last?.kind === 'piped';
  if (!last || (isItem && isAskedFor(script.text.slice(last.span[0], offset), name))) return undefined;
  const value = givenBy(script, last, offset);
  return changed.size > 0 ? withoutEntries(value, changed) : value;
}

/** What a parameter holds where the body of the function that is called is read, unless the body gives it something else. */
function givenByCall(call: Call | undefined, name: string, offset: number, last: Assignment | undefined): Value | undefined {
  if (!call || offset < call.body[0] || offset >= call.body[1]) return undefined;
  if (last && last.kind !== 'parameter' && last.span[0] >= call.body[0]) return undefined;
  const value = call.given.get(name.toLowerCase());
  if (value) call.isUsed = true;
  return value;
}

/** A table without the entries that were changed since, of which it may now have others. */
function withoutEntries(value: Value | undefined, changed: ReadonlySet<string>): Value | undefined {
  if (value?.kind !== 'mapping') return undefined;
  return { ...value, complete: false, entries: value.entries.filter(({ key }) => !changed.has(patternOf(key).toLowerCase())) };
}

/** What a variable was given last, as it is written. */
function writtenFor({ text, assignments }: Script, name: string, offset: number): string | undefined {
  const all = assignments.get(name.toLowerCase()) ?? [];
  const last = all[countBefore(all, offset) - 1];
  return last?.kind === 'given' && last.span[1] >= offset ? text.slice(last.span[0], last.span[0] + 200) : undefined;
}

/** What an assignment gives, where it still holds at an offset. */
function givenBy(script: Script, last: Assignment, offset: number): Value | undefined {
  if (last.kind === 'added' || last.span[1] < offset || script.open.size > deepest || script.allowance.left <= 0) return undefined;
  const [from] = last.span;
  const known = script.known.get(from);
  if (known) return known;
  script.open.add(from);
  const reader = readerAt(script, from);
  const read =
    last.kind === 'parameter'
      ? readValue(reader, 0, false)
      : last.kind === 'piped'
        ? readList(reader, 0, false)
        : readExpression(reader, 0);
  script.open.delete(from);
  const value = last.kind === 'each' || last.kind === 'piped' ? oneOf(read) : read;
  // What was read while another was open may lack that one.
  if (script.open.size === 0) script.known.set(from, value);
  return value;
}

/** A value as it stands behind `=`, with what is done to it: of that formats and joined texts are followed. */
export function readExpression(reader: Reader, depth: number): Value {
  const start = reader.at;
  const value = readList(reader, depth, false);
  skipBlanks(reader);
  const { text } = reader;
  if (match(reader, /-f[ \t]{1,10}/iy) && value.kind === 'scalar') {
    // What fills the holes goes on to the end of the line.
    readList(reader, depth + 1, false);
    return textLeaf(reader, patternOf(value).replace(/\{\d{1,3}\}/g, '\0'), value.at.span, value.token.span, false);
  }
  if (text[reader.at] === '+') return joined(reader, depth, start, value);
  if (match(reader, /\|[ \t]{0,10}ConvertTo-Json\b[^\n;)]{0,80}/iy)) return value;
  if (/[+*/%.[?|-]/.test(text[reader.at] ?? '')) return unknown(reader, start, reader.at, 'an expression of PowerShell');
  return value;
}

const mostJoined = 50;

/** `'/subscriptions/' + $id`: the text that comes of it. Numbers and lists are added otherwise, and are not followed. */
function joined(reader: Reader, depth: number, start: number, first: Value): Value {
  const parts = [first];
  while (parts.length < mostJoined && match(reader, /[ \t]{0,10}\+(?![+=])/y)) {
    skipTrivia(reader);
    parts.push(readValue(reader, depth + 1, false));
  }
  const back = reader.at;
  skipBlanks(reader);
  const isText = !/\d/.test(reader.text[start]!) && parts[0]!.kind !== 'unknown';
  const isWhole = /^[\s;})|,]?$/.test(reader.text.slice(reader.at, reader.at + 1));
  if (!isText || !isWhole || parts.some(({ kind }) => kind !== 'scalar' && kind !== 'partial' && kind !== 'unknown'))
    return unknown(reader, start, reader.at, 'an expression of PowerShell');
  const pattern = parts.map((part) => knownText(part) ?? '\0').join('');
  return textLeaf(reader, pattern, [start, back], [start, back], false);
}

/** A value, or those that commas join. */
export function readList(reader: Reader, depth: number, argument: boolean): Value {
  const start = reader.at;
  const items = [readValue(reader, depth, argument)];
  for (;;) {
    const back = reader.at;
    skipBlanks(reader);
    if (reader.text[reader.at] !== ',') {
      reader.at = back;
      break;
    }
    reader.at++;
    skipTrivia(reader);
    items.push(readValue(reader, depth, argument));
  }
  return items.length === 1 ? items[0]! : { kind: 'list', items, complete: true, ...written(reader, start, reader.at, start, reader.at) };
}

function readValue(reader: Reader, depth: number, argument: boolean): Value {
  const { script, text } = reader;
  const start = reader.at;
  if (depth > deepest || script.allowance.left-- <= 0) {
    reader.at = reader.end;
    return unknown(reader, start, reader.end, 'too much');
  }
  const date = readDate(reader, (name) => writtenFor(script, name, start));
  if (date) return date;
  match(reader, /(?:\[[\w.[\]]{1,60}\][ \t]{0,10})+(?=[$@'"([])/y);
  const looked = argument ? undefined : readLookup(reader, (at) => readValue(at, depth + 1, true));
  if (looked) return looked;
  const char = text[reader.at];
  if (text.startsWith('@{', reader.at)) return readTable(reader, depth);
  if (text.startsWith('@(', reader.at)) return readItems(reader, depth);
  if (text.startsWith("@'", reader.at) || text.startsWith('@"', reader.at)) return readHereString(reader);
  if (char === '(') return readGroup(reader, depth);
  if (char === "'" || char === '"') return suffixed(reader, start, readString(reader));
  if (char === '$') {
    const constant = match(reader, /\$(true|false|null)(?!\w)/iy);
    if (constant) {
      const leaf = scalar(reader, constant[1]!.toLowerCase(), start, reader.at, start, reader.at, true);
      return { ...leaf, value: constant[1]!.toLowerCase() === 'null' ? null : constant[1]!.toLowerCase() === 'true' };
    }
    const named = match(reader, /\$(?:(?:script|global|local):)?(\w{1,60})(?![:\w])((?:\.\w{1,60}){0,6})(?![([])/iy);
    if (named && !(argument && reader.at < reader.end && /[^\s;|),}]/.test(text[reader.at]!)))
      return variable(reader, named[1]!, named[2]!, start) ?? unknown(reader, start, reader.at, 'a variable of the script');
    reader.at = start;
  }
  return readBare(reader, argument);
}

/** What a variable holds, by its properties; a text is placed where it was given, with the use as the way to it. */
function variable(reader: Reader, name: string, path: string, start: number): Value | undefined {
  let value = variableAt(reader.script, name, start);
  for (const key of path.split('.').slice(1)) value = value?.kind === 'choice' ? chosen(value, key) : entryOf(value, key, true)?.value;
  if (value?.kind !== 'scalar' && value?.kind !== 'partial') return value;
  const use = placeOf(reader, start, reader.at);
  return { ...value, ...(value.kind === 'scalar' ? { known: 'resolved' as const } : {}), via: [use, ...value.via], editable: false };
}

/** A property of what a loop goes through, where all of that is written. */
function chosen(value: Value & { kind: 'choice' }, key: string): Value | undefined {
  const options = value.options.flatMap((one) => entryOf(one, key, true)?.value ?? []);
  return options.length === value.options.length ? { ...value, options } : undefined;
}

function readTable(reader: Reader, depth: number): Value {
  const start = reader.at;
  const { text } = reader;
  const entries: Entry[] = [];
  reader.at += 2;
  let complete = false;
  for (;;) {
    skipTrivia(reader, true);
    if (text[reader.at] === '}') {
      reader.at++;
      complete = true;
      break;
    }
    const from = reader.at;
    const key: Leaf | undefined =
      text[from] === "'" || text[from] === '"'
        ? readString(reader)
        : match(reader, /[\w-]{1,120}/y) && scalar(reader, text.slice(from, reader.at), from, reader.at, from, reader.at, true);
    skipBlanks(reader);
    if (!key || text[reader.at] !== '=' || reader.at >= reader.end) break;
    reader.at++;
    skipTrivia(reader);
    const value = readExpression(reader, depth + 1);
    entries.push({ key, value, at: placeOf(reader, from, reader.at) });
    // What is not followed goes on to the end of its line.
    if (value.kind === 'unknown') skipRest(reader);
  }
  return { kind: 'mapping', entries, complete, ...written(reader, start, reader.at, start, reader.at) };
}

function readItems(reader: Reader, depth: number): Value {
  const start = reader.at;
  const { text } = reader;
  const items: Value[] = [];
  reader.at += 2;
  let complete = false;
  for (;;) {
    skipTrivia(reader, true);
    if (text[reader.at] === ')') {
      reader.at++;
      complete = true;
      break;
    }
    const from = reader.at;
    const value = readExpression(reader, depth + 1);
    if (reader.at === from) break;
    items.push(...(value.kind === 'list' ? value.items : [value]));
    if (value.kind === 'unknown') skipRest(reader);
    if (text[reader.at] === ',') reader.at++;
  }
  return { kind: 'list', items, complete, ...written(reader, start, reader.at, start, reader.at) };
}

/** `( … )`: what stands in it where that is a value; a command in it returns what is not known. */
function readGroup(reader: Reader, depth: number): Value {
  const start = reader.at;
  const { text } = reader;
  reader.at++;
  skipTrivia(reader);
  const inner = readExpression(reader, depth + 1);
  skipTrivia(reader);
  if (text[reader.at] === ')' && inner.kind !== 'unknown') {
    reader.at++;
    return suffixed(reader, start, inner);
  }
  reader.at = start;
  skipBrackets(reader);
  match(reader, /(?:\.\w{1,60}(?:\([^()\n]{0,200}\))?){1,8}/y);
  return unknown(reader, start, reader.at, 'what a command returns');
}

/** A value that nothing is done to, or a property of a table: a method or an index makes it another. */
function suffixed(reader: Reader, start: number, value: Value): Value {
  const next = reader.text[reader.at];
  if (next !== '.' && next !== '[') return value;
  const property = value.kind === 'mapping' && match(reader, /\.(\w{1,60})(?![\w.([])/y);
  if (property)
    return entryOf(value, property[1]!, true)?.value ?? unknown(reader, start, reader.at, 'a property of what a command returns');
  match(reader, /(?:\.\w{1,60}|\([^()\n]{0,200}\)|\[[^\]\n]{0,80}\]){1,8}/y);
  return unknown(reader, start, reader.at, 'an expression of PowerShell');
}

function readString(reader: Reader): Leaf {
  const { text } = reader;
  const start = reader.at;
  const quote = text[start]!;
  let at = start + 1;
  while (at < reader.end) {
    if (text[at] === quote && text[at + 1] === quote) at += 2;
    else if (text[at] === '`' && quote === '"') at += 2;
    else if (text[at] === quote) break;
    else if (quote === '"' && text.startsWith('$(', at)) at = Math.max(at + 2, closing(text, at + 1, reader.end) + 1);
    else at++;
  }
  const end = Math.min(at, reader.end);
  reader.at = Math.min(end + 1, reader.end);
  // A long text that a table asks for over and over takes as long as many short ones.
  reader.script.allowance.left -= (end - start) >> 6;
  const raw = text.slice(start + 1, end);
  const plain = quote === "'" ? raw.replaceAll("''", "'") : expanded(reader, raw, start + 1);
  const token: readonly [number, number] = [start, reader.at];
  return textLeaf(reader, plain, [start + 1, end], token, plain === raw);
}

/** `@"` to a line that begins with `"@`: the text of the lines between. */
function readHereString(reader: Reader): Leaf {
  const { text } = reader;
  const start = reader.at;
  const quote = text[start + 1]!;
  const from = text.indexOf('\n', start) + 1;
  const close = from === 0 ? -1 : text.indexOf(`\n${quote}@`, from - 1);
  if (close < 0 || close > reader.end) {
    reader.at = reader.end;
    return unknown(reader, start, reader.end, 'a text that does not end');
  }
  reader.at = close + 3;
  const raw = text.slice(from, close);
  return textLeaf(reader, quote === "'" ? raw : expanded(reader, raw, from), [from, close], [start, reader.at], false);
}

/** A word without quotes: up to what ends an argument. */
function readBare(reader: Reader, argument: boolean): Leaf {
  const { text } = reader;
  const start = reader.at;
  while (reader.at < reader.end) {
    if (text.startsWith('$(', reader.at) || text.startsWith('${', reader.at)) {
      reader.at = Math.max(reader.at + 2, closing(text, reader.at + 1, reader.end) + 1);
      continue;
    }
    if (/[\s;|)}(,"'{]/.test(text[reader.at]!) || (!argument && /[=+]/.test(text[reader.at]!))) break;
    reader.at++;
  }
  const raw = text.slice(start, reader.at);
  // Where a value is expected a bare word is a command, or a number.
  if (!argument && !/^\d+$/.test(raw)) return unknown(reader, start, reader.at, 'what a command returns');
  const plain = expanded(reader, raw, start);
  return textLeaf(reader, plain, [start, reader.at], [start, reader.at], plain === raw);
}

/** A text with what its variables hold; a hole for each that is not known. */
function expanded(reader: Reader, raw: string, from: number): string {
  return raw
    .replace(/`(.)|\$\(|\$\{\{?([^{}]{0,200})\}?\}|\$(?:(?:script|global|local):)?(\w{1,60})(?!:)|\$\w{1,20}:\w{1,60}/gi, (...args) => {
      const [whole, escaped, braced, plain] = args as (string | undefined)[];
      const offset = args.at(-2) as number;
      if (escaped !== undefined) return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
      const name = braced ?? plain;
      if (whole === '$(') return '\u0001';
      return (name !== undefined && /^\w+$/.test(name) && knownText(variableAt(reader.script, name, from + offset))) || '\0';
    })
    .replace(/\u0001(?:[^()]|\([^()]{0,300}\)){0,300}\)/g, '\0')
    .replaceAll('\u0001', '\0')
    .replace(/\{\{[^{}]{0,200}\}\}/g, '\0');
}

function knownText(value: Value | undefined): string | undefined {
  return value?.kind === 'partial' ? value.pattern : textOf(value);
}

/** To the end of a line, or to what ends an entry of a table or list. Brackets are passed whole. */
function skipRest(reader: Reader): void {
  const { text } = reader;
  while (reader.at < reader.end && !/[\n\r;})]/.test(text[reader.at]!)) {
    if (text[reader.at] === '(' || text[reader.at] === '{') skipBrackets(reader);
    else if (text[reader.at] === "'" || text[reader.at] === '"') readString(reader);
    else reader.at++;
  }
}
