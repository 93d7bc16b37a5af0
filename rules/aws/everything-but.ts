// `NotAction` and `NotResource` in statements that allow: what is granted is everything else, now and in future.
import { breadthOf, isIdentityGrant, isResourceGrant } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import { matchesPattern } from '../../server/engine/catalog/aws-pattern.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
];

export const notActionAllow = defineRule({
  id: 'aws/not-action-allow',
  meta: {
    title: 'NotAction in an allow statement',
    category: 'wildcard',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['cfn_nag W14', 'cfn_nag W15', 'cfn_nag W17', 'AVD-AWS-0057'],
    fix: 'none',
    whyNoFix:
      'Which actions are meant is known only to the author: everything but the list is granted, and any narrower list takes something away.',
    messages: {
      withIam:
        'everything but {listed} is allowed, IAM included: whoever holds this can make themselves administrator; list the actions that are needed',
      withoutIam: 'everything but {listed} is allowed, and every service that AWS adds later; list the actions that are needed',
    },
    docs: {
      what: '`NotAction` together with `Effect: Allow`.',
      why: '`NotAction` grants whatever it does not name: hundreds of services today and each new one on the day it appears. Unless the list holds `iam:*`, what is left leads to administrator.',
      remedy: 'Turn the statement round: `Action` with what is needed. To forbid some actions, use `Effect: Deny` with `Action`.',
      bad: [
        {
          file: 'policies/developer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "«NotAction»": ["billing:*"], "Resource": "*" }]\n}\n',
        },
      ],
      good: [
        {
          file: 'policies/developer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Deny", "NotAction": ["s3:GetObject"], "Resource": "*" }]\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    grant: (grant, context) => checkActions(grant, context),
    trust: (trust, context) => checkActions(trust, context),
  },
});

function checkActions(grant: Grant, context: RuleContext<'withIam' | 'withoutIam'>): void {
  const at = grant.statement?.keys['NotAction'];
  if (!at || !isAllowing(grant, context.project.workspace.today)) return;
  const patterns = grant.actions.map(patternOf);
  const keepsIam =
    grant.role === 'identity' &&
    !patterns.some(
      (pattern) => pattern.includes('\0') || ['iam:AttachRolePolicy', 'iam:PassRole'].some((action) => matchesPattern(pattern, action)),
    );
  const broad = grant.scope.some((scope) => breadthOf(scope) === 'everything');
  context.report({
    at,
    message: keepsIam && broad ? 'withIam' : 'withoutIam',
    data: { listed: listed(patterns) },
    severity: keepsIam && broad ? 'critical' : 'high',
    anchor: `${grant.anchor}|NotAction`,
  });
}

export const notResourceAllow = defineRule({
  id: 'aws/not-resource-allow',
  meta: {
    title: 'NotResource in an allow statement',
    category: 'wildcard',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['cfn_nag W21', 'cfn_nag W22', 'cfn_nag W23'],
    fix: 'none',
    whyNoFix: 'Which resources are meant is known only to the author.',
    messages: { allBut: '{actions} allowed on every resource but {listed}, and on every one made later; name the resources in Resource' },
    docs: {
      what: '`NotResource` together with `Effect: Allow`.',
      why: 'Every resource that is not on the list is granted, in all accounts that trust this one, including those that do not exist yet.',
      remedy: 'Name the resources in `Resource`. To protect a few, keep the list in a statement with `Effect: Deny` and `Resource`.',
      bad: [
        {
          file: 'policies/reader.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "«NotResource»": "arn:aws:s3:::payroll/*" }]\n}\n',
        },
      ],
      good: [
        {
          file: 'policies/reader.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::public/*" }]\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const at = grant.statement?.keys['NotResource'];
      if (!at || !isAllowing(grant, context.project.workspace.today)) return;
      const actions = grant.actions.map(patternOf);
      context.report({
        at,
        message: 'allBut',
        data: {
          actions: actions.length === 1 ? `${listed(actions)} is` : `${listed(actions)} are`,
          listed: listed(grant.scope.map((scope) => patternOf(scope.id))),
        },
        anchor: `${grant.anchor}|NotResource`,
      });
    },
  },
});

function isAllowing(grant: Grant, today: string): boolean {
  return (
    grant.enabled !== 'no' &&
    (isIdentityGrant(grant) ||
      isResourceGrant(grant) ||
      (grant.role === 'trust' && grant.platform === 'aws' && grant.effect === 'allow')) &&
    lifetimeOf(grant, today) !== 'ended'
  );
}

function listed(patterns: readonly string[]): string {
  const shown = patterns.slice(0, 3).map((pattern) => `\`${pattern.replaceAll('\0', '…')}\``);
  return patterns.length === 0 ? 'nothing' : shown.join(', ') + (patterns.length > 3 ? ` and ${patterns.length - 3} more` : '');
}
