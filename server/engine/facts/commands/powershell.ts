// Commands of PowerShell that a reader knows by name, with their parameters as values; one in the body of a function once for
// each call of it.
import type { Place } from '../../text/text.ts';
import type { Value } from '../value.ts';
import { readArguments, type Arguments } from './powershell-arguments.ts';
import { callsIn, type Calls } from './powershell-calls.ts';
import { placeOf } from './powershell-cursor.ts';
import { runsAsCommand } from './powershell-lines.ts';
import { readerAt } from './powershell-values.ts';

export interface Cmdlet extends Pick<Arguments, 'parameters' | 'complete'> {
  /** As the caller spells it. */
  readonly name: string;
  /** The word that names it. */
  readonly at: Place;
  /** From its name to its end. */
  readonly whole: Place;
}

const word = /(?<![\w./$-])([A-Za-z]{2,20}-[A-Za-z]\w{1,80})(?![\w-])/g;

/** The commands of these names in a text, in their order. `names` maps a name in lower case to the caller's spelling. */
export function cmdletsIn(text: string, uri: string, names: ReadonlyMap<string, string>): Cmdlet[] {
  const found: Cmdlet[] = [];
  let calls: Calls | undefined;
  let left = 4 * text.length + 100_000;
  const isCommand = runsAsCommand(text);
  for (const match of text.matchAll(word)) {
    const name = names.get(match[1]!.toLowerCase());
    if (name === undefined || left < 0 || !isCommand(match.index, true)) continue;
    calls ??= callsIn(text, uri);
    const from = match.index + match[0].length;
    for (const run of calls.around(match.index)) {
      const reader = readerAt(run.script, from);
      const { parameters, complete } = readArguments(reader);
      left -= reader.at - match.index + 50;
      const at = placeOf(reader, match.index, from);
      const said = new Map<string, Value>([...parameters].map(([key, value]) => [key, run.said(value)]));
      found.push({ name, at, whole: placeOf(reader, match.index, reader.at), parameters: said, complete });
      // What is the same in each call is given once.
      if (run.script.call?.isUsed !== true) break;
    }
  }
  return found;
}
