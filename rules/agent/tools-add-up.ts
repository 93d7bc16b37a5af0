// An agent definition whose tools come to everything its user can do: commands, or pages of strangers beside a tool that
// changes things. Its prompts still ask; this says what stands behind them.
import { defineRule } from '../../server/engine/rule.ts';
import { definedTools } from './definition-tools.ts';

export const toolsAddUp = defineRule({
  id: 'agent/tools-add-up',
  meta: {
    title: 'Agent definition whose tools add up to everything',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'Which of its tools the agent can do without is not in the file.',
    messages: {
      commands:
        'The agent "{name}" may run commands ({tool}), which is whatever the person who starts it can do: files of secrets, other programs, any address. Leave it out where reading and editing are enough',
      untrusted:
        'The agent "{name}" reads the web ({web}) and {does} ({tool}): what a page tells it, it can do as the person who started it. Split the work over two agents, or leave one of the two out',
    },
    docs: {
      what: 'An agent definition lists a shell, or a tool that reads the web together with one that changes things.',
      why: 'The list of tools is what limits a helper to its work. With a shell the other entries of the list limit nothing; with the web, strangers write into what decides about the next step.',
      remedy:
        'Give reading tools to agents that read, and let another agent act on what they found. Where commands are needed, allow exact ones in the settings.',
      bad: [
        {
          file: '.claude/agents/researcher.md',
          text: '---\nname: researcher\ndescription: Reads pages and writes notes\ntools: Read, WebFetch, «Write»\n---\nRead the page.\n',
        },
      ],
      good: [
        {
          file: '.claude/agents/researcher.md',
          text: '---\nname: researcher\ndescription: Reads pages\ntools: Read, WebFetch, Grep\n---\nRead the page.\n',
        },
      ],
      references: [
        'https://code.claude.com/docs/en/sub-agents',
        'https://docs.github.com/en/copilot/reference/custom-agents-configuration',
        'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      const tools = definedTools(agent).filter((tool) => !tool.narrowed);
      const web = tools.find((tool) => tool.reach === 'web');
      const commands = tools.find((tool) => tool.reach === 'commands');
      const acts = commands ?? tools.find((tool) => tool.reach === 'files');
      const anchor = `${agent.anchor}|tools add up`;
      if (web && acts)
        context.report({
          at: acts.at,
          message: 'untrusted',
          data: { name: agent.name, web: web.name, tool: acts.name, does: commands ? 'runs commands' : 'changes files' },
          anchor,
          severity: commands ? 'medium' : 'low',
        });
      else if (commands) context.report({ at: commands.at, message: 'commands', data: { name: agent.name, tool: commands.name }, anchor });
    },
  },
});
