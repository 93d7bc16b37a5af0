// The text of a file that a command is about to replace; undefined where there is none.
import { readFileSync } from 'node:fs';
import { FileError } from '../workspace/errors.ts';

export function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new FileError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
