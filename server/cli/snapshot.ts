// `posture snapshot`: the baseline as it stands on the target branch, as one file with a digest; `--check` says whether a
// file is that of the target branch now.
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { policyPath } from '../posture/policy.ts';
import { snapshotOf } from '../posture/snapshot.ts';
import { decisionsAt } from '../workspace/decision-files.ts';
import { GitError, UsageError } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { identitiesAt } from '../workspace/identity-files.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { giveOut, printOut } from './print.ts';
import { textAt } from '../workspace/text-at.ts';

export interface SnapshotFlags {
  readonly output?: string;
  readonly check?: string;
  readonly target?: string;
}

export async function snapshotCommand(flags: SnapshotFlags): Promise<void> {
  const { root } = await repositoryAt(process.cwd(), 'a snapshot');
  const target = targetBranch(root, flags.target);
  if (!isTarget(target)) throw new UsageError(`a snapshot is of the target branch: ${target.why}`);
  const decisions = decisionsAt(root, target.commit);
  const identities = identitiesAt(root, target.commit);
  const [refused] = [...decisions.refused, ...identities.refused];
  // Half a baseline is none: whoever reads it could not tell what is missing.
  if (refused)
    throw new GitError(
      `${refused.uri} cannot be read, so there is no snapshot: ${refused.problems.map((problem) => problem.message).join('; ')}`,
    );
  const policy = gitSync({ cwd: root, command: ['cat-file', 'blob', `${target.commit}:${policyPath}`] });
  const text = snapshotOf({
    branch: target.name.replace(/^origin\//, ''),
    commit: target.commit,
    policy: policy.ok ? policy.stdout.toString('utf8') : undefined,
    decisions: decisions.records.map(({ decision }) => decision),
    identities: identities.records.map(({ record }) => record),
  });
  const digest = createHash('sha256').update(text).digest('hex');
  const held = `${decisions.records.length} decisions and ${identities.records.length} identities of ${target.name}@${target.commit.slice(0, 7)}, sha256:${digest}`;
  if (flags.check !== undefined) {
    const given = textAt(resolve(flags.check));
    if (given === undefined) throw new UsageError(`${flags.check} does not exist`);
    printOut(given === text ? `${flags.check} is the snapshot of ${held}\n` : `${flags.check} is another one than ${held}\n`);
    process.exitCode = given === text ? 0 : 1;
  } else {
    giveOut(text, 'the snapshot', flags.output);
    if (flags.output !== undefined) printOut(`wrote ${held}\n`);
  }
}
