// Asks before something is written.
import { createInterface } from 'node:readline/promises';
import { UsageError } from '../workspace/errors.ts';
import { unsteered } from './print.ts';

/** Comes back when a person says yes at a terminal. Throws UsageError otherwise, and when there is no terminal. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new UsageError('nothing was written: there is no terminal to ask at; give --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${unsteered(question)} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was written');
}
