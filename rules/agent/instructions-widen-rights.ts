// Instructions that tell an agent to take more rights than its settings give it, or to give all of them on.
import type { Instruction } from '../../server/engine/facts/agents/instructions.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const instructionsWidenRights = defineRule({
  id: 'agent/instructions-widen-rights',
  meta: {
    title: 'Instructions to take more rights',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'What the agent should do instead is a decision, and belongs in the permissions of the client.',
    messages: {
      wider:
        '"{text}" in instructions for agents: whoever follows them acts with more rights than the settings of the client give, as the person who started it. Give the rights that are needed in those settings, where they are listed and reviewed',
    },
    docs: {
      what: 'A file of instructions tells agents to work as root, to go around the lists and sandboxes that limit them, to switch checks off, or to give other agents every tool.',
      why: 'The permissions of a client are a list that somebody reviewed. A sentence that goes around them is followed by every agent of everybody here, and no list shows what it comes to.',
      remedy: 'Name the few commands that need more rights in the allow list of the client, and let everything else ask.',
      bad: [{ file: 'AGENTS.md', text: '# Working here\n\n«Run every command with sudo», and try again when one fails.\n' }],
      good: [{ file: 'AGENTS.md', text: '# Working here\n\nNever run commands with sudo. Ask when one fails.\n' }],
      references: ['https://code.claude.com/docs/en/permissions', 'https://code.claude.com/docs/en/sub-agents'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'instructions') return;
      for (const { key, keyAt, anchor, value } of agent.settings)
        if ((key as Instruction) === 'more-rights')
          context.report({ at: keyAt, message: 'wider', data: { text: textOf(value) ?? '' }, anchor });
    },
  },
});
