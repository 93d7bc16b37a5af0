// Policies that programs of Pulumi write without JSON: documents of `getPolicyDocument` with their conditions and principals,
// managed policies by constants, and the short form of functions in YAML.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';

async function found(file: string, text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text }, { profile: 'default' });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => rule.startsWith('aws/')).map(({ rule, at }) => `${rule}: ${text.slice(...at.span)}`);
}

const python = (body: string): string => `import pulumi_aws as aws\nfrom pulumi_aws import iam\n\n${body}`;
const go = (body: string): string =>
  `package main\n\nimport (\n\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\n${body}`;

describe('documents of getPolicyDocument', () => {
  it.each([
    [
      '__main__.py',
      python(
        'doc = aws.iam.get_policy_document(statements=[{"actions": ["sqs:SendMessage"], "resources": [queue.arn]}, iam.GetPolicyDocumentStatementArgs(actions=["iam:PassRole"], resources=["*"])])\n',
      ),
    ],
    [
      'main.go',
      go(
        'doc, err := iam.GetPolicyDocument(ctx, &iam.GetPolicyDocumentArgs{\n\tStatements: []iam.GetPolicyDocumentStatement{\n\t\t{Actions: []string{"iam:PassRole"}, Resources: []string{"*"}},\n\t},\n}, nil)\n',
      ),
    ],
    [
      'later.go',
      go(
        'doc := iam.GetPolicyDocumentOutput(ctx, iam.GetPolicyDocumentOutputArgs{\n\tStatements: iam.GetPolicyDocumentStatementArray{\n\t\t&iam.GetPolicyDocumentStatementArgs{Effect: pulumi.String("Allow"), Actions: pulumi.StringArray{pulumi.String("iam:PassRole")}, Resources: pulumi.StringArray{pulumi.String("*")}},\n\t},\n})\n',
      ),
    ],
    [
      'Stack.cs',
      'using Pulumi;\nusing Aws = Pulumi.Aws;\nvar doc = Aws.Iam.GetPolicyDocument.Invoke(new()\n{\n    Statements = new[]\n    {\n        new Aws.Iam.Inputs.GetPolicyDocumentStatementInputArgs { Actions = new[] { "iam:PassRole" }, Resources = new[] { "*" } },\n    },\n});\n',
    ],
    [
      'App.java',
      'import com.pulumi.aws.iam.IamFunctions;\nclass App { void run() {\nfinal var doc = IamFunctions.getPolicyDocument(GetPolicyDocumentArgs.builder().statements(GetPolicyDocumentStatementArgs.builder().actions("iam:PassRole").resources("*").build()).build());\n} }\n',
    ],
  ])('in %s', async (file, text) => {
    expect(await found(file, text)).toEqual(['aws/passrole-star: *']);
  });

  it('with a service that is named give one service one role', async () => {
    const limited =
      '{"actions": ["iam:PassRole"], "resources": [role.arn], "conditions": [{"test": "StringEquals", "variable": "iam:PassedToService", "values": ["ec2.amazonaws.com"]}]}';
    expect(await found('__main__.py', python(`doc = aws.iam.get_policy_document(statements=[${limited}])\n`))).toEqual([]);
  });

  it('let in whom their principals name', async () => {
    const trust = (type: string, who: string): string =>
      python(
        `assume = iam.get_policy_document(statements=[iam.GetPolicyDocumentStatementArgs(actions=["sts:AssumeRole"], principals=[iam.GetPolicyDocumentStatementPrincipalArgs(type="${type}", identifiers=["${who}"])])])\n`,
      );
    expect(await found('__main__.py', trust('AWS', '*'))).toEqual(['aws/trust-anyone: *']);
    expect(await found('__main__.py', trust('Service', 'lambda.amazonaws.com'))).toEqual([]);
  });
});

describe('managed policies by constants', () => {
  it.each([
    [
      '__main__.py',
      python(
        'iam.RolePolicyAttachment("a", role=role.name, policy_arn=aws.iam.ManagedPolicy.ADMINISTRATOR_ACCESS)\niam.RolePolicyAttachment("b", role=role, policy_arn=iam.ManagedPolicy.IAM_FULL_ACCESS.value)\n',
      ),
      ['aws/managed-admin-attached: ADMINISTRATOR_ACCESS', 'aws/managed-iamfullaccess-attached: IAM_FULL_ACCESS'],
    ],
    [
      'main.go',
      go(
        'iam.NewRolePolicyAttachment(ctx, "a", &iam.RolePolicyAttachmentArgs{Role: role.Name, PolicyArn: iam.ManagedPolicyAdministratorAccess})\n',
      ),
      ['aws/managed-admin-attached: AdministratorAccess'],
    ],
    [
      'Stack.cs',
      'using Pulumi.Aws.Iam;\nnew RolePolicyAttachment("a", new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = ManagedPolicy.AdministratorAccess.ToString() });\n',
      ['aws/managed-admin-attached: AdministratorAccess'],
    ],
  ])('in %s', async (file, text, expected) => {
    expect(await found(file, text)).toEqual(expected);
  });

  it('that bound a role, or only read, give nothing to say', async () => {
    expect(
      await found(
        '__main__.py',
        python(
          'from pulumi_aws.iam import ManagedPolicy\niam.Role("a", assume_role_policy=trust, permissions_boundary=iam.ManagedPolicy.ADMINISTRATOR_ACCESS)\niam.RolePolicyAttachment("b", role=role, policy_arn=iam.ManagedPolicy.SECURITY_AUDIT)\n',
        ),
      ),
    ).toEqual([]);
  });
});

it('knows the short form of a function in YAML', async () => {
  const program = (identifier: string): string =>
    `name: site\nruntime: yaml\nresources:\n  policy:\n    type: aws:s3:BucketPolicy\n    properties:\n      bucket: site\n      policy: \${read.json}\nvariables:\n  read:\n    fn::aws:iam:getPolicyDocument:\n      statements:\n        - principals: [{ type: AWS, identifiers: ['${identifier}'] }]\n          actions: [s3:PutObject]\n          resources: ['arn:aws:s3:::site/*']\n`;
  expect(await found('Pulumi.yaml', program('*'))).toEqual(['aws/resource-policy-public: *']);
  expect(await found('Pulumi.yaml', program('arn:aws:iam::111122223333:role/site'))).toEqual([]);
});
