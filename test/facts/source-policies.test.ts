// Policies in source code and scripts, one line a fact.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import { claimsSourcePolicies } from '../../server/engine/facts/source-policies/claims.ts';
import { reader } from '../../server/engine/facts/source-policies/reader.ts';

function lines(uri: string, text: string): string[] {
  const document = createDocument(uri, text);
  expect(claimsSourcePolicies(document), 'is claimed').toBe(true);
  const facts = reader.read([document], { neighbour: () => undefined }).get(uri)!;
  const show = (pattern: string) => pattern.replaceAll('\0', '…');
  return [...facts.grants, ...facts.trusts].map((grant) => {
    const token = grant.entitlement ?? grant.actions[0];
    // The token stands where its text is.
    if (token?.kind === 'scalar' && grant.statement) expect(text.slice(...token.at.span)).toBe(String(token.value));
    return `${grant.role} [${grant.principals.map((one) => `${one.kind}:${show(patternOf(one.id))}`).join(',')}] ${grant.entitlement ? `policy ${show(patternOf(grant.entitlement))}` : grant.actions.map((one) => show(patternOf(one))).join(',')} on ${grant.scope.map((one) => show(patternOf(one.id))).join(',')}${grant.conditions.map((one) => ` if ${one.key}`).join('')}`;
  }).concat(facts.credentials.map((one) => `${one.kind} of ${one.owner ? show(patternOf(one.owner.id)) : '?'}`));
}

describe('policies in source', () => {
  it('as a dictionary of Python', () => {
    expect(lines('src/app.py', `POLICY = {
    'Version': '2012-10-17',
    'Statement': [
        {'Sid': 'a', 'Effect': 'Allow', 'Action': ['s3:*', "sqs:SendMessage"], 'Resource': f'arn:aws:s3:::{bucket}/*'},  # comment
        {'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Condition': {'Bool': {'aws:SecureTransport': False}}},
        {'Effect': 'Allow', 'Action': ACTIONS, 'Resource': 'arn:aws:sqs:' + region},
    ],
}`)).toEqual(['identity [] s3:*,sqs:SendMessage on arn:aws:s3:::…/*', 'identity [] * on * if aws:SecureTransport', 'identity [] … on arn:aws:sqs:…']);
  });

  it('as JSON in strings: triple quotes, raw strings, templates, escapes', () => {
    const json = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }] }';
    expect(lines('src/app.py', `policy = """${json}"""`)).toEqual(['identity [] iam:* on *']);
    expect(lines('main.go', `const policy = \`${json}\``)).toEqual(['identity [] iam:* on *']);
    expect(lines('src/a.ts', `await iam.putRolePolicy({ PolicyDocument: \`${json.replace('"*"', '"${arn}"')}\` })`)).toEqual(['identity [] iam:* on …']);
    expect(lines('A.java', `String policy = "${json.replaceAll('"', '\\"')}";`)).toEqual(['identity [] iam:* on *']);
    expect(lines('A.java', 'String policy = "{" +\n  "\\"Statement\\": [" +\n  "{\\"Effect\\": \\"Allow\\", \\"Action\\": \\"s3:*\\", " +\n  "\\"Resource\\": \\"*\\"}]}";')).toEqual(['identity [] s3:* on *']);
  });

  it('as objects of JavaScript and Ruby, and as arrays of PHP', () => {
    expect(lines('src/a.js', "const doc = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };")).toEqual(['trust [service:ec2.amazonaws.com] sts:AssumeRole on ']);
    expect(lines('a.rb', "doc = { 'Statement' => [{ 'Effect' => 'Allow', 'Action' => ['ec2:*'], 'Resource' => '*' }] }")).toEqual(['identity [] ec2:* on *']);
    expect(lines('a.php', "$doc = ['Statement' => [['Effect' => 'Allow', 'Action' => 'ec2:*', 'Resource' => '*']]];")).toEqual(['identity [] ec2:* on *']);
  });

  it('takes its role from what it is called', () => {
    expect(lines('src/app.py', "boundary_policy = {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}")).toEqual(['boundary [] * on *']);
    expect(lines('src/app.py', "bucket_policy = {'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject', 'Resource': '*'}}")).toEqual(['resource [any:*] s3:GetObject on *']);
  });

  it('reads attachments by an SDK', () => {
    expect(lines('src/app.py', "iam.attach_role_policy(RoleName=name, PolicyArn='arn:aws:iam::aws:policy/AdministratorAccess')")).toEqual(['entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ']);
    expect(lines('main.go', 'svc.AttachUserPolicy(&iam.AttachUserPolicyInput{PolicyArn: aws.String("arn:aws:iam::aws:policy/PowerUserAccess")})')).toEqual(['entitlement [] policy arn:aws:iam::aws:policy/PowerUserAccess on ']);
  });
});

describe('commands that grant', () => {
  it('attach, write and make keys', () => {
    expect(lines('deploy.sh', `#!/bin/bash
# aws iam attach-role-policy --role-name old --policy-arn arn:aws:iam::aws:policy/IAMFullAccess
aws iam attach-role-policy --role-name "$ROLE" \\
  --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
aws --profile ops iam put-user-policy --user-name ci --policy-name p --policy-document '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
aws iam create-role --role-name r --assume-role-policy-document file://trust.json
aws iam create-access-key --user-name=ci && echo done
`)).toEqual(['entitlement [role:…] policy arn:aws:iam::aws:policy/AdministratorAccess on ', 'identity [user:ci] s3:* on *', 'access-key of ci']);
  });

  it('in steps of pipelines, in heredocs, and where they open a resource', () => {
    expect(lines('.github/workflows/a.yml', `jobs:
  a:
    steps:
      - run: |
          aws iam attach-user-policy --user-name \${{ inputs.user }} --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
          aws lambda add-permission --function-name f --statement-id a --action lambda:InvokeFunction --principal '*'
          aws lambda create-function-url-config --function-name f --auth-type NONE
          npx cdk bootstrap --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess
`)).toEqual(['entitlement [user:…] policy arn:aws:iam::aws:policy/AdministratorAccess on ', 'resource [any:*] lambda:InvokeFunction on ', 'resource [any:NONE] lambda:InvokeFunctionUrl on ', 'entitlement [] policy arn:aws:iam::aws:policy/AdministratorAccess on ']);
    expect(lines('deploy.sh', `cat > policy.json <<EOF
{ "Statement": [{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:$REGION:*:table/*" }] }
EOF
`)).toEqual(['identity [] dynamodb:* on arn:aws:dynamodb:…:*:table/*']);
  });
});

it('never throws and never hangs on hostile text', () => {
  const started = Date.now();
  for (const text of [`"Statement": ${'['.repeat(50_000)} Effect Action`, `Effect Action ${'"Statement": [{ "Effect": '.repeat(3000)}`, `Effect Action Statement: ['${'\\'.repeat(50_000)}`, `Effect Action ${'\\"Statement\\": [{'.repeat(3000)}`]) {
    reader.read([createDocument('a.py', text)], { neighbour: () => undefined });
  }
  reader.read([createDocument('a.sh', `aws iam put-role-policy --policy-document '${'aws iam x "'.repeat(5000)}`)], { neighbour: () => undefined });
  expect(Date.now() - started).toBeLessThan(5000);
});

describe('keys that programs make', () => {
  it('by calls of an SDK, with their user', () => {
    expect(lines('src/app.py', 'key = iam.create_access_key(UserName="ci")["AccessKey"]\n')).toEqual(['access-key of ci']);
    expect(lines('src/app.ts', 'await client.send(new CreateAccessKeyCommand({ UserName: name }));\n')).toEqual(['access-key of ?']);
    expect(lines('main.go', 'out, err := svc.CreateAccessKey(&iam.CreateAccessKeyInput{UserName: aws.String("ci")})\n')).toEqual(['access-key of ci']);
    expect(lines('src/app.py', 'iam.create_login_profile(UserName="anna", Password=password)\n')).toEqual(['login-password of anna']);
  });

  it('not where they are exchanged, defined or commented out', () => {
    expect(lines('src/rotate.py', 'new = iam.create_access_key(UserName=user)\niam.delete_access_key(UserName=user, AccessKeyId=old)\n')).toEqual([]);
    expect(lines('src/app.py', 'def create_access_key(user):\n    pass\n# iam.create_access_key(UserName="ci")\n')).toEqual([]);
  });
});
