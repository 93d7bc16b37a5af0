// The branch on which one repository publishes its report, and from which the team gathers it. It belongs to the pipeline
// of that repository alone: nobody else writes it, so there is nothing to merge and no token reaches across repositories.
import { longestReport, reportBranch, reportFile } from '../../posture/repository-report.ts';
import { GitError } from '../errors.ts';
import { git, gitSync } from '../git.ts';
import { commitProposal } from './proposal.ts';
import type { TeamAddress } from './team-address.ts';
import { userConfiguration } from './team-branch.ts';

export type ReportAddress = Pick<TeamAddress, 'url' | 'transport'>;

/** Fetches the tip of the report branch into a ref of its own. Undefined where there is no such branch. Throws GitError. */
async function fetchTip(
  root: string,
  { url, transport }: ReportAddress,
  ref: string,
  depth: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const call = { cwd: root, transports: [transport], config: userConfiguration(root), signal };
  const asked = await git({ ...call, command: ['ls-remote', '--heads', '--', url, `refs/heads/${reportBranch}`] });
  if (!asked.ok) throw new GitError(`${url} cannot be asked: ${asked.message}`);
  const commit = /^([0-9a-f]{40,64})\t/.exec(asked.stdout.toString())?.[1];
  if (commit === undefined) return undefined;
  const known = gitSync({ cwd: root, command: ['rev-parse', '--verify', '--quiet'], revisions: [`${ref}^{commit}`] });
  if (known.ok && known.stdout.toString().trim() === commit) return commit;
  const fetched = await git({
    ...call,
    command: [
      'fetch',
      '--quiet',
      ...depth,
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--no-auto-maintenance',
      '--',
      url,
      `+refs/heads/${reportBranch}:${ref}`,
    ],
  });
  if (!fetched.ok) throw new GitError(`${reportBranch} of ${url} cannot be fetched: ${fetched.message}`);
  return commit;
}

function reportAt(root: string, commit: string): string | undefined {
  const size = gitSync({ cwd: root, command: ['cat-file', '-s', `${commit}:${reportFile}`] });
  if (!size.ok) return undefined;
  if (Number(size.stdout.toString()) > longestReport * 4)
    throw new GitError(`the report is ${size.stdout.toString().trim()} bytes long and is refused`);
  const blob = gitSync({ cwd: root, command: ['cat-file', 'blob', `${commit}:${reportFile}`] });
  return blob.ok ? blob.stdout.toString('utf8') : undefined;
}

/** Publishes a report; `false` where the branch holds it already. Throws GitError when the remote cannot be reached or refuses. */
export async function publishReport(
  root: string,
  address: ReportAddress,
  text: string,
  day: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const tip = await fetchTip(root, address, 'refs/posture/published', ['--depth=1'], signal);
  if (tip !== undefined && reportAt(root, tip) === text) return false;
  const { commit } = commitProposal(root, tip, [{ path: reportFile, text }], 'report', `Report of ${day}`);
  const pushed = await git({
    cwd: root,
    transports: [address.transport],
    config: userConfiguration(root),
    signal,
    command: ['push', '--quiet', '--no-verify', '--no-recurse-submodules', '--', address.url, `${commit}:refs/heads/${reportBranch}`],
  });
  if (!pushed.ok)
    throw new GitError(
      `the report cannot be pushed to ${address.url}: ${pushed.message}`,
      'this step needs a token that may write to its own repository',
    );
  return true;
}

/** The report that a repository published; undefined where it published none. `place` names the ref: `github.com/acme/payments`. */
export async function fetchReport(root: string, address: ReportAddress, place: string, signal?: AbortSignal): Promise<string | undefined> {
  // With its history, which is short: several shallow fetches at once would wait for one lock.
  const tip = await fetchTip(root, address, `refs/posture/reports/${place}`, [], signal);
  return tip === undefined ? undefined : reportAt(root, tip);
}
