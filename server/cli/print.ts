// The one door to the terminal. Much of what we print was written by whoever wrote the repository: names of files and
// keys, messages of commits, branches. Nothing of it may steer a terminal or turn the reading direction.
import { resolve } from 'node:path';
import { FileError, reasonOf } from '../workspace/errors.ts';
import { writeOutput } from '../workspace/write-files.ts';

/** Control characters of both sets, and marks that turn the direction. Tabs and ends of lines stay. */
// eslint-disable-next-line no-control-regex
const steering =
  /\x1b\[(?:\d{1,3}(?:;\d{1,3}){0,4})?m|\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Colours that our own reports use; none hides text. */
// eslint-disable-next-line no-control-regex
const colour = /^\x1b\[(?:[0-479]|2[1-79]|3[0-79]|4[0-79]|9[0-7])m$/;

/**
 * Ends the run when nothing more can be written. Whoever reads us may stop reading (`posture check | head`), and what was
 * found decides then as ever; a disk that is full is said, and a report that nobody got is never a result.
 */
export function endWithOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    printError(`posture: standard output cannot be written (${reasonOf(error, 'write')})\n`);
    process.exit(2);
  });
  // Nobody is left who could be told; the code that the run ends with still says it.
  process.stderr.on('error', () => undefined);
}

/** To people or programs on standard output. */
export function printOut(text: string): void {
  process.stdout.write(steered(text, process.stdout));
}

/** What a command was asked for: to standard output, or whole to the file that `--output` names. Throws FileError. */
export function giveOut(text: string, what: string, output: string | undefined): void {
  if (output === undefined) return printOut(text);
  try {
    writeOutput(resolve(output), text);
  } catch (error) {
    throw new FileError(`${what} cannot be written to ${output} (${reasonOf(error, 'write')})`);
  }
}

/** To people on standard error. */
export function printError(text: string): void {
  process.stderr.write(steered(text, process.stderr));
}

/** The text for whoever writes to the terminal by other means: a question. */
export const unsteered = (text: string): string => steered(text, process.stderr);

/** Data keeps what it says: in JSON such a character is written as an escape, elsewhere a dot stands for it. */
function steered(text: string, stream: NodeJS.WriteStream): string {
  const isData = /^[{[]/.test(text);
  const coloured = stream.isTTY === true || (process.env['FORCE_COLOR'] ?? process.env['CI']) !== undefined;
  return text.replace(steering, (found) => {
    if (found.length > 1) return coloured && colour.test(found) ? found : `\u00b7${found.slice(1)}`;
    return isData ? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}` : '\u00b7';
  });
}
