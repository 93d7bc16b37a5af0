// MCP servers out of a settings value, for every client's spelling: `command` as a string, a list or a mapping, or `cmd`;
// `env`, `envs` or `environment`; `url`, `serverUrl`, `httpUrl` or `uri`; `headers` or `http_headers`.
import { entryOf, itemsOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import type { AgentClient, AgentServer } from '../agent.ts';
import { readInputs } from './server-inputs.ts';
import { readLaunch } from './launcher.ts';

const isLeaf = (value: Value | undefined): value is Leaf =>
  value?.kind === 'scalar' || value?.kind === 'partial' || value?.kind === 'unknown';
const leaf = (value: Value | undefined): Leaf | undefined => (isLeaf(value) ? value : undefined);
const leaves = (value: Value | undefined): Leaf[] => (value?.kind === 'list' ? itemsOf(value).filter(isLeaf) : []);
const entries = (value: Value | undefined): readonly Entry[] => (value?.kind === 'mapping' ? value.entries : []);

/** Mappings under a path in which `*` stands for every key. */
export function mappingsAt(value: Value | undefined, path: string): Mapping[] {
  let current: (Value | undefined)[] = [value];
  for (const key of path.split('/')) {
    current = current.flatMap((one) => (key === '*' ? entries(one).map((entry) => entry.value) : [entryOf(one, key)?.value]));
  }
  return current.filter((one): one is Mapping => one?.kind === 'mapping');
}

/** The servers of a list: definitions that name themselves, as Continue and Goose write them, or have their name as the only key. */
export function readListedServers(value: Value | undefined, client: AgentClient, anchor: string): AgentServer[] {
  if (value?.kind !== 'list') return [];
  return itemsOf(value).flatMap((item) => {
    if (item.kind === 'mapping' && item.entries.length === 1) return readServers(item, client, anchor);
    const written = entryOf(item, 'name')?.value;
    const name = textOf(written);
    return item.kind !== 'mapping' || !written || name === undefined
      ? []
      : [readServer(name, item, written.at, item.at, client, `${anchor}|server=${name}`)];
  });
}

/** The servers of a mapping from name to definition. Entries that are no mapping are not servers. */
export function readServers(servers: Mapping, client: AgentClient, anchor: string): AgentServer[] {
  return servers.entries.flatMap((entry) => {
    const name = textOf(entry.key);
    return name === undefined || entry.value.kind !== 'mapping'
      ? []
      : [readServer(name, entry.value, entry.key.at, entry.at, client, `${anchor}|server=${name}`)];
  });
}

/** One definition. `head` is the token that names the server, `at` the whole entry. */
export function readServer(
  name: string,
  value: Mapping,
  head: AgentServer['head'],
  at: AgentServer['at'],
  client: AgentClient,
  anchor: string,
): AgentServer {
  const written = entryOf(value, 'command')?.value;
  const inner = written?.kind === 'mapping' ? written : value;
  const line = leaves(written);
  const command = leaf(written) ?? line[0] ?? leaf(valueAt(inner, 'path')) ?? leaf(valueAt(inner, 'cmd'));
  const args = line.length > 0 ? line.slice(1) : leaves(valueAt(inner, 'args'));
  const url = ['url', 'serverUrl', 'httpUrl', 'server_url', 'tcp', 'uri']
    .map((key) => leaf(valueAt(value, key)))
    .find((one) => one !== undefined);
  const env = ['env', 'envs', 'environment'].flatMap((key) => entries(valueAt(inner, key)));
  const headers = ['headers', 'http_headers'].flatMap((key) => entries(valueAt(value, key)));
  const bearer = entryOf(value, 'bearer_token');
  const source = { args, env, headers: bearer ? [...headers, bearer] : headers, ...(url ? { url } : {}) };
  const launch = readLaunch(command, args) ?? containerOf(value);
  return {
    anchor,
    name,
    client,
    at,
    head,
    ...(command ? { command } : {}),
    ...source,
    inputs: readInputs(source),
    ...(launch ? { launch } : {}),
    disabled: isTrue(valueAt(value, 'disabled')) || isFalse(valueAt(value, 'enabled')),
    value,
  };
}

/** Agentic workflows name a container image instead of a command. */
function containerOf(value: Mapping): AgentServer['launch'] {
  const image = leaf(valueAt(value, 'container'));
  const text = textOf(image);
  if (!image || !text) return undefined;
  const version = textOf(valueAt(value, 'version'));
  const digest = text.includes('@sha256:');
  return {
    runner: 'container',
    program: 'container',
    target: { leaf: image, name: text, ...(version ? { version } : {}) },
    pin: digest ? 'exact' : 'moving',
    runtimeArgs: [],
    rest: [],
  };
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === true;
}

function isFalse(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === false;
}
