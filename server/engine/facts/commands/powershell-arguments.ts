// What a command of PowerShell is given: parameters by name, values without one, and tables that are handed over whole
// (`@params`). Names are folded, as PowerShell folds them.
import { patternOf, type Value } from '../value.ts';
import { match, scalar, skipBlanks } from './powershell-cursor.ts';
import { readList, variableAt, type Reader } from './powershell-values.ts';

export interface Arguments {
  /** By name, in lower case and without the dash. A switch is `true`. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** Values that no name stands before, in their order. */
  readonly positional: readonly Value[];
  /** False where a table is handed over that is not all written here: any parameter may be in it. */
  readonly complete: boolean;
}

/** What follows the name of a command, where the reader stands, to the command's end. */
export function readArguments(reader: Reader): Arguments {
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
