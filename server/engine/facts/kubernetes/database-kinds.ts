// Users and grants of databases as Kubernetes objects: operators of PostgreSQL, MariaDB, MongoDB, RabbitMQ, OpenSearch and
// Cassandra, and Crossplane's provider of SQL. Each is put as the provider of Terraform writes the same, so that a right
// means the same in both. Fields from the operators' references, read in 2026-11.
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { tableOf } from '../../table.ts';
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { shownName } from './objects.ts';

/** A path of keys, by its dots; the first of several that is there. */
type Field = string | readonly string[];

interface Row {
  readonly type: string;
  /** The part of the object that is read: a mapping, or a list of which each item is one. */
  readonly at: string;
  /** Arguments of Terraform by the field that says them. */
  readonly args: Readonly<Record<string, Field>>;
  /** What is meant where a field is not written. */
  readonly unwritten?: Readonly<Record<string, string>>;
}

const mongoUser = (at: string, roles: string): Row => ({
  type: 'mongodbatlas_database_user',
  at,
  args: { username: ['username', 'name'], roles },
});
const sql = (at: string, args: Row['args']): Row => ({ type: 'postgresql_role', at, args });

/** By the kind, a slash and the group without its versions. */
const rows = tableOf<readonly Row[]>({
  'Role/postgresql.sql.crossplane.io': [
    sql('spec.forProvider.privileges', { superuser: 'superUser', create_role: 'createRole', bypass_row_level_security: 'bypassRls' }),
  ],
  'Grant/postgresql.sql.crossplane.io': [
    {
      type: 'postgresql_grant',
      at: 'spec.forProvider',
      args: { role: ['role', 'roleRef.name'], privileges: 'privileges', database: ['database', 'databaseRef.name'] },
      unwritten: { object_type: 'database' },
    },
    {
      type: 'postgresql_grant_role',
      at: 'spec.forProvider',
      args: { role: ['role', 'roleRef.name'], grant_role: ['memberOf', 'memberOfRef.name'] },
    },
  ],
  'Grant/mysql.sql.crossplane.io': [
    {
      type: 'mysql_grant',
      at: 'spec.forProvider',
      args: { user: ['user', 'userRef.name'], privileges: 'privileges', database: ['database', 'databaseRef.name'] },
      unwritten: { database: '*' },
    },
  ],
  'Grant/k8s.mariadb.com': [
    {
      type: 'mysql_grant',
      at: 'spec',
      args: { user: 'username', privileges: 'privileges', database: 'database', grant: 'grantOption' },
      unwritten: { database: '*' },
    },
  ],
  'Cluster/postgresql.cnpg.io': [
    sql('spec.managed.roles', {
      name: 'name',
      superuser: 'superuser',
      create_role: 'createrole',
      bypass_row_level_security: 'bypassrls',
      roles: 'inRoles',
    }),
  ],
  'CassandraDatacenter/cassandra.datastax.com': [sql('spec.users', { name: 'secretName', superuser: 'superuser' })],
  'MongoDBCommunity/mongodbcommunity.mongodb.com': [mongoUser('spec.users', 'roles')],
  'PerconaServerMongoDB/psmdb.percona.com': [mongoUser('spec.users', 'roles')],
  'MongoDBUser/mongodb.com': [mongoUser('spec', 'roles')],
  'AtlasDatabaseUser/atlas.mongodb.com': [mongoUser('spec', 'roles')],
  'User/rabbitmq.com': [{ type: 'rabbitmq_user', at: 'spec', args: { tags: 'tags' } }],
  'OpensearchRole/opensearch.opster.io': [
    { type: 'opensearch_role', at: 'spec', args: { cluster_permissions: 'clusterPermissions', index_permissions: 'indexPermissions' } },
  ],
});

/** Attributes of roles as PostgreSQL itself names them, where an operator takes those words. */
const attributes = tableOf<string>({
  SUPERUSER: 'superuser',
  CREATEROLE: 'create_role',
  BYPASSRLS: 'bypass_row_level_security',
  REPLICATION: 'replication',
});

/** Reads the object when it is one of these; others give nothing. */
export function readDatabaseKind(context: ObjectContext, into: Facts): void {
  const { kind } = context.name;
  const group = context.name.group.replace('.sql.m.crossplane.', '.sql.crossplane.');
  const { object } = context;
  if (group === 'acid.zalan.do' && kind === 'postgresql') {
    const users = valueAt(object, 'spec', 'users');
    for (const { key, value } of users?.kind === 'mapping' ? users.entries : []) role(context, key, leavesOf(value).map(whole), into);
  } else if (group === 'postgres-operator.crunchydata.com' && kind === 'PostgresCluster') {
    for (const user of itemsOf(valueAt(object, 'spec', 'users')))
      role(context, leavesOf(valueAt(user, 'name'))[0], leavesOf(valueAt(user, 'options')).flatMap(wordsOf), into);
  } else {
    for (const row of rows.get(`${kind}/${group}`) ?? []) {
      const written = valueAt(object, ...row.at.split('.'));
      for (const part of written?.kind === 'mapping' ? [written] : itemsOf(written)) declare(context, row, part, into);
    }
  }
}

function declare(context: ObjectContext, { type, args, unwritten }: Row, part: Value, into: Facts): void {
  const entries = Object.entries(args).flatMap(([name, fields]): Entry[] => {
    const found = [fields]
      .flat()
      .map((field) => valueAt(part, ...field.split('.')))
      .find(Boolean);
    return found ? [entryFrom(name, found.at, name === 'roles' ? withRoleName(found) : found)] : [];
  });
  const names = new Set(entries.map(({ key }) => textOf(key)));
  for (const [name, word] of Object.entries(unwritten ?? {}))
    if (!names.has(name)) entries.push(entryFrom(name, part.at, wordAt(word, part.at)));
  const own = textOf(valueAt(part, 'name')) ?? textOf(valueAt(part, 'secretName')) ?? shownName(context.name.name);
  if (!names.has('name')) entries.push(entryFrom('name', part.at, wordAt(own, context.carrier.head)));
  resource(context, type, own, mappingFrom(entries, part.at), into);
}

/** Roles of a user of MongoDB, whose name some operators write under `name`. Lists of names alone stay what they are. */
function withRoleName(roles: Value): Value {
  if (roles.kind !== 'list') return roles;
  const items = roles.items.map((item): Value => {
    const name = item.kind === 'mapping' ? valueAt(item, 'name') : undefined;
    return name ? mappingFrom([entryFrom('role_name', name.at, name)], item.at) : item;
  });
  return listFrom(items, roles.at);
}

interface Word {
  readonly text: string;
  readonly leaf: Leaf;
}

const whole = (leaf: Leaf): Word => ({ text: textOf(leaf) ?? '', leaf });

/** The words of a text, each where it stands, as far as the text is written as it is. */
function wordsOf(leaf: Leaf): Word[] {
  const text = textOf(leaf) ?? '';
  const { uri, span } = leaf.at;
  const isExact = span[1] - span[0] === text.length;
  return [...text.matchAll(/\S+/g)].map((match) => {
    const start = span[0] + match.index;
    return { text: match[0], leaf: wordAt(match[0], isExact ? { uri, span: [start, start + match[0].length] } : leaf.at) };
  });
}

function role(context: ObjectContext, name: Leaf | undefined, words: readonly Word[], into: Facts): void {
  const entries = words.flatMap(({ text, leaf }): Entry[] => {
    const attribute = attributes.get(text.toUpperCase());
    return attribute === undefined ? [] : [entryFrom(attribute, leaf.at, wordAt('true', leaf.at))];
  });
  if (!name || entries.length === 0) return;
  resource(context, 'postgresql_role', textOf(name) ?? '?', mappingFrom([entryFrom('name', name.at, name), ...entries], name.at), into);
}

function resource(context: ObjectContext, type: string, name: string, args: Mapping, into: Facts): void {
  const { dialect, head, block } = context.carrier;
  readProviderResource(
    { type, kind: context.name.kind, name, args, dialect, head, block, enabled: enabledOf(context, args.at.span[0]) },
    into,
  );
}
