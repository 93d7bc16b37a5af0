// Sets of AWS permissions that together lead to more than they say: whoever holds all of a set can become, or act as, a
// stronger principal. Data only; who holds what is computed in facts/aws/holdings.ts. The sets are the union of the paths
// published at https://pathfinding.cloud and the methods of cloudsplaining (BSD-3), facts without their text.

export interface EscalationSet {
  readonly id: string;
  /**
   * `identity`: changes IAM itself. `pass-role`: gives a role to something new that runs the caller's code.
   * `existing`: runs the caller's code where a role is in place already.
   */
  readonly kind: 'identity' | 'pass-role' | 'existing';
  readonly actions: readonly string[];
  /** What the holder does with them, after "the holder can …". */
  readonly how: string;
}

const identity: readonly (readonly [string, string, string])[] = [
  ['create-policy-version', 'iam:CreatePolicyVersion', 'write a new version of a policy that is attached to itself'],
  ['set-default-policy-version', 'iam:SetDefaultPolicyVersion', 'switch a policy to an older version that allows more'],
  ['create-access-key', 'iam:CreateAccessKey', 'make access keys for another user'],
  ['create-login-profile', 'iam:CreateLoginProfile', 'give another user a console password'],
  ['update-login-profile', 'iam:UpdateLoginProfile', "change another user's console password"],
  ['attach-user-policy', 'iam:AttachUserPolicy', 'attach AdministratorAccess to a user'],
  ['attach-group-policy', 'iam:AttachGroupPolicy', 'attach AdministratorAccess to a group'],
  ['attach-role-policy', 'iam:AttachRolePolicy', 'attach AdministratorAccess to a role'],
  ['put-user-policy', 'iam:PutUserPolicy', 'write an inline policy into a user'],
  ['put-group-policy', 'iam:PutGroupPolicy', 'write an inline policy into a group'],
  ['put-role-policy', 'iam:PutRolePolicy', 'write an inline policy into a role'],
  ['add-user-to-group', 'iam:AddUserToGroup', 'join a group that holds more'],
  ['update-assume-role-policy', 'iam:UpdateAssumeRolePolicy', 'let itself into another role by rewriting its trust policy'],
  ['assume-role', 'sts:AssumeRole', 'become every role that trusts this account'],
  ['rotate-access-key', 'iam:CreateAccessKey iam:DeleteAccessKey', "replace another user's access keys"],
  ['attach-role-policy-and-assume', 'iam:AttachRolePolicy sts:AssumeRole', 'attach AdministratorAccess to a role and become it'],
  ['put-role-policy-and-assume', 'iam:PutRolePolicy sts:AssumeRole', 'write a policy into a role and become it'],
  ['create-policy-version-and-assume', 'iam:CreatePolicyVersion sts:AssumeRole', "rewrite a role's policy and become it"],
  ['attach-user-policy-and-key', 'iam:AttachUserPolicy iam:CreateAccessKey', 'attach AdministratorAccess to a user and make keys for it'],
  ['put-user-policy-and-key', 'iam:CreateAccessKey iam:PutUserPolicy', 'write a policy into a user and make keys for it'],
  [
    'attach-role-policy-and-trust',
    'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
    'attach AdministratorAccess to a role and let itself into it',
  ],
  [
    'create-policy-version-and-trust',
    'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy',
    "rewrite a role's policy and let itself into it",
  ],
  ['put-role-policy-and-trust', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy', 'write a policy into a role and let itself into it'],
];

const passRole: readonly (readonly [string, string, string])[] = [
  ['apprunner-service', 'apprunner:CreateService', 'start an App Runner service under a role of its choice'],
  [
    'bedrock-code-interpreter',
    'bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'run code in a Bedrock interpreter under a role of its choice',
  ],
  ['cloudformation-stack', 'cloudformation:CreateStack', 'create a stack that CloudFormation builds under a role of its choice'],
  [
    'cloudformation-stack-set',
    'cloudformation:CreateStackSet cloudformation:CreateStackInstances',
    'create a stack set that runs under a role of its choice',
  ],
  ['cloudformation-update-stack-set', 'cloudformation:UpdateStackSet', 'give a stack set a stronger role and a new template'],
  ['codebuild-build', 'codebuild:CreateProject codebuild:StartBuild', 'run a build under a role of its choice'],
  ['codebuild-batch', 'codebuild:CreateProject codebuild:StartBuildBatch', 'run a batch build under a role of its choice'],
  [
    'datapipeline-activate',
    'datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
    'run a data pipeline under a role of its choice',
  ],
  ['datapipeline', 'datapipeline:CreatePipeline', 'create a data pipeline under a role of its choice'],
  [
    'lambda-new-table',
    'lambda:CreateFunction lambda:CreateEventSourceMapping dynamodb:CreateTable dynamodb:PutItem',
    'run a function under a role of its choice, started by a table of its own',
  ],
  ['ec2-instance', 'ec2:RunInstances', 'start an instance with a role of its choice and read its credentials'],
  ['ec2-spot', 'ec2:RequestSpotInstances', 'start a spot instance with a role of its choice and read its credentials'],
  [
    'ecs-cluster-service',
    'ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService',
    'run a container in a new cluster under a role of its choice',
  ],
  [
    'ecs-cluster-task',
    'ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask',
    'run a task in a new cluster under a role of its choice',
  ],
  ['ecs-service', 'ecs:RegisterTaskDefinition ecs:CreateService', 'run a container service under a role of its choice'],
  ['ecs-run-task', 'ecs:RegisterTaskDefinition ecs:RunTask', 'run a container under a role of its choice'],
  ['ecs-start-task', 'ecs:RegisterTaskDefinition ecs:StartTask', 'start a container under a role of its choice'],
  ['glue-dev-endpoint', 'glue:CreateDevEndpoint', 'open a Glue development endpoint under a role of its choice'],
  ['glue-job', 'glue:CreateJob glue:StartJobRun', 'run a Glue job under a role of its choice'],
  ['glue-job-trigger', 'glue:CreateJob glue:CreateTrigger', 'schedule a Glue job under a role of its choice'],
  ['glue-update-job', 'glue:UpdateJob glue:StartJobRun', 'give a Glue job a stronger role and its own script'],
  ['glue-update-job-trigger', 'glue:UpdateJob glue:CreateTrigger', 'give a Glue job a stronger role and schedule it'],
  ['lambda-invoke', 'lambda:CreateFunction lambda:InvokeFunction', 'run a function under a role of its choice'],
  [
    'lambda-event-source',
    'lambda:CreateFunction lambda:CreateEventSourceMapping',
    'run a function under a role of its choice, started by an event source',
  ],
  [
    'lambda-add-permission',
    'lambda:CreateFunction lambda:AddPermission',
    'create a function under a role of its choice and let itself call it',
  ],
  ['sagemaker-notebook', 'sagemaker:CreateNotebookInstance', 'open a notebook under a role of its choice'],
  ['sagemaker-training', 'sagemaker:CreateTrainingJob', 'run a training job under a role of its choice'],
  ['sagemaker-processing', 'sagemaker:CreateProcessingJob', 'run a processing job under a role of its choice'],
];

const existing: readonly (readonly [string, string, string])[] = [
  ['apprunner-update', 'apprunner:UpdateService', 'put its own image into a running App Runner service'],
  [
    'bedrock-existing-interpreter',
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'run code in an interpreter that has a role',
  ],
  ['cloudformation-update', 'cloudformation:UpdateStack', 'change a stack that CloudFormation builds under its own role'],
  [
    'cloudformation-change-set',
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
    'change a stack through a change set under the role of the stack',
  ],
  ['codebuild-start', 'codebuild:StartBuild', 'run its own build commands under the role of any project'],
  ['codebuild-start-batch', 'codebuild:StartBuildBatch', 'run its own batch build under the role of any project'],
  ['ec2-user-data', 'ec2:ModifyInstanceAttribute ec2:StartInstances ec2:StopInstances', "rewrite an instance's user data and restart it"],
  [
    'ec2-launch-template',
    'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
    "put its own user data into other machines' launch template",
  ],
  [
    'ec2-instance-connect',
    'ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances',
    'log in to any instance and read its credentials',
  ],
  ['ecs-exec', 'ecs:ExecuteCommand ecs:DescribeTasks', 'open a shell in any container and read its credentials'],
  ['glue-update-dev-endpoint', 'glue:UpdateDevEndpoint', 'add its own key to a Glue development endpoint'],
  ['lambda-code', 'lambda:UpdateFunctionCode', 'replace the code of any function and act under its role'],
  ['lambda-code-and-invoke', 'lambda:UpdateFunctionCode lambda:InvokeFunction', 'replace the code of any function and call it'],
  [
    'lambda-code-and-permission',
    'lambda:UpdateFunctionCode lambda:AddPermission',
    'replace the code of any function and let itself call it',
  ],
  ['sagemaker-presigned-url', 'sagemaker:CreatePresignedNotebookInstanceUrl', 'open any notebook and act under its role'],
  [
    'sagemaker-lifecycle',
    'sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance',
    'run its own start script in any notebook',
  ],
  ['ssm-session', 'ssm:StartSession', 'open a shell on any managed machine and read its credentials'],
  ['ssm-command', 'ssm:SendCommand', 'run commands on every managed machine'],
];

const row =
  (kind: EscalationSet['kind'], extra: readonly string[] = []) =>
  ([id, actions, how]: readonly [string, string, string]): EscalationSet => ({ id, kind, actions: [...extra, ...actions.split(' ')], how });

/** All sets; a set that contains another is told apart only by how it is used. */
export const escalationSets: readonly EscalationSet[] = [
  ...identity.map(row('identity')),
  ...passRole.map(row('pass-role', ['iam:PassRole'])),
  ...existing.map(row('existing')),
];
