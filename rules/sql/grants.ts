// Grants and roles of databases: everything, everything everywhere, rights that are more than they say, and everybody.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow } from '../../server/engine/rule-row.ts';
import { dataPlatformTable } from './data-platforms.ts';
import { dataServiceTable } from './data-services.ts';
import { givenRole, holdsAnyway, isAll, isGivenByDefault, what, who, word, type SqlRule } from './grant-words.ts';

const postgres = 'https://www.postgresql.org/docs/current/sql-grant.html';
const mysql = 'https://dev.mysql.com/doc/refman/8.4/en/grant.html';
const everywhere = (grant: Grant): boolean => grant.scope.some((scope) => scope.level === 'everything');
/** SQL Server's word for every right on a database or a schema; on a key or a login it is one right among others. */
const isControl = (grant: Grant, action: Leaf): boolean =>
  word(action) === 'CONTROL' && grant.scope.some((scope) => scope.level === 'database');
const database = (grant: Grant): boolean => grant.platform === 'sql' && (grant.role === 'identity' || grant.role === 'resource');

/** Roles that a database or its host ships and that are as good as superuser. `sys:superuser` is Redshift's. */
const superRoles = new Set([
  'SYSADMIN',
  'SECURITYADMIN',
  'RDS SUPERUSER',
  'CLOUDSQLSUPERUSER',
  'AZURE PG ADMIN',
  'DBA',
  'SERVERADMIN',
  'SYS:SUPERUSER',
  'PG EXECUTE SERVER PROGRAM',
  'ALLOYDBSUPERUSER',
  // Rights of SQL Server and Oracle that are everything, or one step from it.
  'CONTROL SERVER',
  'CONTROL',
  'ALL',
  'ALL PRIVILEGES',
  'GRANT ANY PRIVILEGE',
  'GRANT ANY ROLE',
  'GRANT ANY OBJECT PRIVILEGE',
  'SYSDBA',
]);
const superuserWords = 'a superuser: no check holds for it any more';
/** SQL Server: everything in one database. */
const databaseOwner = new Set(['DB OWNER']);
const passingRoles = new Set([
  'PG READ ALL DATA',
  'PG WRITE ALL DATA',
  'PG READ SERVER FILES',
  'PG WRITE SERVER FILES',
  // SQL Server: they make users and change what roles of the database may do.
  'DB SECURITYADMIN',
  'DB ACCESSADMIN',
]);
/** Packages of Oracle that read files, open connections or run programs for whoever may call them. */
const reachingOut =
  /(?:^|\.)(?:UTL (?:FILE|HTTP|TCP|SMTP|INADDR|MAIL)|DBMS (?:SCHEDULER|JOB|SQL|LDAP|ADVISOR|LOB|JAVA|BACKUP RESTORE|FILE TRANSFER)|HTTPURITYPE)$/;

/** Oracle: rights on every object of every schema. Those that only create in one's own are none. */
const anyRight =
  /^(?:SELECT|READ|INSERT|UPDATE|DELETE|EXECUTE|ALTER|DROP|CREATE|BACKUP|LOCK) ANY (?:TABLE|PROCEDURE|TRIGGER|VIEW|DICTIONARY|ROLE|USER|LIBRARY|JAVA SOURCE)$|^(?:(?:CREATE|DROP) ANY DIRECTORY|(?:DATAPUMP )?(?:EXP|IMP) FULL DATABASE|(?:SELECT|EXECUTE|DELETE) CATALOG ROLE|SELECT ANY DICTIONARY|EXEMPT ACCESS POLICY|BECOME USER|ALTER SYSTEM|ALTER USER|CREATE USER|CREATE ANY JOB)$/;

/** Rights over a whole server: of SQL Server, and of CockroachDB (`GRANT SYSTEM …`). */
const serverRight =
  /^(?:IMPERSONATE ANY LOGIN|ALTER ANY (?:LOGIN|SERVER ROLE|CREDENTIAL|USER)|UNSAFE ASSEMBLY|SYSTEM (?:ALL|CREATEROLE|MODIFYCLUSTERSETTING|REPLICATION|EXTERNALIOIMPLICITACCESS|REPAIRCLUSTER|BYPASSRLS))$/;

/** Rights that give rights, where they hold for everything: of ClickHouse, Cassandra, and catalogs of Databricks. */
const managing = (grant: Grant, action: Leaf): boolean =>
  /^(?:ACCESS MANAGEMENT|ROLE ADMIN)$/.test(word(action)) ||
  // SQL Server: whoever takes the place of the administrator is one.
  (word(action) === 'IMPERSONATE' && grant.scope.some((scope) => /^(?:LOGIN|USER)::(?:SA|DBO)$/.test(word(scope.id)))) ||
  // MySQL: files of the server, and users, both only for everything.
  (/^(?:FILE|CREATE USER)$/.test(word(action)) && everywhere(grant)) ||
  // Databricks: every file below the tables; Redshift: every role that the cluster may take.
  (/^(?:SELECT|MODIFY)$/.test(word(action)) && grant.scope.some((scope) => word(scope.id) === 'ANY FILE')) ||
  (word(action) === 'ASSUMEROLE' && grant.scope.some((scope) => word(scope.id) === 'ALL')) ||
  (word(action) === 'AUTHORIZE' && grant.scope.some((scope) => scope.level === 'database')) ||
  (word(action) === 'MANAGE' && grant.scope.some((scope) => /^(?:CATALOG|METASTORE) /.test(word(scope.id))));

const sqlRuleTable: readonly SqlRule[] = [
  {
    id: 'sql/grant-all-global',
    title: 'Every right on every database',
    category: 'admin',
    severity: 'critical',
    message: 'Every privilege on every database goes to {who}; name the database and the privileges',
    what: 'All privileges on `*.*`.',
    why: 'The account reads and drops every database of the server, creates users and gives rights away. One injection into one application is all of them.',
    remedy: 'Give SELECT, INSERT, UPDATE and DELETE on the database of the application.',
    references: [mysql],
    bad: "GRANT «ALL PRIVILEGES» ON *.* TO 'app'@'10.0.0.%';\n",
    good: "GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO 'app'@'10.0.0.%';\n",
    find: (grant) =>
      database(grant) && everywhere(grant) && !holdsAnyway(grant)
        ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), data: { who: who(grant) } }))
        : [],
    whyNoFix: 'Which database the account uses is not written here.',
  },
  {
    id: 'sql/grant-all',
    title: 'Every right on a database, schema or table',
    category: 'wildcard',
    severity: 'high',
    message: 'Every privilege on {what} goes to {who}; list the ones that are used, such as SELECT, INSERT, UPDATE, DELETE',
    what: 'A grant of all privileges on a database, a schema or its tables.',
    why: 'All privileges hold those that an application never uses: dropping, truncating, creating triggers that run as somebody else.',
    remedy: 'List the privileges. Keep the rest for the role that runs migrations.',
    references: [postgres, mysql],
    bad: 'GRANT «ALL PRIVILEGES» ON ALL TABLES IN SCHEMA public TO app;\n',
    good: 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;\n',
    find: (grant) =>
      database(grant) &&
      grant.role === 'identity' &&
      !everywhere(grant) &&
      !holdsAnyway(grant) &&
      !grant.principals.some((principal) => principal.kind === 'any')
        ? grant.actions
            .filter((action) => isAll(action) || isControl(grant, action))
            .map((at) => ({
              at: placeOf(at),
              severity:
                grant.scope[0]?.level === 'resource' && isGivenByDefault(grant)
                  ? 'low'
                  : /migrat|owner|admin|dba|flyway|liquibase/i.test(who(grant)) || grant.scope[0]?.level === 'resource'
                    ? 'medium'
                    : undefined,
              data: { who: who(grant), what: what(grant) },
            }))
        : [],
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/default-privileges-all',
    title: 'Every right on what will be created',
    category: 'wildcard',
    severity: 'medium',
    message: 'Every privilege on {what} that will be created goes to {who}; list the ones that are used',
    what: 'Default privileges that give everything.',
    why: 'Nobody grants these rights when a table is made, so nobody thinks of them.',
    remedy: 'List the privileges: `GRANT SELECT ON TABLES TO …`.',
    references: ['https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html'],
    bad: 'ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT «ALL» ON TABLES TO reporting;\n',
    good: 'ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reporting;\n',
    find: (grant) =>
      database(grant) && grant.role === 'resource' && !holdsAnyway(grant)
        ? grant.actions.filter(isAll).map((at) => ({
            at: placeOf(at),
            severity: isGivenByDefault(grant) ? ('low' as const) : undefined,
            data: { who: who(grant), what: what(grant) },
          }))
        : [],
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/superuser',
    title: 'A superuser',
    category: 'admin',
    severity: 'critical',
    message: '`{what}` makes {who} {superuser}; give the rights that are needed',
    what: 'A role or user with SUPERUSER, or membership in a role that is as good.',
    why: 'A superuser reads every row, changes every role and, on most servers, runs programs. An application that is one is the server.',
    remedy: 'Give the rights that are needed, and keep superusers for people, for a time.',
    references: ['https://www.postgresql.org/docs/current/role-attributes.html'],
    bad: 'CREATE ROLE app LOGIN «SUPERUSER»;\n',
    good: 'CREATE ROLE app LOGIN NOSUPERUSER;\n',
    find(grant) {
      if (grant.platform !== 'sql') return [];
      const own = grant.role === 'identity' ? grant.actions.filter((action) => /^(?:SUPERUSER|SUPER)$/.test(word(action))) : [];
      if (own.length > 0)
        return own.map((at) => ({
          at: placeOf(at),
          data: { who: who(grant), what: word(at), superuser: superuserWords },
          suggestions: plain(grant, 'superuser'),
        }));
      if (grant.role !== 'binding' || !grant.entitlement) return [];
      const { role, at } = givenRole(grant.entitlement);
      const what = role.replaceAll(' ', '_');
      const isAdmin = role === 'ADMIN' && textOf(grant.scope[0]?.id) === 'CockroachDB';
      if (superRoles.has(role) || isAdmin) return [{ at, data: { who: who(grant), what, superuser: superuserWords } }];
      return databaseOwner.has(role)
        ? [
            {
              at,
              severity: 'high',
              data: {
                who: who(grant),
                what,
                superuser: 'owner of the database: it changes and drops everything in it, and gives rights away',
              },
            },
          ]
        : [];
    },
    suggests: true,
  },
  {
    id: 'sql/role-attributes',
    title: 'Rights that pass by the checks of a database',
    category: 'admin',
    severity: 'high',
    message: '`{what}` lets {who} pass by what holds for others; take it out unless it is a backup or replication role',
    what: 'CREATEROLE, BYPASSRLS, REPLICATION, membership in roles that read or write all data, a right of Oracle on `ANY` object, a right of SQL Server, MySQL or CockroachDB over the whole server or to take the place of its administrator, the right of ClickHouse, Cassandra or Databricks to give rights, or one on `ANY FILE` of Databricks or every role of a Redshift cluster.',
    why: 'A role that makes roles makes one for itself. Bypassing row security or reading the replication stream is reading everything.',
    remedy: 'Take the attribute out.',
    references: [
      'https://www.postgresql.org/docs/current/role-attributes.html',
      'https://www.postgresql.org/docs/current/predefined-roles.html',
    ],
    bad: 'ALTER ROLE app «BYPASSRLS»;\n',
    good: 'ALTER ROLE app NOBYPASSRLS;\n',
    find(grant) {
      if (grant.platform !== 'sql' || /backup|repl|standby|barman|debezium|cdc/i.test(who(grant))) return [];
      // Replication is for a role that replicates, and whether this is one only its name says.
      const passing = grant.principals[0]?.id.kind === 'unknown' ? /^(?:CREATEROLE|BYPASSRLS)$/ : /^(?:CREATEROLE|BYPASSRLS|REPLICATION)$/;
      const own = grant.role === 'identity' ? grant.actions.filter((action) => passing.test(word(action)) || managing(grant, action)) : [];
      const given =
        grant.role === 'binding' &&
        grant.entitlement &&
        (passingRoles.has(word(grant.entitlement)) || anyRight.test(word(grant.entitlement)) || serverRight.test(word(grant.entitlement)))
          ? [grant.entitlement]
          : [];
      // Of these rights it is what they are on that passes by.
      const on = (at: Leaf): string => (/^(?:SELECT|MODIFY|ASSUMEROLE)$/.test(word(at)) ? ` ON ${word(grant.scope[0]!.id)}` : '');
      return [...own, ...given].map((at) => ({
        at: placeOf(at),
        data: { who: who(grant), what: `${word(at).replaceAll(' ', '_')}${on(at)}` },
      }));
    },
    whyNoFix: 'Whether a backup or a replica needs it is for its owner to say.',
  },
  {
    id: 'sql/grant-public',
    title: 'A grant to everybody of the database',
    category: 'trust',
    severity: 'high',
    message: '`{what}` goes to {everybody}; name a role',
    what: 'A grant to PUBLIC, which every role of the database is in, or a rule of Kafka for `User:*`.',
    why: 'PUBLIC holds the roles of every other application on the server, and those made tomorrow.',
    remedy: 'Name the role. `REVOKE … FROM PUBLIC` what came with the database.',
    references: [postgres],
    bad: 'GRANT SELECT, INSERT ON orders TO «PUBLIC»;\n',
    good: 'GRANT SELECT, INSERT ON orders TO shop;\n',
    find(grant) {
      const everybody = grant.principals.find((principal) => principal.kind === 'any');
      if (grant.platform !== 'sql' || !everybody || grant.actions.length === 0) return [];
      const rights = grant.actions.map(word).filter((right) => right !== '');
      // What a program puts in when it runs is not known.
      if (rights.length === 0) return [];
      // That everybody may call a function is how it is made; what it then runs as, and which rows are let through, are rules of
      // their own.
      if (rights[0] === 'SECURITY DEFINER' || grant.role === 'trust') return [];
      const harmless =
        rights.every((right) => right === 'USAGE' || right === 'CONNECT' || right === 'EXECUTE') &&
        !grant.scope.some(({ id }) => reachingOut.test(word(id)));
      const whom = /^`(?:User:)?\*`$/.test(who(grant))
        ? `${who(grant)}: to every client that reaches the service`
        : 'PUBLIC: to every role there is and will be';
      return [
        {
          at: placeOf(everybody.id),
          severity: harmless ? 'low' : undefined,
          data: { what: rights.slice(0, 4).join(', '), everybody: whom },
        },
      ];
    },
    whyNoFix: 'Which role needs it is not written here.',
  },
  {
    id: 'sql/definer-public',
    title: 'A function that lends its rights to everybody',
    category: 'admin',
    severity: 'medium',
    message:
      '{what} runs with the rights of its owner, everybody may call it, and it looks names up where its caller says; set `search_path` on it and revoke EXECUTE from PUBLIC',
    what: 'A PostgreSQL function with SECURITY DEFINER that sets no `search_path` and that nothing takes away from PUBLIC.',
    why: 'Functions may be called by everybody unless somebody says otherwise. The caller puts a table or an operator of its own in front of the search path, and the function uses it with the rights of its owner.',
    remedy:
      'Add `SET search_path = pg_catalog, pg_temp` to the function, `REVOKE ALL ON FUNCTION … FROM PUBLIC`, and grant EXECUTE to the role that calls it.',
    references: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY'],
    bad: 'CREATE FUNCTION total() RETURNS bigint LANGUAGE sql «SECURITY DEFINER» AS $$ SELECT count(*) FROM orders $$;\n',
    good: 'CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT count(*) FROM shop.orders $$;\nREVOKE ALL ON FUNCTION total() FROM PUBLIC;\n',
    find: (grant) =>
      grant.platform === 'sql'
        ? grant.actions
            .filter((action) => word(action) === 'SECURITY DEFINER')
            .map((at) => ({ at: placeOf(at), data: { what: what(grant) } }))
        : [],
    whyNoFix: 'Which schemas the function needs, and who calls it, is not written here.',
  },
  {
    id: 'sql/with-grant-option',
    title: 'Rights that may be passed on',
    category: 'admin',
    severity: 'medium',
    message: '{who} may pass these rights on to anyone; leave {what} out',
    what: 'A grant WITH GRANT OPTION or WITH ADMIN OPTION.',
    why: 'Who has what is then decided by whoever has it, and no script of yours says so.',
    remedy: 'Leave the option out; give rights from migrations.',
    references: [postgres, mysql],
    bad: 'GRANT SELECT ON orders TO reporting WITH «GRANT OPTION»;\n',
    good: 'GRANT SELECT ON orders TO reporting;\n',
    find: (grant) =>
      grant.platform === 'sql'
        ? grant.conditions
            .filter((condition) => condition.operator === 'with')
            .map((condition) => ({ at: condition.at, data: { who: who(grant), what: condition.key } }))
        : [],
    whyNoFix: 'A grant that was passed on is lost with it.',
  },
  {
    id: 'sql/any-host',
    title: 'A user from every host',
    category: 'trust',
    severity: 'high',
    message: '{who} may sign in from every address; name the network that it comes from',
    what: 'A MySQL user whose host is `%`, a network policy of Snowflake or an access list of MongoDB Atlas with `0.0.0.0/0`.',
    why: 'With a leaked password the network is the last check, and `%` takes it away.',
    remedy: "Name the network: `'app'@'10.0.%'`.",
    references: ['https://dev.mysql.com/doc/refman/8.4/en/account-names.html'],
    bad: "CREATE USER 'app'@'«%»' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';\n".replace("'«%»'", "'«%»'"),
    good: "CREATE USER 'app'@'10.0.%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';\n",
    find: (grant) =>
      grant.platform === 'sql' && grant.role === 'trust' && word(grant.actions[0]) === 'CONNECT'
        ? [{ at: placeOf(grant.scope[0]!.id), data: { who: who(grant) } }]
        : [],
    whyNoFix: 'Which network is meant is not written here.',
  },
];

/** `superuser = false` where Terraform writes the role. */
function plain(grant: Grant, attribute: string): FixMaker[] {
  if (grant.carrier.kind !== 'postgresql_role' || grant.carrier.dialect !== 'terraform') return [];
  return [
    editing('Make it no superuser', grant.carrier.block.uri, (document) => [setAttribute(grant.carrier.block, attribute, false, document)]),
  ];
}

export const sqlRules: readonly Rule[] = [...sqlRuleTable, ...dataServiceTable, ...dataPlatformTable].map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: entry.category,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: entry.suggests ? 'suggestion' : 'none',
      messages: { grant: entry.message },
      file: entry.file ?? 'db/migrations/001.sql',
    }),
    on: {
      grant(grant, context) {
        if (grant.enabled === 'no' || grant.effect === 'deny') return;
        // One token may come in by several ways, through a choice of lists.
        const places = new Set<string>();
        for (const hit of entry.find(grant)) {
          const place = `${hit.at.uri}:${hit.at.span[0]}`;
          if (places.has(place)) continue;
          places.add(place);
          context.report({
            at: hit.at,
            message: 'grant',
            anchor: `${grant.anchor}|${entry.id.slice(4)}`,
            severity: hit.severity,
            data: hit.data,
            suggestions: hit.suggestions,
          });
        }
      },
      trust(trust, context) {
        if (trust.enabled === 'no') return;
        for (const hit of entry.find(trust))
          context.report({
            at: hit.at,
            message: 'grant',
            anchor: trust.anchor,
            severity: hit.severity,
            data: hit.data,
            suggestions: hit.suggestions,
          });
      },
    },
  }),
);
