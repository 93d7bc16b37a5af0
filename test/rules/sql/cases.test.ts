// Cases of the rules about databases: their own examples, what stands just past the border of each, and what every
// suggestion makes of them.
import { rules } from '../../../rules/sql/rules.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('sql/grant-all-global'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO 'app'@'10.0.0.%';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'in a comment',
      text: `-- GRANT ALL ON *.* TO root
SELECT 1;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'in a string',
      text: `INSERT INTO notes VALUES ('GRANT ALL ON *.* TO x');
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'critical',
      message: `Every privilege on every database goes to \`app@10.0.0.%\`; name the database and the privil`,
      text: `GRANT «ALL PRIVILEGES» ON *.* TO 'app'@'10.0.0.%';
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'critical',
      message: `Every privilege on every database goes to \`app\`; name the database and the privileges`,
      text: `resource "mysql_grant" "x" {
  user       = "app"
  host       = "10.%"
  database   = "*"
  privileges = ["«ALL PRIVILEGES»"]
}
`,
    },
  ],
});

ruleTester(rule('sql/grant-all'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'revoked',
      text: `REVOKE ALL PRIVILEGES ON shop FROM app;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'to a name that is filled in, of a global grant',
      text: `GRANT SELECT ON shop TO {{name}};
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'high',
      message: `Every privilege on \`ALL TABLES IN SCHEMA public\` goes to \`app\`; list the ones that are use`,
      text: `GRANT «ALL PRIVILEGES» ON ALL TABLES IN SCHEMA public TO app;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'one schema, lower case',
      severity: 'high',
      message: `Every privilege on \`schema shop\` goes to \`app\`; list the ones that are used, such as SELEC`,
      text: `grant «all» on schema shop to app;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'without a semicolon, among others',
      severity: 'medium',
      message: `Every privilege on \`t\` goes to \`app\`; list the ones that are used, such as SELECT, INSERT,`,
      text: `CREATE TABLE t (id int)
GO
GRANT «ALL» ON t TO app
GO
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'high',
      message: `Every privilege on \`shop\` goes to \`app\`; list the ones that are used, such as SELECT, INSE`,
      text: `resource "postgresql_grant" "x" {
  database    = "shop"
  role        = "app"
  schema      = "public"
  object_type = "table"
  privileges  = ["«ALL»"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in what Vault runs',
      severity: 'high',
      message: `Every privilege on \`DATABASE shop\` goes to a role; list the ones that are used, such as SE`,
      text: `resource "vault_database_secret_backend_role" "x" {
  name                = "x"
  db_name             = "shop"
  creation_statements = ["«GRANT ALL PRIVILEGES ON DATABASE shop TO \\"{{name}}\\";»"]
}
`,
    },
  ],
});

ruleTester(rule('sql/default-privileges-all'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reporting;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'medium',
      message: `Every privilege on \`TABLES\` that will be created goes to \`reporting\`; list the ones that a`,
      text: `ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT «ALL» ON TABLES TO reporting;
`,
    },
  ],
});

ruleTester(rule('sql/superuser'), {
  valid: [
    {
      file: 'db/a.sql',
      because: 'smaller roles of SQL Server',
      text: "ALTER ROLE db_datareader ADD MEMBER [app];\nEXEC sp_addrolemember 'db_datareader', 'app';\nALTER ROLE db_owner DROP MEMBER [app];\n",
    },
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `CREATE ROLE app LOGIN NOSUPERUSER;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'no superuser by a comment',
      text: `CREATE ROLE app LOGIN; -- SUPERUSER
`,
    },
  ],
  invalid: [
    {
      file: 'db/a.sql',
      because: 'SQL Server, three ways',
      text: "ALTER ROLE «db_owner» ADD MEMBER [app];\nEXEC sp_addsrvrolemember 'app', '«sysadmin»';\nGRANT «CONTROL SERVER» TO [app];\n",
    },
    { file: 'db/a.sql', because: 'Oracle', text: 'GRANT «ALL PRIVILEGES» TO app;\nGRANT «GRANT ANY ROLE» TO app;\n' },
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'critical',
      message: `\`SUPERUSER\` makes \`app\` a superuser: no check holds for it any more; give the rights that `,
      text: `CREATE ROLE app LOGIN «SUPERUSER»;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'membership on SQL Server',
      severity: 'critical',
      message: `\`SYSADMIN\` makes \`app\` a superuser: no check holds for it any more; give the rights that a`,
      text: `ALTER SERVER ROLE «sysadmin» ADD MEMBER [app];
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'membership on a hosted server',
      severity: 'critical',
      message: `\`RDS_SUPERUSER\` makes \`app\` a superuser: no check holds for it any more; give the rights t`,
      text: `GRANT «rds_superuser» TO app;
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'critical',
      message: `\`SUPERUSER\` makes \`x\` a superuser: no check holds for it any more; give the rights that ar`,
      text: `resource "postgresql_role" "x" {
  name      = "x"
  superuser = «true»
}
`,
      suggestions: [
        // Make it no superuser
        `resource "postgresql_role" "x" {
  name      = "x"
  superuser = false
}
`,
      ],
    },
  ],
});

ruleTester(rule('sql/role-attributes'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `ALTER ROLE app NOBYPASSRLS;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'a backup role',
      text: `CREATE ROLE backup REPLICATION LOGIN;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'high',
      message: `\`BYPASSRLS\` lets \`app\` pass by what holds for others; take it out unless it is a backup or`,
      text: `ALTER ROLE app «BYPASSRLS»;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'reads everything',
      severity: 'high',
      message: `\`PG_READ_ALL_DATA\` lets \`app\` pass by what holds for others; take it out unless it is a ba`,
      text: `GRANT «pg_read_all_data» TO app;
`,
    },
  ],
});

ruleTester(rule('sql/grant-public'), {
  valid: [
    {
      file: 'lib/grants.py',
      because: 'what is granted is put in when the program runs',
      text: `cursor.execute('GRANT %s ON DATABASE %s TO PUBLIC' % (rights, name))
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `GRANT SELECT, INSERT ON orders TO shop;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'a role whose name holds the word',
      text: `GRANT SELECT ON t TO public_reader;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'high',
      message: `\`SELECT, INSERT\` goes to PUBLIC: to every role there is and will be; name a role`,
      text: `GRANT SELECT, INSERT ON orders TO «PUBLIC»;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'only using a schema',
      severity: 'low',
      message: `\`USAGE\` goes to PUBLIC: to every role there is and will be; name a role`,
      text: `GRANT USAGE ON SCHEMA shop TO «PUBLIC»;
`,
    },
  ],
});

ruleTester(rule('sql/with-grant-option'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `GRANT SELECT ON orders TO reporting;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'medium',
      message: `\`reporting\` may pass these rights on to anyone; leave GRANT OPTION out`,
      text: `GRANT SELECT ON orders TO reporting WITH «GRANT OPTION»;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'membership',
      severity: 'medium',
      message: `\`app\` may pass these rights on to anyone; leave ADMIN OPTION out`,
      text: `GRANT ops TO app WITH «ADMIN OPTION»;
`,
    },
  ],
});

ruleTester(rule('sql/any-host'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `CREATE USER 'app'@'10.0.%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'one host',
      text: `CREATE USER 'app'@'localhost' IDENTIFIED BY '{{password}}';
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'high',
      message: `\`app@%\` may sign in from every address; name the network that it comes from`,
      text: `CREATE USER 'app'@'«%»' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'high',
      message: `\`app\` may sign in from every address; name the network that it comes from`,
      text: `resource "mysql_user" "x" {
  user = "app"
  host = "«%»"
}
`,
    },
  ],
});

ruleTester(rule('sql/full-access-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "mongodbatlas_database_user" "app" {
  username = "app"

  roles {
    role_name     = "readWrite"
    database_name = "shop"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`atlasAdmin\` opens the whole service to \`app\``,
      text: `resource "mongodbatlas_database_user" "app" {
  username = "app"

  roles {
    role_name     = "«atlasAdmin»"
    database_name = "admin"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'Redis',
      severity: 'high',
      message: `\`+@ALL\` opens the whole service to \`x\``,
      text: `resource "aws_elasticache_user" "x" {
  user_id       = "x"
  user_name     = "x"
  engine        = "REDIS"
  access_string = "«on ~* +@all»"
}
`,
    },
  ],
});

ruleTester(rule('sql/snowflake-admin-role'), {
  valid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `GRANT ROLE loader_role TO USER loader;
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'a role made for it',
      text: `GRANT ROLE SYSADMIN_READ TO USER loader;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'critical',
      message: `\`ACCOUNTADMIN\` is given to \`loader\`; Snowflake recommends that few people hold it and that no ob`,
      text: `GRANT ROLE «ACCOUNTADMIN» TO USER loader;
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'critical',
      message: `\`ACCOUNTADMIN\` is given to \`LOADER\`; Snowflake recommends that few people hold it and that no ob`,
      text: `resource "snowflake_grant_account_role" "x" {
  role_name = "«ACCOUNTADMIN»"
  user_name = "LOADER"
}
`,
    },
  ],
});

ruleTester(rule('sql/snowflake-all-privileges'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "snowflake_grant_privileges_to_account_role" "loader" {
  account_role_name = "LOADER"
  privileges        = ["USAGE"]

  on_account_object {
    object_type = "DATABASE"
    object_name = "RAW"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Every privilege goes to \`LOADER\`; list the ones that are used`,
      text: `resource "snowflake_grant_privileges_to_account_role" "loader" {
  account_role_name = "LOADER"
  all_privileges    = «true»

  on_account_object {
    object_type = "DATABASE"
    object_name = "RAW"
  }
}
`,
    },
  ],
});

ruleTester(rule('sql/snowflake-public-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "snowflake_grant_privileges_to_account_role" "all" {
  account_role_name = "ANALYST"
  privileges        = ["SELECT"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`SELECT\` goes to PUBLIC, the role that every user has; name a role`,
      text: `resource "snowflake_grant_privileges_to_account_role" "all" {
  account_role_name = "«PUBLIC»"
  privileges        = ["SELECT"]
}
`,
    },
  ],
});

ruleTester(rule('sql/databricks-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "databricks_mws_permission_assignment" "loader" {
  workspace_id = 1
  principal_id = 2
  permissions  = ["USER"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`ADMIN\` makes \`2\` administrator of the workspace or the account; give the privileges that `,
      text: `resource "databricks_mws_permission_assignment" "loader" {
  workspace_id = 1
  principal_id = 2
  permissions  = ["«ADMIN»"]
}
`,
    },
  ],
});

ruleTester(rule('sql/databricks-grant-all'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "databricks_grants" "raw" {
  catalog = "raw"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`ALL_PRIVILEGES\` gives \`loaders\` everything on it; list the privileges that are used`,
      text: `resource "databricks_grants" "raw" {
  catalog = "raw"

  grant {
    principal  = "loaders"
    privileges = ["USE_CATALOG", "«ALL_PRIVILEGES»"]
  }
}
`,
    },
  ],
});

ruleTester(rule('sql/password-no-expiry'), {
  valid: [
    { file: 'db/users.sql', text: 'CREATE USER guest PASSWORD DISABLE;\n', because: 'Redshift: there is no password' },
    {
      file: 'db/migrations/001.sql',
      because: 'the remedy',
      text: `CREATE ROLE app LOGIN PASSWORD :'password' VALID UNTIL '2027-01-01';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'signs in by its identity',
      text: `CREATE USER 'app'@'10.%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'no password',
      text: `CREATE ROLE app LOGIN;
`,
    },
  ],
  invalid: [
    {
      file: 'db/migrations/001.sql',
      because: 'an end that nobody lives to see',
      message: 'lasts 26704 days',
      text: `CREATE ROLE app LOGIN PASSWORD :'password' VALID UNTIL '«2100-01-01»';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'an end that is none',
      message: 'does not end',
      text: `«CREATE ROLE app» LOGIN PASSWORD :'password' VALID UNTIL 'infinity';
`,
    },
    {
      file: 'db/migrations/001.sql',
      because: 'the example',
      severity: 'medium',
      message: `The password of \`app\` does not end; let it expire within months, or sign in`,
      text: `«CREATE ROLE app» LOGIN PASSWORD :'password';
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform',
      severity: 'medium',
      message: `The password of \`x\` does not end; let it expire within months, or sign in`,
      text: `variable "password" {}

«resource "postgresql_role" "x"» {
  name     = "x"
  login    = true
  password = var.password
}
`,
    },
  ],
});

ruleTester(rule('sql/snowflake-password-user'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "snowflake_service_user" "loader" {
  name           = "LOADER"
  rsa_public_key = file("loader.pub")
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a key',
      text: `resource "snowflake_user" "x" {
  name           = "X"
  rsa_public_key = "k"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This user signs in with a password that stands in the Terraform state; use \`snowflake_serv`,
      text: `variable "password" {
  type = string
}

«resource "snowflake_legacy_service_user" "loader"» {
  name     = "LOADER"
  password = var.password
}
`,
    },
  ],
});

ruleTester(rule('sql/data-platform-token-long'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "databricks_token" "pipeline" {
  comment          = "pipeline"
  lifetime_seconds = 86400
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This token does not end; let it end within 90 days, or use federation`,
      text: `«resource "databricks_token" "pipeline"» {
  comment = "pipeline"
}
`,
      suggestions: [
        // End it after 30 days
        `resource "databricks_token" "pipeline" {
  comment = "pipeline"
  lifetime_seconds = 2592000
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a year',
      severity: 'high',
      message: `This token lasts 365 days; let it end within 90 days, or use federation`,
      text: `resource "snowflake_user_programmatic_access_token" "x" {
  name           = "x"
  user           = "X"
  «days_to_expiry = 365»
}
`,
      suggestions: [
        // End it after 30 days
        `resource "snowflake_user_programmatic_access_token" "x" {
  name           = "x"
  user           = "X"
  days_to_expiry = 30
}
`,
      ],
    },
  ],
});
