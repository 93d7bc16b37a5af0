import { decisionDrift } from './decision-drift.ts';
import { release } from './decision-examples.ts';

export const approvalExpiring = decisionDrift({
  id: 'drift/approval-expiring',
  kind: 'approval-expiring',
  title: 'Approval about to end',
  severity: 'info',
  frameworks: ['PR.AA-05'],
  message: 'The approval of {rule} for {owner} ends in {days}, on {until}; plan its removal or its review now',
  whyNoFix: 'Nothing is wrong yet; the decision is due.',
  docs: {
    what: 'A finding whose approval ends within the number of days that the policy warns before.',
    why: 'An approval that ends unannounced turns into a blocked release, and the quickest way out of that is a longer approval that nobody looked at.',
    remedy: 'Remove what was approved before the day, or have it reviewed in time.',
    bad: [release('«write-all»', { until: '2026-11-30' })],
    good: [release('write-all', {})],
  },
});
