// The lines that commits added, as one stream: `git log` with patches, oldest first, renames followed, merges by what
// they added beyond their parents. Holds one file of one commit at a time. Judges nothing.
import { unquote } from './changed-lines.ts';
import { GitError } from './errors.ts';
import { git, spawnGit } from './git.ts';
import type { Repository } from './repository.ts';
import { sizeCap } from './text-file.ts';

export interface HistoryChange {
  readonly commit: string;
  /** Day of the commit. */
  readonly day: string;
  readonly uri: string;
  /** Id of the file's blob in that commit. */
  readonly blob: string;
  /** Added lines, zero-based and half-open, in that blob. */
  readonly added: readonly (readonly [number, number])[];
  /** Their text, line by line. Undefined where git calls the file binary, or where it is over the size cap. */
  readonly text: string | undefined;
}

/** How many commits a walk has. Throws GitError where the range does not exist here. */
export async function countCommits(repository: Repository, range: string | undefined, paths: readonly string[]): Promise<number> {
  const result = await git({
    cwd: repository.root,
    command: ['rev-list', '--count', ...(range === undefined ? ['--all'] : [])],
    revisions: range === undefined ? undefined : [range],
    paths: paths.length > 0 ? paths : undefined,
  });
  if (!result.ok) throw new GitError(`the history of ${range ?? 'this repository'} cannot be walked: ${result.message}`);
  return Number(result.stdout.toString());
}

/**
 * Changes, oldest commit first. `onCommit` is called at each commit that git prints. Ends early, without an error, when
 * the signal says so; throws GitError when git fails.
 */
export async function* historyChanges(
  repository: Repository,
  range: string | undefined,
  paths: readonly string[],
  onCommit: () => void,
  signal?: AbortSignal,
): AsyncGenerator<HistoryChange> {
  const child = spawnGit({
    cwd: repository.root,
    command: [
      'log',
      '--reverse',
      '--format=%x01%H %cs',
      '--patch',
      '--cc',
      '--unified=0',
      '--full-index',
      '--find-renames',
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--src-prefix=a/',
      '--dst-prefix=b/',
      '--diff-filter=AMRCT',
      '--ignore-submodules=all',
      '--no-show-signature',
      '--no-notes',
      '--no-mailmap',
      ...(range === undefined ? ['--all'] : []),
    ],
    revisions: range === undefined ? undefined : [range],
    paths: paths.length > 0 ? paths : undefined,
  });
  let message = '';
  child.stderr!.on('data', (chunk: Buffer) => (message = (message + chunk.toString()).slice(0, 500)));
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(-1));
    child.on('close', resolve);
  });
  child.stdin!.on('error', () => undefined);
  child.stdin!.end();
  const parser = patchParser(onCommit);
  try {
    for await (const chunk of child.stdout!) {
      if (signal?.aborted) return;
      yield* parser.feed(chunk as Buffer);
    }
    yield* parser.end();
    const code = await ended;
    if (code !== 0 && !signal?.aborted) throw new GitError(`git could not walk the history: ${message.trim().split('\n')[0] ?? ''}`);
  } finally {
    child.kill();
  }
}

interface OpenFile {
  uri: string | undefined;
  blob: string;
  added: [number, number][];
  lines: Buffer[];
  size: number;
  binary: boolean;
}

/** Takes the output of `git log` apart. Exported for tests, which feed it in pieces of any size. */
export function patchParser(onCommit: () => void): { feed(chunk: Buffer): Generator<HistoryChange>; end(): Generator<HistoryChange> } {
  let commit = '';
  let day = '';
  let file: OpenFile | undefined;
  let parents = 1;
  let oldLeft: number[] = [];
  let newLeft = 0;
  let newLine = 0;
  let rest: Buffer[] = [];
  let restSize = 0;

  const finish = function* (): Generator<HistoryChange> {
    const done = file;
    file = undefined;
    oldLeft = [];
    newLeft = 0;
    if (!done || done.uri === undefined || (done.added.length === 0 && !done.binary)) return;
    const text = done.binary || done.size > sizeCap ? undefined : Buffer.concat(done.lines).toString('utf8');
    yield { commit, day, uri: done.uri, blob: done.blob, added: done.added, text };
  };

  const inHunk = (): boolean => newLeft > 0 || oldLeft.some((left) => left > 0);

  function hunkLine(line: Buffer): void {
    if (line[0] === 92) return;
    let removed = false;
    let added = 0;
    for (let i = 0; i < parents; i++) {
      if (line[i] === 45) {
        removed = true;
        oldLeft[i]!--;
      } else if (line[i] === 43) added++;
    }
    if (removed) return;
    for (let i = 0; i < parents; i++) if (line[i] !== 43) oldLeft[i]!--;
    newLeft--;
    const at = newLine++;
    if (added < parents || !file) return;
    const last = file.added.at(-1);
    if (last && last[1] === at) last[1] = at + 1;
    else file.added.push([at, at + 1]);
    file.size += line.length;
    if (file.size <= sizeCap) file.lines.push(line.subarray(parents), lineEnd);
    else file.lines = [];
  }

  function* take(line: Buffer): Generator<HistoryChange> {
    if (inHunk()) return hunkLine(line);
    if (line[0] === 1) {
      yield* finish();
      [commit, day] = line.toString('latin1', 1).split(' ') as [string, string];
      return onCommit();
    }
    const text = line.length < 10_000 ? line.toString('utf8') : '';
    if (text.startsWith('diff --')) {
      yield* finish();
      file = { uri: undefined, blob: '', added: [], lines: [], size: 0, binary: false };
      // Of a binary file only this line names the path; it is certain only where both names are the same.
      const plain = /^diff --git (?:a\/(.+) b\/\1|("a\/.+"))$/.exec(text);
      if (plain?.[1] !== undefined) file.uri = plain[1];
      const combined = /^diff --(?:cc|combined) (.+)$/.exec(text);
      if (combined) file.uri = unquote(combined[1]!);
    } else if (file && text.startsWith('index ')) {
      file.blob = /\.\.([0-9a-f]+)/.exec(text)?.[1] ?? '';
    } else if (file && text.startsWith('rename to ')) {
      file.uri = unquote(text.slice('rename to '.length));
    } else if (file && text.startsWith('+++ ')) {
      const path = unquote(text.slice(4).replace(/\t$/, ''));
      file.uri = path.startsWith('b/') ? path.slice(2) : undefined;
    } else if (file && text.startsWith('Binary files ')) {
      file.binary = true;
    } else {
      const hunk = /^(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? @@+/.exec(text);
      if (!hunk || !file) return;
      parents = hunk[1]!.length - 1;
      oldLeft = hunk[2]!
        .trim()
        .split(' ')
        .map((part) => (part.includes(',') ? Number(part.split(',')[1]) : 1));
      newLeft = hunk[4] === undefined ? 1 : Number(hunk[4]);
      newLine = Number(hunk[3]) - 1;
    }
  }

  return {
    *feed(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        const piece = chunk.subarray(start, end);
        start = end + 1;
        if (rest.length === 0) yield* take(piece);
        else {
          rest.push(piece);
          const line = Buffer.concat(rest);
          rest = [];
          restSize = 0;
          yield* take(line);
        }
      }
      // Of a line over the cap the beginning is enough: its file is over the cap too.
      if (start < chunk.length && restSize <= sizeCap + 16) {
        rest.push(Buffer.from(chunk.subarray(start)));
        restSize += chunk.length - start;
      }
    },
    *end() {
      if (rest.length > 0) yield* take(Buffer.concat(rest));
      yield* finish();
    },
  };
}

const lineEnd = Buffer.from('\n');
