// What `kcadm` changes in Keycloak by commands: roles of users, groups and service accounts (`kcadm.sh add-roles`), clients
// (`kcadm.sh create clients -s publicClient=true`). What a file says is read where the file is. Options are those of the
// server administration guide (read 2026-11).
import { inputOf, pairsOf, wordsInOrder } from '../commands/pairs.ts';
import { runsOf } from '../commands/runs.ts';
import { flagOf, type ShellCommand } from '../commands/shell.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import type { Carrier, Facts, Principal } from '../types.ts';
import { patternOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { readKeycloak } from './keycloak.ts';
import { keycloakObjects } from './keycloak-objects.ts';
import { clientOf } from './make.ts';
import { onlyNamed } from '../polarity.ts';

const start = /(?<![\w.-])(?:[\w./${}-]{0,200}\/)?kcadm(?:\.sh|\.bat)?\s+(add-roles|create\s+clients)(?![\w-])/g;

/** Reads all such commands of a text, and the bodies of requests to the API that they call. */
export function readKeycloakCommands(text: string, uri: string, into: Facts): void {
  for (const { command, carrier, anchor } of runsOf(
    text,
    uri,
    into,
    start,
    (match) => match[1]!,
    ({ name, ...command }) => `${name} ${holderOf(command)?.[1] ?? ''}`.trim(),
  )) {
    if (command.name === 'add-roles') readRoles(command, carrier, anchor, into);
    else readClient(command, text, uri, into);
  }
  // What a command is handed on its input is read with it.
  const read = new Set(into.oauthClients.map(({ value }) => value.at.span[0]));
  into.oauthClients.push(...keycloakObjects(text, uri, true).filter(({ value }) => !read.has(value.at.span[0])));
}

const holders: readonly (readonly [flag: string, kind: Principal['kind']])[] = [
  ['uusername', 'user'],
  ['uid', 'user'],
  ['gname', 'group'],
  ['gpath', 'group'],
  ['gid', 'group'],
  ['rname', 'role'],
  ['rid', 'role'],
];

/** Who is given roles, and their name. */
function holderOf(command: Pick<ShellCommand, 'flags'>): readonly [principal: Principal, name: string] | undefined {
  for (const [flag, kind] of holders) {
    const id = command.flags.get(flag)?.[0]?.leaf;
    if (id) return [{ kind, id }, patternOf(id).replaceAll('\0', '?')];
  }
  return undefined;
}

function readRoles(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const holder = holderOf(command);
  if (!holder) return;
  const [principal, name] = holder;
  const client = flagOf(command, 'cclientid');
  const given = command.flags.get('rolename') ?? [];
  // A service account signs in as its client: its roles are that client's.
  if (/^service-account-/.test(name)) {
    const roles = textOf(client) === 'realm-management' ? given.map(({ leaf }) => leaf) : [];
    const value = mappingFrom([], command.whole);
    if (roles.length > 0)
      into.oauthClients.push(
        clientOf({
          product: 'keycloak',
          kind: carrier.kind,
          uri: command.whole.uri,
          value,
          name: name.slice('service-account-'.length),
          head: command.at,
          roles,
        }),
      );
    return;
  }
  for (const { leaf } of given) {
    into.grants.push({
      anchor: `${anchor}|${patternOf(leaf).replaceAll('\0', '?')}`,
      platform: 'keycloak',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'binding',
      principals: [principal],
      entitlement: leaf,
      actions: [],
      scope: [{ level: 'org', id: flagOf(command, 'r', 'target-realm') ?? principal.id }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier,
      enabled: 'maybe',
    });
  }
}

function readClient(command: ShellCommand, text: string, uri: string, into: Facts): void {
  const input = inputOf(command, text);
  // What a file says comes first, and is not here.
  if (command.flags.has('f') && !input) return;
  const entries = [
    ...(input?.entries ?? []),
    ...pairsOf(wordsInOrder(command, 's', 'set')).map((pair) => entryOf(pair.key, pair.text, pair.leaf, pair.at, text)),
  ];
  if (entries.length > 0) into.oauthClients.push(...readKeycloak(mappingFrom(nested(entries), command.whole), uri));
}

/** A value as JSON writes it; else it is a word. */
function entryOf(key: string, value: string, leaf: Leaf, at: Leaf['at'], text: string): Entry {
  const isWritten = text.slice(...at.span) === value;
  const read = /^[[{]/.test(value) && isWritten ? readLiteral(text.slice(0, at.span[1]), at.span[0], at.uri, false) : undefined;
  const flag: Value | undefined = /^(?:true|false)$/.test(value)
    ? { kind: 'scalar', known: 'literal', value: value === 'true', at, token: at, via: [], encoding: 'none', editable: false }
    : undefined;
  const unknown: Value = { kind: 'unknown', why: 'a variable of the shell', at, token: at, via: [], encoding: 'none', editable: false };
  return entryFrom(key, leaf.at, read ?? flag ?? (value.includes('\0') || /^[[{]/.test(value) ? unknown : wordAt(value, at)), leaf.at);
}

/** `attributes."pkce.code.challenge.method"=S256` is an entry of `attributes`. */
function nested(entries: readonly Entry[]): Entry[] {
  const inner = new Map<string, Entry[]>();
  const own = entries.filter((entry) => {
    const [, outer, rest] = /^(\w{1,80})\.["']?([^"']{1,200})["']?$/.exec(textOf(entry.key) ?? '') ?? [];
    if (outer === undefined || rest === undefined) return true;
    (inner.get(outer) ?? inner.set(outer, []).get(outer)!).push({ ...entry, key: wordAt(rest, entry.key.at) });
    return false;
  });
  return [
    ...own,
    ...[...inner].map(([key, of]): Entry => {
      const value: Mapping = mappingFrom(of, of[0]!.at);
      return entryFrom(key, of[0]!.key.at, value);
    }),
  ];
}
