// The commands of a script that one reader knows, as they run, and what their facts carry. Of several with one address all
// but the first have a number, so that no two facts have one anchor.
import type { Carrier } from '../types.ts';
import { patternOf } from '../value.ts';
import { shellCommands, type ShellCommand } from './shell.ts';
import { asRun, variablesIn } from './variables.ts';

export interface Run {
  readonly command: ShellCommand;
  readonly carrier: Carrier;
  readonly anchor: string;
}

/** The commands that `start` finds, in the order of the text. `nameOf` is given its match; an address is the name unless another is asked for. */
export function runsOf(
  text: string,
  uri: string,
  start: RegExp,
  nameOf: (match: RegExpExecArray) => string,
  addressOf: (command: ShellCommand) => string = ({ name }) => name,
): Run[] {
  const variables = variablesIn(text, uri);
  const seen = new Map<string, number>();
  return shellCommands(text, uri, start, (match) => nameOf(match).replace(/\s+/g, ' '))
    .flatMap((one) => asRun(one, variables, text))
    .map((command) => {
      const first = addressOf(command);
      const count = (seen.get(first) ?? 0) + 1;
      seen.set(first, count);
      const address = count === 1 ? first : `${first}#${count}`;
      return {
        command,
        carrier: { dialect: 'script', kind: command.name, address, block: command.whole, head: command.at },
        anchor: `script|${uri}|${address}`,
      };
    });
}

/** The name of a command and what it is about: `projects add-iam-policy-binding shop`. */
export function nameAndTarget({ name, words: [target] }: ShellCommand): string {
  return `${name} ${target ? patternOf(target.leaf).replaceAll('\0', '?') : ''}`.trim();
}
