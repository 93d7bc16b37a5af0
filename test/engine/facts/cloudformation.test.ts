// Templates to facts: every carrier of a policy, every function that a template alone can answer, in YAML and JSON.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { claimsCloudFormation } from '../../../server/engine/facts/cloudformation/claims.ts';
import { cloudFormationReader } from '../../../server/engine/facts/cloudformation/reader.ts';
import { serverlessReader } from '../../../server/engine/facts/serverless/reader.ts';
import type { Facts, Grant } from '../../../server/engine/facts/types.ts';
import { patternOf, textOf } from '../../../server/engine/facts/value.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { seeded } from '../../support/random-yaml.ts';

const context = { neighbour: () => undefined };

function read(text: string, uri = 'stack.yaml', reader = cloudFormationReader): Facts {
  return reader.read([createDocument(uri, text)], context).get(uri)!;
}

function shown(grant: Grant): string {
  const list = (leaves: readonly { id?: unknown }[] | Grant['actions'], of: (one: never) => string) =>
    (leaves as never[]).map(of).join(',');
  const who = list(grant.principals, (one: Grant['principals'][number]) => `${one.kind}:${patternOf(one.id)}`);
  const what = grant.entitlement ? `=${patternOf(grant.entitlement)}` : list(grant.actions, patternOf);
  return `${grant.role} ${grant.effect} [${who}] ${what} on [${list(grant.scope, (one: Grant['scope'][number]) => patternOf(one.id))}]${grant.enabled === 'yes' ? '' : ` ${grant.enabled}`}`.replaceAll(
    '\0',
    '◦',
  );
}

const grants = (facts: Facts): string[] => [...facts.grants, ...facts.trusts].map(shown);

describe('CloudFormation', () => {
  it('reads a file that is one resource, for a template to take in', () => {
    const resource = `Type: AWS::IAM::ManagedPolicy
Condition: Wanted
Properties:
  PolicyDocument:
    Statement: { Effect: Allow, Action: dynamodb:*, Resource: '*' }
`;
    expect(claimsCloudFormation(createDocument('modules/worker-policy.yml', resource))).toBe(true);
    expect(read(resource, 'modules/worker-policy.yml').grants.map((grant) => `${grant.carrier.address}: ${shown(grant)}`)).toEqual([
      'worker-policy: identity allow [] dynamodb:* on [*] maybe',
    ]);
    // Something else that has a type.
    expect(claimsCloudFormation(createDocument('modules/check.yml', 'check:\n  Type: AWS::IAM::Role\n'))).toBe(false);
  });

  it('reads roles with trust, inline and managed policies', () => {
    const facts = read(`
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ci
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/AdministratorAccess
        - !Ref Own
      PermissionsBoundary: !Ref Limit
      Policies:
        - PolicyName: inline
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: "s3:*", Resource: "*"}
      Tags: [{Key: Owner, Value: platform}]
  Own:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: [a:B], Resource: !GetAtt Queue.Arn}]}
  Limit:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}
`);
    expect(grants(facts)).toEqual([
      'identity allow [role:Role] s3:* on [*]',
      'entitlement allow [role:Role] =arn:aws:iam::aws:policy/AdministratorAccess on []',
      'boundary allow [role:Role] =◦ on []',
      'identity allow [role:Role] a:B on [◦]',
      'boundary allow [] * on [*]',
      'trust allow [service:lambda.amazonaws.com] sts:AssumeRole on []',
    ]);
    expect(facts.identities.map((one) => [one.id, one.owner && patternOf(one.owner)])).toEqual([['aws:role:ci', 'platform']]);
    expect(facts.grants[0]!.anchor).toBe('cloudformation|stack.yaml|Role|Policies[inline]|Statement[0]');
    expect(facts.trusts[0]!.carrier).toMatchObject({ kind: 'AWS::IAM::Role', address: 'Role' });
  });

  it('evaluates what the template knows', () => {
    const facts = read(`
Parameters:
  Actions: {Type: CommaDelimitedList, Default: "s3:Get*, s3:List*"}
  Bucket: {Type: String, Default: logs}
  Account: {Type: String}
Mappings:
  Ids:
    prod: {id: "111122223333"}
    dev: {id: "444455556666"}
Conditions:
  Prod: !Equals [!Ref Account, x]
Resources:
  Policy:
    Type: AWS::IAM::Policy
    Condition: Prod
    Properties:
      Roles: [!Ref Nowhere, plain]
      PolicyDocument:
        Statement:
          - {Effect: Allow, Action: !Ref Actions, Resource: !Sub "arn:\${AWS::Partition}:s3:::\${Bucket}-\${Account}/*"}
          - {Effect: Allow, Action: !If [Prod, "a:*", !Ref AWS::NoValue], Resource: !Join ["", ["arn:aws:sqs:", !Ref AWS::Region, ":", !FindInMap [Ids, prod, id], ":q"]]}
          - Fn::If: [Prod, {Effect: Allow, Action: b:C, Resource: !FindInMap [Ids, !Ref Account, id]}, !Ref AWS::NoValue]
          - {Effect: Allow, Action: !Select [1, !Split ["|", "x:Y|x:Z"]], Resource: !Sub ["\${A}-\${!lit}", {A: !Ref Bucket}]}
`);
    expect(grants(facts)).toEqual([
      'identity allow [role:◦,role:plain] s3:Get*,s3:List* on [arn:aws:s3:::logs-◦/*] maybe',
      'identity allow [role:◦,role:plain] a:* on [arn:aws:sqs:◦:111122223333:q] maybe',
      'identity allow [role:◦,role:plain] b:C on [111122223333,444455556666] maybe',
      'identity allow [role:◦,role:plain] x:Z on [logs-${lit}] maybe',
    ]);
  });

  it('reads the same in JSON', () => {
    const facts = read(
      JSON.stringify({
        Resources: {
          Queue: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: {
              PolicyDocument: {
                Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: { 'Fn::GetAtt': ['Q', 'Arn'] } }],
              },
            },
          },
          Key: {
            Type: 'AWS::KMS::Key',
            Properties: {
              KeyPolicy: {
                Statement: {
                  Effect: 'Allow',
                  Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
                  Action: 'kms:*',
                  Resource: '*',
                },
              },
            },
          },
          Logs: {
            Type: 'AWS::Logs::ResourcePolicy',
            Properties: {
              PolicyDocument:
                '{"Statement":[{"Effect":"Allow","Principal":{"Service":"es.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"*"}]}',
            },
          },
        },
      }),
      'stack.json',
    );
    expect(grants(facts)).toEqual([
      'resource allow [any:*] sqs:* on [◦]',
      'key-policy allow [account:arn:aws:iam::◦:root] kms:* on [*]',
      'resource allow [service:es.amazonaws.com] logs:PutLogEvents on [*]',
    ]);
  });

  it('reads permissions written as properties', () => {
    const facts = read(`
Resources:
  Open: {Type: AWS::Lambda::Permission, Properties: {Principal: "*", Action: lambda:InvokeFunction, FunctionName: !Ref F}}
  Held: {Type: AWS::Lambda::Permission, Properties: {Principal: s3.amazonaws.com, Action: lambda:InvokeFunction, FunctionName: f, SourceAccount: !Ref AWS::AccountId}}
`);
    expect(grants(facts)).toEqual([
      'resource allow [any:*] lambda:InvokeFunction on [◦]',
      'resource allow [service:s3.amazonaws.com] lambda:InvokeFunction on [f]',
    ]);
    expect(facts.grants.map((grant) => grant.conditions.map((one) => one.key))).toEqual([[], ['AWS:SourceAccount']]);
  });

  it('reads keys, logins and what SAM lists', () => {
    const facts = read(`
Resources:
  User: {Type: AWS::IAM::User, Properties: {LoginProfile: {Password: x}, ManagedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"]}}
  Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User}}
  Off: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User, Status: Inactive}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - AdministratorAccess
        - S3ReadPolicy: {BucketName: b}
        - Statement: [{Effect: Allow, Action: "*", Resource: "*"}]
`);
    expect(facts.credentials.map((one) => [one.kind, one.carrier.address, one.owner && patternOf(one.owner.id)])).toEqual([
      ['login-password', 'User', 'User'],
      ['access-key', 'Key', 'User'],
    ]);
    expect(grants(facts)).toEqual([
      'entitlement allow [user:User] =arn:aws:iam::aws:policy/PowerUserAccess on []',
      'entitlement allow [role:Fn] =AdministratorAccess on []',
      'identity allow [role:Fn] s3:GetObject,s3:ListBucket,s3:GetBucketLocation,s3:GetObjectVersion,s3:GetLifecycleConfiguration on [arn:aws:s3:::b,arn:aws:s3:::b/*]',
      'identity allow [role:Fn] * on [*]',
    ]);
  });

  it('knows no machine that runs as a parameter which is empty unless somebody fills it in', () => {
    const facts = read(`
Parameters: {Role: {Type: String, Default: ""}}
Conditions: {Own: !Not [!Equals [!Ref Role, ""]]}
Resources:
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: !If [Own, !Ref Role, !Ref "AWS::NoValue"]}}
  Run: {Type: AWS::ECS::TaskDefinition, Properties: {TaskRoleArn: !Ref App}}
  App: {Type: AWS::IAM::Role, Properties: {}}
`);
    expect(facts.identities.filter(({ kind }) => kind === 'machine').map(({ scopeItems }) => scopeItems)).toEqual([['role:App']]);
  });

  it('reads the role that SAM makes for a function, and nothing from a list that a given role makes void', () => {
    const facts = read(`
Transform: AWS::Serverless-2016-10-31
Resources:
  Resize: {Type: AWS::Serverless::Function, Properties: {Tags: {Owner: shop}, Policies: [AmazonSQSFullAccess]}}
  Other: {Type: AWS::Serverless::Function, Properties: {Role: "arn:aws:iam::111122223333:role/other", Policies: [AdministratorAccess]}}
  More: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref ResizeRole], PolicyDocument: {Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}}}
`);
    expect(grants(facts)).toEqual([
      'entitlement allow [role:Resize] =AmazonSQSFullAccess on []',
      'identity allow [role:Resize] s3:GetObject on [*]',
    ]);
    expect(facts.identities.map(({ id, owner, scopeItems }) => [id, owner && textOf(owner), ...scopeItems])).toEqual([
      ['aws:role:ResizeRole', 'shop'],
      ['aws:machine:lambda-function/Resize', 'shop', 'role:ResizeRole'],
      ['aws:machine:lambda-function/Other', undefined, 'role:arn:aws:iam::111122223333:role/other'],
    ]);
  });

  it('takes any text', () => {
    const random = seeded(11);
    const words = [
      'Resources:\n',
      '  A:\n',
      '    Type: AWS::IAM::Role\n',
      '    Properties:\n',
      '      Policies:\n',
      '        - PolicyDocument: ',
      '{Statement: ',
      '!Sub ',
      '!Ref ',
      '!If ',
      '[',
      ']',
      '}',
      'Fn::Join: ',
      '"${',
      '}"',
      '- ',
      '\n',
      '!GetAtt A.B',
      'AWS::NoValue',
      'Fn::ForEach::X: [a, b, {Y: {Type: AWS::IAM::User}}]\n',
      '!FindInMap [M, a, b]',
      '!Select [9, []]',
      '!Split',
      ': ',
    ];
    for (let i = 0; i < 4000; i++) {
      let text = 'Resources:\n  A:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n';
      for (let n = Math.floor(random() * 25); n > 0; n--) text += words[Math.floor(random() * words.length)]!;
      read(text);
    }
    read(`Resources: {A: {Type: AWS::IAM::Role, Properties: {Policies: ${'!If [a, '.repeat(300)}`);
  });
});

describe('serverless.yml', () => {
  it('reads statements, managed policies and embedded resources', () => {
    const facts = read(
      `
provider:
  name: aws
  iam:
    role:
      managedPolicies: [arn:aws:iam::aws:policy/AdministratorAccess]
      statements:
        - Effect: Allow
          Action: ["dynamodb:*", "\${self:custom.action}"]
          Resource: "arn:aws:dynamodb:\${aws:region}:*:table/*"
functions:
  hello:
    iamRoleStatements:
      - {Effect: Allow, Action: "*", Resource: "*"}
resources:
  Resources:
    Role:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Action: sts:AssumeRole}]}
`,
      'serverless.yml',
      serverlessReader,
    );
    expect(grants(facts)).toEqual([
      'identity allow [role:provider.iam.role] dynamodb:*,◦ on [arn:aws:dynamodb:◦:*:table/*]',
      'entitlement allow [role:provider.iam.role] =arn:aws:iam::aws:policy/AdministratorAccess on []',
      'identity allow [role:hello] * on [*]',
      'trust allow [any:*] sts:AssumeRole on []',
    ]);
  });
});

describe('templates inside a template', () => {
  const inner = `Parameters:
  Arn: { Type: String, Default: "" }
  Actions: { Type: CommaDelimitedList, Default: "s3:GetObject" }
  Principal: { Type: String, Default: "" }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: !Ref Principal } }]
      ManagedPolicyArns: [!Ref Arn]
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement: [{ Effect: Allow, Action: !Ref Actions, Resource: "*" }]
`;
  const outer = (parameters: string, url = './stacks/inner.yaml') =>
    `Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${url}\n      Parameters: ${parameters}\n`;
  const found = async (parameters: string, url?: string, template = inner) => {
    const { findings, failures, documents } = await analyzeTexts({
      'cfn/main.yaml': outer(parameters, url),
      'cfn/stacks/inner.yaml': template,
    });
    expect(failures).toEqual([]);
    return findings
      .filter((one) => one.rule.startsWith('aws/') && one.at.uri === 'cfn/main.yaml')
      .map((one) => `${one.rule} ${documents.get(one.at.uri)!.text.slice(...one.at.span)}`);
  };

  it('are judged with the parameters that they are given, at the token in the call', async () => {
    expect(await found('{ Arn: "arn:aws:iam::aws:policy/AdministratorAccess" }')).toEqual([
      'aws/managed-admin-attached arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
    expect(await found('{ Actions: "sqs:SendMessage, s3:*" }')).toContain('aws/wildcard-action s3:*');
    expect(await found('{ Principal: "*" }')).toEqual(['aws/trust-anyone *']);
  });

  it('take one text for a parameter, and so no repair writes a list there', async () => {
    const { findings } = await analyzeTexts({ 'cfn/main.yaml': outer('{ Actions: "s3:*" }'), 'cfn/stacks/inner.yaml': inner });
    expect(findings.filter(({ rule }) => rule === 'aws/wildcard-action').map(({ suggestions }) => suggestions)).toEqual([[]]);
  });

  it('say nothing where the parameters are narrow, or fit no template that is here', async () => {
    expect(await found('{ Arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }')).toEqual([]);
    expect(await found('{ Principal: "*" }', 'https://s3.amazonaws.com/acme-templates/stacks/other.yaml')).toEqual([]);
    expect(await found('{ Principal: "*", Zone: a }', 'https://s3.amazonaws.com/acme-templates/stacks/inner.yaml')).toEqual([]);
    expect(await found('{ Principal: "*" }', '!Sub "https://${Bucket}.s3.amazonaws.com/${Name}.yaml"')).toEqual([]);
    // Without what has no default a stack is refused, and so another template is meant.
    const needing = inner.replace('Parameters:', 'Parameters:\n  Zone: { Type: String }');
    expect(await found('{ Principal: "*" }', 'https://s3.amazonaws.com/acme-templates/stacks/inner.yaml', needing)).toEqual([]);
  });

  it('are the files whose path an address ends with: what is uploaded lies beside the template', async () => {
    for (const url of [
      'https://s3.amazonaws.com/acme-templates/stacks/inner.yaml',
      '!Sub "https://${Bucket}.s3.${AWS::URLSuffix}/${Prefix}stacks/inner.yaml"',
      '!Sub ["https://${B}.s3.amazonaws.com/${P}/inner.yaml", { B: !Ref Bucket, P: stacks }]',
    ])
      expect(await found('{ Principal: "*" }', url), url).toEqual(['aws/trust-anyone *']);
  });

  it('are not the template itself, whose name an address may end with too', () => {
    const text = `Parameters: { A: { Type: String } }\n${outer('{ A: b }', 'https://s3.amazonaws.com/acme/network/template.yaml')}`;
    const own = createDocument('cfn/template.yaml', text);
    const facts = cloudFormationReader.read([own], { neighbour: (uri) => (uri === own.uri ? own : undefined) }).get(own.uri)!;
    expect(facts.problems).toEqual([]);
  });

  it('come to an end where they call each other', async () => {
    const self = `Parameters: { A: { Type: String } }\nResources:\n${Array.from({ length: 100 }, (_, n) => outer('{ A: b }', './main.yaml').replace('Resources:\n  Inner', `  Inner${n}`)).join('')}`;
    const { failures } = await analyzeTexts({ 'cfn/main.yaml': self });
    expect(failures).toEqual([]);
  });

  it('say once where more of them are than are followed', () => {
    const places = (count: number) => {
      const stacks = Array.from({ length: count }, (_, n) => outer('{ Arn: b }').replace('Resources:\n  Inner', `  Inner${n}`));
      const main = createDocument('cfn/main.yaml', `Resources:\n${stacks.join('')}`);
      const called = createDocument('cfn/stacks/inner.yaml', inner);
      const facts = cloudFormationReader.read([main], { neighbour: (uri) => (uri === called.uri ? called : undefined) }).get(main.uri)!;
      return facts.problems.filter(({ kind }) => kind === 'limit').map(({ at }) => main.text.slice(...at.span));
    };
    expect(places(64)).toEqual([]);
    expect(places(70)).toEqual(['Inner64']);
  });
});
