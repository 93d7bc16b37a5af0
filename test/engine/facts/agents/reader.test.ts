// Every kind of agent file: that it is known by its path, which servers are read from it, and what the identity may do.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { agentFileKindOf, isAgentFile } from '../../../../server/engine/facts/agents/file-kinds.ts';
import { splitWords } from '../../../../server/engine/facts/agents/command-line.ts';
import { readLaunch } from '../../../../server/engine/facts/agents/launcher.ts';
import { readReferences, referenceTo, variableFor } from '../../../../server/engine/facts/agents/reference-forms.ts';
import { reader } from '../../../../server/engine/facts/agents/reader.ts';
import type { Leaf } from '../../../../server/engine/facts/value.ts';

const read = (uri: string, text: string) => {
  const document = createDocument(uri, text);
  expect(isAgentFile(document), `${uri} is claimed`).toBe(true);
  return reader.read([document], { neighbour: () => undefined }).get(uri)!;
};
const json = (key: string) =>
  `{ "${key}": { "a": { "command": "npx", "args": ["-y", "acme-mcp@1.2.3"], "env": { "API_TOKEN": "\${API_TOKEN}" } } } }`;

const files: readonly (readonly [string, string, string])[] = [
  ['.mcp.json', 'claude-code', json('mcpServers')],
  ['apps/web/.mcp.json', 'claude-code', json('mcpServers')],
  ['.vscode/mcp.json', 'vscode', json('servers')],
  ['.cursor/mcp.json', 'cursor', json('mcpServers')],
  ['.github/mcp.json', 'copilot-cli', json('mcpServers')],
  ['home/jane/.copilot/mcp-config.json', 'copilot-cli', json('mcpServers')],
  ['.roo/mcp.json', 'roo', json('mcpServers')],
  ['.kilocode/mcp.json', 'kilo', json('mcpServers')],
  ['cline_mcp_settings.json', 'cline', json('mcpServers')],
  ['.kiro/settings/mcp.json', 'kiro', json('mcpServers')],
  ['.codeium/windsurf/mcp_config.json', 'windsurf', json('mcpServers')],
  ['.gemini/antigravity/mcp_config.json', 'antigravity', json('mcpServers')],
  ['.aws/amazonq/mcp.json', 'amazon-q', json('mcpServers')],
  ['.gitlab/duo/mcp.json', 'duo', json('mcpServers')],
  ['claude_desktop_config.json', 'claude-desktop', json('mcpServers')],
  ['.claude.json', 'claude-code', json('mcpServers')],
  ['.gemini/settings.json', 'gemini', json('mcpServers')],
  ['.zed/settings.json', 'zed', json('context_servers')],
  [
    'opencode.jsonc',
    'opencode',
    '{ "mcp": { "a": { "type": "local", "command": ["npx", "-y", "acme-mcp@1.2.3"], "environment": { "API_TOKEN": "{env:API_TOKEN}" } } } }',
  ],
  ['.codex/config.toml', 'codex', '[mcp_servers.a]\ncommand = "npx"\nargs = ["-y", "acme-mcp@1.2.3"]\nenv_vars = ["API_TOKEN"]\n'],
  ['.vs/mcp.json', 'vscode', json('servers')],
  ['.junie/mcp/mcp.json', 'unknown', json('mcpServers')],
  [
    '.continue/mcpServers/a.yaml',
    'continue',
    'name: a\nmcpServers:\n  - name: a\n    command: npx\n    args: [-y, acme-mcp@1.2.3]\n    env: { API_TOKEN: "${{ secrets.API_TOKEN }}" }\n',
  ],
  [
    '.codex/agents/docs.toml',
    'codex',
    'name = "docs"\n[mcp_servers.a]\ncommand = "npx"\nargs = ["-y", "acme-mcp@1.2.3"]\nenv_vars = ["API_TOKEN"]\n',
  ],
  ['.opencode.json', 'opencode', `{ "mcp": ${json('servers')} }`],
  ['.kiro/agents/ops.json', 'kiro', json('mcpServers')],
  ['.claude-plugin/plugin.json', 'claude-code', json('mcpServers')],
  ['gemini-extension.json', 'gemini', json('mcpServers')],
  ['team.code-workspace', 'vscode', `{ "settings": { "mcp": ${json('servers')} } }`],
  [
    '.claude/agents/x.md',
    'claude-code',
    '---\nname: x\ntools: Read\nmcpServers:\n  a:\n    command: npx\n    args: [-y, acme-mcp@1.2.3]\n    env: { API_TOKEN: "${API_TOKEN}" }\n---\n',
  ],
  [
    '.github/agents/x.agent.md',
    'copilot',
    '---\nname: x\ntools: [read]\nmcp-servers:\n  a:\n    command: npx\n    args: [-y, acme-mcp@1.2.3]\n    env: { API_TOKEN: "${COPILOT_MCP_API_TOKEN}" }\n---\n',
  ],
  [
    '.github/workflows/x.md',
    'gh-aw',
    '---\non: issues\nmcp-servers:\n  a:\n    command: npx\n    args: [-y, acme-mcp@1.2.3]\n    env: { API_TOKEN: "${{ secrets.API_TOKEN }}" }\n---\n',
  ],
];

describe('files of agents', () => {
  it.each(files)('%s is read as %s', (uri, client, text) => {
    const facts = read(uri, text);
    const agent = facts.agents[0]!;
    expect(agent.client).toBe(client);
    expect(agent.servers.map((server) => [server.name, server.launch?.target?.name, server.launch?.pin])).toEqual([
      ['a', 'acme-mcp', 'exact'],
    ]);
    const items = facts.identities[0]!.scopeItems;
    expect(items).toContain('mcp:a=npm:acme-mcp@1.2.3');
    expect(
      items.some((item) => /^secret:(?:COPILOT_MCP_)?API_TOKEN$/.test(item)),
      items.join(),
    ).toBe(true);
    expect(items).toEqual([...items].sort());
  });

  it('leaves other files after a look at their path', () => {
    for (const uri of [
      'package.json',
      'src/index.ts',
      'docs/mcp.md',
      'settings.json',
      'config.toml',
      'README.md',
      '.github/workflows/ci.yml',
      'a/claude/settings.json',
    ])
      expect(agentFileKindOf(uri), uri).toBeUndefined();
  });

  it('leaves files of the same name that are about something else', () => {
    expect(isAgentFile(createDocument('manifest.json', '{ "manifest_version": 3, "permissions": [] }'))).toBe(false);
    expect(isAgentFile(createDocument('.vscode/settings.json', '{ "editor.tabSize": 2 }'))).toBe(false);
    expect(isAgentFile(createDocument('server.json', '{ "port": 80 }'))).toBe(false);
    expect(isAgentFile(createDocument('agents/x.md', '---\nname: x\ndescription: a page about agents\n---\n# Agents\n'))).toBe(false);
  });

  it('reads servers and editor settings of one development container', () => {
    const facts = read(
      '.devcontainer/devcontainer.json',
      '{ "image": "x", "customizations": { "vscode": { "settings": { "chat.tools.global.autoApprove": true } } } }',
    );
    expect(facts.agents.map((agent) => agent.client)).toEqual(['devcontainer', 'vscode']);
  });

  it('gives the same scope whatever the order and the comments', () => {
    const items = (text: string) => read('.claude/settings.json', text).identities[0]!.scopeItems;
    expect(items('{ "permissions": { "allow": ["Bash(ls)", "Read"], "defaultMode": "plan" } }')).toEqual(
      items('{\n// x\n"permissions": { "defaultMode": "plan", "allow": ["Read", "Bash(ls)"] } }'),
    );
    expect(items('{ "permissions": { "allow": ["Bash(ls)"], "defaultMode": "plan" } }')).toEqual([
      'cmd:claude-code:Bash(ls)',
      'mode:permissions.defaultMode=plan',
    ]);
  });

  it('never puts a literal secret into the scope', () => {
    const secret = 'k3Jx9vQm2LpT7rBz5WnY8dFc';
    const { identities } = read(
      '.mcp.json',
      `{ "mcpServers": { "a": { "url": "https://bot:${secret}@a.acme.dev/x?api_key=${secret}", "headers": { "Authorization": "Bearer ${secret}" } } } }`,
    );
    expect(JSON.stringify(identities[0]!.scopeItems)).not.toContain(secret);
  });
});

const leaf = (value: string): Leaf => ({
  kind: 'scalar',
  known: 'literal',
  value,
  at: { uri: 'x', span: [0, value.length] },
  token: { uri: 'x', span: [0, value.length] },
  via: [],
  encoding: 'json',
  editable: true,
});
const launch = (line: string) => {
  const [command, ...args] = splitWords(line);
  const found = readLaunch(leaf(command!), args.map(leaf));
  return found && [found.runner, found.target?.name, found.target?.version, found.pin];
};

describe('what a command line starts', () => {
  it.each([
    ['npx -y @acme/mcp', ['npm', '@acme/mcp', undefined, 'moving']],
    ['npx -y @acme/mcp@1.2.3 --flag', ['npm', '@acme/mcp', '1.2.3', 'exact']],
    ['npx --package acme-mcp@1 serve', ['npm', 'acme-mcp', '1', 'moving']],
    ['npx github:acme/mcp', ['npm', 'github:acme/mcp', undefined, 'source']],
    ['npx ./server', ['npm', './server', undefined, 'none']],
    ['yarn dlx acme-mcp', ['npm', 'acme-mcp', undefined, 'moving']],
    ['npm exec -- acme-mcp@2.0.0', ['npm', 'acme-mcp', '2.0.0', 'exact']],
    ['uvx acme-mcp', ['python', 'acme-mcp', undefined, 'moving']],
    ['uvx acme-mcp@latest', ['python', 'acme-mcp', 'latest', 'moving']],
    ['uv tool run acme-mcp==1.2', ['python', 'acme-mcp', '1.2', 'exact']],
    ['uvx --python 3.12 --from acme[cli]==1.2.3 acme', ['python', 'acme', '1.2.3', 'exact']],
    ['pipx run acme-mcp', ['python', 'acme-mcp', undefined, 'moving']],
    ['deno run -A npm:acme-mcp@1.2.3', ['deno', 'acme-mcp', '1.2.3', 'exact']],
    ['deno run -A https://acme.dev/mcp@1.2.3/main.ts', ['deno', 'https://acme.dev/mcp@1.2.3/main.ts', undefined, 'exact']],
    ['docker run -i --rm -e TOKEN -v a:b acme/mcp:1.0', ['container', 'acme/mcp', '1.0', 'moving']],
    ['podman run --name x localhost:5000/mcp', ['container', 'localhost:5000/mcp', undefined, 'moving']],
    ['cmd /c npx -y acme-mcp', ['npm', 'acme-mcp', undefined, 'moving']],
    ['env A=1 B=2 uvx acme-mcp', ['python', 'acme-mcp', undefined, 'moving']],
    ['bash -c "cd x && npx -y acme-mcp"', ['npm', 'acme-mcp', undefined, 'moving']],
    ['sh -lc "curl -fsSL https://acme.dev/x | bash"', ['shell', 'a script that is fetched and run', undefined, 'source']],
    ['doppler run --project x -- npx acme-mcp', ['npm', 'acme-mcp', undefined, 'moving']],
    ['npx tsx ./src/server.ts', ['program', undefined, undefined, 'none']],
    ['npx tsx', ['npm', 'tsx', undefined, 'moving']],
    ['node dist/server.js', ['program', undefined, undefined, 'none']],
    ['npx acme-mcp@${VERSION}', ['npm', undefined, undefined, 'none']],
  ])('%s', (line, expected) => expect(launch(line)).toEqual(expected));
});

describe('references', () => {
  it('are known in every notation', () => {
    const names = (text: string) => readReferences(text).map((one) => [one.kind, one.name, text.slice(one.start, one.end)]);
    expect(names('Bearer ${GITHUB_TOKEN}')).toEqual([['variable', 'GITHUB_TOKEN', '${GITHUB_TOKEN}']]);
    expect(names('${env:A}-${input:b}')).toEqual([
      ['variable', 'A', '${env:A}'],
      ['input', 'b', '${input:b}'],
    ]);
    expect(names('{env:A}')).toEqual([['variable', 'A', '{env:A}']]);
    expect(names('${{ secrets.A }}')).toEqual([['secret', 'A', '${{ secrets.A }}']]);
    expect(names('${user_config.key}')).toEqual([['user-config', 'key', '${user_config.key}']]);
    expect(names('$TOKEN %TOKEN%')).toEqual([
      ['variable', 'TOKEN', '$TOKEN'],
      ['variable', 'TOKEN', '%TOKEN%'],
    ]);
    expect(names('pa$$word 50%')).toEqual([]);
    expect(readReferences('${A:-b}')[0]!.fallback).toEqual({ text: 'b', start: 5, end: 6 });
  });

  it('are written only where the client expands them', () => {
    expect(referenceTo('claude-code', 'url', 'A')).toBe('${A}');
    expect(referenceTo('copilot', 'env', 'A')).toBe('${COPILOT_MCP_A}');
    expect(referenceTo('cursor', 'argument', 'A')).toBe('${env:A}');
    expect(referenceTo('claude-desktop', 'env', 'A')).toBeUndefined();
    expect(referenceTo('zed', 'env', 'A')).toBeUndefined();
    expect(referenceTo('windsurf', 'url', 'A')).toBeUndefined();
  });

  it('are named after what they replace', () => {
    expect(variableFor('linear', 'header', 'Authorization')).toBe('LINEAR_TOKEN');
    expect(variableFor('my-search', 'argument', '--api-key')).toBe('MY_SEARCH_API_KEY');
    expect(variableFor('x', 'env', 'GITHUB_TOKEN')).toBe('GITHUB_TOKEN');
    expect(variableFor('1st', 'argument', '')).toBe('MCP_1ST_TOKEN');
  });
});
