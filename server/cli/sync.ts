// `posture sync` as the command line has it: the address and its confirmation, then what was merged and proposed.
import { relative } from 'node:path';
import { UsageError } from '../workspace/errors.ts';
import { repositoryAt } from '../workspace/repository.ts';
import { confirmAddress, confirmationsPath, isConfirmed } from '../workspace/sync/team-address.ts';
import { syncRequestOf } from '../workspace/sync/request.ts';
import { sync } from '../workspace/sync/sync.ts';
import { confirm } from './confirm.ts';
import { printError, printOut } from './print.ts';

export interface SyncFlags {
  readonly yes?: boolean;
  readonly as?: string;
  readonly target?: string;
  /** Exports of what was just deployed. */
  readonly evidence?: readonly string[];
  readonly place?: string;
}

export async function syncCommand(flags: SyncFlags): Promise<void> {
  const { root } = await repositoryAt(process.cwd(), 'posture sync');
  const hasEvidence = flags.evidence !== undefined && flags.evidence.length > 0;
  if (hasEvidence)
    await (
      await import('./sync-evidence.ts')
    ).voidOvertaken(root, { evidence: flags.evidence!, place: flags.place, yes: flags.yes, target: flags.target });
  const request = syncRequestOf(root, {
    target: flags.target,
    handle: flags.as,
    localTeam: process.env['POSTURE_LOCAL_TEAM'] === 'allowed',
  });
  // Without a team the records of this repository are the whole baseline: they go the way of its own pull requests.
  if (!request && hasEvidence) return;
  if (!request) throw new UsageError('no team is configured', 'write team: {url: https://…, branch: main} into .posture/config.yaml');
  const { address } = request;
  const path = confirmationsPath(process.env);
  if (!isConfirmed(path, root, address)) {
    if (!flags.yes) await confirm(`Exchange decisions of ${root} with ${address.branch} of ${address.url}?`);
    confirmAddress(path, root, address);
  }
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  const result = await sync({ ...request, signal: stop.signal }).finally(() => process.off('SIGINT', onInterrupt));
  const lines = [
    result.tip ? `merged ${address.branch}@${result.tip.slice(0, 7)} of ${address.url}` : `${address.branch} does not exist there yet`,
    ...result.written.map((file) => `changed ${relative(root, file)}`),
    ...(result.proposed ? [`proposed as ${result.proposed}: open a pull request for it there`] : ['nothing to propose']),
    ...result.conflicts.map(
      ({ path: record, conflict }) =>
        `look at ${record}: ${conflict.field} was "${conflict.ours}" here and "${conflict.theirs}" there; the safer value stands`,
    ),
  ];
  printOut(`${lines.join('\n')}\n`);
  for (const { uri, problems } of result.refused)
    printError(`posture: not merged: ${uri}: ${problems.map((problem) => problem.message).join('; ')}\n`);
  process.exitCode = result.refused.length > 0 ? 2 : result.conflicts.length > 0 ? 1 : 0;
}
