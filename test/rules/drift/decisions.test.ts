// The rules about decisions: drift/approval-expired, drift/approval-expiring, drift/approval-void, drift/resurrected,
// drift/scope-grew, drift/became-unresolvable, drift/secret-swapped, drift/stale-decision. Today is 2026-11-21 in tests.
import { approvalExpired } from '../../../rules/drift/approval-expired.ts';
import { approvalExpiring } from '../../../rules/drift/approval-expiring.ts';
import { approvalVoid } from '../../../rules/drift/approval-void.ts';
import { becameUnresolvable } from '../../../rules/drift/became-unresolvable.ts';
import { builds, buildsModule, gone, release, testToken } from '../../../rules/drift/decision-examples.ts';
import { goneRole, ownedRole } from '../../../rules/drift/identity-examples.ts';
import { resurrected } from '../../../rules/drift/resurrected.ts';
import { scopeGrew } from '../../../rules/drift/scope-grew.ts';
import { secretSwapped } from '../../../rules/drift/secret-swapped.ts';
import { staleDecision } from '../../../rules/drift/stale-decision.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(approvalExpired, {
  valid: [{ ...release('write-all', { until: '2026-11-21' }), because: 'the last day is covered' }],
  invalid: [{ ...release('«write-all»', { until: '2026-11-20' }), message: 'for @acme/payments ended 1 day ago, on 2026-11-20' }],
});

ruleTester(approvalExpiring, {
  valid: [
    { ...release('write-all', { until: '2026-12-06' }), because: 'fifteen days are far enough' },
    { ...release('write-all', { until: '2026-11-20' }), because: 'what has ended is not about to end' },
  ],
  invalid: [
    { ...release('«write-all»', { until: '2026-12-05' }), message: 'ends in 14 days', severity: 'info' },
    { ...release('«write-all»', { until: '2026-11-21' }), message: 'ends in 0 days' },
  ],
});

ruleTester(approvalVoid, {
  valid: [{ ...release('write-all', { until: '2026-12-30' }), because: 'ninety days are what the policy allows' }],
  invalid: [
    {
      ...release('«write-all»', { seal: 'g1:00000000000000000000000000000000' }),
      message: 'by @sec-lead does not count: its seal does not fit',
    },
    { ...release('«write-all»', { until: '2027-06-30' }), message: 'lasts 272 days, and the policy allows 90 for what is high' },
    {
      ...ownedRole('payments', '«deploy»', { seal: 'i1:00000000000000000000000000000000' }),
      message: '@sec-lead approved for the role deploy does not count: its seal does not fit',
    },
  ],
});

ruleTester(resurrected, {
  valid: [{ ...release('write-all', { state: 'open' }), because: 'open says that it is there' }],
  invalid: [
    { ...release('«write-all»', { state: 'fixed' }), message: 'recorded as fixed' },
    { ...release('«write-all»', { state: 'revoked' }), message: 'recorded as revoked' },
    { ...ownedRole('payments', '«deploy»', { state: 'revoked' }), message: 'The role deploy was revoked' },
  ],
});

ruleTester(scopeGrew, {
  valid: [{ ...builds('"s3:*"') }, { ...builds('"s3:*", "s3:GetObject"'), because: 'what the approved wildcard covers is no growth' }],
  invalid: [
    { ...builds('"s3:*", "«iam:PassRole»"'), message: '"action iam:PassRole" was not part of it' },
    {
      ...ownedRole('payments', 'deploy', { action: '["s3:GetObject", "«s3:PutObject»"]' }),
      message: 'The role deploy may do more than @sec-lead approved',
    },
  ],
});

ruleTester(becameUnresolvable, {
  valid: [{ ...buildsModule('"arn:aws:s3:::builds/*"') }],
  invalid: [{ ...buildsModule('var.bucket_arn'), message: '@sec-lead approved for @acme/payments can no longer be resolved' }],
});

ruleTester(secretSwapped, {
  valid: [{ ...testToken('{{token:github-pat}}'), because: 'this is the value that was accepted' }],
  invalid: [{ ...testToken('«{{token:github-pat:2}}»'), message: 'not the value that @sec-lead accepted' }],
});

ruleTester(staleDecision, {
  valid: [{ ...release('write-all', {}) }],
  invalid: [
    { ...gone(), message: 'github/write-all-permissions' },
    { ...goneRole(), message: 'The role deploy of this record is nowhere' },
  ],
});
