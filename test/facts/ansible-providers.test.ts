// Tasks of Ansible for Azure, Google and databases: the exact token, each privilege by itself, and what gives nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { claimsAnsible } from '../../server/engine/facts/ansible/claims.ts';
import { ansibleReader } from '../../server/engine/facts/ansible/reader.ts';
import { analyzeTexts } from '../support/analyze-text.ts';

const uri = 'site.yml';

/** `rule: token` for each finding of a playbook with these tasks. */
async function found(tasks: string, only: RegExp): Promise<string[]> {
  const text = `- hosts: all\n  vars:\n    sub: 00000000-0000-0000-0000-000000000001\n  tasks:\n${tasks.replace(/^/gm, '    ')}`;
  const { findings, failures } = await analyzeTexts({ [uri]: text });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => only.test(rule)).map(({ rule, at }) => `${rule}: ${text.slice(...at.span)}`);
}

const role = (id: string): string => `/subscriptions/{{ sub }}/providers/Microsoft.Authorization/roleDefinitions/${id}`;
const owner = role('8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
const assignment = (scope: string, id: string, more = ''): string =>
  `- name: grant\n  azure.azcollection.azure_rm_roleassignment:\n    scope: ${scope}\n    assignee_object_id: 11111111-1111-1111-1111-111111111111\n    role_definition_id: ${id}\n${more}`;

describe('tasks of azure.azcollection', () => {
  it('assign roles, whose scope and role may hold variables', async () => {
    expect(await found(assignment('/subscriptions/{{ sub }}', owner), /^azure\/owner/)).toEqual([`azure/owner-assignment: ${owner}`]);
    expect(await found(assignment('/subscriptions/{{ sub }}', role('acdd72a7-3385-48ef-bd42-f606fba81ae7')), /^azure\//)).toEqual([
      'azure/subscription-scope: /subscriptions/{{ sub }}',
    ]);
    expect(await found(assignment('/subscriptions/{{ sub }}', owner, '    state: absent\n'), /^azure\//)).toEqual([]);
    expect(await found(assignment('/subscriptions/{{ sub }}', '"{{ role_id }}"'), /^azure\//), 'a role that is not known').toEqual([]);
  });

  it('stand in lists: the table of where the modules of a collection went gives nobody anything', async () => {
    const text =
      'plugin_routing:\n  modules:\n    gcp_iam_service_account_key:\n      redirect: google.cloud.gcp_iam_service_account_key\n';
    const { findings } = await analyzeTexts({ 'meta/runtime.yml': text });
    expect(findings).toEqual([]);
    const task =
      '- google.cloud.gcp_iam_service_account_key:\n    service_account: { name: "projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com" }\n';
    expect(await found(task, /^gcp\//)).toEqual(['gcp/service-account-key: google.cloud.gcp_iam_service_account_key']);
  });

  it('make roles, passwords and access to vaults', async () => {
    const tasks = `- azure.azcollection.azure_rm_roledefinition:
    name: operator
    scope: /subscriptions/{{ sub }}
    permissions:
      - actions: ["Microsoft.Compute/*/read", "*"]
- azure_rm_keyvault:
    vault_name: kv
    access_policies:
      - { object_id: o, secrets: [get, list] }
      - { object_id: o, secrets: [all] }
- azure_rm_adpassword: { app_id: a, end_date: 2040-01-01 }
- azure_rm_containerregistry: { name: r, admin_user_enabled: false }
`;
    expect(await found(tasks, /^azure\//)).toEqual([
      'azure/custom-role-star: *',
      'azure/key-vault-policy-wide: all',
      'azure/application-password: end_date: 2040-01-01',
    ]);
  });
});

describe('tasks of google.cloud', () => {
  it('make keys, roles and open buckets', async () => {
    const tasks = `- google.cloud.gcp_iam_service_account_key: { service_account: "{{ sa }}", path: key.json }
- google.cloud.gcp_iam_role:
    name: deployer
    included_permissions: [storage.buckets.get, iam.serviceAccounts.getAccessToken]
- google.cloud.gcp_storage_bucket_access_control: { bucket: b, entity: allUsers, role: READER }
- google.cloud.gcp_storage_bucket_access_control: { bucket: b, entity: group-web@acme.example, role: READER }
`;
    expect(await found(tasks, /^gcp\//)).toEqual([
      'gcp/service-account-key: google.cloud.gcp_iam_service_account_key',
      'gcp/custom-role-escalation: iam.serviceAccounts.getAccessToken',
      'gcp/public-member: allUsers',
    ]);
  });
});

describe('tasks for databases', () => {
  it('give flags, privileges and memberships of PostgreSQL', async () => {
    const tasks = `- community.postgresql.postgresql_user: { name: app, role_attr_flags: "NOCREATEDB,SUPERUSER, BYPASSRLS" }
- community.postgresql.postgresql_privs: { database: shop, privs: ALL, objs: ALL_IN_SCHEMA, roles: app, grant_option: true }
- community.postgresql.postgresql_privs: { database: shop, privs: "SELECT,UPDATE", objs: orders, roles: "app,web" }
- postgresql_privs: { database: shop, privs: SELECT, objs: orders, roles: "app,PUBLIC" }
- postgresql_privs: { database: shop, type: default_privs, objs: TABLES, privs: ALL, roles: web }
- postgresql_privs: { database: shop, type: group, objs: rds_superuser, roles: app }
- postgresql_membership: { groups: [pg_read_all_data], target_roles: [web] }
`;
    expect(await found(tasks, /^sql\/(?!password)/)).toEqual([
      'sql/superuser: SUPERUSER',
      'sql/role-attributes: BYPASSRLS',
      'sql/grant-all: ALL',
      'sql/with-grant-option: grant_option: true',
      'sql/grant-public: PUBLIC',
      'sql/default-privileges-all: ALL',
      'sql/superuser: rds_superuser',
      'sql/role-attributes: pg_read_all_data',
    ]);
  });

  it('give each part of the privileges of MySQL, in one text or in a mapping', async () => {
    const user = (host: string, priv: string): string => `- community.mysql.mysql_user: { name: app, host: "${host}", priv: ${priv} }\n`;
    expect(await found(user('10.0.0.%', '"shop.*:SELECT,INSERT/*.*:ALL,GRANT"'), /^sql\//)).toEqual([
      'sql/grant-all-global: ALL',
      'sql/with-grant-option: GRANT',
    ]);
    expect(await found(user('%', '{ "shop.*": "ALL", "audit.log": "INSERT" }'), /^sql\//)).toEqual([
      'sql/any-host: %',
      'sql/grant-all: ALL',
    ]);
    expect(await found(user('localhost', '"shop.*:SELECT"'), /^sql\//)).toEqual([]);
    expect(await found(user('localhost', '"{{ privileges }}"'), /^sql\//)).toEqual([]);
  });

  it('are read from parameters in one text too', async () => {
    expect(
      await found("- mysql_user: name=app host='%' password={{ password }} priv=*.*:ALL state=present\n", /^sql\/(?!password)/),
    ).toEqual(['sql/any-host: %', 'sql/grant-all-global: ALL']);
    expect(await found('- mysql_user: name=app priv=*.*:ALL state=absent\n', /^sql\//)).toEqual([]);
    expect(await found('- postgresql_user: name=app role_attr_flags={{ flags }}\n', /^sql\//)).toEqual([]);
  });

  it('give roles of MongoDB as words and as mappings', async () => {
    expect(
      await found(
        '- community.mongodb.mongodb_user: { name: app, roles: [{ db: admin, role: root }, { db: shop, role: readWrite }] }\n',
        /^sql\//,
      ),
    ).toEqual(['sql/full-access-role: root']);
    expect(await found('- mongodb_user: { name: app, roles: "readWriteAnyDatabase,read" }\n', /^sql\//)).toEqual([
      'sql/full-access-role: readWriteAnyDatabase',
    ]);
  });

  it('give tags of RabbitMQ, in a list and in one text', async () => {
    expect(
      await found(
        '- community.rabbitmq.rabbitmq_user: { user: app, tags: administrator, vhost: / }\n- rabbitmq_user: user=ops tags=management,administrator vhost=/\n- rabbitmq_user: { user: guest, tags: administrator, state: absent }\n- rabbitmq_user: { user: app, tags: monitoring }\n',
        /^sql\//,
      ),
    ).toEqual(['sql/full-access-role: administrator', 'sql/full-access-role: administrator']);
  });

  it('give rules by which PostgreSQL lets hosts in', async () => {
    expect(
      await found(
        '- community.postgresql.postgresql_pg_hba: { dest: /data/pg_hba.conf, contype: host, users: all, source: 0.0.0.0/0, method: trust }\n- community.postgresql.postgresql_pg_hba: { dest: /data/pg_hba.conf, contype: host, users: all, source: 127.0.0.1/32, method: trust }\n',
        /^sql\//,
      ),
    ).toEqual(['sql/no-password: trust']);
    expect(
      await found(
        'postgresql_hba_entries:\n  - { type: local, database: all, user: all, auth_method: trust }\n  - { type: host, database: all, user: app, address: "10.0.0.0/8", auth_method: trust }\n',
        /^sql\//,
      ),
    ).toEqual(['sql/no-password: trust']);
  });
});

it('claims modules as keys of tasks, and no values of the same name', () => {
  for (const key of ['azure.azcollection.azure_rm_roleassignment', 'community.mysql.mysql_user', 'postgresql_privs']) {
    expect(claimsAnsible(createDocument(uri, `- name: x\n  ${key}:\n    name: a\n`)), key).toBe(true);
    expect(claimsAnsible(createDocument(uri, `kind: ${key}\n`)), key).toBe(false);
  }
  expect(claimsAnsible(createDocument(uri, 'mysql_user: app\n'))).toBe(false);
});

it('stays inside of any text', () => {
  const text = `- community.mysql.mysql_user: { name: "{{ n }}", host: "%", priv: "a.*:ALL,GRANT/b.*:SELECT" }
- postgresql_privs: { privs: "ALL,", type: default_privs, objs: ", ,", roles: "PUBLIC,a" }
- azure_rm_keyvault: { access_policies: [{ secrets: all }, x, [1]] }
- mongodb_user: { roles: [{ role: root }, [a], { db: x }] }
`;
  const inside = (changed: string): void => {
    const facts = ansibleReader.read([createDocument(uri, changed)], { neighbour: () => undefined }).get(uri)!;
    for (const grant of [...facts.grants, ...facts.trusts]) {
      for (const {
        span: [start, end],
      } of [
        grant.carrier.block,
        grant.carrier.head,
        ...grant.actions.map((leaf) => leaf.at),
        ...(grant.entitlement ? [grant.entitlement.at] : []),
      ]) {
        expect(start >= 0 && start <= end && end <= changed.length, changed).toBe(true);
      }
    }
  };
  for (let end = 0; end <= text.length; end++) inside(text.slice(0, end));
  const noise = fc.string({
    maxLength: 6,
    unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '/', '*', '\n', ' ', '|', '\u{1F600}'),
  });
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(9), noise, (at, remove, put) => inside(text.slice(0, at) + put + text.slice(at + remove))),
    { numRuns: 300 },
  );
});
