// What an agent may do, as sorted `kind:value` items that a baseline can approve and see growing. Order, comments and
// formatting of the file never change them. Secrets appear by the names they are known by; what an allowed command holds of
// their values is covered where documents are read.
import { itemsOf, leavesOf, textOf, valueAt, type Value } from '../value.ts';
import type { AgentClient, AgentFile, AgentServer, AgentSetting } from '../agent.ts';

/** Sorted, without doubles. */
export function agentScopeItems(
  client: AgentClient,
  kind: AgentFile,
  servers: readonly AgentServer[],
  settings: readonly AgentSetting[],
  value: Value,
): string[] {
  const items = new Set<string>();
  for (const server of servers) if (!server.disabled) addServer(items, server);
  for (const setting of settings) addSetting(items, client, kind, setting);
  if (kind === 'definition' && (client === 'claude-code' || client === 'copilot') && valueAt(value, 'tools') === undefined)
    items.add('tool:*');
  return [...items].sort();
}

function addServer(items: Set<string>, server: AgentServer): void {
  items.add(`mcp:${server.name}=${launcherIdentity(server)}`);
  for (const input of server.inputs) {
    if (input.holds === 'credential' || input.holds === 'default') items.add(`secret:literal:${server.name}/${input.name || 'argument'}`);
    if (input.holds === 'reference') for (const reference of input.references) items.add(`secret:${reference.name}`);
  }
  for (const key of ['bearer_token_env_var', 'env_vars'])
    for (const leaf of leavesOf(valueAt(server.value, key))) items.add(`secret:${textOf(leaf) ?? '*'}`);
  for (const leaf of leavesOf(valueAt(server.value, 'env_http_headers'))) items.add(`secret:${textOf(leaf) ?? '*'}`);
  for (const key of ['autoApprove', 'alwaysAllow'])
    for (const leaf of leavesOf(valueAt(server.value, key))) items.add(`mode:auto:mcp:${server.name}/${textOf(leaf) ?? '*'}`);
  if (textOf(valueAt(server.value, 'trust')) === 'true') items.add(`mode:auto:mcp:${server.name}/*`);
  for (const key of ['tools', 'includeTools', 'enabled_tools', 'allowed'])
    for (const leaf of itemsOf(valueAt(server.value, key))) items.add(`tool:mcp:${server.name}/${textOf(leaf) ?? '*'}`);
}

/** `npm:@x/y@1.2.3`, `oci:host/image@sha256:…`, `https://host/path`, `cmd:node`. */
function launcherIdentity(server: AgentServer): string {
  const url = textOf(server.url);
  if (url !== undefined) return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1').replace(/[?#].*$/, '');
  const { launch } = server;
  if (!launch) return server.command ? `cmd:${textOf(server.command) ?? '*'}` : '*';
  const kinds = { npm: 'npm', python: 'pypi', deno: 'deno', dotnet: 'nuget', container: 'oci', shell: 'shell', program: 'cmd' } as const;
  if (!launch.target) return `${kinds[launch.runner]}:${launch.program}`;
  const { name, version } = launch.target;
  return `${kinds[launch.runner]}:${name}${version === undefined ? '' : launch.runner === 'container' && !version.startsWith('sha256:') ? `:${version}` : `@${version}`}`;
}

const modeKeys =
  /(?:^|\.)(?:defaultMode|permissionMode|approval_policy|sandbox_mode|default_permissions|defaultApprovalMode|chat\.permissions\.default|chat\.tools\.global\.autoApprove|permission|strict|network_access|amp\.dangerouslyAllowAll|autonomyLevel|autonomyMode|approvalMode|GOOSE_MODE|yes-always|enableAllProjectMcpServers|skipDangerousModePermissionPrompt|default_tools_approval_mode|approval_mode|sandbox\.enabled|folderTrust\.enabled)$/;
const allowKeys =
  /(?:^|\.)(?:permissions\.allow|terminalAllowlist|mcpAllowlist|tools\.allowed|tools\.core|allowedTools|allowed-tools|tools\.bash|allowed_tools|commandAllowlist)$/;

function addSetting(items: Set<string>, client: AgentClient, kind: AgentFile, setting: AgentSetting): void {
  const text = textOf(setting.value);
  const { key } = setting;
  if (text === undefined) return;
  if (modeKeys.test(key)) items.add(`mode:${key}=${text}`);
  else if (allowKeys.test(key)) items.add(`cmd:${client}:${text}`);
  else if (key === 'tools') for (const tool of text.split(',')) items.add(`tool:${tool.trim()}`);
  else if (key === 'model') items.add(`model:${text}`);
  else if (/(?:^|\.)additionalDirectories$/.test(key)) items.add(`fs:${text}:w`);
  else if (/(?:^|\.)(?:network\.allowed|allowedDomains|allowed_domains)$/.test(key)) items.add(`net:${text}`);
  else if (kind === 'workflow' && key.startsWith('permissions.')) items.add(`perm:${key.slice('permissions.'.length)}=${text}`);
  else if (kind === 'workflow' && /^on(?:\.|$)/.test(key)) items.add(`trigger:${key === 'on' ? text : key.split('.')[1]!}`);
  else if (key === 'agents' || /^handoffs\.agent$/.test(key)) items.add(`delegate:${text}`);
  else if (/^metadata\.owner$/.test(key)) items.add(`owner:${text}`);
}
