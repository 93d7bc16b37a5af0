import { decisionDrift } from './decision-drift.ts';
import { gone, release } from './decision-examples.ts';

export const staleDecision = decisionDrift({
  id: 'drift/stale-decision',
  kind: 'stale',
  title: 'Decision about something that is gone',
  severity: 'info',
  frameworks: ['GV.OV-01'],
  message: 'Nothing in the code is covered by this decision on {rule} any more; record it as fixed, or remove it with `posture prune`',
  identity: {
    kind: 'identity-gone',
    message: 'The {kind} {name} of this record is nowhere in the code any more; remove the record with `posture prune`',
  },
  whyNoFix: 'Removing a record is a decision that goes through review.',
  docs: {
    what: 'A decision record whose finding no longer exists.',
    why: 'A decision that outlives what it was about waits for the next finding at the same place, which nobody has looked at.',
    remedy: 'Set the state to fixed, or remove the record.',
    bad: [gone()],
    good: [release('write-all', {})],
  },
});
