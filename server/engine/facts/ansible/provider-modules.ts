// Modules of Ansible that give rights outside of AWS: role assignments, roles, passwords and vault policies of
// `azure.azcollection`, keys, roles and access lists of `google.cloud`, users and grants of databases, deploy keys. Each is
// put as the resource of Terraform's provider that says the same, and read by that resource's reader. Names of parameters are
// those of the collections' module reference.
import type { Place } from '../../text/text.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { argumentsOfBody } from '../gcp/api-body.ts';
import { tableOf } from '../../table.ts';

/** A resource of a provider of Terraform, with what names it. */
export interface StandsFor {
  readonly type: string;
  readonly args: Mapping;
}

type Translate = (given: Mapping) => readonly StandsFor[];

/** The entries of a task that are named, each under the attribute that the provider has for it. */
function entriesAs(given: Value, names: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(names).flatMap(([parameter, attribute]) => {
    const found = entryOf(given, parameter);
    return found ? [{ ...found, key: wordAt(attribute, found.key.at) }] : [];
  });
}

const same =
  (type: string, names: Readonly<Record<string, string>>): Translate =>
  (given) => [{ type, args: mappingFrom(entriesAs(given, names), given.at) }];

/** `a,b` in one text as a list, each part where it stands; a list stays one. */
function listed(value: Value | undefined): Leaf[] {
  return leavesOf(value).flatMap((leaf) => (leaf.kind === 'scalar' && String(leaf.value).includes(',') ? partsOf(leaf, ',') : [leaf]));
}

/** The parts of a text between marks, without blanks around them. */
function partsOf(leaf: Leaf, mark: string): Leaf[] {
  const text = leaf.kind === 'scalar' ? String(leaf.value) : '';
  let from = 0;
  return text.split(mark).flatMap((part) => {
    const start = from + (part.length - part.trimStart().length);
    from += part.length + mark.length;
    return part.trim() === '' ? [] : [wordAt(part.trim(), sliceOf(leaf, text, start, start + part.trim().length))];
  });
}

/** Where a part of a text stands; the whole where escapes move it. */
function sliceOf(leaf: Leaf, text: string, start: number, end: number): Place {
  const [from, to] = leaf.at.span;
  return to - from === text.length ? { uri: leaf.at.uri, span: [from + start, from + end] } : leaf.at;
}

/** An attribute whose parameter may be one text with commas. */
function listEntry(given: Mapping, parameter: string, attribute: string): Entry[] {
  const found = entryOf(given, parameter);
  return found ? [entryFrom(attribute, found.key.at, listFrom(listed(found.value), found.value.at), found.at)] : [];
}

/** Modules of `google.cloud` take what the API takes. */
const body =
  (type: string): Translate =>
  (given) => [{ type, args: argumentsOfBody(type, given) }];

/** The access lists of a bucket, each entry as the resource that says the same. */
const bucket: Translate = (given) =>
  (
    [
      ['acl', 'google_storage_bucket_access_control'],
      ['default_object_acl', 'google_storage_default_object_access_control'],
    ] as const
  ).flatMap(([list, type]) =>
    itemsOf(entryOf(given, list)?.value).flatMap((item) =>
      item.kind === 'mapping' ? [{ type, args: mappingFrom(entriesAs(item, { entity: 'entity', role: 'role' }), item.at) }] : [],
    ),
  );

/** Access policies of a vault: `permissions` are listed by what they are for. */
const keyVault: Translate = (given) =>
  itemsOf(entryOf(given, 'access_policies')?.value).map((policy) => ({
    type: 'azurerm_key_vault_access_policy',
    args: mappingFrom(
      entriesAs(policy, {
        object_id: 'object_id',
        secrets: 'secret_permissions',
        keys: 'key_permissions',
        certificates: 'certificate_permissions',
      }),
      policy.at,
    ),
  }));

/**
 * A module that has no word for a switch of the service (`silent`) leaves it to the service: it is not known, and nobody
 * could have turned it off here.
 */
const without =
  (type: string, names: Readonly<Record<string, string>>, silent: string): Translate =>
  (given) => {
    const entries = entriesAs(given, names);
    if (entries.every(({ key }) => textOf(key) === 'name')) return [];
    const { at } = given;
    const unknown: Leaf = {
      kind: 'unknown',
      why: 'the module has no word for it',
      at,
      token: at,
      via: [],
      encoding: 'none',
      editable: false,
    };
    return [{ type, args: mappingFrom([...entries, entryFrom(silent, at, unknown, at)], at) }];
  };

/** A machine with `ssh_password_enabled: true`, which the provider says the other way round. */
const machine: Translate = (given) => {
  const password = entryOf(given, 'ssh_password_enabled');
  return password && /^(?:true|yes|on)$/i.test(textOf(password.value) ?? '')
    ? [
        {
          type: 'azurerm_linux_virtual_machine',
          args: mappingFrom(
            [
              ...entriesAs(given, { name: 'name' }),
              entryFrom('disable_password_authentication', password.key.at, wordAt('false', password.value.at), password.at),
            ],
            given.at,
          ),
        },
      ]
    : [];
};

const postgresFlags = tableOf<string>({
  SUPERUSER: 'superuser',
  CREATEROLE: 'create_role',
  BYPASSRLS: 'bypass_row_level_security',
  REPLICATION: 'replication',
});

/** `role_attr_flags: SUPERUSER,NOCREATEDB` as the attributes that the flags stand for. */
const postgresUser: Translate = (given) => {
  const flags = listed(entryOf(given, 'role_attr_flags')?.value).flatMap((flag): Entry[] => {
    const attribute = postgresFlags.get((textOf(flag) ?? '').toUpperCase());
    return attribute === undefined ? [] : [entryFrom(attribute, flag.at, wordAt('true', flag.at), flag.at)];
  });
  const login = listed(entryOf(given, 'role_attr_flags')?.value).some((flag) => /^nologin$/i.test(textOf(flag) ?? ''))
    ? [entryFrom('login', given.at, wordAt('false', given.at), given.at)]
    : [];
  return [
    {
      type: 'postgresql_role',
      args: mappingFrom(
        [...entriesAs(given, { name: 'name', user: 'name', password: 'password', expires: 'valid_until' }), ...flags, ...login],
        given.at,
      ),
    },
  ];
};

/** Privileges on objects, on what is yet to be made, or membership in a group, by the type of what is granted. */
const postgresPrivileges: Translate = (given) => {
  const kind = textOf(entryOf(given, 'type')?.value) ?? 'table';
  const roles = listed((entryOf(given, 'roles') ?? entryOf(given, 'role'))?.value);
  const objects = listed((entryOf(given, 'objs') ?? entryOf(given, 'obj'))?.value);
  const option = ['grant_option', 'admin_option']
    .map((name) => entryOf(given, name))
    .find((entry) => entry && /^(?:true|yes)$/i.test(textOf(entry.value) ?? ''));
  return roles.map((role) => {
    const holder = entryFrom('role', role.at, role, role.at);
    if (kind === 'group')
      return {
        type: 'postgresql_grant_role',
        args: mappingFrom([holder, entryFrom('grant_role', given.at, listFrom(objects, given.at), given.at)], given.at),
      };
    // All tables of a schema are what the provider means by no objects at all.
    const named =
      objects.length === 0 || objects.some((one) => textOf(one) === 'ALL_IN_SCHEMA')
        ? []
        : [entryFrom('objects', given.at, listFrom(objects, given.at), given.at)];
    const own = [
      ...entriesAs(given, { database: 'database', db: 'database', login_db: 'database', schema: 'schema' }),
      ...listEntry(given, 'privs', 'privileges'),
      ...listEntry(given, 'priv', 'privileges'),
      entryFrom('object_type', given.at, wordAt(kind, given.at), given.at),
      holder,
      ...named,
      ...(option ? [entryFrom('with_grant_option', option.key.at, wordAt('true', option.value.at), option.at)] : []),
    ];
    return { type: kind === 'default_privs' ? 'postgresql_default_privileges' : 'postgresql_grant', args: mappingFrom(own, given.at) };
  });
};

const postgresMembership: Translate = (given) =>
  listed((entryOf(given, 'target_roles') ?? entryOf(given, 'target_role'))?.value).map((role) => ({
    type: 'postgresql_grant_role',
    args: mappingFrom(
      [
        entryFrom('role', role.at, role, role.at),
        ...['groups', 'group', 'source_role'].flatMap((name) => listEntry(given, name, 'grant_role')),
      ],
      given.at,
    ),
  }));

/** A user, and a grant for each part of `priv: "shop.*:SELECT,INSERT/*.*:PROCESS"` or of the mapping that says the same. */
const mysqlUser: Translate = (given) => {
  const user = entriesAs(given, { name: 'user', user: 'user', host: 'host', password: 'plaintext_password' });
  const written = entryOf(given, 'priv')?.value;
  const parts =
    written?.kind === 'mapping'
      ? written.entries.flatMap(({ key, value }) => leavesOf(value).map((rights) => [key, rights] as const))
      : leavesOf(written)
          .flatMap((leaf) => partsOf(leaf, '/'))
          .flatMap((part) => {
            const text = textOf(part) ?? '';
            const mark = text.lastIndexOf(':');
            return mark <= 0
              ? []
              : [
                  [
                    wordAt(text.slice(0, mark), sliceOf(part, text, 0, mark)),
                    wordAt(text.slice(mark + 1), sliceOf(part, text, mark + 1, text.length)),
                  ] as const,
                ];
          });
  const grants = parts.map(([on, rights]): StandsFor => {
    const privileges = listed(rights);
    const option = privileges.find((one) => /^(?:with )?grant(?: option)?$/i.test(textOf(one) ?? ''));
    const database = wordAt((textOf(on) ?? '').split('.')[0]!.replaceAll('`', ''), on.at);
    return {
      type: 'mysql_grant',
      args: mappingFrom(
        [
          ...user.filter((entry) => /^(?:user|host)$/.test(textOf(entry.key) ?? '')),
          entryFrom('database', on.at, database, on.at),
          entryFrom(
            'privileges',
            rights.at,
            listFrom(
              privileges.filter((one) => one !== option),
              rights.at,
            ),
            rights.at,
          ),
          ...(option ? [entryFrom('grant', option.at, wordAt('true', option.at), option.at)] : []),
        ],
        given.at,
      ),
    };
  });
  return [{ type: 'mysql_user', args: mappingFrom(user, given.at) }, ...grants];
};

/** Roles of MongoDB are words, or mappings with a database; those of its own tools are named as Atlas names them. */
const mongoUser: Translate = (given) => {
  const roles = itemsOf(entryOf(given, 'roles')?.value)
    .flatMap((item): (Value | undefined)[] => (item.kind === 'mapping' ? [entryOf(item, 'role')?.value] : listed(item)))
    .flatMap((role) => (role ? [mappingFrom([entryFrom('role_name', role.at, role, role.at)], role.at)] : []));
  return [
    {
      type: 'mongodbatlas_database_user',
      args: mappingFrom(
        [...entriesAs(given, { name: 'username', user: 'username' }), entryFrom('roles', given.at, listFrom(roles, given.at), given.at)],
        given.at,
      ),
    },
  ];
};

/** Tags of RabbitMQ are a list, or one text with commas. */
const rabbitUser: Translate = (given) => [
  {
    type: 'rabbitmq_user',
    args: mappingFrom([...entriesAs(given, { name: 'name', user: 'name' }), ...listEntry(given, 'tags', 'tags')], given.at),
  },
];

/** By the collections that hold them, without their namespace. A collection's name is needed where a module's is a common word. */
const translations = tableOf<Translate>({
  azure_rm_roleassignment: same('azurerm_role_assignment', {
    scope: 'scope',
    role_definition_id: 'role_definition_id',
    assignee_object_id: 'principal_id',
    assignee: 'principal_id',
  }),
  azure_rm_roledefinition: same('azurerm_role_definition', {
    name: 'name',
    scope: 'scope',
    permissions: 'permissions',
    assignable_scopes: 'assignable_scopes',
  }),
  azure_rm_containerregistry: same('azurerm_container_registry', { name: 'name', admin_user_enabled: 'admin_enabled' }),
  azure_rm_adpassword: same('azuread_application_password', {
    end_date: 'end_date',
    display_name: 'display_name',
    app_id: 'application_id',
  }),
  azure_rm_keyvault: keyVault,
  azure_rm_storageaccount: without(
    'azurerm_storage_account',
    { name: 'name', allow_blob_public_access: 'allow_blob_public_access' },
    'shared_access_key_enabled',
  ),
  azure_rm_storageblob: same('azurerm_storage_container', { container: 'name', public_access: 'container_access_type' }),
  azure_rm_aks: without(
    'azurerm_kubernetes_cluster',
    { name: 'name', enable_rbac: 'role_based_access_control_enabled' },
    'local_account_disabled',
  ),
  azure_rm_virtualmachine: machine,
  gcp_iam_service_account_key: same('google_service_account_key', { service_account: 'service_account_id' }),
  gcp_iam_role: same('google_project_iam_custom_role', {
    name: 'role_id',
    title: 'title',
    included_permissions: 'permissions',
    project: 'project',
  }),
  gcp_storage_bucket_access_control: same('google_storage_bucket_access_control', { bucket: 'bucket', entity: 'entity', role: 'role' }),
  gcp_storage_default_object_acl: same('google_storage_default_object_access_control', {
    bucket: 'bucket',
    entity: 'entity',
    role: 'role',
  }),
  gcp_bigquery_dataset: same('google_bigquery_dataset', { name: 'dataset_id', access: 'access' }),
  gcp_sql_user: same('google_sql_user', { name: 'name', password: 'password', host: 'host', instance: 'instance' }),
  gcp_compute_instance: body('google_compute_instance'),
  gcp_compute_instance_template: body('google_compute_instance_template'),
  gcp_container_cluster: body('google_container_cluster'),
  gcp_container_node_pool: body('google_container_node_pool'),
  gcp_storage_bucket: bucket,
  postgresql_user: postgresUser,
  postgresql_privs: postgresPrivileges,
  postgresql_membership: postgresMembership,
  mysql_user: mysqlUser,
  mongodb_user: mongoUser,
  rabbitmq_user: rabbitUser,
  github_deploy_key: same('github_repository_deploy_key', { name: 'title', repo: 'repository', read_only: 'read_only' }),
});

const collections = /^(?:azure\.azcollection|google\.cloud|community\.(?:general|mysql|postgresql|mongodb|rabbitmq))\./;

const pair = /(?<!\w)(\w{1,60})=("[^"]{0,500}"|'[^']{0,500}'|\{\{[^{}]{0,300}\}\}|\S{0,500})/g;

/** The parameters of a task: a mapping, or the older `name=app priv=*.*:ALL` in one text. */
export function parametersOf(value: Value): Mapping | undefined {
  if (value.kind === 'mapping') return value;
  const text = value.kind === 'scalar' ? String(value.value) : '';
  if (value.kind !== 'scalar' || !/^\s*\w+=/.test(text)) return undefined;
  const entries = [...text.matchAll(pair)].map((match): Entry => {
    const [whole, name, written] = match as unknown as [string, string, string];
    const quoted = /^["']/.test(written) ? 1 : 0;
    const start = match.index + name.length + 1;
    // Templates in it are holes for whoever resolves them: the leaf is of the text that it is cut from.
    const at = sliceOf(value, text, start + quoted, start + Math.max(quoted, written.length - quoted));
    return entryFrom(
      name,
      sliceOf(value, text, match.index, match.index + name.length),
      { ...value, value: written.slice(quoted, Math.max(quoted, written.length - quoted)), at, token: at, editable: false },
      sliceOf(value, text, match.index, match.index + whole.length),
    );
  });
  return mappingFrom(entries, value.at);
}

/** What the module of a key stands for, with or without its collection; undefined for others. */
export function translationOf(key: string | undefined): Translate | undefined {
  const name = (key ?? '').replace(collections, '');
  return translations.get(name);
}
