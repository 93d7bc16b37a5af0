// Users and roles in files of data: definitions that RabbitMQ loads, roles of Elasticsearch and OpenSearch. Names as in the
// services' documentation (2026-11). Users of Kafka that an operator makes are objects of Kubernetes (`../kubernetes/strimzi.ts`).
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { pushNoPassword, pushServiceRole } from './access.ts';
import { loopback } from './lines.ts';

/** `users: [{ name, tags }]` of RabbitMQ: the tag `administrator` is every virtual host and every user. */
export function readRabbitUsers(root: Value, uri: string, into: Facts): void {
  if (!entryOf(root, 'vhosts') && !entryOf(root, 'permissions') && !entryOf(root, 'rabbit_version')) return;
  for (const user of itemsOf(entryOf(root, 'users')?.value)) {
    const name = leavesOf(entryOf(user, 'name')?.value)[0];
    const tag = leavesOf(entryOf(user, 'tags')?.value).find((leaf) =>
      (textOf(leaf) ?? '').split(',').some((one) => one.trim() === 'administrator'),
    );
    if (name && tag)
      pushServiceRole(
        {
          uri,
          kind: 'user',
          name: textOf(name) ?? '?',
          who: name,
          role: { ...tag, kind: 'scalar', known: 'resolved', value: 'administrator', editable: false },
          block: user.at,
          head: name.at,
        },
        into,
      );
  }
}

/** Roles by name, or one role as its API takes it. */
export function readSearchRoles(root: Value, uri: string, into: Facts): void {
  if (root.kind !== 'mapping') return;
  if (isSearchRole(root)) return readSearchRole('role', root.at, root, uri, into);
  for (const { key, value } of root.entries) if (isSearchRole(value)) readSearchRole(textOf(key) ?? '?', key.at, value, uri, into, key);
}

/** OpenSearch's `roles_mapping.yml`: a role with every right that is mapped to whoever comes. */
export function readRoleMappings(root: Value, uri: string, into: Facts): void {
  if (root.kind !== 'mapping') return;
  for (const { key, value } of root.entries) {
    if (!/^(?:all_access|security_manager)$/.test(textOf(key) ?? '')) continue;
    for (const list of ['users', 'backend_roles', 'hosts']) {
      const every = leavesOf(entryOf(value, list)?.value).find((leaf) => textOf(leaf) === '*');
      if (every)
        pushServiceRole(
          {
            uri,
            kind: 'mapping',
            name: textOf(key)!,
            who: every,
            role: wordAt('every privilege on the cluster', every.at),
            block: value.at,
            head: key.at,
          },
          into,
        );
    }
  }
}

function isSearchRole(value: Value): boolean {
  const own = (key: string): Entry | undefined => entryOf(value, key);
  return Boolean(
    (own('cluster') && own('run_as')) ||
    (own('cluster') && itemsOf(own('indices')?.value ?? own('index')?.value).some((one) => entryOf(one, 'privileges'))) ||
    (own('cluster_permissions') && own('index_permissions')),
  );
}

function readSearchRole(name: string, head: Value['at'], role: Value, uri: string, into: Facts, who?: Leaf): void {
  const given = { uri, kind: 'role', name, ...(who ? { who } : {}), block: role.at, head };
  const all = (value: Value | undefined, word: RegExp): Leaf | undefined => leavesOf(value).find((leaf) => word.test(textOf(leaf) ?? ''));
  const cluster =
    all(entryOf(role, 'cluster')?.value, /^all$/) ?? all(entryOf(role, 'cluster_permissions')?.value, /^(?:\*|cluster_all|cluster:\*)$/);
  if (cluster) pushServiceRole({ ...given, role: wordAt('every privilege on the cluster', cluster.at) }, into);
  const anybody = all(entryOf(role, 'run_as')?.value, /^\*$/);
  if (anybody && !cluster) pushServiceRole({ ...given, role: wordAt('the place of every user', anybody.at) }, into);
  const indices = [...itemsOf(entryOf(role, 'indices')?.value), ...itemsOf(entryOf(role, 'index')?.value)].map(
    (one) => [entryOf(one, 'names')?.value, entryOf(one, 'privileges')?.value] as const,
  );
  const patterns = itemsOf(entryOf(role, 'index_permissions')?.value).map(
    (one) => [entryOf(one, 'index_patterns')?.value, entryOf(one, 'allowed_actions')?.value] as const,
  );
  for (const [names, privileges] of [...indices, ...patterns]) {
    const every = all(names, /^\*$/);
    const right = all(privileges, /^(?:all|\*|indices_all|indices:\*)$/);
    if (every && right) return pushServiceRole({ ...given, role: wordAt('every privilege on every index', right.at) }, into);
  }
}

const deepest = 30;

/** Rules of `pg_hba.conf` as entries of a list or parameters of a task: `{ type: host, address: 10.0.0.0/8, auth_method: trust }`. */
export function readHostRules(value: Value, uri: string, into: Facts, depth = 0): void {
  if (depth > deepest) return;
  if (value.kind === 'list') for (const item of value.items) readHostRules(item, uri, into, depth + 1);
  if (value.kind !== 'mapping') return;
  const leaf = (...keys: string[]): Leaf | undefined => keys.map((key) => leavesOf(entryOf(value, key)?.value)[0]).find(Boolean);
  const method = leaf('auth_method', 'method');
  const kind = textOf(leaf('contype', 'type')) ?? '';
  const address = textOf(leaf('address', 'source', 'ip_address')) ?? '';
  if (method && textOf(method) === 'trust' && /^host/.test(kind) && address !== '' && !loopback.test(address)) {
    const who = leaf('user', 'users');
    const database = textOf(leaf('database', 'databases')) ?? '?';
    const name = `${database} ${textOf(who) ?? '?'} ${address}`;
    pushNoPassword({ uri, kind: 'host', name, ...(who ? { who } : {}), role: method, block: value.at, head: method.at }, into);
  }
  for (const { value: inner } of value.entries) readHostRules(inner, uri, into, depth + 1);
}
