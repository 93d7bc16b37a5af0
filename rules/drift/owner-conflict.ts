import { ownedRole } from './identity-examples.ts';
import { identityDrift } from './identity-drift.ts';

export const ownerConflict = identityDrift({
  id: 'drift/owner-conflict',
  kind: 'owner-conflict',
  title: 'Identity with two owners',
  severity: 'low',
  frameworks: ['ID.AM-08'],
  message: 'By its record {owner} answers for the {kind} {name}, and by the code {found} does. Say who it is in both',
  since: 2,
  whyNoFix: 'Which of the two is right is known to the teams.',
  docs: {
    what: 'An identity for which its record and the code name different owners.',
    why: 'Of two owners each takes the other for the one who looks after it.',
    remedy: 'Correct the tag or CODEOWNERS, or have the record approved with the new owner.',
    bad: [ownedRole('search', '«deploy»')],
    good: [ownedRole('payments', 'deploy')],
  },
});
