import { agentSettings } from './identity-examples.ts';
import { identityDrift, isAutonomous } from './identity-drift.ts';

export const agentScopeGrew = identityDrift({
  id: 'drift/agent-scope-grew',
  kind: 'identity-scope-grew',
  only: isAutonomous,
  title: 'Agent, job or OAuth client with more than was approved',
  severity: 'high',
  frameworks: ['NHI5:2025', 'PR.AA-05'],
  message:
    'The {kind} {name} got more than {by} approved for {owner} on {on}: {grew} is new. Take it out, or have it approved with `posture approve`',
  since: 2,
  whyNoFix: 'Whether the new item or the approval is out of date is for its owner.',
  docs: {
    what: 'An agent, a pipeline job or an OAuth client that may do something which its approval does not cover.',
    why: 'These act without a person. One more server, tool, secret, scope or trigger is added in a line of a settings file, and from then on it is used by whatever text or pull request reaches the agent or the job.',
    remedy: 'Take the new item out, or have the identity approved as it is now.',
    bad: [agentSettings('"Bash(make:*)", "«Bash(curl:*)»"')],
    good: [agentSettings('"Bash(make:*)"')],
  },
});
