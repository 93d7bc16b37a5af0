// Containers of data services that are told to ask nobody who they are: variables of their images and options of their
// programs, in compose files and in manifests of Kubernetes. What a pipeline starts for its own tests, a development
// container, and compose files that are named for tests or for development are none of it.
import type { Document } from '../../document.ts';
import { tableOf } from '../../table.ts';
import type { Facts } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { pushSignInOff } from './access.ts';

interface Variable {
  readonly service: string;
  readonly is: RegExp;
  /** Another variable of the container that makes up for it. */
  readonly unless?: RegExp;
}

const yes = /^(?:true|yes|1|on)$/i;
const rootPassword = /^(?:MYSQL|MARIADB)_(?:RANDOM_)?ROOT_PASSWORD(?:_FILE|_HASH)?$/;

/** By the documentation of the images: postgres, mysql, mariadb, elasticsearch, opensearch, cp-kafka, neo4j. */
const variables = tableOf<Variable>({
  POSTGRES_HOST_AUTH_METHOD: { service: 'PostgreSQL', is: /^trust$/ },
  MYSQL_ALLOW_EMPTY_PASSWORD: { service: 'MySQL', is: yes, unless: rootPassword },
  MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: { service: 'MariaDB', is: yes, unless: rootPassword },
  'xpack.security.enabled': { service: 'Elasticsearch', is: /^false$/i },
  'plugins.security.disabled': { service: 'OpenSearch', is: /^true$/i },
  DISABLE_SECURITY_PLUGIN: { service: 'OpenSearch', is: /^true$/i },
  KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND: { service: 'Kafka', is: /^true$/i },
  NEO4J_AUTH: { service: 'Neo4j', is: /^none$/ },
});

interface Option {
  readonly service: string;
  /** In the words of the command, with one blank between them. Its group is the word that is marked. */
  readonly words: RegExp;
  readonly unless?: RegExp;
}

const options: readonly Option[] = [
  { service: 'MongoDB', words: /(?:^|\s)mongo[ds]\s[^\n]{0,500}?(--noauth)(?=\s|$)/ },
  {
    service: 'Redis',
    words: /(?:^|\s)(?:redis|valkey)-server\s[^\n]{0,500}?--protected-mode\s(no)(?=\s|$)/,
    unless: /--(?:requirepass|aclfile|user)\s|--bind\s(?:127\.|::1|localhost)/,
  },
  { service: 'MySQL', words: /(--skip-grant-tables)(?=\s|$)/ },
];

const words =
  /POSTGRES_HOST_AUTH_METHOD|_ALLOW_EMPTY_(?:ROOT_)?PASSWORD|xpack\.security\.enabled|plugins\.security\.disabled|DISABLE_SECURITY_PLUGIN|KAFKA_ALLOW_EVERYONE|NEO4J_AUTH|--noauth|protected-mode|--skip-grant-tables/;
const compose = /(?:^|\/)(?:docker-)?compose[\w.-]{0,60}\.ya?ml$/i;
const forDevelopment =
  /(?:^|\/)\.devcontainer\/|(?:^|\/)\.github\/|(?:^|\/)[\w.-]{0,60}[._-](?:tests?|testing|e2e|integration|ci|dev|devel|development|local|override)[._-][\w.-]{0,60}$/i;

/** Whether a file may hold such a container. */
export function hasContainerSettings({ format, uri, text }: Document): boolean {
  return format === 'yaml' && words.test(text) && !forDevelopment.test(uri) && (compose.test(uri) || /^kind:/m.test(text));
}

/** Pushes what the containers of a document open. */
export function readContainers(root: Value, uri: string, into: Facts): void {
  const services = compose.test(uri) ? entryOf(root, 'services')?.value : undefined;
  if (services?.kind === 'mapping')
    for (const { key, value } of services.entries)
      readContainer(
        {
          name: textOf(key) ?? '?',
          variables: environmentOf(entryOf(value, 'environment')?.value),
          told: [entryOf(value, 'entrypoint'), entryOf(value, 'command')],
          uri,
        },
        isPublished(entryOf(value, 'ports')?.value),
        into,
      );
  else if (!compose.test(uri)) readPods(root, uri, into, 0);
}

const deepest = 40;

function readPods(value: Value, uri: string, into: Facts, depth: number): void {
  if (depth > deepest) return;
  if (value.kind === 'list') for (const item of value.items) readPods(item, uri, into, depth + 1);
  if (value.kind !== 'mapping') return;
  for (const { key, value: inner } of value.entries) {
    if (textOf(key) === 'containers')
      for (const one of itemsOf(inner))
        readContainer(
          {
            name: textOf(entryOf(one, 'name')?.value) ?? '?',
            variables: environmentOf(entryOf(one, 'env')?.value),
            told: [entryOf(one, 'command'), entryOf(one, 'args')],
            uri,
          },
          true,
          into,
        );
    else readPods(inner, uri, into, depth + 1);
  }
}

interface Container {
  readonly name: string;
  readonly variables: ReadonlyMap<string, Leaf>;
  /** The program and its options. */
  readonly told: readonly (Entry | undefined)[];
  readonly uri: string;
}

function readContainer({ name, variables: given, told, uri }: Container, published: boolean, into: Facts): void {
  const push = (service: string, role: Leaf): void =>
    pushSignInOff(
      { uri, kind: published ? 'container' : 'inner container', name: service, of: name, role, block: role.at, head: role.at },
      into,
    );
  for (const [key, leaf] of given) {
    const known = variables.get(key);
    const made = known?.unless && [...given].some(([other, its]) => known.unless!.test(other) && textOf(its) !== '');
    if (known && !made && known.is.test(textOf(leaf) ?? '')) push(known.service, leaf);
  }
  const leaves = told.flatMap((one) => leavesOf(one?.value));
  const line = leaves
    .map((leaf) => textOf(leaf) ?? '\0')
    .join(' ')
    .replace(/[ \t=]+/g, ' ');
  for (const { service, words: asked, unless } of options) {
    const match = asked.exec(line);
    const leaf = match && leaves.find((one) => textOf(one)?.includes(match[1]!));
    if (leaf && !unless?.test(line)) push(service, wordIn(leaf, match[1]!));
  }
}

/** A word of a command that stands in one text, where that is written as it is. */
function wordIn(leaf: Leaf, word: string): Leaf {
  const { uri, span } = leaf.at;
  const text = textOf(leaf) ?? '';
  const start = span[0] + ` ${text} `.indexOf(` ${word} `);
  return span[1] - span[0] === text.length && start >= span[0]
    ? wordAt(word, { uri, span: [start, start + word.length] })
    : wordAt(word, leaf.at);
}

/** A mapping, `K=V` in a list, or `name` and `value` in a list. */
function environmentOf(value: Value | undefined): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  if (value?.kind === 'mapping')
    for (const { key, value: given } of value.entries) {
      const leaf = leavesOf(given)[0];
      if (leaf) found.set(textOf(key) ?? '', leaf);
    }
  for (const item of value?.kind === 'list' ? value.items : []) {
    const pair = item.kind === 'scalar' ? /^([\w.]{1,100})=([^\n]{0,500})$/.exec(String(item.value)) : null;
    const leaf = leavesOf(entryOf(item, 'value')?.value)[0];
    if (pair) {
      const { uri, span } = item.at;
      const isExact = span[1] - span[0] === pair[0].length;
      found.set(pair[1]!, wordAt(pair[2]!, isExact ? { uri, span: [span[1] - pair[2]!.length, span[1]] } : item.at));
    } else if (leaf) found.set(textOf(entryOf(item, 'name')?.value) ?? '', leaf);
  }
  return found;
}

/** Whether a port of a service is open beyond the machine: `9200:9200`, and not `127.0.0.1:9200:9200`. */
function isPublished(ports: Value | undefined): boolean {
  return itemsOf(ports).some((port) => {
    const address = textOf(port) ?? textOf(entryOf(port, 'host_ip')?.value) ?? '';
    return !/^(?:127\.|\[?::1|localhost)/.test(address);
  });
}
