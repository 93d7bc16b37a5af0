// Functions of a PowerShell script that take parameters: their names, and where their bodies begin and end.
import { hereStringsIn } from './powershell-lines.ts';
import { isAskedFor } from './powershell-loops.ts';
import { endOfBody } from './shell-functions.ts';

export interface ScriptFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Names in lower case, in their order. */
  readonly parameters: readonly string[];
  /** Those which the body asks about (`$Role -eq …`, `switch ($Role)`): not each value of them comes as far as a command. */
  readonly asked: ReadonlySet<string>;
}

const header = /^([ \t]*)function[ \t]+(?:(?:script|global):)?([A-Za-z_][\w-]{0,80})[ \t]*(\()?/gim;
const mostFunctions = 100;
const longestHead = 3000;

/** The functions of a text that take parameters, in their order. Of two with one name neither is known; nor is a long one. */
export function scriptFunctionsIn(text: string): readonly ScriptFunction[] {
  const texts = hereStringsIn(text);
  const found = new Map<string, ScriptFunction | undefined>();
  for (const match of text.matchAll(header)) {
    if (found.size >= mostFunctions) break;
    const behind = match.index + match[0].length;
    const open = text.indexOf('{', behind);
    if (open < 0 || open - behind > longestHead) continue;
    const name = match[2]!.toLowerCase();
    const list = match[3] ? behind : listOf(text, open + 1);
    const parameters = list === undefined ? [] : parametersAt(text, list);
    const start = open + 1;
    const end = endOfBody(text, start, match[1]!, texts);
    const asked = new Set(parameters.filter((one) => isAskedFor(text.slice(start, end), one)));
    found.set(name, found.has(name) || end === undefined ? undefined : { name, start, end, parameters, asked });
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
