// Services that act for all their customers: a resource that lets in such a service without saying for whom, and a role
// that such a service may take for anybody.
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { isLimited, isResourceGrant } from '../../server/engine/facts/aws/statement.ts';
import { hasUnknownCondition, isAllowedTrust } from '../../server/engine/facts/aws/trust.ts';
import { accountOf } from '../../server/engine/facts/aws/principals.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
];

/** Services that reach into resources on behalf of whichever customer asked them to. */
const actingForOthers = new Set([
  's3',
  'sns',
  'events',
  'apigateway',
  'config',
  'cloudtrail',
  'ses',
  'delivery.logs',
  'logs',
  'cloudwatch',
  'budgets',
  'costalerts',
  'codestar-notifications',
  'iot',
  'cognito-idp',
  'cognito-sync',
  'lex',
  'lexv2',
  'secretsmanager',
  'cloudformation',
  'scheduler',
  'pipes',
  'elasticloadbalancing',
  'guardduty',
  'inspector',
  'securityhub',
  'backup',
  'replication.iot',
  'alexa-appkit',
  'connect',
  'cloudfront',
  'edgelambda',
  'codecommit',
  'vpc-lattice',
  'bedrock',
  'rds',
  'appsync',
  'transfer',
]);

/** Services that take a role for the one who configured them, wherever the role is. A role of Lambda or EC2 cannot be limited so. */
const takingRoles = new Set([
  'scheduler',
  'events',
  'pipes',
  'config',
  'cloudtrail',
  'firehose',
  'sns',
  'logs',
  'apigateway',
  'backup',
  'bedrock',
  'codebuild',
  'vpc-flow-logs',
  'transfer',
  'iot',
  'ses',
  'appsync',
  'resource-explorer-2',
  'guardduty',
  'osis',
  'ssm-incidents',
]);

const file = 'policies/topic.json';
const example = (condition = '', mark: readonly [string, string] = ['', '']) => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Service": "${mark[0]}s3.amazonaws.com${mark[1]}" },
      "Action": "sns:Publish",
      "Resource": "arn:aws:sns:eu-central-1:111122223333:uploads"${condition}
    }
  ]
}
`;

export const resourcePolicyConfusedDeputy = defineRule({
  id: 'aws/resource-policy-confused-deputy',
  meta: {
    title: 'Service let in for every customer',
    category: 'trust',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_364', 'AVD-AWS-0067', 'cfn_nag F45'],
    fix: 'suggestion',
    messages: {
      unlimited:
        '`{service}` may use {actions} for any customer of AWS, not only for this account; add a condition on `aws:SourceArn` or `aws:SourceAccount`',
    },
    docs: {
      what: 'A resource policy, or a permission of a function, that lets in a service principal without `aws:SourceArn` or `aws:SourceAccount`.',
      why: 'The service acts for whoever configured it. A stranger who points their own bucket or API at this resource is let in under the name of the service.',
      remedy:
        "Add a condition on `aws:SourceArn` with the resource that calls, or on `aws:SourceAccount` with the own account. In Terraform's `aws_lambda_permission` that is `source_arn`.",
      bad: [{ file, text: example('', ['«', '»']) }],
      good: [{ file, text: example(',\n      "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }') }],
      references,
    },
  },
  on: {
    grant(grant, context) {
      if (!isResourceGrant(grant) || grant.role === 'key-policy' || isLimited(grant)) return;
      for (const { principal, service } of servicesIn(grant)) {
        if (!actingForOthers.has(service)) continue;
        const actions = grant.actions
          .slice(0, 2)
          .map((action) => `\`${shownOf(action)}\``)
          .join(', ');
        context.report({
          at: placeOf(principal.id),
          message: 'unlimited',
          data: { service: patternOf(principal.id), actions: actions || 'this resource' },
          anchor: `${grant.anchor}|Principal[${service}]`,
          suggestions: limitToAccount(grant),
        });
      }
    },
  },
});

export const trustServiceConfusedDeputy = defineRule({
  id: 'aws/trust-service-confused-deputy',
  meta: {
    title: 'Role that a service may take for anybody',
    category: 'trust',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      unlimited:
        '`{service}` may assume this role for any resource, of any account that can pass it; add a condition on `aws:SourceAccount` or `aws:SourceArn`',
      anchors:
        'every certificate of every trust anchor of this account may take this role through Roles Anywhere; name the anchor with `aws:SourceArn`, and the certificate with `aws:PrincipalTag/x509Subject/CN`',
    },
    docs: {
      what: 'A trust in a service that supports `aws:SourceAccount` and is not limited by it.',
      why: 'Whoever gets the service to use the ARN of this role acts with its permissions. Most services check who may pass a role; the condition holds where one does not. With Roles Anywhere it is the certificate authority that decides: each machine that it ever signed for may take each role that names no anchor.',
      remedy: 'Add `StringEquals` on `aws:SourceAccount` with the own account, or `ArnLike` on `aws:SourceArn`.',
      bad: [
        {
          file: 'trust/scheduler.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Principal": { "Service": "«scheduler.amazonaws.com»" }, "Action": "sts:AssumeRole" }\n  ]\n}\n',
        },
      ],
      good: [
        {
          file: 'trust/scheduler.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Principal": { "Service": "scheduler.amazonaws.com" },\n      "Action": "sts:AssumeRole",\n      "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }\n    }\n  ]\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    trust(trust, context) {
      if (!isAllowedTrust(trust) || hasUnknownCondition(trust) || isLimited(trust)) return;
      for (const { principal, service } of servicesIn(trust)) {
        if (service === 'rolesanywhere') {
          context.report({
            at: placeOf(principal.id),
            message: 'anchors',
            severity: 'medium',
            anchor: `${trust.anchor}|Principal[${service}]`,
            suggestions: limitToAnchor(trust),
          });
          continue;
        }
        if (!takingRoles.has(service)) continue;
        context.report({
          at: placeOf(principal.id),
          message: 'unlimited',
          data: { service: patternOf(principal.id) },
          anchor: `${trust.anchor}|Principal[${service}]`,
          suggestions: limitToAccount(trust),
        });
      }
    },
  },
});

const exampleAnchor = 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/ANCHOR_ID';

function limitToAnchor(trust: Grant): FixMaker[] {
  const statement = trust.statement?.value;
  return statement?.editable
    ? [
        editing(`Let in one trust anchor only (replace ${exampleAnchor})`, statement.at.uri, (document) => [
          addCondition(statement, { operator: 'ArnEquals', key: 'aws:SourceArn', values: [exampleAnchor] }, document),
        ]),
      ]
    : [];
}

/** Service principals by their name without region and domain: `logs.eu-central-1.amazonaws.com` is `logs`. */
function servicesIn(grant: Grant): { principal: Principal; service: string }[] {
  return grant.principals.flatMap((principal) => {
    const match =
      principal.kind === 'service'
        ? /^([a-z0-9.-]+?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/.exec(textOf(principal.id) ?? '')
        : null;
    return match ? [{ principal, service: match[1]! }] : [];
  });
}

function limitToAccount(grant: Grant): FixMaker[] {
  const statement = grant.statement?.value;
  if (!statement?.editable) return [];
  const account = grant.scope.map((scope) => accountOf(patternOf(scope.id))).find((one) => one !== undefined);
  const title = account ? `Let it in for account ${account} only` : 'Let it in for one account only (replace 111122223333)';
  return [
    editing(title, statement.at.uri, (document) => [
      addCondition(statement, { operator: 'StringEquals', key: 'aws:SourceAccount', values: [account ?? '111122223333'] }, document),
    ]),
  ];
}
