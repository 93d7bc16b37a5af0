// The commands of a script that one reader knows, as they run, and what their facts carry. Of several with one address all
// but the first have a number, so that no two facts have one anchor.
import type { Carrier, Facts } from '../types.ts';
import { patternOf } from '../value.ts';
import { shellCommands, type ShellCommand } from './shell.ts';
import { asRun, variablesIn } from './variables.ts';

/** What the facts of a command carry. */
export interface Made {
  readonly carrier: Carrier;
  readonly anchor: string;
}

export interface Run extends Made {
  readonly command: ShellCommand;
}

/** Gives each command of a text what its facts carry, in their order. */
export function carriersIn(uri: string): (command: Pick<ShellCommand, 'name' | 'at' | 'whole'>, address: string) => Made {
  const seen = new Map<string, number>();
  return ({ name, at, whole }, first) => {
    const count = (seen.get(first) ?? 0) + 1;
    seen.set(first, count);
    const address = count === 1 ? first : `${first}#${count}`;
    return { carrier: { dialect: 'script', kind: name, address, block: whole, head: at }, anchor: `script|${uri}|${address}` };
  };
}

/** How often loops and calls of functions may give the commands of one text other values, in all. */
const mostRepeats = 4000;

/**
 * The commands that `start` finds, in the order of the text, as often as they run. `nameOf` is given its match; an address is
 * the name unless another is asked for. Behind 4,000 repeats each command is read for its first round, which `into` is told.
 */
export function runsOf(
  text: string,
  uri: string,
  into: Facts,
  start: RegExp,
  nameOf: (match: RegExpExecArray) => string,
  addressOf: (command: ShellCommand) => string = ({ name }) => name,
): Run[] {
  const variables = variablesIn(text, uri);
  const made = carriersIn(uri);
  let left = mostRepeats;
  return shellCommands(text, uri, start, (match) => nameOf(match).replace(/\s+/g, ' '))
    .flatMap((one) => {
      const before = left;
      const runs = asRun(one, variables, text, left + 1);
      left = Math.max(0, left - (runs.length - 1));
      if (before > 0 && left === 0)
        into.problems.push({
          kind: 'limit',
          message: `the loops and functions of this script repeat its commands more than ${mostRepeats} times: from here on each is read once`,
          at: one.at,
        });
      return runs;
    })
    .map((command) => ({ command, ...made(command, addressOf(command)) }));
}

/** The name of a command and what it is about: `projects add-iam-policy-binding shop`. */
export function nameAndTarget({ name, words: [target] }: ShellCommand): string {
  return `${name} ${target ? patternOf(target.leaf).replaceAll('\0', '?') : ''}`.trim();
}
