// Commands that give rights in data services: `rabbitmqctl set_user_tags`, `kafka-acls --add`, `createuser --superuser`,
// `redis-cli ACL SETUSER`, `mc admin policy attach`.
import { shellCommands, type ShellCommand } from '../commands/shell.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { pushServiceRole } from './access.ts';
import { readRedisRules } from './lines.ts';

const commands =
  /(?<![\w/.-])(?:[\w./-]{0,200}\/)?(rabbitmqctl|kafka-acls(?:\.sh)?|createuser|(?:redis|valkey)-cli|mc\s+admin\s+policy\s+attach)(?![\w.-])/g;

/** Pushes what the commands of a text give. */
export function readDataCommands(text: string, uri: string, into: Facts): void {
  for (const command of shellCommands(text, uri, commands, (match) => match[1])) {
    if (command.name === 'rabbitmqctl') readRabbit(command, uri, into);
    else if (command.name.endsWith('-cli')) readAclCommand(command, uri, into);
    else if (command.name.startsWith('mc')) readMinio(command, uri, into);
    else if (command.name === 'createuser') readCreateUser(command, uri, into);
    else readKafka(command, uri, into);
  }
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

/** MinIO: `mc admin policy attach store consoleAdmin --user app`. */
function readMinio(command: ShellCommand, uri: string, into: Facts): void {
  const role = command.words.find(({ leaf }) => textOf(leaf) === 'consoleAdmin')?.leaf;
  const who = command.flags.get('user')?.[0]?.leaf ?? command.flags.get('group')?.[0]?.leaf;
  if (role) push(command, who, role, uri, into);
}

/** `redis-cli ACL SETUSER app on … +@all`. */
function readAclCommand(command: ShellCommand, uri: string, into: Facts): void {
  const words = command.words.map(({ leaf }) => ({ text: patternOf(leaf).replaceAll('\0', '?'), start: leaf.at.span[0] }));
  const at = words.findIndex(({ text }) => /^setuser$/i.test(text));
  if (at >= 0) readRedisRules(words.slice(at), { uri, span: command.whole.span }, into, 'maybe');
}

function readKafka(command: ShellCommand, uri: string, into: Facts): void {
  const values = (flag: string): Leaf[] => (command.flags.get(flag) ?? []).map(({ leaf }) => leaf);
  const operation = values('operation').find((leaf) => textOf(leaf)?.toLowerCase() === 'all');
  const kind = (['topic', 'group', 'cluster'] as const).find(
    (one) => command.flags.has(one) && (one === 'cluster' || values(one).some((leaf) => textOf(leaf) === '*')),
  );
  if (!command.flags.has('add') || !operation || !kind) return;
  push(command, values('allow-principal')[0], wordAt(`every operation on every ${kind}`, operation.at), uri, into);
}
