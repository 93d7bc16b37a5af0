// Users of data services that are no SQL (MongoDB, Redis, Kafka, RabbitMQ, Elasticsearch) with every right, and users of any
// database who get in without a password.
import { noPassword, registeredUser, shownPage, signInOff } from '../../server/engine/facts/data-services/access.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { who, word, type SqlRule } from './grant-words.ts';

/** Roles and rights that are everything of a service, in the words of each. */
const everyRight =
  /^(?:ATLASADMIN|READWRITEANYDATABASE|DBADMINANYDATABASE|ORG OWNER|GROUP OWNER|ROOT|SYSTEM|USERADMINANYDATABASE|CLUSTERADMIN|ANYACTION|ADMINISTRATOR|\+@ALL|EVERY (?:OPERATION|PRIVILEGE) ON (?:THE CLUSTER|EVERY (?:TOPIC|GROUP|CLUSTER|RESOURCE|INDEX|BUCKET))|THE PLACE OF EVERY USER|ORGANIZATIONADMIN|ENVIRONMENTADMIN|ACCOUNTADMIN|SUPERUSER|CONSOLEADMIN|CLOUDCLUSTERADMIN|DATA OWNER)$/;

/** What a statement of SQL gives is a role of that database, whatever it is called. */
const inSql = ({ carrier }: Grant): boolean => carrier.kind === 'script' || carrier.kind === 'statement';

/**
 * A compose file starts its containers on one machine, mostly somebody's own. Where no port is open, only they reach each other. A
 * user whose password is known may have another by now.
 */
const severities: ReadonlyMap<string, 'medium' | 'low'> = new Map([
  [shownPage, 'low'],
  ['known user', 'medium'],
  [registeredUser, 'medium'],
  ['published container', 'medium'],
  ['inner container', 'low'],
]);

/** What whoever comes may do, where it is not everything at once, and what to do about it. */
const doings: ReadonlyMap<string, string> = new Map([
  [shownPage, 'see its routes, services and middlewares; put its page behind a router that asks who they are'],
  [
    registeredUser,
    'become its administrator, if the provider of its sign-in knows them; register them as `Viewer` or `Public`, and give roles by their groups',
  ],
]);

export const dataServiceTable: readonly SqlRule[] = [
  {
    id: 'sql/full-access-role',
    title: 'A user of a data service with every right',
    category: 'admin',
    severity: 'high',
    file: 'infra/main.tf',
    message: '`{what}` opens the whole service to {who}; give the rights to the one database, topic or key space',
    what: 'A MongoDB Atlas user or key with `atlasAdmin`, `readWriteAnyDatabase` or an owner role, a Redis user with `+@all`, a MongoDB user with `root` or a role for any database, a Kafka principal with every operation on every topic, an administrator of RabbitMQ, Confluent, Elasticsearch or OpenSearch.',
    why: 'The service keeps nothing apart any more: one application reads the data of all.',
    remedy: 'Give `readWrite` on the database, or the commands and keys that are used.',
    references: [
      'https://www.mongodb.com/docs/atlas/mongodb-users-roles-and-privileges/',
      'https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/',
    ],
    bad: `resource "mongodbatlas_database_user" "app" {
  username = "app"

  roles {
    role_name     = "«atlasAdmin»"
    database_name = "admin"
  }
}
`,
    good: `resource "mongodbatlas_database_user" "app" {
  username = "app"

  roles {
    role_name     = "readWrite"
    database_name = "shop"
  }
}
`,
    find: (grant) =>
      grant.platform === 'sql' && grant.role === 'binding' && !inSql(grant) && everyRight.test(word(grant.entitlement).trim())
        ? [
            {
              at: placeOf(grant.entitlement!),
              severity: word(grant.entitlement) === 'ADMINISTRATOR' && /adm|root|operator/i.test(who(grant)) ? 'medium' : undefined,
              data: { who: who(grant), what: textOf(grant.entitlement)! },
            },
          ]
        : [],
    whyNoFix: 'Which database is meant is not written here.',
  },
  {
    id: 'sql/no-password',
    title: 'A user without a password',
    category: 'trust',
    severity: 'high',
    file: 'config/users.acl',
    message:
      '{who} signs in without a password from wherever the server is reached; give it a password that a store keeps, or a certificate',
    what: 'A Redis user with `nopass`, a line of `pg_hba.conf` that trusts another host, a ClickHouse user with `no_password`.',
    why: 'The network is then the only check, and every program that reaches the server is that user.',
    remedy: 'Give the user a password from a secret store (`>` or `#` in Redis, `scram-sha-256` in PostgreSQL), or a client certificate.',
    references: [
      'https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/',
      'https://www.postgresql.org/docs/current/auth-trust.html',
      'https://clickhouse.com/docs/sql-reference/statements/create/user',
    ],
    bad: 'user default on «nopass» ~cache:* +get +set\n',
    good: 'user default off\nuser app on #bf09871ac0c8153d3d3b887a648cdcb218f0c40bb73608c4c378c00f504cbca5 ~cache:* +get +set\n',
    find: (grant) =>
      grant.platform === 'sql' && grant.role === 'trust' && textOf(grant.actions[0]) === noPassword
        ? [{ at: placeOf(grant.actions[0]!), data: { who: who(grant) } }]
        : [],
    whyNoFix: 'A password has to be made and handed out first.',
  },
  {
    id: 'sql/sign-in-off',
    title: 'A data service that asks nobody who they are',
    category: 'trust',
    severity: 'high',
    file: 'config/mongod.conf',
    message: '`{what}` lets whoever reaches this {service} {doing}',
    what: 'A configuration that switches the sign-in off: MongoDB with `authorization: disabled`, Redis with `protected-mode no` and no password or users, Kafka that allows everyone where no rule is found, Elasticsearch or OpenSearch without their security, MySQL with `skip-grant-tables`, ClickHouse with a user whose password is empty, Mosquitto that lets clients without a name in, a container of PostgreSQL, MySQL or Neo4j that is told to ask for no password, RabbitMQ whose user `guest` comes from everywhere, OpenLDAP where everybody writes, Cassandra, Neo4j, InfluxDB, Airflow, Jupyter or JupyterHub that check nobody, Superset or Airflow whose public role is `Admin`, Hasura or PostgREST whose anonymous role is a superuser, Jenkins whose configuration as code is `unsecured` or makes everybody its administrator, NATS with a user for whoever brings none, Langflow, Open WebUI, n8n, mongo-express, pgAdmin, Kafka UI, RStudio, code-server or File Browser whose login is switched off, and Traefik whose `api.insecure` shows how it is set up.',
    why: 'The network is then the only check. One program that is taken over, or one port that is opened by mistake, has all the data.',
    remedy:
      'Switch the sign-in on, and give each application a user with the rights that it needs. In development, bind the service to the machine itself.',
    references: [
      'https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-security.authorization',
      'https://redis.io/docs/latest/operate/oss_and_stack/management/security/',
      'https://kafka.apache.org/documentation/#security_authz',
    ],
    bad: 'security:\n  authorization: «disabled»\n',
    good: 'security:\n  authorization: enabled\n',
    find: (grant) =>
      grant.platform === 'sql' && grant.role === 'trust' && textOf(grant.actions[0]) === signInOff
        ? [
            {
              at: placeOf(grant.actions[0]!),
              severity: severities.get(grant.carrier.kind),
              data: {
                what: textOf(grant.scope[0]?.id) ?? '',
                service: grant.carrier.address,
                doing:
                  doings.get(grant.carrier.kind) ??
                  'read and change everything in it; let it ask who they are, and give each application a user of its own',
              },
            },
          ]
        : [],
    whyNoFix: 'Users have to be made and handed out first, or every application is shut out.',
  },
];
