// An agent that may hand its work to every other agent, and so has the tools of all of them.
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { definedTools } from './definition-tools.ts';

export const delegatesToAnyAgent = defineRule({
  id: 'agent/delegates-to-any-agent',
  meta: {
    title: 'Agent may delegate to every other agent',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which agents it works with is not in the file.',
    messages: {
      any: 'The agent "{name}" may delegate to every agent, and has the tools of the widest of them, also of those added later. Name the ones it needs',
      unnamed:
        'The agent "{name}" has the tool {tool} without names: started as the main agent it may start every other one, and so has the tools of the widest of them. Name the ones it needs: {tool}(reviewer)',
    },
    docs: {
      what: 'An agent definition allows delegation to any agent.',
      why: 'A narrow agent that can call a wide one is as wide. The list of its own tools then says nothing about what it can do.',
      remedy: 'Name the agents: `agents: [reviewer, tester]`.',
      bad: [
        {
          file: '.github/agents/planner.agent.md',
          text: '---\nname: planner\ntools: [read, search, agent]\nagents: ["«*»"]\n---\nPlan the work.\n',
        },
      ],
      good: [
        {
          file: '.github/agents/planner.agent.md',
          text: '---\nname: planner\ntools: [read, search, agent]\nagents: [reviewer]\n---\nPlan the work.\n',
        },
      ],
      references: ['https://code.visualstudio.com/docs/copilot/customization/custom-agents', 'https://code.claude.com/docs/en/sub-agents'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'definition') return;
      for (const item of itemsOf(valueAt(agent.value, 'agents')))
        if (textOf(item) === '*')
          context.report({ at: item.at, message: 'any', data: { name: agent.name }, anchor: `${agent.anchor}|agents` });
      if (agent.client !== 'claude-code') return;
      const tool = definedTools(agent).find((one) => one.reach === 'agents' && !one.narrowed);
      if (tool)
        context.report({
          at: tool.at,
          message: 'unnamed',
          severity: 'low',
          data: { name: agent.name, tool: tool.name },
          anchor: `${agent.anchor}|tools=${tool.name}`,
        });
    },
  },
});
