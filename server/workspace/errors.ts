// What a bad environment or a bad request comes to: an exception with a path, a place where there is one, and a sentence
// of help. The fronts print them and end with code 2; bad *input* is never one of these.

import { tableOf } from '../engine/table.ts';

export class PostureError extends Error {
  readonly help: string | undefined;
  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** The command line asks for something that does not exist. */
export class UsageError extends PostureError {
  override readonly name = 'UsageError';
}

/** A path that was named cannot be read or written. */
export class FileError extends PostureError {
  override readonly name = 'FileError';
}

/** Git, or what it was asked for, is not there. */
export class GitError extends PostureError {
  override readonly name = 'GitError';
}

/** A configuration file is wrong. The place stands in front of the message: `.posture/config.yaml:3:10`. */
export class ConfigError extends PostureError {
  override readonly name = 'ConfigError';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  constructor(at: { readonly path: string; readonly line: number; readonly column: number }, message: string, help?: string) {
    super(`${at.path}:${at.line}:${at.column}: ${message}`, help);
    this.path = at.path;
    this.line = at.line;
    this.column = at.column;
  }
}

const reasons = tableOf<string>({
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk has an error',
});

/** What Node's code for a failed call of the system means; the code itself where it is a rare one. */
export function reasonOf(error: unknown, call: 'read' | 'write' = 'read'): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  // Whoever writes a file makes it; what is not there then is the folder.
  return call === 'write' && code === 'ENOENT' ? 'its folder does not exist' : (reasons.get(code) ?? code);
}
