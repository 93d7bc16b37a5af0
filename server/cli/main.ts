// One run of the command line: what was typed, a standard output that cannot be written to, and what becomes of an error.
import { isMainThread } from 'node:worker_threads';
import { CommanderError } from 'commander';
import { PostureError } from '../workspace/errors.ts';
import { openProgram } from './commands/program.ts';
import { endWithOutput, printError } from './print.ts';

async function run(): Promise<void> {
  const program = openProgram();
  // `help` of what is no command is the mistake of that word, with the same suggestion.
  if (
    process.argv[2] === 'help' &&
    process.argv[3] !== undefined &&
    !program.commands.some((command) => command.name() === process.argv[3])
  )
    process.argv.splice(2, 1);
  await program.parseAsync();
}

function sayError(error: unknown): void {
  process.exitCode = 2;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof PostureError) printError(`posture: ${error.message}\n${error.help ? `${error.help}\n` : ''}`);
  else {
    // A mistake of ours. The stack names our own files; the message is left out, since it could hold a text that was read.
    const frames =
      error instanceof Error
        ? (error.stack ?? '')
            .split('\n')
            .filter((line) => line.trim().startsWith('at '))
            .slice(0, 5)
        : [];
    printError(
      `posture: something went wrong in posture itself (${error instanceof Error ? error.name : typeof error}); please report it\n${frames.join('\n')}\n`,
    );
  }
}

endWithOutput();
// A thread of ours runs this same file; see read-threads.ts.
(isMainThread ? run() : import('./read-thread.ts').then(({ readThread }) => readThread())).catch(sayError);
