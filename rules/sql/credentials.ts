// Passwords and tokens of databases and data platforms that nobody ends.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Credential, Platform } from '../../server/engine/facts/types.ts';
import { daysLeft, lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface CredentialRule extends RuleRow {
  readonly id: string;
  readonly platforms: readonly Platform[];
  readonly kinds: readonly Credential['kind'][];
  readonly matches: (credential: Credential, project: Project) => boolean;
  readonly message: string;
  readonly references: readonly string[];
  readonly file: string;
  readonly suggest?: (credential: Credential) => readonly FixMaker[];
}

/** No end, or one further away than a credential may last by the team's policy. */
const standing = (credential: Credential, { workspace: { today, standing: policy } }: Project): boolean =>
  lifetimeOf(credential, today, policy?.grantDays) === 'standing';

const sqlCredentialTable: readonly CredentialRule[] = [
  {
    id: 'sql/password-no-expiry',
    title: 'A database password without an end',
    severity: 'medium',
    profile: 'strict',
    platforms: ['sql'],
    kinds: ['db-password'],
    matches: standing,
    message: 'The password of {who} {life}; let it expire within months, or sign in with the identity of the workload',
    what: 'A role or user with a password that does not expire, or only after more days than the policy gives a grant (90 without one).',
    why: 'Database passwords are copied into configuration and shells, and outlive everybody who knew them.',
    remedy:
      'Use the identity of the workload (IAM authentication) where the server has it, or an end and rotation: `VALID UNTIL` in PostgreSQL and ClickHouse, `PASSWORD EXPIRE INTERVAL` in MySQL, `CHECK_EXPIRATION = ON` in SQL Server, `PASSWORD_LIFE_TIME` of a profile in Oracle, `DAYS_TO_EXPIRY` in Snowflake.',
    references: [
      'https://www.postgresql.org/docs/current/sql-createrole.html',
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html',
    ],
    file: 'db/migrations/001.sql',
    bad: "«CREATE ROLE app» LOGIN PASSWORD :'password';\n",
    good: "CREATE ROLE app LOGIN PASSWORD :'password' VALID UNTIL '2027-01-01';\n",
    whyNoFix: 'When it shall end, and who rotates it, is for its owner to say.',
  },
  {
    id: 'sql/profile-no-expiry',
    title: 'A profile whose passwords do not end',
    severity: 'medium',
    profile: 'strict',
    platforms: ['sql'],
    kinds: ['password-policy'],
    matches: ({ lifetime }) => lifetime.kind === 'standing',
    message:
      'Passwords of users under the profile {who} do not end; let them live for months at most, or sign in with the identity of the workload',
    what: 'A profile of Oracle with `PASSWORD_LIFE_TIME UNLIMITED`.',
    why: 'The profile holds for every user that is given it, and `DEFAULT` for all others. A password that was copied once works until somebody happens to change it.',
    remedy: 'Set `PASSWORD_LIFE_TIME` to a number of days, and give programs a wallet, Kerberos or a token of the cloud.',
    references: ['https://docs.oracle.com/en/database/oracle/oracle-database/19/dbseg/configuring-authentication.html'],
    file: 'db/migrations/001.sql',
    bad: 'CREATE PROFILE programs LIMIT PASSWORD_LIFE_TIME «UNLIMITED»;\n',
    good: 'CREATE PROFILE programs LIMIT PASSWORD_LIFE_TIME 90;\n',
    whyNoFix: 'How long they may live, and who changes them, is for their owners to say.',
  },
  {
    id: 'sql/snowflake-password-user',
    title: 'A Snowflake user with a password',
    severity: 'high',
    platforms: ['snowflake'],
    kinds: ['db-password'],
    matches: () => true,
    message:
      'This user signs in with a password that stands in the Terraform state; use `snowflake_service_user` with a key pair or workload identity',
    what: 'A Snowflake user, or a legacy service user, with a password and no key.',
    why: 'A service that signs in with a password alone passes by every second factor, from anywhere.',
    remedy: 'Use `snowflake_service_user` with `rsa_public_key` or workload identity federation.',
    references: [
      'https://docs.snowflake.com/en/user-guide/key-pair-auth',
      'https://docs.snowflake.com/en/user-guide/admin-user-management',
    ],
    file: 'infra/main.tf',
    bad: `variable "password" {
  type = string
}

«resource "snowflake_legacy_service_user" "loader"» {
  name     = "LOADER"
  password = var.password
}
`,
    good: `resource "snowflake_service_user" "loader" {
  name           = "LOADER"
  rsa_public_key = file("loader.pub")
}
`,
    whyNoFix: 'A key has to be made first.',
  },
  {
    id: 'sql/data-platform-token-long',
    title: 'A token of a data platform without a near end',
    severity: 'high',
    platforms: ['databricks', 'snowflake'],
    kinds: ['token'],
    matches: standing,
    message: 'This token {life}; let it end within 90 days, or use federation',
    what: 'A Databricks or Snowflake token without an end, or with one more than 90 days away.',
    why: 'Tokens of data platforms end up in notebooks and pipelines. Without an end a copied one works for good.',
    remedy: 'Set `lifetime_seconds` or `days_to_expiry`, or a federation policy for the service principal.',
    references: [
      'https://docs.databricks.com/aws/en/dev-tools/auth/oauth-federation',
      'https://docs.snowflake.com/en/user-guide/programmatic-access-tokens',
    ],
    file: 'infra/main.tf',
    bad: `«resource "databricks_token" "pipeline"» {
  comment = "pipeline"
}
`,
    good: `resource "databricks_token" "pipeline" {
  comment          = "pipeline"
  lifetime_seconds = 86400
}
`,
    suggest(credential) {
      const [name, value] =
        credential.carrier.kind === 'snowflake_user_programmatic_access_token'
          ? ['days_to_expiry', 30]
          : credential.carrier.kind === 'databricks_service_principal_secret'
            ? ['lifetime', '2592000s']
            : ['lifetime_seconds', 2_592_000];
      return [
        editing('End it after 30 days', credential.carrier.block.uri, (document) => [
          setAttribute(credential.carrier.block, name as string, value!, document),
        ]),
      ];
    },
  },
];

export const sqlCredentialRules: readonly Rule[] = sqlCredentialTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'long-lived',
      frameworks: ['NHI7:2025', 'PR.AA-01'],
      fix: entry.suggest ? 'suggestion' : 'none',
      messages: { credential: entry.message },
      file: entry.file,
    }),
    on: {
      credential(credential, context) {
        if (
          !entry.platforms.includes(credential.platform) ||
          !entry.kinds.includes(credential.kind) ||
          credential.enabled === 'no' ||
          !entry.matches(credential, context.project)
        )
          return;
        const { until } = credential.lifetime;
        const life = credential.lifetime.kind === 'until' ? daysLeft(credential.lifetime, context.project.workspace.today) : undefined;
        context.report({
          // Where it says when it ends, or that it does not; what a variable says is said at the resource.
          at:
            until && life !== undefined && until.via.length > 0
              ? credential.at
              : (credential.lifetime.at ?? (life === undefined ? credential.at : until!.at)),
          message: 'credential',
          anchor: credential.anchor,
          suggestions: credential.carrier.dialect === 'sql' ? [] : entry.suggest?.(credential),
          data: {
            who: `\`${textOf(credential.owner?.id) ?? 'this user'}\``,
            life: life === undefined ? 'does not end' : `lasts ${Math.round(life)} days`,
          },
        });
      },
    },
  }),
);
