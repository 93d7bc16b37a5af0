// What runs as a role: instances, functions, tasks, builds, notebooks and service accounts of clusters. Which property of
// which resource names the role stands here for every dialect; the dialects' readers resolve it. Facts of the Terraform
// provider's and CloudFormation's resource references. What the role may do is asked in role-powers.ts.
import { wordAt } from '../made-values.ts';
import type { Carrier, Facts, Identity } from '../types.ts';
import { patternOf, type Leaf } from '../value.ts';
import { tableOf } from '../../table.ts';

export interface WorkloadKind {
  /** What it is called: `Lambda function`. */
  readonly words: string;
  /** Where the role is named, as a path of properties; the first that is set counts. */
  readonly role: readonly string[];
  /** The property names an instance profile, which names the role. */
  readonly profile?: true;
  /** The profile is the value of this one among options that are listed by their names. */
  readonly option?: string;
}

const kind = (words: string, ...role: string[]): WorkloadKind => ({ words, role });
const machine = (words: string, ...role: string[]): WorkloadKind => ({ words, role, profile: true });

/** What Elastic Beanstalk calls the profile of its instances. */
const beanstalk: WorkloadKind = { words: 'Beanstalk environment', role: [], profile: true, option: 'IamInstanceProfile' };

/** Terraform's resource types. Those of Pulumi are the same in camel case. */
export const terraformWorkloads = tableOf<WorkloadKind>({
  aws_lambda_function: kind('Lambda function', 'role'),
  aws_instance: machine('EC2 instance', 'iam_instance_profile'),
  aws_spot_instance_request: machine('EC2 instance', 'iam_instance_profile'),
  aws_launch_template: machine('Launch template', 'iam_instance_profile.name', 'iam_instance_profile.arn'),
  aws_launch_configuration: machine('Launch configuration', 'iam_instance_profile'),
  aws_ecs_task_definition: kind('ECS task', 'task_role_arn'),
  aws_codebuild_project: kind('CodeBuild project', 'service_role'),
  aws_codepipeline: kind('Pipeline', 'role_arn'),
  aws_glue_job: kind('Glue job', 'role_arn'),
  aws_glue_crawler: kind('Glue crawler', 'role'),
  aws_glue_dev_endpoint: kind('Glue endpoint', 'role_arn'),
  aws_sagemaker_notebook_instance: kind('SageMaker notebook', 'role_arn'),
  aws_sagemaker_model: kind('SageMaker model', 'execution_role_arn'),
  aws_sagemaker_domain: kind('SageMaker domain', 'default_user_settings.execution_role'),
  aws_sagemaker_user_profile: kind('SageMaker user profile', 'user_settings.execution_role'),
  aws_sfn_state_machine: kind('State machine', 'role_arn'),
  aws_apprunner_service: kind('App Runner service', 'instance_configuration.instance_role_arn'),
  aws_eks_pod_identity_association: kind('EKS pod identity', 'role_arn'),
  aws_emr_cluster: machine('EMR cluster', 'ec2_attributes.instance_profile'),
  aws_synthetics_canary: kind('Canary', 'execution_role_arn'),
  aws_mwaa_environment: kind('Airflow environment', 'execution_role_arn'),
  aws_mskconnect_connector: kind('Kafka connector', 'service_execution_role_arn'),
  aws_kinesisanalyticsv2_application: kind('Flink application', 'service_execution_role'),
  aws_imagebuilder_infrastructure_configuration: machine('Image build', 'instance_profile_name'),
  aws_amplify_app: kind('Amplify build', 'iam_service_role_arn'),
  aws_ssm_activation: kind('Managed machine', 'iam_role'),
  aws_batch_job_definition: kind('Batch job', 'container_properties.jobRoleArn'),
  aws_batch_compute_environment: machine('Batch compute environment', 'compute_resources.instance_role'),
  aws_elastic_beanstalk_environment: beanstalk,
  aws_elastic_beanstalk_configuration_template: beanstalk,
});

/** CloudFormation's resource types. The CDK's level 1 constructs have the same properties with a small first letter. */
export const cloudformationWorkloads = tableOf<WorkloadKind>({
  'AWS::Lambda::Function': kind('Lambda function', 'Role'),
  'AWS::Serverless::Function': kind('Lambda function', 'Role'),
  'AWS::EC2::Instance': machine('EC2 instance', 'IamInstanceProfile'),
  'AWS::EC2::LaunchTemplate': machine(
    'Launch template',
    'LaunchTemplateData.IamInstanceProfile.Name',
    'LaunchTemplateData.IamInstanceProfile.Arn',
  ),
  'AWS::AutoScaling::LaunchConfiguration': machine('Launch configuration', 'IamInstanceProfile'),
  'AWS::ECS::TaskDefinition': kind('ECS task', 'TaskRoleArn'),
  'AWS::CodeBuild::Project': kind('CodeBuild project', 'ServiceRole'),
  'AWS::CodePipeline::Pipeline': kind('Pipeline', 'RoleArn'),
  'AWS::Glue::Job': kind('Glue job', 'Role'),
  'AWS::Glue::Crawler': kind('Glue crawler', 'Role'),
  'AWS::Glue::DevEndpoint': kind('Glue endpoint', 'RoleArn'),
  'AWS::SageMaker::NotebookInstance': kind('SageMaker notebook', 'RoleArn'),
  'AWS::SageMaker::Model': kind('SageMaker model', 'ExecutionRoleArn'),
  'AWS::SageMaker::Domain': kind('SageMaker domain', 'DefaultUserSettings.ExecutionRole'),
  'AWS::SageMaker::UserProfile': kind('SageMaker user profile', 'UserSettings.ExecutionRole'),
  'AWS::StepFunctions::StateMachine': kind('State machine', 'RoleArn'),
  'AWS::Serverless::StateMachine': kind('State machine', 'Role'),
  'AWS::AppRunner::Service': kind('App Runner service', 'InstanceConfiguration.InstanceRoleArn'),
  'AWS::EKS::PodIdentityAssociation': kind('EKS pod identity', 'RoleArn'),
  'AWS::EMR::Cluster': machine('EMR cluster', 'JobFlowRole'),
  'AWS::Synthetics::Canary': kind('Canary', 'ExecutionRoleArn'),
  'AWS::MWAA::Environment': kind('Airflow environment', 'ExecutionRoleArn'),
  'AWS::KafkaConnect::Connector': kind('Kafka connector', 'ServiceExecutionRoleArn'),
  'AWS::KinesisAnalyticsV2::Application': kind('Flink application', 'ServiceExecutionRole'),
  'AWS::ImageBuilder::InfrastructureConfiguration': machine('Image build', 'InstanceProfileName'),
  'AWS::Batch::JobDefinition': kind('Batch job', 'ContainerProperties.JobRoleArn'),
  'AWS::Batch::ComputeEnvironment': machine('Batch compute environment', 'ComputeResources.InstanceRole'),
  'AWS::ElasticBeanstalk::Environment': beanstalk,
  'AWS::ElasticBeanstalk::ConfigurationTemplate': beanstalk,
  'AWS::Amplify::App': kind('Amplify build', 'IAMServiceRole'),
});

/** Pulumi's classes by module and name, and the Terraform type whose arguments they take. */
export const pulumiWorkloads = tableOf<string>({
  'lambda.Function': 'aws_lambda_function',
  'lambda.CallbackFunction': 'aws_lambda_function',
  'ec2.Instance': 'aws_instance',
  'ec2.SpotInstanceRequest': 'aws_spot_instance_request',
  'ec2.LaunchTemplate': 'aws_launch_template',
  'ec2.LaunchConfiguration': 'aws_launch_configuration',
  'ecs.TaskDefinition': 'aws_ecs_task_definition',
  'codebuild.Project': 'aws_codebuild_project',
  'codepipeline.Pipeline': 'aws_codepipeline',
  'glue.Job': 'aws_glue_job',
  'glue.Crawler': 'aws_glue_crawler',
  'glue.DevEndpoint': 'aws_glue_dev_endpoint',
  'sagemaker.NotebookInstance': 'aws_sagemaker_notebook_instance',
  'sagemaker.Model': 'aws_sagemaker_model',
  'sagemaker.Domain': 'aws_sagemaker_domain',
  'sagemaker.UserProfile': 'aws_sagemaker_user_profile',
  'sfn.StateMachine': 'aws_sfn_state_machine',
  'apprunner.Service': 'aws_apprunner_service',
  'eks.PodIdentityAssociation': 'aws_eks_pod_identity_association',
  'emr.Cluster': 'aws_emr_cluster',
  'synthetics.Canary': 'aws_synthetics_canary',
  'mwaa.Environment': 'aws_mwaa_environment',
  'mskconnect.Connector': 'aws_mskconnect_connector',
  'amplify.App': 'aws_amplify_app',
  'batch.JobDefinition': 'aws_batch_job_definition',
  'batch.ComputeEnvironment': 'aws_batch_compute_environment',
});

/** The CDK's constructs by class: the property that takes the role itself. */
export const cdkWorkloads = tableOf<WorkloadKind>({
  Function: kind('Lambda function', 'role'),
  DockerImageFunction: kind('Lambda function', 'role'),
  SingletonFunction: kind('Lambda function', 'role'),
  NodejsFunction: kind('Lambda function', 'role'),
  PythonFunction: kind('Lambda function', 'role'),
  GoFunction: kind('Lambda function', 'role'),
  RustFunction: kind('Lambda function', 'role'),
  Instance: kind('EC2 instance', 'role'),
  LaunchTemplate: kind('Launch template', 'role'),
  AutoScalingGroup: kind('Auto scaling group', 'role'),
  TaskDefinition: kind('ECS task', 'taskRole'),
  FargateTaskDefinition: kind('ECS task', 'taskRole'),
  Ec2TaskDefinition: kind('ECS task', 'taskRole'),
  ExternalTaskDefinition: kind('ECS task', 'taskRole'),
  Project: kind('CodeBuild project', 'role'),
  PipelineProject: kind('CodeBuild project', 'role'),
  StateMachine: kind('State machine', 'role'),
  Job: kind('Glue job', 'role'),
  PySparkEtlJob: kind('Glue job', 'role'),
  PythonShellJob: kind('Glue job', 'role'),
  Canary: kind('Canary', 'role'),
});

/** The role that a construct of the CDK makes for itself where it is given none, by class: its id below the construct's. */
export const cdkOwnRoles = tableOf<string>({
  Function: 'ServiceRole',
  DockerImageFunction: 'ServiceRole',
  SingletonFunction: 'ServiceRole',
  NodejsFunction: 'ServiceRole',
  PythonFunction: 'ServiceRole',
  GoFunction: 'ServiceRole',
  RustFunction: 'ServiceRole',
  Instance: 'InstanceRole',
  AutoScalingGroup: 'InstanceRole',
  TaskDefinition: 'TaskRole',
  FargateTaskDefinition: 'TaskRole',
  Ec2TaskDefinition: 'TaskRole',
  ExternalTaskDefinition: 'TaskRole',
  Project: 'Role',
  PipelineProject: 'Role',
  StateMachine: 'Role',
  Job: 'ServiceRole',
  PySparkEtlJob: 'ServiceRole',
  PythonShellJob: 'ServiceRole',
  Canary: 'ServiceRole',
});

/** What lets the world at a workload, as the end of a sentence about it. */
export type Reach =
  | 'anyone may call its address'
  | 'it builds pull requests'
  | 'it answers the internet'
  | 'it has a public address'
  | 'it gives its credentials to whoever can make it fetch a page';

export interface Workload {
  readonly carrier: Carrier;
  readonly words: string;
  readonly name: string;
  /** The reference to the role; its text is the role's address, name or ARN, as grants name their holders. */
  readonly role: Leaf;
  readonly reach?: { readonly how: Reach; readonly at: Carrier['head'] };
  readonly owner?: Leaf | undefined;
  /** What the role is called, where it is made with the workload and by nobody else's words. Grants name it by the workload's address. */
  readonly ownRole?: string;
}

/** Pushes a workload as an identity of kind `machine`: `traits.role` is what it runs as, `traits.reach` who gets at it. A role that is made with it is an identity too. One that runs as nothing is none. */
export function pushWorkload(workload: Workload, into: Facts): void {
  const { carrier, words, name, role, reach, owner, ownRole } = workload;
  // A parameter whose default is empty stands for "without a role".
  if (ownRole === undefined && patternOf(role) === '') return;
  const traits: Record<string, Leaf> = { role, words: wordAt(words, carrier.head) };
  if (reach) traits['reach'] = wordAt(reach.how, reach.at);
  if (ownRole !== undefined) {
    const madeFor = wordAt(`${words} ${name}`, carrier.head);
    traits['ownRole'] = wordAt(ownRole, carrier.head);
    into.identities.push({
      id: `aws:role:${ownRole}`,
      platform: 'aws',
      kind: 'role',
      name: ownRole,
      ...(owner ? { owner } : {}),
      scopeItems: [],
      at: carrier.head,
      carrier,
      traits: { madeFor },
    });
  }
  const identity: Identity = {
    id: `aws:machine:${words.toLowerCase().replaceAll(' ', '-')}/${name}`,
    platform: 'aws',
    kind: 'machine',
    name,
    ...(owner ? { owner } : {}),
    scopeItems: [`role:${ownRole ?? patternOf(role).replaceAll('\0', '*')}`],
    at: carrier.head,
    carrier,
    traits,
  };
  into.identities.push(identity);
}
