// The team's branch as this clone has it: fetched into a ref of its own, read from the object store, never checked out.
// A tip that does not descend from the last one seen is refused: a branch that moves back takes decisions with it.
import { GitError } from '../errors.ts';
import { entriesOf, git, gitSync } from '../git.ts';
import type { TeamAddress } from './team-address.ts';

/** The tip that was last read and merged. */
const syncedRef = 'refs/posture/synced';
const fetchedRef = 'refs/posture/fetched';

export interface TeamTip {
  /** Undefined when the branch does not exist yet. */
  readonly commit?: string;
  /** The tip that was last merged here; undefined before the first sync. */
  readonly last?: string;
}

/** Configuration of the user's own, for calls that reach a remote: a repository's own could run a program. */
export function userConfiguration(root: string): string[] {
  const settings = ['credential.helper=', 'core.sshCommand=ssh'];
  for (const scope of ['--system', '--global']) {
    // A helper may be for one host alone, as `gh auth setup-git` sets it.
    const asked = gitSync({
      cwd: root,
      command: ['config', scope, '-z', '--get-regexp', '^(credential\\.(.*\\.)?helper|core\\.sshcommand)$'],
    });
    if (!asked.ok) continue;
    // Each as its name, a line end and its value. `-c` ends a name at the first equals sign.
    for (const [, name, value] of entriesOf(asked.stdout).map((entry) => /^([^\n=]+)\n([\s\S]*)$/.exec(entry) ?? []))
      if (name !== undefined) settings.push(`${name}=${value}`);
  }
  return settings;
}

const forget =
  'decisions as last synced still count. Is it another repository or branch now, name it in .posture/config.yaml and begin anew: git update-ref -d refs/posture/synced';

/** Fetches the team's branch. Throws GitError when the remote cannot be asked, or moved its branch back. */
export async function fetchTeam(root: string, address: TeamAddress, signal?: AbortSignal): Promise<TeamTip> {
  const call = { cwd: root, transports: [address.transport], config: userConfiguration(root), signal };
  const asked = await git({ ...call, command: ['ls-remote', '--heads', '--', address.url, `refs/heads/${address.branch}`] });
  if (!asked.ok)
    throw new GitError(
      `${address.url} cannot be asked: ${asked.message}`,
      'decisions as last synced still count; try again when it can be reached',
    );
  const commit = /^([0-9a-f]{40,64})\t/.exec(asked.stdout.toString())?.[1];
  const { last, fetched: known } = ownRefs(root);
  if (commit === undefined) {
    // A branch that is gone takes nothing with it: it was renamed, or the address is another one now.
    if (last !== undefined)
      throw new GitError(`${address.branch} of ${address.url} is gone; it stood at ${last.slice(0, 7)} before`, forget);
    return {};
  }
  // A fetch that was killed can leave the commit without its trees; git moves the ref only when everything is there.
  if (known !== commit && last !== commit) {
    const fetched = await git({
      ...call,
      command: [
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        '--no-recurse-submodules',
        '--no-auto-maintenance',
        '--',
        address.url,
        `+refs/heads/${address.branch}:${fetchedRef}`,
      ],
    });
    if (!fetched.ok) throw new GitError(`${address.branch} of ${address.url} cannot be fetched: ${fetched.message}`);
    if (ownRefs(root).fetched !== commit)
      throw new GitError(`${address.branch} of ${address.url} moved while it was fetched`, 'run posture sync again');
  }
  if (last !== undefined && last !== commit && !isAncestor(root, last, commit)) {
    throw new GitError(
      `${address.branch} of ${address.url} moved back: ${commit.slice(0, 7)} does not contain ${last.slice(0, 7)}, which was there before`,
      `find out who rewrote it; ${forget}`,
    );
  }
  return { commit, last };
}

/** The commit that was last merged here; undefined before the first sync. */
export function lastSynced(root: string): string | undefined {
  return ownRefs(root).last;
}

/** Both refs of ours, in one call of git; one that names no commit that is here counts as missing. */
function ownRefs(root: string): { readonly last?: string; readonly fetched?: string } {
  const asked = gitSync({ cwd: root, command: ['cat-file', '--batch-check'], input: `${syncedRef}^{commit}\n${fetchedRef}^{commit}\n` });
  const [last, fetched] = asked.stdout
    .toString()
    .split('\n')
    .map((line) => /^([0-9a-f]{40,64}) commit /.exec(line)?.[1]);
  return { last, fetched };
}

/** Notes that everything up to `commit` is merged here. The last step of a sync. */
export function noteSynced(root: string, commit: string): void {
  const result = gitSync({ cwd: root, command: ['update-ref', syncedRef, commit] });
  if (!result.ok) throw new GitError(`${syncedRef} cannot be written: ${result.message}`);
}

/** Pushes a commit to a branch that nobody else writes. The same proposal pushed twice is one. */
export async function pushProposal(
  root: string,
  address: TeamAddress,
  commit: string,
  branch: string,
  signal?: AbortSignal,
): Promise<void> {
  const pushed = await git({
    cwd: root,
    transports: [address.transport],
    config: userConfiguration(root),
    signal,
    command: ['push', '--quiet', '--no-verify', '--no-recurse-submodules', '--', address.url, `${commit}:refs/heads/${branch}`],
  });
  if (!pushed.ok)
    throw new GitError(
      `the proposal cannot be pushed to ${address.url}: ${pushed.message}`,
      'what was merged here is kept; run posture sync again',
    );
}

function isAncestor(root: string, older: string, newer: string): boolean {
  return gitSync({ cwd: root, command: ['merge-base', '--is-ancestor', older, newer] }).ok;
}
