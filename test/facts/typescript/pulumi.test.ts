// What the Pulumi reader makes of programs, in one line a fact.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { patternOf } from '../../../server/engine/facts/value.ts';
import { reader } from '../../../server/engine/facts/typescript/reader.ts';

function lines(text: string): string[] {
  const facts = reader.read([createDocument('index.ts', text)], { neighbour: () => undefined }).get('index.ts')!;
  const show = (pattern: string) => pattern.replaceAll('\0', '…');
  return [...facts.grants, ...facts.trusts]
    .map((grant) => {
      const who = grant.principals.map((principal) => `${principal.kind}:${show(patternOf(principal.id))}`).join(',');
      return `${grant.role} [${who}] ${grant.entitlement ? `policy ${show(patternOf(grant.entitlement))}` : grant.actions.map((action) => show(patternOf(action))).join(',')} on ${grant.scope.map((scope) => show(patternOf(scope.id))).join(',')}${grant.conditions.map((condition) => ` if ${condition.key}`).join('')}`;
    })
    .concat(facts.credentials.map((one) => one.kind));
}

const head = "import * as pulumi from '@pulumi/pulumi';\nimport * as aws from '@pulumi/aws';\n";

it('reads policies as objects, as JSON and in templates', () => {
  expect(
    lines(`${head}
    const role = new aws.iam.Role('deploy', { assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] }), managedPolicyArns: [aws.iam.ManagedPolicy.AdministratorAccess] });
    new aws.iam.RolePolicy('p', { role: role.id, policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: '*' }] } });
    new aws.iam.Policy('q', { policy: pulumi.jsonStringify({ Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: role.arn }] }) });
    new aws.s3.BucketPolicy('b', { bucket: bucket.id, policy: pulumi.all([bucket.arn]).apply(([arn]) => JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: \`\${arn}/*\` }] })) });
    new aws.iam.UserPolicy('u', { user: 'ci', policy: \`{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::\${name}/*" }] }\` });
  `),
  ).toEqual([
    'entitlement [role:deploy] policy AdministratorAccess on ',
    'identity [role:deploy] s3:* on *',
    'identity [] iam:* on …',
    'resource [any:*] s3:GetObject on …/*',
    'identity [user:ci] * on arn:aws:s3:::…/*',
    'trust [any:*] sts:AssumeRole on ',
  ]);
});

it('reads the roles that components of awsx make', () => {
  const roles = (args: string) => lines(`import * as awsx from '@pulumi/awsx';\n${head}new awsx.ecs.FargateService('web', { ${args} });`);
  expect(
    roles(`taskDefinitionArgs: {
      taskRole: { args: { managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], permissionsBoundary: 'arn:aws:iam::1:policy/b' } },
      executionRole: { args: { policyArns: [aws.iam.ManagedPolicy.AmazonS3FullAccess], inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }) }] } },
    }`),
  ).toEqual([
    'entitlement [role:web/taskRole] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    'boundary [role:web/taskRole] policy arn:aws:iam::1:policy/b on ',
    'entitlement [role:web/executionRole] policy AmazonS3FullAccess on ',
    'identity [role:web/executionRole] iam:* on *',
  ]);
  expect(roles(`taskDefinitionArgs: { taskRole: { roleArn: role.arn }, container: { image: 'x' } }`)).toEqual([]);
});

it('reads who gets into a cluster of the package eks', () => {
  const cluster = (args: string) =>
    lines(`import * as eks from '@pulumi/eks';\nconst ops = 'arn:aws:iam::111122223333:role/ops';\nnew eks.Cluster('shop', { ${args} });`);
  const entry = (policy: string, scope: string) =>
    `accessEntries: { ops: { principalArn: ops, accessPolicies: { first: { policyArn: 'arn:aws:eks::aws:cluster-access-policy/${policy}', accessScope: ${scope} } } } }`;
  const read = (policy: string) =>
    `binding [role:arn:aws:iam::111122223333:role/ops] policy arn:aws:eks::aws:cluster-access-policy/${policy} on arn:aws:eks::aws:cluster-access-policy/${policy}`;
  expect(cluster(entry('AmazonEKSClusterAdminPolicy', "{ type: 'cluster' }"))).toEqual([read('AmazonEKSClusterAdminPolicy')]);
  expect(cluster(entry('AmazonEKSViewPolicy', "{ type: 'namespace', namespaces: ['web'] }"))).toEqual([read('AmazonEKSViewPolicy')]);
  expect(cluster('accessEntries: { ci: { principalArn: ops } }')).toEqual([]);
  expect(cluster('accessEntries: entriesOf(stack), createOidcProvider: true')).toEqual([]);
});

it('joins what pulumi.concat is given', () => {
  expect(
    lines(`${head}import * as gcp from '@pulumi/gcp';
    new gcp.projects.IAMMember('a', { project: 'shop', role: 'roles/run.admin', member: pulumi.concat('serviceAccount:', account.email) });
  `),
  ).toEqual(['binding [serviceAccount:serviceAccount:…] policy roles/run.admin on shop']);
});

it('reads getPolicyDocument, attachments, boundaries and keys', () => {
  expect(
    lines(`${head}
    const document = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ['ec2:*'], resources: ['*'], conditions: [{ test: 'StringEquals', variable: 'aws:PrincipalTag/a', values: ['b'] }] }] });
    new aws.iam.Policy('p', { policy: document.json });
    new aws.iam.Policy('r', { policy: document.apply(d => d.json) });
    new aws.iam.RolePolicyAttachment('a', { role: worker, policyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' });
    new aws.iam.Role('b', { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ec2.amazonaws.com' }), permissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    new aws.iam.AccessKey('k', { user: 'ci' });
  `),
  ).toEqual([
    'identity [] ec2:* on * if aws:PrincipalTag/a',
    'identity [] ec2:* on * if aws:PrincipalTag/a',
    'entitlement [role:…] policy arn:aws:iam::aws:policy/PowerUserAccess on ',
    'boundary [role:b] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    'trust [service:ec2.amazonaws.com] sts:AssumeRole on ',
    'access-key',
  ]);
});

it('reads bindings of Google and assignments of Azure', () => {
  expect(
    lines(`import * as gcp from '@pulumi/gcp';\nimport * as azure from '@pulumi/azure-native';
    new gcp.projects.IAMMember('m', { project: 'p', role: 'roles/owner', member: 'allUsers' });
    new azure.authorization.RoleAssignment('r', { principalId: id, roleDefinitionId: '/subscriptions/0/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635', scope: '/subscriptions/0' });
  `),
  ).toEqual([
    'binding [any:allUsers] policy roles/owner on p',
    'binding [unknown:…] policy 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 on /subscriptions/0',
  ]);
});

it('reads a resource once a round, and a helper with what it is given', () => {
  expect(
    lines(`${head}
    const arns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AdministratorAccess'];
    arns.forEach((policyArn, i) => new aws.iam.RolePolicyAttachment(\`at-\${i}\`, { role: 'ops', policyArn }));
    for (const [name, action] of Object.entries({ jobs: 'sqs:*', mail: 'ses:*' })) new aws.iam.Policy(name, { policy: allow(action) });
    function allow(action: string) { return JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] }); }
    new aws.iam.RolePolicy('p', { role: 'app', policy: bucket.arn.apply(read) });
    const read = (arn: string) => JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: \`\${arn}/*\` }] });
  `),
  ).toEqual([
    'entitlement [role:ops] policy arn:aws:iam::aws:policy/ReadOnlyAccess on ',
    'entitlement [role:ops] policy arn:aws:iam::aws:policy/AdministratorAccess on ',
    'identity [] sqs:* on *',
    'identity [] ses:* on *',
    'identity [role:app] s3:Get* on …/*',
  ]);
});

it('reads settings that let somebody in', () => {
  expect(
    lines(`${head}
    new aws.lambda.FunctionUrl('u', { functionName: 'f', authorizationType: 'NONE' });
    new aws.lambda.FunctionUrl('v', { functionName: 'f', authorizationType: 'AWS_IAM' });
    new aws.s3.BucketAclV2('a', { bucket: b.id, acl: 'public-read' });
    new aws.eks.AccessPolicyAssociation('e', { policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', principalArn: 'arn:aws:iam::111122223333:role/ops', accessScope: { type: 'cluster' } });
    new aws.lambda.Permission('p', { action: 'lambda:InvokeFunction', function: f, principal: '*', sourceAccount: '111122223333' });
    new aws.lambda.CallbackFunction('c', { callback, policies: [aws.iam.ManagedPolicy.AmazonS3FullAccess] });
  `),
  ).toEqual([
    'resource [any:NONE] lambda:InvokeFunctionUrl on ',
    'resource [any:public-read] s3:GetObject on ',
    'binding [role:arn:aws:iam::111122223333:role/ops] policy arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy on arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    'resource [any:*] lambda:InvokeFunction on  if aws:SourceAccount',
    'entitlement [role:c] policy AmazonS3FullAccess on ',
  ]);
});
