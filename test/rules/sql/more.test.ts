// Grants in dialects that cases.test.ts has not: Oracle, SQL Server's older calls, Snowflake's own objects, Kafka and others.
import { rules } from '../../../rules/sql/rules.ts';
import { ruleTester, sql, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('sql/role-attributes'), {
  valid: [
    { ...sql``, text: 'GRANT CREATE SESSION, CREATE TABLE TO app;\n' },
    { ...sql``, text: 'GRANT SELECT ON any_table TO app;\n' },
    { ...sql``, text: 'CREATE OR REPLACE VIEW replication AS SELECT 1;\n', because: 'a view, no role' },
  ],
  invalid: [
    { ...sql``, text: 'GRANT «SELECT ANY TABLE» TO reporting;\n', severity: 'high', message: '`SELECT_ANY_TABLE` lets `reporting`' },
    { ...sql``, text: 'GRANT «EXEMPT ACCESS POLICY» TO app;\nGRANT «ALTER SYSTEM» TO app;\n' },
    { ...sql``, text: 'CREATE ROLE IF NOT EXISTS app «BYPASSRLS»;\n' },
  ],
});

ruleTester(rule('sql/superuser'), {
  valid: [
    { ...sql``, text: "EXEC sp_addrolemember N'db_datareader', N'app';\n" },
    { ...terraform``, text: 'resource "mssql_user" "app" {\n  username = "app"\n  roles    = ["db_datareader"]\n}\n' },
    {
      file: 'db/migrate/1_app.rb',
      text: 'class App < ActiveRecord::Migration[7.1]\n  def up\n    # execute <<~SQL\n    #   ALTER USER app WITH SUPERUSER\n    # SQL\n    execute <<~SQL\n      ALTER USER app WITH NOSUPERUSER;\n    SQL\n  end\nend\n',
    },
  ],
  invalid: [
    {
      file: 'db/migrate/1_app.rb',
      text: 'class App < ActiveRecord::Migration[7.1]\n  def up\n    execute <<~SQL\n      GRANT SELECT ON orders TO app;\n      ALTER USER app WITH «SUPERUSER»;\n    SQL\n  end\nend\n',
    },
    {
      file: 'database/migrations/1_app.php',
      text: "<?php\nreturn new class extends Migration {\n  public function up() {\n    DB::statement(<<<'SQL'\n      ALTER USER app WITH «SUPERUSER»;\n    SQL);\n  }\n};\n",
    },
    {
      file: 'Migrations/App.cs',
      text: 'class App : Migration {\n  protected override void Up(MigrationBuilder builder) {\n    builder.Sql(@"\n      ALTER USER app WITH «SUPERUSER»;\n    ");\n  }\n}\n',
    },
    { ...sql``, text: "EXEC sp_addrolemember N'«db_owner»', N'app';\n", message: '`DB_OWNER` makes `app`' },
    { ...terraform``, text: 'resource "mssql_user" "app" {\n  username = "app"\n  roles    = ["«db_owner»"]\n}\n' },
    {
      ...terraform``,
      text: 'resource "postgresql_role" "app" {\n  name      = "app"\n  superuser = «true»\n}\n',
      suggestions: ['resource "postgresql_role" "app" {\n  name      = "app"\n  superuser = false\n}\n'],
    },
  ],
});

ruleTester(rule('sql/snowflake-admin-role'), {
  valid: [
    { ...sql``, text: 'CREATE OR REPLACE USER svc DEFAULT_ROLE = LOADER;\n' },
    { ...sql``, text: 'GRANT ROLE SYSADMIN TO ROLE ACCOUNTADMIN;\n', because: 'who holds ACCOUNTADMIN holds SYSADMIN anyway' },
  ],
  invalid: [
    { ...sql``, text: 'CREATE OR REPLACE USER svc DEFAULT_ROLE = «ACCOUNTADMIN»;\n', severity: 'critical' },
    { ...sql``, text: "ALTER USER svc SET DEFAULT_ROLE = '«SYSADMIN»';\n", severity: 'high' },
  ],
});

ruleTester(rule('sql/snowflake-manage-grants'), {
  valid: [
    { ...sql``, text: 'GRANT MONITOR USAGE ON ACCOUNT TO ROLE app;\n' },
    { ...sql``, text: 'GRANT SELECT ON account TO app;\n', because: 'a table of that name' },
  ],
  invalid: [
    {
      ...sql``,
      text: 'GRANT CREATE DATABASE, «MANAGE GRANTS» ON ACCOUNT TO ROLE app;\n',
      severity: 'critical',
      message: '`MANAGE GRANTS` lets `app`',
    },
  ],
});

const ownership = (on: string) =>
  `resource "snowflake_grant_ownership" "o" {\n  account_role_name = "LOADER"\n\n  on {\n    ${on}\n  }\n}\n`;

ruleTester(rule('sql/snowflake-future-ownership'), {
  valid: [
    {
      ...sql``,
      text: 'GRANT OWNERSHIP ON TABLE raw.shop.orders TO ROLE app;\n',
      because: 'one that is there, which has an owner in any case',
    },
    { ...terraform``, text: ownership('object_type = "DATABASE"\n    object_name = "RAW"') },
  ],
  invalid: [
    { ...sql``, text: 'GRANT «OWNERSHIP» ON FUTURE TABLES IN SCHEMA raw.shop TO ROLE app;\n', severity: 'medium' },
    {
      ...terraform``,
      text: ownership('«future» {\n      object_type_plural = "TABLES"\n      in_schema          = "RAW.SHOP"\n    }'),
      message: '`LOADER` owns every object',
    },
  ],
});

const permissions = (group: string, level: string) =>
  `resource "databricks_permissions" "p" {\n  job_id = "1"\n\n  access_control {\n    group_name       = "${group}"\n    permission_level = "${level}"\n  }\n}\n`;

ruleTester(rule('sql/databricks-manage-for-all'), {
  valid: [
    { ...terraform``, text: permissions('users', 'CAN_VIEW') },
    { ...terraform``, text: permissions('data-team', 'CAN_MANAGE') },
  ],
  invalid: [{ ...terraform``, text: permissions('users', '«CAN_MANAGE»'), severity: 'medium', message: '`CAN_MANAGE` for `users`' }],
});

const acl = (operation: string, name = '*') =>
  `resource "kafka_acl" "a" {\n  resource_name       = "${name}"\n  resource_type       = "Topic"\n  acl_principal       = "User:app"\n  acl_host            = "*"\n  acl_operation       = "${operation}"\n  acl_permission_type = "Allow"\n}\n`;

ruleTester(rule('sql/full-access-role'), {
  valid: [
    { ...terraform``, text: acl('Read') },
    { ...terraform``, text: acl('All', 'orders'), because: 'one topic' },
    { ...terraform``, text: acl('All').replace('"Allow"', '"Deny"'), because: 'it takes away' },
    {
      ...terraform``,
      text: 'resource "confluent_role_binding" "r" {\n  principal   = "User:sa-1"\n  role_name   = "DeveloperRead"\n  crn_pattern = "crn://x"\n}\n',
    },
  ],
  invalid: [
    {
      ...terraform``,
      text: acl('«All»'),
      severity: 'high',
      message: '`every operation on every topic` opens the whole service to `User:app`',
    },
    {
      ...terraform``,
      text: 'resource "confluent_role_binding" "r" {\n  principal   = "User:sa-1"\n  role_name   = "«OrganizationAdmin»"\n  crn_pattern = "crn://x"\n}\n',
    },
    {
      ...terraform``,
      text: 'resource "elasticstack_elasticsearch_security_user" "u" {\n  username = "app"\n  roles    = ["viewer", "«superuser»"]\n}\n',
    },
  ],
});

ruleTester(rule('sql/grant-all'), {
  valid: [{ ...sql``, text: 'GRANT CONTROL ON CERTIFICATE::backup TO ops;\n', because: 'one certificate' }],
  invalid: [{ ...sql``, text: 'GRANT «CONTROL» ON DATABASE::shop TO ops;\n' }],
});
