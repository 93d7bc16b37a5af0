// Passwords that nothing makes anybody change, or that are all that is asked for: the account's policy on those of its users,
// pools of users without a second factor, and databases that could know their users by IAM and know them by passwords only.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { longestPassword } from '../../server/engine/facts/lifetime.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const file = 'infra/main.tf';

const isPolicy = ({ platform, kind, enabled }: Credential): boolean => platform === 'aws' && kind === 'password-policy' && enabled !== 'no';
/** A pool of users has a policy of its own; the account's is for users of IAM. */
const isPool = ({ carrier }: Credential): boolean => /user[-_]?pool/i.test(carrier.kind);

export const passwordsKept = defineRule({
  id: 'aws/passwords-kept',
  meta: {
    title: 'Passwords of users kept for long',
    category: 'long-lived',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_AWS_9', 'AVD-AWS-0062'],
    fix: 'suggestion',
    messages: {
      never:
        'with this policy a console password is good for ever, whoever has learned it; let it end within {most} days, or sign people in through IAM Identity Center and have no passwords here',
      late: 'with this policy a console password is good for {days} days, whoever has learned it; let it end within {most} days, or sign people in through IAM Identity Center and have no passwords here',
    },
    docs: {
      what: "The account's password policy, without an end for passwords or with one beyond ninety days.",
      why: 'The policy holds for users of IAM, whose password is all that is asked for unless another policy demands a second factor. A password that was learned is then good until somebody happens to change it. Where a second factor is demanded of everyone, a password may be kept: NIST SP 800-63B advises against changes by the calendar.',
      remedy: 'Set `max_password_age` to 90 or less. Better, give people IAM Identity Center, and let no user of IAM have a password.',
      bad: [
        {
          file,
          text: 'resource "aws_iam_account_password_policy" "strict" {\n  minimum_password_length = 14\n  max_password_age        = «0»\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_iam_account_password_policy" "strict" {\n  minimum_password_length = 14\n  max_password_age        = 90\n}\n',
        },
      ],
      references: [
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
        'https://pages.nist.gov/800-63-4/sp800-63b.html',
      ],
    },
  },
  on: {
    credential(credential, context) {
      if (!isPolicy(credential) || isPool(credential)) return;
      const { rotation } = credential;
      const days = rotation ? Number(textOf(rotation)) : 0;
      if (!Number.isFinite(days) || (days > 0 && days <= longestPassword)) return;
      context.report({
        at: rotation ? placeOf(rotation) : credential.at,
        message: days > 0 ? 'late' : 'never',
        data: { days, most: longestPassword },
        anchor: credential.anchor,
        suggestions: rotation?.editable
          ? [
              editing(`Let passwords end after ${longestPassword} days`, rotation.at.uri, (document) => [
                replaceValue(rotation, longestPassword, document),
              ]),
            ]
          : [],
      });
    },
  },
});

export const userPoolWithoutSecondFactor = defineRule({
  id: 'aws/user-pool-without-second-factor',
  meta: {
    title: 'Pool of users that asks for a password only',
    category: 'long-lived',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['AwsSolutions-COG2'],
    fix: 'none',
    whyNoFix: 'Which second factor it is to be, and what it costs, has to be decided first: its settings stand beside.',
    messages: {
      off: 'the second factor is switched off here: whoever has learned or guessed a password of this pool is its owner. Ask for one, or let users choose it (`OPTIONAL`)',
      unset:
        'nothing is said of a second factor here, and then there is none: whoever has learned or guessed a password of this pool is its owner. Ask for one, or let users choose it (`OPTIONAL`)',
    },
    docs: {
      what: 'A user pool of Cognito with `mfa_configuration` off. Where nothing is written it is off too, and that is only hinted at.',
      why: 'Passwords are used again elsewhere, and leak there. Where nothing else is asked, the one that leaked is enough. Where all users come from an identity provider of their own, the factor is asked there.',
      remedy: 'Set it to `ON` or `OPTIONAL`, with a software token or a passkey; messages to a phone are the weakest of them.',
      bad: [
        {
          file,
          text: 'resource "aws_cognito_user_pool" "shop" {\n  name              = "shop"\n  mfa_configuration = "«OFF»"\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_cognito_user_pool" "shop" {\n  name              = "shop"\n  mfa_configuration = "ON"\n  software_token_mfa_configuration {\n    enabled = true\n  }\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html'],
    },
  },
  on: {
    credential(credential, context) {
      if (!isPolicy(credential) || !isPool(credential)) return;
      const { rotation: setting } = credential;
      context.report({
        at: setting ? placeOf(setting) : credential.at,
        message: setting ? 'off' : 'unset',
        severity: setting ? undefined : 'info',
        anchor: credential.anchor,
      });
    },
  },
});

export const databaseWithoutIam = defineRule({
  id: 'aws/database-without-iam',
  meta: {
    title: 'Database that knows its users by password only',
    category: 'long-lived',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_AWS_161', 'CKV_AWS_162', 'CKV_AWS_359', 'AVD-AWS-0176'],
    fix: 'suggestion',
    messages: {
      off: 'signing in by IAM is switched off here, so that every program keeps a password of the database that lives until somebody changes it; switch it on, and grant {action} to the roles',
      unset:
        'signing in by IAM is not switched on here, so that every program keeps a password of the database that lives until somebody changes it; switch it on, and grant {action} to the roles',
    },
    docs: {
      what: 'A database of RDS, Aurora or Neptune whose engine can know users by IAM, with that switched off. Where nothing is written it is off too, and that is only hinted at.',
      why: 'A password of a database is copied into every program that uses it, and works from wherever the database is reached. A role signs in with a token that is good for fifteen minutes.',
      remedy:
        'Switch IAM authentication on, let programs sign in with `rds-db:connect` (`neptune-db:connect` for Neptune), and keep one password for emergencies in Secrets Manager.',
      bad: [
        {
          file,
          text: 'resource "aws_db_instance" "orders" {\n  engine                              = "postgres"\n  instance_class                      = "db.t4g.small"\n  manage_master_user_password         = true\n  iam_database_authentication_enabled = «false»\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_db_instance" "orders" {\n  engine                              = "postgres"\n  instance_class                      = "db.t4g.small"\n  manage_master_user_password         = true\n  iam_database_authentication_enabled = true\n}\n',
        },
      ],
      references: [
        'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html',
        'https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html',
      ],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'aws' || credential.kind !== 'local-auth' || credential.enabled === 'no') return;
      const { rotation: setting } = credential;
      context.report({
        at: credential.at,
        message: setting ? 'off' : 'unset',
        data: { action: /neptune/i.test(credential.carrier.kind) ? '`neptune-db:connect`' : '`rds-db:connect`' },
        severity: setting ? undefined : 'info',
        anchor: credential.anchor,
        suggestions: setting?.editable
          ? [editing('Switch it on', setting.at.uri, (document) => [replaceValue(setting, true, document)])]
          : [],
      });
    },
  },
});
