import { decisionDrift } from './decision-drift.ts';
import { release } from './decision-examples.ts';

export const resurrected = decisionDrift({
  id: 'drift/resurrected',
  kind: 'resurrected',
  title: 'Finding that is recorded as fixed or revoked, and stands',
  severity: 'high',
  frameworks: ['NHI1:2025', 'PR.AA-05'],
  message: '{rule} is recorded as {state} here, and it stands. Remove it, or have it decided anew',
  identity: {
    kind: 'identity-revoked',
    message: 'The {kind} {name} was revoked, and it is still here. Remove it, or have it approved anew',
  },
  whyNoFix: 'Whether the code or the record is wrong is for a person to say.',
  docs: {
    what: 'A finding at a place whose decision says that it was fixed or revoked.',
    why: 'A record that says fixed or revoked is what an auditor relies on. When the access comes back, by a revert, a copy or a merge of an old branch, the record is wrong and nobody looks for it.',
    remedy: 'Find the change that brought it back and undo it; or reopen the record.',
    bad: [release('«write-all»', { state: 'revoked' })],
    good: [release('write-all', {})],
  },
});
