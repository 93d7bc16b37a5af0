// What the CDK reader makes of programs: grants, trusts and who holds them, in one line each.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import type { Facts } from '../../../server/engine/facts/types.ts';
import { patternOf, placeOf } from '../../../server/engine/facts/value.ts';
import { reader } from '../../../server/engine/facts/typescript/reader.ts';
import { expectLinear } from '../../support/growth.ts';

function read(text: string, beside: Readonly<Record<string, string>> = {}): Facts {
  const document = createDocument('lib/stack.ts', text);
  const others = new Map(Object.entries(beside).map(([uri, other]) => [uri, createDocument(uri, other)]));
  return reader.read([document], { neighbour: (uri) => others.get(uri) }).get('lib/stack.ts')!;
}

/** Facts as lines: role, effect, who, what, on what, conditions. */
function lines(facts: Facts): string[] {
  return [...facts.grants, ...facts.trusts].map((grant) => {
    const show = (text: string) => text.replaceAll('\0', '…');
    const who = grant.principals.map((principal) => `${principal.kind}:${show(patternOf(principal.id))}`).join(',');
    const what = grant.entitlement
      ? `policy ${show(patternOf(grant.entitlement))}`
      : `${grant.polarity.actions === 'except' ? 'not ' : ''}${grant.actions.map((action) => show(patternOf(action))).join(',')}`;
    const where = grant.scope.map((scope) => show(patternOf(scope.id))).join(',');
    const conditions = grant.conditions
      .map((condition) => `${condition.operator} ${condition.key}=${condition.values.map((value) => show(patternOf(value))).join('|')}`)
      .join('; ');
    return `${grant.role} ${grant.effect} [${who}] ${what}${where && ` on ${where}`}${conditions && ` if ${conditions}`}`;
  });
}

const head = "import * as cdk from 'aws-cdk-lib';\nimport * as iam from 'aws-cdk-lib/aws-iam';\n";

it('reads what is written over properties of the template', () => {
  expect(
    lines(
      read(`import * as iam from 'aws-cdk-lib/aws-iam';
      const cfn = role.node.defaultChild as iam.CfnRole;
      cfn.addOverride('Properties.ManagedPolicyArns', ['arn:aws:iam::aws:policy/PowerUserAccess']);
      cfn.addPropertyOverride('Policies.0.PolicyDocument', { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] });
      cfn.addPropertyOverride('Policies', [{ PolicyName: 'x', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }] } }]);
      cfn.addPropertyOverride('AssumeRolePolicyDocument.Statement.1', { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
      // Another part of the resource, and a part of a statement whose others are written elsewhere.
      cfn.addOverride('Metadata.ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']);
      cfn.addPropertyOverride('PolicyDocument.Statement.0.Action', '*');
      cfn.addPropertyOverride('MaxSessionDuration', 3600);`),
    ),
  ).toEqual([
    'entitlement allow [] policy arn:aws:iam::aws:policy/PowerUserAccess',
    'identity allow [] sqs:* on *',
    'identity allow [] sns:* on *',
    'trust allow [any:*] sts:AssumeRole',
  ]);
});

describe('what a program puts together', () => {
  it('managed policies that a list is mapped to, or joined of', () => {
    const role = (policies: string): string[] =>
      lines(
        read(`${head} const NAMES = ['ReadOnlyAccess', 'IAMFullAccess']; const more = [iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess')];
      new iam.Role(this, 'R', { assumedBy: principal, managedPolicies: ${policies} });`),
      ).filter((line) => line.startsWith('entitlement'));
    const two = ['entitlement allow [role:R] policy ReadOnlyAccess', 'entitlement allow [role:R] policy IAMFullAccess'];
    expect(role('NAMES.map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name))')).toEqual(two);
    expect(role('NAMES.map(function (name) { return iam.ManagedPolicy.fromAwsManagedPolicyName(name); }).concat(more)')).toEqual([
      ...two,
      'entitlement allow [role:R] policy PowerUserAccess',
    ]);
    expect(role("[...[{ n: 'IAMFullAccess' }].map(({ n }) => iam.ManagedPolicy.fromAwsManagedPolicyName(n))]")).toEqual([two[1]]);
    expect(role('names().map((name) => iam.ManagedPolicy.fromAwsManagedPolicyName(name))')).toEqual([]);
  });

  it('what a class is made with, where it is made once', () => {
    const made = (more: string): string[] =>
      lines(
        read(`${head}
      class Service extends cdk.Stack {
        constructor(scope, id, private readonly props) { super(scope, id); role.addToPolicy(new iam.PolicyStatement({ actions: props.actions, resources: ['*'] })); }
      }
      ${more}`),
      );
    expect(made("new Service(app, 'a', { actions: ['sqs:*'] });")).toEqual(['identity allow [role:role] sqs:* on *']);
    expect(made("class Orders extends Service { constructor(scope, id) { super(scope, id, { actions: ['sqs:*'] }); } }")).toEqual([
      'identity allow [role:role] sqs:* on *',
    ]);
    // Two of them may hold different things, and what both hold is said once.
    expect(made("new Service(app, 'a', { actions: ['sqs:*'] }); new Service(app, 'b', { actions: ['sns:*'] });")).toEqual([
      'identity allow [role:role] … on *',
    ]);
  });
});

describe('statements of the CDK', () => {
  it('are grants of the construct that they are added to', () => {
    expect(
      lines(
        read(`${head}
      const role = new iam.Role(this, 'Deploy', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement({ effect: iam.Effect.ALLOW, actions: ['s3:*'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }));
    `),
      ),
    ).toEqual([
      'identity allow [role:Deploy] s3:* on * if StringEquals aws:PrincipalTag/team=a',
      'trust allow [service:codebuild.amazonaws.com] sts:AssumeRole',
    ]);
  });

  it('allow where no effect is written, and deny where it is', () => {
    expect(
      lines(
        read(
          `${head} fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['a:b'], resources: ['*'] })); new iam.PolicyStatement({ effect: iam.Effect.DENY, notActions: ['a:b'], resources: ['*'] });`,
        ),
      ),
    ).toEqual(['identity allow [role:fn] a:b on *', 'identity deny [] not a:b on *']);
  });

  it('follow variables, and what is added to them later', () => {
    expect(
      lines(
        read(`import { PolicyStatement as Statement, Effect } from '@aws-cdk/aws-iam';
      const actions = ['sqs:SendMessage', \`sqs:\${verb}\`];
      const statement = new Statement({ effect: Effect.ALLOW });
      statement.addActions(...actions, 'sns:Publish');
      statement.addAllResources();
      statement.addCondition('Bool', { 'aws:MultiFactorAuthPresent': 'true' });
      user.addToPolicy(statement);
    `),
      ),
    ).toEqual(['identity allow [role:user] sqs:SendMessage,sqs:…,sns:Publish on * if Bool aws:MultiFactorAuthPresent=true']);
  });

  it('take constants of the class and of one import', () => {
    expect(
      lines(
        read(
          `${head}import { ACTIONS } from './actions';
      class Stack { private readonly resources = ['arn:aws:s3:::b/*'];
        constructor() { new iam.ManagedPolicy(this, 'P', { statements: [new iam.PolicyStatement({ actions: ACTIONS.write, resources: this.resources })], roles: [this.role] }); } }
    `,
          { 'lib/actions.ts': "export const ACTIONS = { write: ['s3:PutObject', 's3:*'] } as const;" },
        ),
      ),
    ).toEqual(['identity allow [role:this.role] s3:PutObject,s3:* on arn:aws:s3:::b/*']);
  });

  it('are resource policies, endpoint policies, trusts or boundaries by where they go', () => {
    expect(
      lines(
        read(`${head}
      bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: ['*'] }));
      endpoint.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['*'], resources: ['*'] }));
      role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('111122223333')], actions: ['sts:AssumeRole'] }));
      const boundary = new iam.ManagedPolicy(this, 'B', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
      new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal(), permissionsBoundary: boundary });
    `),
      ),
    ).toEqual([
      'resource allow [any:*] s3:GetObject on *',
      'endpoint allow [any:*] * on *',
      'boundary allow [] * on *',
      'boundary allow [role:R] policy B',
      'trust allow [account:111122223333] sts:AssumeRole',
      'trust allow [unknown:…] sts:AssumeRole',
    ]);
  });

  it('read documents given as JSON', () => {
    expect(
      lines(
        read(`${head} new iam.Policy(this, 'P', { document: iam.PolicyDocument.fromJson({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }) });
      iam.PolicyStatement.fromJson({ Effect: 'Allow', Action: ['iam:*'], Resource: '*' });
      new iam.CfnRole(this, 'L1', { assumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }, managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    `),
      ),
    ).toEqual([
      'identity allow [] * on *',
      'identity allow [] iam:* on *',
      'entitlement allow [role:L1] policy arn:aws:iam::aws:policy/AdministratorAccess',
      'trust allow [any:*] sts:AssumeRole',
    ]);
  });

  it('know principals, their conditions and their actions', () => {
    expect(
      lines(
        read(`${head}
      const provider = new iam.OpenIdConnectProvider(this, 'G', { url: 'https://token.actions.githubusercontent.com', clientIds: ['sts.amazonaws.com'] });
      new iam.Role(this, 'A', { assumedBy: new iam.OpenIdConnectPrincipal(provider, { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o/*' } }) });
      new iam.Role(this, 'B', { assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('ec2.amazonaws.com'), new iam.ArnPrincipal('*')), externalIds: ['x'] });
      new iam.Role(this, 'C', { assumedBy: new iam.OrganizationPrincipal('o-1') });
      new iam.Role(this, 'D', { assumedBy: new iam.AccountPrincipal(props.account).withConditions({ Bool: { 'aws:MultiFactorAuthPresent': true } }) });
    `),
      ),
    ).toEqual([
      'trust allow [federated:arn:aws:iam::…:oidc-provider/token.actions.githubusercontent.com] sts:AssumeRoleWithWebIdentity if StringLike token.actions.githubusercontent.com:sub=repo:o/*',
      'trust allow [service:ec2.amazonaws.com] sts:AssumeRole if StringEquals sts:ExternalId=x',
      'trust allow [any:*] sts:AssumeRole if StringEquals sts:ExternalId=x',
      'trust allow [any:*] sts:AssumeRole if StringEquals aws:PrincipalOrgID=o-1',
      'trust allow [unknown:…] sts:AssumeRole if Bool aws:MultiFactorAuthPresent=true',
    ]);
  });

  it('make a boundary in the call that puts it on, and name their classes by parts of the package', () => {
    expect(
      lines(
        read(`${head}const { PolicyStatement: Statement } = iam;
      iam.PermissionsBoundary.of(scope).apply(new iam.ManagedPolicy(this, 'B', { statements: [new Statement({ actions: ['*'], resources: ['*'] })] }));
      new iam.ManagedPolicy(this, 'P', { statements: [new Statement({ actions: ['sqs:*'], resources: ['*'] })] });`),
      ).filter((line) => line.includes(' on ')),
    ).toEqual(['boundary allow [] * on *', 'identity allow [] sqs:* on *']);
  });

  it('take the first of two where it is known, and either where it is not', () => {
    const actions = (expression: string) =>
      lines(read(`${head}const own = ['sqs:*'];\nnew iam.PolicyStatement({ actions: ${expression}, resources: ['*'] });`));
    expect(actions("own ?? ['s3:*']")).toEqual(['identity allow [] sqs:* on *']);
    expect(actions("own || ['s3:*']")).toEqual(['identity allow [] sqs:* on *']);
    expect(actions("given ?? ['s3:*']")).toEqual(['identity allow [] …,s3:* on *']);
  });

  it('attach managed policies, also as a boundary', () => {
    expect(
      lines(
        read(`${head}
      new iam.Role(this, 'R', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')], permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess') });
      role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(this, 'x', 'arn:aws:iam::aws:policy/IAMFullAccess'));
    `),
      ),
    ).toEqual([
      'entitlement allow [role:R] policy AdministratorAccess',
      'boundary allow [role:R] policy PowerUserAccess',
      'entitlement allow [role:role] policy arn:aws:iam::aws:policy/IAMFullAccess',
    ]);
  });

  it('see what lets the public in, and keys', () => {
    const facts = read(`${head}import * as s3 from 'aws-cdk-lib/aws-s3';
      new s3.Bucket(this, 'A', { publicReadAccess: true });
      new s3.Bucket(this, 'B', { publicReadAccess: false, accessControl: s3.BucketAccessControl.PUBLIC_READ_WRITE });
      bucket.grantPublicAccess();
      topic.grantPublish(new iam.AnyPrincipal());
      fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
      new iam.AccessKey(this, 'K', { user });
      new iam.User(this, 'U', { password: cdk.SecretValue.unsafePlainText('x') });
    `);
    expect(lines(facts)).toEqual([
      'resource allow [any:*] s3:GetObject',
      'resource allow [any:*] s3:PutObject',
      'resource allow [any:*] s3:GetObject',
      'resource allow [any:*] grantPublish',
      'resource allow [any:*] lambda:InvokeFunctionUrl',
    ]);
    expect(facts.credentials.map((one) => one.kind)).toEqual(['access-key', 'login-password']);
    expect(facts.identities.map((one) => one.id)).toEqual(['aws:user:U']);
  });
});

describe('what is not known', () => {
  it('gives no pattern of its own', () => {
    expect(
      lines(
        read(`${head}
      export function grant(actions: string[], all = ['*']) { role.addToPolicy(new iam.PolicyStatement({ actions, resources: all })); }
      let later = ['s3:*']; later = props.actions; role.addToPolicy(new iam.PolicyStatement({ actions: later, resources: props.arns }));
      role.addToPolicy(new iam.PolicyStatement({ actions: wide ? ['*'] : ['s3:GetObject'], resources: ['*'] }));
    `),
      ),
    ).toEqual(['identity allow [role:role] … on …', 'identity allow [role:role] … on …', 'identity allow [role:role] *,s3:GetObject on *']);
  });

  it('leaves other classes of the same name alone', () => {
    expect(
      lines(
        read(
          "import { PolicyStatement } from './mine';\nimport * as cdk from 'aws-cdk-lib';\nnew PolicyStatement({ actions: ['*'], resources: ['*'] });",
        ),
      ),
    ).toEqual([]);
  });
});

describe('loops and helpers of the CDK', () => {
  it('are read once a round, never as a mixture', () => {
    expect(
      lines(
        read(`${head}
      for (const service of ['sqs', 'sns']) role.addToPolicy(new iam.PolicyStatement({ actions: [\`\${service}:*\`], resources: ['*'] }));
      const wanted = [{ actions: ['s3:GetObject'], on: '*' }, { actions: ['s3:*'], on: 'arn:aws:s3:::b/*' }];
      wanted.forEach(({ actions, on }) => role.addToPolicy(new iam.PolicyStatement({ actions, resources: [on] })));
    `),
      ),
    ).toEqual([
      'identity allow [role:role] sqs:* on *',
      'identity allow [role:role] sns:* on *',
      'identity allow [role:role] s3:GetObject on *',
      'identity allow [role:role] s3:* on arn:aws:s3:::b/*',
    ]);
  });

  it('are read once a call, and go where the call stands', () => {
    expect(
      lines(
        read(`${head}
      class Stack { constructor() { fn.addToRolePolicy(allow(['kms:*'])); job.addToRolePolicy(this.limited('sqs:SendMessage')); }
        private limited(action: string) { return new iam.PolicyStatement({ actions: [action], resources: ['arn:aws:sqs:eu-west-1:111122223333:jobs'] }); } }
      function allow(actions: string[], resources = ['*']) { return new iam.PolicyStatement({ actions, resources }); }
    `),
      ),
    ).toEqual([
      'identity allow [role:job] sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:jobs',
      'identity allow [role:fn] kms:* on *',
    ]);
  });

  it('are unknown where nothing written calls them', () => {
    expect(
      lines(read(`${head} export function allow(actions: string[]) { return new iam.PolicyStatement({ actions, resources: ['*'] }); }`)),
    ).toEqual(['identity allow [] … on *']);
  });

  it('end where they call themselves', () => {
    expect(
      lines(
        read(
          `${head} function a(x: string) { b(x); role.addToPolicy(new iam.PolicyStatement({ actions: [x], resources: ['*'] })); } function b(y: string) { a(y); }`,
        ),
      ).length,
    ).toBeGreaterThan(0);
  });
});

describe('level 1 constructs and boundaries of the CDK', () => {
  it('let in whom their properties name', () => {
    expect(
      lines(
        read(`${head}import * as lambda from 'aws-cdk-lib/aws-lambda';
      new lambda.CfnPermission(this, 'P', { action: 'lambda:InvokeFunction', functionName: 'f', principal: '*' });
      new lambda.CfnPermission(this, 'Q', { action: 'lambda:InvokeFunction', functionName: 'f', principal: 's3.amazonaws.com', sourceAccount: '111122223333' });
      new lambda.CfnUrl(this, 'U', { authType: 'NONE', targetFunctionArn: 'a' });
    `),
      ),
    ).toEqual([
      'resource allow [any:*] lambda:InvokeFunction',
      'resource allow [service:s3.amazonaws.com] lambda:InvokeFunction if StringEquals aws:SourceAccount=111122223333',
      'resource allow [any:NONE] lambda:InvokeFunctionUrl',
    ]);
  });

  it('are bound, one by one or by the stack', () => {
    expect(
      lines(
        read(`${head}
      const a = new iam.Role(this, 'A', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
      iam.PermissionsBoundary.of(a).apply(iam.ManagedPolicy.fromManagedPolicyName(this, 'X', 'dev-boundary'));
      new iam.User(this, 'B');
      iam.PermissionsBoundary.of(this).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
    `),
      ).filter((line) => line.startsWith('boundary')),
    ).toEqual(['boundary allow [role:A] policy dev-boundary', 'boundary allow [role:A,user:B] policy PowerUserAccess']);
  });
});

it('stands at a constant that is used once, and at each use of one that is shared', () => {
  const text = `${head} const once = ['iam:*']; const twice = ['*']; role.addToPolicy(new iam.PolicyStatement({ actions: once, resources: twice })); role.addToPolicy(new iam.PolicyStatement({ actions: ['a:b'], resources: twice }));`;
  const [first] = read(text).grants;
  expect(placeOf(first!.actions[0]!).span[0]).toBe(text.indexOf('iam:*'));
  expect(placeOf(first!.scope[0]!.id).span[0]).toBe(text.indexOf('twice })'));
});

describe('what the library gives', () => {
  const made = `${head}import { aws_lambda as lambda, aws_s3 as s3, aws_dynamodb as dynamodb, aws_ecs as ecs, aws_eks as eks } from 'aws-cdk-lib';
    const fn = new lambda.Function(this, 'Resize', {});
    const task = new ecs.FargateTaskDefinition(this, 'Task');
    const bucket = new s3.Bucket(this, 'Uploads');
    const table = new dynamodb.Table(this, 'Orders', {});
    const admins = new iam.Role(this, 'Admins');
    const cluster = new eks.Cluster(this, 'Shop', {});
  `;

  it('goes to the role that a construct makes for itself', () => {
    const facts =
      read(`${made} bucket.grantReadWrite(fn); bucket.grantRead(task.taskRole); table.grant(fn, 'dynamodb:Query', 'dynamodb:GetItem');
      fn.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSFullAccess')); task.addToExecutionRolePolicy(new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));`);
    expect(lines(facts)).toEqual([
      'entitlement allow [role:Resize] policy grantReadWrite on Uploads',
      'entitlement allow [role:Task] policy grantRead on Uploads',
      'identity allow [role:Resize] dynamodb:Query,dynamodb:GetItem on …',
      'entitlement allow [role:Resize] policy AmazonSQSFullAccess',
      'identity allow [role:Task/ExecutionRole] ecr:GetAuthorizationToken on *',
    ]);
    expect(facts.identities.map(({ id, scopeItems }) => [id, ...scopeItems].join(' '))).toEqual([
      'aws:role:Resize/ServiceRole',
      'aws:machine:lambda-function/Resize role:Resize/ServiceRole',
      'aws:role:Task/TaskRole',
      'aws:machine:ecs-task/Task role:Task/TaskRole',
      'aws:role:Admins',
    ]);
  });

  it('is left alone where one side is not known', () => {
    expect(
      lines(
        read(
          `${made} bucket.grantRead(other); elsewhere.grantRead(fn); table.grant(fn, verb()); grantRead(fn); limiter.grant(fn, 'access');`,
        ),
      ),
    ).toEqual([]);
  });

  it('is the administration of a cluster', () => {
    expect(
      lines(
        read(`${made}
      new eks.Cluster(this, 'Other', { mastersRole: admins });
      cluster.awsAuth.addMastersRole(admins, 'admin');
      cluster.awsAuth.addRoleMapping(fn.role!, { groups: ['viewers', 'system:masters'] });
      cluster.grantAccess('a', admins.roleArn, [eks.AccessPolicy.fromAccessPolicyName('AmazonEKSClusterAdminPolicy', { accessScopeType: eks.AccessScopeType.CLUSTER })]);
    `),
      ).filter((line) => line.startsWith('binding')),
    ).toEqual([
      'binding allow [role:Admins] policy system:masters on system:masters',
      'binding allow [role:Admins] policy system:masters on system:masters',
      'binding allow [role:Resize] policy system:masters on system:masters',
      'binding allow [role:Admins] policy arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy on arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    ]);
  });
});

it('takes time that grows with the text, however often a function calls itself', async () => {
  await expectLinear('calls of itself', 7, (size) => {
    const text = `import { aws_iam as iam } from 'aws-cdk-lib';\nfunction grant(role) {\n${"  grant(role);\n  role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));\n".repeat(size)}}\n`;
    return () => reader.read([createDocument('lib/stack.ts', text)], { neighbour: () => undefined });
  });
});
