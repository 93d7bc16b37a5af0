// From a finding to the record that accepts it. The caller says who, why and until when; what exactly is accepted is read
// from the finding.
import type { Decision, DecisionKind } from '../engine/decision.ts';
import type { Finding } from '../engine/finding.ts';
import { refusedBy, type Policy } from './policy.ts';
import { bindOf, findingId } from './reconcile.ts';
import { sealed } from './seal.ts';

export interface Acceptance {
  readonly kind: DecisionKind;
  readonly owner: string;
  readonly by: string;
  readonly on: string;
  readonly until?: string;
  readonly reason: string;
}

/** Why a finding cannot be accepted, in words for a person. */
export interface CannotAccept {
  readonly why: string;
}

/** Why no record can say where this finding is; undefined for nearly all. What reads records refuses such a name, because nobody can see it. */
export function whyNotRecorded(finding: Finding): string | undefined {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(finding.anchor)
    ? 'a control character stands in the name of its file or of what it is in, and no record holds one; rename it'
    : undefined;
}

/**
 * The decision that accepts a finding, or why there can be none: a word about decisions, which no decision counts for; a grant that cannot be read, a secret that proves itself
 * live, an approval that the policy would not let count.
 */
export function acceptanceOf(finding: Finding, acceptance: Acceptance, policy: Policy): Decision | CannotAccept {
  const nameless = whyNotRecorded(finding);
  if (nameless !== undefined) return { why: nameless };
  if (finding.category === 'drift')
    return { why: 'a disagreement is settled, not accepted: in the code, by a decision about what it names, or where it runs' };
  const bind = bindOf(finding);
  if (bind === 'unresolvable')
    return { why: 'a part of this grant is not known here, so nobody can say what would be accepted; write the value out first' };
  const subject = finding.subject;
  if (subject?.kind === 'secret' && subject.fact.check === 'valid' && subject.fact.kind === 'secret' && acceptance.kind !== 'test-data') {
    return { why: `the checksum of this ${subject.fact.title} is right: it is a real one. Rotate it; only test data is accepted here` };
  }
  const id = findingId(finding);
  const decision = sealed(
    {
      v: 1,
      id,
      rule: finding.rule,
      anchor: finding.anchor,
      kind: acceptance.kind,
      state: 'accepted',
      ...(bind === 'anchor' ? {} : 'grant' in bind ? { grant: bind.grant } : { secret: bind.secret }),
      reason: acceptance.reason,
    },
    { owner: acceptance.owner, by: acceptance.by, on: acceptance.on, ...(acceptance.until ? { until: acceptance.until } : {}) },
  );
  const refused = refusedBy(policy, decision, finding.severity);
  return refused === undefined ? decision : { why: `it would not count: ${refused}` };
}

export function isDecision(result: Decision | CannotAccept): result is Decision {
  return 'id' in result;
}
