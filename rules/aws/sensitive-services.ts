// All actions of a service that decides over others: identities, the organization, keys, secrets; and actions that hand
// out credentials. Rules of one shape over a table.
import {
  breadthOf,
  isEveryAction,
  isIdentityGrant,
  isLimited,
  reachesAllOf,
  wholeServiceOf,
} from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { matchesPattern } from '../../server/engine/catalog/aws-pattern.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { narrowerActions } from './narrowing.ts';

const statement = (body: string) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${body}\n  ]\n}\n`;
const file = 'policies/service.json';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly peers: readonly string[];
  readonly services: readonly string[];
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly good: string;
}

const rows: readonly Row[] = [
  {
    id: 'aws/iam-full-wildcard',
    title: 'All of IAM',
    category: 'admin',
    severity: 'critical',
    peers: ['CKV2_AWS_40'],
    services: ['iam'],
    message:
      '`{action}` on `{resource}` is administrator by another name: whoever holds this attaches any policy to themselves; name the actions and the roles or users',
    what: '`iam:*` on every resource.',
    why: 'Whoever may do everything with identities gives themselves everything else in one call.',
    remedy:
      'List the reading actions that are needed; limit the writing ones to the roles and users that are meant, with a permissions boundary.',
    good: '{ "Effect": "Allow", "Action": ["iam:GetRole", "iam:ListRoles"], "Resource": "*" }',
  },
  {
    id: 'aws/organizations-star',
    title: 'All of the organization',
    category: 'admin',
    severity: 'high',
    peers: [],
    services: ['organizations', 'account', 'sso', 'sso-directory', 'identitystore', 'identitystore-auth', 'controltower'],
    message: '`{action}` on `{resource}` decides over accounts and sign-in of the whole organization; name the actions that are needed',
    what: 'All actions of AWS Organizations, of the account or of IAM Identity Center, on every resource.',
    why: "Its holder closes accounts, lifts the organization's policies, or assigns administrators in every account.",
    remedy: 'List the actions. Reading is nearly always enough outside the management account.',
    good: '{ "Effect": "Allow", "Action": ["organizations:ListAccounts", "organizations:DescribeOrganization"], "Resource": "*" }',
  },
  {
    id: 'aws/kms-star',
    title: 'All keys',
    category: 'wildcard',
    severity: 'high',
    peers: ['CKV_AWS_33'],
    services: ['kms'],
    message:
      '`{action}` on `{resource}` reads whatever any key protects, and can schedule the keys for deletion; name the actions and the keys',
    what: '`kms:*` on every key.',
    why: 'A key that decrypts everything is the last wall around backups, secrets and disks; deleting it deletes them.',
    remedy: 'Name the key, and of the actions mostly `kms:Decrypt` and `kms:GenerateDataKey`.',
    good: '{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }',
  },
  {
    id: 'aws/secrets-star',
    title: 'All secrets',
    category: 'wildcard',
    severity: 'high',
    peers: ['CKV_AWS_108'],
    services: ['secretsmanager'],
    message: '`{action}` on `{resource}` reads and replaces every secret of the account; name the actions and the secrets',
    what: '`secretsmanager:*` on every secret.',
    why: 'Every password and key that the account keeps is open to whoever holds this, and can be exchanged for one of theirs.',
    remedy: 'Name the secret by ARN or by a path prefix, and `secretsmanager:GetSecretValue` alone.',
    good: '{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/*" }',
  },
];

function wholeService(row: Row): Rule {
  return defineRule({
    id: row.id,
    meta: {
      title: row.title,
      category: row.category,
      severity: row.severity,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: row.peers,
      fix: 'suggestion',
      messages: { all: row.message },
      subsumes: ['aws/wildcard-action'],
      docs: {
        what: row.what,
        why: row.why,
        remedy: row.remedy,
        bad: [{ file, text: statement(`{ "Effect": "Allow", "Action": "«${row.services[0]}:*»", "Resource": "*" }`) }],
        good: [{ file, text: statement(row.good) }],
        references: ['https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html'],
      },
    },
    on: {
      grant(grant, context) {
        const catalog = context.project.catalogs.aws;
        if (!catalog) return;
        for (const action of grant.actions) {
          const service = wholeServiceOf(patternOf(action));
          const resource =
            service !== undefined && row.services.includes(service) && broadResource(grant, service, context.project.workspace.today);
          if (!resource) continue;
          context.report({
            at: placeOf(action),
            message: 'all',
            data: { action: patternOf(action), resource: shownOf(resource) },
            anchor: `${grant.anchor}|Action[${patternOf(action)}]`,
            suggestions: narrowerActions(action, grant, catalog),
          });
        }
      },
    },
  });
}

/** The resource of a standing allow statement that reaches every resource of its service. */
function broadResource(grant: Grant, service: string, today: string): Leaf | undefined {
  if (
    !isIdentityGrant(grant) ||
    grant.polarity.actions === 'except' ||
    isLimited(grant) ||
    lifetimeOf(grant, today) === 'ended' ||
    lifetimeOf(grant, today) === 'temporary'
  )
    return undefined;
  return grant.scope.find((scope) => breadthOf(scope) !== 'type' && reachesAllOf(scope, service))?.id;
}

export const sensitiveServiceRules: readonly Rule[] = rows.map(wholeService);

/** Actions whose answer is a credential, or by which one comes to have one. */
export const credentialActions: readonly string[] = [
  'chime:CreateApiKey',
  'codepipeline:PollForJobs',
  'cognito-identity:GetCredentialsForIdentity',
  'cognito-identity:GetOpenIdToken',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'connect:GetFederationToken',
  'ec2:GetPasswordData',
  'gamelift:RequestUploadCredentials',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'iam:UpdateAccessKey',
  'iam:UpdateLoginProfile',
  'lightsail:DownloadDefaultKeyPair',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  'lightsail:GetKeyPair',
  'mediapackage:RotateChannelCredentials',
  'mediapackage:RotateIngestEndpointCredentials',
  'rds-db:connect',
  'redshift:GetClusterCredentials',
  'redshift:GetClusterCredentialsWithIAM',
  'redshift-serverless:GetCredentials',
  'sts:GetFederationToken',
];

export const credentialsExposure = defineRule({
  id: 'aws/credentials-exposure',
  meta: {
    title: 'Actions that hand out credentials',
    category: 'admin',
    severity: 'high',
    severityInDefault: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_107', 'CKV_AWS_287', 'cloudsplaining CredentialsExposure'],
    fix: 'none',
    whyNoFix: 'Whose credentials are meant is known only to the author.',
    messages: {
      exposes:
        '`{action}` on `{resource}` hands out credentials ({exposed}) of whoever is asked for; limit it to the ones that are meant, or leave it out',
    },
    subsumes: ['aws/resource-star-write', 'aws/resource-star-permissions-management'],
    docs: {
      what: 'Actions that return or create keys, passwords or tokens, on every resource.',
      why: 'A credential that an action returns outlives the session that asked for it, and often belongs to somebody stronger.',
      remedy:
        'Limit the action to the user, cluster or identity that is meant. `ecr:GetAuthorizationToken` needs `*` and is not meant here.',
      bad: [
        {
          file,
          text: statement(
            '{ "Effect": "Allow", "Action": ["redshift:DescribeClusters", "«redshift:GetClusterCredentials»"], "Resource": "*" }',
          ),
        },
      ],
      good: [
        {
          file,
          text: statement(
            '{ "Effect": "Allow", "Action": "redshift:GetClusterCredentials", "Resource": "arn:aws:redshift:eu-central-1:111122223333:dbuser:reports/reader" }',
          ),
        },
      ],
      references: ['https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html'],
    },
  },
  on: {
    grant(grant, context) {
      for (const action of grant.actions) {
        const pattern = patternOf(action);
        // `svc:*` says more than that, and is said by other rules.
        if (isEveryAction(pattern) || wholeServiceOf(pattern) !== undefined || pattern.includes('\0')) continue;
        const exposed = credentialActions.filter((one) => matchesPattern(pattern, one));
        const resource =
          exposed.length > 0 && broadResource(grant, exposed[0]!.slice(0, exposed[0]!.indexOf(':')), context.project.workspace.today);
        if (!resource) continue;
        context.report({
          at: placeOf(action),
          message: 'exposes',
          data: { action: pattern, resource: shownOf(resource), exposed: exposed.slice(0, 3).join(', ') },
          anchor: `${grant.anchor}|Action[${pattern}]`,
        });
      }
    },
  },
});

export const assumeRoleStar = defineRule({
  id: 'aws/assume-role-star',
  meta: {
    title: 'Every role can be assumed',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_61', 'pathfinding sts-001'],
    fix: 'none',
    whyNoFix: 'Which roles are meant is known only to the author.',
    messages: {
      everyRole: '`{action}` on `{resource}` lets its holder become every role that trusts this account, in any account; name the roles',
      sameName:
        '`{resource}` lets its holder become a role of that name in every account of AWS that trusts this one; name the accounts where they are known',
    },
    subsumes: ['aws/resource-star-write', 'aws/resource-star-sensitive-read'],
    docs: {
      what: '`sts:AssumeRole` on `*` or on a pattern of all roles.',
      why: "Most roles for people trust the account as a whole and leave the rest to policies like this one: on `*` it opens them all, administrators' included.",
      remedy: 'Name the roles, with their accounts. A hub that visits many accounts names one role in them.',
      bad: [{ file, text: statement('{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "«*»" }') }],
      good: [
        {
          file,
          text: statement('{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/collector" }'),
        },
      ],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html'],
    },
  },
  on: {
    grant(grant, context) {
      const { today } = context.project.workspace;
      if (!isIdentityGrant(grant) || grant.polarity.actions === 'except' || isLimited(grant) || lifetimeOf(grant, today) === 'ended')
        return;
      const action = grant.actions.find((one) => !isEveryAction(patternOf(one)) && matchesPattern(patternOf(one), 'sts:AssumeRole'));
      if (!action) return;
      for (const scope of grant.scope) {
        const pattern = patternOf(scope.id);
        const everyRole = reachesAllOf(scope, 'iam');
        if (!everyRole && !/^arn:[^:]*:iam::\*:role\//.test(pattern)) continue;
        context.report({
          at: placeOf(scope.id),
          message: everyRole ? 'everyRole' : 'sameName',
          data: { action: patternOf(action), resource: pattern.replaceAll('\0', '…') },
          severity: everyRole ? 'high' : 'low',
          anchor: `${grant.anchor}|Resource[${pattern.replaceAll('\0', '?')}]`,
          related: [{ at: placeOf(action), message: 'the action that assumes roles' }],
        });
        break;
      }
    },
  },
});
