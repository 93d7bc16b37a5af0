// What proves an approval: a signature by a key that the policy names for the approver, over a commit that holds exactly
// this record; or a review of the host, as it exported it, of a commit that does. A typed name proves nothing. Pure: git is
// asked by the caller.

/** A commit that brought a record as it stands, with what git said of its signature. */
export interface SignedCommit {
  readonly commit: string;
  /** Handles whose key, as the policy names it, made a good signature over it. */
  readonly signers: readonly string[];
  /** Why there is none, where it has a signature all the same: `a key that the policy does not name`. */
  readonly doubt?: string;
  readonly emails: readonly string[];
}

/** An approval of a change on the host, as the host exported it. */
export interface HostReview {
  /** With `@` in front. */
  readonly reviewer: string;
  /** The head that was approved. */
  readonly commit: string;
  readonly at?: string;
  /** File that it was read from. */
  readonly from: string;
}

export interface ApprovalToProve {
  readonly path: string;
  readonly what: string;
  readonly by: string;
  readonly on: string;
  /** Commits that brought the record with exactly this text. */
  readonly commits: readonly SignedCommit[];
  /** Of the host's reviews, those whose commit holds exactly this text. */
  readonly reviews: readonly HostReview[];
  /** E-mail addresses of those who wrote the lines that it excuses; empty where that is not known. */
  readonly authors: readonly string[];
  /** Why nothing can be told of it here, where that is so. */
  readonly unknown?: string;
}

export interface Proof {
  readonly approval: ApprovalToProve;
  readonly state: 'proven' | 'unproven' | 'self-approved';
  /** How it is proven, or why it is not; in words. */
  readonly how: string;
  readonly remarks: readonly string[];
}

/** As many approvals by one signature or one review are looked at by nobody. */
const mostAtOnce = 20;

export function prove(approvals: readonly ApprovalToProve[]): Proof[] {
  const proofs = approvals.map(proofOf);
  const together = new Map<string, number>();
  for (const { key } of proofs) if (key !== undefined) together.set(key, (together.get(key) ?? 0) + 1);
  return proofs.map(({ key, proof }) => {
    const count = key === undefined ? 0 : together.get(key)!;
    return count > mostAtOnce
      ? { ...proof, remarks: [...proof.remarks, `rubber stamp: one of ${count} approvals that ${proof.approval.by} gave at once`] }
      : proof;
  });
}

function proofOf(approval: ApprovalToProve): { readonly proof: Proof; readonly key: string | undefined } {
  const remarks: string[] = [];
  const done = (state: Proof['state'], how: string, key?: string) => ({ proof: { approval, state, how, remarks }, key });
  const { by, authors, unknown } = approval;
  if (unknown !== undefined) return done('unproven', unknown);
  const wrote = authors.filter((email) => loginOf(email) === by.toLowerCase());
  const signed = approval.commits.find((one) => one.signers.some((signer) => isSame(signer, by)));
  if (signed) {
    const own = authors.find((email) => signed.emails.includes(email)) ?? wrote[0];
    if (own !== undefined)
      return done('self-approved', `${by} signed ${signed.commit.slice(0, 7)}, and wrote the line that it excuses (${own})`, signed.commit);
    if (authors.length === 0) remarks.push('who wrote the line is not known here');
    return done('proven', `signed by ${by} in ${signed.commit.slice(0, 7)}`, signed.commit);
  }
  const review = approval.reviews.find((one) => isSame(one.reviewer, by));
  if (review) {
    if (wrote[0] !== undefined)
      return done(
        'self-approved',
        `${by} reviewed ${review.commit.slice(0, 7)}, and wrote the line that it excuses (${wrote[0]})`,
        `${review.from} ${review.commit}`,
      );
    if (authors.length === 0) remarks.push('who wrote the line is not known here');
    return done(
      'proven',
      `reviewed by ${by} at ${review.commit.slice(0, 7)}${review.at ? ` on ${review.at.slice(0, 10)}` : ''}, by ${review.from}`,
      `${review.from} ${review.commit}`,
    );
  }
  const other = approval.commits.flatMap((one) => one.signers)[0] ?? approval.reviews[0]?.reviewer;
  const doubt = approval.commits.find((one) => one.doubt)?.doubt;
  const writer = approval.commits.at(-1);
  if (writer && authors.some((email) => writer.emails.includes(email))) remarks.push('whoever wrote the line also wrote the record');
  return done(
    'unproven',
    other !== undefined
      ? `it names ${by}, and ${other} approved it`
      : doubt !== undefined
        ? `its commit has ${doubt}`
        : `nothing but the name ${by} in the record`,
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `@login` of an address that the host gives to those who hide their own: `123+login@users.noreply.github.com`. */
function loginOf(email: string): string | undefined {
  const match = /^(?:\d+[+-])?([A-Za-z0-9._-]+)@users\.noreply\.[A-Za-z0-9.-]+$/.exec(email);
  return match ? `@${match[1]!.toLowerCase()}` : undefined;
}

/**
 * Approvals in a list of reviews as `GET /repos/{owner}/{repo}/pulls/{number}/reviews` gives it (GitHub, Gitea, Forgejo):
 * of each reviewer the last word counts, and only one that is about a commit. Undefined for a text that is no such list.
 */
export function readReviews(text: string, from: string): HostReview[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const last = new Map<string, HostReview | undefined>();
  for (const one of parsed as readonly unknown[]) {
    if (typeof one !== 'object' || one === null) return undefined;
    const { user, state, commit_id: commit, submitted_at: at, dismissed } = one as Record<string, unknown>;
    const login = typeof user === 'object' && user !== null ? (user as Record<string, unknown>)['login'] : undefined;
    if (typeof login !== 'string' || typeof state !== 'string') return undefined;
    const word = state.toUpperCase();
    if (word === 'COMMENTED' || word === 'PENDING' || word === 'COMMENT') continue;
    const approved = word === 'APPROVED' && dismissed !== true && typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit);
    last.set(
      login.toLowerCase(),
      approved ? { reviewer: `@${login}`, commit: commit as string, from, ...(typeof at === 'string' ? { at } : {}) } : undefined,
    );
  }
  return [...last.values()].filter((review) => review !== undefined);
}
