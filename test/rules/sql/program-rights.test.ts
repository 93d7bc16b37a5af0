// Rights that programs give through clients of data services, statements of Neo4j, grants of dbt and migrations of Ecto.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

/** What rules about databases report of a file, by the words that they mark. */
async function marked(file: string, text: string): Promise<string[]> {
  const plain = text.replaceAll(/[«»]/g, '');
  const { findings, failures } = await analyzeTexts({ [file]: plain });
  expect(failures).toEqual([]);
  return findings
    .filter(({ rule }) => rule.startsWith('sql/') && rule !== 'sql/password-no-expiry')
    .map(({ at }) => plain.slice(...at.span));
}

const wanted = (text: string): string[] => [...text.matchAll(/«([^»]*)»/g)].map((match) => match[1]!);
const java = (resource: string, entry: string) =>
  `import org.apache.kafka.common.acl.*;\nclass A { AclBinding a = new AclBinding(new ResourcePattern(ResourceType.TOPIC, "${resource}", PatternType.LITERAL), new AccessControlEntry(${entry})); }\n`;
const python = (call: string) => `from confluent_kafka.admin import AclBinding, AclOperation\n${call}\n`;
const node = (resource: string, operation: string) =>
  `admin.createAcls({ acl: [{ resourceType: AclResourceTypes.TOPIC, resourceName: '${resource}', resourcePatternType: ResourcePatternTypes.LITERAL, principal: 'User:app', host: '*', operation: AclOperationTypes.${operation}, permissionType: AclPermissionTypes.ALLOW }] });\n`;

describe('rights that programs give', () => {
  it.each([
    ['Kafka in Java', 'A.java', java('*', '"User:app", "*", AclOperation.«ALL», AclPermissionType.ALLOW')],
    ['one topic', 'A.java', java('orders', '"User:app", "*", AclOperation.ALL, AclPermissionType.ALLOW')],
    ['what is refused', 'A.java', java('*', '"User:app", "*", AclOperation.ALL, AclPermissionType.DENY')],
    ['a single operation', 'A.java', java('*', '"User:app", "*", AclOperation.READ, AclPermissionType.ALLOW')],
    [
      'Kafka in Python',
      'a.py',
      python(
        'AclBinding(ResourceType.TOPIC, "*", ResourcePatternType.LITERAL, "User:app", "*", AclOperation.«ALL», AclPermissionType.ALLOW)',
      ),
    ],
    [
      'a comment',
      'a.py',
      python(
        '# AclBinding(ResourceType.TOPIC, "*", ResourcePatternType.LITERAL, "User:app", "*", AclOperation.ALL, AclPermissionType.ALLOW)',
      ),
    ],
    ['KafkaJS', 'a.ts', node('*', '«ALL»')],
    ['KafkaJS on one topic', 'a.ts', node('orders', 'ALL')],
    [
      'Sarama',
      'a.go',
      'admin.CreateACL(sarama.Resource{ResourceType: sarama.AclResourceTopic, ResourceName: "*"}, sarama.Acl{Principal: "User:app", Host: "*", Operation: sarama.«AclOperationAll», PermissionType: sarama.AclPermissionAllow})\n',
    ],
    ['node-redis', 'a.ts', "await client.aclSetUser('app', ['on', '«nopass»', '~*', '«+@all»']);\n"],
    ['keys and commands of its own', 'a.ts', "await client.aclSetUser('app', ['on', '>x', '~app:*', '+get']);\n"],
    ['redis-py', 'a.py', 'r.acl_setuser("app", enabled=True, nopass=«True», keys=["*"], commands=["«+@all»"])\n'],
    ['redis-py with a password', 'a.py', 'r.acl_setuser("app", enabled=True, passwords=["+" + word], keys=["app:*"], commands=["+get"])\n'],
    ['the administrator of Neo4j', 'roles.cypher', 'GRANT ROLE «admin» TO alice;\nGRANT ROLE reader TO bob;\n'],
    [
      'every privilege of Neo4j',
      'roles.cypher',
      'GRANT «ALL DBMS PRIVILEGES» ON DBMS TO ops;\n// GRANT ALL ON DATABASE * TO x\nGRANT MATCH {*} ON GRAPH shop TO app;\n',
    ],
  ])('%s', async (_name, file, text) => expect((await marked(file, text)).sort()).toEqual(wanted(text).sort()));
});

describe('grants of dbt', () => {
  it.each([
    ['of a project', 'dbt_project.yml', 'name: shop\nmodels:\n  shop:\n    +grants:\n      select: ["«public»"]\n'],
    [
      'of a model',
      'models/schema.yml',
      'version: 2\nmodels:\n  - name: orders\n    config:\n      grants:\n        select: [«PUBLIC», reporter]\n        insert: [loader]\n',
    ],
    ['in a model', 'models/orders.sql', "{{ config(materialized='table', grants={'select': ['«public»']}) }}\nselect 1 as id\n"],
    ['to a role', 'models/schema.yml', 'version: 2\nmodels:\n  - name: orders\n    config:\n      grants: { select: [reporter] }\n'],
    ['in a model to a role', 'models/orders.sql', "{{ config(grants={'select': ['reporter']}) }}\nselect 1 as id\n"],
    ['of something else', 'config.yml', 'name: a\nscholarships:\n  grants:\n    select: [public]\n'],
  ])('%s', async (_name, file, text) => expect(await marked(file, text)).toEqual(wanted(text)));
});

describe('migrations of Ecto', () => {
  it.each([
    ['a string', '    execute "ALTER ROLE app «BYPASSRLS»"\n'],
    ['a text of several lines', '    execute """\n    CREATE ROLE svc LOGIN «SUPERUSER»\n    """\n'],
    ['a right on one table', '    execute "GRANT SELECT ON reports TO reader", "REVOKE SELECT ON reports FROM reader"\n'],
    ['a comment', '    # execute "ALTER ROLE app SUPERUSER"\n'],
  ])('%s', async (_name, line) => {
    const text = `defmodule Shop.Repo.Migrations.Roles do\n  use Ecto.Migration\n\n  def change do\n${line}  end\nend\n`;
    expect(await marked('priv/repo/migrations/1_roles.exs', text)).toEqual(wanted(text));
  });
});

describe('settings of proxies and query engines', () => {
  it.each([
    ['Trino', 'etc/access-control.properties', 'access-control.name=«allow-all»\n'],
    ['rules of Trino', 'etc/access-control.properties', 'access-control.name=file\nsecurity.config-file=etc/rules.json\n'],
    [
      'Pomerium',
      'pomerium.yaml',
      'routes:\n  - from: https://a.acme.dev\n    to: http://a\n    allow_public_unauthenticated_access: «true»\n',
    ],
    [
      'a route of Pomerium that asks',
      'pomerium.yaml',
      'routes:\n  - from: https://a.acme.dev\n    allow_public_unauthenticated_access: false\n',
    ],
  ])('%s', async (_name, file, text) => expect(await marked(file, text)).toEqual(wanted(text)));
});
