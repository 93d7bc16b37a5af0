// Decisions for property tests: few values a field, so that sides collide often.
import fc from 'fast-check';
import type { Decision } from '../../server/engine/decision.ts';
import { decisionId, sealed } from '../../server/posture/seal.ts';

const rule = 'aws/standing-admin';
const anchor = 'terraform|infra/main.tf|aws_iam_user_policy.deploy|Statement[Sid=Admin]';
const grants = [
  ['action *', 'effect allow', 'resource *'],
  ['action s3:*', 'effect allow', 'resource *'],
  ['action s3:get*', 'effect allow', 'resource arn:aws:s3:::a/*'],
] as const;

export const decisionArbitrary: fc.Arbitrary<Decision> = fc
  .record({
    kind: fc.constantFrom('accepted-risk' as const, 'compensated' as const),
    state: fc.constantFrom(
      'open' as const,
      'accepted' as const,
      'accepted' as const,
      'accepted' as const,
      'fixed' as const,
      'revoked' as const,
    ),
    grant: fc.constantFrom(...grants),
    owner: fc.constantFrom('@acme/payments', '@acme/search'),
    by: fc.constantFrom('@lead', '@ciso'),
    on: fc.constantFrom('2026-11-01', '2026-11-21'),
    until: fc.constantFrom(undefined, '2026-12-01', '2027-02-01'),
    reason: fc.constantFrom('moves to OIDC', 'legacy deployer', 'see PAY-812: "soon"'),
  })
  .map(({ kind, state, grant, owner, by, on, until, reason }) => {
    const open: Omit<Decision, 'approved'> = { v: 1, id: decisionId(rule, anchor), rule, anchor, kind, state, grant: [...grant], reason };
    return state === 'accepted' ? sealed(open, { owner, by, on, ...(until ? { until } : {}) }) : open;
  });
