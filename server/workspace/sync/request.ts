// What a sync of a repository is about: whose address, and under which name its records stand at the team. One answer for
// the command line and the editor.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { configurationPath } from '../configuration-files.ts';
import { UsageError } from '../errors.ts';
import { gitSync } from '../git.ts';
import { governanceOf } from '../governance.ts';
import { remoteOf } from '../repository.ts';
import type { SyncRequest } from './sync.ts';
import { teamIn } from './team-address.ts';

/** The request for a repository, without the signal; undefined where no team is configured. Throws UsageError for an address or a name that may not be used. */
export function syncRequestOf(
  root: string,
  {
    target,
    handle,
    localTeam = false,
  }: {
    readonly target?: string;
    readonly handle?: string;
    /** Allows a folder as address: for tests. */ readonly localTeam?: boolean;
  } = {},
): SyncRequest | undefined {
  // The address is one more thing that a change may not set for itself.
  const governance = governanceOf(root, target);
  const path = join(root, configurationPath);
  const configuration = governance ? governance.read(configurationPath) : existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const address = configuration === undefined ? undefined : teamIn(configuration, localTeam);
  if (!address) return undefined;
  const setting = (name: string): string => {
    const result = gitSync({ cwd: root, command: ['config', '--get', name] });
    return result.ok ? result.stdout.toString().trim() : '';
  };
  const remote = remoteOf(setting('remote.origin.url'));
  const place = remote ? `repositories/${remote.host}/${remote.path}` : `repositories/local/${basename(root)}`;
  if (!/^[A-Za-z0-9._/-]+$/.test(place) || place.split('/').includes('..'))
    throw new UsageError(`the address of origin gives no name to keep decisions under: ${place}`);
  return { root, address, place, handle: handle ?? setting('user.name') };
}
