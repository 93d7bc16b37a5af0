// Users and roles of MongoDB, Redis, RabbitMQ, Kafka and Elasticsearch on every text: no throw, places inside the text, time
// in proportion to its length.
import { describe, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../server/engine/document.ts';
import { dataServicesReader } from '../../server/engine/facts/data-services/reader.ts';
import { readMongoUsers } from '../../server/engine/facts/data-services/mongo.ts';
import { noFacts } from '../../server/engine/facts/types.ts';
import { expectLinear } from '../support/growth.ts';

const context = { neighbour: () => undefined };
const samples: Readonly<Record<string, string>> = {
  'init.js': `db.createUser({ user: 'a', pwd: "b", roles: [{ role: 'root', db: 'admin' }, "readWriteAnyDatabase"] }); // end
db.createRole({ role: \`all\`, privileges: [{ resource: { anyResource: true }, actions: ['anyAction'] }], roles: [] })
`,
  'run.sh': `mongosh --eval "db.grantRolesToUser(\\"app\\", [\\"root\\"])"\nrabbitmqctl set_user_tags app administrator\nkafka-acls --add --allow-principal User:a --operation All --topic '*'\ncreateuser -s app\n`,
  'acl.ts':
    "client.aclSetUser('app', ['on', 'nopass', '~*', '+@all']);\nx({ resourceType: AclResourceTypes.TOPIC, resourceName: '*', principal: 'User:a', host: '*', operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW });\n",
  'acl.py': 'r.acl_setuser("app", enabled=True, nopass=True, keys=["*"], commands=["+@all"])\n',
  'roles.cypher': 'GRANT ROLE admin TO a;\nGRANT ALL DBMS PRIVILEGES ON DBMS TO b;\n',
  'models/schema.yml': 'models:\n  - name: a\n    config:\n      grants: { select: [public] }\n',
  'models/a.sql': "{{ config(materialized='table', grants={'select': ['public']}) }}\n",
  'users.acl': 'user default on nopass ~* &* +@all\nuser app on >x resetkeys ~a +@all -@dangerous # c\n',
  'pg_hba.conf': 'local all all trust\nhost all all 0.0.0.0/0 trust\nhostssl a b 10.0.0.0 255.0.0.0 trust\n',
  'definitions.json':
    '{ "rabbit_version": "3", "vhosts": [], "users": [{ "name": "a", "tags": "administrator" }, { "name": "b", "tags": ["administrator"] }] }',
  'roles.yml':
    'r:\n  cluster: [ all ]\n  indices:\n    - names: [ "*" ]\n      privileges: [ all ]\ns:\n  cluster_permissions: ["*"]\n  index_permissions: []\n',
};

function check(uri: string, text: string): void {
  const facts = dataServicesReader.read([createDocument(uri, text)], context).get(uri)!;
  for (const { at } of facts.grants.flatMap((grant) => [
    ...grant.actions,
    ...(grant.entitlement ? [grant.entitlement] : []),
    ...grant.principals.map((principal) => principal.id),
  ])) {
    const [start, end] = at.span;
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`span ${start}-${end} of ${text.length}`);
  }
}

describe('users of data services on any text', () => {
  it('reads every truncation and every mutation', () => {
    for (const [uri, sample] of Object.entries(samples)) for (let end = 0; end <= sample.length; end++) check(uri, sample.slice(0, end));
    const piece = fc.constantFrom(
      "'",
      '"',
      '`',
      '\\"',
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      ',',
      ':',
      ';',
      '//',
      '#',
      '\n',
      '\0',
      '\u{1F600}',
      'createUser(',
      'roles',
      'root',
      "'root'",
      'user ',
      ' on ',
      'nopass',
      'trust',
      'All',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(samples)),
        fc.nat(400),
        fc.array(piece, { maxLength: 12 }),
        fc.nat(40),
        (uri, at, parts, out) => {
          const sample = samples[uri]!;
          check(uri, sample.slice(0, at) + parts.join('') + sample.slice(at + out));
        },
      ),
      { numRuns: 600 },
    );
  });
  const mongo = (text: string) => (): void => readMongoUsers(text, 'a.js', noFacts());
  it('takes time in proportion to the text', async () => {
    await expectLinear('calls', 2000, (count) =>
      mongo("db.createUser({ user: 'a', roles: [{ role: 'root', db: 'admin' }] });\n".repeat(count)),
    );
    await expectLinear('calls that never end', 2000, (count) => mongo('createUser('.repeat(count)));
    await expectLinear('rules of one user', 2000, (count) => {
      const text = `user a on ${'~* +@all '.repeat(count)}\n`;
      return () => check('users.acl', text);
    });
  });
});
