// The text of a file that may not be there; one that is there and cannot be read is an error and never "none".
import { readFileSync } from 'node:fs';
import { FileError, reasonOf } from './errors.ts';

export function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new FileError(`${path} cannot be read: ${reasonOf(error)}`);
  }
}
