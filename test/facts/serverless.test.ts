// What the Serverless Framework's files come to: roles, variables that the files say, programs.
import { expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import type { Facts } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { serverlessReader } from '../../server/engine/facts/serverless/reader.ts';
import { reader as programReader } from '../../server/engine/facts/typescript/reader.ts';

function read(text: string, beside: Readonly<Record<string, string>> = {}, uri = 'api/serverless.yml'): Facts {
  const others = new Map(Object.entries(beside).map(([name, other]) => [name, createDocument(name, other)]));
  return (uri.endsWith('.ts') ? programReader : serverlessReader)
    .read([createDocument(uri, text)], { neighbour: (name) => others.get(name) })
    .get(uri)!;
}

const lines = (facts: Facts): string[] =>
  [...facts.grants, ...facts.trusts].map(
    (grant) =>
      `${grant.role} ${grant.entitlement ? `policy ${patternOf(grant.entitlement)}` : grant.actions.map(patternOf).join(',')} on ${grant.scope.map((scope) => patternOf(scope.id).replaceAll('\0', '…')).join(',')}`,
  );

it('reads the role of a function like the one of the provider', () => {
  const role = (holder: string) => `
provider:
  name: aws
functions:
  mail:
    handler: a.b
${holder}`;
  expect(
    lines(
      read(
        role(`    iam:
      role:
        managedPolicies: [arn:aws:iam::aws:policy/AmazonSESFullAccess]
        statements: [{ Effect: Allow, Action: 'sns:*', Resource: '*' }]
        permissionsBoundary: arn:aws:iam::111122223333:policy/edge
`),
      ),
    ),
  ).toEqual([
    'identity sns:* on *',
    'entitlement policy arn:aws:iam::aws:policy/AmazonSESFullAccess on ',
    'boundary policy arn:aws:iam::111122223333:policy/edge on ',
  ]);
  expect(
    lines(read(role(`    iamPermissionsBoundary: arn:aws:iam::111122223333:policy/edge\n    role: arn:aws:iam::111122223333:role/mail\n`))),
  ).toEqual(['boundary policy arn:aws:iam::111122223333:policy/edge on ']);
});

it('follows variables of the file and of files beside it, once and through one another', () => {
  const text = `
provider:
  name: aws
  iam:
    role:
      statements:
        - \${self:custom.wide.0}
        - \${file(iam/queue.yml):statement}
        - Effect: Allow
          Action: s3:GetObject
          Resource: \${self:custom.bucket}/*
        - \${ssm:/statement}
custom:
  stage: \${opt:stage, 'dev'}
  name: data
  bucket: arn:aws:s3:::\${self:custom.name}
  wide:
    - { Effect: Allow, Action: "kms:*", Resource: "*" }
`;
  const facts = read(text, { 'api/iam/queue.yml': 'statement:\n  Effect: Allow\n  Action: sqs:*\n  Resource: "*"\n' });
  expect(lines(facts)).toEqual(['identity kms:* on *', 'identity sqs:* on *', 'identity s3:GetObject on arn:aws:s3:::data/*']);
  expect(placeOf(facts.grants[0]!.actions[0]!)).toEqual({
    uri: 'api/serverless.yml',
    span: [text.indexOf('kms:*'), text.indexOf('kms:*') + 5],
  });
  expect(placeOf(facts.grants[1]!.actions[0]!).uri).toBe('api/iam/queue.yml');
  expect(facts.problems.map((problem) => problem.kind)).toEqual(['unresolved']);
});

it('stands at each use of a variable that is used twice', () => {
  const text =
    'provider: { name: aws, iamRoleStatements: ["${self:custom.s}"] }\nfunctions:\n  a: { iamRoleStatements: ["${self:custom.s}"] }\ncustom:\n  s: { Effect: Allow, Action: "iam:*", Resource: "*" }\n';
  const places = read(text).grants.map((grant) => placeOf(grant.actions[0]!).span[0]);
  expect(places).toHaveLength(2);
  expect(new Set(places).size).toBe(2);
});

it('does not follow a file into itself, nor a list that multiplies itself', () => {
  const many = Array.from({ length: 60 }, () => '    - ${self:custom.a}').join('\n');
  expect(lines(read(`provider: { name: aws, iamRoleStatements: "\${self:custom.a}" }\ncustom:\n  a:\n${many}\n`))).toEqual([]);
  expect(
    lines(
      read('provider: { name: aws, iamRoleStatements: ["${file(serverless.yml):provider}"] }', {
        'api/serverless.yml': 'provider: { a: "${file(serverless.yml):provider}" }',
      }),
    ),
  ).toEqual([]);
});

it('reads boundaries, the policy of the API and properties that are added to the role', () => {
  expect(
    lines(
      read(`
provider:
  name: aws
  iam: { role: { permissionsBoundary: "arn:aws:iam::111122223333:policy/team" } }
  apiGateway:
    resourcePolicy:
      - { Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "execute-api:/*" }
resources:
  extensions:
    IamRoleLambdaExecution:
      Properties:
        Policies:
          - { PolicyName: a, PolicyDocument: { Statement: [{ Effect: Allow, Action: "ses:*", Resource: "*" }] } }
`),
    ),
  ).toEqual([
    'boundary policy arn:aws:iam::111122223333:policy/team on ',
    'resource execute-api:Invoke on execute-api:/*',
    'identity ses:* on *',
  ]);
});

it('reads services that are written as programs', () => {
  expect(
    lines(
      read(
        `import type { AWS } from '@serverless/typescript';
const serverlessConfiguration: AWS = {
  service: 'orders',
  provider: { name: 'aws', iam: { role: { statements: [{ Effect: 'Allow', Action: ['dynamodb:*'], Resource: '*' }], managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } },
  functions: { pay: { handler: 'src/pay.handler', url: true } },
};
module.exports = serverlessConfiguration;
`,
        {},
        'api/serverless.ts',
      ),
    ),
  ).toEqual([
    'identity dynamodb:* on *',
    'policy arn:aws:iam::aws:policy/AdministratorAccess on '.replace('policy', 'entitlement policy'),
    'resource lambda:InvokeFunctionUrl on ',
  ]);
});

it('places functions and resources that files of their own write in those files', () => {
  const service = `import { roles } from './roles';
import jobs from './jobs';
import { wide } from './statements';
export default {
  provider: { name: 'aws', iam: { role: { statements: wide } } },
  functions: { jobs },
  resources: { Resources: { ...roles } },
};
`;
  const facts = read(
    service,
    {
      'api/roles.ts': `export const roles = { Worker: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } };
`,
      'api/jobs.ts': `export default { handler: 'jobs.main', iamRoleStatements: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] };
`,
      'api/statements.ts': `export const wide = [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }];
`,
    },
    'api/serverless.ts',
  );
  expect(facts.grants.map((grant) => placeOf(grant.entitlement ?? grant.actions[0]!).uri).sort()).toEqual([
    'api/jobs.ts',
    'api/roles.ts',
    // Statements that several services may share are judged where one of them takes them.
    'api/serverless.ts',
  ]);
});

it('leaves a template in a file of its own to the reader of templates', () => {
  const template = `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
`;
  const service = 'provider: { name: aws }\nresources:\n  - ${file(roles.yml)}\n';
  expect(lines(read(service, { 'api/roles.yml': template }))).toEqual([]);
  // A list of resources without a template around it has no other reader.
  const bare = template.replace('Resources:\n', '').replace(/^ {2}/gm, '');
  expect(lines(read('provider: { name: aws }\nresources:\n  Resources: ${file(roles.yml)}\n', { 'api/roles.yml': bare }))).toEqual([
    'entitlement policy arn:aws:iam::aws:policy/AdministratorAccess on ',
  ]);
});
