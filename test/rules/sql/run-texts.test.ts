// Statements in strings that another statement runs, and in what scripts hand to programs of any name.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { sqlReader } from '../../../server/engine/facts/sql/reader.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';

/** What rules about databases report of a file, by the words that they mark. */
async function marked(file: string, text: string): Promise<string[]> {
  const plain = text.replaceAll(/[«»]/g, '');
  const { findings } = await analyzeTexts({ [file]: plain });
  return findings
    .filter(({ rule }) => rule.startsWith('sql/') && rule !== 'sql/password-no-expiry')
    .map(({ at }) => plain.slice(...at.span));
}

const wanted = (text: string): string[] => [...text.matchAll(/«([^»]*)»/g)].map((match) => match[1]!);

describe('statements that a string holds', () => {
  it.each([
    ['Oracle', 'db/setup.sql', "BEGIN\n  EXECUTE IMMEDIATE 'GRANT «DBA» TO app';\nEND;\n/\n"],
    ['PostgreSQL', 'db/setup.sql', "DO $$ BEGIN\n  EXECUTE format('ALTER ROLE %I «SUPERUSER»', who);\nEND $$;\n"],
    ['psql', 'db/setup.sql', "select format('create role %I login «superuser» password %L', :'who', :'pw')\n\\gexec\n"],
    ['SQL Server', 'db/setup.sql', "DECLARE @sql nvarchar(max) = N'ALTER SERVER ROLE «sysadmin» ADD MEMBER app';\nEXEC (@sql);\n"],
    ['SQL Server, at once', 'db/setup.sql', "EXEC sp_executesql N'GRANT «CONTROL SERVER» TO app';\n"],
    ['MySQL', 'db/setup.sql', "PREPARE one FROM 'GRANT «ALL» ON *.* TO app@localhost';\nEXECUTE one;\n"],
    ['a value', 'db/setup.sql', "INSERT INTO log VALUES ('GRANT DBA TO app', 'ALTER ROLE app SUPERUSER');\n"],
    ['a comment', 'db/setup.sql', "COMMENT ON TABLE t IS 'GRANT DBA TO app';\nCREATE ROLE r COMMENT = 'Grant dba to everybody';\n"],
    ['a right of one table', 'db/setup.sql', "EXECUTE IMMEDIATE 'GRANT SELECT ON orders TO app';\n"],
    ['a text that is put together', 'db/setup.sql', "EXECUTE IMMEDIATE 'GRANT ' || what || ' TO app';\n"],
  ])('%s', async (_name, file, text) => expect(await marked(file, text)).toEqual(wanted(text)));
});

describe('statements that programs run', () => {
  it.each([
    [
      'behind another one',
      'shop/migrations/0007.py',
      'migrations.RunSQL(sql="ALTER TABLE orders OWNER TO app; GRANT «ALL» ON orders TO app;")\n',
    ],
    ['in a list', 'shop/migrations/0008.py', 'migrations.RunSQL([("GRANT «ALL PRIVILEGES» ON DATABASE shop TO app", None)])\n'],
    ['behind a comment', 'db/up.py', 'op.execute("""\n  -- roles\n  CREATE SCHEMA app;\n  ALTER ROLE app «SUPERUSER»;\n""")\n'],
    ['of Prisma', 'prisma/seed.ts', "await prisma.$executeRawUnsafe('GRANT «ALL» ON DATABASE shop TO app');\n"],
    ['of Prisma, in a template', 'prisma/seed.ts', 'await prisma.$executeRaw`CREATE USER svc WITH «SUPERUSER» PASSWORD ${pw}`;\n'],
    ['in small letters', 'db/up.php', "<?php\nDB::unprepared('create schema app; alter role app «superuser»');\n"],
    ['a sentence', 'src/help.ts', 'const help = "ALTER the plan; we GRANT ALL wishes TO everybody who asks";\n'],
    ['a table alone', 'db/up.py', 'op.execute("CREATE TABLE grants (id int); GRANT SELECT ON grants TO reports")\n'],
  ])('%s', async (_name, file, text) => expect(await marked(file, text)).toEqual(wanted(text)));

  it('CQL has no end for a password', async () => {
    const { findings } = await analyzeTexts({ 'cql/roles.cql': "CREATE ROLE app WITH PASSWORD = 'x' AND LOGIN = true;\n" });
    expect(findings.map(({ rule }) => rule)).not.toContain('sql/password-no-expiry');
  });
});

describe('statements that scripts hand on', () => {
  it.each([
    ['a client behind a variable', 'ops/grant.sh', "$MYSQL_CMD -e \"grant «all» on *.* to 'app'@'10.0.0.1';\"\n"],
    ['a function of the script', 'ops/grant.sh', "run_sql <<'SQL'\nALTER ROLE app «BYPASSRLS»;\nSQL\n"],
    ['lines that are piped', 'ops/grant.sh', "printf '%s\\n' \\\n  'CREATE ROLE app «SUPERUSER»;' \\\n  | run_sql\n"],
    ['a file that is written', 'ops/grant.sh', 'echo "ALTER ROLE app «SUPERUSER»;" > init.sql\n'],
    ['sqlplus', 'ops/grant.sh', 'sqlplus -S / as sysdba <<EOF\nGRANT «DBA» TO app;\nEOF\n'],
    [
      'PowerShell',
      'ops/Grant.ps1',
      '$query = "Create user $name; ALTER ROLE [«db_owner»] ADD MEMBER [$name];"\nInvoke-Sqlcmd -Query $query\n',
    ],
    ['a task', 'roles/db/tasks/main.yml', "- community.mysql.mysql_query:\n    query: GRANT «ALL» ON *.* TO 'app'@'10.0.0.1'\n"],
    ['a task of several lines', 'roles/db/tasks/main.yml', '- postgresql_query:\n    query: |\n      ALTER ROLE app\n      «SUPERUSER»;\n'],
    ['a query of another tool', 'panels/a.yml', 'query: GRANT ALL ON *.* TO app\n'],
    ['a hint', 'ops/grant.sh', "echo \"GRANT ALL PRIVILEGES ON *.* TO 'app'@'10.0.0.1';\"\n"],
    ['another hint', 'ops/grant.sh', 'die "ALTER ROLE app SUPERUSER is what you need to run"\n'],
    ['a comment', 'ops/grant.sh', '# psql: run "ALTER ROLE app SUPERUSER"\n'],
    ['a text of another kind', 'ops/grant.sh', 'cat <<EOF\nmysql: GRANT ALL ON *.* TO app;\nEOF\n'],
    ['what is asked for', 'ops/grant.sh', 'grep -c "GRANT SELECT ON orders TO app" schema.sql\n'],
  ])('%s', async (_name, file, text) => expect(await marked(file, text)).toEqual(wanted(text)));
});

describe('accounts of MySQL from everywhere that are given a password', () => {
  it.each([
    ['root', "ALTER USER 'root'@'«%»' IDENTIFIED BY 'x';\n"],
    ['once, where it was just made', "CREATE USER 'app'@'«%»' IDENTIFIED BY 'x';\nALTER USER 'app'@'%' IDENTIFIED BY 'y';\n"],
    ['the machine itself', "ALTER USER 'root'@'localhost' IDENTIFIED BY 'x';\n"],
    ['nothing is given', "ALTER USER 'app'@'%' ACCOUNT LOCK;\n"],
  ])('%s', async (_name, text) => expect(await marked('db/init.sql', text)).toEqual(wanted(text)));
});

it('reads many strings in proportion', async () => {
  const read = (text: string) => (): unknown => sqlReader.read([createDocument('db/a.sql', text)], { neighbour: () => undefined } as never);
  await expectLinear('strings that are run', 2_000, (n) => read("EXECUTE IMMEDIATE 'GRANT DBA TO app';\n".repeat(n)));
  await expectLinear('accounts', 2_000, (n) => read("ALTER USER 'a'@'%' IDENTIFIED BY 'x';\n".repeat(n)));
});
