// Policy documents as facts: effects, polarity, principals, what conditions narrow, lifetimes, and what is not known.
import { describe, expect, it } from 'vitest';
import { parseEmbeddedJson } from '../../../server/engine/facts/embedded-json.ts';
import { limitsOf } from '../../../server/engine/facts/aws/condition-limits.ts';
import { attachManagedPolicy, readPolicyDocument } from '../../../server/engine/facts/aws/policy-document.ts';
import { policyRoleOf } from '../../../server/engine/facts/aws/policy-role.ts';
import { breadthOf } from '../../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../../server/engine/facts/lifetime.ts';
import { noFacts, type Facts, type Grant } from '../../../server/engine/facts/types.ts';
import type { Leaf, Value } from '../../../server/engine/facts/value.ts';
import { expectLinear } from '../../support/growth.ts';

const at = { uri: 'a.json', span: [0, 0] as const };
const carrier = { dialect: 'iam-json' as const, kind: 'policy', address: '', block: at, head: at };

function parse(text: string): Value {
  return parseEmbeddedJson(text, { uri: 'a.json', span: [0, text.length] }, 0, 'json')!;
}

function read(document: unknown, role: Grant['role'] = 'identity'): Facts {
  const facts = noFacts();
  readPolicyDocument(parse(typeof document === 'string' ? document : JSON.stringify(document)), facts, {
    role,
    carrier,
    anchor: 'a',
    principals: [],
    enabled: 'yes',
  });
  return facts;
}

const statement = (more: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more }],
});
const leaf = (value: string): Leaf => ({
  kind: 'scalar',
  known: 'literal',
  value,
  at,
  token: at,
  via: [],
  encoding: 'json',
  editable: true,
});

describe('statements', () => {
  it('stand alone or in a list, and bare', () => {
    expect(read({ Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' } }).grants).toHaveLength(1);
    expect(
      read([
        { Effect: 'Allow', Action: 'a:b', Resource: '*' },
        { Effect: 'Deny', Action: 'a:b', Resource: '*' },
      ]).grants.map((grant) => grant.effect),
    ).toEqual(['allow', 'deny']);
    expect(read({ effect: 'allow', action: 'a:b', resource: '*' }).grants).toHaveLength(1);
  });

  it('without a known effect give nothing', () => {
    expect(
      read({ Statement: [{ Action: '*', Resource: '*' }, { Effect: 'Maybe', Action: '*', Resource: '*' }, 'x', null, 7] }).grants,
    ).toEqual([]);
  });

  it('have anchors by their sid, each its own', () => {
    expect(
      read({ Statement: ['A', 'A', ''].map((Sid) => ({ Sid, Effect: 'Allow', Action: 'a:b', Resource: '*' })) }).grants.map(
        (grant) => grant.anchor,
      ),
    ).toEqual(['a|Statement[Sid=A]', 'a|Statement[1]', 'a|Statement[2]']);
  });

  it('turn round with Not…', () => {
    const [grant] = read(
      { Statement: { Effect: 'Allow', NotAction: ['iam:*'], NotResource: 'arn:aws:s3:::b', NotPrincipal: { AWS: '111122223333' } } },
      'resource',
    ).grants;
    expect(grant!.polarity).toEqual({ actions: 'except', resources: 'except', principals: 'except' });
  });

  it('are trusts where the document is one', () => {
    const facts = read(statement({ Principal: { Service: 'ec2.amazonaws.com' } }), 'trust');
    expect([facts.grants.length, facts.trusts.length, facts.trusts[0]!.principals[0]!.kind]).toEqual([0, 1, 'service']);
  });

  it('ten thousand of them are read, in time that grows with their number', async () => {
    await expectLinear('statements', 1_250, (size) => {
      const document = {
        Statement: Array.from({ length: size }, (_, index) => ({ Sid: `s${index}`, Effect: 'Allow', Action: ['s3:Get*'], Resource: '*' })),
      };
      return () => expect(read(document).grants).toHaveLength(size);
    });
  });
});

describe('principals', () => {
  const kinds = (principal: unknown) =>
    read(statement({ Principal: principal }), 'resource').grants[0]!.principals.map(
      (one) => `${one.kind}${one.issuer ? ` ${one.issuer}` : ''}`,
    );

  it.each([
    ['*', ['any']],
    [{ AWS: '*' }, ['any']],
    [{ AWS: ['111122223333', 'arn:aws:iam::111122223333:root'] }, ['account', 'account']],
    [{ AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:user/a', 'AIDAEXAMPLE'] }, ['role', 'user', 'unknown']],
    [
      { Service: ['ec2.amazonaws.com'], Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
      ['service', 'federated gitlab.com'],
    ],
    [
      { Federated: ['cognito-identity.amazonaws.com', 'arn:aws:iam::111122223333:saml-provider/a'] },
      ['federated cognito-identity.amazonaws.com', 'federated saml'],
    ],
    [{ CanonicalUser: 'abc' }, ['user']],
    ['arn:aws:iam::*:root', ['any']],
  ])('%j', (principal, expected) => expect(kinds(principal)).toEqual(expected));
});

describe('what a condition narrows', () => {
  it.each([
    ['StringEquals', 'aws:PrincipalOrgID', ['o-1'], 'principal'],
    ['StringLike', 'aws:PrincipalOrgID', ['*'], 'none'],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', ['o-1'], 'none'],
    ['ForAllValues:StringEquals', 'aws:PrincipalTag/a', ['b'], 'none'],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', ['o-1/*'], 'principal'],
    ['StringNotEquals', 'aws:PrincipalAccount', ['1'], 'none'],
    ['Bool', 'aws:SecureTransport', ['true'], 'none'],
    ['Bool', 'aws:MultiFactorAuthPresent', ['true'], 'mfa'],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', ['true'], 'none'],
    ['Bool', 'aws:MultiFactorAuthPresent', ['false'], 'none'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24'], 'network'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '0.0.0.0/0'], 'none'],
    ['NotIpAddress', 'aws:SourceIp', ['203.0.113.0/24'], 'none'],
    ['DateLessThan', 'aws:CurrentTime', ['2027-01-01T00:00:00Z'], 'time'],
    ['StringEquals', 'ec2:ResourceTag/team', ['a'], 'resource'],
    ['StringEquals', 'iam:PassedToService', ['a'], 'service'],
    ['Null', 'aws:PrincipalOrgID', ['false'], 'none'],
    ['Null', 'aws:MultiFactorAuthAge', ['false'], 'mfa'],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:*'], 'none'],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::111122223333:role/*'], 'principal'],
    ['StringEquals', 'lambda:FunctionUrlAuthType', ['NONE'], 'none'],
    ['StringEquals', 'lambda:FunctionUrlAuthType', ['AWS_IAM'], 'principal'],
    ['StringEquals', 'aws:RequestedRegion', ['eu-central-1'], 'none'],
  ] as const)('%s %s %j → %s', (operator, key, values, expected) => expect(limitsOf(operator, key, values.map(leaf))).toBe(expected));

  it('is taken to limit where it is not known', () => {
    const conditions = (text: string) => read(text).grants[0]!.conditions.map((condition) => condition.limits);
    expect(conditions('{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": \0 } }')).toEqual(['other']);
    expect(
      conditions('{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": { "StringEquals": \0 } } }'),
    ).toEqual(['other']);
    expect(
      conditions(
        '{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalOrgID": "\0" } } } }',
      ),
    ).toEqual(['principal']);
  });
});

describe('how long', () => {
  const life = (condition: object, today = '2026-11-21') => lifetimeOf(read(statement({ Condition: condition })).grants[0]!, today);

  it('follows aws:CurrentTime', () => {
    expect(life({})).toBe('standing');
    expect(life({ DateLessThan: { 'aws:CurrentTime': '2026-12-21T00:00:00Z' } })).toBe('temporary');
    expect(life({ DateLessThanEquals: { 'aws:EpochTime': '1800000000' } })).toBe('temporary');
    expect(life({ DateLessThan: { 'aws:CurrentTime': '2027-12-21T00:00:00Z' } })).toBe('standing');
    expect(life({ DateLessThan: { 'aws:CurrentTime': '2026-11-20T00:00:00Z' } })).toBe('ended');
    expect(life({ DateLessThan: { 'aws:CurrentTime': 'soon' } })).toBe('unknown');
    expect(life({ DateGreaterThan: { 'aws:CurrentTime': '2026-11-20T00:00:00Z' } })).toBe('standing');
  });
});

describe('how broad', () => {
  it.each([
    ['*', 'everything'],
    ['arn:aws:*', 'everything'],
    ['arn:aws:s3:::*', 'service'],
    ['arn:aws:s3:::*/*', 'service'],
    ['arn:aws:s3:::b/*', 'narrow'],
    ['arn:aws:dynamodb:*:*:table/*', 'type'],
    ['arn:aws:iam::*:role/*', 'type'],
    ['arn:aws:iam::111122223333:role/app/*', 'narrow'],
    ['arn:aws:sqs:eu-central-1:111122223333:*', 'service'],
    ['arn:aws:logs:*:*:log-group:/aws/lambda/*', 'narrow'],
    ['arn:aws:s3*', 'service'],
  ])('%s is %s', (pattern, expected) => expect(breadthOf({ level: 'resource', id: leaf(pattern) })).toBe(expected));
});

describe('what a document is for', () => {
  it.each([
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'policies/deploy.json', 'identity'],
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'org/scp-region.json', 'org-limit'],
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'describe.json', 'identity'],
    [{ Effect: 'Allow', Action: '*', Resource: '*' }, 'iam/developer-boundary.json', 'boundary'],
    [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }, 'a.json', 'trust'],
    [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }, 'a.json', 'resource'],
    [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }, 'a.json', 'key-policy'],
  ])('%j in %s is %s', (one, name, expected) => expect(policyRoleOf(parse(JSON.stringify({ Statement: [one] })), name)).toBe(expected));
});

it('an attached policy is a grant by name', () => {
  const facts = noFacts();
  attachManagedPolicy(leaf('arn:aws:iam::aws:policy/AdministratorAccess'), facts, { carrier, anchor: 'a', principals: [], enabled: 'yes' });
  expect([facts.grants[0]!.role, facts.grants[0]!.anchor]).toEqual([
    'entitlement',
    'a|policy[arn:aws:iam::aws:policy/AdministratorAccess]',
  ]);
});
