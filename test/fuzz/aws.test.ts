// Programs and policies cut off anywhere, changed at random, nested without end: read as far as they go, never thrown at.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../server/engine/document.ts';
import { ansibleReader } from '../../server/engine/facts/ansible/reader.ts';
import { cloudFormationReader } from '../../server/engine/facts/cloudformation/reader.ts';
import { reader as iamJson } from '../../server/engine/facts/iam-json/reader.ts';
import { packerReader } from '../../server/engine/facts/terraform/packer.ts';
import { reader as source } from '../../server/engine/facts/source-policies/reader.ts';
import { reader as typescript } from '../../server/engine/facts/typescript/reader.ts';
import { parseTsx, parseTypeScript } from '../../server/engine/syntax/typescript.ts';

const alone = { neighbour: () => undefined };

const program = `import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as aws from '@pulumi/aws';
const actions = ['s3:*', \`sqs:\${verb}\`];
export class Stack extends cdk.Stack {
  private readonly role = new iam.Role(this, 'Role', { assumedBy: new iam.CompositePrincipal(new iam.AnyPrincipal(), new iam.AccountPrincipal('1')) });
  constructor() {
    const statement = new iam.PolicyStatement({ effect: iam.Effect.ALLOW, actions, resources: ['*'], conditions: { StringEquals: { a: 'b' } } });
    statement.addActions(...more);
    role.node.defaultChild.addPropertyOverride('Policies.0.PolicyDocument', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    this.role.addToPolicy(statement);
    new aws.iam.Policy('p', { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: wide ? '*' : 'a:b', Resource: fn().apply((x) => x) }] }) });
  }
}
`;
const policy = JSON.stringify(
  {
    RoleName: 'a',
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: { StringLike: { 'a:b': ['c', '${d}'] } } },
      ],
    },
    RolePolicyList: [{ PolicyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' }],
  },
  null,
  2,
);
const playbook = `- hosts: all
  vars:
    wide: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] }
  tasks:
    - amazon.aws.iam_role: { name: a, managed_policies: ["{{ x }}"], assume_role_policy_document: "{{ wide | to_json }}" }
    - iam_managed_policy:
        name: b
        policy: |
          {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::{{ b }}/*"}]}
`;
const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      Role: !If [x, !GetAtt R.Arn, !Ref B]
      Policies: [S3CrudPolicy: { BucketName: '*' }, { TextractPolicy: {} }]
  P: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref R] } }
  I: { Type: AWS::EC2::Instance, Properties: { IamInstanceProfile: !Ref P } }
`;
const script =
  'aws iam put-role-policy --role-name "$R" --policy-document \'{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}\' && aws iam create-access-key --user-name=ci\n';

const stack = `from troposphere import GetAtt, Join, Ref, iam
from awacs.aws import Action, Allow, Condition, Policy, Principal, Statement, StringEquals
import awacs.s3
limits = StringEquals("aws:SourceAccount", Ref("AWS::AccountId"))
wide = [Action("s3", "*"), awacs.s3.GetObject]
role = t.add_resource(iam.Role("R", Path='/', AssumeRolePolicyDocument=Policy(Statement=[Statement(Effect=Allow, Action=wide, Principal=Principal("AWS", "*"))])))
t.add_resource(iam.PolicyType("P", Roles=[Ref(role)], PolicyDocument={"Statement": [{"Effect": "Allow", "Action": wide, "Resource": Join("", [GetAtt(role, "Arn"), "*"])}]}))
Statement(Effect=Allow, Action=wide, Resource=["*"], Condition=Condition(limits))
`;
const image = `variable "actions" { default = ["*"] }
source "amazon-ebs" "a" {
  temporary_iam_instance_profile_policy_document {
    Statement {
      Effect   = "Allow"
      Action   = var.actions
      Resource = ["*"]
    }
  }
}
`;

const builder = `import software.amazon.awssdk.policybuilder.iam.*;
IamPolicy p = IamPolicy.builder()
  .addStatement(b -> b.effect(IamEffect.ALLOW).addAction("s3:*").addResource(IamResource.ALL).addCondition(IamConditionOperator.BOOL, "a:b", "true"))
  .addStatement(IamStatement.builder().effect("Allow").actionIds(List.of("a:b", verb + "*")).addPrincipal(p -> p.type("AWS").id("*")).build())
  .build();
`;

/** Facts lie inside their text. */
function check(uri: string, text: string, reader: typeof iamJson): void {
  const facts = reader.read([createDocument(uri, text)], alone).get(uri)!;
  for (const grant of [...facts.grants, ...facts.trusts]) {
    for (const place of [
      grant.carrier.block,
      grant.carrier.head,
      ...grant.actions.map((leaf) => leaf.at),
      ...grant.scope.map((scope) => scope.id.at),
      ...grant.principals.map((one) => one.id.at),
    ]) {
      expect(place.span[0]).toBeGreaterThanOrEqual(0);
      expect(place.span[0]).toBeLessThanOrEqual(place.span[1]);
      expect(place.span[1]).toBeLessThanOrEqual(text.length);
    }
  }
}

const cases = [
  ['lib/stack.ts', program, typescript],
  ['policies/a.json', policy, iamJson],
  ['deploy.sh', script, source],
  ['site.yml', playbook, ansibleReader],
  ['template.yaml', template, cloudFormationReader],
  ['src/a.py', `P = ${policy}`, source],
  ['src/P.java', builder, source],
  ['stacks/a.py', stack, source],
  ['images/a.pkr.hcl', image, packerReader],
] as const;

describe.each(cases)('%s', (uri, text, reader) => {
  it('cut off at every place', () => {
    const step = text.length > 600 ? 5 : 1;
    for (let end = 0; end <= text.length; end += step) check(uri, text.slice(0, end), reader);
  });

  it('changed at random', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(12),
        fc.string({
          maxLength: 8,
          unit: fc.constantFrom('{', '}', '[', ']', '(', ')', '"', "'", '`', '\\', '$', ',', ':', ';', '\n', '\0', '\u{1F600}', '=', '>'),
        }),
        (at, remove, put) => {
          check(uri, text.slice(0, at) + put + text.slice(at + remove), reader);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('programs', () => {
  it('nested without end give a problem and no tree', () => {
    for (const text of [
      '('.repeat(30_000),
      '['.repeat(30_000),
      '{a:'.repeat(30_000),
      'a.'.repeat(60_000),
      '<a>'.repeat(20_000),
      'new A('.repeat(30_000),
    ]) {
      for (const parse of [parseTypeScript, parseTsx]) expect(() => parse(text)).not.toThrow();
    }
  });

  it('whose constants multiply themselves end', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `const a${index + 1} = [...a${index}, ...a${index}];`).join('\n');
    check(
      'lib/stack.ts',
      `import * as iam from 'aws-cdk-lib/aws-iam';\nconst a0 = ['s3:*'];\n${lines}\nnew iam.PolicyStatement({ actions: a40, resources: a40 });`,
      typescript,
    );
    // The parts of principals and properties are gone through one by one.
    const many = (line: (index: number, before: string[]) => string): string =>
      Array.from({ length: 12 }, (_, index) => `const l${index + 1} = ${line(index, Array<string>(12).fill(`l${index}`))};\n`).join('');
    for (const parts of [
      `const l0 = [x];\n${many((index, before) => `l${index}.concat(${before.join(', ')})`)}`,
      `const l0 = [x];\n${many((_, before) => `[${before.map((one) => `...${one}`).join(', ')}]`)}`,
      `const l0 = { sid: 'x' };\n${many((_, before) => `{ ${before.map((one) => `...${one}`).join(', ')} }`)}`,
      'const l0 = { ...l12 };\nconst l12 = { ...l0 };\n',
    ])
      check(
        'lib/stack.ts',
        `import * as iam from 'aws-cdk-lib/aws-iam';\n${parts}new iam.PolicyStatement({ actions: ['*'], principals: l12, ...l12 });`,
        typescript,
      );
    check(
      'lib/stack.ts',
      "import * as iam from 'aws-cdk-lib/aws-iam';\nconst a = b; const b = a; const f = () => f();\nnew iam.PolicyStatement({ actions: [a, f()], resources: a });",
      typescript,
    );
  });
});
