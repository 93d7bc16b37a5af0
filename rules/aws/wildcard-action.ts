// `*` and `svc:*` in a statement that allows. What `*` on everything means is admin-statement's; patterns within a
// service (`s3:Put*`) are action-prefix-wildcard's.
import { changes } from '../../server/engine/catalog/aws-fold.ts';
import { breadthOf, isEveryAction, isIdentityGrant, reachesAllOf, wholeServiceOf } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { narrowerActions } from './narrowing.ts';

type Context = RuleContext<'everything' | 'service' | 'limited'>;

/** Services whose writes tell something about the caller and change nothing else: own logs, traces, metrics. */
const telemetry = new Set(['logs', 'xray', 'cloudwatch', 'evidently', 'synthetics', 'rum']);

/** Services in which every action is about who may do what. */
const administersIdentities = new Set(['iam', 'sts', 'organizations', 'sso', 'sso-directory', 'identitystore', 'kms', 'secretsmanager']);

/** True when every resource is one that is named, or what lies in it: `bucket`, `bucket/*`, not `team-*`. */
function namesEach(grant: Grant): boolean {
  return (
    grant.polarity.resources === 'only' &&
    grant.scope.length > 0 &&
    grant.scope.every((scope) => {
      const pattern = patternOf(scope.id);
      // A reference to one resource is known to be one, whatever its ARN.
      return !/[*?]/.test(pattern.replace(/^(?:arn:[^:]*:[^:]*:[^:]*:[^:]*:)/, '').replace(/[/:]\*$/, ''));
    })
  );
}

export const wildcardAction = defineRule({
  id: 'aws/wildcard-action',
  meta: {
    title: 'Wildcard action in an allow statement',
    category: 'wildcard',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_49', 'CKV_AWS_63', 'AVD-AWS-0057', 'AwsSolutions-IAM5'],
    fix: 'suggestion',
    messages: {
      everything: '`{action}` allows every action of every AWS service on {resources}; name the actions that are needed',
      service:
        '`{action}` allows all {count} {service} actions: {changing} change something, {managing} of them permissions; name the actions that are needed',
      limited:
        '`{action}` allows all {count} {service} actions, on {resources} alone: {changing} change something, {managing} of them permissions; name the actions that are needed',
    },
    docs: {
      what: 'An action that is `*` or `service:*` in a policy statement that allows.',
      why: 'A wildcard grants what nobody asked for: deletion, permission changes, and every action that AWS adds later. A stolen credential of a build job or a function is worth what its policy allows, not what its code does.',
      remedy:
        'List the actions that the code calls. Where they are not known yet, start with the reading ones, or with everything but permissions management, and let IAM Access Analyzer generate the rest from CloudTrail.',
      bad: [
        {
          file: 'policies/worker.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "«sqs:*»", "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs" }
  ]
}
`,
        },
      ],
      good: [
        {
          file: 'policies/worker.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage"], "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs" }
  ]
}
`,
        },
      ],
      references: [
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
        'https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (isIdentityGrant(grant)) check(grant, context);
    },
    trust(trust, context) {
      if (trust.platform === 'aws' && trust.effect === 'allow' && trust.enabled !== 'no') check(trust, context);
    },
  },
});

function check(grant: Grant, context: Context): void {
  const catalog = context.project.catalogs.aws;
  const { today, standing } = context.project.workspace;
  if (!catalog || grant.polarity.actions === 'except' || lifetimeOf(grant, today) === 'ended') return;
  const broadIn = (service: string): boolean =>
    grant.polarity.resources === 'except' || grant.role === 'trust' || grant.scope.some((scope) => reachesAllOf(scope, service));
  for (const action of grant.actions) {
    const pattern = patternOf(action);
    const report = {
      at: placeOf(action),
      anchor: `${grant.anchor}|Action[${pattern}]`,
      suggestions: narrowerActions(action, grant, catalog),
    };
    if (isEveryAction(pattern)) {
      // All of AWS for a time is what aws/admin-statement leaves to the team: an end within its limit is the repair.
      if (lifetimeOf(grant, today, standing?.grantDays) !== 'standing') continue;
      context.report({
        ...report,
        message: 'everything',
        data: { action: pattern, resources: resourcesOf(grant) },
        severity:
          grant.role !== 'trust' &&
          (grant.polarity.resources === 'except' || grant.scope.some((scope) => breadthOf(scope) === 'everything'))
            ? 'critical'
            : 'high',
      });
      continue;
    }
    const service = wholeServiceOf(pattern);
    if (service === undefined) continue;
    const actions = catalog.expand(pattern);
    const changing = actions.filter(changes);
    if (changing.length === 0) continue;
    const managing = changing.filter((one) => one.levels.includes('Permissions management')).length;
    const broad = broadIn(service);
    context.report({
      ...report,
      message: broad ? 'service' : 'limited',
      data: {
        action: pattern,
        resources: resourcesOf(grant),
        count: actions.length,
        service: catalog.serviceName(service) ?? service,
        changing: changing.length,
        managing: managing || 'none',
      },
      severity: !broad
        ? namesEach(grant) && !administersIdentities.has(service)
          ? 'info'
          : 'low'
        : managing > 0 && !telemetry.has(service)
          ? 'high'
          : 'medium',
    });
  }
}

function resourcesOf(grant: Grant): string {
  if (grant.role === 'trust') return 'this role';
  const first: Leaf | undefined = grant.scope[0]?.id;
  const text = first && shownOf(first);
  return !text || /^[*…]+$/.test(text) || grant.polarity.resources === 'except'
    ? 'any resource'
    : grant.scope.length > 1
      ? `\`${text}\` and ${grant.scope.length - 1} more`
      : `\`${text}\``;
}
