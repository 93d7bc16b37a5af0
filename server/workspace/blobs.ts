// Blobs of a repository by their ids, through one `git cat-file --batch`: one that stays for many, one that is asked at once
// for few, which costs a third. Nothing is fetched: an object that is not here is missing. Blobs over the size cap are
// passed by without being held.
import type { ChildProcess } from 'node:child_process';
import { GitError } from './errors.ts';
import { git, gitSync, spawnGit } from './git.ts';
import type { Repository } from './repository.ts';
import { sizeCap } from './text-file.ts';

export type Blob = Buffer | { readonly missing: true } | { readonly tooLarge: number };

export interface Blobs {
  /** Blobs in the order of the ids. Throws GitError when git cannot answer. */
  read(ids: readonly string[]): Promise<Blob[]>;
  /** Few blobs at once; undefined where they are more than is held at once, or git cannot answer. */
  readTogether(ids: readonly string[]): Blob[] | undefined;
  /** One blob at once, for a neighbour that a reader asks for. */
  readSync(id: string): Blob;
  /** Ends git. */
  close(): void;
}

/** Bytes that are read at once. */
const mostTogether = 16 * 1024 * 1024;

export function openBlobs(repository: Repository): Blobs {
  let child: ChildProcess | undefined;
  let parser: ((chunk: Buffer) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;

  function start(): ChildProcess {
    const started = spawnGit({ cwd: repository.root, command: ['cat-file', '--batch'], inHook: repository.inHook });
    let message = '';
    started.stdout!.on('data', (chunk: Buffer) => parser?.(chunk));
    started.stderr!.on('data', (chunk: Buffer) => (message = (message + chunk.toString()).slice(0, 500)));
    started.stdin!.on('error', () => undefined);
    started.on('error', (error) => fail?.(error));
    started.on('close', () => {
      child = undefined;
      fail?.(new GitError(`git ended before it had given every object${message ? `: ${message.trim().split('\n')[0]}` : ''}`));
    });
    return started;
  }

  /** One round: every id is asked for and answered. Rejects when git ends before that. */
  function ask(ids: readonly string[]): Promise<Blob[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const found: Blob[] = [];
      const settle = (): void => {
        parser = undefined;
        fail = undefined;
      };
      fail = (error) => {
        settle();
        reject(error);
      };
      parser = batchParser((blob) => {
        found.push(blob);
        if (found.length < ids.length) return;
        settle();
        resolve(found);
      });
      child ??= start();
      child.stdin!.write(ids.map((id) => `${id}\n`).join(''));
    });
  }

  return {
    async read(ids) {
      try {
        return await ask(ids);
      } catch {
        // In a partial clone git ends at the first object that it would have to fetch. Ask only for what is here.
        const here = await objectsHere(repository, new Set(ids));
        const found = await ask(ids.filter((id) => here.has(id)));
        let next = 0;
        return ids.map((id) => (here.has(id) ? found[next++]! : { missing: true }));
      }
    },
    readTogether(ids) {
      const result = gitSync({
        cwd: repository.root,
        command: ['cat-file', '--batch'],
        input: ids.map((id) => `${id}\n`).join(''),
        inHook: repository.inHook,
        mostOutput: mostTogether,
      });
      const found: Blob[] = [];
      if (result.ok) batchParser((blob) => found.push(blob))(result.stdout);
      return found.length === ids.length ? found : undefined;
    },
    readSync(id) {
      const size = gitSync({ cwd: repository.root, command: ['cat-file', '-s', id], inHook: repository.inHook });
      if (!size.ok) return { missing: true };
      const bytes = Number(size.stdout.toString());
      if (bytes > sizeCap) return { tooLarge: bytes };
      const blob = gitSync({ cwd: repository.root, command: ['cat-file', 'blob', id], inHook: repository.inHook });
      return blob.ok ? blob.stdout : { missing: true };
    },
    close() {
      child?.stdin!.end();
      child = undefined;
    },
  };
}

/** Of these objects, those that this clone holds. */
async function objectsHere(repository: Repository, wanted: ReadonlySet<string>): Promise<Set<string>> {
  const result = await git({
    cwd: repository.root,
    command: ['cat-file', '--batch-all-objects', '--batch-check=%(objectname)', '--unordered'],
    inHook: repository.inHook,
  });
  if (!result.ok) throw new GitError(`git cannot say which objects are here: ${result.message}`);
  return new Set(
    result.stdout
      .toString('latin1')
      .split('\n')
      .filter((id) => wanted.has(id)),
  );
}

/** Takes the answers of `cat-file --batch` apart: `<id> <type> <size>\n<bytes>\n` or `<id> missing\n`. */
export function batchParser(give: (blob: Blob) => void): (chunk: Buffer) => void {
  let header = '';
  let body: Buffer[] | undefined;
  let size = 0;
  /** Bytes of the body still to come, with the line end behind it; -1 while a header is read. */
  let left = -1;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left < 0) {
        const end = chunk.indexOf(10, at);
        header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
        if (end < 0) return;
        at = end + 1;
        const match = /^\S+ (\w+) (\d+)$/.exec(header);
        header = '';
        if (!match) {
          give({ missing: true });
          continue;
        }
        size = Number(match[2]);
        left = size + 1;
        body = size <= sizeCap && match[1] === 'blob' ? [] : undefined;
        continue;
      }
      const take = Math.min(left, chunk.length - at);
      // The last byte is git's own line end.
      const wanted = Math.min(take, Math.max(0, left - 1));
      if (body && wanted > 0) body.push(chunk.subarray(at, at + wanted));
      at += take;
      left -= take;
      if (left === 0) {
        left = -1;
        give(body ? Buffer.concat(body) : size > sizeCap ? { tooLarge: size } : { missing: true });
      }
    }
  };
}
