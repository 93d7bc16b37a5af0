// Commands of PowerShell that a reader knows by name, with their parameters as values, and tables that are handed over whole
// (`@params`). Names of commands and parameters are folded, as PowerShell folds them.
import { countBefore, type Place, type Span } from '../../text/text.ts';
import { patternOf, type Value } from '../value.ts';
import { match, placeOf, scalar, skipBlanks } from './powershell-cursor.ts';
import { saidAtCall, scriptFunctionsIn, type ScriptFunction } from './powershell-functions.ts';
import { readerAt, readList, scriptOf, variableAt, type Reader, type Script } from './powershell-values.ts';

export interface Cmdlet {
  /** As the caller spells it. */
  readonly name: string;
  /** The word that names it. */
  readonly at: Place;
  /** From its name to its end. */
  readonly whole: Place;
  /** By name, in lower case and without the dash. A switch is `true`. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** False where a table is handed over that is not all written here: any parameter may be in it. */
  readonly complete: boolean;
}

const word = /(?<![\w./$-])([A-Za-z]{2,20}-[A-Za-z]\w{1,80})(?![\w-])/g;
/** What may stand before a command on its line. */
const begins = /(?:^|[;|({=&]|\b(?:return|try|else|do|process|begin|end)|\s-c(?:ommand)?\s{1,4}["'])\s{0,100}$/i;
const yamlKey = /^\s*(?:-\s+)?["']?(?!description|title|summary|name|message|notes?|comment)[\w.-]+["']?\s*:\s*(?:[|>][-+\d]*\s*)?$/i;

/** The commands of these names in a text, in their order. `names` maps a name in lower case to the caller's spelling. */
export function cmdletsIn(text: string, uri: string, names: ReadonlyMap<string, string>): Cmdlet[] {
  const found: Cmdlet[] = [];
  let script: Script | undefined;
  let functions: readonly ScriptFunction[] | undefined;
  const calls = new Map<ScriptFunction, readonly FunctionCall[]>();
  let left = 4 * text.length + 100_000;
  const comments = commentsIn(text);
  for (const match of text.matchAll(word)) {
    const name = names.get(match[1]!.toLowerCase());
    if (name === undefined || left < 0) continue;
    const before = lineBefore(text, match.index);
    if (!(begins.test(before) || yamlKey.test(before)) || isCommented(before) || isInComment(comments, match.index)) continue;
    script ??= scriptOf(text, uri);
    functions ??= scriptFunctionsIn(text);
    const around = functions.findLast(({ start, end }) => start <= match.index && match.index < end);
    if (around && !calls.has(around)) calls.set(around, callsOf(around, script, comments));
    const from = match.index + match[0].length;
    const rounds = around ? calls.get(around)! : [];
    const at = placeOf(readerAt(script, from), match.index, from);
    for (const round of rounds.length > 0 ? rounds : [undefined]) {
      const call = round && around && { body: [around.start, around.end] as const, given: round.given, isUsed: false };
      const view: Script = call ? { ...script, known: new Map(), call } : script;
      const reader = readerAt(view, from);
      const { parameters, complete } = readParameters(reader);
      script.budget = view.budget;
      left -= reader.at - match.index + 50;
      const said = round ? new Map([...parameters].map(([key, value]) => [key, saidAtCall(value, round.span)])) : parameters;
      found.push({ name, at, whole: placeOf(reader, match.index, reader.at), parameters: said, complete });
      // What is the same in each call is given once.
      if (!call?.isUsed) break;
    }
  }
  return found;
}

interface FunctionCall {
  readonly span: Span;
  readonly given: ReadonlyMap<string, Value>;
}

const mostCalls = 32;

/** Where a function is called in its text, and what its parameters are given there. */
function callsOf(
  { name, start, end, parameters }: ScriptFunction,
  script: Script,
  comments: readonly { readonly span: Span }[],
): FunctionCall[] {
  const found: FunctionCall[] = [];
  const { text } = script;
  for (const match of text.matchAll(new RegExp(String.raw`(?<![\w./$-])${name}(?![\w-])`, 'gi'))) {
    if (found.length >= mostCalls) break;
    const before = lineBefore(text, match.index);
    if ((match.index >= start && match.index < end) || !begins.test(before) || isCommented(before) || isInComment(comments, match.index))
      continue;
    const reader = readerAt(script, match.index + match[0].length);
    const given = readParameters(reader);
    const left = parameters.filter((parameter) => !given.parameters.has(parameter));
    found.push({
      span: [match.index, reader.at],
      given: new Map([
        ...given.parameters,
        ...given.positional.flatMap((value, index) => (left[index] ? [[left[index], value] as const] : [])),
      ]),
    });
  }
  return found;
}

/** What stands before an offset on its line; never further back than a command may. */
function lineBefore(text: string, offset: number): string {
  const from = Math.max(0, offset - 400);
  return text.slice(from + text.slice(from, offset).lastIndexOf('\n') + 1, offset);
}

const isCommented = (before: string): boolean => /(?:^|\s)#(?!>)/.test(before);

/** `<# … #>`, in their order. */
function commentsIn(text: string): { readonly span: Span }[] {
  const found: { span: Span }[] = [];
  for (let open = text.indexOf('<#'); open >= 0;) {
    const close = text.indexOf('#>', open + 2);
    const end = close < 0 ? text.length : close + 2;
    found.push({ span: [open, end] });
    open = text.indexOf('<#', end);
  }
  return found;
}

function isInComment(comments: readonly { readonly span: Span }[], offset: number): boolean {
  return (comments[countBefore(comments, offset) - 1]?.span[1] ?? 0) > offset;
}

function readParameters(reader: Reader): Pick<Cmdlet, 'parameters' | 'complete'> & { readonly positional: readonly Value[] } {
  const positional: Value[] = [];
  const found = new Map<string, Value>();
  let complete = true;
  const { text } = reader;
  let name: { text: string; start: number; end: number } | undefined;
  const asSwitch = (): void => {
    if (name) found.set(name.text, scalar(reader, 'true', name.start, name.end, name.start, name.end, false));
    name = undefined;
  };
  for (;;) {
    skipBlanks(reader);
    if (reader.at >= reader.end || /[\n\r;|)}#]/.test(text[reader.at]!) || text.startsWith('&&', reader.at)) break;
    const parameter = match(reader, /-([A-Za-z]\w{0,60})(?![\w-])(:?)[ \t]{0,10}/y);
    if (parameter) {
      asSwitch();
      name = { text: parameter[1]!.toLowerCase(), start: reader.at - parameter[0].length, end: reader.at };
      name.end = name.start + 1 + parameter[1]!.length;
      continue;
    }
    const splat = match(reader, /@(\w{1,60})/y);
    if (splat) {
      const table = variableAt(reader.script, splat[1]!, reader.at);
      complete &&= table?.kind === 'mapping' && table.complete;
      for (const { key, value } of table?.kind === 'mapping' ? table.entries : [])
        if (!found.has(patternOf(key).toLowerCase())) found.set(patternOf(key).toLowerCase(), value);
      continue;
    }
    const start = reader.at;
    const value = readList(reader, 0, true);
    if (reader.at === start) break;
    if (name) found.set(name.text, value);
    else positional.push(value);
    name = undefined;
  }
  asSwitch();
  return { parameters: found, complete, positional };
}
