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
  const commitOf = (ref: string): string | undefined => {
    const result = gitSync({ cwd: root, command: ['rev-parse', '--verify', '--quiet'], revisions: [`${ref}^{commit}`] });
    const commit = result.stdout.toString().trim();
    return result.ok && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
  };
  const found = (ref: string): TargetBranch | undefined => {
    const commit = commitOf(ref);
    return commit ? { ref, name: ref.replace(/^refs\/(?:remotes|heads)\//, ''), commit } : undefined;
  };
  if (wanted !== undefined) {
    for (const ref of [`refs/remotes/origin/${wanted}`, `refs/remotes/${wanted}`, `refs/heads/${wanted}`]) {
      const target = found(ref);
      if (target) return target;
    }
    return { why: `the target branch "${wanted}" is not here: run \`git fetch origin ${wanted}\``, nothingYet: false };
  }
  const head = gitSync({ cwd: root, command: ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'] });
  const candidates = [...(head.ok ? [head.stdout.toString().trim()] : []), 'refs/remotes/origin/main', 'refs/remotes/origin/master'];
  for (const ref of candidates) {
    const target = found(ref);
    if (target) return target;
  }
  const remotes = gitSync({ cwd: root, command: ['remote'] });
  if (remotes.ok && remotes.stdout.toString().trim() !== '') {
    return { why: 'the remote\'s default branch is not known here: run `git remote set-head origin --auto`', nothingYet: false };
  }
  for (const ref of ['refs/heads/main', 'refs/heads/master', 'HEAD']) {
    const target = found(ref);
    if (target) return ref === 'HEAD' ? { ...target, name: 'the current branch' } : target;
  }
  return { why: 'there is no commit yet, so nothing can have been approved', nothingYet: true };
}

export function isTarget(target: TargetBranch | NoTarget): target is TargetBranch {
  return 'commit' in target;
}
