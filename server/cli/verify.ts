// `posture verify`: whether each approval on the target branch is proven, and by whom: a signature of a key that the policy
// names, or a review that the host exported. What is not proven is said to be unproven, never approved.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findingId } from '../posture/reconcile.ts';
import { identitiesFolder, identityPath } from '../posture/identity-file.ts';
import { prove, readReviews, type ApprovalToProve, type HostReview, type Proof } from '../posture/proof.ts';
import { decisionPath } from '../posture/seal.ts';
import { authorsOf } from '../workspace/authors.ts';
import { readBaseline, type Baseline } from '../workspace/baseline.ts';
import { decisionsFolder } from '../workspace/decision-files.ts';
import { FileError, GitError, UsageError, reasonOf } from '../workspace/errors.ts';
import { gitSync } from '../workspace/git.ts';
import { recordBlobs, recordChanges } from '../workspace/record-history.ts';
import { isShallow } from '../workspace/repository.ts';
import { signaturesOf } from '../workspace/signatures.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { checkTree } from './check-tree.ts';
import { today } from './today.ts';
import { printError, printOut } from './print.ts';
import type { CheckResult } from './result.ts';

export interface VerifyFlags {
  readonly reviews: readonly string[];
  readonly target?: string;
  readonly format: 'pretty' | 'json';
}

export async function verifyCommand(flags: VerifyFlags): Promise<void> {
  const reviews = flags.reviews.flatMap(reviewsIn);
  const result = await checkTree({ today: today(), target: flags.target, everyIdentity: true });
  const { root } = result;
  const target = targetBranch(root, flags.target);
  if (!isTarget(target)) throw new UsageError(`approvals are verified as they stand on the target branch: ${target.why}`);
  // Not said of each approval: the run proves nothing, and it takes one command to have one that does.
  if (isShallow(root)) throw new GitError(`approvals are proven by the commits that brought them, and ${cutOff}`, 'git fetch --unshallow');
  const { proofs, notHere, hasSigners } = await proofsAt(root, target.commit, readBaseline(root, flags.target), result, reviews);

  report(proofs, { target: `${target.name}@${target.commit.slice(0, 7)}`, hasSigners, notHere }, flags);
  for (const problem of result.problems) printError(`posture: not checked: ${problem.what} ${problem.uri}: ${problem.message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : proofs.some(({ state }) => state !== 'proven') ? 1 : 0;
}

/** The oldest commit of a shallow clone looks as if it had brought every record and written every line. */
const cutOff = 'this clone is shallow: which commit brought what is not known here';

export interface ProofsHere {
  readonly proofs: readonly Proof[];
  /** Reviews of commits that are not in this clone. */
  readonly notHere: readonly HostReview[];
  /** Whether the policy names any key. */
  readonly hasSigners: boolean;
}

/** What proves each approval that a commit holds. `result` is a check with every identity, `reviews` what the host exported, `linesOf` the commit that was checked where it was not the working tree. */
export async function proofsAt(
  root: string,
  commit: string,
  baseline: Baseline | undefined,
  result: CheckResult,
  reviews: readonly HostReview[],
  linesOf?: string,
): Promise<ProofsHere> {
  const folders = [decisionsFolder, identitiesFolder];
  const blobs = recordBlobs(root, commit, folders);
  const approvals = (await approvalsOf(baseline, result, linesOf)).filter(({ path }) => blobs.has(path));
  if (isShallow(root))
    return {
      proofs: prove(approvals.map((one) => ({ ...one, commits: [], reviews: [], unknown: `${cutOff} (git fetch --unshallow)` }))),
      notHere: [],
      hasSigners: false,
    };
  const origins = originsOf(root, commit, folders, blobs);
  const signers = baseline?.policy.signers ?? {};
  const signatures = signaturesOf(root, [...new Set([...origins.values()].flatMap(({ commits }) => commits))], signers);
  const reviewed = new Map(reviews.map((review) => [review.commit, blobsOfReview(root, review, folders)]));
  const proofs = prove(
    approvals.map(({ path, what, by, on, authors }): ApprovalToProve => {
      const origin = origins.get(path);
      return {
        path,
        what,
        by,
        on,
        authors,
        commits: (origin?.commits ?? []).flatMap((commit) => signatures.get(commit) ?? []),
        reviews: reviews.filter((review) => reviewed.get(review.commit)?.get(path) === blobs.get(path) && isSince(review, origin?.after)),
      };
    }),
  );
  return {
    proofs,
    notHere: reviews.filter((review) => reviewed.get(review.commit) === undefined),
    hasSigners: Object.keys(signers).length > 0,
  };
}

interface Origin {
  /** The commit that brought the record to the branch as it stands, and those that a merge brought it with. */
  readonly commits: readonly string[];
  /** When the branch last held something else there; a proof from before that is one of an approval that was taken back. */
  readonly after?: number;
}

function originsOf(root: string, tip: string, folders: readonly string[], blobs: ReadonlyMap<string, string>): Map<string, Origin> {
  const origins = new Map<string, { commits: string[]; after?: number }>();
  const merges = new Set<string>();
  for (const { by, path, blob } of recordChanges(root, tip, folders, 'line')) {
    const known = origins.get(path);
    if (by.isMerge) merges.add(by.commit);
    if (!known && blob !== undefined && blob === blobs.get(path)) origins.set(path, { commits: [by.commit] });
    else if (known) known.after ??= by.time;
  }
  const merged = new Map<string, ReadonlySet<string>>();
  const broughtBy = (commit: string): ReadonlySet<string> => {
    let found = merged.get(commit);
    if (!found) {
      const list = gitSync({ cwd: root, command: ['rev-list', commit, `^${commit}^1`] });
      merged.set(
        commit,
        (found = new Set(
          list.ok
            ? list.stdout
                .toString()
                .split('\n')
                .filter((one) => one !== '')
            : [],
        )),
      );
    }
    return found;
  };
  for (const { by, path, blob } of recordChanges(root, tip, folders, 'all')) {
    const origin = origins.get(path);
    // What was committed to the branch itself was brought by nothing else: a call of git only for each merge.
    if (
      origin &&
      blob === blobs.get(path) &&
      merges.has(origin.commits[0]!) &&
      !origin.commits.includes(by.commit) &&
      broughtBy(origin.commits[0]!).has(by.commit)
    )
      origin.commits.push(by.commit);
  }
  return origins;
}

function isSince(review: HostReview, after: number | undefined): boolean {
  return after === undefined || (review.at !== undefined && Date.parse(review.at) / 1000 > after);
}

type Named = Pick<ApprovalToProve, 'path' | 'what' | 'by' | 'on' | 'authors'>;

/** Every approval that counts, with the authors of the line that it excuses where that line is in the tree. */
async function approvalsOf(baseline: Baseline | undefined, result: CheckResult, linesOf: string | undefined): Promise<Named[]> {
  const shown = new Map([...result.findings, ...result.suppressed].map((one) => [findingId(one.finding), one]));
  const entries = new Map(result.identities.map((one) => [one.entry.id, one]));
  const wanted = new Map<string, Set<number>>();
  const at = (uri: string, line: number): { uri: string; line: number } => {
    wanted.set(uri, (wanted.get(uri) ?? new Set()).add(line));
    return { uri, line };
  };
  const made: (Omit<Named, 'authors'> & { place?: { uri: string; line: number } })[] = [];
  for (const { decision } of baseline?.decided ?? []) {
    const { approved } = decision;
    if (decision.state !== 'accepted' || !approved) continue;
    const found = shown.get(decision.id);
    made.push({
      path: decisionPath(decision),
      what: decision.rule,
      by: approved.by,
      on: approved.on,
      ...(found ? { place: at(found.finding.at.uri, found.range.start.line + 1) } : {}),
    });
  }
  for (const { record } of baseline?.identities.decided ?? []) {
    if (record.state !== 'approved' || !record.approved) continue;
    const found = entries.get(record.identity);
    const line = found && result.lineOf(found.entry.at);
    made.push({
      path: identityPath(record),
      what: `${record.kind} ${record.name}`,
      by: record.approved.by,
      on: record.approved.on,
      ...(line !== undefined ? { place: at(found!.entry.at.uri, line) } : {}),
    });
  }
  const authors = await authorsOf(result.root, wanted, linesOf);
  return made.map(({ place, ...rest }) => {
    const author = place && authors.get(place.uri)?.get(place.line);
    return { ...rest, authors: author === undefined ? [] : [author] };
  });
}

export function reviewsIn(file: string): HostReview[] {
  const name = relative(process.cwd(), resolve(file));
  let text: string;
  try {
    text = readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw new FileError(`${name} cannot be read (${reasonOf(error)})`);
  }
  const reviews = readReviews(text, name);
  if (!reviews)
    throw new UsageError(
      `${name} is no list of reviews as the host gives it`,
      'gh api repos/OWNER/NAME/pulls/NUMBER/reviews > reviews.json',
    );
  return reviews;
}

/** The records of the reviewed commit; undefined where that commit is not in this clone. */
function blobsOfReview(root: string, review: HostReview, folders: readonly string[]): ReadonlyMap<string, string> | undefined {
  const known = gitSync({ cwd: root, command: ['cat-file', '-e', `${review.commit}^{tree}`] });
  return known.ok ? recordBlobs(root, review.commit, folders) : undefined;
}

function report(
  proofs: readonly Proof[],
  about: { target: string; hasSigners: boolean; notHere: readonly HostReview[] },
  flags: VerifyFlags,
): void {
  const count = (state: Proof['state']) => proofs.filter((proof) => proof.state === state).length;
  if (flags.format === 'json') {
    const rows = proofs.map(({ approval, state, how, remarks }) => ({
      record: approval.path,
      what: approval.what,
      by: approval.by,
      on: approval.on,
      state,
      how,
      remarks,
    }));
    printOut(
      `${JSON.stringify({ version: 1, decisionsOf: about.target, proven: count('proven'), unproven: count('unproven'), selfApproved: count('self-approved'), approvals: rows }, undefined, 2)}\n`,
    );
    return;
  }
  const lines = proofs
    .filter(({ state, remarks }) => state !== 'proven' || remarks.length > 0)
    .map(({ approval, state, how, remarks }) => `${state}: ${approval.path}: ${[how, ...remarks].join('; ')}`);
  if (proofs.length === 0) lines.push('There is no approval to verify.');
  else
    lines.push(
      `${lines.length > 0 ? '\n' : ''}${count('proven')} proven, ${count('unproven')} unproven, ${count('self-approved')} self-approved, at ${about.target}.`,
    );
  if (!about.hasSigners && proofs.length > 0)
    lines.push(
      'The policy names no signers, so no signature proves anything: signers: {"@sec-lead": ["ssh-ed25519 AAAA…"]} in .posture/policy.yaml.',
    );
  for (const review of about.notHere)
    lines.push(
      `The commit ${review.commit.slice(0, 12)} that ${review.reviewer} reviewed is not in this clone: git fetch origin ${review.commit}`,
    );
  printOut(`${lines.join('\n')}\n`);
}
