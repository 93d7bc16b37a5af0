import { workloadAdminRole } from '../../../rules/aws/workload-admin-role.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A role with a managed policy and what names it. */
const withRole = (body: string, policy = admin) => terraform`
  resource "aws_iam_role" "worker" {
    name               = "worker"
    assume_role_policy = "{}"
  }
  resource "aws_iam_role_policy_attachment" "worker" {
    role       = aws_iam_role.worker.name
    policy_arn = "${policy}"
  }
  ${body}
`;

const lambda = (role: string, more = '') => `resource "aws_lambda_function" "resize" {
    function_name = "resize"
    role          = ${role}
    ${more}
  }`;

const instance = (more = '', profile = '«aws_iam_instance_profile.worker.name»') => `resource "aws_iam_instance_profile" "worker" {
    role = aws_iam_role.worker.name
  }
  resource "aws_instance" "web" {
    ami                  = "ami-0"
    iam_instance_profile = ${profile}
    ${more}
  }`;

const inline = (actions: string, body: string) => terraform`
  resource "aws_iam_role" "worker" {
    assume_role_policy = "{}"
    inline_policy {
      name   = "all"
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "*" }] })
    }
  }
  ${body}
`;

const taskRole = (role: string, policies: string) => cloudformation`
  Resources:
    Task:
      Type: AWS::ECS::TaskDefinition
      Properties:
        Family: web
        TaskRoleArn: ${role}
        ExecutionRoleArn: !GetAtt TaskRole.Arn
    TaskRole:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument: {}
        ManagedPolicyArns: [${policies}]
`;

const serviceAccount = (policy: string, subject: string) => terraform`
  resource "aws_iam_role" "pods" {
    name = "pods"
    assume_role_policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A1" }
        Condition = { StringEquals = { "oidc.eks.eu-central-1.amazonaws.com/id/A1:sub" = "${subject}", "oidc.eks.eu-central-1.amazonaws.com/id/A1:aud" = "sts.amazonaws.com" } }
      }]
    })
    managed_policy_arns = ["${policy}"]
  }
`;

/** A function of SAM that makes its own role. */
const ownRole = (mark: readonly [string, string], url: string) => cloudformation`
  Transform: AWS::Serverless-2016-10-31
  Resources:
    ${mark[0]}Resize${mark[1]}:
      Type: AWS::Serverless::Function
      Properties:
        FunctionUrlConfig: { AuthType: ${url} }
        Policies: [AdministratorAccess]
`;
/** A function of the CDK that makes its own role, and what it is given later. */
const ownRoleInProgram = (mark: readonly [string, string], given: string, url = 'NONE') => cdk`
  import { Stack, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
  export class Shop extends Stack {
    build() {
      const resize = new ${mark[0]}lambda.Function${mark[1]}(this, 'Resize', { runtime: lambda.Runtime.NODEJS_22_X });
      ${given}
      resize.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.${url} });
    }
  }
`;
const everything = "resize.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));";
/** A role of the CDK in Python, and a function. */
const pythonStack = (role: string, given: string) => at('app/stack.py')`
  from aws_cdk import Stack, aws_iam as iam, aws_lambda as lambda_
  class Shop(Stack):
      def __init__(self, scope, id):
          role = iam.Role(self, "Worker", ${role}, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
          fn = lambda_.Function(self, "Resize", runtime=lambda_.Runtime.PYTHON_3_13, ${given})
`;
const administrator = 'managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")]';
const [none, marked] = [
  ['', ''],
  ['«', '»'],
] as const;

ruleTester(workloadAdminRole, {
  valid: [
    {
      ...at('app/stack.py')`
      from aws_cdk import Stack, aws_iam as iam, aws_lambda as lambda_
      class Shop(Stack):
          def __init__(self, scope, id):
              self.resize = lambda_.Function(self, "Resize", runtime=lambda_.Runtime.PYTHON_3_13)
              self.resize.add_to_role_policy(iam.PolicyStatement(actions=["*"], resources=["*"]))
              self.resize.add_function_url()
              self.other.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
    `,
      because: 'it is another function that anyone may call',
    },
    {
      ...ownRoleInProgram(none, ''),
      beside: { 'lib/other.ts': ownRoleInProgram(none, everything, 'AWS_IAM').text },
      because: 'a function of the same id in another stack',
    },
    {
      ...pythonStack('managed_policies=[]', 'role=other'),
      beside: { 'app/other.py': pythonStack(administrator, 'role=other').text },
      because: 'a role of the same id in another stack',
    },
    { ...pythonStack(administrator, 'memory_size=128'), because: "the role is another's" },
    { ...ownRole(none, 'AWS_IAM'), because: 'the policy that it is given says it' },
    { ...ownRoleInProgram(none, everything, 'AWS_IAM'), because: 'the statement that it is given says it' },
    {
      ...ownRoleInProgram(
        none,
        "resize.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] }));",
      ),
      because: 'open to the world, with little',
    },
    {
      ...cdk`
      import { Stack, aws_iam as iam, aws_ecs as ecs, aws_lambda as lambda } from 'aws-cdk-lib';
      export class Shop extends Stack {
        build() {
          const task = new ecs.FargateTaskDefinition(this, 'Task');
          task.addToExecutionRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
          new ecs.FargateTaskDefinition(this, 'Other', { taskRole: task.taskRole });
        }
      }
    `,
      because: 'what starts the task is an administrator, and what runs in it is not',
    },
    withRole(lambda('aws_iam_role.worker.arn'), readOnly),
    { ...withRole(instance('', 'aws_iam_instance_profile.worker.name'), readOnly), because: 'through its profile, a role that reads' },
    { ...withRole(lambda('var.role_arn')), because: 'which role it is is not known' },
    {
      ...withRole(lambda('aws_iam_role.worker.arn')),
      workspace: { standing: { grantDays: 90, breakGlass: ['worker'] } },
      because: 'the policy of the team names the role',
    },
    { ...withRole(lambda('aws_iam_role.worker.arn', 'count = 0')), because: 'it is not made' },
    {
      ...withRole(
        'resource "aws_ecs_task_definition" "web" {\n  family             = "web"\n  execution_role_arn = aws_iam_role.worker.arn\n}',
      ),
      because: 'the execution role is for the agent that starts the task, not for what runs in it',
    },
    {
      ...inline('["lambda:UpdateFunctionCode"]', lambda('aws_iam_role.worker.arn')),
      because: 'code of other functions is not what makes it an administrator by itself',
    },
    { ...inline('"*"', lambda('aws_iam_role.other.arn')), because: 'another role' },
    {
      ...cloudformation`
      Resources:
        Resize:
          Type: AWS::Serverless::Function
          Properties:
            Policies: [AdministratorAccess]
    `,
      because: 'SAM makes the role from this line, where the finding about the policy stands',
    },
    {
      ...withRole(lambda('"arn:aws:iam::111122223333:role/deploy"')),
      beside: {
        'dev/main.tf':
          'resource "aws_iam_role" "deploy" {\n  name = "deploy"\n  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]\n}\n',
        'live/main.tf': 'resource "aws_iam_role" "deploy" {\n  name = "deploy"\n}\n',
      },
      because: 'of two roles with the name, which one is meant is not known',
    },
    serviceAccount(readOnly, 'system:serviceaccount:shop:worker'),
    taskRole('!GetAtt TaskRole.Arn', readOnly),
    cdk`
      import { Stack, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
      export class Shop extends Stack {
        build() {
          const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
          new lambda.Function(this, 'Resize', { role, runtime: lambda.Runtime.NODEJS_22_X });
        }
      }
    `,
  ],
  invalid: [
    { ...pythonStack(administrator, 'role=«role»'), severity: 'high', message: 'Lambda function `Resize` runs as `Worker`' },
    {
      ...at('app/stack.py')`
      from aws_cdk import Stack, aws_iam as iam, aws_lambda as lambda_
      class Shop(Stack):
          def __init__(self, scope, id):
              self.resize = lambda_.«Function»(self, "Resize", runtime=lambda_.Runtime.PYTHON_3_13)
              self.resize.add_to_role_policy(iam.PolicyStatement(actions=["*"], resources=["*"]))
              self.resize.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
    `,
      severity: 'critical',
      message: 'runs as `Resize/ServiceRole`',
    },
    {
      ...at('src/Shop.java')`
      import software.amazon.awscdk.services.iam.*;
      class Shop extends Stack {
        Shop() {
          Role role = Role.Builder.create(this, "Worker").assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
              .managedPolicies(List.of(ManagedPolicy.fromAwsManagedPolicyName("AdministratorAccess"))).build();
          Function.Builder.create(this, "Resize").runtime(Runtime.JAVA_21).role(«role»).build();
        }
      }
    `,
      severity: 'high',
    },
    {
      ...at('src/Shop.cs')`
      using Amazon.CDK.AWS.IAM;
      class Shop : Stack {
        Shop() {
          var role = new Role(this, "Worker", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") });
          role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { "*" }, Resources = new[] { "*" } }));
          new Function(this, "Resize", new FunctionProps { Runtime = Runtime.DOTNET_8, Role = «role» });
        }
      }
    `,
      severity: 'high',
    },
    {
      ...at('stack/main.go')`
      package main
      import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
      func shop(stack awscdk.Stack) {
        role := awsiam.NewRole(stack, jsii.String("Worker"), &awsiam.RoleProps{
          ManagedPolicies: &[]awsiam.IManagedPolicy{awsiam.ManagedPolicy_FromAwsManagedPolicyName(jsii.String("AdministratorAccess"))},
        })
        awslambda.NewFunction(stack, jsii.String("Resize"), &awslambda.FunctionProps{Role: «role»})
      }
    `,
      severity: 'high',
    },
    {
      ...terraform`
      resource "aws_iam_role" "job" {
        assume_role_policy  = "{}"
        managed_policy_arns = ["${admin}"]
      }
      resource "aws_iam_instance_profile" "job" {
        role = aws_iam_role.job.name
      }
      resource "aws_batch_job_definition" "nightly" {
        name = "nightly"
        type = "container"
        container_properties = jsonencode({ image = "shop/nightly", jobRoleArn = «aws_iam_role.job.arn» })
      }
      resource "aws_batch_job_definition" "text" {
        name = "text"
        type = "container"
        container_properties = <<-JSON
          { "image": "shop/text", "jobRoleArn": "«${'$'}{aws_iam_role.job.arn}»" }
        JSON
      }
      resource "aws_batch_compute_environment" "pool" {
        compute_resources {
          instance_role = «aws_iam_instance_profile.job.arn»
        }
      }
      resource "aws_elastic_beanstalk_environment" "web" {
        name = "web"
        setting {
          namespace = "aws:autoscaling:launchconfiguration"
          name      = "InstanceType"
          value     = "t3.small"
        }
        setting {
          namespace = "aws:autoscaling:launchconfiguration"
          name      = "IamInstanceProfile"
          value     = «aws_iam_instance_profile.job.name»
        }
      }
    `,
      severity: 'high',
      message: ['Batch job `nightly`', 'Batch job `text`', 'Batch compute environment', 'Beanstalk environment `web`'],
    },
    cloudformation`
      Resources:
        Web:
          Type: AWS::ElasticBeanstalk::Environment
          Properties:
            OptionSettings:
              - { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: InstanceType, Value: t3.small }
              - { Namespace: 'aws:autoscaling:launchconfiguration', OptionName: IamInstanceProfile, Value: «!Ref Profile» }
        Profile:
          Type: AWS::IAM::InstanceProfile
          Properties:
            Roles: [!Ref WebRole]
        WebRole:
          Type: AWS::IAM::Role
          Properties:
            ManagedPolicyArns: ['${admin}']
    `,
    {
      ...ownRole(marked, 'NONE'),
      severity: 'critical',
      message: 'runs as `ResizeRole`, which `AdministratorAccess` makes an administrator, and anyone may call its address',
    },
    { ...ownRoleInProgram(marked, everything), severity: 'critical', message: 'runs as `Resize/ServiceRole`' },
    {
      ...ownRoleInProgram(marked, "resize.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));"),
      severity: 'critical',
    },
    {
      ...cdk`
      import { Stack, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
      export class Shop extends Stack {
        build() {
          const role = new iam.Role(this, 'Shared', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
          const first = new lambda.Function(this, 'First', { role: «role» });
          const second = new lambda.Function(this, 'Second', { role: «role» });
          first.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
        }
      }
    `,
      severity: 'high',
      message: ['`First` runs as `Shared`', '`Second` runs as `Shared`'],
      because: 'what one is given goes to the role of both',
    },
    {
      ...withRole(
        'module "resize" {\n    source      = "terraform-aws-modules/lambda/aws"\n    lambda_role = «aws_iam_role.worker.arn»\n  }',
      ),
      message: 'Lambda function',
      because: 'a module of the registry that takes the role',
    },
    {
      ...terraform`
      resource "aws_iam_role" "pods" {
        name                = "pods"
        managed_policy_arns = ["${admin}"]
        assume_role_policy  = jsonencode({
          Statement = [{
            Effect    = "Allow"
            Action    = "sts:AssumeRoleWithWebIdentity"
            Principal = { Federated = module.eks.oidc_provider_arn }
            Condition = { StringEquals = { "${'$'}{module.eks.oidc_provider}:sub" = "«system:serviceaccount:shop:worker»" } }
          }]
        })
      }
    `,
      message: 'Service account `shop/worker`',
      because: 'the issuer is known only to a module',
    },
    {
      ...withRole(lambda('«aws_iam_role.worker.arn»')),
      severity: 'high',
      message: 'Lambda function `resize` runs as `aws_iam_role.worker`, which `AdministratorAccess` makes an administrator: whoever',
      suggestions: [withRole(lambda('aws_iam_role.worker.arn'), readOnly).text],
    },
    {
      ...withRole(
        `${lambda('«aws_iam_role.worker.arn»')}\n  resource "aws_lambda_function_url" "resize" {\n    function_name      = aws_lambda_function.resize.function_name\n    authorization_type = "NONE"\n  }`,
      ),
      severity: 'critical',
      message: 'anyone may call its address',
    },
    {
      ...withRole(
        `${lambda('«aws_iam_role.worker.arn»')}\n  resource "aws_lambda_function_url" "resize" {\n    function_name      = aws_lambda_function.resize.function_name\n    authorization_type = "AWS_IAM"\n  }`,
      ),
      severity: 'high',
      because: 'who calls it signs in',
    },
    { ...withRole(instance()), severity: 'high', message: 'EC2 instance' },
    { ...withRole(instance('metadata_options {\n      http_tokens = "optional"\n    }')), severity: 'critical', message: 'fetch a page' },
    { ...withRole(instance('metadata_options {\n      http_tokens = "required"\n    }')), severity: 'high' },
    { ...withRole(instance('associate_public_ip_address = true')), severity: 'critical', message: 'public address' },
    {
      ...withRole(
        'resource "aws_codebuild_project" "ci" {\n    name         = "ci"\n    service_role = «aws_iam_role.worker.arn»\n  }\n  resource "aws_codebuild_webhook" "ci" {\n    project_name = aws_codebuild_project.ci.name\n    filter_group {\n      filter {\n        type    = "EVENT"\n        pattern = "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED"\n      }\n    }\n  }',
      ),
      severity: 'critical',
      message: 'it builds pull requests',
    },
    {
      ...withRole(
        'resource "aws_codebuild_project" "ci" {\n    name         = "ci"\n    service_role = «aws_iam_role.worker.arn»\n  }\n  resource "aws_codebuild_webhook" "ci" {\n    project_name = aws_codebuild_project.ci.name\n    filter_group {\n      filter {\n        type    = "EVENT"\n        pattern = "PUSH"\n      }\n    }\n  }',
      ),
      severity: 'high',
      because: 'who pushes is of the team',
    },
    {
      ...withRole(
        'resource "aws_apprunner_service" "web" {\n    service_name = "web"\n    instance_configuration {\n      instance_role_arn = «aws_iam_role.worker.arn»\n    }\n  }',
      ),
      severity: 'critical',
      message: 'answers the internet',
    },
    {
      ...withRole(
        'resource "aws_launch_template" "web" {\n    iam_instance_profile {\n      name = «aws_iam_instance_profile.worker.name»\n    }\n  }\n  resource "aws_iam_instance_profile" "worker" {\n    role = aws_iam_role.worker.name\n  }',
      ),
      message: 'Launch template',
    },
    {
      ...withRole(
        'resource "aws_ecs_task_definition" "web" {\n    family        = "web"\n    task_role_arn = «aws_iam_role.worker.arn»\n  }',
      ),
      message: 'ECS task `web`',
    },
    { ...withRole(lambda('"«arn:aws:iam::111122223333:role/worker»"')), message: 'runs as `worker`', because: 'by its ARN' },
    {
      ...inline('"*"', lambda('«aws_iam_role.worker.arn»')),
      severity: 'high',
      message: 'a statement that allows everything on everything',
    },
    {
      ...inline('["iam:AttachRolePolicy"]', lambda('«aws_iam_role.worker.arn»')),
      severity: 'medium',
      message: 'which can attach AdministratorAccess to a role',
    },
    {
      ...withRole(lambda('«aws_iam_role.worker.arn»'), 'arn:aws:iam::aws:policy/IAMFullAccess'),
      severity: 'medium',
      message: 'one step from administrator',
    },
    {
      ...terraform`
      resource "aws_iam_role" "worker" {
        name                 = "worker"
        assume_role_policy   = "{}"
        permissions_boundary = "arn:aws:iam::111122223333:policy/limit"
        managed_policy_arns  = ["${admin}"]
      }
      resource "aws_glue_job" "load" {
        name     = "load"
        role_arn = «aws_iam_role.worker.arn»
      }
    `,
      severity: 'low',
      message: 'only a permissions boundary',
    },
    { ...taskRole('«!GetAtt TaskRole.Arn»', admin), message: 'ECS task `web` runs as `TaskRole`' },
    {
      ...cloudformation`
      Resources:
        Ci:
          Type: AWS::CodeBuild::Project
          Properties:
            Name: ci
            ServiceRole: «!Ref CiRole»
            Triggers:
              Webhook: true
              FilterGroups:
                - - Type: EVENT
                    Pattern: PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED
        CiRole:
          Type: AWS::IAM::Role
          Properties:
            Policies:
              - PolicyName: all
                PolicyDocument:
                  Statement:
                    Effect: Allow
                    Action: '*'
                    Resource: '*'
    `,
      severity: 'critical',
      message: 'it builds pull requests',
    },
    {
      ...cloudformation`
      Resources:
        Web:
          Type: AWS::EC2::Instance
          Properties:
            IamInstanceProfile: «!Ref Profile»
        Profile:
          Type: AWS::IAM::InstanceProfile
          Properties:
            Roles: [!Ref WebRole]
        WebRole:
          Type: AWS::IAM::Role
          Properties:
            ManagedPolicyArns: ['${admin}']
        Resize:
          Type: AWS::Serverless::Function
          Properties:
            Role: «!GetAtt WebRole.Arn»
            FunctionUrlConfig:
              AuthType: NONE
    `,
      message: ['EC2 instance `Web`', 'anyone may call its address'],
    },
    { ...serviceAccount(admin, '«system:serviceaccount:shop:worker»'), message: 'Service account `shop/worker` runs as' },
    {
      ...cdk`
      import { Stack, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
      export class Shop extends Stack {
        build() {
          const role = new iam.Role(this, 'Role', {
            assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
            managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
          });
          const resize = new lambda.Function(this, 'Resize', { role: «role», runtime: lambda.Runtime.NODEJS_22_X });
          resize.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
        }
      }
    `,
      severity: 'critical',
      message: 'Lambda function `Resize` runs as `Role`',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      const role = new aws.iam.Role('worker', { assumeRolePolicy: '{}' });
      new aws.iam.RolePolicyAttachment('admin', { role: role.name, policyArn: '${admin}' });
      const profile = new aws.iam.InstanceProfile('profile', { role: role.name });
      new aws.ec2.Instance('web', { ami: 'ami-0', iamInstanceProfile: «profile.name» });
      const resize = new aws.lambda.Function('resize', { role: «role.arn» });
      new aws.lambda.FunctionUrl('url', { functionName: resize.name, authorizationType: 'NONE' });
    `,
      message: ['EC2 instance `web`', 'Lambda function `resize`'],
    },
    {
      file: 'infra/workloads/main.tf',
      text: 'resource "aws_sfn_state_machine" "nightly" {\n  name     = "nightly"\n  role_arn = "«arn:aws:iam::111122223333:role/nightly»"\n}\n',
      beside: { 'infra/roles/main.tf': `resource "aws_iam_role" "n" {\n  name = "nightly"\n  managed_policy_arns = ["${admin}"]\n}\n` },
      because: 'the role is declared in another folder',
    },
  ],
});
