// Questions to the person at the terminal. What is asked and what becomes of the answers is for the commands; they get a
// `Terminal`, so that a test can answer in a person's place.
import { createInterface } from 'node:readline/promises';
import { UsageError } from '../workspace/errors.ts';
import { printError, unsteered } from './print.ts';

export interface Terminal {
  say(text: string): void;
  /** The answer without spaces around it, or `otherwise` when there is none. */
  ask(question: string, otherwise?: string): Promise<string>;
  close(): void;
}

/** The terminal that the command was started at; undefined in a pipe or a CI job. */
export function openTerminal(): Terminal | undefined {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  terminal.on('close', () => ended.abort());
  return {
    say: (text) => printError(`${text}\n`),
    async ask(question, otherwise) {
      try {
        const answer = (
          await terminal.question(`${unsteered(question)}${otherwise === undefined ? '' : ` [${otherwise}]`} `, { signal: ended.signal })
        ).trim();
        return answer === '' && otherwise !== undefined ? otherwise : answer;
      } catch {
        // Ctrl-D or Ctrl-C: whoever leaves in the middle has decided nothing.
        throw new UsageError('nothing more was asked, and what was not answered is as it was');
      }
    },
    close: () => terminal.close(),
  };
}

/** One of several answers by its first letter: `keep`, `change`. Asks again until one fits. */
export async function choose<Choice extends string>(
  terminal: Terminal,
  question: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Promise<Choice> {
  const shown = choices.map((choice) => `(${choice[0]})${choice.slice(1)}`).join(', ');
  for (;;) {
    const answer = (await terminal.ask(`${question} ${shown}`, otherwise)).toLowerCase();
    const chosen = choices.find((choice) => answer === choice || answer === choice[0]);
    if (chosen) return chosen;
    terminal.say(`Please answer with one of ${choices.join(', ')}.`);
  }
}

/** A day of the calendar, asked for until one is given. `refused` says why a day will not do. */
export async function askDay(
  terminal: Terminal,
  question: string,
  otherwise: string,
  refused: (day: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const answer = await terminal.ask(question, otherwise);
    const why = refused(answer);
    if (why === undefined) return answer;
    terminal.say(why);
  }
}

/** A text that may not be empty. */
export async function askText(terminal: Terminal, question: string, otherwise?: string): Promise<string> {
  for (;;) {
    const answer = await terminal.ask(question, otherwise);
    if (answer !== '') return answer;
    terminal.say('An answer is needed here.');
  }
}
