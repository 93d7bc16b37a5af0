// Allow list items that let an agent print, mint or use a credential of its user without a prompt.
import { addEntry, addItem } from '../../server/engine/edit/printer.ts';
import { judgeCommand } from '../../server/engine/facts/agents/commands.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { entryOf, leavesOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf, permissionsOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

export const allowMintsCredential = defineRule({
  id: 'agent/allow-mints-credential',
  meta: {
    title: 'Agent may use a credential of its user without asking',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      shows:
        '{item} covers "{because}": {client} can print or mint a credential of the person who started it, and nobody is asked. Let it ask',
      acts: '{item} covers "{because}": {client} acts with the login of the person who started it on what others use, and nobody is asked. Let it ask',
      'may-show':
        '{item} covers "{because}": what {client} prints without asking may hold a credential, and goes to the model. Let it ask, or name what it may read',
    },
    docs: {
      what: "A command that prints, mints or uses a person's credential stands in an agent's allow list.",
      why: 'The agent inherits every login of its user: GitHub, cloud, cluster, vault, registry. With such a command allowed, text that the agent reads is enough to print a token or to act with it.',
      remedy: 'Move the item from `allow` to `ask`, or narrow it to the one call that is needed: `Bash(gh api repos/acme/app/issues)`.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Bash(npm run test)", "«Bash(gh auth token)»", "«Bash(git push:*)»"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Bash(npm run test)", "Bash(gh pr view:*)"],\n    "ask": ["Bash(git push:*)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions', 'https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    agent(agent, context) {
      for (const allowance of allowancesOf(agent)) {
        const judged =
          allowance.tool === 'shell' && allowance.key !== 'chat.tools.terminal.autoApprove'
            ? judgeCommand(allowance.command, allowance.open)
            : undefined;
        if (judged?.risk !== 'credential' || (judged.because === 'cat' && deniesSecretFiles(agent))) continue;
        const { uri } = allowance.at;
        const permissions = agent.client === 'claude-code' ? permissionsOf(agent) : undefined;
        const ask = permissions && entryOf(permissions, 'ask')?.value;
        const moved =
          permissions &&
          editing(`Move ${allowance.text} to "ask"`, uri, (document) => [
            allowance.remove(document),
            ask?.kind === 'list' ? addItem(ask, allowance.text, document) : addEntry(permissions, 'ask', [allowance.text], document),
          ]);
        context.report({
          at: allowance.at,
          message: judged.use === 'grave' ? 'acts' : (judged.use ?? 'shows'),
          data: { item: allowance.text, client: clientTitle(agent.client), because: judged.because },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          ...(judged.use === 'acts' || judged.use === 'may-show' ? { severity: 'medium' } : {}),
          suggestions: [moved ?? editing(`Remove ${allowance.text}`, uri, (document) => [allowance.remove(document)])],
        });
      }
    },
  },
});

/** What `cat` may not open, it cannot print: Claude Code holds its file denials against commands that only read. */
function deniesSecretFiles(agent: Agent): boolean {
  return leavesOf(valueAt(agent.value, 'permissions', 'deny')).some((leaf) => /^Read\(.*\.env/.test(textOf(leaf) ?? ''));
}
