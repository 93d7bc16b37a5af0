import { agentSettings } from './identity-examples.ts';
import { identityDrift } from './identity-drift.ts';

export const reviewOverdue = identityDrift({
  id: 'drift/review-overdue',
  kind: 'review-overdue',
  title: 'Identity due for review',
  severity: 'low',
  frameworks: ['PR.AA-05', 'GV.OV-01'],
  message: 'The {kind} {name} of {owner} was to be reviewed by {review}, {days} ago. Go through what is due with `posture review`',
  since: 2,
  whyNoFix: 'A review is done by a person.',
  docs: {
    what: 'An identity whose day of review has passed.',
    why: 'An approval says what was right on one day. Projects end and teams change while their identities go on.',
    remedy: 'Look at what it may do and whether it is still needed; then keep, change or revoke it.',
    bad: [agentSettings('"Bash(make:*)"', { name: '«permissions»', review: '2026-11-01' })],
    good: [agentSettings('"Bash(make:*)"', { review: '2026-12-20' })],
  },
});
