import { decisionDrift } from './decision-drift.ts';
import { builds } from './decision-examples.ts';

export const scopeGrew = decisionDrift({
  id: 'drift/scope-grew',
  kind: 'scope-grew',
  title: 'Grant wider than what was approved',
  severity: 'high',
  frameworks: ['NHI5:2025', 'PR.AA-05'],
  message:
    'This grant is wider than what {by} approved for {owner}: {grew} was not part of it. Take it out, or have the wider grant approved',
  identity: {
    kind: 'identity-scope-grew',
    message:
      'The {kind} {name} may do more than {by} approved for {owner} on {on}: {grew} was not part of it. Take it out, or have it approved with `posture approve`',
  },
  whyNoFix: 'Which of the two was meant, the approval or the change, is for the approver.',
  docs: {
    what: 'A grant that allows something which its approval does not cover.',
    why: 'An approval is for exactly what was written. A grant that grows under an approval that is still in force is the quietest way to more access than anybody agreed to.',
    remedy: 'Narrow the grant to what was approved, or ask for an approval of what it is now.',
    bad: [builds('"s3:*", "«iam:PassRole»"')],
    good: [builds('"s3:*"')],
  },
});
