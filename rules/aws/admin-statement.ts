// Everything on everything, with no end: administrator by another name.
import { isBounded, isBreakGlass } from '../../server/engine/facts/aws/lookup.ts';
import { everyResourceOf, hasLimit, isEveryAction, isIdentityGrant, isLimited } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { actionsOfCode, endInThirtyDays } from './narrowing.ts';

export const adminStatement = defineRule({
  id: 'aws/admin-statement',
  meta: {
    title: 'Statement that allows everything on everything',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_1', 'CKV_AWS_62', 'AVD-AWS-0057', 'cloudsplaining Admin'],
    fix: 'suggestion',
    messages: {
      standing: '{who} may do everything on every resource of the account, with no end; name actions and resources, or let it end',
      bounded:
        '{who} may do everything that the permissions boundary lets through, with no end; name actions and resources, so that the boundary is the second line and not the only one',
      secondFactor:
        '{who} may do everything on every resource of the account once a second factor is given, with no end; name actions and resources',
    },
    subsumes: ['aws/wildcard-action', 'aws/resource-star-write'],
    docs: {
      what: 'An allow statement whose action and resource are both `*`.',
      why: 'Whoever holds such a statement owns the account: data, keys, the audit trail and the identities of everybody else. Standing, it waits for the first credential that leaks.',
      remedy:
        'Name the actions and resources that are used. For people, give a permission set that is asked for and ends; for an emergency, a role that only a named group can take and that alarms. While the needed actions are being found out, let the statement end with `DateLessThan` on `aws:CurrentTime`.',
      bad: [
        {
          file: 'policies/deployer.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "«*»", "Resource": "*" }
  ]
}
`,
        },
      ],
      good: [
        {
          file: 'policies/deployer.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::releases", "arn:aws:s3:::releases/*"] }
  ]
}
`,
        },
      ],
      references: [
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const { today, standing } = context.project.workspace;
      if (
        !isIdentityGrant(grant) ||
        grant.polarity.actions === 'except' ||
        isLimited(grant) ||
        lifetimeOf(grant, today, standing?.grantDays) !== 'standing' ||
        isBreakGlass(grant, context.project)
      )
        return;
      const everyAction = grant.actions.find((action) => isEveryAction(patternOf(action)));
      const everyResource = everyResourceOf(grant);
      if (!everyAction || !everyResource) return;
      const { aws: catalog } = context.project.catalogs;
      const mfa = hasLimit(grant, 'mfa');
      const bounded = isBounded(grant, context.project);
      context.report({
        at: placeOf(everyAction),
        message: bounded ? 'bounded' : mfa ? 'secondFactor' : 'standing',
        data: { who: holderOf(grant.principals.map((principal) => patternOf(principal.id))) },
        severity: bounded ? 'medium' : mfa ? 'high' : 'critical',
        anchor: grant.anchor,
        related: [{ at: placeOf(everyResource), message: 'on every resource' }],
        suggestions: [...(catalog ? actionsOfCode(everyAction, grant, catalog) : []), ...endInThirtyDays(grant, today)],
      });
    },
  },
});

/** Whoever holds the statement, where that is known. */
function holderOf(names: readonly string[]): string {
  const known = names.filter((name) => name !== '' && !name.includes('\0'));
  return known.length === 1 ? `\`${known[0]}\`` : 'Whoever holds this policy';
}
