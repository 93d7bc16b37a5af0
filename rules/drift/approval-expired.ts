import { decisionDrift } from './decision-drift.ts';
import { release } from './decision-examples.ts';

export const approvalExpired = decisionDrift({
  id: 'drift/approval-expired',
  kind: 'approval-expired',
  title: 'Approval past its end',
  severity: 'high',
  frameworks: ['PR.AA-05', 'NHI1:2025'],
  message:
    'The approval of {rule} for {owner} ended {days} ago, on {until}; what it allowed still stands. Remove it, or have it approved anew',
  whyNoFix: 'Whether to remove the access or to approve it again is for its owner.',
  docs: {
    what: 'A finding whose approval ended while what was approved still stands.',
    why: 'An approval is given for a time. When the time is over and the grant still stands, just-in-time access has become standing access, and nobody decided that.',
    remedy:
      'Remove what was approved, or approve it anew with an end and a reason that is true today. The finding itself is reported again meanwhile.',
    bad: [release('«write-all»', { until: '2026-10-31' })],
    good: [release('write-all', {})],
  },
});
