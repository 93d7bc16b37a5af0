// A tracked setting that says which program mints an agent's credential: a change of that program changes who it is.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

const keys = ['apiKeyHelper', 'awsCredentialExport', 'awsAuthRefresh', 'gcpAuthRefresh', 'otelHeadersHelper'];
/** Started from the repository: a relative path, the project's variable, or a script of a package manager. */
const fromRepository =
  /^(?:(?:ba|z)?sh\s+|node\s+|python3?\s+|deno\s+run\s+|bun\s+)?(?:\.{1,2}\/|\.[a-z]+\/|(?:scripts|tools|bin|hack|ci)\/|"?\$\{?CLAUDE_PROJECT_DIR\}?)|^(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?\w|^(?:make|just|task)\s+\w|^npx\s/;

export const credentialHelperInRepo = defineRule({
  id: 'agent/credential-helper-in-repo',
  meta: {
    title: 'Credential helper of an agent lies in the repository',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The setting belongs in user or managed settings, which are not in this repository.',
    messages: {
      helper:
        '{key} runs "{command}" from the repository to get credentials: a pull request that changes it runs on every machine and chooses the identity. Move it to user or managed settings',
    },
    docs: {
      what: 'Shared settings of Claude Code name a program of the repository as the source of its credentials.',
      why: 'The program runs with the rights of whoever starts the agent, before anything is asked, in CI as well. Whoever can merge to the repository, or open a pull request that CI checks out, changes what it does.',
      remedy: 'Set the helper in user or managed settings, with an absolute path to a program outside the repository.',
      bad: [{ file: '.claude/settings.json', text: '{\n  "apiKeyHelper": "«./scripts/get-key.sh»"\n}\n' }],
      good: [{ file: '.claude/settings.json', text: '{\n  "apiKeyHelper": "/usr/local/bin/acme-key"\n}\n' }],
      references: ['https://code.claude.com/docs/en/settings'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code' || agent.carrier.kind !== 'settings') return;
      for (const key of keys) {
        for (const { entry } of entriesAt(agent.value, [key])) {
          const command = textOf(entry.value) ?? '';
          if (fromRepository.test(command))
            context.report({
              at: entry.value.at,
              message: 'helper',
              data: { key, command: command.length > 60 ? `${command.slice(0, 60)}…` : command },
              anchor: `${agent.anchor}|${key}`,
            });
        }
      }
    },
  },
});
