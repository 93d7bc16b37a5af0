// Roles that other accounts may take: as a whole and without an external id, by patterns, or as "everyone but".
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { accountOf } from '../../server/engine/facts/aws/principals.ts';
import { conditionsOn, hasLimit, isLimited, isResourceGrant } from '../../server/engine/facts/aws/statement.ts';
import { hasUnknownCondition, isAllowedTrust } from '../../server/engine/facts/aws/trust.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
];
const file = 'trust/partner.json';
const example = (principal: string, condition = '', key = 'Principal') => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "${key}": ${principal},
      "Action": "sts:AssumeRole"${condition}
    }
  ]
}
`;
const withExternalId = ',\n      "Condition": { "StringEquals": { "sts:ExternalId": "3f1c9a70-orders" } }';
const good = [{ file, text: example('{ "AWS": "arn:aws:iam::444455556666:role/collector" }', withExternalId) }];

/** A trust by which a literal account, as a whole, may take the role; one that names who may not is judged by a rule of its own. */
function wholeAccounts(grant: Grant) {
  if (grant.polarity.principals === 'except') return [];
  return grant.principals.filter(
    (principal) => principal.kind === 'account' && principal.id.kind === 'scalar' && accountOf(patternOf(principal.id)) !== undefined,
  );
}

export const trustCrossAccountNoExternalId = defineRule({
  id: 'aws/trust-cross-account-no-external-id',
  meta: {
    title: 'Another account trusted without an external id',
    category: 'trust',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_61'],
    fix: 'suggestion',
    messages: {
      missing:
        "account {account} can assume this role without an external id; if it is a vendor's, any other customer of theirs can have them use this role too; require `sts:ExternalId`",
    },
    docs: {
      what: 'A trust in the whole of an account that is written as a number, without `sts:ExternalId` and without another limit.',
      why: 'A vendor serves many customers from one account. A customer who names your role as theirs is served with your data, unless the role asks for the id that the vendor gave to you alone.',
      remedy:
        'Require `sts:ExternalId` with the value that the vendor generated for you. Within an organization, `aws:PrincipalOrgID` does.',
      bad: [{ file, text: example('{ "AWS": "«444455556666»" }') }],
      good: [
        ...good,
        {
          file,
          text: example('{ "AWS": "444455556666" }', ',\n      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }'),
        },
      ],
      references,
    },
  },
  on: {
    trust(trust, context) {
      if (
        !isAllowedTrust(trust) ||
        hasUnknownCondition(trust) ||
        isLimited(trust) ||
        hasLimit(trust, 'mfa') ||
        conditionsOn(trust, 'sts:ExternalId').length > 0
      )
        return;
      for (const principal of wholeAccounts(trust)) {
        const account = accountOf(patternOf(principal.id))!;
        context.report({
          at: placeOf(principal.id),
          message: 'missing',
          data: { account },
          anchor: `${trust.anchor}|Principal[${account}]`,
          suggestions: requireExternalId(trust),
        });
      }
    },
  },
});

function requireExternalId(trust: Grant) {
  const statement = trust.statement?.value;
  if (!statement?.editable) return [];
  return [
    editing('Require an external id (replace EXTERNAL_ID)', statement.at.uri, (document) => [
      addCondition(statement, { operator: 'StringEquals', key: 'sts:ExternalId', values: ['EXTERNAL_ID'] }, document),
    ]),
  ];
}

export const trustPrincipalWildcardArn = defineRule({
  id: 'aws/trust-principal-wildcard-arn',
  meta: {
    title: 'Pattern where a principal is asked for',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['parliament UNKNOWN_PRINCIPAL'],
    fix: 'none',
    whyNoFix: 'Which accounts are meant is known only to the author.',
    messages: {
      principal:
        '`{principal}` is a pattern, and `Principal` takes none: AWS refuses the policy; name the principal, or use a condition on `aws:PrincipalArn` with a fixed account',
      condition: '`{principal}` lets in roles of that name in every AWS account; put the account number in place of `*`',
    },
    docs: {
      what: "A wildcard in a principal's ARN, or in the account part of a condition on `aws:PrincipalArn`.",
      why: "In `Principal` a pattern is not allowed, and the next attempt is usually `*`. In a condition, `arn:aws:iam::*:role/deploy` is met by a role of that name in a stranger's account.",
      remedy: 'Write the account number, and the name or path in the condition.',
      bad: [{ file, text: example('{ "AWS": "«arn:aws:iam::444455556666:role/ci-*»" }') }],
      good,
      references,
    },
  },
  on: {
    grant: (grant, context) => (isResourceGrant(grant) ? patternPrincipals(grant, context) : undefined),
    trust(trust, context) {
      if (!isAllowedTrust(trust)) return;
      patternPrincipals(trust, context);
      if (
        !trust.principals.some((principal) => principal.kind === 'any') ||
        conditionsOn(trust, 'aws:PrincipalOrgID').length > 0 ||
        conditionsOn(trust, 'aws:PrincipalAccount').length > 0
      )
        return;
      for (const condition of conditionsOn(trust, 'aws:PrincipalArn')) {
        for (const value of condition.values) {
          if (/^arn:[^:]*:(?:iam|sts)::\*:/.test(patternOf(value)))
            context.report({
              at: placeOf(value),
              message: 'condition',
              data: { principal: shownOf(value) },
              anchor: `${trust.anchor}|PrincipalArn`,
            });
        }
      }
    },
  },
});

function patternPrincipals(grant: Grant, context: RuleContext<'principal' | 'condition'>): void {
  for (const principal of grant.principals) {
    const text = patternOf(principal.id);
    if (principal.kind !== 'any' && /^arn:.*[*?]/.test(text))
      context.report({
        at: placeOf(principal.id),
        message: 'principal',
        data: { principal: text.replaceAll('\0', '…') },
        anchor: `${grant.anchor}|Principal`,
      });
  }
}

export const notPrincipalAllow = defineRule({
  id: 'aws/trust-not-principal',
  meta: {
    title: 'NotPrincipal in an allow statement',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['cfn_nag F6', 'cfn_nag F7', 'cfn_nag F8', 'cfn_nag F9', 'parliament NotPrincipal'],
    fix: 'none',
    whyNoFix: 'Who is meant is known only to the author: everyone but the list is let in.',
    messages: {
      everyoneBut: 'everyone in the world but {listed} is let in, those without an account included; name who is let in, in `Principal`',
    },
    docs: {
      what: '`NotPrincipal` together with `Effect: Allow`.',
      why: 'All but the named ones are allowed: every other account of AWS, and anonymous callers.',
      remedy: 'Name who is meant in `Principal`. To hold off some, use a deny statement with a condition on `aws:PrincipalArn`.',
      bad: [{ file, text: example('{ "AWS": "arn:aws:iam::444455556666:role/intern" }', '', '«NotPrincipal»') }],
      good,
      references,
    },
  },
  on: {
    trust: (trust, context) => (isAllowedTrust(trust) ? notPrincipal(trust, context) : undefined),
    grant: (grant, context) => (isResourceGrant(grant) ? notPrincipal(grant, context) : undefined),
  },
});

function notPrincipal(grant: Grant, context: RuleContext<'everyoneBut'>): void {
  const at = grant.statement?.keys['NotPrincipal'];
  if (!at) return;
  const names = grant.principals.slice(0, 2).map((principal) => `\`${shownOf(principal.id)}\``);
  context.report({ at, message: 'everyoneBut', data: { listed: names.join(', ') || 'nobody' }, anchor: `${grant.anchor}|NotPrincipal` });
}
