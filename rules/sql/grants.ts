// Grants and roles of databases: everything, everything everywhere, rights that are more than they say, and everybody.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Profile, type Rule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

interface Hit {
  readonly at: Place;
  readonly data?: Readonly<Record<string, string>>;
  readonly severity?: Severity;
  readonly suggestions?: readonly FixMaker[];
}

interface SqlRule {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile?: Profile;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly file?: string;
  readonly bad: string;
  readonly good: string;
  readonly find: (grant: Grant) => readonly Hit[];
  readonly suggests?: boolean;
  readonly whyNoFix?: string;
}

const postgres = 'https://www.postgresql.org/docs/current/sql-grant.html';
const mysql = 'https://dev.mysql.com/doc/refman/8.4/en/grant.html';
const snowflake = 'https://docs.snowflake.com/en/user-guide/security-access-control-considerations';

const word = (leaf: Leaf | undefined): string => (textOf(leaf) ?? '').replaceAll('"', '').replace(/[_\s]+/g, ' ').trim().toUpperCase();
const isAll = (leaf: Leaf): boolean => /^ALL(?: PRIVILEGES)?$/.test(word(leaf));
const who = (grant: Grant): string => {
  const [first] = grant.principals;
  return !first || first.id.kind === 'unknown' ? 'a role' : `\`${patternOf(first.id).replaceAll('\0', '…')}\``;
};
const what = (grant: Grant): string => {
  const text = patternOf(grant.scope[0]?.id ?? grant.actions[0]!).replaceAll('\0', '…');
  return text === '' ? 'everything in it' : `\`${text}\``;
};
const everywhere = (grant: Grant): boolean => grant.scope.some((scope) => scope.level === 'everything');
const database = (grant: Grant): boolean => grant.platform === 'sql' && (grant.role === 'identity' || grant.role === 'resource');

/** Roles that a database or its host ships and that are as good as superuser. */
const superRoles = new Set(['SYSADMIN', 'SECURITYADMIN', 'RDS SUPERUSER', 'CLOUDSQLSUPERUSER', 'AZURE PG ADMIN', 'DBA', 'DB OWNER', 'SERVERADMIN', 'PG EXECUTE SERVER PROGRAM', 'ALLOYDBSUPERUSER',
  // Rights of SQL Server and Oracle that are everything, or one step from it.
  'CONTROL SERVER', 'CONTROL', 'ALL', 'ALL PRIVILEGES', 'GRANT ANY PRIVILEGE', 'GRANT ANY ROLE', 'GRANT ANY OBJECT PRIVILEGE', 'SYSDBA',
]);
const readingRoles = new Set(['PG READ ALL DATA', 'PG WRITE ALL DATA', 'PG READ SERVER FILES', 'PG WRITE SERVER FILES']);
const accountRoles = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'ORGADMIN', 'SYSADMIN']);

export const sqlRuleTable: readonly SqlRule[] = [
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
    find: (grant) => (database(grant) && everywhere(grant) ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), data: { who: who(grant) } })) : []),
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
    find: (grant) => (database(grant) && grant.role === 'identity' && !everywhere(grant) && !grant.principals.some((principal) => principal.kind === 'any')
      ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), severity: /migrat|owner|admin|dba|flyway|liquibase/i.test(who(grant)) || grant.scope[0]?.level === 'resource' ? 'medium' : undefined, data: { who: who(grant), what: what(grant) } }))
      : []),
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
    find: (grant) => (database(grant) && grant.role === 'resource' ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), data: { who: who(grant), what: what(grant) } })) : []),
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/superuser',
    title: 'A superuser',
    category: 'admin',
    severity: 'critical',
    message: '`{what}` makes {who} a superuser: no check holds for it any more; give the rights that are needed',
    what: 'A role or user with SUPERUSER, or membership in a role that is as good.',
    why: 'A superuser reads every row, changes every role and, on most servers, runs programs. An application that is one is the server.',
    remedy: 'Give the rights that are needed, and keep superusers for people, for a time.',
    references: ['https://www.postgresql.org/docs/current/role-attributes.html'],
    bad: 'CREATE ROLE app LOGIN «SUPERUSER»;\n',
    good: 'CREATE ROLE app LOGIN NOSUPERUSER;\n',
    find(grant) {
      if (grant.platform !== 'sql') return [];
      const own = grant.role === 'identity' ? grant.actions.filter((action) => /^(?:SUPERUSER|SUPER)$/.test(word(action))) : [];
      const given = grant.role === 'binding' && grant.entitlement && superRoles.has(word(grant.entitlement)) ? [grant.entitlement] : [];
      return [...own, ...given].map((at) => ({ at: placeOf(at), data: { who: who(grant), what: word(at).replaceAll(' ', '_') }, suggestions: own.length > 0 ? plain(grant, 'superuser') : [] }));
    },
    suggests: true,
  },
  {
    id: 'sql/role-attributes',
    title: 'Rights that pass by the checks of a database',
    category: 'admin',
    severity: 'high',
    message: '`{what}` lets {who} pass by what holds for others; take it out unless it is a backup or replication role',
    what: 'CREATEROLE, BYPASSRLS, REPLICATION, or membership in roles that read or write all data.',
    why: 'A role that makes roles makes one for itself. Bypassing row security or reading the replication stream is reading everything.',
    remedy: 'Take the attribute out.',
    references: ['https://www.postgresql.org/docs/current/role-attributes.html', 'https://www.postgresql.org/docs/current/predefined-roles.html'],
    bad: "ALTER ROLE app «BYPASSRLS»;\n",
    good: "ALTER ROLE app NOBYPASSRLS;\n",
    find(grant) {
      if (grant.platform !== 'sql' || /backup|replica|repl\b|debezium|cdc/i.test(who(grant))) return [];
      const own = grant.role === 'identity' ? grant.actions.filter((action) => /^(?:CREATEROLE|BYPASSRLS|REPLICATION)$/.test(word(action))) : [];
      const given = grant.role === 'binding' && grant.entitlement && readingRoles.has(word(grant.entitlement)) ? [grant.entitlement] : [];
      return [...own, ...given].map((at) => ({ at: placeOf(at), data: { who: who(grant), what: word(at).replaceAll(' ', '_') } }));
    },
    whyNoFix: 'Whether a backup or a replica needs it is for its owner to say.',
  },
  {
    id: 'sql/grant-public',
    title: 'A grant to everybody of the database',
    category: 'trust',
    severity: 'high',
    message: '`{what}` goes to PUBLIC: to every role there is and will be; name a role',
    what: 'A grant to PUBLIC, which every role of the database is in.',
    why: 'PUBLIC holds the roles of every other application on the server, and those made tomorrow.',
    remedy: 'Name the role. `REVOKE … FROM PUBLIC` what came with the database.',
    references: [postgres],
    bad: 'GRANT SELECT, INSERT ON orders TO «PUBLIC»;\n',
    good: 'GRANT SELECT, INSERT ON orders TO shop;\n',
    find(grant) {
      const everybody = grant.principals.find((principal) => principal.kind === 'any');
      if (grant.platform !== 'sql' || !everybody || grant.actions.length === 0) return [];
      const rights = grant.actions.map(word);
      const harmless = rights.every((right) => right === 'USAGE' || right === 'CONNECT' || right === 'EXECUTE');
      return [{ at: placeOf(everybody.id), severity: harmless ? 'low' : undefined, data: { what: rights.slice(0, 4).join(', ') } }];
    },
    whyNoFix: 'Which role needs it is not written here.',
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
    find: (grant) => (grant.platform === 'sql' ? grant.conditions.filter((condition) => condition.operator === 'with').map((condition) => ({ at: condition.at, data: { who: who(grant), what: condition.key } })) : []),
    whyNoFix: 'A grant that was passed on is lost with it.',
  },
  {
    id: 'sql/any-host',
    title: 'A user from every host',
    category: 'trust',
    severity: 'high',
    message: '{who} may sign in from every address; name the network that it comes from',
    what: 'A MySQL user whose host is `%`.',
    why: 'With a leaked password the network is the last check, and `%` takes it away.',
    remedy: "Name the network: `'app'@'10.0.%'`.",
    references: ['https://dev.mysql.com/doc/refman/8.4/en/account-names.html'],
    bad: "CREATE USER 'app'@'«%»' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';\n".replace("'«%»'", "«'%'»"),
    good: "CREATE USER 'app'@'10.0.%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';\n",
    find: (grant) => (grant.platform === 'sql' && grant.role === 'trust' ? [{ at: placeOf(grant.scope[0]!.id), data: { who: who(grant) } }] : []),
    whyNoFix: 'Which network is meant is not written here.',
  },
  {
    id: 'sql/full-access-role',
    title: 'A user of a data service with every right',
    category: 'admin',
    severity: 'high',
    file: 'infra/main.tf',
    message: '`{what}` is every right of the service for {who}; give the role of the one database or key space',
    what: 'A MongoDB Atlas user or key with `atlasAdmin`, `readWriteAnyDatabase` or an owner role, or a Redis user with `+@all` on every key.',
    why: 'The service keeps nothing apart any more: one application reads the data of all.',
    remedy: 'Give `readWrite` on the database, or the commands and keys that are used.',
    references: ['https://www.mongodb.com/docs/atlas/mongodb-users-roles-and-privileges/', 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/'],
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
    find: (grant) => (grant.platform === 'sql' && grant.role === 'binding' && /^(?:ATLASADMIN|READWRITEANYDATABASE|DBADMINANYDATABASE|ORG OWNER|GROUP OWNER|ROOT|\+@ALL)$/.test(word(grant.entitlement)) ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }] : []),
    whyNoFix: 'Which database is meant is not written here.',
  },
  {
    id: 'sql/snowflake-admin-role',
    title: 'An administrator role of Snowflake',
    category: 'admin',
    severity: 'critical',
    message: '`{what}` is given to {who}; Snowflake asks that few people hold it and that no object or job uses it. Make a role of your own',
    what: 'ACCOUNTADMIN, SECURITYADMIN, SYSADMIN or ORGADMIN granted to a user or role, or as a default role.',
    why: 'ACCOUNTADMIN is the account. As a default role every query and every tool runs as it.',
    remedy: 'Make a role with the privileges that are needed and grant that.',
    references: [snowflake],
    bad: 'GRANT ROLE «ACCOUNTADMIN» TO USER loader;\n',
    good: 'GRANT ROLE loader_role TO USER loader;\n',
    find(grant) {
      const role = word(grant.entitlement).replace(/^ROLE /, '');
      if (grant.platform !== 'snowflake' || grant.role !== 'binding' || !accountRoles.has(role)) return [];
      const whole = grant.entitlement!;
      const narrowed = word(whole).startsWith('ROLE ') && whole.at.span[1] - whole.at.span[0] > role.length ? { uri: whole.at.uri, span: [whole.at.span[1] - role.length, whole.at.span[1]] as const } : placeOf(whole);
      return [{ at: narrowed, data: { who: who(grant), what: role }, severity: role === 'SYSADMIN' ? 'high' : undefined }];
    },
    whyNoFix: 'Which privileges are needed is not written here.',
  },
  {
    id: 'sql/snowflake-all-privileges',
    title: 'Every privilege in Snowflake',
    category: 'wildcard',
    severity: 'high',
    file: 'infra/main.tf',
    message: 'Every privilege goes to {who}; list the ones that are used',
    what: 'A Snowflake grant of all privileges.',
    why: 'All privileges hold ownership-like ones: dropping, cloning, and giving access to integrations.',
    remedy: 'List the privileges that are used, such as USAGE and SELECT.',
    references: ['https://docs.snowflake.com/en/user-guide/security-access-control-privileges'],
    bad: `resource "snowflake_grant_privileges_to_account_role" "loader" {
  account_role_name = "LOADER"
  all_privileges    = «true»

  on_account_object {
    object_type = "DATABASE"
    object_name = "RAW"
  }
}
`,
    good: `resource "snowflake_grant_privileges_to_account_role" "loader" {
  account_role_name = "LOADER"
  privileges        = ["USAGE"]

  on_account_object {
    object_type = "DATABASE"
    object_name = "RAW"
  }
}
`,
    find: (grant) => (grant.platform === 'snowflake' && grant.role === 'identity' ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), data: { who: who(grant) } })) : []),
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/snowflake-public-role',
    title: 'A grant to every user of Snowflake',
    category: 'trust',
    severity: 'high',
    file: 'infra/main.tf',
    message: '`{what}` goes to PUBLIC, the role that every user has; name a role',
    what: 'A Snowflake grant to the PUBLIC role.',
    why: 'Every user has the role, those of other teams and of integrations too.',
    remedy: 'Name the role of the people or the job that reads it.',
    references: [snowflake],
    bad: `resource "snowflake_grant_privileges_to_account_role" "all" {
  account_role_name = "«PUBLIC»"
  privileges        = ["SELECT"]
}
`,
    good: `resource "snowflake_grant_privileges_to_account_role" "all" {
  account_role_name = "ANALYST"
  privileges        = ["SELECT"]
}
`,
    find(grant) {
      const everybody = grant.platform === 'snowflake' && grant.actions.length > 0 ? grant.principals.find((principal) => principal.kind === 'any') : undefined;
      return everybody ? [{ at: placeOf(everybody.id), data: { what: grant.actions.map(word).slice(0, 4).join(', ') } }] : [];
    },
    whyNoFix: 'Which role needs it is not written here.',
  },
  {
    id: 'sql/databricks-admin',
    title: 'An administrator of Databricks',
    category: 'admin',
    severity: 'high',
    file: 'infra/main.tf',
    message: '`{what}` makes {who} administrator of the workspace or the account; give the privileges that are needed',
    what: 'A Databricks principal with the ADMIN permission or an account administrator role.',
    why: 'Administrators read every notebook, use every secret scope and make tokens for others.',
    remedy: 'Give privileges on the catalogs and the compute that are used.',
    references: ['https://docs.databricks.com/aws/en/admin/'],
    bad: `resource "databricks_mws_permission_assignment" "loader" {
  workspace_id = 1
  principal_id = 2
  permissions  = ["«ADMIN»"]
}
`,
    good: `resource "databricks_mws_permission_assignment" "loader" {
  workspace_id = 1
  principal_id = 2
  permissions  = ["USER"]
}
`,
    find: (grant) => (grant.platform === 'databricks' && /^databricks_(?:mws_)?permission_assignment$|_role$/.test(grant.carrier.kind) && /^(?:ADMIN|ACCOUNT ADMIN)$/.test(word(grant.entitlement)) ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }] : []),
    whyNoFix: 'Which privileges are needed is not written here.',
  },
  {
    id: 'sql/databricks-grant-all',
    title: 'Every privilege in a catalog',
    category: 'wildcard',
    severity: 'high',
    file: 'infra/main.tf',
    message: '`{what}` gives {who} everything on it; list the privileges that are used',
    what: 'A Unity Catalog grant of ALL PRIVILEGES or MANAGE.',
    why: 'All privileges and MANAGE let their holder give access to others and drop what is there.',
    remedy: 'List the privileges: USE CATALOG, USE SCHEMA, SELECT.',
    references: ['https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges'],
    bad: `resource "databricks_grants" "raw" {
  catalog = "raw"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "«ALL_PRIVILEGES»"]
  }
}
`,
    good: `resource "databricks_grants" "raw" {
  catalog = "raw"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }
}
`,
    find: (grant) => (grant.platform === 'databricks' && /^databricks_grants?$/.test(grant.carrier.kind) && /^(?:ALL PRIVILEGES|MANAGE)$/.test(word(grant.entitlement)) ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }] : []),
    whyNoFix: 'Which privileges are used is not written here.',
  },
];

/** `superuser = false` where Terraform writes the role. */
function plain(grant: Grant, attribute: string): FixMaker[] {
  if (grant.carrier.kind !== 'postgresql_role') return [];
  return [editing('Make it no superuser', grant.carrier.block.uri, (document) => [setAttribute(grant.carrier.block, attribute, false, document)])];
}

export const sqlRules: readonly Rule[] = sqlRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: {
      title: entry.title, category: entry.category, severity: entry.severity, confidence: 'high', profile: entry.profile, frameworks: ['NHI5:2025', 'PR.AA-05'], peers: [], fix: entry.suggests ? 'suggestion' : 'none', whyNoFix: entry.whyNoFix,
      messages: { grant: entry.message },
      docs: { what: entry.what, why: entry.why, remedy: entry.remedy, bad: [{ file: entry.file ?? 'db/migrations/001.sql', text: entry.bad }], good: [{ file: entry.file ?? 'db/migrations/001.sql', text: entry.good }], references: entry.references },
    },
    on: {
      grant(grant, context) {
        if (grant.enabled === 'no' || grant.effect === 'deny') return;
        for (const hit of entry.find(grant)) context.report({ at: hit.at, message: 'grant', anchor: `${grant.anchor}|${entry.id.slice(4)}`, severity: hit.severity, data: hit.data, suggestions: hit.suggestions });
      },
      trust(trust, context) {
        if (trust.enabled === 'no') return;
        for (const hit of entry.find(trust)) context.report({ at: hit.at, message: 'grant', anchor: trust.anchor, severity: hit.severity, data: hit.data, suggestions: hit.suggestions });
      },
    },
  }),
);
