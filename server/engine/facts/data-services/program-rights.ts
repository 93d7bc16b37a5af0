// Rights over everything that programs give through the clients of data services, and statements of Neo4j: entries of Kafka's
// access lists, users of Redis, roles of the server. A table of calls and their words; what a variable holds is left out.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isComment } from '../../text/comment.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { pushServiceRole } from './access.ts';
import { readRedisRules, type Word } from './lines.ts';

interface Row {
  /** Names of files that the row is for, or formats of programs. */
  readonly of: RegExp | ReadonlySet<Format>;
  readonly kind: string;
  /** `role` is the token that gives everything, `who` the user that gets it, `on` the kind of what it is given on. */
  readonly pattern: RegExp;
  /** What the token comes to; of Kafka every operation on every one of a kind. */
  readonly says?: string;
}

const jvm: ReadonlySet<Format> = new Set(['java', 'kotlin', 'groovy']);
const script: ReadonlySet<Format> = new Set(['javascript', 'typescript']);
const cypher = /\.(?:cypher|cyp|cql)$/;
const user = String.raw`["'](?<who>User:[^"'\n]{1,100})["']`;
const kinds = String.raw`(?<on>TOPIC|GROUP|CLUSTER)`;
/** Every topic or group, or the one cluster. */
const every = String.raw`["'](?:\*|kafka-cluster)["']`;

// From the references of Kafka's clients (Java, confluent-kafka, kafka-python, KafkaJS, Sarama) and Neo4j's manual, read in 2026-11.
const rows: readonly Row[] = [
  {
    of: jvm,
    kind: 'AccessControlEntry',
    pattern: new RegExp(
      String.raw`\bResourcePattern\(\s{0,80}(?:ResourceType\.)?${kinds},\s{0,80}${every}[^;]{0,200}?\bAccessControlEntry\(\s{0,80}(?:${user}|[\w.()]{1,80}),\s{0,80}[^,()]{1,80},\s{0,80}(?:AclOperation\.)?(?<role>ALL)\s{0,40},\s{0,80}(?:AclPermissionType\.)?ALLOW\b`,
      'dg',
    ),
  },
  {
    of: new Set(['python']),
    kind: 'AclBinding',
    pattern: new RegExp(
      String.raw`\bAclBinding\(\s{0,80}ResourceType\.${kinds},\s{0,80}${every}[^()]{0,200}?(?:${user}|[\w.]{1,80}),\s{0,80}[^,()]{1,80},\s{0,80}AclOperation\.(?<role>ALL)\s{0,40},\s{0,80}AclPermissionType\.ALLOW\b`,
      'dg',
    ),
  },
  {
    of: script,
    kind: 'createAcls',
    pattern: new RegExp(
      String.raw`AclResourceTypes\.${kinds},\s{0,80}resourceName:\s?${every}[^{}]{0,200}?\bprincipal:\s?(?:${user}|[\w.]{1,80}),\s{0,80}host:[^,{}]{1,80},\s{0,80}operation:\s?(?:\w{1,40}\.)?AclOperationTypes\.(?<role>ALL),\s{0,80}permissionType:\s?(?:\w{1,40}\.)?AclPermissionTypes\.ALLOW\b`,
      'dg',
    ),
  },
  {
    of: new Set(['go']),
    kind: 'sarama.Acl',
    pattern: new RegExp(
      String.raw`\bsarama\.AclResource(?<on>Topic|Group|Cluster),\s{0,80}ResourceName:\s{1,20}${every}[^;]{0,200}?\bPrincipal:\s{1,20}(?:${user}|[\w.]{1,80}),\s{0,80}Host:[^,{}]{1,80},\s{0,80}Operation:\s{1,20}sarama\.(?<role>AclOperationAll),\s{0,80}PermissionType:\s{1,20}sarama\.AclPermissionAllow\b`,
      'dg',
    ),
  },
  {
    of: cypher,
    kind: 'GRANT ROLE',
    says: 'administrator',
    pattern: /^[ \t]{0,40}GRANT\s{1,20}ROLES?\s{1,20}`?(?<role>admin)`?\s{1,20}TO\s{1,20}`?(?<who>[\w.-]{1,60})/dgim,
  },
  {
    of: cypher,
    kind: 'GRANT',
    says: 'every privilege on every resource',
    pattern:
      /^[ \t]{0,40}GRANT\s{1,20}(?<role>ALL(?:\s{1,20}(?:DBMS|DATABASE|GRAPH))?(?:\s{1,20}PRIVILEGES)?)\s{1,20}ON\s{1,20}(?:DBMS|(?:DATABASES?|GRAPHS?)\s{1,20}\*)\s{1,20}TO\s{1,20}`?(?<who>[\w.-]{1,60})/dgim,
  },
];

const mentionsRights = mentioning('accesscontrolentry', 'aclbinding', 'acloperation', 'grant', 'aclsetuser', 'acl_setuser');
const isOf = ({ of }: Row, { uri, format }: Document): boolean => (of instanceof RegExp ? of.test(uri) : of.has(format));

/** A program that may give rights through a client, or statements of Neo4j. */
export const hasProgramRights = (document: Document): boolean =>
  mentionsRights(document) && (document.format === 'python' || script.has(document.format) || rows.some((row) => isOf(row, document)));

/** More than a program gives. */
const most = 200;

/** Pushes the rights over everything that a program or a file of statements gives. */
export function readProgramRights(document: Document, into: Facts): void {
  const { text, uri } = document;
  for (const { kind, pattern, says } of rows.filter((row) => isOf(row, document)))
    for (const match of [...text.matchAll(pattern)].slice(0, most)) {
      if (isComment(text, match.index)) continue;
      const { role, who } = match.indices!.groups!;
      const on = match.groups!.on?.toLowerCase();
      const leaf = ([from, to]: readonly [number, number], value = text.slice(from, to)) => wordAt(value, { uri, span: [from, to] });
      pushServiceRole(
        {
          uri,
          kind,
          name: who ? text.slice(...who) : '?',
          ...(who ? { who: leaf(who) } : {}),
          role: leaf(role!, says ?? `every operation on every ${on}`),
          block: { uri, span: [match.index, match.index + match[0].length] },
          head: { uri, span: [match.index, role![1]] },
        },
        into,
      );
    }
  readRedisCalls(document, into);
}

/** node-redis: a name and the words of `ACL SETUSER`. */
const setUser = /\.(aclSetUser)\(\s{0,80}(["'][\w.-]{1,60}["']),\s{0,80}\[([^\]]{1,1000})\]/g;
/** redis-py: the same as named arguments. */
const setUserOfPython = /\.(acl_setuser)\(\s{0,80}(?:username\s?=\s?)?(["'][\w.-]{1,60}["'])([^()]{1,1000})\)/g;

function readRedisCalls({ text, uri, format }: Document, into: Facts): void {
  if (!script.has(format) && format !== 'python') return;
  for (const match of [...text.matchAll(format === 'python' ? setUserOfPython : setUser)].slice(0, most)) {
    if (isComment(text, match.index)) continue;
    const start = match.index + match[0].length - 1 - match[3]!.length;
    const names = match.index + match[0].indexOf(match[2]!);
    const first: Word = { text: match[1]!, start: match.index + 1 };
    const name: Word = { text: match[2]!.slice(1, -1), start: names + 1 };
    const words = format === 'python' ? wordsOfPython(match[3]!, start) : stringsIn(match[3]!, start);
    readRedisRules([first, name, ...words], { uri, span: [match.index, match.index + match[0].length] }, into);
  }
}

const stringsIn = (list: string, start: number): Word[] =>
  [...list.matchAll(/["']([^"'\n]{1,200})["']/g)].map((match) => ({ text: match[1]!, start: start + match.index + 1 }));

/** The rules that named arguments come to. */
function wordsOfPython(given: string, start: number): Word[] {
  const on = /\benabled\s?=\s?(True)\b/.exec(given);
  const open = /\bnopass\s?=\s?(True)\b/.exec(given);
  const at = (match: RegExpExecArray, text: string): Word => ({
    text,
    start: start + match.index + match[0].length - match[1]!.length,
    length: match[1]!.length,
  });
  const listed = (key: string, put: (text: string) => string): Word[] => {
    const list = new RegExp(String.raw`\b${key}\s?=\s?\[([^\]]{0,500})\]`).exec(given);
    return list
      ? stringsIn(list[1]!, start + list.index + list[0].length - 1 - list[1]!.length).map((word) => ({
          ...word,
          text: put(word.text),
          length: word.text.length,
        }))
      : [];
  };
  return [
    ...(on ? [at(on, 'on')] : []),
    ...(open ? [at(open, 'nopass')] : []),
    ...listed('passwords', (text) => `>${text}`),
    ...listed('keys', (text) => `~${text}`),
    ...listed('commands', (text) => text),
    ...listed('categories', (text) => text),
  ];
}
