// Commands of AWS tools that grant: `aws iam attach-role-policy`, `put-role-policy`, `create-access-key` and their like, in
// scripts and in the steps of pipelines.
import { shellCommands, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import type { Place } from '../../text/text.ts';

export interface Command {
  /** `iam attach-role-policy`, `cdk bootstrap`. */
  readonly name: string;
  /** The words that name it. */
  readonly at: Place;
  /** From its first word to its end. */
  readonly whole: Place;
  /** The first value of each option. */
  readonly options: ReadonlyMap<string, CommandWord>;
}

const start = /(?<![\w./-])(?:aws\s+(?:--?[\w-]+(?:[= ][\w.-]+)?\s+){0,4}(iam|sso-admin|lambda|s3api|eks|ecr|kms|secretsmanager|sqs|sns)\s+([a-z][a-z-]+)|(?:npx\s+)?(cdk)\s+(bootstrap)|(eksctl)\s+create\s+(iamserviceaccount|iamidentitymapping))(?![\w-])/g;

/** All such commands of a text. */
export function commandsOf(text: string, uri: string): Command[] {
  return shellCommands(text, uri, start, (match) => `${match[1] ?? match[3] ?? match[5]} ${match[2] ?? match[4] ?? match[6]}`).map((command) => ({ ...command, options: firstValues(command) }));
}

function firstValues(command: ShellCommand): Map<string, CommandWord> {
  return new Map([...command.flags].flatMap(([name, [first]]): [string, CommandWord][] => (first ? [[name, first]] : [])));
}
