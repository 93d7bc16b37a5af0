// Conditions that look like limits and are none, grants whose end is past, and creators of roles without a boundary.
import { parseOperator } from '../../server/engine/facts/aws/condition-limits.ts';
import { isEveryAction, isIdentityGrant, isResourceGrant, wholeServiceOf } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { matchesPattern } from '../../server/engine/catalog/aws-pattern.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Condition, Grant } from '../../server/engine/facts/types.ts';
import { entryOf, patternOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
];
const statement = (body: string) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${body}\n  ]\n}\n`;
const file = 'policies/reader.json';
const read = (condition: string) =>
  statement(`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", "Condition": ${condition} }`);

/** Keys that have one value. `ForAllValues` on such a key says nothing but "or absent". */
const multiValued =
  /^(?:aws:(?:tagkeys|principalorgpaths|calledvia|sourceorgpaths|resourceorgpaths|vpceorgpaths|principalservicenameslist)|dynamodb:(?:attributes|leadingkeys)|.*:amr|s3:requestobjecttagkeys|kms:encryptioncontextkeys|ses:recipients|route53:changeresourcerecordsets\w+)$/;

/** Tags of a request or of a resource: they are often absent, and `StringLike` with `*` asks that there is one. */
const ofTag = /:(?:requesttag|resourcetag)\//i;

export const conditionWeak = defineRule({
  id: 'aws/condition-weak',
  meta: {
    title: 'Condition that holds without its key',
    category: 'trust',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['parliament SINGLE_VALUE_CONDITION_TOO_PERMISSIVE', 'AWS Access Analyzer'],
    fix: 'suggestion',
    messages: {
      forAll: '`{operator}` also holds when the request has no `{key}`, which has a single value anyway; use `{better}`',
      ifExists: '`{operator}` also holds when the request has no `{key}`, and nothing else limits this statement; use `{better}`',
      anything: '`{operator}` with `{value}` lets every `{key}` through; name what is meant',
    },
    docs: {
      what: 'A condition of an allow statement that holds when its key is absent, or whatever its value is.',
      why: '`ForAllValues` and `…IfExists` are true for a request that does not carry the key. In an allow statement that lets in just the caller that was to be kept out: the one without the tag, the second factor or the organization.',
      remedy: 'Use the plain operator. For keys with several values, `ForAnyValue`, or `ForAllValues` together with `Null: false`.',
      bad: [{ file, text: read('{ "ForAllValues:StringEquals": { «"aws:PrincipalOrgID": "o-a1b2c3d4e5"» } }') }],
      good: [{ file, text: read('{ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }') }],
      references,
    },
  },
  on: {
    grant: (grant, context) => (isIdentityGrant(grant) || isResourceGrant(grant) ? weak(grant, context) : undefined),
    trust: (trust, context) =>
      trust.platform === 'aws' && trust.effect === 'allow' && trust.enabled !== 'no' ? weak(trust, context) : undefined,
  },
});

function weak(grant: Grant, context: RuleContext<'forAll' | 'ifExists' | 'anything'>): void {
  const others = grant.conditions.some((condition) => condition.limits !== 'none');
  for (const condition of grant.conditions) {
    if (condition.limits !== 'none' || condition.operator === 'unknown') continue;
    const { base, set, ifExists } = parseOperator(condition.operator);
    const data = {
      operator: condition.operator,
      key: condition.key.replaceAll('\0', '…'),
      better: betterOf(condition.operator),
      value: condition.values.map(patternOf).join(', ').replaceAll('\0', '…'),
    };
    const anchor = `${grant.anchor}|Condition[${condition.operator} ${condition.key.replaceAll('\0', '?')}]`;
    // Keys of a user carry no second factor at all, and so pass a condition that holds where nothing is said of one.
    const secondFactor =
      base === 'bool' &&
      ifExists &&
      condition.key.toLowerCase() === 'aws:multifactorauthpresent' &&
      condition.values.some((value) => textOf(value)?.toLowerCase() === 'true');
    if (base.includes('not') || base === 'null' || (base === 'bool' && !secondFactor)) continue;
    if (set === 'all' && !multiValued.test(condition.key.toLowerCase()))
      context.report({ at: condition.at, message: 'forAll', data, anchor, suggestions: plainOperator(grant, condition) });
    else if (ifExists && (secondFactor || !others) && !/^aws:(?:securetransport|requestedregion|sourceip)$/i.test(condition.key))
      context.report({ at: condition.at, message: 'ifExists', data, anchor, suggestions: plainOperator(grant, condition) });
    else if (
      !set &&
      !ifExists &&
      base.endsWith('like') &&
      condition.values.some((value) => /^\*+$/.test(patternOf(value))) &&
      !others &&
      !ofTag.test(condition.key)
    )
      context.report({ at: condition.at, message: 'anything', data, anchor });
  }
}

/** The operator without what makes it hold for absent keys. */
function betterOf(operator: string): string {
  return operator.replace(/^ForAllValues:/i, '').replace(/IfExists$/i, '');
}

function plainOperator(grant: Grant, condition: Condition): FixMaker[] {
  const conditions = grant.statement?.value && entryOf(grant.statement.value, 'Condition', true)?.value;
  const operator = conditions && entryOf(conditions, condition.operator);
  const better = betterOf(condition.operator);
  if (!operator?.key.editable || operator.key.kind !== 'scalar' || !conditions || entryOf(conditions, better)) return [];
  return [editing(`Use ${better}`, operator.key.at.uri, (document) => [replaceValue(operator.key, better, document)])];
}

export const conditionIpOnly = defineRule({
  id: 'aws/condition-ip-only',
  meta: {
    title: 'Trust limited by a wide network alone',
    category: 'trust',
    severity: 'low',
    profile: 'strict',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which addresses are meant is known only to the author.',
    messages: { wide: '`{range}` is all that limits this trust, and it is {size} addresses; narrow it, and name the principal too' },
    docs: {
      what: 'A trust whose only limit is `aws:SourceIp` with a range of more than 65,536 addresses.',
      why: 'An address says where a request came from, not who made it, and a wide range belongs to many.',
      remedy: 'Name principals; keep the range as the second lock, as narrow as the network is.',
      bad: [
        {
          file: 'trust/partner.json',
          text: statement(
            '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/collector" }, "Action": "sts:AssumeRole", "Condition": { "IpAddress": { "aws:SourceIp": "«203.0.0.0/8»" } } }',
          ),
        },
      ],
      good: [
        {
          file: 'trust/partner.json',
          text: statement(
            '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/collector" }, "Action": "sts:AssumeRole", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }',
          ),
        },
      ],
      references,
    },
  },
  on: {
    trust(trust, context) {
      if (trust.platform !== 'aws' || trust.effect !== 'allow' || trust.enabled === 'no') return;
      const limiting = trust.conditions.filter((condition) => condition.limits !== 'none' || /sourceip$/i.test(condition.key));
      if (limiting.length === 0 || !limiting.every((condition) => /sourceip$/i.test(condition.key))) return;
      for (const condition of limiting) {
        for (const value of condition.values) {
          const bits = /^(\d+)\.\d+\.\d+\.\d+\/(\d{1,2})$/.exec(textOf(value) ?? '');
          if (!bits || Number(bits[2]) >= 16 || bits[1] === '10') continue;
          context.report({
            at: placeOf(value),
            message: 'wide',
            data: { range: textOf(value)!, size: (2 ** (32 - Number(bits[2]))).toLocaleString('en') },
            anchor: `${trust.anchor}|SourceIp`,
          });
        }
      }
    },
  },
});

export const expiryInPast = defineRule({
  id: 'aws/expiry-in-past',
  meta: {
    title: 'Statement that has ended',
    category: 'admin',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI1:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether the statement is to go or to be renewed is for its owner to say.',
    messages: { ended: 'this statement ended on {date}; delete it, or give it a new end if it is still needed' },
    docs: {
      what: 'A statement whose end (`aws:CurrentTime`) is past.',
      why: 'It allows nothing and looks as if it did. The next reader moves the date on instead of asking whether it is needed.',
      remedy: 'Delete the statement.',
      bad: [{ file, text: read('{ "DateLessThan": { "aws:CurrentTime": "«2025-01-31T00:00:00Z»" } }') }],
      good: [{ file, text: statement('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }') }],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html'],
    },
  },
  on: {
    grant: (grant, context) => ended(grant, context),
    trust: (trust, context) => ended(trust, context),
  },
});

function ended(grant: Grant, context: RuleContext<'ended'>): void {
  const { until } = grant.lifetime;
  if (grant.platform !== 'aws' || grant.effect !== 'allow' || !until || lifetimeOf(grant, context.project.workspace.today) !== 'ended')
    return;
  context.report({ at: placeOf(until), message: 'ended', data: { date: patternOf(until).slice(0, 10) }, anchor: `${grant.anchor}|until` });
}

export const boundaryMissing = defineRule({
  id: 'aws/boundary-missing',
  meta: {
    title: 'Roles created without a boundary',
    category: 'admin',
    severity: 'low',
    profile: 'strict',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The boundary has to be written first.',
    messages: {
      unbounded:
        '`{action}` creates identities that may hold more than their creator; require a boundary with a condition on `iam:PermissionsBoundary`',
    },
    docs: {
      what: 'A statement that allows creating roles or users without a condition on `iam:PermissionsBoundary`.',
      why: 'Whoever creates roles and gives them policies has all that the account allows. A boundary is the only limit that goes on to what they create.',
      remedy: 'Write a boundary policy and require it: `StringEquals` on `iam:PermissionsBoundary` with its ARN.',
      bad: [
        {
          file,
          text: statement('{ "Effect": "Allow", "Action": "«iam:CreateRole»", "Resource": "arn:aws:iam::111122223333:role/app/*" }'),
        },
      ],
      good: [
        {
          file,
          text: statement(
            '{ "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "arn:aws:iam::111122223333:role/app/*", "Condition": { "StringEquals": { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/app-boundary" } } }',
          ),
        },
      ],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
    },
  },
  on: {
    grant(grant, context) {
      if (
        !isIdentityGrant(grant) ||
        grant.polarity.actions === 'except' ||
        grant.conditions.some((condition) => condition.limits !== 'none')
      )
        return;
      const action = grant.actions.find((one) => {
        const pattern = patternOf(one);
        return (
          !isEveryAction(pattern) &&
          wholeServiceOf(pattern) === undefined &&
          (matchesPattern(pattern, 'iam:CreateRole') || matchesPattern(pattern, 'iam:CreateUser'))
        );
      });
      if (action)
        context.report({
          at: placeOf(action),
          message: 'unbounded',
          data: { action: patternOf(action) },
          anchor: `${grant.anchor}|boundary`,
        });
    },
  },
});
