// Instructions that tell an agent to go on without asking.
import type { Instruction } from '../../server/engine/facts/agents/instructions.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const instructionsSkipPrompts = defineRule({
  id: 'agent/instructions-skip-prompts',
  meta: {
    title: 'Instructions to work without asking',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'What may run without a prompt is a decision, and belongs in the permissions of the client.',
    messages: {
      option:
        '`{text}` in instructions for agents: whoever follows them runs the agent with every tool and no prompt, as themselves. Allow the commands that are needed in the settings of the client instead',
      sentence:
        '"{text}" in instructions for agents: prompts are what stands between a sentence in some file and a command run as this person. Allow the commands that are needed in the settings of the client instead',
    },
    docs: {
      what: 'A file of instructions for agents that names the option which switches all prompts off, or tells them not to ask for permission.',
      why: 'Instructions are read by every agent of everybody here, and are changed in a pull request like any text. A permission given there has no list of commands, no place that anybody reviews, and no end.',
      remedy: 'Put exact commands into the allow list of the client, and leave the rest to a prompt or to a container without credentials.',
      bad: [{ file: 'AGENTS.md', text: '# Working here\n\nStart the agent with `claude «--dangerously-skip-permissions»`.\n' }],
      good: [{ file: 'AGENTS.md', text: '# Working here\n\nNever start an agent with --dangerously-skip-permissions.\n' }],
      references: ['https://code.claude.com/docs/en/permissions'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'instructions') return;
      for (const { key, keyAt, anchor, value } of agent.settings) {
        const instruction = key as Instruction;
        if (instruction === 'bypass-option' || instruction === 'without-asking')
          context.report({
            at: keyAt,
            message: instruction === 'bypass-option' ? 'option' : 'sentence',
            data: { text: textOf(value) ?? '' },
            anchor,
          });
      }
    },
  },
});
