// `posture status --metrics`: per team, what is open and for how long, how long repairs took, and how often glass was
// broken. All of it from the records and their history in git: nothing is collected anywhere else.
import { documentOfAnchor } from '../posture/reconcile.ts';
import { metricsOf, type RecordEvent } from '../posture/metrics.ts';
import { readDecision } from '../posture/record.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { decisionsFolder } from '../workspace/decision-files.ts';
import { GitError, UsageError } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { recordChanges, textsOf } from '../workspace/record-history.ts';
import { isShallow, repositoryAt } from '../workspace/repository.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { today } from './today.ts';
import { printOut } from './print.ts';
import type { StatusFlags } from './status.ts';

export async function metricsCommand(flags: StatusFlags): Promise<void> {
  const repository = await repositoryAt(process.cwd(), 'status --metrics');
  const { root } = repository;
  if (isShallow(root))
    throw new GitError('metrics come from the history of the records, and this clone is shallow', 'git fetch --unshallow');
  const target = targetBranch(root, flags.target);
  if (!isTarget(target)) throw new UsageError(`metrics come from the target branch: ${target.why}`);
  const changes = recordChanges(root, target.commit, [decisionsFolder], 'line').reverse();
  const texts = textsOf(
    root,
    changes.flatMap(({ blob }) => blob ?? []),
  );
  const events = changes.flatMap(({ by, path, blob }): RecordEvent[] => {
    const id = /-([0-9a-z]{16})\.yaml$/.exec(path)?.[1];
    if (id === undefined) return [];
    const day = new Date(by.time * 1000).toISOString().slice(0, 10);
    if (blob === undefined) return [{ id, day }];
    const { decision } = readDecision(texts.get(blob) ?? '');
    return decision ? [{ id, day, decision }] : [];
  });
  const policy = readBaseline(root, flags.target)?.policy ?? defaultPolicy;
  const day = flags.asOf ?? today();
  const read = (uri: string): string | undefined => {
    const shown = gitSync({ cwd: root, command: ['cat-file', 'blob', `${target.commit}:${uri}`] });
    return shown.ok ? shown.stdout.toString('utf8') : undefined;
  };
  const { ownersOf } = workspaceFacts(day, read, repository);
  const teams = metricsOf(events, day, ({ anchor }) => ownersOf(documentOfAnchor(anchor) ?? '')[0] ?? policy.fallbackOwner ?? 'nobody');
  if (flags.format === 'json')
    printOut(
      `${JSON.stringify({ version: 1, decisionsOf: `${target.name}@${target.commit.slice(0, 7)}`, asOf: day, teams }, undefined, 2)}\n`,
    );
  else if (teams.length === 0) printOut('There is no record yet: `posture init` begins.\n');
  else {
    const rows = [
      ['team', 'open', 'accepted', 'oldest', 'median age', 'repaired', 'median repair', 'break-glass', 'renewals'],
      ...teams.map((team) => [
        team.owner,
        `${team.open}`,
        `${team.accepted}`,
        `${team.oldestDays} d`,
        `${team.medianDays} d`,
        `${team.repaired}`,
        team.medianRepairDays === undefined ? '' : `${team.medianRepairDays} d`,
        `${team.breakGlass}`,
        `${team.renewals}`,
      ]),
    ];
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    printOut(
      `${rows
        .map((row) =>
          row
            .map((text, column) => text.padEnd(widths[column]!))
            .join('  ')
            .trimEnd(),
        )
        .join('\n')}\n\nFrom the history of the records at ${target.name}@${target.commit.slice(0, 7)}, as of ${day}.\n`,
    );
  }
}
