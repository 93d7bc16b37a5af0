// Allow list items that let an agent print, mint or use a credential of its user without a prompt.
import { addEntry, addItem } from '../../server/engine/edit/printer.ts';
import { judgeCommand } from '../../server/engine/facts/agents/commands.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { entryOf, leavesOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf, permissionsOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

/** These act with the credential and do not show it, or show one only by way of a file. */
const milder =
  /^(?:git push|(?:cat|head|tail|less|more|bat|tac|nl|base64|strings|type|get-content)(?: .*)?|kubectl get|(?:terraform|tofu) output|vercel env|heroku config|railway variables|netlify env:\w+|infisical \w+|npm publish|pnpm publish|npm|gh api|gh|glab|kubectl|aws|gcloud|az|gh auth status|helm upgrade|kubectl apply|kubectl exec|docker login|cdk deploy)$/;

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
      mints:
        '{item} covers "{because}": {client} can print, mint or use a credential of the person who started it, and nobody is asked. Let it ask',
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
          message: 'mints',
          data: { item: allowance.text, client: clientTitle(agent.client), because: judged.because },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          ...(milder.test(judged.because) ? { severity: 'medium' } : {}),
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
