// Resources that a policy can name in place of `*`, by how each language declares them, writes their ARN, and how AWS's
// reference names their type. A table; what is declared where is read by the dialects.
import type { DeclaredResource } from '../types.ts';

interface Row {
  /** Service and type. */
  readonly type: string;
  readonly terraform: string;
  readonly cloudformation: readonly string[];
  /** What gives the ARN in a template: `Fn::GetAtt` on an attribute, or `Ref`. */
  readonly gives: 'Arn' | 'Ref';
  /** The CDK's module, its classes, and the property that gives the ARN. */
  readonly cdk: readonly [module: string, classes: readonly string[], arn: string];
  /** Pulumi's classes; their ARN is `arn`. */
  readonly pulumi: readonly string[];
  /** The ARN template of the type, and of what lies in a resource of it, without partition, region and account. */
  readonly template: string;
  readonly inside?: string;
}

const rows: readonly Row[] = [
  {
    type: 's3:bucket',
    terraform: 'aws_s3_bucket',
    cloudformation: ['AWS::S3::Bucket'],
    gives: 'Arn',
    cdk: ['s3', ['Bucket'], 'bucketArn'],
    pulumi: ['s3.Bucket', 's3.BucketV2'],
    template: 's3:::${BucketName}',
    inside: 's3:::${BucketName}/${ObjectName}',
  },
  {
    type: 'sqs:queue',
    terraform: 'aws_sqs_queue',
    cloudformation: ['AWS::SQS::Queue'],
    gives: 'Arn',
    cdk: ['sqs', ['Queue'], 'queueArn'],
    pulumi: ['sqs.Queue'],
    template: 'sqs:${Region}:${Account}:${QueueName}',
  },
  {
    type: 'sns:topic',
    terraform: 'aws_sns_topic',
    cloudformation: ['AWS::SNS::Topic'],
    gives: 'Ref',
    cdk: ['sns', ['Topic'], 'topicArn'],
    pulumi: ['sns.Topic'],
    template: 'sns:${Region}:${Account}:${TopicName}',
  },
  {
    type: 'dynamodb:table',
    terraform: 'aws_dynamodb_table',
    cloudformation: ['AWS::DynamoDB::Table', 'AWS::Serverless::SimpleTable'],
    gives: 'Arn',
    cdk: ['dynamodb', ['Table', 'TableV2'], 'tableArn'],
    pulumi: ['dynamodb.Table'],
    template: 'dynamodb:${Region}:${Account}:table/${TableName}',
  },
  {
    type: 'lambda:function',
    terraform: 'aws_lambda_function',
    cloudformation: ['AWS::Lambda::Function', 'AWS::Serverless::Function'],
    gives: 'Arn',
    cdk: ['lambda', ['Function', 'NodejsFunction', 'PythonFunction', 'DockerImageFunction'], 'functionArn'],
    pulumi: ['lambda.Function', 'lambda.CallbackFunction'],
    template: 'lambda:${Region}:${Account}:function:${FunctionName}',
  },
  {
    type: 'kms:key',
    terraform: 'aws_kms_key',
    cloudformation: ['AWS::KMS::Key'],
    gives: 'Arn',
    cdk: ['kms', ['Key'], 'keyArn'],
    pulumi: ['kms.Key'],
    template: 'kms:${Region}:${Account}:key/${KeyId}',
  },
  {
    type: 'secretsmanager:secret',
    terraform: 'aws_secretsmanager_secret',
    cloudformation: ['AWS::SecretsManager::Secret'],
    gives: 'Ref',
    cdk: ['secretsmanager', ['Secret'], 'secretArn'],
    pulumi: ['secretsmanager.Secret'],
    template: 'secretsmanager:${Region}:${Account}:secret:${SecretId}',
  },
  {
    type: 'ssm:parameter',
    terraform: 'aws_ssm_parameter',
    cloudformation: [],
    gives: 'Arn',
    cdk: ['ssm', ['StringParameter', 'StringListParameter'], 'parameterArn'],
    pulumi: ['ssm.Parameter'],
    template: 'ssm:${Region}:${Account}:parameter/${ParameterNameWithoutLeadingSlash}',
  },
  {
    type: 'kinesis:stream',
    terraform: 'aws_kinesis_stream',
    cloudformation: ['AWS::Kinesis::Stream'],
    gives: 'Arn',
    cdk: ['kinesis', ['Stream'], 'streamArn'],
    pulumi: ['kinesis.Stream'],
    template: 'kinesis:${Region}:${Account}:stream/${StreamName}',
  },
  {
    type: 'ecr:repository',
    terraform: 'aws_ecr_repository',
    cloudformation: ['AWS::ECR::Repository'],
    gives: 'Arn',
    cdk: ['ecr', ['Repository'], 'repositoryArn'],
    pulumi: ['ecr.Repository'],
    template: 'ecr:${Region}:${Account}:repository/${RepositoryName}',
  },
  {
    type: 'states:stateMachine',
    terraform: 'aws_sfn_state_machine',
    cloudformation: ['AWS::StepFunctions::StateMachine', 'AWS::Serverless::StateMachine'],
    gives: 'Ref',
    cdk: ['stepfunctions', ['StateMachine'], 'stateMachineArn'],
    pulumi: ['sfn.StateMachine'],
    template: 'states:${Region}:${Account}:stateMachine:${StateMachineName}',
  },
  {
    type: 'events:event-bus',
    terraform: 'aws_cloudwatch_event_bus',
    cloudformation: ['AWS::Events::EventBus'],
    gives: 'Arn',
    cdk: ['events', ['EventBus'], 'eventBusArn'],
    pulumi: ['cloudwatch.EventBus'],
    template: 'events:${Region}:${Account}:event-bus/${EventBusName}',
  },
  {
    type: 'firehose:deliverystream',
    terraform: 'aws_kinesis_firehose_delivery_stream',
    cloudformation: ['AWS::KinesisFirehose::DeliveryStream'],
    gives: 'Arn',
    cdk: ['kinesisfirehose', ['DeliveryStream'], 'deliveryStreamArn'],
    pulumi: ['kinesis.FirehoseDeliveryStream'],
    template: 'firehose:${Region}:${Account}:deliverystream/${DeliveryStreamName}',
  },
  {
    type: 'codebuild:project',
    terraform: 'aws_codebuild_project',
    cloudformation: ['AWS::CodeBuild::Project'],
    gives: 'Arn',
    cdk: ['codebuild', ['Project', 'PipelineProject'], 'projectArn'],
    pulumi: ['codebuild.Project'],
    template: 'codebuild:${Region}:${Account}:project/${ProjectName}',
  },
  {
    type: 'iam:role',
    terraform: 'aws_iam_role',
    cloudformation: ['AWS::IAM::Role'],
    gives: 'Arn',
    cdk: ['iam', ['Role'], 'roleArn'],
    pulumi: ['iam.Role'],
    template: 'iam::${Account}:role/${RoleNameWithPath}',
  },
];

const byTerraform = new Map(rows.map((row) => [row.terraform, row]));
const byCloudformation = new Map(rows.flatMap((row) => row.cloudformation.map((type) => [type, row] as const)));
const byPulumi = new Map(rows.flatMap((row) => row.pulumi.map((type) => [type, row] as const)));
const byTemplate = new Map<string, { readonly type: string; readonly inside: boolean }>();
for (const { type, template, inside } of rows) {
  byTemplate.set(template, { type, inside: false });
  if (inside) byTemplate.set(inside, { type, inside: true });
}

/** What a Terraform resource of one instance declares; undefined for types that no policy names. */
export function declaredInTerraform(type: string, address: string, at: DeclaredResource['at']): DeclaredResource | undefined {
  const row = byTerraform.get(type);
  return row && { type: row.type, dialect: 'terraform', address, attribute: 'arn', at };
}

/** The same of a resource of a template. */
export function declaredInTemplate(type: string, id: string, at: DeclaredResource['at']): DeclaredResource | undefined {
  const row = byCloudformation.get(type);
  return row && { type: row.type, dialect: 'cloudformation', address: id, attribute: row.gives === 'Arn' ? 'Arn' : '', at };
}

/** What a class of the CDK makes, by the module that it comes from (`aws-cdk-lib/aws-sqs`, `aws_sqs`) and its name. */
export function declaredInCdk(module: string, name: string): Pick<DeclaredResource, 'type' | 'attribute'> | undefined {
  const row = rows.find(({ cdk: [service, classes] }) => classes.includes(name) && module.split(/[-_/]/).includes(service));
  return row && { type: row.type, attribute: row.cdk[2] };
}

/** The same of a class of Pulumi: `sqs.Queue`. */
export function declaredInPulumi(type: string): Pick<DeclaredResource, 'type' | 'attribute'> | undefined {
  const row = byPulumi.get(type);
  return row && { type: row.type, attribute: 'arn' };
}

/** The type that an ARN template of the catalogue stands for, and whether it is something inside one: an object of a bucket. */
export function typeOfTemplate(template: string): { readonly type: string; readonly inside: boolean } | undefined {
  return byTemplate.get(template.replace(/^arn:\$\{Partition\}:/, ''));
}
