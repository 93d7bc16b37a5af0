// `Resource: "*"`, or an ARN that is as good as it, beside actions that could be limited. Actions that AWS accepts only
// with `*` are never a reason; where both kinds stand in one statement, that is said. Four rules by what the actions do.
import type { AwsAction } from '../../server/engine/catalog/aws.ts';
import { destroys } from '../../server/engine/catalog/aws-consequence.ts';
import { isIdentityGrant, isLimited } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf } from '../../server/engine/facts/value.ts';
import type { Rule, RuleContext } from '../../server/engine/rule.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { lowered, type Severity } from '../../server/engine/finding.ts';
import type { Place } from '../../server/engine/text/text.ts';
import {
  limitableAt,
  takesOnlyStar,
  widePlacesOf,
  type ActionKind,
  type Limitable,
  type Part,
  type WidePlace,
} from './limitable-actions.ts';
import { arnsInsteadOfStar, siblingsInsteadOf, splitOffStar } from './narrowing.ts';

/** Reads that give away what is stored: data, secrets, images, sessions. */
const sensitiveReads = new Set([
  's3:GetObject',
  's3:GetObjectVersion',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
  'secretsmanager:GetSecretValue',
  'secretsmanager:BatchGetSecretValue',
  'dynamodb:Scan',
  'dynamodb:Query',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:PartiQLSelect',
  'rds-db:connect',
  'kms:Decrypt',
  'logs:GetLogEvents',
  'ecr:GetDownloadUrlForLayer',
  'kinesis:GetRecords',
  'sqs:ReceiveMessage',
  'athena:GetQueryResults',
  'lambda:GetFunction',
  'codecommit:GitPull',
  'codeartifact:GetPackageVersionAsset',
  'redshift-data:GetStatementResult',
  'rds-data:ExecuteStatement',
  'ec2:GetPasswordData',
  'ec2:GetConsoleOutput',
  's3-object-lambda:GetObject',
]);

/** Among them, what says less: images and packages, which every node may pull, and what a machine prints. */
const lesserReads = new Set(['ecr:GetDownloadUrlForLayer', 'codeartifact:GetPackageVersionAsset', 'ec2:GetConsoleOutput']);

/** Reads of settings in which credentials are kept, whatever those are meant for: user data, environments, parameters of a stack. */
const telltaleReads = new Set([
  'ec2:DescribeInstanceAttribute',
  'ec2:GetLaunchTemplateData',
  'lambda:GetFunctionConfiguration',
  'codebuild:BatchGetProjects',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'elasticbeanstalk:DescribeConfigurationSettings',
  'glue:GetConnection',
  'glue:GetConnections',
  'glue:GetJob',
  'sagemaker:DescribeTrainingJob',
  'apprunner:DescribeService',
  'amplify:GetApp',
  'apigateway:GET',
  'datapipeline:GetPipelineDefinition',
]);

type Context = RuleContext<'all' | 'own' | 'split' | 'telling'>;

interface Kind extends Pick<ActionKind, 'id' | 'matches' | 'countsWholeServices'> {
  readonly title: string;
  readonly category: 'wildcard' | 'admin';
  readonly severity: Severity;
  readonly severityInDefault?: Severity;
  readonly profile?: 'strict';
  readonly peers: readonly string[];
  readonly subsumes?: readonly string[];
  readonly message: string;
  /** Milder where nothing that is there already can be lost by it. */
  readonly severityOf?: (actions: readonly AwsAction[]) => Severity;
  /** Another severity than the kind's, by what is named. */
  readonly weigh?: (actions: readonly AwsAction[]) => Severity | undefined;
  /** What is worth naming alone, among actions that say little. */
  readonly telling?: { readonly actions: ReadonlySet<string>; readonly message: string; readonly severity: Severity };
  /** Whether an ARN counts that reaches all of one type: every secret, every table. Then it is a step milder. */
  readonly countsTypes?: true;
  readonly what: string;
  readonly why: string;
  readonly action: string;
  readonly narrow: string;
}

function resourceStar(kind: Kind): Rule {
  const json = (mark: readonly [string, string], resource: string) =>
    `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": "${kind.action}", "Resource": "${mark[0]}${resource}${mark[1]}" }\n  ]\n}\n`;
  return defineRule({
    id: kind.id,
    meta: {
      title: kind.title,
      category: kind.category,
      severity: kind.severity,
      severityInDefault: kind.severityInDefault,
      profile: kind.profile,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: kind.peers,
      subsumes: kind.subsumes,
      fix: 'suggestion',
      // Only writes can be of the kind that reaches nobody else.
      messages: {
        all: `{actions} {verb} {limits}: ${kind.message}; name the ARNs`,
        ...(kind.severityOf && {
          own: '{actions} {verb} {limits}; what is there already cannot be changed by {them}, so that ARNs keep things tidy rather than safe',
        }),
        split: `{actions} {verb} {limits}: ${kind.message}; put {them} into a statement of {its} own with ARNs ({onlyStar} nothing but \`*\`)`,
        ...(kind.telling && { telling: `{actions} {verb} {limits}: ${kind.telling.message}; name the ARNs` }),
      } as Record<'all' | 'own' | 'split' | 'telling', string>,
      docs: {
        what: kind.what,
        why: kind.why,
        remedy:
          'Name the ARNs that the holder works with, by reference where the resource is declared beside the policy. Actions that AWS accepts only with `*` belong in a statement of their own.',
        bad: [{ file: 'policies/service.json', text: json(['«', '»'], '*') }],
        good: [{ file: 'policies/service.json', text: json(['', ''], kind.narrow) }],
        references: [
          'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
          'https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html',
        ],
      },
    },
    on: { grant: (grant, context) => check(kind, grant, context) },
  });
}

function check(kind: Kind, grant: Grant, context: Context): void {
  const catalog = context.project.catalogs.aws;
  if (
    !catalog ||
    !isIdentityGrant(grant) ||
    grant.polarity.actions === 'except' ||
    isLimited(grant) ||
    lifetimeOf(grant, context.project.workspace.today) === 'ended'
  )
    return;
  const asked: ActionKind = {
    id: kind.id,
    matches: kind.matches,
    countsWholeServices: kind.countsWholeServices,
    tellsOwnApart: kind.severityOf !== undefined,
  };
  for (const place of widePlacesOf(grant)) {
    if (place.breadth === 'type' && !kind.countsTypes) continue;
    const found = limitableAt(place, grant, catalog, asked);
    if (found.limited.length > 0) return report(kind, place, found, grant, context);
  }
}

function report(kind: Kind, place: WidePlace, found: Limitable, grant: Grant, context: Context): void {
  const catalog = context.project.catalogs.aws!;
  const { limited, reaching, onlyStar, others } = found;
  // What can take something from others is what the finding is about; the rest is named only where it stands alone.
  const own = reaching.length === 0;
  const parts = own ? limited : reaching;
  const named = parts.flatMap((part) => part.actions);
  const telling = named.filter((action) => kind.telling?.actions.has(action.name));
  const severity = own
    ? 'info'
    : telling.length > 0
      ? kind.telling!.severity
      : (kind.severityOf?.(named) ?? kind.weigh?.(named) ?? kind.severity);
  const shown = telling.length > 0 ? telling : named;
  const all = limited.flatMap((part) => part.actions);
  context.report({
    at: placeOf(place.leaf),
    message: own ? 'own' : telling.length > 0 ? 'telling' : onlyStar > 0 ? 'split' : 'all',
    data: {
      actions: listed(shown),
      verb: shown.length === 1 ? 'is' : 'are',
      limits: limitsInWords(place),
      them: shown.length === 1 ? 'it' : 'them',
      its: shown.length === 1 ? 'its' : 'their',
      onlyStar: `${onlyStar} other ${onlyStar === 1 ? 'action here takes' : 'actions here take'}`,
    },
    severity: place.breadth === 'type' ? lowered(severity) : severity === kind.severity ? undefined : severity,
    anchor: grant.anchor,
    related: parts.slice(0, 5).map(writtenIn),
    // Beside actions that take nothing but `*`, or that are of another kind, ARNs in this statement would take those away.
    suggestions:
      place.breadth !== 'everything'
        ? others || onlyStar > 0
          ? []
          : siblingsInsteadOf(place.leaf, all, catalog, context.project)
        : onlyStar > 0 || others
          ? splitOffStar(grant, place.leaf, catalog, context.project, (action) => !takesOnlyStar(action) && kind.matches(action))
          : arnsInsteadOfStar(place.leaf, all, catalog, context.project),
  });
}

function limitsInWords({ leaf, breadth }: WidePlace): string {
  return breadth === 'everything' ? 'not limited to any resource' : `limited to nothing narrower than \`${shownOf(leaf)}\``;
}

/** The pattern that actions come from: a wildcard stands for many. */
function writtenIn({ leaf, actions: [first, ...more] }: Part): { at: Place; message: string } {
  return {
    at: placeOf(leaf),
    message:
      more.length === 0 ? `${first!.name} can be limited` : `${more.length + 1} actions of this can be limited, ${first!.name} among them`,
  };
}

function listed(named: readonly AwsAction[]): string {
  const names = named.slice(0, 3).map(({ name }) => `\`${name}\``);
  return names.join(', ') + (named.length > 3 ? ` and ${named.length - 3} more ${named.length === 4 ? 'action' : 'actions'}` : '');
}

export const resourceStarWrite = resourceStar({
  id: 'aws/resource-star-write',
  title: 'Write actions on every resource',
  category: 'wildcard',
  severity: 'high',
  severityInDefault: 'low',
  subsumes: ['aws/resource-star-read'],
  peers: ['CKV_AWS_111', 'CKV_AWS_290', 'CKV_AWS_355', 'CKV_AWS_356', 'cfn_nag W11', 'cfn_nag W12', 'cfn_nag W13'],
  message: 'whoever holds this can change what belongs to others',
  severityOf: (actions) => (actions.some(destroys) ? 'high' : 'medium'),
  matches: (action) =>
    (action.levels.includes('Write') || action.levels.includes('Tagging')) &&
    !action.levels.includes('Permissions management') &&
    // They make sessions and change nothing; whose sessions is said by aws/assume-role-star and aws/credentials-exposure, but for
    // those of the root users of other accounts.
    (!action.name.startsWith('sts:') || action.name === 'sts:AssumeRoot'),
  countsWholeServices: true,
  what: '`Resource: "*"` in an allow statement with actions that write and that could be limited to ARNs.',
  why: 'A job that writes one queue and may write them all takes every other one with it when its credential leaks or its code is wrong.',
  action: 'sqs:DeleteMessage',
  narrow: 'arn:aws:sqs:eu-central-1:111122223333:jobs',
});

export const resourceStarRead = resourceStar({
  id: 'aws/resource-star-read',
  title: 'Reading actions on every resource',
  category: 'wildcard',
  severity: 'info',
  profile: 'strict',
  peers: ['CKV_AWS_355', 'CKV_AWS_356'],
  message: 'whoever holds this can look at what belongs to others',
  matches: (action) => action.levels.every((level) => level === 'List' || level === 'Read') && !sensitiveReads.has(action.name),
  telling: {
    actions: telltaleReads,
    message: 'that shows settings in which credentials are often kept, of everything there is',
    severity: 'low',
  },
  countsWholeServices: false,
  what: '`Resource: "*"` in an allow statement with actions that look and that could be limited to ARNs.',
  why: 'What resources there are, and how they are set up, is what an intruder maps first. It is a small thing beside the writes; user data, environments and parameters, in which credentials are often kept, are more.',
  action: 'sqs:GetQueueAttributes',
  narrow: 'arn:aws:sqs:eu-central-1:111122223333:jobs',
});

export const resourceStarPermissionsManagement = resourceStar({
  id: 'aws/resource-star-permissions-management',
  title: 'Permission changes on every resource',
  category: 'admin',
  severity: 'high',
  severityInDefault: 'medium',
  peers: ['CKV_AWS_109', 'CKV_AWS_289', 'cloudsplaining ResourceExposure'],
  subsumes: ['aws/resource-star-write', 'aws/resource-star-sensitive-read', 'aws/resource-star-read'],
  message: 'whoever holds this can open what belongs to others, or give themselves more',
  matches: (action) => action.levels.includes('Permissions management'),
  countsWholeServices: false,
  what: '`Resource: "*"` in an allow statement with actions that change permissions and that could be limited to ARNs.',
  why: 'Whoever may write policies decides who may do what. On every resource, that opens buckets, keys and roles to the world or to the holder.',
  action: 's3:PutBucketPolicy',
  narrow: 'arn:aws:s3:::releases',
});

export const resourceStarSensitiveRead = resourceStar({
  id: 'aws/resource-star-sensitive-read',
  title: 'Data and secrets readable everywhere',
  category: 'wildcard',
  severity: 'high',
  severityInDefault: 'medium',
  peers: ['CKV_AWS_108', 'CKV_AWS_288', 'cloudsplaining DataExfiltration'],
  subsumes: ['aws/resource-star-write', 'aws/resource-star-read'],
  message: 'whoever holds this can read what is stored for others',
  weigh: (actions) => (actions.every((action) => lesserReads.has(action.name)) ? 'low' : undefined),
  matches: (action) => sensitiveReads.has(action.name),
  countsWholeServices: false,
  countsTypes: true,
  what: '`Resource: "*"` in an allow statement with actions that read stored data or secrets.',
  why: 'Reading every bucket, parameter or secret of an account is what an intruder comes for: one leaked credential of one service gives the data of all.',
  action: 'secretsmanager:GetSecretValue',
  narrow: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:jobs/*',
});
