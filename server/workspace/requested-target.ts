// The branch that a request goes to, as a CI system names it, and whether its word counts. Anybody can make a branch that
// accepts everything and open a request against it; a check that was green there stays on the commit when the request is
// pointed at the default branch. So a requested branch counts only where it is the default branch or one that the policy
// of the default branch names.
import { readFileSync } from 'node:fs';
import ignore from 'ignore';
import { policyPath, readPolicy } from '../posture/policy.ts';
import { gitSync } from './git.ts';
import { isTarget, targetBranch } from './target-branch.ts';

export interface RequestedTarget {
  /** What to ask for; undefined for the default branch. */
  readonly target?: string;
  /** Why the requested branch does not count, for people. */
  readonly note?: string;
}

/** `environment` is that of the process: `GITHUB_BASE_REF` and the event's file, `CI_MERGE_REQUEST_TARGET_BRANCH_NAME` and `CI_DEFAULT_BRANCH`. */
export function requestedTarget(root: string, environment: NodeJS.ProcessEnv): RequestedTarget {
  const wanted = environment['GITHUB_BASE_REF'] || environment['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'];
  if (!wanted) return {};
  const usual = environment['CI_DEFAULT_BRANCH'] || defaultBranchIn(environment['GITHUB_EVENT_PATH']);
  if (usual === wanted) return { target: wanted };
  const standing = targetBranch(root, usual);
  // Where no default branch is known at all, the one that is asked for is the best there is.
  if (!isTarget(standing)) return usual === undefined ? { target: wanted } : { target: usual };
  if (standing.name.replace(/^origin\//, '') === wanted) return { target: wanted };
  const policy = gitSync({ cwd: root, command: ['cat-file', 'blob', `${standing.commit}:${policyPath}`] });
  const named = policy.ok ? (readPolicy(policy.stdout.toString('utf8')).policy?.targets ?? []) : [];
  if (
    named.length > 0 &&
    ignore({ allowRelativePaths: true })
      .add([...named])
      .ignores(wanted)
  )
    return { target: wanted };
  return {
    ...(usual === undefined ? {} : { target: usual }),
    note: `the request goes to ${wanted}, which is not among the targets of the policy: decisions count as they stand at ${standing.name}`,
  };
}

/** The default branch of the repository as GitHub tells it to a job; undefined where it does not. */
function defaultBranchIn(path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    const event = JSON.parse(readFileSync(path, 'utf8')) as { repository?: { default_branch?: unknown } } | null;
    const branch = event?.repository?.default_branch;
    return typeof branch === 'string' && branch !== '' ? branch : undefined;
  } catch {
    // An event that cannot be read names nothing.
    return undefined;
  }
}
