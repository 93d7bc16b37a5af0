// Rights of single products that are more than they say, ends of passwords and tokens in ALTER statements, files of settings.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/sql/rules.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = (path: string, text: string) => ({ file: path, text });
const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('sql/role-attributes'), {
  valid: [
    file('db/grants.sql', 'GRANT MODIFY ON TABLE main.shop.orders TO `shop`;\n'),
    file('db/grants.sql', "GRANT ASSUMEROLE ON 'arn:aws:iam::111122223333:role/load' TO loader FOR COPY;\n"),
  ],
  invalid: [
    file('db/grants.sql', "GRANT «FILE» ON *.* TO 'etl'@'10.0.0.5';\n"),
    {
      ...file('db/grants.sql', 'GRANT «MODIFY» ON ANY FILE TO `analysts`;\n'),
      message: '`MODIFY ON ANY FILE` lets `analysts` pass by what holds for others; take it out unless it is a backup or replication role',
    },
    file('db/grants.sql', 'GRANT «ASSUMEROLE» ON ALL TO loader FOR COPY;\n'),
  ],
});

ruleTester(rule('sql/password-no-expiry'), {
  valid: [
    file('db/users.sql', "ALTER USER 'bi'@'10.0.0.6' PASSWORD EXPIRE INTERVAL 90 DAY;\n"),
    { because: 'who cannot log in has no password', ...file('db/users.sql', "ALTER ROLE readers NOLOGIN VALID UNTIL 'infinity';\n") },
    {
      because: 'an account that is locked lets nobody in',
      ...file('db/users.sql', "ALTER USER 'mysql.sys'@'localhost' ACCOUNT LOCK PASSWORD EXPIRE NEVER;\n"),
    },
    {
      because: 'the user of the system signs in, not a password',
      ...file('db/users.sql', "ALTER USER 'backup'@'localhost' IDENTIFIED WITH auth_socket PASSWORD EXPIRE NEVER;\n"),
    },
    { because: 'an ALTER that says nothing of the end changes none', ...file('db/users.sql', "ALTER USER app PASSWORD 'x';\n") },
  ],
  invalid: [
    file('db/users.sql', "ALTER USER 'ops'@'localhost' PASSWORD «EXPIRE NEVER»;\n"),
    file('db/users.sql', "ALTER USER app VALID «UNTIL 'infinity'»;\n"),
  ],
});

describe('tokens of Snowflake in statements', () => {
  it.each([
    ['a year', 'ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN ci DAYS_TO_EXPIRY = 365;\n', ['365']],
    ['a month', 'ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN ci DAYS_TO_EXPIRY = 30;\n', []],
    ['what Snowflake decides', 'ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN ci;\n', []],
  ])('%s', async (_name, text, wanted) => {
    const { findings } = await analyzeTexts({ 'db/users.sql': text });
    expect(findings.filter((one) => one.rule === 'sql/data-platform-token-long').map((one) => text.slice(...one.at.span))).toEqual(wanted);
  });
});

ruleTester(rule('sql/sign-in-off'), {
  valid: [
    file('mysql/my.cnf', '[mysqld]\n# skip-grant-tables\nskip-name-resolve\n'),
    file('kafka/server.properties', 'super.users=User:admin;User:broker\n'),
  ],
  invalid: [
    file('mysql/my.cnf', '[mysqld]\n«skip-grant-tables»\n'),
    file('kafka/server.properties', 'super.users=User:admin;«User:ANONYMOUS»\n'),
  ],
});

ruleTester(rule('sql/full-access-role'), {
  valid: [
    file('security/roles_mapping.yml', '_meta:\n  type: rolesmapping\nall_access:\n  backend_roles:\n    - "admin"\n'),
    file('setup.sh', 'mc admin policy attach store readonly --user app\n'),
    file('setup.sh', 'atlas dbusers create --username bi --role read@shop\n'),
    file('setup.sh', 'atlas projects apiKeys create --desc ci --role GROUP_READ_ONLY\n'),
  ],
  invalid: [
    file('security/roles_mapping.yml', '_meta:\n  type: rolesmapping\nall_access:\n  users:\n    - "«*»"\n'),
    file('setup.sh', 'mc admin policy attach store «consoleAdmin» --user app\n'),
    file('setup.sh', 'atlas dbusers create --username app --role readWrite@shop,«atlasAdmin»@admin\n'),
    file('setup.sh', 'atlas dbusers create «atlasAdmin» --username app\n'),
    file('setup.sh', 'atlas organizations apiKeys create --desc ci --role «ORG_OWNER»\n'),
    file('setup.sh', 'atlas projects apiKeys create --desc ci --role «GROUP_OWNER»\n'),
  ],
});
