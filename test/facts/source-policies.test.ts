// Policies in source code and scripts, one line a fact.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import { claimsSourcePolicies } from '../../server/engine/facts/source-policies/claims.ts';
import { reader } from '../../server/engine/facts/source-policies/reader.ts';
import { expectLinear } from '../support/growth.ts';

function lines(uri: string, text: string): string[] {
  const document = createDocument(uri, text);
  expect(claimsSourcePolicies(document), 'is claimed').toBe(true);
  const facts = reader.read([document], { neighbour: () => undefined }).get(uri)!;
  const show = (pattern: string) => pattern.replaceAll('\0', '…');
  return [...facts.grants, ...facts.trusts]
    .map((grant) => {
      const token = grant.entitlement ?? grant.actions[0];
      // The token stands where its text is.
      if (token?.kind === 'scalar' && token.known === 'literal' && grant.statement)
        expect(text.slice(...token.at.span)).toBe(String(token.value));
      return `${grant.role} [${grant.principals.map((one) => `${one.kind}:${show(patternOf(one.id))}`).join(',')}] ${grant.entitlement ? `policy ${show(patternOf(grant.entitlement))}` : grant.actions.map((one) => show(patternOf(one))).join(',')} on ${grant.scope.map((one) => show(patternOf(one.id))).join(',')}${grant.conditions.map((one) => ` if ${one.key}`).join('')}`;
    })
    .concat(facts.credentials.map((one) => `${one.kind} of ${one.owner ? show(patternOf(one.owner.id)) : '?'}`));
}

describe('policies in source', () => {
  it('by statements that are added to a list', () => {
    expect(
      lines(
        'src/policy.py',
        `policy["Statement"].append({"Effect": "Allow", "Action": "iam:*", "Resource": "*"})\nstatement.append({"Effect": "maybe", "Action": "s3:*"})\n`,
      ),
    ).toEqual(['identity [] iam:* on *']);
    expect(
      lines(
        'pkg/policy.go',
        'package p\nfunc f(p *Document) {\n\tp.Statement = append(p.Statement, Entry{Effect: "Allow", Action: []string{"iam:*"}, Resource: "*"})\n\tp.Names = append(p.Names, Entry{Effect: "Allow", Action: "s3:*"})\n}\n',
      ),
    ).toEqual(['identity [] iam:* on *']);
    expect(
      lines(
        'lib/policy.rb',
        `statements << { 'Effect' => 'Allow', 'Action' => 'sns:*', 'Resource' => '*' } # Statement\nstatements << { 'Effect' => 'Deny', 'Action' => 'iam:*', 'Resource' => '*' }\n`,
      ),
    ).toEqual(['identity [] sns:* on *', 'identity [] iam:* on *']);
  });
  it('by what stands in SQL and in Markdown', () => {
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    expect(lines('db/seed.sql', `INSERT INTO policies VALUES ('admin', '${policy}');\n`)).toEqual(['identity [] * on *']);
    expect(lines('docs/setup.md', `# Setup\n\n\`\`\`json\n${policy}\n\`\`\`\n`)).toEqual(['identity [] * on *']);
  });
  it('by what the CDK writes over properties of the template', () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const attached = [`entitlement [] policy ${admin} on `];
    expect(
      lines(
        'app/stack.py',
        `from aws_cdk import aws_iam as iam\ncfn.add_property_override("ManagedPolicyArns", ["${admin}"])\ncfn.add_override("Properties.Policies.0.PolicyDocument", {"Version": "1", "Action": "x"})\ncfn.add_override("Metadata.x", "*")\n# cfn.add_property_override("ManagedPolicyArns", ["${admin}"])\n`,
      ),
    ).toEqual(attached);
    expect(
      lines(
        'src/A.java',
        `import software.amazon.awscdk.services.iam.*;\ncfn.addPropertyOverride("ManagedPolicyArns.0", "${admin}");\ncfn.addPropertyOverride("AssumeRolePolicyDocument.Statement.0", Map.of("Effect", "Allow", "Principal", Map.of("AWS", "*"), "Action", "sts:AssumeRole"));\n`,
      ),
    ).toEqual([...attached, 'trust [any:*] sts:AssumeRole on ']);
    expect(
      lines(
        'main.go',
        `import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"\nfunc main() {\n\tcfn.AddPropertyOverride(jsii.String("ManagedPolicyArns"), []string{"${admin}"})\n}\n`,
      ),
    ).toEqual(attached);
  });
  it("by the builder of Amazon's SDK for Java", () => {
    const built = (statements: string, uri = 'src/P.java') =>
      lines(uri, `import software.amazon.awssdk.policybuilder.iam.*;\n${statements}`);
    expect(
      built(`
      IamPolicy.builder()
        .addStatement(b -> b.effect(IamEffect.ALLOW).addAction("s3:*").addAction("kms:Decrypt").addResource("*"))
        .addStatement(IamStatement.builder().sid("a").effect("Allow").actionIds(List.of("sqs:SendMessage", "sns:*")).resourceIds(Arrays.asList("*")).build())
        .addStatement(IamStatement.builder().effect(IamEffect.DENY).addAction(IamAction.ALL).addResource(IamResource.ALL).build())
        .addStatement(s -> s.effect(IamEffect.ALLOW).addPrincipal(IamPrincipalType.AWS, "*").addAction("sts:AssumeRole")
          .addCondition(IamConditionOperator.STRING_EQUALS, "aws:PrincipalOrgID", "o-a1b2c3d4e5"))
        .addStatement(s -> s.effect(IamEffect.ALLOW).addPrincipal(IamPrincipal.ALL).addAction("sts:AssumeRole").addCondition(limits()))
        .addStatement(s -> s.effect(effect).addAction("iam:*").addResource("*"))
        .build();`),
    ).toEqual([
      'identity [] s3:*,kms:Decrypt on *',
      'identity [] sqs:SendMessage,sns:* on *',
      'identity [] * on *',
      'trust [any:*] sts:AssumeRole on  if aws:PrincipalOrgID',
      'trust [any:*] sts:AssumeRole on  if unknown',
    ]);
    expect(
      built('val p = IamStatement.builder().effect(IamEffect.ALLOW).addAction("s3:" + verb).addResource(arn).build()', 'src/P.kt'),
    ).toEqual(['identity [] s3:… on …']);
    // A builder that nobody finishes, and calls of another one.
    expect(built('IamStatement.builder()\nother.addStatement(x -> y.effect("Allow").addAction("*"))')).toEqual([]);
  });
  it('by commands of a Makefile, with the variables that it gives once', () => {
    expect(
      lines(
        'Makefile',
        `ADMIN := arn:aws:iam::aws:policy/AdministratorAccess
READ ?= arn:aws:iam::aws:policy/ReadOnlyAccess # for people
TWICE = a
twice: TWICE = b
boot:
	aws iam attach-role-policy --role-name deploy --policy-arn $(ADMIN)
	@aws iam attach-role-policy --role-name view --policy-arn \${READ}
	aws iam attach-role-policy --role-name other --policy-arn $(TWICE)
	-aws iam create-access-key --user-name robot
`,
      ),
    ).toEqual([
      'entitlement [role:deploy] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
      'entitlement [role:view] policy arn:aws:iam::aws:policy/ReadOnlyAccess on ',
      'entitlement [role:other] policy … on ',
      'access-key of robot',
    ]);
  });
  it('by commands of the scripts of a package', () => {
    expect(
      lines(
        'package.json',
        `{
  "description": "aws iam create-access-key --user-name never",
  "scripts": {
    "boot": "aws iam attach-role-policy --role-name \\"deploy\\" --policy-arn arn:aws:iam::aws:policy/AdministratorAccess && echo done",
    "key": "aws iam create-access-key --user-name robot"
  }
}
`,
      ),
    ).toEqual(['entitlement [role:deploy] policy arn:aws:iam::aws:policy/AdministratorAccess on ', 'access-key of robot']);
  });
  it('as the argument of a command, once and in its place, where the quotes are escaped', () => {
    expect(
      lines(
        'grant.sh',
        `aws iam put-role-policy --role-name "$ROLE" --policy-name send --policy-document "{
  \\"Version\\": \\"2012-10-17\\",
  \\"Statement\\": [{ \\"Effect\\": \\"Allow\\", \\"Action\\": \\"sns:*\\", \\"Resource\\": [\\"\${TOPIC}\\", \\"*\\"] }]
}"
`,
      ),
    ).toEqual(['identity [role:…] sns:* on …,*']);
  });
  it('as a text that the script writes before, by its file or by a variable, with whom it is for', () => {
    const text = `jobs:
  grant:
    steps:
      - run: |
          cat > /tmp/policy.json <<EOF
          { "Statement": [{ "Effect": "Allow", "Action": "sns:*", "Resource": ["$TOPIC", "*"] }] }
          EOF
          aws iam put-role-policy --role-name build --policy-name send --policy-document file:///tmp/policy.json
          TRUST=$(cat <<'JSON'
          { "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "*" } }] }
          JSON
          )
          aws iam create-role --role-name build --assume-role-policy-document "$TRUST"
          aws iam put-user-policy --user-name robot --policy-document "$(cat policy.json)"
          aws iam put-group-policy --group-name all --policy-document file://other.json
`;
    expect(lines('.github/workflows/grant.yml', text)).toEqual([
      'identity [role:build] sns:* on …,*',
      'identity [user:robot] sns:* on …,*',
      'trust [any:*] sts:AssumeRole on ',
    ]);
    expect(lines('grant.sh', text).filter((line) => line.includes('[role:build]'))).toHaveLength(1);
  });
  it('as a variable that a pipeline gives to its scripts, where it has one text', () => {
    const job = (name: string, policy: string): string => `  ${name}:
    env:
      # who deploys
      POLICY_ARN: ${policy}
      TOKEN: \${{ secrets.TOKEN }}
    steps:
      - run: aws iam attach-role-policy --role-name ${name} --policy-arn $POLICY_ARN
`;
    const admin = '"arn:aws:iam::aws:policy/AdministratorAccess"';
    const [one, two] = [job('deploy', admin), job('audit', 'arn:aws:iam::aws:policy/SecurityAudit # reads')];
    expect(lines('.github/workflows/one.yml', `jobs:\n${one}`)).toEqual([
      'entitlement [role:deploy] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    ]);
    expect(lines('.github/workflows/two.yml', `jobs:\n${one}${two}`).join()).not.toContain('AdministratorAccess');
    expect(lines('.github/workflows/set.yml', `jobs:\n${one}      - run: |\n          POLICY_ARN=$(make arn)\n`).join()).not.toContain(
      'AdministratorAccess',
    );
  });
  it('as a text of Python in which braces are doubled: what stands in single ones is put in', () => {
    expect(
      lines(
        'infra/__main__.py',
        `aws.iam.RolePolicy("build", policy=Output.all(arn).apply(lambda args: f\"\"\"{{
  "Version": "2012-10-17",
  "Statement": [
    {{ "Effect": "Allow", "Action": ["codebuild:*"], "Resource": ["{args[0]}", "*"] }},
    {{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": {bucket} }}
  ]
}}\"\"\"))
`,
      ),
    ).toEqual(['identity [] codebuild:* on …,*', 'identity [] s3:GetObject on …']);
  });
  it('as a text of C# in which braces are doubled, with quotes that are escaped, doubled or neither; not as lists in lists', () => {
    expect(
      lines(
        'infra/Program.cs',
        `var a = $@"{{ ""Statement"": [{{ ""Effect"": ""Allow"", ""Action"": ""sqs:*"", ""Resource"": ""{arn}"" }}] }}";
var b = $"{{ \\"Statement\\": [{{ \\"Effect\\": \\"Allow\\", \\"Action\\": \\"sns:*\\", \\"Resource\\": \\"{arn}\\" }}] }}";
var c = new { Statement = new[] {new { Effect = "Allow", Action = "ses:*", Resource = "*" }} };
var d = new Dictionary<string, object> {{ "Statement", new List<object>() }};
`,
      ),
    ).toEqual(['identity [] sqs:* on …', 'identity [] sns:* on …', 'identity [] ses:* on *']);
  });
  it('as the maps of Go, by whatever they call what may be anything', () => {
    for (const any of ['interface{}', 'any']) {
      expect(
        lines(
          'main.go',
          `document, err := json.Marshal(map[string]${any}{
	"Version": "2012-10-17",
	"Statement": []${any}{
		map[string]${any}{"Effect": "Allow", "Action": []${any}{"sqs:*"}, "Resource": "*"},
	},
})
`,
        ),
      ).toEqual(['identity [] sqs:* on *']);
    }
  });

  it('as a dictionary of Python', () => {
    expect(
      lines(
        'src/app.py',
        `POLICY = {
    'Version': '2012-10-17',
    'Statement': [
        {'Sid': 'a', 'Effect': 'Allow', 'Action': ['s3:*', "sqs:SendMessage"], 'Resource': f'arn:aws:s3:::{bucket}/*'},  # comment
        {'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Condition': {'Bool': {'aws:SecureTransport': False}}},
        {'Effect': 'Allow', 'Action': ACTIONS, 'Resource': 'arn:aws:sqs:' + region},
    ],
}`,
      ),
    ).toEqual([
      'identity [] s3:*,sqs:SendMessage on arn:aws:s3:::…/*',
      'identity [] * on * if aws:SecureTransport',
      'identity [] … on arn:aws:sqs:…',
    ]);
  });

  it('as JSON in strings: triple quotes, raw strings, templates, escapes', () => {
    const json = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }] }';
    expect(lines('src/app.py', `policy = """${json}"""`)).toEqual(['identity [] iam:* on *']);
    expect(lines('main.go', `const policy = \`${json}\``)).toEqual(['identity [] iam:* on *']);
    expect(lines('src/a.ts', `await iam.putRolePolicy({ PolicyDocument: \`${json.replace('"*"', '"${arn}"')}\` })`)).toEqual([
      'identity [] iam:* on …',
    ]);
    expect(lines('A.java', `String policy = "${json.replaceAll('"', '\\"')}";`)).toEqual(['identity [] iam:* on *']);
    expect(
      lines(
        'A.java',
        'String policy = "{" +\n  "\\"Statement\\": [" +\n  "{\\"Effect\\": \\"Allow\\", \\"Action\\": \\"s3:*\\", " +\n  "\\"Resource\\": \\"*\\"}]}";',
      ),
    ).toEqual(['identity [] s3:* on *']);
  });

  it('as objects of JavaScript and Ruby, and as arrays of PHP', () => {
    expect(
      lines(
        'src/a.js',
        "const doc = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };",
      ),
    ).toEqual(['trust [service:ec2.amazonaws.com] sts:AssumeRole on ']);
    expect(lines('a.rb', "doc = { 'Statement' => [{ 'Effect' => 'Allow', 'Action' => ['ec2:*'], 'Resource' => '*' }] }")).toEqual([
      'identity [] ec2:* on *',
    ]);
    expect(lines('a.php', "$doc = ['Statement' => [['Effect' => 'Allow', 'Action' => 'ec2:*', 'Resource' => '*']]];")).toEqual([
      'identity [] ec2:* on *',
    ]);
  });

  it('takes its role from what it is called', () => {
    expect(lines('src/app.py', "boundary_policy = {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}")).toEqual([
      'boundary [] * on *',
    ]);
    expect(
      lines(
        'src/app.py',
        "bucket_policy = {'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject', 'Resource': '*'}}",
      ),
    ).toEqual(['resource [any:*] s3:GetObject on *']);
  });

  it('takes none away for one that is given: what is detached is attached no more', () => {
    expect(
      lines(
        'src/app.py',
        "iam.attach_role_policy(RoleName=a, PolicyArn='arn:aws:iam::aws:policy/ReadOnlyAccess')\niam.detach_role_policy(RoleName=a, PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')",
      ),
    ).toEqual(['entitlement [] policy arn:aws:iam::aws:policy/ReadOnlyAccess on ']);
  });

  it('reads attachments by an SDK', () => {
    expect(lines('src/app.py', "iam.attach_role_policy(RoleName=name, PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')")).toEqual([
      'entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    ]);
    expect(
      lines(
        'main.go',
        'svc.AttachUserPolicy(&iam.AttachUserPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/PowerUserAccess")})',
      ),
    ).toEqual(['entitlement [] policy arn:aws:iam::aws:policy/PowerUserAccess on ']);
  });

  it('is quiet where a program looks for what is attached', () => {
    expect(
      lines(
        'scripts/audit.py',
        `"""Finds roles with AdministratorAccess attached."""
import boto3
iam = boto3.client("iam")
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
def attached_to():
    policies = iam.list_attached_role_policies(RoleName="ops")["AttachedPolicies"]
    return iam.list_entities_for_policy(PolicyArn=ADMIN)
def is_attachable():
    # attach it by hand
    return iam.get_policy(PolicyArn=ADMIN)["Policy"]["IsAttachable"]
USAGE = """
iam.attach_role_policy(RoleName="ops", PolicyArn=ADMIN)
"""
`,
      ),
    ).toEqual([]);
  });

  it('follows the name that an attachment is given, each policy once', () => {
    expect(
      lines(
        'scripts/roles.py',
        `import boto3
iam = boto3.client("iam")
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
NEEDED = [
    "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    "arn:aws:iam::111122223333:policy/own",
]
for policy in NEEDED:
    iam.attach_role_policy(RoleName="worker", PolicyArn=policy)
iam.attach_user_policy(UserName="ops", PolicyArn=ADMIN)
iam.attach_role_policy(RoleName="ops", PolicyArn=ADMIN)
# iam.attach_role_policy(RoleName="ops", PolicyArn="arn:aws:iam::aws:policy/IAMFullAccess")
iam.detach_user_policy(UserName="ops", PolicyArn=ADMIN)
iam.attach_user_policy(UserName="ops", PolicyArn=args.policy)
`,
      ),
    ).toEqual([
      'entitlement [] policy arn:aws:iam::aws:policy/AmazonS3FullAccess on ',
      'entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    ]);
  });
});

describe('commands that grant', () => {
  it('attach, write and make keys', () => {
    expect(
      lines(
        'deploy.sh',
        `#!/bin/bash
# aws iam attach-role-policy --role-name old --policy-arn arn:aws:iam::aws:policy/IAMFullAccess
aws iam attach-role-policy --role-name "$ROLE" \\
  --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
aws --profile ops iam put-user-policy --user-name ci --policy-name p --policy-document '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
aws iam create-role --role-name r --assume-role-policy-document file://trust.json
aws iam create-access-key --user-name=ci && echo done
`,
      ),
    ).toEqual([
      'entitlement [role:…] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
      'identity [user:ci] s3:* on *',
      'access-key of ci',
    ]);
  });

  it('in steps of pipelines, in heredocs, and where they open a resource', () => {
    expect(
      lines(
        '.github/workflows/a.yml',
        `jobs:
  a:
    steps:
      - run: |
          aws iam attach-user-policy --user-name \${{ inputs.user }} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
          aws lambda add-permission --function-name f --statement-id a --action lambda:InvokeFunction --principal '*'
          aws lambda create-function-url-config --function-name f --auth-type NONE
          npx cdk bootstrap --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess
`,
      ),
    ).toEqual([
      'entitlement [user:…] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
      'resource [any:*] lambda:InvokeFunction on ',
      'resource [any:NONE] lambda:InvokeFunctionUrl on ',
      'entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    ]);
    expect(
      lines(
        'deploy.sh',
        `cat > policy.json <<EOF
{ "Statement": [{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:$REGION:*:table/*" }] }
EOF
`,
      ),
    ).toEqual(['identity [] dynamodb:* on arn:aws:dynamodb:…:*:table/*']);
  });
});

it('never throws on hostile text, and takes time that grows with it', async () => {
  const hostile: readonly (readonly [string, number, (size: number) => string])[] = [
    ['a.py', 6_000, (size) => `"Statement": ${'['.repeat(size)} Effect Action`],
    ['a.py', 400, (size) => `Effect Action ${'"Statement": [{ "Effect": '.repeat(size)}`],
    ['a.py', 6_000, (size) => `Effect Action Statement: ['${'\\'.repeat(size)}`],
    ['a.py', 400, (size) => `Effect Action ${'\\"Statement\\": [{'.repeat(size)}`],
    ['a.py', 400, (size) => 'aws_cdk PolicyStatement(actions=['.repeat(size)],
    ['a.py', 6_000, (size) => `aws_cdk assumed_by=${'('.repeat(size)}`],
    ['a.py', 400, (size) => 'awscdk PolicyStatement.Builder.create().a('.repeat(size)],
    ['a.py', 400, (size) => 'assumed_by=AnyPrincipal(aws_cdk,'.repeat(size)],
    ['b.sh', 600, (size) => `${'A='.repeat(size * 4)}\n${'A=$A\n'.repeat(size)}aws iam x --y $A`],
    ['a.sh', 600, (size) => `aws iam put-role-policy --policy-document '${'aws iam x "'.repeat(size)}`],
  ];
  for (const [file, size, textOf] of hostile) {
    await expectLinear(textOf(1), size, (n) => {
      const text = textOf(n);
      return () => reader.read([createDocument(file, text)], { neighbour: () => undefined });
    });
  }
});

describe('keys that programs make', () => {
  it('by calls of an SDK, with their user', () => {
    expect(lines('src/app.py', 'key = iam.create_access_key(UserName="ci")["AccessKey"]\n')).toEqual(['access-key of ci']);
    expect(lines('src/app.py', "iam.User('etl').create_access_key_pair()\n")).toEqual(['access-key of ?']);
    expect(lines('src/app.ts', 'await client.send(new CreateAccessKeyCommand({ UserName: name }));\n')).toEqual(['access-key of ?']);
    expect(lines('main.go', 'out, err := svc.CreateAccessKey(&iam.CreateAccessKeyInput{UserName: aws.String("ci")})\n')).toEqual([
      'access-key of ci',
    ]);
    expect(lines('src/app.py', 'iam.create_login_profile(UserName="anna", Password=password)\n')).toEqual(['login-password of anna']);
  });

  it('not where they are exchanged, defined or commented out', () => {
    expect(
      lines('src/rotate.py', 'new = iam.create_access_key(UserName=user)\niam.delete_access_key(UserName=user, AccessKeyId=old)\n'),
    ).toEqual([]);
    expect(lines('src/app.py', 'def create_access_key(user):\n    pass\n# iam.create_access_key(UserName="ci")\n')).toEqual([]);
  });
});

it('reads the cmdlets of PowerShell as the commands that do the same', () => {
  expect(
    lines(
      'setup.ps1',
      `$arn = 'arn:aws:iam::aws:policy/AdministratorAccess'
Register-IAMRolePolicy -RoleName ops -PolicyArn $arn
New-IAMAccessKey -UserName ci
Unregister-IAMRolePolicy -RoleName old -PolicyArn $arn
`,
    ),
  ).toEqual(['entitlement [role:ops] policy arn:aws:iam::aws:policy/AdministratorAccess on ', 'access-key of ci']);
});

describe('variables of scripts', () => {
  it('are each word of a loop in turn', () => {
    const attach = 'aws iam attach-role-policy --role-name r --policy-arn';
    const policies = (script: string): string[] =>
      lines('a.sh', script).map((line) => line.replace(/^.*policy (?:arn:aws:iam::aws:policy\/)?| on $/g, ''));
    const arn = 'arn:aws:iam::aws:policy';
    expect(policies(`for p in ReadOnlyAccess "IAMFullAccess"; do\n  ${attach} "${arn}/$p"\ndone\n`)).toEqual([
      'ReadOnlyAccess',
      'IAMFullAccess',
    ]);
    expect(
      policies(
        `POLICIES=(\n  ${arn}/ReadOnlyAccess # reads\n  "${arn}/IAMFullAccess"\n)\nfor p in "\${POLICIES[@]}"\ndo\n  ${attach} "\${p}"\ndone\n`,
      ),
    ).toEqual(['ReadOnlyAccess', 'IAMFullAccess']);
    // Over what is made while it runs, and where the loop's variable is not what is attached.
    expect(policies(`for p in $(list) IAMFullAccess; do ${attach} ${arn}/$p; done\n`)).toEqual(['…']);
    expect(policies(`for r in a b; do ${attach} ${arn}/IAMFullAccess; done\n`)).toEqual(['IAMFullAccess']);
  });

  it('stand for the one text that they are given', () => {
    expect(
      lines(
        'setup.sh',
        'ARN="arn:aws:iam::aws:policy/AdministratorAccess"\nexport NAME=Power\naws iam attach-role-policy --role-name a --policy-arn "$ARN"\naws iam attach-role-policy --role-name a --policy-arn arn:aws:iam::aws:policy/${NAME}UserAccess\n',
      ),
    ).toEqual([
      'entitlement [role:a] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
      'entitlement [role:a] policy arn:aws:iam::aws:policy/PowerUserAccess on ',
    ]);
  });

  it('are not known where they are assigned again, read or made', () => {
    for (const more of ['if x; then ARN=other; fi', 'ARN+=x', 'read -r ARN', 'for ARN in a b; do :; done', 'if x; then ARN=$(y); fi']) {
      expect(
        lines(
          'setup.sh',
          `ARN=arn:aws:iam::aws:policy/AdministratorAccess\n${more}\naws iam attach-role-policy --role-name a --policy-arn $ARN\n`,
        ),
        more,
      ).toEqual(['entitlement [role:a] policy … on ']);
    }
  });

  it('name administrators of clusters', () => {
    expect(
      lines(
        'setup.sh',
        'aws eks associate-access-policy --cluster-name c --principal-arn arn:aws:iam::111122223333:role/a --access-scope type=cluster --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy\neksctl create iamidentitymapping --cluster c --arn arn:aws:iam::111122223333:role/b --group system:masters\neksctl create iamidentitymapping --cluster c --arn arn:x --group viewers\n',
      ),
    ).toEqual([
      'binding [role:arn:aws:iam::111122223333:role/a] policy arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy on arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy',
      'binding [role:arn:aws:iam::111122223333:role/b] policy system:masters on system:masters',
    ]);
  });
});

describe('the CDK in other languages', () => {
  const heldBy = (who: string) => [
    `identity [${who}] s3:*,sqs:SendMessage on *`,
    `identity [${who}] * on *`,
    `entitlement [${who}] policy AdministratorAccess on `,
    'trust [service:ec2.amazonaws.com] sts:AssumeRole on ',
  ];

  it('is read in Python', () => {
    expect(
      lines(
        'app/stack.py',
        `from aws_cdk import aws_iam as iam
role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
    permissions_boundary=iam.ManagedPolicy.from_aws_managed_policy_name("PowerUserAccess"),
    managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")])
role.add_to_policy(iam.PolicyStatement(effect=iam.Effect.ALLOW, actions=["s3:*", "sqs:SendMessage"], resources=["*"]))
role.add_to_policy(iam.PolicyStatement(effect=iam.Effect.DENY, actions=["*"], resources=["*"]))
bucket.add_to_resource_policy(iam.PolicyStatement(principals=[iam.AnyPrincipal()], actions=["s3:GetObject"], resources=[bucket.arn_for_objects("*")]))
# role.add_to_policy(iam.PolicyStatement(actions=["*"], resources=["*"]))
`,
      ),
    ).toEqual([
      ...heldBy('role:Role').slice(0, 2),
      'resource [any:*] s3:GetObject on …',
      'boundary [role:Role] policy PowerUserAccess on ',
      ...heldBy('role:Role').slice(2),
    ]);
  });

  it('is read in Java, C# and Go', () => {
    expect(
      lines(
        'App.java',
        `import software.amazon.awscdk.services.iam.*;
Role role = Role.Builder.create(this, "R").assumedBy(new ServicePrincipal("ec2.amazonaws.com")).build();
role.addToPolicy(PolicyStatement.Builder.create().effect(Effect.ALLOW).actions(List.of("s3:*", "sqs:SendMessage")).resources(List.of("*")).build());
role.addToPolicy(PolicyStatement.Builder.create().effect(Effect.DENY).actions(List.of("*")).resources(Arrays.asList("*")).build());
role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("AdministratorAccess"));
`,
      ),
    ).toEqual(heldBy('role:R'));
    expect(
      lines(
        'Stack.cs',
        `using Amazon.CDK.AWS.IAM;
var role = new Role(this, "R", new RoleProps { AssumedBy = new ServicePrincipal("ec2.amazonaws.com") });
role.AddToPolicy(new PolicyStatement(new PolicyStatementProps() { Effect = Effect.ALLOW, Actions = new[] { "s3:*", "sqs:SendMessage" }, Resources = new string[] { "*" } }));
role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Effect = Effect.DENY, Actions = new[] { "*" }, Resources = new[] { "*" } }));
role.AddManagedPolicy(ManagedPolicy.FromAwsManagedPolicyName("AdministratorAccess"));
`,
      ),
    ).toEqual(heldBy('role:R'));
    expect(
      lines(
        'stack.go',
        `import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
role := awsiam.NewRole(stack, jsii.String("R"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil)})
role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Effect: awsiam.Effect_ALLOW, Actions: jsii.Strings("s3:*", "sqs:SendMessage"), Resources: jsii.Strings("*")}))
role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Effect: awsiam.Effect_DENY, Actions: jsii.Strings("*"), Resources: jsii.Strings("*")}))
role.AddManagedPolicy(awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AdministratorAccess")))
`,
      ),
    ).toEqual(heldBy('role:R'));
  });

  it('knows the provider that a role trusts by its variable, and what the trust asks for', () => {
    expect(
      lines(
        'app/stack.py',
        `from aws_cdk import aws_iam as iam
self.github = iam.OpenIdConnectProvider(self, "GitHub", url="https://token.actions.githubusercontent.com", client_ids=["sts.amazonaws.com"])
iam.Role(self, "Ci", assumed_by=iam.FederatedPrincipal(self.github.open_id_connect_provider_arn, {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}, "sts:AssumeRoleWithWebIdentity"))
iam.Role(self, "Other", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com", region).with_conditions(limits))
`,
      ),
    ).toEqual([
      'trust [federated:arn:aws:iam::…:oidc-provider/token.actions.githubusercontent.com] sts:AssumeRoleWithWebIdentity on  if token.actions.githubusercontent.com:aud',
    ]);
  });

  it('makes users, and keys of theirs', () => {
    const made = ['access-key of Bot'];
    expect(
      lines(
        'app/stack.py',
        'from aws_cdk import aws_iam as iam\nbot = iam.User(self, "Bot")\niam.AccessKey(self, "Key", user=bot)\niam.AccessKey(self, "Old", user=bot, status=iam.AccessKeyStatus.INACTIVE)\n',
      ),
    ).toEqual(made);
    expect(
      lines(
        'App.java',
        'import software.amazon.awscdk.services.iam.*;\nUser bot = User.Builder.create(this, "Bot").build();\nAccessKey key = AccessKey.Builder.create(this, "Key").user(bot).build();\n',
      ),
    ).toEqual(made);
    expect(
      lines(
        'Stack.cs',
        'using Amazon.CDK.AWS.IAM;\nvar bot = new User(this, "Bot");\nnew CfnAccessKey(this, "Key", new CfnAccessKeyProps { UserName = bot.UserName });\n',
      ),
    ).toEqual(made);
    expect(
      lines(
        'stack.go',
        'import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"\nbot := awsiam.NewUser(stack, jsii.String("Bot"), nil)\nawsiam.NewAccessKey(stack, jsii.String("Key"), &awsiam.AccessKeyProps{User: bot})\n',
      ),
    ).toEqual(made);
  });

  it('sees what the library itself makes for everyone, in each language', () => {
    const open = ['resource [any:*] grantReadWrite on ', 'resource [any:*] cognito-identity:GetCredentialsForIdentity on '];
    for (const [name, head, calls] of [
      [
        'app/stack.py',
        'from aws_cdk import aws_iam as iam\n',
        'bucket.grant_read_write(iam.AnyPrincipal())\ncognito.CfnIdentityPool(self, "P", allow_unauthenticated_identities=True)\n',
      ],
      [
        'Stack.java',
        'import software.amazon.awscdk.services.iam.*;\n',
        'bucket.grantReadWrite(new AnyPrincipal());\nCfnIdentityPool.Builder.create(this, "P").allowUnauthenticatedIdentities(true).build();\n',
      ],
      [
        'Stack.cs',
        'using Amazon.CDK.AWS.IAM;\n',
        'bucket.GrantReadWrite(new AnyPrincipal());\nnew CfnIdentityPool(this, "P", new CfnIdentityPoolProps { AllowUnauthenticatedIdentities = true });\n',
      ],
      [
        'stack.go',
        'import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"\n',
        'bucket.GrantReadWrite(awsiam.NewAnyPrincipal(), nil)\nawscognito.NewCfnIdentityPool(stack, jsii.String("P"), &awscognito.CfnIdentityPoolProps{AllowUnauthenticatedIdentities: jsii.Bool(true)})\n',
      ],
    ] as const)
      expect(lines(name, head + calls), name).toEqual(open);
    // Somebody, an organization, or everyone who meets a condition.
    expect(
      lines(
        'app/stack.py',
        'from aws_cdk import aws_iam as iam\nbucket.grant_read(iam.ServicePrincipal("ec2.amazonaws.com"))\nbucket.grant_read(iam.OrganizationPrincipal("o-1"))\nbucket.grant_read(iam.AnyPrincipal().with_conditions(limits))\nP(allow_unauthenticated_identities=False)\n',
      ),
    ).toEqual([]);
  });

  it('reads statements of JSON, grants to one who is given, and ARNs by their names', () => {
    const made = ['identity [] ec2:* on *', 'identity [] sqs:* on *'];
    expect(
      lines(
        'app/stack.py',
        'from aws_cdk import aws_iam as iam\nrole.add_to_policy(iam.PolicyStatement.from_json({"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}))\niam.Grant.add_to_principal(grantee=role, actions=["sqs:*"], resource_arns=["*"])\nrole.add_managed_policy(iam.ManagedPolicy.from_managed_policy_arn(self, "A", managed_policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess"))\niam.CfnRole(self, "L", managed_policy_arns=["arn:aws:iam::aws:policy/AdministratorAccess", other])\n',
      ),
    ).toEqual([
      ...made,
      'entitlement [] policy arn:aws:iam::aws:policy/ReadOnlyAccess on ',
      'entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    ]);
    expect(
      lines(
        'Stack.java',
        'import software.amazon.awscdk.services.iam.*;\nrole.addToPolicy(PolicyStatement.fromJson(Map.of("Effect", "Allow", "Action", "ec2:*", "Resource", "*")));\nGrant.addToPrincipal(GrantOnPrincipalOptions.builder().grantee(role).actions(List.of("sqs:*")).resourceArns(List.of("*")).build());\n',
      ),
    ).toEqual(made);
    expect(
      lines(
        'Stack.cs',
        'using Amazon.CDK.AWS.IAM;\nrole.AddToPolicy(PolicyStatement.FromJson(new Dictionary<string, object> { ["Effect"] = "Allow", ["Action"] = "ec2:*", ["Resource"] = "*" }));\nGrant.AddToPrincipal(new GrantOnPrincipalOptions { Grantee = role, Actions = new[] { "sqs:*" }, ResourceArns = new[] { "*" } });\n',
      ),
    ).toEqual(made);
    expect(
      lines(
        'stack.go',
        'import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"\nrole.AddToPolicy(awsiam.PolicyStatement_FromJson(map[string]interface{}{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}))\nawsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{Grantee: role, Actions: jsii.Strings("sqs:*"), ResourceArns: jsii.Strings("*")})\n',
      ),
    ).toEqual(made);
    expect(
      lines('app/stack.py', 'from aws_cdk import aws_iam as iam\nrole.add_to_policy(iam.PolicyStatement.from_json(json.load(f)))\n'),
    ).toEqual([]);
  });

  it('maps to the group above all checks by the clusters of Pulumi, in each language', () => {
    for (const [name, text, who] of [
      [
        'index.ts',
        'import * as eks from "@pulumi/eks";\n// roleMappings: [{ groups: ["system:masters"] }]\nnew eks.Cluster("c", { roleMappings: [{ groups: ["viewers"], roleArn: v.arn }, { groups: ["system:masters"], roleArn: "arn:aws:iam::111122223333:role/ops" }] });\n',
        'arn:aws:iam::111122223333:role/ops',
      ],
      [
        'app.py',
        'import pulumi_eks as eks\neks.Cluster("c", user_mappings=[eks.UserMappingArgs(groups=["system:masters"], user_arn=ben.arn)])\n',
        'ben.arn',
      ],
      [
        'Program.cs',
        'using Eks = Pulumi.Eks;\nnew Eks.Cluster("c", new Eks.ClusterArgs { RoleMappings = new[] { new RoleMappingArgs { RoleArn = ops.Arn, Groups = { "system:masters" } } } });\n',
        'ops.Arn',
      ],
      [
        'main.go',
        'import "github.com/pulumi/pulumi-eks/sdk/v2/go/eks"\neks.NewCluster(ctx, "c", &eks.ClusterArgs{RoleMappings: eks.RoleMappingArray{&eks.RoleMappingArgs{Groups: pulumi.StringArray{pulumi.String("system:masters")}, RoleArn: ops.Arn}}})\n',
        'ops.Arn',
      ],
    ] as const)
      expect(lines(name, text), name).toEqual([`binding [role:${who}] policy system:masters on cluster`]);
    // A subject of Kubernetes is said where it is bound.
    expect(
      lines('rbac.ts', 'import * as eks from "@pulumi/eks";\nexport const subject = { kind: "Group", name: "system:masters" };\n'),
    ).toEqual([]);
  });

  it('knows nothing of what is not written in place', () => {
    expect(
      lines(
        'app/stack.py',
        'from aws_cdk import aws_iam as iam\nrole.add_to_policy(iam.PolicyStatement(actions=ACTIONS, resources=resources))\niam.Role(self, "R", assumed_by=principal)\niam.Role(self, "S", assumed_by=iam.FederatedPrincipal(provider.arn, conditions))\n',
      ),
    ).toEqual(['identity [] … on …', 'trust [federated:…] sts:AssumeRoleWithWebIdentity on  if unknown']);
  });
});

describe('a template of troposphere', () => {
  const role = (more: string) => `from troposphere import GetAtt, Join, Ref, Sub, Template, iam
from troposphere.iam import Policy as InRole, PolicyType, Role
from awacs.aws import (
    Action, Allow, Condition, Deny, Everybody, Policy,
    Principal, Statement, StringEquals,
)
from awacs.sts import AssumeRole
import awacs.s3
import awacs.awslambda as functions
t = Template()
${more}`;

  it('has the statements of awacs, with its actions by name and in words', () => {
    expect(
      lines(
        'stacks/build.py',
        role(`worker = t.add_resource(Role(
    "Worker",
    AssumeRolePolicyDocument=Policy(Statement=[Statement(Effect=Allow, Action=[AssumeRole], Principal=Principal("AWS", ["*"]))]),
    ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    Policies=[InRole("own", PolicyName="own", PolicyDocument=Policy(Statement=[
        Statement(Effect=Allow, Action=[Action("s3", "*"), awacs.s3.GetObject, functions.InvokeFunction], Resource=["*"]),
        Statement(Effect=Deny, Action=[Action("*")], Resource=["*"]),
    ]))],
))
t.add_resource(PolicyType("More", PolicyName="more", Roles=[Ref(worker)], PolicyDocument={
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": Join("", ["arn:aws:sqs:", Ref("AWS::Region"), ":*"])}],
}))
`),
      ),
    ).toEqual([
      'identity [role:Worker] s3:*,s3:GetObject,lambda:InvokeFunction on *',
      'identity [role:Worker] * on *',
      'entitlement [role:Worker] policy arn:aws:iam::aws:policy/ReadOnlyAccess on ',
      'identity [role:Worker] sqs:* on arn:aws:sqs:…:*',
      'trust [any:*] sts:AssumeRole on ',
    ]);
  });

  it('has other resources than roles, and what names stand for', () => {
    expect(
      lines(
        'stacks/store.py',
        `from troposphere import Ref, Template, awslambda, iam, s3
from awacs.aws import Action, Allow, PolicyDocument, Principal, Statement
everything = Statement(Effect=Allow, Action=[Action("s3", "GetObject")], Resource=["*"], Principal=Principal("*"))
user = t.add_resource(iam.User("Robot", UserName="robot"))
t.add_resource(iam.AccessKey("Key", UserName=Ref(user)))
t.add_resource(s3.BucketPolicy("Open", Bucket="photos", PolicyDocument=PolicyDocument(Statement=[everything])))
t.add_resource(awslambda.Permission("Call", Action="lambda:InvokeFunction", FunctionName="f", Principal="*"))
`,
      ),
    ).toEqual(['resource [any:*] s3:GetObject on *', 'resource [any:*] lambda:InvokeFunction on f', 'access-key of Robot']);
  });

  it('knows nothing of what the program works out, and whose a statement is that another class takes', () => {
    expect(
      lines(
        'stacks/other.py',
        role(`from project.roles import Role as Own
Own("Worker", Policies=[InRole(PolicyDocument=Policy(Statement=[Statement(Effect=Allow, Action=[Action("*")], Resource=["*"])]))])
# t.add_resource(Role("Old", ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]))
t.add_resource(Role("Worker", ManagedPolicyArns=arns(), Policies=[make(name) for name in names], **more))
t.add_resource(PolicyType("More", PolicyDocument=Policy(Statement=[
    Statement(Effect=Allow, Action=actions, Resource=["*"]),
    Statement(Effect=Allow, Action=[awacs.s3.PutObject], Resource=["*"], Condition=limits),
    Statement(Effect=Allow, Action=[awacs.s3.GetObject], Resource=["*"], Condition=Condition(StringEquals("aws:ResourceTag/team", "own"))),
])))
`),
      ),
    ).toEqual([
      'entitlement [role:Worker] policy … on ',
      'identity [] … on *',
      'identity [] s3:PutObject on * if unknown',
      'identity [] s3:GetObject on * if aws:ResourceTag/team',
      'identity [] * on *',
    ]);
  });

  it('takes nobody in the place of a star that stands alone', () => {
    const trust = 'AssumeRolePolicyDocument=Policy(Statement=[Statement(Effect=Allow, Action=[AssumeRole], Principal=Principal("*"))])';
    const document = createDocument('stacks/any.py', role(`t.add_resource(Role("Any", ${trust}))\n`));
    const [made] = reader.read([document], { neighbour: () => undefined }).get(document.uri)!.trusts;
    expect(made!.principals.map(({ kind, id }) => `${kind} ${id.editable}`)).toEqual(['any false']);
  });

  it('has statements that functions give back, but for those that only limit others', () => {
    const made = `from awacs.aws import Action, Allow, PolicyDocument, Principal, Statement
def worker(queue):
    return PolicyDocument(Statement=[Statement(Effect=Allow, Action=[Action("sqs", "*")], Resource=["*"])])
def opened():
    return Statement(Effect=Allow, Action=[Action("*")], Resource=["*"], Principal=Principal("*"))
`;
    expect(lines('stacks/made.py', made)).toEqual(['identity [] sqs:* on *']);
    expect(lines('stacks/made.py', made.replace('worker', 'worker_boundary'))).toEqual([]);
  });

  it('takes time in proportion to its text, and comes to an end where names stand for one another', async () => {
    await expectLinear('brackets that nothing closes', 40, (size) => {
      const more = 't.add_resource(Role("R", Policies=[InRole(a, Policy(Statement=[Statement(Ref(a)) '.repeat(size);
      const text = role(`a = [b, b]\nb = [a, a]\n${more}`);
      return () => reader.read([createDocument('stacks/big.py', text)], { neighbour: () => undefined });
    });
  });
});

it('sees calls of an SDK that let everyone in', () => {
  expect(
    lines(
      'src/a.py',
      "import boto3\nboto3.client('lambda').add_permission(FunctionName='f', StatementId='s', Action='lambda:InvokeFunction', Principal='*')\nc.add_permission(FunctionName='f', Action='a', Principal='*', SourceAccount=account)\ns3.put_bucket_acl(Bucket=b, ACL='public-read')\n",
    ),
  ).toEqual(['resource [any:*] lambda:InvokeFunction on ', 'resource [any:public-read] s3:GetObject on ']);
  expect(
    lines(
      'src/a.mjs',
      "import { CreateFunctionUrlConfigCommand } from '@aws-sdk/client-lambda';\nawait client.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE' }));\n",
    ),
  ).toEqual(['resource [any:NONE] lambda:InvokeFunctionUrl on ']);
});
