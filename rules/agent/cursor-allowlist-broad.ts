// Tools of MCP servers that Cursor runs by itself, by wildcard. A file of the repository is added to each user's own list.
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { withoutItem } from './edits.ts';

const every = /^(?:\*|\*:\*|Mcp\(\*(?:\s*,\s*\*|:\*)?\))$/;
const server = /^(?:([^*:()]+):\*|Mcp\(([^*,()]*[^*,()\s])\s*[,:]\s*\*\))$/;

export const cursorAllowlistBroad = defineRule({
  id: 'agent/cursor-allowlist-broad',
  meta: {
    title: 'Cursor runs MCP tools by wildcard',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      every:
        '{item} lets Cursor use every tool of every MCP server without asking, and this file widens the list of everyone who opens the repository',
      server: '{item} lets Cursor use every tool of "{server}" without asking, also those that the server adds later',
    },
    docs: {
      what: 'An allow list of Cursor names MCP tools by wildcard.',
      why: 'The list of the repository is added to that of each user: one commit approves tools for the whole team, those of servers that do not exist yet included.',
      remedy: 'Name the tools: `tracker:list_issues`.',
      bad: [{ file: '.cursor/permissions.json', text: '{\n  "mcpAllowlist": ["tracker:list_issues", "«*:*»"]\n}\n' }],
      good: [
        {
          file: '.cursor/permissions.json',
          text: '{\n  "mcpAllowlist": ["tracker:list_issues", "tracker:get_issue"],\n  "terminalAllowlist": ["npm test"]\n}\n',
        },
      ],
      references: ['https://cursor.com/docs/reference/permissions', 'https://cursor.com/docs/cli/reference/permissions'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'cursor' || agent.carrier.kind !== 'settings') return;
      for (const keys of [['mcpAllowlist'], ['permissions', 'allow']]) {
        const list = valueAt(agent.value, ...keys);
        if (list?.kind !== 'list') continue;
        for (const item of itemsOf(list)) {
          const text = textOf(item) ?? '';
          const named = server.exec(text);
          if (!every.test(text) && !named) continue;
          context.report({
            at: item.at,
            message: named ? 'server' : 'every',
            data: { item: text, server: named?.[1] ?? named?.[2] ?? '' },
            anchor: `${agent.anchor}|${keys.join('.')}=${text}`,
            ...(named ? { severity: 'medium' } : {}),
            suggestions: [editing(`Remove ${text}`, item.at.uri, (document) => [withoutItem(list, item, document)])],
          });
        }
      }
    },
  },
});
