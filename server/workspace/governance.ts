// What the target branch says to a change: its policy, its configurations, and the comments that stood there already.
// A repository is governed from the day that a policy stands on the target branch; before that, a working tree is judged
// by its own words.
import { policyPath } from '../posture/policy.ts';
import { gitSync } from './git.ts';
import { isTarget, targetBranch, type TargetBranch } from './target-branch.ts';

export interface Governance {
  readonly target: TargetBranch;
  /** Text of a file at the tip of the target branch; undefined where it is not there. */
  read(uri: string): string | undefined;
}

/** One call of git tells most repositories apart: none of these branches holds a policy. */
const branches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
  'HEAD',
];

export function governanceOf(root: string, wanted?: string): Governance | undefined {
  const candidates = wanted === undefined ? branches : [`refs/remotes/origin/${wanted}`, `refs/heads/${wanted}`, ...branches];
  const asked = gitSync({
    cwd: root,
    command: ['cat-file', '--batch-check'],
    input: candidates.map((branch) => `${branch}:${policyPath}\n`).join(''),
  });
  if (
    !asked.ok ||
    !asked.stdout
      .toString('latin1')
      .split('\n')
      .some((line) => / blob \d+$/.test(line))
  )
    return undefined;
  const target = targetBranch(root, wanted);
  if (!isTarget(target)) return undefined;
  const texts = new Map<string, string | undefined>();
  const read = (uri: string): string | undefined => {
    if (!texts.has(uri)) {
      const shown = gitSync({ cwd: root, command: ['cat-file', 'blob', `${target.commit}:${uri}`] });
      texts.set(uri, shown.ok ? shown.stdout.toString('utf8') : undefined);
    }
    return texts.get(uri);
  };
  return read(policyPath) === undefined ? undefined : { target, read };
}
