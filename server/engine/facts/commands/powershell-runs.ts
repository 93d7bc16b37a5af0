// Programs that a PowerShell script starts (`az role assignment create --role $role`), as they run: with what its variables
// hold, once for each item of a loop and each call of the function around them, and with the options of a table that is
// handed over whole (`@options`).
import { patternOf, type Leaf, type Value } from '../value.ts';
import type { Calls, Run } from './powershell-calls.ts';
import { readerAt, readList, variableAt } from './powershell-values.ts';
import { withLeaves, type CommandWord, type ShellCommand } from './shell.ts';

const assignment = /^[ \t]*(?:\[[\w.[\]]{1,40}\][ \t]*)?\$[A-Za-z_]\w{0,60}[ \t]*=(?!=)/m;
const otherShell = /^#![^\n]{0,80}\b(?:ba|da|z|k|a)?sh\b/;

/** Whether variables of a text are PowerShell's: by its name, or by one that is given a value as PowerShell does. */
export function speaksPowershell(text: string, uri: string): boolean {
  return /\.psm?1$/i.test(uri) || (!/\.(?:ba|z|k)?sh$/i.test(uri) && !otherShell.test(text) && assignment.test(text));
}

const mostRounds = 64;

/** The command once for each way in which it is run; as it is where nothing of it is known. */
export function asRunInPowershell(command: ShellCommand, calls: Calls, text: string, most = mostRounds): ShellCommand[] {
  const rounds = Math.min(most, mostRounds);
  const found: ShellCommand[] = [];
  for (const run of calls.around(command.at.span[0])) {
    found.push(...withItems(command, run, text));
    if (run.script.call?.isUsed !== true || found.length >= rounds) break;
  }
  return found.slice(0, rounds);
}

function withItems(plain: ShellCommand, run: Run, text: string): ShellCommand[] {
  const command = withTables(plain, run);
  const held = new Map<Leaf, readonly Leaf[]>();
  withLeaves(command, (leaf) => {
    const value = leaf.kind === 'scalar' || !text.slice(...leaf.at.span).includes('$') ? undefined : valueOf(leaf, run);
    const options = value?.kind === 'choice' ? value.options : value ? [value] : [];
    if (options.length > 0 && options.every(isText)) held.set(leaf, options);
    return leaf;
  });
  // Several variables of one loop go on together; of loops in each other the first is followed.
  const rounds = [...held.values()].find((options) => options.length > 1)?.length ?? 1;
  return Array.from({ length: rounds }, (_, round) =>
    withLeaves(command, (leaf) => {
      const options = held.get(leaf) ?? [];
      return (options.length === rounds ? options[round] : options.length === 1 ? options[0] : undefined) ?? leaf;
    }),
  );
}

/** What an argument of the command is, as PowerShell reads it; undefined where that ends elsewhere than the shell's word. */
function valueOf(leaf: Leaf, run: Run): Value | undefined {
  const reader = readerAt(run.script, leaf.token.span[0]);
  const value = readList(reader, 0, true);
  return reader.at === leaf.token.span[1] ? run.said(value) : undefined;
}

const isText = (value: Value): value is Leaf => value.kind === 'scalar' || value.kind === 'partial';

/** `@options`: what its table holds are options, where they are not given beside it. */
function withTables(command: ShellCommand, run: Run): ShellCommand {
  const flags = new Map<string, readonly CommandWord[]>(command.flags);
  for (const { leaf } of command.words) {
    const name = leaf.kind === 'scalar' ? /^@(\w{1,60})$/.exec(String(leaf.value))?.[1] : undefined;
    const table = name === undefined ? undefined : variableAt(run.script, name, leaf.at.span[0]);
    for (const { key, value } of table?.kind === 'mapping' ? table.entries : []) {
      const given = run.said(value);
      const one = given.kind === 'scalar' || given.kind === 'partial' || given.kind === 'unknown' ? given : undefined;
      if (one && !flags.has(patternOf(key))) flags.set(patternOf(key), [{ leaf: one, exact: true }]);
    }
  }
  return { ...command, flags };
}
