// Keys, passwords and users that have no end. A factory for credentials, since they differ in kind and words only; users
// and the policies that hang on them stand beside it.
import type { Credential } from '../../server/engine/facts/types.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkspaceFacts } from '../../server/engine/project.ts';
import type { Category } from '../../server/engine/finding.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
];
const tf = 'infra/main.tf';

interface Row extends RuleRow {
  readonly id: string;
  readonly category: Category;
  readonly profile?: 'strict';
  readonly peers: readonly string[];
  readonly kinds: readonly Credential['kind'][];
  readonly matches?: (credential: Credential) => boolean;
  readonly subsumes?: readonly string[];
  readonly message: string;
}

const role =
  'resource "aws_iam_role" "worker" {\n  name                 = "worker"\n  max_session_duration = 3600\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n  tags = { owner = "team-shop" }\n}\n';

const rows: readonly Row[] = [
  {
    id: 'aws/access-key-resource',
    title: 'Access key declared',
    category: 'long-lived',
    severity: 'high',
    peers: ['CKV_AWS_273', 'AVD-AWS-0146', 'AVD-AWS-0167'],
    kinds: ['access-key'],
    subsumes: [],
    message:
      'this makes an access key{whose} that never ends, and keeps its secret {where}; use a role: OpenID Connect for pipelines, instance or task roles for machines, Roles Anywhere for the rest',
    what: 'An access key for a user, made by infrastructure code.',
    why: 'A key works from anywhere until someone deletes it. Made by code, its secret also lies in the state or the outputs, where more people read than was meant.',
    remedy:
      'Give the workload a role. Pipelines take one by OpenID Connect, machines by their instance profile, others by IAM Roles Anywhere. Then delete key and user.',
    bad: '«resource "aws_iam_access_key" "ci"» {\n  user = "ci"\n}\n',
    good: role,
  },
  {
    id: 'aws/root-access-key',
    title: 'Access key for the root user',
    category: 'long-lived',
    severity: 'critical',
    peers: ['CKV_AWS_348', 'AVD-AWS-0141'],
    kinds: ['access-key'],
    subsumes: ['aws/access-key-resource'],
    matches: (credential) => /^root$/i.test(textOf(credential.owner?.id) ?? ''),
    message: 'this makes an access key{whose} that no policy of the account limits, with its secret {where}; delete it, and use a role',
    what: "An access key for the account's root user.",
    why: 'No policy of the account and no permissions boundary limits root: only a policy of the organization does, and not in its management account. Its key is the account.',
    remedy: 'Delete the key and use a role. Root needs a second factor and no keys.',
    bad: '«resource "aws_iam_access_key" "owner"» {\n  user = "root"\n}\n',
    good: role,
  },
  {
    id: 'aws/login-profile',
    title: 'Console password for a user',
    category: 'long-lived',
    severity: 'high',
    peers: ['CKV2_AWS_22'],
    kinds: ['login-password'],
    subsumes: [],
    message:
      "this gives{whom} a console password that lives beside the company's sign-in and outlives its owner's departure; use IAM Identity Center",
    what: 'A console password for an IAM user.',
    why: "People who leave are locked out of the company's sign-in and forgotten here. The password has no second factor unless a policy demands one.",
    remedy: 'Sign people in through IAM Identity Center or another provider, with permission sets.',
    bad: '«resource "aws_iam_user_login_profile" "anna"» {\n  user = "anna"\n}\n',
    good: role,
  },
  {
    id: 'aws/service-specific-credential',
    title: 'Password for one service',
    category: 'long-lived',
    severity: 'medium',
    peers: [],
    kinds: ['service-specific', 'app-password'],
    subsumes: [],
    message: 'this makes a password{whose} for one service that {life}; sign in with a role instead',
    what: 'A service-specific credential: a password or API key for CodeCommit, Keyspaces or Bedrock.',
    why: 'It is a key by another name: it works from anywhere, has no end unless one is set, and second factors do not hold for it.',
    remedy:
      'Sign in with the credentials of a role: `git-remote-codecommit`, the SigV4 plug-in for Cassandra, short-term keys for Bedrock.',
    bad: '«resource "aws_iam_service_specific_credential" "git"» {\n  service_name = "codecommit.amazonaws.com"\n  user_name    = "ci"\n}\n',
    good: role,
  },
  {
    id: 'aws/signing-cert-or-ssh-key',
    title: 'Certificate or SSH key for a user',
    category: 'long-lived',
    severity: 'low',
    profile: 'strict',
    peers: [],
    kinds: ['certificate', 'ssh-key'],
    subsumes: [],
    message: 'this ties a key{whose} to a user until someone removes it; sign in with a role instead',
    what: 'A signing certificate or an SSH key of an IAM user.',
    why: 'It signs in as the user until someone remembers to remove it.',
    remedy: 'Use a role. For CodeCommit, `git-remote-codecommit` signs in with it.',
    bad: '«resource "aws_iam_user_ssh_key" "anna"» {\n  username   = "anna"\n  encoding   = "SSH"\n  public_key = file("anna.pub")\n}\n',
    good: role,
  },
];

const places: Readonly<Record<Credential['storedIn'], string>> = {
  state: 'in the state',
  repo: 'in this file',
  'ci-secret': 'in the secrets of the pipeline',
  vault: 'in a vault',
  cluster: 'in the cluster',
  unknown: 'where it is delivered to',
};

function credentialRule(row: Row): Rule {
  return defineRule({
    id: row.id,
    meta: metaOfRow(row, {
      category: row.category,
      frameworks: ['NHI7:2025', 'PR.AA-01'],
      fix: 'none',
      whyNoFix: 'Whoever uses the credential has to get a role first; where it is used is not known here.',
      messages: { made: row.message },
      subsumes: row.subsumes,
      file: tf,
      references,
    }),
    on: {
      credential(credential, context) {
        if (
          credential.platform !== 'aws' ||
          credential.enabled === 'no' ||
          !isLasting(credential, context.project.workspace) ||
          !row.kinds.includes(credential.kind) ||
          row.matches?.(credential) === false
        )
          return;
        const owner = credential.owner && patternOf(credential.owner.id);
        context.report({
          at: credential.at,
          message: 'made',
          data: {
            whose: owner && !owner.includes('\0') ? ` of \`${owner}\`` : '',
            whom: owner && !owner.includes('\0') ? ` \`${owner}\`` : ' a user',
            where: places[credential.storedIn],
            life: lifeInWords(credential),
          },
          anchor: credential.anchor,
        });
      },
    },
  });
}

/** Without an end, or with one so far away that it counts as none. */
function isLasting(credential: Credential, { today, standing }: WorkspaceFacts): boolean {
  return lifetimeOf(credential, today, standing?.grantDays) === 'standing';
}

function lifeInWords({ lifetime }: Credential): string {
  const days = /^(\d+)d$/.exec(textOf(lifetime.until) ?? '')?.[1];
  return days === undefined ? 'never ends' : `lives ${days} days`;
}

export const credentialRules: readonly Rule[] = rows.map(credentialRule);

export const iamUser = defineRule({
  id: 'aws/iam-user',
  meta: {
    title: 'IAM user declared',
    category: 'long-lived',
    severity: 'info',
    profile: 'strict',
    confidence: 'medium',
    frameworks: ['NHI10:2025', 'PR.AA-01'],
    peers: ['CKV_AWS_273'],
    fix: 'none',
    whyNoFix: 'People need a place in IAM Identity Center first, and workloads a role.',
    messages: {
      declared:
        '`{name}` is an IAM user: whatever it signs in with lives until someone deletes it; give people IAM Identity Center and workloads a role',
    },
    docs: {
      what: 'An IAM user, declared.',
      why: "A user signs in with a password or keys that have no end, beside the company's sign-in. Users outlive the people and the jobs that they were made for.",
      remedy: 'People sign in through IAM Identity Center; workloads take roles.',
      bad: [{ file: tf, text: '«resource "aws_iam_user" "anna"» {\n  name = "anna"\n}\n' }],
      good: [{ file: tf, text: role }],
      references,
    },
  },
  on: {
    identity(identity, context) {
      if (identity.platform === 'aws' && identity.kind === 'user')
        context.report({
          at: identity.at,
          message: 'declared',
          data: { name: identity.name },
          anchor: `${identity.carrier.dialect}|${identity.carrier.block.uri}|${identity.carrier.address}|user`,
        });
    },
  },
});

export const userDirectPolicy = defineRule({
  id: 'aws/user-direct-policy',
  meta: {
    title: 'Policy on a user',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'NHI10:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_40', 'AVD-AWS-0143', 'cfn_nag F11', 'cfn_nag F12'],
    fix: 'none',
    whyNoFix: 'Which group or role the user belongs to is known only to the author.',
    messages: {
      direct: 'this policy hangs on the user{who} itself; attach it to a group or a role, so that it goes when the user moves on',
    },
    docs: {
      what: 'A policy that is attached to, or written into, a user.',
      why: 'What hangs on one user is forgotten with the user: nobody reviews it as part of a job, and it is copied to the next one.',
      remedy: 'Attach it to a group for people, to a role for workloads.',
      bad: [
        {
          file: tf,
          text: 'resource "aws_iam_user_policy_attachment" "anna" {\n  user       = "anna"\n  policy_arn = "«arn:aws:iam::aws:policy/ReadOnlyAccess»"\n}\n',
        },
      ],
      good: [
        {
          file: tf,
          text: 'resource "aws_iam_group_policy_attachment" "readers" {\n  group      = "readers"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'aws' ||
        grant.effect !== 'allow' ||
        grant.enabled === 'no' ||
        (grant.role !== 'identity' && grant.role !== 'entitlement')
      )
        return;
      // A policy by itself hangs on nobody: what attaches it is said.
      if (grant.role === 'identity' && grant.carrier.kind === 'aws_iam_policy') return;
      const user = grant.principals.find((principal) => principal.kind === 'user');
      if (!user) return;
      const name = patternOf(user.id);
      context.report({
        at: grant.entitlement ? placeOf(grant.entitlement) : (grant.carrier.attribute ?? grant.carrier.head),
        message: 'direct',
        data: { who: name.includes('\0') ? '' : ` \`${name}\`` },
        anchor: `${grant.carrier.dialect}|${grant.carrier.block.uri}|${grant.carrier.address}|user-policy${grant.entitlement ? `[${patternOf(grant.entitlement).replaceAll('\0', '?')}]` : ''}`,
      });
    },
  },
});

export const policyAttachmentExclusive = defineRule({
  id: 'aws/policy-attachment-exclusive',
  meta: {
    title: 'Exclusive policy attachment',
    category: 'ownership',
    severity: 'medium',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The replacement is one resource a role, user or group, and the state has to move with it.',
    messages: {
      exclusive:
        '`aws_iam_policy_attachment` takes `{policy}` from every role, user and group that it does not name, in the whole account; use `aws_iam_role_policy_attachment`',
    },
    docs: {
      what: "Terraform's `aws_iam_policy_attachment`.",
      why: 'It holds the policy for all of the account: on apply, everyone it does not name loses it, and who was given it elsewhere comes and goes with each apply.',
      remedy: 'Use `aws_iam_role_policy_attachment`, `…_user_…` or `…_group_…`, one for each.',
      bad: [
        {
          file: tf,
          text: 'resource "aws_iam_policy_attachment" "readers" {\n  name       = "readers"\n  roles      = ["reader"]\n  policy_arn = "«arn:aws:iam::aws:policy/ReadOnlyAccess»"\n}\n',
        },
      ],
      good: [
        {
          file: tf,
          text: 'resource "aws_iam_role_policy_attachment" "reader" {\n  role       = "reader"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
        },
      ],
      references: ['https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.carrier.kind !== 'aws_iam_policy_attachment' || !grant.entitlement || grant.enabled === 'no') return;
      context.report({
        at: placeOf(grant.entitlement),
        message: 'exclusive',
        data: { policy: shownOf(grant.entitlement) },
        anchor: `${grant.anchor}|exclusive`,
      });
    },
  },
});
