// Grants of Snowflake and Databricks: administrator roles, everything, everybody, and rights that give rights.
import { patternOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { givenRole, isAll, snowflake, who, word, type SqlRule } from './grant-words.ts';

const accountRoles = new Set(['ACCOUNTADMIN', 'SECURITYADMIN', 'ORGADMIN', 'SYSADMIN']);
/** Snowflake's own hierarchy: who holds these roles holds those that they are given anyway. */
const above: ReadonlyMap<string, readonly string[]> = new Map([['ACCOUNTADMIN', ['SECURITYADMIN', 'SYSADMIN']]]);

export const dataPlatformTable: readonly SqlRule[] = [
  {
    id: 'sql/snowflake-admin-role',
    title: 'An administrator role of Snowflake',
    category: 'admin',
    severity: 'critical',
    message:
      '`{what}` is given to {who}; Snowflake recommends that few people hold it and that no object or job uses it. Create a role of your own',
    what: 'ACCOUNTADMIN, SECURITYADMIN, SYSADMIN or ORGADMIN granted to a user or role, or as a default role.',
    why: 'ACCOUNTADMIN is the account. As a default role every query and every tool runs as it.',
    remedy: 'Make a role with the privileges that are needed and grant that.',
    references: [snowflake],
    bad: 'GRANT ROLE «ACCOUNTADMIN» TO USER loader;\n',
    good: 'GRANT ROLE loader_role TO USER loader;\n',
    find(grant) {
      if (grant.platform !== 'snowflake' || grant.role !== 'binding' || !grant.entitlement) return [];
      const { role, at } = givenRole(grant.entitlement);
      const isInherited =
        grant.principals.length > 0 && grant.principals.every(({ id }) => above.get(patternOf(id).toUpperCase())?.includes(role));
      return accountRoles.has(role) && !isInherited
        ? [{ at, data: { who: who(grant), what: role }, severity: role === 'SYSADMIN' ? 'high' : undefined }]
        : [];
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
    find: (grant) =>
      grant.platform === 'snowflake' && grant.role === 'identity'
        ? grant.actions.filter(isAll).map((at) => ({ at: placeOf(at), data: { who: who(grant) } }))
        : [],
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
      const everybody =
        grant.platform === 'snowflake' && grant.actions.length > 0
          ? grant.principals.find((principal) => principal.kind === 'any')
          : undefined;
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
    what: 'A Databricks principal with the ADMIN permission or an account administrator role, or in the group `admins`.',
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
    find: (grant) =>
      grant.platform === 'databricks' &&
      /^databricks_(?:(?:mws_)?permission_assignment|group_member)$|_role$/.test(grant.carrier.kind) &&
      /^(?:ADMINS?|ACCOUNT ADMIN)$/.test(word(grant.entitlement))
        ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }]
        : [],
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
    find: (grant) =>
      grant.platform === 'databricks' &&
      /^(?:databricks_)?grants?$/.test(grant.carrier.kind) &&
      /^(?:ALL PRIVILEGES|MANAGE)$/.test(word(grant.entitlement))
        ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }]
        : [],
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/snowflake-manage-grants',
    title: 'The right to give every right in Snowflake',
    category: 'admin',
    severity: 'critical',
    message: '`{what}` lets {who} give any privilege on any object, to itself too; keep it with SECURITYADMIN',
    what: 'The MANAGE GRANTS privilege, or the right to create users and roles, on the account.',
    why: 'Whoever manages grants gives itself what it lacks. The role is an account administrator under another name.',
    remedy: 'Keep it with SECURITYADMIN, and let a role own the objects whose grants it manages (`WITH MANAGED ACCESS` on schemas).',
    references: ['https://docs.snowflake.com/en/user-guide/security-access-control-privileges#global-privileges-account-level-privileges'],
    bad: 'GRANT «MANAGE GRANTS» ON ACCOUNT TO ROLE loader;\n',
    good: 'GRANT MONITOR USAGE ON ACCOUNT TO ROLE loader;\n',
    find: (grant) =>
      grant.platform === 'snowflake' && grant.role === 'identity'
        ? grant.actions
            .filter((action) => word(action) === 'MANAGE GRANTS')
            .map((at) => ({ at: placeOf(at), data: { who: who(grant), what: 'MANAGE GRANTS' } }))
        : [],
    whyNoFix: 'Which grants are to be managed is not written here.',
  },
  {
    id: 'sql/snowflake-future-ownership',
    title: 'Ownership of what is yet to be made',
    category: 'admin',
    severity: 'medium',
    message:
      '{who} owns every object of its kind that anybody makes here from now on, and may drop it and give it away; grant the privileges that are used',
    what: 'Ownership of future objects of a schema or a database.',
    why: 'An owner drops, changes and grants. Objects that somebody else makes tomorrow belong to this role without anybody saying so.',
    remedy: 'Grant SELECT, INSERT or USAGE on future objects; leave ownership with the role that makes them.',
    references: ['https://docs.snowflake.com/en/sql-reference/sql/grant-ownership'],
    bad: 'GRANT «OWNERSHIP» ON FUTURE TABLES IN SCHEMA raw.shop TO ROLE loader;\n',
    good: 'GRANT SELECT ON FUTURE TABLES IN SCHEMA raw.shop TO ROLE loader;\n',
    find: (grant) =>
      grant.platform === 'snowflake' && grant.role === 'identity' && grant.scope.some((scope) => /^FUTURE/i.test(patternOf(scope.id)))
        ? grant.actions.filter((action) => word(action) === 'OWNERSHIP').map((at) => ({ at: placeOf(at), data: { who: who(grant) } }))
        : [],
    whyNoFix: 'Which privileges are used is not written here.',
  },
  {
    id: 'sql/databricks-manage-for-all',
    title: 'Everybody of a workspace manages it',
    category: 'admin',
    severity: 'medium',
    file: 'infra/main.tf',
    message: '`{what}` for {who}: everybody of the workspace changes it, its permissions and what it runs as; give `CAN_USE` or `CAN_RUN`',
    what: 'Permissions to manage a cluster, job, warehouse or notebook for all users of a workspace.',
    why: 'Whoever manages a job changes its code, and the code runs as the owner of the job with its data.',
    remedy: 'Give the group that owns it the right to manage, everybody the right to use.',
    references: ['https://docs.databricks.com/aws/en/security/auth/access-control/'],
    bad: `resource "databricks_permissions" "etl" {
  job_id = "42"

  access_control {
    group_name       = "users"
    permission_level = "«CAN_MANAGE»"
  }
}
`,
    good: `resource "databricks_permissions" "etl" {
  job_id = "42"

  access_control {
    group_name       = "users"
    permission_level = "CAN_VIEW"
  }
}
`,
    find: (grant) =>
      grant.platform === 'databricks' &&
      /^(?:databricks_)?permissions$/.test(grant.carrier.kind) &&
      /^(?:CAN MANAGE|IS OWNER)$/.test(word(grant.entitlement)) &&
      grant.principals.some((principal) => /^(?:account )?users$/i.test(textOf(principal.id) ?? ''))
        ? [{ at: placeOf(grant.entitlement!), data: { who: who(grant), what: textOf(grant.entitlement)! } }]
        : [],
    whyNoFix: 'What people need to do with it is not written here.',
  },
  {
    id: 'sql/databricks-runs-as-person',
    title: 'A job of Databricks that runs as a person',
    category: 'long-lived',
    severity: 'medium',
    profile: 'strict',
    file: 'databricks.yml',
    message:
      'What is deployed here runs as {who}, a person: it has all that they have, and stops when they go; run it as a service principal',
    what: 'A bundle, a target that is not for development, or a job whose `run_as` is a user.',
    why: 'A job needs a few tables; a person has all that they ever were given. Whoever may change the job acts as them, and when their account is closed the job fails.',
    remedy: 'Make a service principal with the privileges of the job and name it in `run_as`.',
    references: ['https://docs.databricks.com/aws/en/dev-tools/bundles/run-as'],
    bad: `bundle:
  name: etl

run_as:
  user_name: «ann@acme.example»
`,
    good: `bundle:
  name: etl

run_as:
  service_principal_name: 1f3e8c2a-0000-4000-8000-000000000000
`,
    find: (grant) =>
      grant.platform === 'databricks' && grant.role === 'session'
        ? grant.principals
            .filter((principal) => principal.kind === 'user')
            .map(({ id }) => ({ at: placeOf(id), data: { who: who(grant) } }))
        : [],
    whyNoFix: 'The service principal has to be made and given its privileges first.',
  },
];
