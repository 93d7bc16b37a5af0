import { agentSettings, approvalAsked } from './identity-examples.ts';
import { identityDrift } from './identity-drift.ts';

export const unapprovedIdentity = identityDrift({
  id: 'drift/unapproved-identity',
  kind: 'unapproved-identity',
  title: 'Identity that nobody approved',
  severity: 'medium',
  frameworks: ['NHI9:2025', 'ID.AM-08'],
  message: 'Nobody has approved the {kind} {name}, and the policy asks for it. Have it approved with `posture approve`',
  since: 2,
  whyNoFix: 'An approval is given by a person.',
  docs: {
    what: 'An identity of a kind for which the policy asks an approval, and that has none. Off until the policy names the kind under `approve`.',
    why: 'An identity that nobody approved has no owner who was asked, no purpose that anybody can look up, and no day on which it is looked at again.',
    remedy: 'Approve it with its owner, its purpose and what it may do, or remove it.',
    bad: [agentSettings('"Bash(make:*)"', { name: '«permissions»', record: false, beside: approvalAsked })],
    good: [agentSettings('"Bash(make:*)"', { beside: approvalAsked })],
  },
});
