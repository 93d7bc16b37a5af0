// Commands that give rights in data services: `rabbitmqctl set_user_tags`, `kafka-acls --add` and those that Redpanda and
// Confluent have for it, `createuser --superuser`, `redis-cli ACL SETUSER`, `mc admin policy attach`, `elasticsearch-users useradd`;
// and what scripts send to the APIs of RabbitMQ and Elasticsearch.
import { isComment } from '../../text/comment.ts';
import { shellCommands, type ShellCommand } from '../commands/shell.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { pushForEverybody, pushServiceRole } from './access.ts';
import { readRedisRules } from './lines.ts';

const commands =
  /(?<![\w/.-])(?:[\w./-]{0,200}\/)?(rabbitmqctl|kafka-acls(?:\.sh)?|rpk\s+(?:security\s+)?acl\s+create|(?:confluent|ccloud)\s+kafka\s+acl\s+create|createuser|elasticsearch-users\s+(?:useradd|roles)|(?:redis|valkey)-cli|mc\s+(?:admin\s+policy\s+(?:attach|set)|(?:anonymous|policy)\s+set))(?![\w.-])/g;

/** Pushes what the commands of a text give. */
export function readDataCommands(text: string, uri: string, into: Facts): void {
  for (const command of shellCommands(text, uri, commands, (match) => match[1])) {
    if (command.name === 'rabbitmqctl') readRabbit(command, uri, into);
    else if (command.name.endsWith('-cli')) readAclCommand(command, uri, into);
    else if (command.name.startsWith('mc')) readMinio(command, uri, into);
    else if (command.name === 'createuser') readCreateUser(command, uri, into);
    else if (command.name.startsWith('elasticsearch')) readSearchUser(command, uri, into);
    else readKafka(command, uri, into);
  }
  if (text.includes('administrator') && /api\/users\/|rabbit_version|\\?"vhosts\\?"/.test(text)) readBodies(text, uri, rabbitBody, into);
  if (text.includes('_security/')) readBodies(text, uri, searchBodies, into);
}

interface Body {
  readonly kind: string;
  readonly pattern: RegExp;
  /** The word, where it is not the one that is marked. */
  readonly role?: string;
}

/** A user of RabbitMQ, as its API and its definitions have one; a script may escape the quotes. */
const rabbitBody: readonly Body[] = [
  { kind: 'api/users', pattern: /\\?"tags\\?"\s{0,4}:\s{0,4}(?:\[\s{0,4})?\\?"(?:[\w ]{1,40},\s{0,2})?(administrator)\b/g },
];
/** Users and roles as the API of Elasticsearch takes them. */
const searchBodies: readonly Body[] = [
  { kind: '_security/user', pattern: /\\?"roles\\?"\s{0,4}:\s{0,4}\[(?:\s{0,8}\\?"[\w-]{1,60}\\?",){0,10}\s{0,8}\\?"(superuser)\b/g },
  {
    kind: '_security/role',
    pattern: /\\?"cluster\\?"\s{0,4}:\s{0,4}\[\s{0,8}\\?"(all)\\?"/g,
    role: 'every privilege on the cluster',
  },
];

/** Pushes what JSON in a text gives. Who has it stands in the address or in the JSON around it, and is not followed. */
function readBodies(text: string, uri: string, bodies: readonly Body[], into: Facts): void {
  for (const { kind, pattern, role } of bodies)
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].lastIndexOf(match[1]!);
      const at = { uri, span: [start, start + match[1]!.length] as const };
      if (isComment(text, match.index)) continue;
      pushServiceRole({ uri, kind, name: `${start}`, role: wordAt(role ?? match[1]!, at), block: at, head: at, enabled: 'maybe' }, into);
    }
}

/** `elasticsearch-users useradd app -p … -r superuser`, and `elasticsearch-users roles app -a superuser`. */
function readSearchUser(command: ShellCommand, uri: string, into: Facts): void {
  const given = ['r', 'a'].flatMap((flag) => (command.flags.get(flag) ?? []).map(({ leaf }) => leaf));
  const role = given.find((leaf) => (textOf(leaf) ?? '').split(',').includes('superuser'));
  if (role) push(command, command.words[0]?.leaf, wordAt('superuser', role.at), uri, into);
}

function push({ name, at, whole }: ShellCommand, who: Leaf | undefined, role: Leaf, uri: string, into: Facts): void {
  pushServiceRole(
    { uri, kind: name, name: textOf(who) ?? '?', ...(who ? { who } : {}), role, block: whole, head: at, enabled: 'maybe' },
    into,
  );
}

function readRabbit(command: ShellCommand, uri: string, into: Facts): void {
  const words = command.words.map(({ leaf }) => leaf);
  const at = words.findIndex((word) => textOf(word) === 'set_user_tags');
  const tag = at < 0 ? undefined : words.slice(at + 2).find((word) => textOf(word) === 'administrator');
  if (tag) push(command, words[at + 1], tag, uri, into);
}

/** PostgreSQL's own program: `-s` and `--superuser`; its last word is the user. */
function readCreateUser(command: ShellCommand, uri: string, into: Facts): void {
  const flag = command.flags.has('superuser') ? 'superuser' : command.flags.has('s') ? 's' : undefined;
  if (flag === undefined) return;
  const who = command.flags.get(flag)?.[0]?.leaf ?? command.words.at(-1)?.leaf;
  push(command, who, wordAt('superuser', command.at), uri, into);
}

/** MinIO: `mc admin policy attach store consoleAdmin --user app`, and `mc anonymous set public store/photos`. */
function readMinio(command: ShellCommand, uri: string, into: Facts): void {
  if (!/\sadmin\s/.test(command.name)) {
    const [open, bucket] = command.words.map(({ leaf }) => leaf);
    const rights = textOf(open) === 'public' ? 'read and write' : textOf(open) === 'upload' ? 'write' : undefined;
    if (!open || !bucket || rights === undefined) return;
    const given = {
      who: { ...open, kind: 'scalar' as const, known: 'resolved' as const, value: '*' },
      rights: [wordAt(rights, open.at)],
      on: bucket,
    };
    return pushForEverybody({ uri, kind: 'mc anonymous', ...given, block: command.whole, head: command.at }, into);
  }
  // `readwrite` comes with the server: everything in every bucket.
  const named = command.words.find(({ leaf }) => /^(?:consoleAdmin|readwrite)$/.test(textOf(leaf) ?? ''))?.leaf;
  const role = named && textOf(named) === 'readwrite' ? wordAt('every operation on every bucket', named.at) : named;
  const who = command.flags.get('user')?.[0]?.leaf ?? command.flags.get('group')?.[0]?.leaf;
  if (role) push(command, who, role, uri, into);
}

/** `redis-cli ACL SETUSER app on … +@all`. */
function readAclCommand(command: ShellCommand, uri: string, into: Facts): void {
  const words = command.words.map(({ leaf }) => ({ text: patternOf(leaf).replaceAll('\0', '?'), start: leaf.at.span[0] }));
  const at = words.findIndex(({ text }) => /^setuser$/i.test(text));
  if (at >= 0) readRedisRules(words.slice(at), { uri, span: command.whole.span }, into, 'maybe');
}

const kafkaKinds = ['topic', 'group', 'cluster'] as const;
const flagsOfKind = { topic: ['topic'], group: ['group', 'consumer-group'], cluster: ['cluster', 'cluster-scope'] } as const;

/** Every operation on every topic, group or the cluster, and whatever goes to everybody (`User:*`). */
function readKafka(command: ShellCommand, uri: string, into: Facts): void {
  const values = (...flags: readonly string[]): Leaf[] => flags.flatMap((flag) => (command.flags.get(flag) ?? []).map(({ leaf }) => leaf));
  const isAcls = command.name.startsWith('kafka-acls');
  if (isAcls ? !command.flags.has('add') : !command.flags.has('allow') && !command.flags.has('allow-principal')) return;
  const who = values('allow-principal', 'service-account', 'principal')[0];
  const operations = values('operation', 'operations');
  const every = operations.find((leaf) => /^["']?all["']?$/i.test(textOf(leaf) ?? ''));
  const kind = kafkaKinds.find((one) =>
    flagsOfKind[one].some((flag) => command.flags.has(flag) && (one === 'cluster' || values(flag).some((leaf) => textOf(leaf) === '*'))),
  );
  if (every && kind) return push(command, who, wordAt(`every operation on every ${kind}`, every.at), uri, into);
  const everybody = /^(?:User:)?\*$/.test(textOf(who) ?? '') ? who : undefined;
  const said = operations[0] ?? values('producer', 'consumer')[0];
  const doing =
    operations.length > 0
      ? operations
      : ['producer', 'consumer'].filter((flag) => command.flags.has(flag)).map((flag) => wordAt(flag, command.at));
  // Hosts that are named make up for it.
  if (!everybody || doing.length === 0 || command.flags.has('allow-host')) return;
  const on = values('topic', 'group', 'consumer-group', 'transactional-id')[0] ?? said ?? everybody;
  pushForEverybody({ uri, kind: 'kafka-acls', who: everybody, rights: doing, on, block: command.whole, head: command.at }, into);
}
