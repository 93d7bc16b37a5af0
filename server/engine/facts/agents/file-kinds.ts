// Which files are settings of an AI agent: one table from path to client, kind and root key. A path that no row knows
// costs one test. Only names are looked at here; rows whose name is shared with other products also ask for words of the text.
import type { AgentClient, AgentFile } from '../agent.ts';
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';

export interface AgentFileKind {
  readonly client: AgentClient;
  readonly kind: AgentFile;
  readonly path: RegExp;
  readonly syntax: 'json' | 'toml' | 'yaml' | 'front-matter' | 'starlark';
  /** Paths, with `/` between keys, of mappings from server name to definition. */
  readonly servers: readonly string[];
  /** True where the whole file may be the mapping of servers, as plugins of Claude Code write it. */
  readonly bare?: boolean;
  /** Keys down to the part of the file that is about agents; the whole file where left out. */
  readonly root?: readonly string[];
  /** A file of one person's home, not of a repository. */
  readonly personal?: boolean;
  /** One of these must stand in the text, for names that other products use too. */
  readonly words?: readonly string[];
  /** Keys that the file must have at its top, for names under which other people keep other things. */
  readonly keys?: readonly string[];
}

const mcp = (client: AgentClient, path: RegExp, extra: Partial<AgentFileKind> = {}): AgentFileKind => ({
  client,
  kind: 'mcp',
  path,
  syntax: 'json',
  servers: ['mcpServers'],
  ...extra,
});

/** The first row that matches counts. Paths are relative to the workspace or absolute; `(?:^|\/)` fits both. */
export const agentFileKinds: readonly AgentFileKind[] = [
  mcp('vscode', /(?:^|\/)\.vscode\/mcp\.json$/, { servers: ['servers', 'mcpServers'] }),
  mcp('vscode', /(?:^|\/)Code(?: - Insiders)?\/User\/mcp\.json$/, { servers: ['servers'], personal: true }),
  mcp('copilot-cli', /(?:^|\/)\.github\/mcp\.json$/),
  mcp('copilot-cli', /(?:^|\/)\.copilot\/mcp-config\.json$/, { personal: true }),
  mcp('cursor', /(?:^|\/)\.cursor\/mcp\.json$/),
  mcp('roo', /(?:^|\/)\.roo\/mcp\.json$/),
  mcp('kilo', /(?:^|\/)\.kilocode\/mcp\.json$/),
  mcp('cline', /(?:^|\/)cline_mcp_settings\.json$/, { personal: true }),
  mcp('roo', /(?:^|\/)mcp_settings\.json$/, { personal: true, words: ['mcpServers'] }),
  mcp('kiro', /(?:^|\/)\.kiro\/settings\/mcp\.json$/),
  mcp('windsurf', /(?:^|\/)(?:\.codeium\/windsurf|\.windsurf)\/mcp(?:_config)?\.json$/),
  mcp('antigravity', /(?:^|\/)\.gemini\/antigravity\/mcp_config\.json$/, { personal: true }),
  mcp('amazon-q', /(?:^|\/)\.(?:aws\/)?amazonq\/mcp\.json$/),
  mcp('duo', /(?:^|\/)\.gitlab\/duo\/mcp\.json$/),
  mcp('claude-desktop', /(?:^|\/)claude_desktop_config\.json$/, { personal: true }),
  mcp('claude-code', /(?:^|\/)\.claude\.json$/, { personal: true }),
  mcp('claude-code', /(?:^|\/)managed-mcp\.json$/),
  // Visual Studio reads both, with the root key of VS Code.
  mcp('vscode', /(?:^|\/)\.vs\/mcp\.json$/, { servers: ['servers', 'mcpServers'] }),
  // Clients whose references are not known here; their servers are.
  mcp('unknown', /(?:^|\/)\.(?:junie|trae|abacusai|lmstudio)\/(?:mcp\/)?(?:mcp|settings)\.json$/, {
    words: ['mcpServers'],
  }),
  mcp('factory', /(?:^|\/)\.factory\/mcp\.json$/),
  mcp('rovodev', /(?:^|\/)\.rovodev\/mcp\.json$/),
  mcp('unknown', /(?:^|\/)(?:mcp_agent|fastagent)\.(?:config|secrets)\.ya?ml$/, { syntax: 'yaml', servers: ['mcp/servers'] }),
  mcp('continue', /(?:^|\/)\.continue\/(?:config|mcpServers\/[^/]+|assistants\/[^/]+)\.ya?ml$/, { syntax: 'yaml' }),
  mcp('unknown', /(?:^|\/)librechat[^/]*\.ya?ml$/, { syntax: 'yaml', words: ['mcpServers'] }),
  mcp('claude-code', /(?:^|\/)\.mcp\.json$/, { servers: ['mcpServers', 'servers'], bare: true }),
  mcp('claude-code', /(?:^|\/)mcp\.json$/, { servers: ['mcpServers', 'servers'], words: ['mcpServers', '"servers"'] }),

  { client: 'claude-code', kind: 'settings', path: /(?:^|\/)\.claude\/settings(?:\.local)?\.json$/, syntax: 'json', servers: [] },
  { client: 'claude-code', kind: 'settings', path: /(?:^|\/)managed-settings\.json$/, syntax: 'json', servers: [] },
  {
    client: 'claude-code',
    kind: 'manifest',
    path: /(?:^|\/)\.claude-plugin\/(?:plugin|marketplace)\.json$/,
    syntax: 'json',
    servers: ['mcpServers'],
  },
  {
    client: 'claude-code',
    kind: 'settings',
    path: /(?:^|\/)hooks\/hooks\.json$/,
    syntax: 'json',
    servers: [],
    words: ['CLAUDE_PLUGIN_ROOT', '"PreToolUse"', '"PostToolUse"', '"SessionStart"'],
  },
  {
    client: 'cursor',
    kind: 'settings',
    path: /(?:^|\/)\.cursor\/(?:permissions|cli|cli-config|sandbox|hooks)\.json$/,
    syntax: 'json',
    servers: [],
  },
  { client: 'cursor', kind: 'environment', path: /(?:^|\/)\.cursor\/environment\.json$/, syntax: 'json', servers: [] },
  { client: 'codex', kind: 'settings', path: /(?:^|\/)\.codex\/[^/]*config\.toml$/, syntax: 'toml', servers: ['mcp_servers'] },
  { client: 'codex', kind: 'definition', path: /(?:^|\/)\.codex\/agents\/[^/]+\.toml$/, syntax: 'toml', servers: ['mcp_servers'] },
  { client: 'codex', kind: 'settings', path: /(?:^|\/)\.codex\/rules\/[^/]+\.rules$|\.codexpolicy$/, syntax: 'starlark', servers: [] },
  { client: 'codex', kind: 'settings', path: /(?:^|\/)\.codex\/hooks\.json$/, syntax: 'json', servers: [] },
  { client: 'gemini', kind: 'settings', path: /(?:^|\/)\.gemini\/settings\.json$/, syntax: 'json', servers: ['mcpServers'] },
  { client: 'gemini', kind: 'settings', path: /(?:^|\/)\.gemini\/policies\/[^/]+\.toml$/, syntax: 'toml', servers: [] },
  { client: 'gemini', kind: 'manifest', path: /(?:^|\/)gemini-extension\.json$/, syntax: 'json', servers: ['mcpServers'] },
  {
    client: 'vscode',
    kind: 'settings',
    path: /(?:^|\/)\.vscode\/settings\.json$/,
    syntax: 'json',
    servers: ['mcp/servers'],
    words: ['"chat.', '"mcp"', '"github.copilot', '"claudeCode', '"roo-cline.', '"kilo-code.', '"amp.', '"windsurf.', '"kiroAgent.'],
  },
  { client: 'vscode', kind: 'settings', path: /\.code-workspace$/, syntax: 'json', servers: ['mcp/servers'], root: ['settings'] },
  { client: 'zed', kind: 'settings', path: /(?:^|\/)\.?zed\/settings\.json$/, syntax: 'json', servers: ['context_servers'] },
  { client: 'opencode', kind: 'settings', path: /(?:^|\/)\.?opencode\.jsonc?$/, syntax: 'json', servers: ['mcp/servers', 'mcp'] },
  { client: 'amp', kind: 'settings', path: /(?:^|\/)\.?amp\/settings\.jsonc?$/, syntax: 'json', servers: ['amp.mcpServers'] },
  {
    client: 'factory',
    kind: 'settings',
    path: /(?:^|\/)\.factory\/settings(?:\.local)?\.json$/,
    syntax: 'json',
    servers: ['mcpServers'],
  },
  { client: 'crush', kind: 'settings', path: /(?:^|\/)\.?crush\.json$/, syntax: 'json', servers: ['mcp'] },
  {
    client: 'augment',
    kind: 'settings',
    path: /(?:^|\/)\.augment\/settings(?:\.local)?\.json$/,
    syntax: 'json',
    servers: ['mcpServers'],
  },
  { client: 'qwen', kind: 'settings', path: /(?:^|\/)\.qwen\/settings\.json$/, syntax: 'json', servers: ['mcpServers'] },
  { client: 'goose', kind: 'settings', path: /(?:^|\/)goose\/config\.ya?ml$/, syntax: 'yaml', servers: ['extensions'], personal: true },
  { client: 'goose', kind: 'settings', path: /(?:^|\/)goose\/permission\.ya?ml$/, syntax: 'yaml', servers: [], personal: true },
  {
    client: 'goose',
    kind: 'definition',
    path: /(?:^|\/)(?:[\w.-]*recipes?\/(?:[^/]+\/)*[^/]+|[\w.-]*recipe)\.ya?ml$/,
    syntax: 'yaml',
    servers: ['extensions'],
    words: ['\nextensions:'],
    keys: ['title', 'extensions'],
  },
  { client: 'continue', kind: 'settings', path: /(?:^|\/)\.continue\/permissions\.ya?ml$/, syntax: 'yaml', servers: [] },
  { client: 'copilot-cli', kind: 'settings', path: /(?:^|\/)\.copilot\/config\.json$/, syntax: 'json', servers: [], personal: true },
  { client: 'rovodev', kind: 'settings', path: /(?:^|\/)\.rovodev\/config\.ya?ml$/, syntax: 'yaml', servers: [] },
  { client: 'junie', kind: 'settings', path: /(?:^|\/)\.junie\/allowlist\.json$/, syntax: 'json', servers: [] },
  { client: 'aider', kind: 'settings', path: /(?:^|\/)\.aider\.conf\.ya?ml$/, syntax: 'yaml', servers: [] },
  { client: 'kiro', kind: 'definition', path: /(?:^|\/)\.kiro\/agents\/[^/]+\.json$/, syntax: 'json', servers: ['mcpServers'] },
  {
    client: 'amazon-q',
    kind: 'definition',
    path: /(?:^|\/)\.(?:aws\/)?amazonq\/(?:cli-)?agents\/[^/]+\.json$/,
    syntax: 'json',
    servers: ['mcpServers'],
  },
  { client: 'duo', kind: 'settings', path: /(?:^|\/)\.gitlab\/duo\/agent-config\.ya?ml$/, syntax: 'yaml', servers: [] },
  { client: 'unknown', kind: 'settings', path: /(?:^|\/)\.agents\/permissions\.json$/, syntax: 'json', servers: [] },

  {
    client: 'claude-code',
    kind: 'definition',
    path: /(?:^|\/)\.claude\/agents\/(?:[^/]+\/)*[^/]+\.md$/,
    syntax: 'front-matter',
    servers: ['mcpServers'],
  },
  {
    client: 'claude-code',
    kind: 'command',
    path: /(?:^|\/)\.claude\/commands\/(?:[^/]+\/)*[^/]+\.md$/,
    syntax: 'front-matter',
    servers: [],
  },
  { client: 'claude-code', kind: 'command', path: /(?:^|\/)SKILL\.md$/, syntax: 'front-matter', servers: [] },
  {
    client: 'copilot',
    kind: 'definition',
    path: /(?:^|\/)\.github\/agents\/[^/]+\.md$|\.agent\.md$|\.chatmode\.md$/,
    syntax: 'front-matter',
    servers: ['mcp-servers'],
  },
  { client: 'copilot', kind: 'settings', path: /(?:^|\/)\.github\/hooks\/[^/]+\.json$/, syntax: 'json', servers: [] },
  { client: 'copilot', kind: 'command', path: /(?:^|\/)\.github\/prompts\/[^/]+\.prompt\.md$/, syntax: 'front-matter', servers: [] },
  { client: 'opencode', kind: 'definition', path: /(?:^|\/)\.opencode\/agents?\/[^/]+\.md$/, syntax: 'front-matter', servers: [] },
  {
    client: 'gh-aw',
    kind: 'workflow',
    path: /(?:^|\/)\.github\/workflows\/(?:[^/]+\/)*[^/]+\.md$/,
    syntax: 'front-matter',
    servers: ['mcp-servers'],
  },

  { client: 'a2a', kind: 'card', path: /(?:^|\/)(?:agent-card\.json|\.well-known\/agent\.json)$/, syntax: 'json', servers: [] },
  {
    client: 'mcpb',
    kind: 'manifest',
    path: /(?:^|\/)manifest\.json$/,
    syntax: 'json',
    servers: [],
    words: ['"mcp_config"', '"dxt_version"', '"user_config"'],
  },
  { client: 'mcp-registry', kind: 'manifest', path: /(?:^|\/)server\.json$/, syntax: 'json', servers: [], words: ['modelcontextprotocol'] },
  { client: 'langgraph', kind: 'environment', path: /(?:^|\/)langgraph\.json$/, syntax: 'json', servers: [] },
  { client: 'agentcore', kind: 'environment', path: /(?:^|\/)agentcore\/agentcore\.json$/, syntax: 'json', servers: [] },
  {
    client: 'devcontainer',
    kind: 'environment',
    path: /(?:^|\/)\.?devcontainer(?:\/[^/]+)?(?:\/devcontainer)?\.json$/,
    syntax: 'json',
    servers: [],
  },
  // A plugin keeps its agents beside its manifest; other folders of that name hold pages about people.
  {
    client: 'claude-code',
    kind: 'definition',
    path: /(?:^|\/)agents\/(?:[^/]+\/)*[^/]+\.md$/,
    syntax: 'front-matter',
    servers: ['mcpServers'],
    words: [
      '\ntools:',
      '\ndisallowedTools:',
      '\npermissionMode:',
      ...['sonnet', 'opus', 'haiku', 'inherit', 'claude-'].map((model) => `\nmodel: ${model}`),
    ],
    // Claude Code takes no agent without both.
    keys: ['name', 'description'],
  },
  { client: 'docker', kind: 'environment', path: /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/, syntax: 'yaml', servers: [], words: ['mcp'] },
];

const anyPath = new RegExp(agentFileKinds.map((row) => row.path.source).join('|'));

/** The row of a path, looking at the name alone; undefined for a file of another kind. */
export function agentFileKindOf(uri: string): AgentFileKind | undefined {
  return anyPath.test(uri) ? agentFileKinds.find((row) => row.path.test(uri)) : undefined;
}

/** Hubs, proxies and clients that are not known here keep their servers under the same key, whatever their file is called. */
const servers = mcp('unknown', /\.jsonc?$/, { keys: ['mcpServers'] });
const mentionsServers = mentioning('mcpservers');

/** The row of a document by its name and its words, and of a file of servers under any name; undefined for one of another kind. */
export function agentFileKindIn(document: Document): AgentFileKind | undefined {
  const row = agentFileKindOf(document.uri);
  if (row) return row.words === undefined || row.words.some((word) => document.text.includes(word)) ? row : undefined;
  return servers.path.test(document.uri) && mentionsServers(document) ? servers : undefined;
}

/** True for a document that the agents' reader is to read. */
export const isAgentFile = (document: Document): boolean => agentFileKindIn(document) !== undefined;
