// A shared server that takes the personal token of whoever starts it. The names below are those that servers document for
// personal tokens; a name is a hint and no proof, hence low and strict only.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const personal = /^(?:GITHUB_PERSONAL_ACCESS_TOKEN|GITLAB_PERSONAL_ACCESS_TOKEN|GITLAB_PERSONAL_TOKEN|AZURE_DEVOPS_PAT|[A-Z0-9_]+_PAT)$/;

export const mcpPersonalTokenInSharedConfig = defineRule({
  id: 'agent/mcp-personal-token-in-shared-config',
  meta: {
    title: 'Shared agent settings ask for a personal token',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI10:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'An identity of its own has to be made at the provider.',
    messages: {
      personal:
        'MCP server "{server}" takes {name}: the agent acts as the person who starts it, with all their rights, and logs show that person. Use the provider\'s OAuth server or an identity of its own',
    },
    docs: {
      what: 'An MCP server in shared settings is started with a personal access token.',
      why: 'The agent then has every right that its user has, in every repository and project, and what it does is written down as done by that person.',
      remedy: "Use the provider's remote server with OAuth, an app, or a token that is limited to the task.",
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "github": { "command": "/opt/mcp/github", "env": { "«GITHUB_PERSONAL_ACCESS_TOKEN»": "${GITHUB_PERSONAL_ACCESS_TOKEN}" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "github": { "type": "http", "url": "https://api.githubcopilot.com/mcp/" }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/', 'https://github.com/github/github-mcp-server'],
    },
  },
  on: {
    server(server, agent, context) {
      if (agent.personal || server.disabled) return;
      for (const entry of server.env) {
        const name = textOf(entry.key) ?? '';
        if (personal.test(name))
          context.report({
            at: entry.key.at,
            message: 'personal',
            data: { server: server.name, name },
            anchor: `${server.anchor}|env=${name}|personal`,
          });
      }
    },
  },
});
