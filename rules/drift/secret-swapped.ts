import { decisionDrift } from './decision-drift.ts';
import { testToken } from './decision-examples.ts';

export const secretSwapped = decisionDrift({
  id: 'drift/secret-swapped',
  kind: 'secret-swapped',
  title: 'Accepted secret replaced by another',
  severity: 'high',
  frameworks: ['NHI2:2025'],
  message:
    'This is not the value that {by} accepted here on behalf of {owner}. Rotate and remove it; an acceptance covers one value, not a place',
  whyNoFix: "The repair is that of the secret's own finding.",
  docs: {
    what: 'A secret at a place where another one was accepted.',
    why: 'A place where one secret was accepted, as test data or for a time, would otherwise take any other secret in silence.',
    remedy: 'Rotate the new value and take it out. If it is harmless too, it needs a decision of its own.',
    bad: [testToken('«{{token:github-pat:2}}»')],
    good: [testToken('{{token:github-pat}}')],
  },
});
