// A file of secrets that a server reads and git keeps.
import { textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const mcpEnvfileTracked = defineRule({
  id: 'agent/mcp-envfile-tracked',
  meta: {
    title: 'Environment file of an MCP server is in git',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'An ignored file that is tracked stays tracked: it has to be taken out of git by hand, and its secrets replaced.',
    messages: {
      tracked:
        'MCP server "{server}" takes its secrets from {file}, and git tracks that file. Take it out of git (`git rm --cached`), ignore it, and replace the secrets in it',
      open: 'MCP server "{server}" takes its secrets from {file}, which holds {count} and which git does not ignore: the next commit takes it along. Ignore it',
    },
    docs: {
      what: 'The environment file that a server is started with is tracked by git.',
      why: 'The settings look clean, and the secrets lie in the repository one file further.',
      remedy: 'Untrack and ignore the file, replace every secret in it, and keep a `.env.example` with names only.',
      bad: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": { "db": { "command": "/opt/mcp/db", "envFile": "«${workspaceFolder}/.env»" } }\n}\n',
          beside: { '.env': 'GITHUB_TOKEN={{token:github-pat}}\n' },
        },
      ],
      good: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": { "db": { "command": "/opt/mcp/db", "envFile": "${workspaceFolder}/.env" } }\n}\n',
        },
      ],
      references: ['https://code.visualstudio.com/docs/copilot/reference/mcp-configuration'],
    },
  },
  on: {
    server(server, _agent, context) {
      const args = server.launch?.runtimeArgs ?? [];
      const files = [
        valueAt(server.value, 'envFile'),
        ...args.map((leaf, index) => (textOf(args[index - 1]) === '--env-file' ? leaf : undefined)),
      ];
      for (const file of files.filter((one): one is Leaf => one?.kind === 'scalar')) {
        const path = (textOf(file) ?? '').replace(/^\$\{workspaceFolder\}\//, '').replace(/^\.\//, '');
        if (path === '' || /^[/~$]/.test(path) || /\.(?:example|sample|template|dist)$/.test(path)) continue;
        const { workspace } = context.project;
        const tracked = workspace.isTracked(path) === true;
        // A file that was given to us is one that git would take: tracked, or new and not ignored.
        const secrets = tracked || workspace.isIgnored(path) === true ? 0 : (context.project.documents.get(path)?.secrets.length ?? 0);
        if (!tracked && secrets === 0) continue;
        context.report({
          at: file.at,
          message: tracked ? 'tracked' : 'open',
          data: { server: server.name, file: path, count: `${secrets} secret${secrets === 1 ? '' : 's'}` },
          anchor: `${server.anchor}|envFile=${path}`,
        });
      }
    },
  },
});
