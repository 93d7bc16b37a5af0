import { decisionDrift } from './decision-drift.ts';
import { release } from './decision-examples.ts';

export const approvalVoid = decisionDrift({
  id: 'drift/approval-void',
  kind: 'approval-void',
  title: 'Approval that does not count',
  severity: 'high',
  frameworks: ['PR.AA-05', 'ID.AM-08'],
  message: 'The approval of {rule} by {by} does not count: {why}. Have the record as it stands approved',
  identity: {
    kind: 'identity-void',
    message: 'What {by} approved for the {kind} {name} does not count: {why}. Have the record as it stands approved',
  },
  whyNoFix: 'A new seal would be a new approval, which only a person gives.',
  docs: {
    what: 'A finding whose decision record was changed after it was approved, or whose approval is not one that the policy allows.',
    why: 'A seal covers the rule, the place, the grant and the approval together. It breaks when one of them was edited by hand, or when a merge put together two edits that nobody approved together. A policy says who may approve and how long an accepted risk may last; an approval beyond that is none.',
    remedy: 'Look at the history of the record, decide which version was meant, and have that approved.',
    bad: [release('«write-all»', { seal: 'g1:00000000000000000000000000000000' })],
    good: [release('write-all', {})],
  },
});
