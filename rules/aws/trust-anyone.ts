// Roles that anyone may assume.
import { isGuarded } from '../../server/engine/facts/aws/guards.ts';
import { isCallersTag } from '../../server/engine/facts/aws/resource-access.ts';
import { trustsBeside } from '../../server/engine/facts/aws/lookup.ts';
import { conditionsOn } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { hasUnknownCondition, isAllowedTrust, principalPlace } from '../../server/engine/facts/aws/trust.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const trustAnyone = defineRule({
  id: 'aws/trust-anyone',
  meta: {
    title: 'Role that anyone can assume',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03', 'PR.AA-05'],
    peers: ['CKV_AWS_60', 'CKV_AWS_61', 'cfn_nag F21', 'AVD-AWS-0057'],
    fix: 'suggestion',
    messages: {
      anyone: '`{principal}` lets every AWS account in the world assume this role; name the accounts or roles that need it',
      externalId:
        '`{principal}` lets every AWS account assume this role that knows the external id, which is no secret; name the account that has it',
      tag: '`{principal}` lets every AWS account assume this role that gives its own principals the tag `{tag}`, as each may; name the accounts or roles that need it, or ask for `aws:PrincipalOrgID` too',
      network: '`{principal}` lets every AWS account assume this role from an allowed network; name the accounts or roles that need it',
    },
    docs: {
      what: 'A trust policy whose principal is `*` and whom no condition limits to an organization, an account or a principal.',
      why: 'Any AWS customer can take such a role with one call. Account ids are guessed and listed in public; roles that are open are found by scanning.',
      remedy: 'Name the accounts or roles in `Principal`. For a whole organization, add `aws:PrincipalOrgID` with `StringEquals`.',
      bad: [
        {
          file: 'trust/reader.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "«*»" }, "Action": "sts:AssumeRole" }
  ]
}
`,
        },
      ],
      good: [
        {
          file: 'trust/reader.json',
          text: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "*" },
      "Action": "sts:AssumeRole",
      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
    }
  ]
}
`,
        },
      ],
      references: [
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      ],
    },
  },
  on: {
    trust(trust, context) {
      const { today } = context.project.workspace;
      if (
        !isAllowedTrust(trust) ||
        trust.polarity.principals === 'except' ||
        hasUnknownCondition(trust) ||
        lifetimeOf(trust, today) === 'ended'
      )
        return;
      const anyone = trust.principals.find((principal) => principal.kind === 'any');
      if (!anyone) return;
      const limiting = trust.conditions.filter(
        (condition) => condition.limits !== 'none' && condition.limits !== 'time' && condition.limits !== 'mfa',
      );
      const byId = limiting.length > 0 && limiting.every((condition) => condition.key.toLowerCase() === 'sts:externalid');
      const byTag = limiting.length > 0 && limiting.every(isCallersTag);
      const byNetwork =
        limiting.length > 0 && limiting.every((condition) => condition.limits === 'network' && /sourceip$/i.test(condition.key));
      if (limiting.length > 0 && !byId && !byTag && !byNetwork) return;
      if (isGuarded(trust, trustsBeside(trust, context.project))) return;
      const own = conditionsOn(trust, 'aws:PrincipalAccount').length === 0 && anyone.id.editable && anyone.id.kind === 'scalar';
      context.report({
        at: principalPlace(anyone),
        message: byId ? 'externalId' : byTag ? 'tag' : byNetwork ? 'network' : 'anyone',
        data: { principal: patternOf(anyone.id), tag: (limiting[0]?.key.replace(/^[^/]*\//, '') ?? '').replaceAll('\0', '…') },
        severity: byId || byTag ? 'high' : byNetwork ? 'medium' : 'critical',
        anchor: `${trust.anchor}|Principal`,
        suggestions: own
          ? [
              editing('Let in one account (replace 111122223333)', anyone.id.at.uri, () => [
                replaceText(anyone.id, 'arn:aws:iam::111122223333:root'),
              ]),
            ]
          : [],
      });
    },
  },
});
