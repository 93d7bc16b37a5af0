// `posture sync`: brings the decisions of the team and those of this working tree together, field by field, the safer
// value counting, and proposes to the team what it does not have yet. The team's branch itself is never pushed.
//
// Killed at any point, the next run finds either the old or the new state: files are written whole, and the note of what
// was merged is written last. Merging twice gives what merging once gives.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isWrittenAs } from '../../posture/format.ts';
import { identitiesFolder } from '../../posture/identity-file.ts';
import type { MergeConflict } from '../../posture/merge.ts';
import { decisionsFolder } from '../decision-files.ts';
import { GitError, UsageError } from '../errors.ts';
import { gitSync } from '../git.ts';
import { textAt } from '../text-at.ts';
import { writeFiles, type FileWrite } from '../write-files.ts';
import type { RefusedRecord } from '../record-files.ts';
import { commitProposal, type ProposalFile } from './proposal.ts';
import { lock } from './lock.ts';
import { kinds, nothing, type Text } from './record-kinds.ts';
import { readSettled, stampOf, writeSettled } from './settled.ts';
import type { TeamAddress } from './team-address.ts';
import { fetchTeam, noteSynced, pushProposal } from './team-branch.ts';

export interface SyncRequest {
  readonly root: string;
  readonly address: TeamAddress;
  /** Where this repository's records stand in the team's: `repositories/github.com/acme/payments`. */
  readonly place: string;
  /** Whose proposal it is. */
  readonly handle: string;
  readonly signal?: AbortSignal;
}

export interface SyncResult {
  /** The team's tip that is merged here now; undefined when the team's branch does not exist yet. */
  readonly tip?: string;
  /** Records that changed in the working tree. */
  readonly written: readonly string[];
  /** The branch with what the team does not have yet. */
  readonly proposed?: string;
  readonly conflicts: readonly SyncConflict[];
  readonly refused: readonly RefusedRecord[];
}

/** A difference that a person should look at, with both records as they were: empty where one was deleted. */
export interface SyncConflict {
  readonly path: string;
  readonly conflict: MergeConflict;
  readonly mine: string;
  readonly theirs: string;
}

export async function sync(request: SyncRequest): Promise<SyncResult> {
  const { root, address, place } = request;
  const paths = gitPaths(root);
  const busy = states.find(([name]) => existsSync(paths.get(name)!))?.[1];
  if (busy) throw new UsageError(`${busy} is going on here; finish it, then sync`);
  const release = lock(paths.get(lockName)!);
  try {
    removeStaleRefLocks(paths.get(refsName)!);
    const { commit, last } = await fetchTeam(root, address, request.signal);
    const note = paths.get(noteName)!;
    const between = `${address.url} ${address.branch} ${place} ${request.handle}`;
    const settled = readSettled(note);
    if (
      settled?.with === between &&
      settled.tip === commit &&
      last === commit &&
      settled.stamp === stampOf(root, [decisionsFolder, identitiesFolder])
    ) {
      return { tip: commit, written: [], proposed: settled.proposed, conflicts: [], refused: [] };
    }
    writeSettled(note, undefined);
    const writes: FileWrite[] = [];
    const proposal: ProposalFile[] = [];
    const conflicts: SyncConflict[] = [];
    const refused: RefusedRecord[] = [];
    for (const kind of kinds) {
      const base = last ? kind.at(root, last, `${place}/${kind.folder}`).records : new Map<string, Text>();
      const there = commit ? kind.at(root, commit, `${place}/${kind.folder}`) : nothing;
      const here = kind.here(root);
      refused.push(...there.refused, ...here.refused);
      const unreadable = new Set(here.refused.map((one) => one.uri));
      for (const id of new Set([...here.records.keys(), ...there.records.keys()])) {
        const mine = here.records.get(id);
        const their = there.records.get(id);
        const { path } = (mine ?? their)!;
        // What cannot be read here is not overwritten: a person is in the middle of something.
        if (unreadable.has(path)) continue;
        // What is missing here may stand on another branch: only the team removes a record of the team.
        const merged = mine ? kind.merge(base.get(id), mine, their) : { text: their!.text, conflicts: [] };
        for (const conflict of merged.conflicts) conflicts.push({ path, conflict, mine: mine?.text ?? '', theirs: their?.text ?? '' });
        const full = join(root, path);
        const before = mine ? textAt(full) : undefined;
        const { text } = merged;
        if (text !== undefined && (before === undefined || !isWrittenAs(before, text))) writes.push({ path: full, text, before });
        // A record that the team removed and nobody changed here goes; the removal is the team's decision.
        if (text === undefined && mine) rmSync(full, { force: true });
        if (text !== their?.text && text !== undefined) proposal.push({ path: `${place}/${path.slice('.posture/'.length)}`, text });
      }
    }
    if (writes.length > 0) writeFiles(writes, root);
    let proposed: string | undefined;
    if (proposal.length > 0) {
      const made = commitProposal(
        root,
        commit,
        proposal,
        request.handle,
        `Records of ${place.replace(/^repositories\//, '')}: ${proposal.length === 1 ? '1 record' : `${proposal.length} records`}`,
      );
      await pushProposal(root, address, made.commit, made.branch, request.signal);
      proposed = made.branch;
    }
    if (commit) noteSynced(root, commit);
    // What a person has to look at is said again until it is looked at.
    if (conflicts.length + refused.length === 0)
      writeSettled(note, {
        with: between,
        ...(commit ? { tip: commit } : {}),
        stamp: stampOf(root, [decisionsFolder, identitiesFolder]),
        ...(proposed ? { proposed } : {}),
      });
    return { tip: commit, written: writes.map((write) => write.path), proposed, conflicts, refused };
  } finally {
    release();
  }
}

/** What git can be in the middle of; a sync would only get in the way. */
const states: readonly (readonly [string, string])[] = [
  ['rebase-merge', 'a rebase'],
  ['rebase-apply', 'a rebase'],
  ['MERGE_HEAD', 'a merge'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick'],
  ['REVERT_HEAD', 'a revert'],
  ['BISECT_LOG', 'a bisection'],
];
const lockName = 'posture-sync.lock';
const noteName = 'posture-sync.json';
const refsName = 'refs/posture';

/** Where the repository keeps these, in one call of git: in a worktree some of them lie elsewhere than others. */
function gitPaths(root: string): Map<string, string> {
  const names = [...states.map(([name]) => name), noteName, refsName];
  const result = gitSync({
    cwd: root,
    command: ['rev-parse', '--path-format=absolute', '--git-dir', ...names.flatMap((name) => ['--git-path', name])],
  });
  const [folder, ...paths] = result.stdout.toString().split('\n');
  if (!result.ok || folder === undefined || paths.length < names.length)
    throw new GitError(`${root} is no git repository: ${result.message}`);
  // Git says where a link leads to, and the lock is one.
  return new Map([[lockName, join(folder, lockName)], ...names.map((name, index): [string, string] => [name, paths[index]!])]);
}

/** Nobody but a sync writes these refs, and this one holds the lock: what locks them was left by a run that was killed. */
function removeStaleRefLocks(folder: string): void {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  for (const name of names) if (name.endsWith('.lock')) rmSync(join(folder, name), { force: true });
}
