// Reads settings of AI agents into facts: one agent a file, or two where a development container also holds editor
// settings. Unknown keys are kept as settings and never judged here.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { DataTree } from '../../syntax/data.ts';
import { bodyStart, parseFrontMatter } from '../../syntax/front-matter.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseToml } from '../../syntax/toml.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Agent, AgentServer } from '../agent.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, itemsOf, textOf, valueAt, type Mapping } from '../value.ts';
import { readCodexRules } from './codex-rules.ts';
import { agentFileKindIn, type AgentFileKind } from './file-kinds.ts';
import { instructionClient, readInstructions } from './instructions.ts';
import { agentScopeItems } from './scope-items.ts';
import { mappingsAt, readListedServers, readServer, readServers } from './servers.ts';
import { readSettings } from './settings.ts';

const parsers: Readonly<Record<Exclude<AgentFileKind['syntax'], 'starlark'>, (text: string) => DataTree>> = {
  json: parseJson,
  toml: parseToml,
  yaml: parseYaml,
  'front-matter': parseFrontMatter,
};

/** Where the formats keep an owner: Copilot and agentic workflows, plugins and bundles, agent cards. */
const ownerPaths = [
  ['metadata', 'owner'],
  ['metadata', 'author'],
  ['owner'],
  ['author'],
  ['author', 'name'],
  ['provider', 'organization'],
  ['governingAuthority'],
];

export const reader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function readDocument(document: Document): Facts {
  const kind = agentFileKindIn(document);
  const instructed = kind ? undefined : instructionClient(document.uri);
  if (instructed) return readInstructions(document, instructed);
  return kind ? readAgentFile(document, kind) : noFacts();
}

/** The facts of a text that is a file of some kind, whatever its document is called. */
export function readAgentFile(document: Document, kind: AgentFileKind): Facts {
  const facts = noFacts();
  if (kind.syntax === 'starlark') {
    const rules = readCodexRules(document);
    if (rules) addAgent(facts, document, kind, rules);
    return facts;
  }
  const tree = document.tree(parsers[kind.syntax]);
  const root = tree.roots[0] && valueOf(tree.roots[0], document.uri);
  if (kind.keys?.some((key) => valueAt(root, key) === undefined)) return facts;
  // What stands below the front matter is what the agent is told to do.
  if (kind.syntax === 'front-matter') facts.agents.push(...readInstructions(document, kind.client, bodyStart(document.text)).agents);
  for (const problem of tree.problems.slice(0, 20))
    facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
  if (root?.kind !== 'mapping') return facts;
  const value = kind.root ? valueAt(root, ...kind.root) : root;
  if (value?.kind === 'mapping') addAgent(facts, document, kind, value);
  if (kind.client === 'devcontainer') {
    for (const [key, servers] of [
      ['settings', 'mcp/servers'],
      ['mcp', 'servers'],
    ] as const) {
      const editor = valueAt(root, 'customizations', 'vscode', key);
      if (editor?.kind === 'mapping')
        addAgent(facts, document, { client: 'vscode', kind: 'settings', path: kind.path, syntax: 'json', servers: [servers] }, editor);
    }
  }
  // Amp keeps its settings among those of the editor, too.
  if (kind.client === 'vscode' && value?.kind === 'mapping' && value.entries.some((entry) => textOf(entry.key)?.startsWith('amp.')))
    addAgent(facts, document, { client: 'amp', kind: 'settings', path: kind.path, syntax: 'json', servers: ['amp.mcpServers'] }, value);
  return facts;
}

function addAgent(facts: Facts, document: Document, kind: AgentFileKind, value: Mapping): void {
  const { uri } = document;
  const anchor = `agent|${uri}|${kind.client}`;
  const name = textOf(valueAt(value, 'name')) ?? uri.slice(uri.lastIndexOf('/') + 1);
  const first = entryOf(value, 'name')?.key ?? value.entries[0]?.key;
  const head = first?.at ?? { uri, span: [value.at.span[0], Math.min(value.at.span[0] + 1, document.text.length)] as const };
  const bare = kind.bare === true && isTableOfServers(value);
  const servers = bare ? readServers(value, kind.client, anchor) : serversOf(kind, value, anchor, name);
  const { settings, cut } = readSettings(value, anchor, bare ? ['*'] : kind.servers);
  if (cut) facts.problems.push({ kind: 'limit', message: 'the file has more settings than are read', at: head });
  const carrier = { dialect: 'agent', kind: kind.kind, address: name, block: value.at, head } as const;
  const agent: Agent = {
    anchor,
    client: kind.client,
    name,
    at: value.at,
    head,
    servers,
    settings,
    carrier,
    personal: kind.personal ?? false,
    value,
  };
  facts.agents.push(agent);
  if (kind.kind === 'environment' && servers.length === 0) return;
  const owner = ownerPaths.map((path) => valueAt(value, ...path)).find((one) => one?.kind === 'scalar');
  facts.identities.push({
    id: `agent:${kind.client}:${uri}#${name}`,
    platform: 'agent',
    kind: 'agent',
    name,
    ...(owner?.kind === 'scalar' ? { owner } : {}),
    scopeItems: agentScopeItems(kind.client, kind.kind, servers, settings, value),
    at: head,
    carrier,
    traits: {},
  });
}

/** True where every entry starts a server or has the address of one. */
function isTableOfServers(value: Mapping): boolean {
  return (
    value.entries.length > 0 &&
    value.entries.every((entry) => valueAt(entry.value, 'command') !== undefined || valueAt(entry.value, 'url') !== undefined)
  );
}

function serversOf(kind: AgentFileKind, value: Mapping, anchor: string, name: string): AgentServer[] {
  // Where a longer path of the table is written (`mcp/servers`), its parent is no mapping of servers.
  const paths = kind.servers.filter(
    (path) => !kind.servers.some((other) => other.startsWith(`${path}/`) && mappingsAt(value, other).length > 0),
  );
  const servers = paths.flatMap((path) => mappingsAt(value, path)).flatMap((mapping) => readServers(mapping, kind.client, anchor));
  for (const path of kind.servers) servers.push(...readListedServers(valueAt(value, ...path.split('/')), kind.client, anchor));
  if (kind.client === 'mcp-registry')
    for (const remote of itemsOf(valueAt(value, 'remotes')))
      if (remote.kind === 'mapping') servers.push(readServer(name, remote, remote.at, remote.at, kind.client, `${anchor}|remote`));
  if (kind.client === 'mcpb') {
    const entry = entryOf(valueAt(value, 'server'), 'mcp_config');
    if (entry?.value.kind === 'mapping')
      servers.push(readServer(name, entry.value, entry.key.at, entry.at, kind.client, `${anchor}|server=${name}`));
  }
  return servers;
}
