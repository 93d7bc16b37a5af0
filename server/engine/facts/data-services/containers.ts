// Containers of data services that are told to ask nobody who they are: variables of their images and options of their
// programs, in compose files, in manifests of Kubernetes and in what scripts start (`docker run`). What a pipeline starts for
// its own tests, a development container, and files, folders and profiles of compose that are named for tests or for
// development are none of it.
import type { Document } from '../../document.ts';
import { shellCommands } from '../commands/shell.ts';
import { tableOf } from '../../table.ts';
import type { Facts } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { pushSignInOff, shownPage } from './access.ts';

interface Variable {
  readonly service: string;
  readonly is: RegExp;
  /** Another variable of the container that makes up for it. */
  readonly unless?: RegExp;
  /** Images that say something else with that name. */
  readonly notOf?: RegExp;
  /** The images that mean this by a name that others have as well. */
  readonly of?: RegExp;
}

const yes = /^(?:true|yes|1|on)$/i;
const no = /^(?:false|no|0|off)$/i;
const rootPassword = /^(?:MYSQL|MARIADB)_(?:RANDOM_)?ROOT_PASSWORD(?:_FILE|_HASH)?$/;

/** By the documentation of the images: postgres, mysql, mariadb, elasticsearch, opensearch, cp-kafka, neo4j, postgrest, hasura, airflow, arangodb, weaviate, influxdb, langflow, open-webui, n8n, mongo-express, pgadmin4, filebrowser, rocker, kafka-ui, and those of Bitnami. */
const variables = tableOf<Variable>({
  POSTGRES_HOST_AUTH_METHOD: { service: 'PostgreSQL', is: /^trust$/ },
  MYSQL_ALLOW_EMPTY_PASSWORD: { service: 'MySQL', is: yes, unless: rootPassword },
  MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: { service: 'MariaDB', is: yes, unless: rootPassword },
  'xpack.security.enabled': { service: 'Elasticsearch', is: /^false$/i, notOf: /kibana|logstash/i },
  'plugins.security.disabled': { service: 'OpenSearch', is: /^true$/i },
  DISABLE_SECURITY_PLUGIN: { service: 'OpenSearch', is: /^true$/i },
  KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND: { service: 'Kafka', is: /^true$/i },
  NEO4J_AUTH: { service: 'Neo4j', is: /^none$/ },
  POSTGRES_INITDB_ARGS: { service: 'PostgreSQL', is: /(?:^|\s)--auth(?:-host)?[= ]trust(?=\s|$)|(?:^|\s)-A ?trust(?=\s|$)/ },
  ALLOW_EMPTY_PASSWORD: { service: 'service', is: yes, unless: /_PASSWORD(?:_FILE)?$(?<!^ALLOW_EMPTY_PASSWORD)/ },
  ALLOW_ANONYMOUS_LOGIN: { service: 'ZooKeeper', is: yes, unless: /^ZOO_ENABLE_AUTH$/ },
  INFLUXDB_HTTP_AUTH_ENABLED: { service: 'InfluxDB', is: /^false$/i },
  ALLOW_NONE_AUTHENTICATION: { service: 'etcd', is: yes, unless: /^ETCD_ROOT_PASSWORD/ },
  KAFKA_CFG_ALLOW_EVERYONE_IF_NO_ACL_FOUND: { service: 'Kafka', is: /^true$/i },
  KAFKA_SUPER_USERS: { service: 'Kafka', is: /(?:^|;)User:ANONYMOUS(?:;|$)/ },
  KAFKA_CFG_SUPER_USERS: { service: 'Kafka', is: /(?:^|;)User:ANONYMOUS(?:;|$)/ },
  NEO4J_dbms_security_auth__enabled: { service: 'Neo4j', is: /^false$/i },
  ARANGO_NO_AUTH: { service: 'ArangoDB', is: yes },
  AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: { service: 'Weaviate', is: /^true$/i },
  AIRFLOW__API__AUTH_BACKEND: { service: 'Airflow', is: /^airflow\.api\.auth\.backend\.default$/ },
  AIRFLOW__API__AUTH_BACKENDS: { service: 'Airflow', is: /(?:^|,)\s?airflow\.api\.auth\.backend\.default\s?(?:,|$)/ },
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: { service: 'Airflow', is: /^true$/i },
  // Who brings no token has this role: it passes every check.
  HASURA_GRAPHQL_UNAUTHORIZED_ROLE: { service: 'Hasura', is: /^admin$/ },
  LANGFLOW_AUTO_LOGIN: { service: 'Langflow', is: yes },
  WEBUI_AUTH: { service: 'Open WebUI', is: no },
  N8N_USER_MANAGEMENT_DISABLED: { service: 'n8n', is: yes, unless: /^N8N_BASIC_AUTH_ACTIVE$/ },
  ME_CONFIG_BASICAUTH: { service: 'mongo-express', is: no },
  PGADMIN_CONFIG_SERVER_MODE: { service: 'pgAdmin', is: no },
  FB_NOAUTH: { service: 'File Browser', is: yes },
  DISABLE_AUTH: { service: 'RStudio', is: yes, of: /rocker\/|rstudio/ },
  AUTH_TYPE: { service: 'Kafka UI', is: /^DISABLED$/i, of: /kafka-ui/ },
  PGRST_DB_ANON_ROLE: { service: 'PostgREST', is: /^(?:postgres|service_role)$/ },
});

interface Option {
  readonly service: string;
  /** In the words of the command, with one blank between them. Its group is the word that is marked. */
  readonly words: RegExp;
  /** The images that mean this by it, where the words do not name the program. */
  readonly of?: RegExp;
  readonly unless?: RegExp;
  /** It opens a page that only shows something, at a port of its own. */
  readonly shownAt?: RegExp;
}

const options: readonly Option[] = [
  { service: 'MongoDB', words: /(?:^|\s)mongo[ds]\s[^\n]{0,500}?(--noauth)(?=\s|$)/ },
  {
    service: 'Redis',
    words: /(?:^|\s)(?:redis|valkey)-server\s[^\n]{0,500}?--protected-mode\s(no)(?=\s|$)/,
    unless: /--(?:requirepass|aclfile|user)\s|--bind\s(?:127\.|::1|localhost)/,
  },
  { service: 'MySQL', words: /(--skip-grant-tables)(?=\s|$)/ },
  { service: 'code-server', words: /(?:^|\s)--auth\s(none)(?=\s|$)/, of: /code-server/ },
  { service: 'File Browser', words: /(--noauth)(?=\s|$)/, of: /filebrowser/ },
  { service: 'Portainer', words: /(--no-auth)(?=\s|$)/, of: /portainer/ },
  { service: 'Traefik', words: /(?:^|\s)(--api\.insecure)(?=\strue(?:\s|$)|\s--|$)/i, shownAt: /(?:^|[:-])8080(?:\/tcp)?$/ },
  {
    service: 'Jupyter',
    words: /(--(?:NotebookApp|ServerApp|LabApp|IdentityProvider)\.token)(?=\s?(?:$|''|""|--))/,
    unless: /\.(?:hashed_)?password (?!''|""|--)\S/,
  },
];

const words = new RegExp(
  [...variables.keys()].map((name) => name.replaceAll('.', '\\.')).join('|') +
    '|--no-?auth|--auth|api\\.insecure|protected-mode|--skip-grant-tables|App\\.token|IdentityProvider\\.token',
);
const compose = /(?:^|\/)(?:docker-)?compose[\w.-]{0,60}\.ya?ml$/i;
const forDevelopment =
  /(?:^|[/._-])(?:\.?devcontainer|\.github|tests?|testing|e2e|integration|ci|dev(?:el|elopment)?|local(?:dev|host)?|override|sandbox)(?:[._-][\w.-]{0,60})?(?:\/|\.ya?ml$)/i;
const profileForDevelopment = /^(?:tests?|testing|e2e|integration|ci|dev(?:el|elopment)?|local|debug)(?:[._-]|$)/i;

/** Whether a file may hold such a container. */
export function hasContainerSettings({ format, uri, text }: Document): boolean {
  return format === 'yaml' && words.test(text) && !forDevelopment.test(uri) && (compose.test(uri) || /^kind:/m.test(text));
}

const started = /(?<![\w/.-])(?:docker|podman|nerdctl)\s+(?:container\s+)?run(?![\w-])/g;

/** Whether a script may start such a container. */
export function hasContainerCommands({ format, uri, text }: Document): boolean {
  return (
    (format === 'shell' || format === 'powershell') &&
    (text.includes('docker') || text.includes('podman') || text.includes('nerdctl')) &&
    words.test(text) &&
    !forDevelopment.test(uri)
  );
}

/** Pushes what the containers open that a script starts: by their variables, not by the options of their programs. */
export function readContainerCommands(text: string, uri: string, into: Facts): void {
  for (const { flags, whole } of shellCommands(text, uri, started, () => 'run')) {
    const valuesOf = (...names: readonly string[]): Leaf[] => names.flatMap((name) => (flags.get(name) ?? []).map(({ leaf }) => leaf));
    const ports = ['publish', ...[...flags.keys()].filter((name) => /^[dit]{0,3}p$/.test(name))];
    readContainer(
      {
        name: textOf(valuesOf('name')[0]) ?? '?',
        // Which of its words is the image is not known: flags without a value come before it.
        image: text.slice(...whole.span),
        variables: new Map(
          valuesOf('e', 'env').flatMap((leaf) =>
            // A word ends where a quote opens in its midst: `-e REDIS_PASSWORD="$PW"`.
            variableIn(leaf).map(([name, value]) => [
              name,
              /["'$]/.test(text[leaf.at.span[1]] ?? '') && value && textOf(value) === '' ? undefined : value,
            ]),
          ),
        ),
        hasMore: flags.has('env-file'),
        told: [],
        kind: valuesOf(...ports).some((port) => !isOfMachine(textOf(port) ?? '')) ? 'published container' : 'inner container',
        ports: [],
        uri,
      },
      into,
    );
  }
}

/** Pushes what the containers of a document open. */
export function readContainers(root: Value, uri: string, into: Facts): void {
  if (!compose.test(uri)) return readPods(root, uri, into, 0);
  const services = entryOf(root, 'services')?.value;
  if (services?.kind !== 'mapping') return;
  const isWorkplace = services.entries.some(({ value }) => mountsItself(entryOf(value, 'volumes')?.value));
  for (const { key, value } of services.entries) {
    const profiles = itemsOf(entryOf(value, 'profiles')?.value);
    if (profiles.length > 0 && profiles.every((one) => profileForDevelopment.test(textOf(one) ?? ''))) continue;
    readContainer(
      {
        name: textOf(key) ?? '?',
        image: textOf(entryOf(value, 'image')?.value) ?? '',
        variables: environmentOf(entryOf(value, 'environment')?.value),
        hasMore: entryOf(value, 'env_file') !== undefined,
        told: [entryOf(value, 'entrypoint'), entryOf(value, 'command')],
        kind: !isWorkplace && isPublished(entryOf(value, 'ports')?.value) ? 'published container' : 'inner container',
        ports: itemsOf(entryOf(value, 'ports')?.value).map((port) => textOf(port) ?? textOf(entryOf(port, 'target')?.value) ?? ''),
        uri,
      },
      into,
    );
  }
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
            image: textOf(entryOf(one, 'image')?.value) ?? '',
            variables: environmentOf(entryOf(one, 'env')?.value),
            hasMore: entryOf(one, 'envFrom') !== undefined,
            told: [entryOf(one, 'command'), entryOf(one, 'args')],
            kind: 'container',
            ports: itemsOf(entryOf(one, 'ports')?.value).map((port) => textOf(entryOf(port, 'containerPort')?.value) ?? ''),
            uri,
          },
          into,
        );
    else readPods(inner, uri, into, depth + 1);
  }
}

interface Container {
  readonly name: string;
  readonly image: string;
  /** What is given from outside the file is undefined. */
  readonly variables: ReadonlyMap<string, Leaf | undefined>;
  /** Whether a file or an object that is not read here gives it more of them. */
  readonly hasMore: boolean;
  /** The program and its options. */
  readonly told: readonly (Entry | undefined)[];
  /** Who reaches it: what else is in the cluster, whoever reaches the machine, or the other containers of its network. */
  readonly kind: 'container' | 'published container' | 'inner container';
  /** Its ports as they are published: `8080:80`. */
  readonly ports: readonly string[];
  readonly uri: string;
}

function readContainer({ name, image, variables: given, hasMore, told, kind, ports, uri }: Container, into: Facts): void {
  const push = (service: string, role: Leaf, said?: string, as: string = kind): void =>
    pushSignInOff({ uri, kind: as, name: service, of: name, role, ...(said ? { said } : {}), block: role.at, head: role.at }, into);
  for (const [key, leaf] of given) {
    const known = variables.get(key);
    if (!known || !leaf || known.notOf?.test(image) || known.of?.test(image) === false || !known.is.test(textOf(leaf) ?? '')) continue;
    const { unless } = known;
    if (unless && (hasMore || [...given].some(([other, its]) => unless.test(other) && textOf(its) !== ''))) continue;
    push(known.service, leaf, `${key}=${textOf(leaf)!}`);
  }
  const leaves = told.flatMap((one) => leavesOf(one?.value));
  const line = leaves
    .map((leaf) => textOf(leaf) ?? '\0')
    .join(' ')
    .replace(/[ \t=]+/g, ' ');
  for (const { service, words: asked, of, unless, shownAt } of options) {
    if (of?.test(`${image} ${line.slice(0, 200)}`) === false) continue;
    const match = asked.exec(line);
    const leaf = match && leaves.find((one) => textOf(one)?.includes(match[1]!));
    if (!leaf || unless?.test(line) || (shownAt && !ports.some((port) => !isOfMachine(port) && shownAt.test(port)))) continue;
    push(service, wordIn(leaf, match[1]!), undefined, shownAt ? shownPage : kind);
  }
}

/** A word of a command that stands in one text, where that is written as it is. */
function wordIn(leaf: Leaf, word: string): Leaf {
  const { uri, span } = leaf.at;
  const text = textOf(leaf) ?? '';
  const start = span[0] + ` ${text.replaceAll('=', ' ')} `.indexOf(` ${word} `);
  return span[1] - span[0] === text.length && start >= span[0]
    ? wordAt(word, { uri, span: [start, start + word.length] })
    : wordAt(word, leaf.at);
}

/** A mapping, `K=V` in a list, or `name` and `value` in a list. A name without a value is given from outside. */
function environmentOf(value: Value | undefined): Map<string, Leaf | undefined> {
  const found = new Map<string, Leaf | undefined>();
  if (value?.kind === 'mapping') for (const { key, value: given } of value.entries) found.set(textOf(key) ?? '', leavesOf(given)[0]);
  for (const item of value?.kind === 'list' ? value.items : []) {
    if (item.kind === 'mapping') {
      found.set(textOf(entryOf(item, 'name')?.value) ?? '', leavesOf(entryOf(item, 'value')?.value)[0]);
      continue;
    }
    for (const [name, leaf] of item.kind === 'scalar' ? variableIn(item) : []) found.set(name, leaf);
  }
  return found;
}

/** `K=V` in one text; a name alone is given from outside. */
function variableIn(item: Leaf): [string, Leaf | undefined][] {
  const [, name, text] = /^([\w.]{1,100})(?:=([^\n]{0,500}))?$/.exec(patternOf(item)) ?? [];
  if (name === undefined) return [];
  // What a variable holds is given from outside as well.
  if (text?.includes('\0')) return [[name, undefined]];
  const { uri, span } = item.at;
  const isExact = text !== undefined && span[1] - span[0] === name.length + 1 + text.length;
  return [[name, text === undefined ? undefined : wordAt(text, isExact ? { uri, span: [span[1] - text.length, span[1]] } : item.at)]];
}

/** Whether an address is the machine's own: `127.0.0.1:9200:9200`. */
const isOfMachine = (address: string): boolean => /^(?:\$\{\w{1,60}:?-)?(?:127\.|\[?::1|localhost)/.test(address);

/** Whether a port of a service is open beyond the machine: `9200:9200`, and not `127.0.0.1:9200:9200`. */
function isPublished(ports: Value | undefined): boolean {
  return itemsOf(ports).some((port) => {
    const address = textOf(port) ?? textOf(entryOf(port, 'host_ip')?.value) ?? '';
    return !isOfMachine(address);
  });
}

/** Whether a service has the folder of its own file mounted: somebody works on it there. */
function mountsItself(volumes: Value | undefined): boolean {
  return itemsOf(volumes).some((volume) => {
    const source = textOf(entryOf(volume, 'source')?.value);
    return source === undefined ? /^(?:\.{1,2}\/?|\$PWD|\$\{PWD\}):/.test(textOf(volume) ?? '') : /^\.{1,2}\/?$/.test(source);
  });
}
