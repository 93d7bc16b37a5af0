// Functions of a PowerShell script that hand what they are called with on to a cmdlet. Such a cmdlet is read once for each
// call in the same text, with the values of that call; what is said of them stands at the call. A function that nobody calls
// here is read with the defaults of its parameters.
import type { Span } from '../../text/text.ts';
import { placeOf, type Leaf, type Value } from '../value.ts';
import { endOfBody } from './shell-functions.ts';

export interface ScriptFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Names in lower case, in their order. */
  readonly parameters: readonly string[];
}

const header = /^([ \t]*)function[ \t]+(?:(?:script|global):)?([A-Za-z_][\w-]{0,80})[ \t]*(\()?/gim;
const mostFunctions = 100;
const longestHead = 3000;

/** The functions of a text that take parameters, in their order. Of two with one name neither is known. */
export function scriptFunctionsIn(text: string): readonly ScriptFunction[] {
  const found = new Map<string, ScriptFunction | undefined>();
  for (const match of text.matchAll(header)) {
    if (found.size >= mostFunctions) break;
    const behind = match.index + match[0].length;
    const open = text.indexOf('{', behind);
    if (open < 0 || open - behind > longestHead) continue;
    const name = match[2]!.toLowerCase();
    const list = match[3] ? behind : listOf(text, open + 1);
    const parameters = list === undefined ? [] : parametersAt(text, list);
    const one = { name, start: open + 1, end: endOfBody(text, open + 1, match[1]!), parameters };
    found.set(name, found.has(name) ? undefined : one);
  }
  return [...found.values()].filter((one) => one !== undefined && one.parameters.length > 0) as ScriptFunction[];
}

/** Behind the bracket of `param(`, where a body begins with it; attributes and comments may stand before. */
function listOf(text: string, from: number): number | undefined {
  const found = /\bparam\s{0,20}\(/i.exec(text.slice(from, from + longestHead));
  return found ? from + found.index + found[0].length : undefined;
}

/** The first variable of each entry of a list of parameters; attributes and defaults stand in brackets or behind `=`. */
function parametersAt(text: string, from: number): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let named = false;
  for (let at = from; at < Math.min(text.length, from + longestHead); at++) {
    const char = text[at]!;
    if (char === '#') at = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
    else if (char === '"' || char === "'") at = (text.indexOf(char, at + 1) + 1 || text.length + 1) - 1;
    else if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char) && --depth < 0) return names;
    else if (char === ',' && depth === 0) named = false;
    else if (char === '$' && depth === 0 && !named) {
      names.push(/^\w*/.exec(text.slice(at + 1, at + 61))![0].toLowerCase());
      named = true;
    }
  }
  return [];
}

/** The value with what came from a call said there, not where the body uses it. */
export function saidAtCall(value: Value, [start, end]: Span): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map((one) => saidAtCall(one, [start, end])) };
    case 'choice':
      return { ...value, options: value.options.map((one) => saidAtCall(one, [start, end])) };
    case 'mapping':
      return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: saidAtCall(entry.value, [start, end]) })) };
    case 'scalar':
    case 'partial':
    case 'unknown':
      return leafAtCall(value, start, end);
    default:
      return value;
  }
}

function leafAtCall(leaf: Leaf, start: number, end: number): Leaf {
  const inCall = [...leaf.via, leaf.at].findIndex(({ span: [from] }) => from >= start && from < end);
  if (inCall < 0) return leaf;
  const used = placeOf(leaf);
  return { ...leaf, via: inCall < leaf.via.length ? leaf.via.slice(inCall) : [], ...(used === leaf.at ? {} : { editable: false }) };
}
