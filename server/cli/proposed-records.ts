// The end of every command that proposes records to the team: one question, all of them or none, and what happens next.
import { join } from 'node:path';
import { UsageError } from '../workspace/errors.ts';
import { textAt } from '../workspace/text-at.ts';
import { writeFiles } from '../workspace/write-files.ts';
import { confirm } from './confirm.ts';
import { choose, type Terminal } from './terminal.ts';

export interface ProposedRecord {
  /** Below the root, as records are named. */
  readonly path: string;
  readonly text: string;
}

/** Said after records were written. */
export const countWhenMerged = 'These count when they are merged into the target branch. Commit them, and have them reviewed.\n';

/**
 * Asks whether so many records are to be written: at the terminal of a walk that is open, else, unless `yes` was given, at
 * the one the command was started from. Throws UsageError where the answer is no, or nobody can be asked.
 */
export async function confirmRecords(count: number, yes: boolean | undefined, terminal: Terminal | undefined): Promise<void> {
  const question = `Write ${count === 1 ? '1 record' : `${count} records`}?`;
  if (terminal) {
    if ((await choose(terminal, question, ['yes', 'no'], 'yes')) === 'no') throw new UsageError('nothing was written');
  } else if (!yes) await confirm(question);
}

/** Writes all of them or none, over what stands there by these names. Throws FileError where one cannot be written. */
export function writeRecords(records: readonly ProposedRecord[], root: string): void {
  writeFiles(
    records.map(({ path, text }) => ({ path: join(root, path), text, before: textAt(join(root, path)) })),
    root,
  );
}
