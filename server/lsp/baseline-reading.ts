// Reads, in one go, what an editor has to know of the team's decisions in a working tree. Slow: it runs git and reads
// every record, which is why a server does it in a thread of its own (`baseline-thread.ts`).
import { existsSync, readFileSync, statSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { factsOf } from '../cache/read-folders.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { documentOfAnchor } from '../posture/reconcile.ts';
import { readBaseline, type Baseline } from '../workspace/baseline.ts';
import { isConfiguration } from '../workspace/configuration-files.ts';
import { entriesOf, gitSync } from '../workspace/git.ts';
import { commentWordsIn } from '../workspace/governed.ts';
import { namesOfFiles } from '../workspace/grep.ts';
import { mayHoldEvidence } from '../workspace/evidence-files.ts';
import { governanceOf, type Governance } from '../workspace/governance.ts';
import { observedAt } from '../workspace/observed.ts';
import { filesNotCheckedOut } from '../workspace/repository.ts';
import { sinceRelease } from '../workspace/since-release.ts';
import type { BaselineAccess } from './decisions.ts';

export interface BaselineReading extends Baseline {
  /** When the commit was made that decisions are read from, in seconds since 1970. */
  readonly committed?: number;
  /**
   * Where the target branch holds a policy: what the comments say there that suppress, by document. One that only stands
   * here asks for approval.
   */
  readonly directives?: ReadonlyMap<string, ReadonlySet<string>>;
  /** And the configurations, by path: those count, and what this branch changed in them asks for approval. */
  readonly configurations?: ReadonlyMap<string, string>;
  /** Documents that decisions and identities name and that are not there any more. */
  readonly gone: ReadonlySet<string>;
}

export function readForEditor(root: string): BaselineReading | undefined {
  if (!existsSync(join(root, '.git'))) return undefined;
  const governance = governanceOf(root);
  const baseline =
    readBaseline(root) ??
    (governance ? { ...empty, source: `${governance.target.name}@${governance.target.commit.slice(0, 7)}` } : undefined);
  if (!baseline) return undefined;
  const gone = new Set<string>();
  const named = [
    ...[...baseline.decided, ...baseline.proposed].map(({ decision }) => documentOfAnchor(decision.anchor)),
    ...[...baseline.identities.decided, ...baseline.identities.proposed].map(({ record }) => record.place),
  ];
  for (const uri of named) {
    if (uri !== undefined && !gone.has(uri) && !uri.split('/').includes('..') && !existsSync(join(root, uri))) gone.add(uri);
  }
  if (gone.size > 0) for (const uri of filesNotCheckedOut(root)) gone.delete(uri);
  const commit = baseline.source?.slice(baseline.source.lastIndexOf('@') + 1);
  const shown = commit === undefined ? undefined : gitSync({ cwd: root, command: ['log', '-1', '--format=%ct'], revisions: [commit] });
  const committed = shown?.ok ? Number(shown.stdout.toString().trim()) : Number.NaN;
  return {
    ...baseline,
    gone,
    ...(governance ? { directives: directivesAt(root, governance), configurations: configurationsAt(root, governance) } : {}),
    ...(Number.isFinite(committed) ? { committed } : {}),
  };
}

const empty: Baseline = { decided: [], proposed: [], identities: { decided: [], proposed: [] }, policy: defaultPolicy, refused: [] };

/** More files than these with a comment that suppresses are not looked at; those of the others ask for approval. */
const mostFiles = 2000;

/** What comments that suppress say at the tip of the target branch. */
function directivesAt(root: string, { target, read }: Governance): Map<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const prefix = `${target.commit}:`;
  const held = gitSync({
    cwd: root,
    command: [...namesOfFiles, '-e', 'posture-ignore', '-e', 'zizmor: ignore[', target.commit],
  });
  for (const entry of held.ok ? entriesOf(held.stdout).slice(0, mostFiles) : []) {
    if (!entry.startsWith(prefix)) continue;
    const uri = entry.slice(prefix.length);
    const words = commentWordsIn(uri, read(uri));
    if (words.size > 0) found.set(uri, words);
  }
  return found;
}

/** Every configuration at the tip of the target branch. */
function configurationsAt(root: string, { target, read }: Governance): Map<string, string> {
  const listed = gitSync({ cwd: root, command: ['ls-tree', '-r', '--name-only', '--full-tree', '-z'], revisions: [target.commit] });
  const found = new Map<string, string>();
  for (const uri of listed.ok ? entriesOf(listed.stdout) : []) {
    const text = isConfiguration(uri) ? read(uri) : undefined;
    if (text !== undefined) found.set(uri, text);
  }
  return found;
}

/** Names in the folder of git that say that a branch moved. Others (`index`, `*.lock`) change all the time. */
const telling = /^(?:HEAD|FETCH_HEAD|ORIG_HEAD|packed-refs)$/;

/** Watches where branches move and where records lie. What cannot be watched is noticed with the next save. */
export const watchBaseline: BaselineAccess['watch'] = (_reading, root, moved) => {
  const watchers: { close(): void }[] = [];
  const observe = (folder: string, tells: (name: string) => boolean): void => {
    try {
      if (!statSync(folder).isDirectory()) return;
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || tells(name)) moved();
      });
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // not there, or no more watches to be had on this machine
    }
  };
  const own = gitFolderOf(root);
  if (own !== undefined) {
    const common = commonFolderOf(own);
    for (const folder of new Set([own, common])) observe(folder, (name) => telling.test(name));
    for (const folder of ['refs/heads', 'refs/remotes/origin']) observe(join(common, folder), (name) => !name.endsWith('.lock'));
  }
  return () => watchers.forEach((watcher) => watcher.close());
};

/** `.git` is a folder, or in a work tree a file that names one. */
function gitFolderOf(root: string): string | undefined {
  const path = join(root, '.git');
  try {
    if (statSync(path).isDirectory()) return path;
    const named = /^gitdir: (.+)\s*$/.exec(readFileSync(path, 'utf8'))?.[1];
    return named === undefined ? undefined : resolve(root, named.trim());
  } catch {
    return undefined;
  }
}

/** Work trees share branches with the repository that they belong to. */
function commonFolderOf(gitFolder: string): string {
  try {
    return resolve(gitFolder, readFileSync(join(gitFolder, 'commondir'), 'utf8').trim());
  } catch {
    return gitFolder;
  }
}

export function mayHoldRecords(root: string): boolean {
  return existsSync(join(root, '.posture'));
}

/** Evidence is read on the thread that asks: it is one that reads a whole tree. */
export const observed: BaselineAccess['observed'] = (root, today, policy, uris, read) =>
  mayHoldEvidence(root) ? observedAt(root, today, policy, uris, read) : undefined;

/** So is what the tree was at the release. */
export const released: BaselineAccess['released'] = (root, facts, exports) => sinceRelease(root, facts, exports, factsOf);

/** Reads on the thread that asks. */
export const baselineHere: BaselineAccess = {
  read: async (root) => readForEditor(root),
  watch: watchBaseline,
  mayHoldRecords,
  observed,
  released,
};
