// What a command of a script writes into a file by plain `echo`, `printf` and `env`, where that is a secret by the name of its
// variable, and whether a path of artifacts takes that file in. For files that are named as they are.
import { patternsMeet } from './github/subjects.ts';

export interface Redirected {
  /** What stands before the redirection. */
  readonly command: string;
  /** As written, without the folder of the build in front. */
  readonly file: string;
}

const redirection =
  /^([^|;&>]*)>{1,2}[ \t]*["']?(?:\$\(pwd\)\/|\$\{?(?:PWD|GITHUB_WORKSPACE|CI_PROJECT_DIR|BITBUCKET_CLONE_DIR|CIRCLE_WORKING_DIRECTORY|CODEBUILD_SRC_DIR)\}?\/)?([\w./-]+)["']?$/;

/** A command that ends in a redirection to a file of the build. */
export function redirected(line: string): Redirected | undefined {
  const [, command, file] = redirection.exec(line) ?? [];
  return command === undefined || file === undefined ? undefined : { command, file };
}

/** `echo` and `printf`, which write what they are given. */
export const printsArguments = (command: string): boolean => /^["']?(?:echo|printf)\s/.test(command);

export interface WrittenSecret {
  readonly file: string;
  /** The variable as it is referred to, or the command that prints all of them, and where it begins in the line. */
  readonly what: string;
  readonly from: number;
  readonly all: boolean;
}

/** Names of variables that hold a secret. The token of a GitLab job ends with the job. */
const secret =
  /\$\{?((?!CI_JOB_TOKEN\b)(?:\w*_)?(?:SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE_KEY|SSH_KEY|ACCESS_KEY|API_?KEY|CREDENTIALS?)(?:_(?!ID\b|URL\b|FILE\b|PATH\b|NAME\b|EXPIRES)\w*)?)\b\}?/g;

/** What a command writes into a file, where that is a secret. */
export function writtenSecret(line: string): WrittenSecret | undefined {
  const { command, file } = redirected(line) ?? {};
  if (command === undefined || file === undefined) return undefined;
  const all = /^["']?(env|printenv|export -p)\s*$/.exec(command)?.[1];
  if (all !== undefined) return { file, what: all, from: line.indexOf(all), all: true };
  if (!printsArguments(command)) return undefined;
  const match = [...command.matchAll(secret)].find(({ index }) => expands(command, index));
  return match && { file, what: match[0], from: match.index, all: false };
}

/** False inside of single quotes, where a variable stays text. */
export function expands(command: string, index: number): boolean {
  let quote = '';
  for (const char of command.slice(0, index)) {
    if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== "'";
}

/** Whether a path or pattern of artifacts takes a file in: itself, its folder, or a pattern with stars for names. */
export function keepsFile(pattern: string, file: string): boolean {
  const [kept, own] = [pattern, file].map((one) => one.replace(/^\.\//, '').replace(/\/$/, '')) as [string, string];
  if (kept === own || kept === '.' || kept === '' || own.startsWith(`${kept}/`)) return true;
  // `**/` stands for no folder as well.
  if (kept.startsWith('**/') && keepsFile(kept.slice(3), own.slice(own.lastIndexOf('/') + 1))) return true;
  return kept.includes('*') && patternsMeet(kept, own) && (kept.includes('**') || kept.split('/').length === own.split('/').length);
}
