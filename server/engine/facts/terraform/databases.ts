// Databases, queues and data platforms that Terraform gives rights in: PostgreSQL, MySQL, Snowflake, Databricks, MongoDB,
// Redis, Kafka, RabbitMQ, Elasticsearch. What a role means is for the rules.
import type { Principal, ScopeLevel } from '../types.ts';
import { leavesOf, patternOf, textOf, type Leaf } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { given, isTrue, made, pushGrant } from './given.ts';
import { wordAt } from '../made-values.ts';
import { firstLeaf, lifetimeFrom, principalsFrom, pushCredential, type ResourceReader } from './resource.ts';

/** `superuser = true` and its like as the words that SQL has for them. */
const postgresRole: ResourceReader = (reading) => {
  const { view } = reading;
  const who = principalsFrom(reading, 'name', 'role');
  const actions = (
    [
      ['superuser', 'SUPERUSER'],
      ['create_role', 'CREATEROLE'],
      ['bypass_row_level_security', 'BYPASSRLS'],
      ['replication', 'REPLICATION'],
    ] as const
  ).flatMap(([name, word]) => {
    const leaf = isTrue(view, name);
    return leaf ? [{ ...wordAt(word, leaf.at) }] : [];
  });
  if (actions.length > 0)
    pushGrant(reading, { anchor: 'attributes', platform: 'sql', principals: who, role: 'identity', actions, level: 'cluster' });
  for (const role of leavesOf(view.attribute('roles')))
    pushGrant(reading, {
      anchor: `roles=${patternOf(role)}`,
      platform: 'sql',
      principals: who,
      role: 'binding',
      entitlement: role,
      level: 'cluster',
      attribute: view.placeOf('roles')?.all,
    });
  if (view.attribute('password') && textOf(view.attribute('login')) !== 'false')
    pushCredential(reading, { platform: 'sql', kind: 'db-password', lifetime: lifetimeFrom(reading, 'valid_until'), owner: who[0] });
};

const sqlGrant =
  (
    user: string,
    scopeOf: (view: BlockView) => { level: ScopeLevel; id?: Leaf },
    option: string,
    privileges = 'privileges',
  ): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const principals = principalsFrom(reading, user, 'role').map((one): Principal =>
      textOf(one.id)?.toLowerCase() === 'public' ? { kind: 'any', id: one.id } : one,
    );
    const withOption = isTrue(view, option);
    pushGrant(reading, {
      anchor: privileges,
      platform: 'sql',
      principals,
      role: 'identity',
      actions: leavesOf(view.attribute(privileges)),
      ...scopeOf(view),
      attribute: view.placeOf(privileges)?.all,
      conditions: withOption ? [{ operator: 'with', key: 'GRANT OPTION', values: [], limits: 'none', at: view.placeOf(option)!.all }] : [],
    });
  };

/** PostgreSQL: what a role gets on everything that is yet to be made. */
const defaultPrivileges: ResourceReader = (reading) => {
  const { view } = reading;
  const principals = principalsFrom(reading, 'role', 'role').map((one): Principal =>
    textOf(one.id)?.toLowerCase() === 'public' ? { kind: 'any', id: one.id } : one,
  );
  pushGrant(reading, {
    anchor: 'privileges',
    platform: 'sql',
    principals,
    role: 'resource',
    actions: leavesOf(view.attribute('privileges')),
    level: 'database',
    id: firstLeaf(view.attribute('schema')) ?? firstLeaf(view.attribute('database')),
    attribute: view.placeOf('privileges')?.all,
  });
};

const mysqlUser: ResourceReader = (reading) => {
  const { view } = reading;
  const who = principalsFrom(reading, 'user', 'role');
  const host = firstLeaf(view.attribute('host'));
  if (host && textOf(host) === '%')
    pushGrant(reading, {
      anchor: 'host',
      platform: 'sql',
      principals: who,
      role: 'trust',
      actions: [wordAt('CONNECT', host.at)],
      level: 'everything',
      id: host,
      attribute: view.placeOf('host')?.all,
    });
  if (view.attribute('plaintext_password') || view.attribute('password'))
    pushCredential(reading, { platform: 'sql', kind: 'db-password', owner: who[0] });
};

const snowflakePrivileges: ResourceReader = (reading) => {
  const { view } = reading;
  const principals = [
    ...principalsFrom(reading, 'account_role_name', 'role'),
    ...principalsFrom(reading, 'database_role_name', 'role'),
  ].map((one): Principal => (textOf(one.id)?.replaceAll('"', '').toUpperCase() === 'PUBLIC' ? { kind: 'any', id: one.id } : one));
  const all = isTrue(view, 'all_privileges');
  const actions = all ? [wordAt('ALL PRIVILEGES', all.at)] : leavesOf(view.attribute('privileges'));
  pushGrant(reading, {
    anchor: 'privileges',
    platform: 'snowflake',
    principals,
    role: 'identity',
    actions,
    level: isTrue(view, 'on_account') ? 'account' : 'database',
    attribute: view.placeOf(all ? 'all_privileges' : 'privileges')?.all,
  });
};

const snowflakeUser: ResourceReader = (reading) => {
  const { view } = reading;
  const role = firstLeaf(view.attribute('default_role'));
  if (role)
    pushGrant(reading, {
      anchor: 'default_role',
      platform: 'snowflake',
      principals: principalsFrom(reading, 'name', 'user'),
      role: 'binding',
      entitlement: role,
      level: 'account',
      attribute: view.placeOf('default_role')?.all,
    });
  if (view.attribute('password') && !view.attribute('rsa_public_key'))
    pushCredential(reading, { platform: 'snowflake', kind: 'db-password', lifetime: lifetimeFrom(reading, 'days_to_expiry') });
};

/** Redis: `on ~* +@all`. */
const redisUser =
  (attribute: string, name: string): ResourceReader =>
  (reading) => {
    const access = firstLeaf(reading.view.attribute(attribute));
    if (
      access &&
      /(?:^|\s)\+@all(?:\s|$)/.test(patternOf(access)) &&
      !/(?:^|\s)-@/.test(patternOf(access)) &&
      !/(?:^|\s)off(?:\s|$)/.test(patternOf(access))
    ) {
      pushGrant(reading, {
        anchor: attribute,
        platform: 'sql',
        principals: principalsFrom(reading, name, 'user'),
        role: 'binding',
        entitlement: { ...wordAt('+@ALL', access.at) },
        level: 'database',
        attribute: reading.view.placeOf(attribute)?.all,
      });
    }
  };

/** Azure Cache for Redis: `+@all allkeys` as an access policy. */
const redisPolicy: ResourceReader = (reading) => {
  const rules = firstLeaf(reading.view.attribute('permissions'));
  const text = rules?.kind === 'scalar' ? String(rules.value) : '';
  if (
    rules &&
    /(?:^|\s)(?:\+@all|allcommands)(?:\s|$)/i.test(text) &&
    /(?:^|\s)(?:allkeys|~\*)(?:\s|$)/i.test(text) &&
    !/(?:^|\s)-/.test(text)
  )
    pushGrant(reading, {
      anchor: 'permissions',
      platform: 'sql',
      principals: principalsFrom(reading, 'name', 'role'),
      role: 'binding',
      entitlement: wordAt('+@ALL', rules.at),
      level: 'database',
      attribute: reading.view.placeOf('permissions')?.all,
    });
};

/** Kafka: every operation on every resource of a kind. */
const kafkaAcl =
  ([name, operation, permission, principal]: readonly [string, string, string, string]): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const text = (attribute: string): string => (textOf(view.attribute(attribute)) ?? '').toLowerCase();
    const every = firstLeaf(view.attribute(operation));
    const kind = text('resource_type');
    // There is one cluster, whatever name stands there.
    if ((text(name) !== '*' && kind !== 'cluster') || text(operation) !== 'all' || text(permission) !== 'allow' || !every) return;
    pushGrant(reading, {
      anchor: operation,
      platform: 'sql',
      principals: principalsFrom(reading, principal, 'user'),
      role: 'binding',
      entitlement: {
        ...every,
        kind: 'scalar',
        known: 'resolved',
        value: `every operation on every ${/^(?:topic|group|cluster)$/.test(kind) ? kind : 'resource'}`,
        editable: false,
      },
      level: 'cluster',
      attribute: view.placeOf(operation)?.all,
    });
  };

interface SearchWords {
  readonly cluster: string;
  readonly indices: string;
  readonly names: string;
  readonly rights: string;
  readonly every: RegExp;
}

/** Elasticsearch and OpenSearch: every privilege on the cluster, or on every index. */
const searchRole =
  ({ cluster, indices, names, rights, every }: SearchWords): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const all = (leaves: readonly Leaf[], word: RegExp): Leaf | undefined => leaves.find((leaf) => word.test(textOf(leaf) ?? ''));
    const say = (leaf: Leaf | undefined, what: string): void => {
      if (leaf)
        pushGrant(reading, {
          anchor: what,
          platform: 'sql',
          principals: principalsFrom(reading, view.attribute('role_name') ? 'role_name' : 'name', 'role'),
          role: 'binding',
          entitlement: wordAt(what, leaf.at),
          level: 'cluster',
        });
    };
    say(all(leavesOf(view.attribute(cluster)), every), 'every privilege on the cluster');
    const open = view
      .blocks(indices)
      .find((block) => all(leavesOf(block.attribute(names)), /^\*$/) && all(leavesOf(block.attribute(rights)), every));
    say(open && all(leavesOf(open.attribute(rights)), every), 'every privilege on every index');
  };

/** Databricks: a job or a pipeline that runs as a person. */
const runAsPerson: ResourceReader = (reading) => {
  for (const block of reading.view.blocks('run_as')) {
    const id = firstLeaf(block.attribute('user_name'));
    if (id && textOf(id) !== undefined)
      pushGrant(reading, {
        anchor: 'run_as',
        platform: 'databricks',
        principals: [{ kind: 'user', id }],
        role: 'session',
        level: 'resource',
        attribute: block.placeOf('user_name')?.all,
      });
  }
};

/** Snowflake: who owns what is yet to be made. Ownership of what is there already is somebody's in any case. */
const snowflakeOwnership: ResourceReader = (reading) => {
  const { view } = reading;
  const future = view.blocks('on').flatMap((on) => on.blocks('future'))[0];
  if (future)
    pushGrant(reading, {
      anchor: 'on.future',
      platform: 'snowflake',
      principals: principalsFrom(reading, 'account_role_name', 'role'),
      role: 'identity',
      actions: [wordAt('OWNERSHIP', future.head)],
      level: 'database',
      id: wordAt('FUTURE', future.head),
    });
};

/** Addresses from which every user may sign in. */
const allowedAddresses =
  (attribute: string): ResourceReader =>
  (reading) => {
    const every = leavesOf(reading.view.attribute(attribute)).find((leaf) => /^(?:0\.0\.0\.0|::)\/0$/.test(textOf(leaf) ?? ''));
    if (every)
      pushGrant(reading, {
        anchor: attribute,
        platform: 'sql',
        principals: [{ kind: 'authenticated', id: wordAt('every user', every.at) }],
        role: 'trust',
        actions: [wordAt('CONNECT', every.at)],
        level: 'everything',
        id: every,
        attribute: reading.view.placeOf(attribute)?.all,
      });
  };

export const databaseReaders: Readonly<Record<string, ResourceReader>> = {
  postgresql_role: postgresRole,
  postgresql_grant: sqlGrant(
    'role',
    (view) => ({
      level:
        /^(?:database|schema)$/.test(textOf(view.attribute('object_type')) ?? '') || leavesOf(view.attribute('objects')).length === 0
          ? 'database'
          : 'resource',
      id: firstLeaf(view.attribute('database')),
    }),
    'with_grant_option',
  ),
  postgresql_default_privileges: defaultPrivileges,
  postgresql_grant_role: given({ platform: 'sql', role: 'grant_role', to: 'role', kind: 'role', level: 'cluster' }),
  mysql_grant: sqlGrant(
    'user',
    (view) => {
      const database = firstLeaf(view.attribute('database'));
      return { level: textOf(database) === '*' ? 'everything' : 'database', id: database };
    },
    'grant',
  ),
  clickhousedbops_grant_privilege: sqlGrant(
    'grantee_user_name',
    (view) => {
      const database = firstLeaf(view.attribute('database_name'));
      return { level: database ? 'database' : 'everything', id: database };
    },
    'grant_option',
    'privilege_name',
  ),
  mysql_user: mysqlUser,
  snowflake_grant_account_role: given({ platform: 'snowflake', role: 'role_name', to: 'user_name' }),
  snowflake_role_grants: given({ platform: 'snowflake', role: 'role_name', to: 'users' }),
  snowflake_grant_privileges_to_account_role: snowflakePrivileges,
  snowflake_grant_privileges_to_database_role: snowflakePrivileges,
  snowflake_user: snowflakeUser,
  snowflake_legacy_service_user: snowflakeUser,
  snowflake_user_programmatic_access_token: made({ platform: 'snowflake', kind: 'token', lasts: [['days_to_expiry', 'D']] }),
  databricks_token: made({ platform: 'databricks', kind: 'token', lasts: [['lifetime_seconds', 'S']] }),
  databricks_obo_token: made({ platform: 'databricks', kind: 'token', lasts: [['lifetime_seconds', 'S']] }),
  databricks_service_principal_secret: made({ platform: 'databricks', kind: 'token', ends: ['expire_time'], lasts: [['lifetime', 'S']] }),
  databricks_grant: given({ platform: 'databricks', role: 'privileges', to: 'principal', kind: 'group', level: 'database' }),
  databricks_grants: given({ platform: 'databricks', role: 'grant.privileges', to: 'principal', kind: 'group', level: 'database' }),
  databricks_job: runAsPerson,
  databricks_pipeline: runAsPerson,
  databricks_user_role: given({ platform: 'databricks', role: 'role', to: 'user_id' }),
  databricks_service_principal_role: given({ platform: 'databricks', role: 'role', to: 'service_principal_id', kind: 'serviceAccount' }),
  databricks_permission_assignment: given({ platform: 'databricks', role: 'permissions', to: 'principal_id' }),
  databricks_mws_permission_assignment: given({ platform: 'databricks', role: 'permissions', to: 'principal_id' }),
  mongodbatlas_database_user: given({ platform: 'sql', role: 'roles.role_name', to: 'username', level: 'cluster' }),
  mongodbatlas_project_ip_access_list: allowedAddresses('cidr_block'),
  snowflake_network_policy: allowedAddresses('allowed_ip_list'),
  snowflake_service_user: snowflakeUser,
  mongodbatlas_custom_db_role: given({ platform: 'sql', role: 'inherited_roles.role_name', level: 'cluster' }),
  mongodbatlas_api_key: given({ platform: 'sql', role: 'role_names', level: 'org' }),
  mongodbatlas_org_invitation: given({ platform: 'sql', role: 'roles', to: 'username', level: 'org' }),
  mongodbatlas_project_api_key: given({ platform: 'sql', role: 'project_assignment.role_names', level: 'project' }),
  aws_elasticache_user: redisUser('access_string', 'user_name'),
  aws_memorydb_user: redisUser('access_string', 'user_name'),
  rediscloud_acl_rule: redisUser('rule', 'name'),
  mssql_user: given({ platform: 'sql', role: 'roles', to: 'username', level: 'database' }),
  kafka_acl: kafkaAcl(['resource_name', 'acl_operation', 'acl_permission_type', 'acl_principal']),
  confluent_kafka_acl: kafkaAcl(['resource_name', 'operation', 'permission', 'principal']),
  confluent_role_binding: given({ platform: 'sql', role: 'role_name', to: 'principal', level: 'org' }),
  elasticstack_elasticsearch_security_user: given({ platform: 'sql', role: 'roles', to: 'username', level: 'cluster' }),
  elasticstack_elasticsearch_security_role: searchRole({
    cluster: 'cluster',
    indices: 'indices',
    names: 'names',
    rights: 'privileges',
    every: /^all$/,
  }),
  opensearch_role: searchRole({
    cluster: 'cluster_permissions',
    indices: 'index_permissions',
    names: 'index_patterns',
    rights: 'allowed_actions',
    every: /^(?:\*|cluster_all|indices_all|(?:cluster|indices):\*)$/,
  }),
  azurerm_redis_cache_access_policy_assignment: given({
    platform: 'sql',
    role: 'access_policy_name',
    to: 'object_id_alias',
    level: 'cluster',
  }),
  azurerm_redis_cache_access_policy: redisPolicy,
  minio_iam_user_policy_attachment: given({ platform: 'sql', role: 'policy_name', to: 'user_name', level: 'cluster' }),
  minio_iam_group_policy_attachment: given({ platform: 'sql', role: 'policy_name', to: 'group_name', kind: 'group', level: 'cluster' }),
  rabbitmq_user: given({ platform: 'sql', role: 'tags', to: 'name', level: 'cluster' }),
  elasticstack_elasticsearch_security_role_mapping: given({ platform: 'sql', role: 'roles', to: 'name', level: 'cluster' }),
  databricks_permissions: given({
    platform: 'databricks',
    role: 'access_control.permission_level',
    to: 'group_name',
    kind: 'group',
    level: 'resource',
  }),
  snowflake_grant_ownership: snowflakeOwnership,
};
