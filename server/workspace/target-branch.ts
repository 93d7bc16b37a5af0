// Which branch's word counts. Decisions, policy and suppressions take effect as they stand at the tip of the branch that
// changes are merged into, so that nobody excuses themselves in the change that needs the excuse.
import { gitSync } from './git.ts';

export interface TargetBranch {
  /** A name git resolves: `refs/remotes/origin/main`. */
  readonly ref: string;
  /** As people call it: `origin/main`. */
  readonly name: string;
  readonly commit: string;
}

/** What stands in the way of a target, in a sentence that says what to do. */
export interface NoTarget {
  readonly why: string;
  /** There is no commit or no repository yet: nothing can have been approved. Not an error. */
  readonly nothingYet: boolean;
}

/**
 * The target branch of a repository. `wanted` (an option, or what the CI system names) goes before the remote's default
 * branch, and that before the local one. Looks at refs only; fetches nothing.
 */
export function targetBranch(root: string, wanted?: string): TargetBranch | NoTarget {
  if (wanted !== undefined) {
    const candidates = [`refs/remotes/origin/${wanted}`, `refs/remotes/${wanted}`, `refs/heads/${wanted}`];
    const refs = refsAmong(root, candidates);
    const ref = candidates.find((one) => refs.has(one));
    if (ref !== undefined) return named(refs.get(ref)!);
    return { why: `the target branch "${wanted}" is not here: run \`git fetch origin ${wanted}\``, nothingYet: false };
  }
  const remote = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/remotes/origin/master'];
  const local = ['refs/heads/main', 'refs/heads/master'];
  const refs = refsAmong(root, [...remote, ...local]);
  const onRemote = remote.find((one) => refs.has(one));
  if (onRemote !== undefined) return named(refs.get(onRemote)!);
  const remotes = gitSync({ cwd: root, command: ['remote'] });
  if (remotes.ok && remotes.stdout.toString().trim() !== '') {
    return { why: "the remote's default branch is not known here: run `git remote set-head origin --auto`", nothingYet: false };
  }
  const here = local.find((one) => refs.has(one));
  if (here !== undefined) return named(refs.get(here)!);
  const head = gitSync({ cwd: root, command: ['rev-parse', '--verify', '--quiet'], revisions: ['HEAD^{commit}'] });
  if (head.ok) return { ref: 'HEAD', name: 'the current branch', commit: head.stdout.toString().trim() };
  // A git that cannot be run says nothing about commits.
  if (head.code === -1) return { why: head.message, nothingYet: false };
  if (/^not a git repository/.test(head.message)) return { why: 'this folder is in no git repository', nothingYet: true };
  return { why: 'there is no commit yet, so nothing can have been approved', nothingYet: true };
}

function named({ ref, commit }: { readonly ref: string; readonly commit: string }): TargetBranch {
  return { ref, name: ref.replace(/^refs\/(?:remotes|heads)\//, ''), commit };
}

/** Those of these refs that are there and name a commit, in one call of git. A symbolic one stands for what it points to. */
function refsAmong(root: string, candidates: readonly string[]): Map<string, { ref: string; commit: string }> {
  const found = new Map<string, { ref: string; commit: string }>();
  // A pattern that names a ref in full gives that ref, and everything below it as below a folder.
  const patterns = candidates.filter((one) => !/[*?[\\\s]/.test(one) && !one.endsWith('/'));
  const result = gitSync({
    cwd: root,
    command: ['for-each-ref', '--format=%(refname)%00%(objecttype)%00%(objectname)%00%(symref)', ...patterns],
  });
  for (const line of result.stdout.toString('utf8').split('\n')) {
    const [name, type, commit, symbolic] = line.split('\0');
    if (name && commit && type === 'commit' && candidates.includes(name)) found.set(name, { ref: symbolic || name, commit });
  }
  return found;
}

export function isTarget(target: TargetBranch | NoTarget): target is TargetBranch {
  return 'commit' in target;
}
