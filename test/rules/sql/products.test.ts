// Words that mean more in one database than in others: CockroachDB, Cassandra, ClickHouse, SQL Server, Snowflake; and where
// statements of them stand.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { at, readMarks, type Source } from '../../support/rule-tester.ts';

const sql = at('db/grants.sql');
const cql = at('db/roles.cql');
const cockroach = at('cockroach/roles.sql');
const shell = at('docker/init.sh');
const knex = at('migrations/1_roles.js');
const terraform = at('infra/main.tf');
const ignored = new Set(['sql/password-no-expiry', 'sql/with-grant-option']);

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings
      .filter((finding) => finding.rule.startsWith('sql/') && !ignored.has(finding.rule))
      .map((finding) => `${finding.rule} ${text.slice(...finding.at.span)}`),
  ).toEqual(spans.map((span) => `${rule} ${text.slice(...span)}`));
}

describe('databases and their words', () => {
  it.each<[string, Source]>([
    ['sql/superuser', cockroach`GRANT «admin» TO deploy;`],
    ['sql/superuser', shell`cockroach sql --insecure -e "GRANT «admin» TO app"`],
    [
      'sql/superuser',
      shell`
      cockroach sql --insecure <<EOF
      GRANT «admin» TO app;
      EOF
    `,
    ],
    [
      'sql/superuser',
      shell`
      cockroach sql \
        --host db -e "GRANT «admin» TO app"
    `,
    ],
    ['sql/role-attributes', cockroach`GRANT «SYSTEM MODIFYCLUSTERSETTING» TO deploy;`],
    ['sql/superuser', cql`CREATE ROLE ops WITH «SUPERUSER» = true AND LOGIN = true;`],
    ['sql/superuser', shell`cqlsh -e "ALTER ROLE app WITH «SUPERUSER» = true"`],
    ['sql/grant-all', cql`GRANT «ALL PERMISSIONS» ON ALL KEYSPACES TO app;`],
    ['sql/role-attributes', cql`GRANT «AUTHORIZE» ON ALL ROLES TO app;`],
    ['sql/role-attributes', sql`GRANT «ACCESS MANAGEMENT» ON *.* TO ops;`],
    ['sql/role-attributes', sql`GRANT «IMPERSONATE ANY LOGIN» TO [etl];`],
    ['sql/role-attributes', sql`GRANT «MANAGE» ON CATALOG main TO etl;`],
    ['sql/superuser', sql`GRANT CREATE SESSION, «DBA» TO shop;`],
    ['sql/any-host', sql`CREATE NETWORK POLICY any ALLOWED_IP_LIST = ('192.0.2.0/24', '«0.0.0.0/0»');`],
    [
      'sql/any-host',
      terraform`resource "mongodbatlas_project_ip_access_list" "any" {
      project_id = "p"
      cidr_block = "«0.0.0.0/0»"
    }`,
    ],
    ['sql/role-attributes', sql`GRANT «IMPERSONATE» ON LOGIN::sa TO [web];`],
    ['sql/role-attributes', sql`ALTER ROLE «db_securityadmin» ADD MEMBER web;`],
    ['sql/role-attributes', sql`GRANT «EXP_FULL_DATABASE», «CREATE ANY DIRECTORY» TO dumper;`],
    ['sql/grant-public', sql`GRANT EXECUTE ON SYS.UTL_HTTP TO «PUBLIC»;`],
    ['sql/grant-all', sql`GRANT «ALL PRIVILEGES» ON CATALOG main TO loaders;`],
    ['sql/any-host', sql`CREATE USER loader IDENTIFIED WITH sha256_password BY '{pw}' HOST «ANY»;`],
    ['sql/full-access-role', shell`mc admin policy set store «readwrite» user=app`],
    ['sql/grant-public', shell`mc anonymous set «public» store/photos`],
    [
      'sql/full-access-role',
      at('db/init-mongo.js')`db.createUser({ user: 'ops', pwd: process.env.PW, roles: [{ role: '«clusterAdmin»', db: 'admin' }] });`,
    ],
    [
      'sql/full-access-role',
      at('config/roles.yml')`
      support:
        cluster: [monitor]
        run_as: ['«*»']
    `,
    ],
    ['sql/no-password', sql`CREATE USER loader «NOT IDENTIFIED»;`],
    ['sql/grant-all', sql`GRANT «ALL» ON SCHEMA public TO postgres, app;`],
    ['sql/role-attributes', knex`exports.up = (knex) => knex.schema.raw("alter role app with «createrole» createdb");`],
    [
      'sql/full-access-role',
      terraform`resource "mongodbatlas_org_invitation" "ops" {
      org_id   = var.org
      username = "ops@acme.example"
      roles    = ["«ORG_OWNER»"]
    }`,
    ],
    ['sql/full-access-role', shell`redis-cli ACL SETUSER svc on ">$PW" '~*' «+@all»`],
  ])('%s: %s', check);

  it.each<[string, Source]>([
    ['a role of PostgreSQL that is called admin', sql`GRANT admin TO deploy;`],
    ['roles whose names begin like the word', sql`GRANT role_dba, ROLE_ADMIN TO deploy;`],
    ['a role of PostgreSQL that is called admin, in a script', shell`psql -c "GRANT admin TO app"`],
    ['a role of Cassandra that is no superuser', cql`CREATE ROLE app WITH LOGIN = true AND SUPERUSER = false;`],
    ['one right of Cassandra', cql`GRANT SELECT ON KEYSPACE shop TO app;`],
    ['a right of CockroachDB that looks', cockroach`GRANT SYSTEM VIEWACTIVITY TO watcher;`],
    ['a blocked address', sql`CREATE NETWORK POLICY some ALLOWED_IP_LIST = ('192.0.2.0/24') BLOCKED_IP_LIST = ('0.0.0.0/0');`],
    [
      'a network of Atlas',
      terraform`resource "mongodbatlas_project_ip_access_list" "vpc" {
      project_id = "p"
      cidr_block = "10.2.0.0/16"
    }`,
    ],
    ['a user of Redis with two commands', shell`redis-cli ACL SETUSER svc on ">$PW" '~jobs:*' +lpush +brpop`],
    [
      'a dump that says what superusers have anyway',
      sql`
      GRANT ALL ON SCHEMA public TO postgres;
      GRANT ALL ON FUNCTION total() TO "postgres", service_role;
      ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES TO postgres;
      GRANT ALL PRIVILEGES ON *.* TO 'root'@'localhost';
    `,
    ],
    ['an impersonation of somebody else', sql`GRANT IMPERSONATE ON USER::shop_reader TO [web];`],
    [
      'readers of one bucket, and a bucket that is only read',
      shell`
      mc admin policy attach store readonly --user app
      mc anonymous set download store/photos
      mc anonymous set none store/private
    `,
    ],
    ['one network', sql`CREATE USER loader IDENTIFIED WITH sha256_password BY '{pw}' HOST IP '10.0.0.0/8';`],
    [
      'a user without a password who comes from the machine itself',
      sql`
      CREATE USER reader IDENTIFIED WITH no_password HOST LOCAL;
      CREATE USER probe NOT IDENTIFIED HOST IP '127.0.0.1', '::1';
    `,
    ],
    [
      'a role that only a variable names, and one that replicates by its name',
      shell`
      psql -c "CREATE ROLE $REP_USER REPLICATION LOGIN"
      psql -c "CREATE ROLE repl_user REPLICATION LOGIN"
    `,
    ],
    ['a sentence', knex`const help = "alter role app with createrole to let it make roles";`],
  ])('%s gives nothing', (_, source) => check('', source));
});
