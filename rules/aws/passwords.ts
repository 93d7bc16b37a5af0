// Passwords that nothing makes anybody change: the account's policy on those of its users, and databases that could know
// their users by IAM and know them by passwords only.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { longestPassword } from '../../server/engine/facts/lifetime.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const file = 'infra/main.tf';

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
      if (credential.platform !== 'aws' || credential.kind !== 'password-policy' || credential.enabled === 'no') return;
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
