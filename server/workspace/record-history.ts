// What git's history says about records: which commit brought which text of which record, and when. Commits of the branch
// itself are told from those that a merge brought, because a merge is what a reviewer signs.
import { GitError } from './errors.ts';
import { gitSync } from './git.ts';

export interface RecordCommit {
  readonly commit: string;
  /** Seconds since 1970, as the committer's clock had it. */
  readonly time: number;
  readonly isMerge: boolean;
}

export interface RecordChange {
  readonly by: RecordCommit;
  readonly path: string;
  /** Object name of the text from then on; undefined where the record was removed. */
  readonly blob: string | undefined;
}

/**
 * Changes below `folders`, the newest first. `line`: the branch's own line, each merge as one change; `all`: every commit
 * that any of its parents holds, without merges. Throws GitError where git cannot answer.
 */
export function recordChanges(root: string, tip: string, folders: readonly string[], which: 'line' | 'all'): RecordChange[] {
  const walk = which === 'line' ? ['--first-parent', '--diff-merges=first-parent'] : ['--full-history', '--no-merges'];
  const log = gitSync({
    cwd: root,
    revisions: [tip],
    paths: folders,
    command: ['log', ...walk, '-z', '--raw', '--no-abbrev', '--no-renames', '--no-show-signature', '--format=%x01%H%x02%ct%x02%P'],
  });
  if (!log.ok) throw new GitError(`the history of the records cannot be read: ${log.message}`);
  return parseRecordLog(log.stdout.toString('utf8'));
}

/** Takes the output of `git log -z --raw` apart. Exported to be fuzzed. Never throws. */
export function parseRecordLog(output: string): RecordChange[] {
  const changes: RecordChange[] = [];
  let by: RecordCommit | undefined;
  const tokens = output.split('\0');
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!.replace(/^\n/, '');
    if (token.startsWith('\u0001')) {
      const [commit = '', time = '', parents = ''] = token.slice(1).split('\u0002');
      by = { commit, time: Number(time) || 0, isMerge: parents.trim().includes(' ') };
      continue;
    }
    const entry = /^:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/.exec(token);
    const path = tokens[at + 1];
    if (!entry || !by || path === undefined) continue;
    at++;
    changes.push({ by, path, blob: /^0+$/.test(entry[1]!) ? undefined : entry[1]! });
  }
  return changes;
}

/** Object names of the files below these folders at a commit, by path. */
export function recordBlobs(root: string, commit: string, folders: readonly string[]): Map<string, string> {
  const tree = gitSync({ cwd: root, command: ['ls-tree', '-r', '-z', '--full-tree', commit, ...folders.map((folder) => `${folder}/`)] });
  if (!tree.ok) throw new GitError(`the records of ${commit.slice(0, 12)} cannot be read: ${tree.message}`);
  const blobs = new Map<string, string>();
  for (const entry of tree.stdout.toString('utf8').split('\0')) {
    const match = /^\d{6} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
    if (match) blobs.set(match[2]!, match[1]!);
  }
  return blobs;
}

/** Texts of these objects, in one call of git. One that is not here has none. */
export function textsOf(root: string, blobs: Iterable<string>): Map<string, string> {
  const names = [...new Set(blobs)];
  if (names.length === 0) return new Map();
  const batch = gitSync({ cwd: root, command: ['cat-file', '--batch'], input: names.map((name) => `${name}\n`).join('') });
  if (!batch.ok) throw new GitError(`the records cannot be read: ${batch.message}`);
  const texts = new Map<string, string>();
  let at = 0;
  for (const name of names) {
    const line = batch.stdout.indexOf(10, at);
    const [, kind, size] = batch.stdout.toString('latin1', at, line).split(' ');
    at = line + 1;
    if (kind !== 'blob') continue;
    texts.set(name, batch.stdout.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}
