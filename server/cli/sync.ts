// `posture sync` as the command line has it: the address and its confirmation, then what was merged and proposed.
import { join, relative } from 'node:path';
import { configurationPath } from '../workspace/configuration-files.ts';
import { UsageError } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { governanceOf } from '../workspace/governance.ts';
import { findRepository, remoteOf } from '../workspace/repository.ts';
import { confirmAddress, confirmationsPath, isConfirmed, teamIn } from '../workspace/sync/team-address.ts';
import { sync } from '../workspace/sync/sync.ts';
import { confirm } from './confirm.ts';
import { textAt } from './text-at.ts';

export interface SyncFlags {
  readonly yes?: boolean;
  readonly as?: string;
  readonly target?: string;
}

export async function syncCommand(flags: SyncFlags): Promise<void> {
  const found = await findRepository(process.cwd());
  if ('none' in found) throw new UsageError(`posture sync needs a git repository: ${found.none}`);
  const { root } = found;
  // The address is one more thing that a change may not set for itself.
  const governance = governanceOf(root, flags.target);
  const configuration = governance ? governance.read(configurationPath) : textAt(join(root, configurationPath));
  const address = configuration === undefined ? undefined : teamIn(configuration, process.env['POSTURE_LOCAL_TEAM'] === 'allowed');
  if (!address) throw new UsageError('no team is configured', 'write team: {url: https://…, branch: main} into .posture/config.yaml');
  const path = confirmationsPath(process.env);
  if (!isConfirmed(path, root, address)) {
    if (!flags.yes) await confirm(`Exchange decisions of ${root} with ${address.branch} of ${address.url}?`);
    confirmAddress(path, root, address);
  }
  const setting = (name: string): string => {
    const result = gitSync({ cwd: root, command: ['config', '--get', name] });
    return result.ok ? result.stdout.toString().trim() : '';
  };
  const remote = remoteOf(setting('remote.origin.url'));
  const place = remote ? `repositories/${remote.host}/${remote.path}` : `repositories/local/${root.slice(root.lastIndexOf('/') + 1)}`;
  if (!/^[A-Za-z0-9._/-]+$/.test(place) || place.split('/').includes('..')) throw new UsageError(`the address of origin gives no name to keep decisions under: ${place}`);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  const result = await sync({ root, address, place, handle: flags.as ?? setting('user.name'), signal: stop.signal }).finally(() => process.off('SIGINT', onInterrupt));
  const lines = [
    result.tip ? `merged ${address.branch}@${result.tip.slice(0, 7)} of ${address.url}` : `${address.branch} does not exist there yet`,
    ...result.written.map((file) => `changed ${relative(root, file)}`),
    ...(result.proposed ? [`proposed as ${result.proposed}: open a pull request for it there`] : ['nothing to propose']),
    ...result.conflicts.map(({ path: record, conflict }) => `look at ${record}: ${conflict.field} was "${conflict.ours}" here and "${conflict.theirs}" there; the safer value stands`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const { uri, problems } of result.refused) process.stderr.write(`posture: not merged: ${uri}: ${problems.map((problem) => problem.message).join('; ')}\n`);
  process.exitCode = result.refused.length > 0 ? 2 : result.conflicts.length > 0 ? 1 : 0;
}
