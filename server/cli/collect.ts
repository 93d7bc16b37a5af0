// `posture collect`: gathers the reports of many repositories into the team's posture repository. It is the one writer of
// its folder `reports`; what a repository says of another one, or in a form that is not known, is refused.
import { join } from 'node:path';
import { readReport } from '../posture/repository-report.ts';
import { UsageError } from '../workspace/errors.ts';
import { remoteOf, repositoryAt } from '../workspace/repository.ts';
import { fetchReport } from '../workspace/sync/report-branch.ts';
import { transportOf } from '../workspace/sync/team-address.ts';
import { writeFiles } from '../workspace/write-files.ts';
import { printError, printOut } from './print.ts';
import { textAt } from '../workspace/text-at.ts';

export const reportsFolder = 'reports';
/** One address a line; `#` begins a comment. */
const listFile = '.posture/repositories';

export interface CollectFlags {
  readonly jobs: number;
}

export async function collectCommand(addresses: readonly string[], flags: CollectFlags): Promise<void> {
  const { root } = await repositoryAt(process.cwd(), 'posture collect');
  const listed = (textAt(join(root, listFile)) ?? '')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  const wanted = [...new Set(addresses.length > 0 ? addresses : listed)];
  if (wanted.length === 0) throw new UsageError('no repository is named', `give addresses, or list them in ${listFile}, one a line`);
  const allowLocal = process.env['POSTURE_LOCAL_TEAM'] === 'allowed';
  const repositories = wanted.map((url) => ({ url, transport: transportOf(url, allowLocal), place: placeOf(url) }));
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);

  const said: string[] = [];
  let changed = 0;
  let failed = 0;
  const queue = [...repositories];
  const work = async (): Promise<void> => {
    for (let one = queue.shift(); one && !stop.signal.aborted; one = queue.shift()) {
      try {
        const text = await fetchReport(root, one, one.place, stop.signal);
        const report = text === undefined ? { why: 'it has published none' } : readReport(text, one.place);
        if ('why' in report) {
          failed++;
          said.push(`not collected: ${one.url}: ${report.why}`);
          continue;
        }
        const path = join(root, reportsFolder, `${one.place}.json`);
        const before = textAt(path);
        if (before === text) continue;
        writeFiles([{ path, text: text!, before }], root);
        changed++;
      } catch (error) {
        failed++;
        // What was gathered before stays: an outage takes nothing away.
        said.push(`not collected: ${one.url}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(flags.jobs, queue.length) }, work));
  process.off('SIGINT', onInterrupt);
  printOut(`${repositories.length} repositories, ${changed} with a new report, ${failed} that gave none.\n`);
  for (const line of said.sort()) printError(`posture: ${line}\n`);
  process.exitCode = stop.signal.aborted || failed > 0 ? 2 : 0;
}

/** `github.com/acme/payments`; a local path in tests gives its last folder. */
function placeOf(url: string): string {
  const remote = remoteOf(url);
  const place = remote
    ? `${remote.host}/${remote.path}`
    : `local/${url
        .replace(/(?<!\/)\/+$/, '')
        .replace(/\.git$/, '')
        .split('/')
        .at(-1)!}`;
  if (
    !/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(place) ||
    place.split('/').some((part) => part === '..' || part === '.' || part.endsWith('.lock'))
  )
    throw new UsageError(`${url} gives no name to keep a report under`);
  return place;
}
