// What the policy templates of AWS SAM grant, by name. Facts of samtranslator/policy_templates_data/policy_templates.json
// of github.com/aws/serverless-application-model (Apache-2.0), read in 2026-11; its words are not taken over.

import { tableOf } from '../../table.ts';

/** One statement: actions of a service, and what they are allowed on. */
export interface TemplateStatement {
  readonly actions: readonly string[];
  /** ARNs with parameters as `{Name}` and account and region left out as `?`; empty where AWS fixes the statement to `*`. */
  readonly resources: readonly string[];
  /** Narrowed by a condition of the template. */
  readonly conditional: boolean;
}

/** `service: Action Action @ arn arn`, statements apart by `|`; a condition is marked by `if`. No `@` is `*`. */
const written = tableOf<string>({
  AMIDescribePolicy: 'ec2: DescribeImages',
  AWSSecretsManagerGetSecretValuePolicy: 'secretsmanager: GetSecretValue @ {SecretArn}',
  AWSSecretsManagerRotationPolicy:
    'secretsmanager: DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage @ arn:aws:secretsmanager:?:?:secret:* if | secretsmanager: GetRandomPassword',
  AcmGetCertificatePolicy: 'acm: GetCertificate @ {CertificateArn}',
  AthenaQueryPolicy:
    'athena: ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable | athena: StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup @ arn:aws:athena:?:?:workgroup/{WorkGroupName}',
  CloudFormationDescribeStacksPolicy: 'cloudformation: DescribeStacks @ arn:aws:cloudformation:?:?:stack/*',
  CloudWatchDashboardPolicy: 'cloudwatch: GetDashboard ListDashboards PutDashboard ListMetrics',
  CloudWatchDescribeAlarmHistoryPolicy: 'cloudwatch: DescribeAlarmHistory',
  CloudWatchPutMetricPolicy: 'cloudwatch: PutMetricData',
  CodeCommitCrudPolicy:
    'codecommit: GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay UpdateDefaultBranch BatchDescribeMergeConflicts CreateUnreferencedMergeCommit DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests CreatePullRequest DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PostCommentForPullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle DeleteFile GetBlob GetFile GetFolder PutFile DeleteCommentContent GetComment GetCommentsForComparedCommit PostCommentForComparedCommit PostCommentReply UpdateComment BatchGetCommits CreateCommit GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository UpdateRepositoryDescription ListTagsForResource TagResource UntagResource GetRepositoryTriggers PutRepositoryTriggers TestRepositoryTriggers UploadArchive GetUploadArchiveStatus CancelUploadArchive @ arn:aws:codecommit:?:?:{RepositoryName}',
  CodeCommitReadPolicy:
    'codecommit: GitPull GetBranch ListBranches BatchDescribeMergeConflicts DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests GetBlob GetFile GetFolder GetComment GetCommentsForComparedCommit BatchGetCommits GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository ListTagsForResource GetRepositoryTriggers TestRepositoryTriggers GetUploadArchiveStatus @ arn:aws:codecommit:?:?:{RepositoryName}',
  CodePipelineLambdaExecutionPolicy: 'codepipeline: PutJobSuccessResult PutJobFailureResult',
  CodePipelineReadOnlyPolicy: 'codepipeline: ListPipelineExecutions @ arn:aws:codepipeline:?:?:{PipelineName}',
  ComprehendBasicAccessPolicy:
    'comprehend: BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
  CostExplorerReadOnlyPolicy:
    'ce: GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags',
  DynamoDBBackupFullAccessPolicy:
    'dynamodb: CreateBackup DescribeContinuousBackups @ arn:aws:dynamodb:?:?:table/{TableName} | dynamodb: DeleteBackup DescribeBackup ListBackups @ arn:aws:dynamodb:?:?:table/{TableName}/backup/*',
  DynamoDBCrudPolicy:
    'dynamodb: GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem @ arn:aws:dynamodb:?:?:table/{TableName} arn:aws:dynamodb:?:?:table/{TableName}/index/*',
  DynamoDBReadPolicy:
    'dynamodb: GetItem Scan Query BatchGetItem DescribeTable @ arn:aws:dynamodb:?:?:table/{TableName} arn:aws:dynamodb:?:?:table/{TableName}/index/*',
  DynamoDBReconfigurePolicy: 'dynamodb: UpdateTable @ arn:aws:dynamodb:?:?:table/{TableName}',
  DynamoDBRestoreFromBackupPolicy:
    'dynamodb: RestoreTableFromBackup @ arn:aws:dynamodb:?:?:table/{TableName}/backup/* | dynamodb: PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem @ arn:aws:dynamodb:?:?:table/{TableName}',
  DynamoDBStreamReadPolicy:
    'dynamodb: DescribeStream GetRecords GetShardIterator @ arn:aws:dynamodb:?:?:table/{TableName}/stream/{StreamName} | dynamodb: ListStreams @ arn:aws:dynamodb:?:?:table/{TableName}/stream/*',
  DynamoDBWritePolicy:
    'dynamodb: PutItem UpdateItem BatchWriteItem @ arn:aws:dynamodb:?:?:table/{TableName} arn:aws:dynamodb:?:?:table/{TableName}/index/*',
  EC2CopyImagePolicy: 'ec2: CopyImage @ arn:aws:ec2:?:?:image/{ImageId}',
  EC2DescribePolicy: 'ec2: DescribeRegions DescribeInstances',
  EFSWriteAccessPolicy: 'elasticfilesystem: ClientMount ClientWrite @ arn:aws:elasticfilesystem:?:?:file-system/{FileSystem} if',
  EKSDescribePolicy: 'eks: DescribeCluster ListClusters',
  EcsRunTaskPolicy: 'ecs: RunTask @ arn:aws:ecs:?:?:task-definition/{TaskDefinition}',
  ElasticMapReduceAddJobFlowStepsPolicy: 'elasticmapreduce: AddJobFlowSteps @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticMapReduceCancelStepsPolicy: 'elasticmapreduce: CancelSteps @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticMapReduceModifyInstanceFleetPolicy:
    'elasticmapreduce: ModifyInstanceFleet ListInstanceFleets @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticMapReduceModifyInstanceGroupsPolicy:
    'elasticmapreduce: ModifyInstanceGroups ListInstanceGroups @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticMapReduceSetTerminationProtectionPolicy:
    'elasticmapreduce: SetTerminationProtection @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticMapReduceTerminateJobFlowsPolicy: 'elasticmapreduce: TerminateJobFlows @ arn:aws:elasticmapreduce:?:?:cluster/{ClusterId}',
  ElasticsearchHttpPostPolicy: 'es: ESHttpPost ESHttpPut @ arn:aws:es:?:?:domain/{DomainName}/*',
  EventBridgePutEventsPolicy: 'events: PutEvents @ arn:aws:events:?:?:event-bus/{EventBusName}',
  FilterLogEventsPolicy: 'logs: FilterLogEvents @ arn:aws:logs:?:?:log-group:{LogGroupName}:log-stream:*',
  FirehoseCrudPolicy:
    'firehose: CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination @ arn:aws:firehose:?:?:deliverystream/{DeliveryStreamName}',
  FirehoseWritePolicy: 'firehose: PutRecord PutRecordBatch @ arn:aws:firehose:?:?:deliverystream/{DeliveryStreamName}',
  KMSDecryptPolicy: 'kms: Decrypt @ arn:aws:kms:?:?:key/{KeyId}',
  KMSEncryptPolicy: 'kms: Encrypt @ arn:aws:kms:?:?:key/{KeyId}',
  KMSEncryptPolicy_v2:
    'kms: Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext @ arn:aws:kms:?:?:key/{KeyId}',
  KinesisCrudPolicy:
    'kinesis: AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream @ arn:aws:kinesis:?:?:stream/{StreamName}',
  KinesisStreamReadPolicy:
    'kinesis: ListStreams DescribeLimits @ arn:aws:kinesis:?:?:stream/* | kinesis: DescribeStream DescribeStreamSummary GetRecords GetShardIterator @ arn:aws:kinesis:?:?:stream/{StreamName}',
  LambdaInvokePolicy: 'lambda: InvokeFunction @ arn:aws:lambda:?:?:function:{FunctionName}*',
  MobileAnalyticsWriteOnlyAccessPolicy: 'mobileanalytics: PutEvents',
  OrganizationsListAccountsPolicy: 'organizations: ListAccounts',
  PinpointEndpointAccessPolicy:
    'mobiletargeting: GetEndpoint UpdateEndpoint UpdateEndpointsBatch @ arn:aws:mobiletargeting:?:?:apps/{PinpointApplicationId}/endpoints/*',
  PollyFullAccessPolicy:
    'polly: GetLexicon DeleteLexicon @ arn:aws:polly:?:?:lexicon/{LexiconName} | polly: DescribeVoices ListLexicons PutLexicon SynthesizeSpeech @ arn:aws:polly:?:?:lexicon/*',
  RekognitionDetectOnlyPolicy: 'rekognition: DetectFaces DetectLabels DetectModerationLabels DetectText',
  RekognitionFacesManagementPolicy:
    'rekognition: IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces @ arn:aws:rekognition:?:?:collection/{CollectionId}',
  RekognitionFacesPolicy: 'rekognition: CompareFaces DetectFaces',
  RekognitionLabelsPolicy: 'rekognition: DetectLabels DetectModerationLabels',
  RekognitionNoDataAccessPolicy:
    'rekognition: CompareFaces DetectFaces DetectLabels DetectModerationLabels @ arn:aws:rekognition:?:?:collection/{CollectionId}',
  RekognitionReadPolicy:
    'rekognition: ListCollections ListFaces SearchFaces SearchFacesByImage @ arn:aws:rekognition:?:?:collection/{CollectionId}',
  RekognitionWriteOnlyAccessPolicy: 'rekognition: CreateCollection IndexFaces @ arn:aws:rekognition:?:?:collection/{CollectionId}',
  Route53ChangeResourceRecordSetsPolicy: 'route53: ChangeResourceRecordSets @ arn:aws:route53:::hostedzone/{HostedZoneId}',
  S3CrudPolicy:
    's3: GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject @ arn:aws:s3:::{BucketName} arn:aws:s3:::{BucketName}/*',
  S3FullAccessPolicy:
    's3: GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging @ arn:aws:s3:::{BucketName}/* | s3: ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration @ arn:aws:s3:::{BucketName}',
  S3ReadPolicy:
    's3: GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration @ arn:aws:s3:::{BucketName} arn:aws:s3:::{BucketName}/*',
  S3WritePolicy: 's3: PutObject PutObjectAcl PutLifecycleConfiguration @ arn:aws:s3:::{BucketName} arn:aws:s3:::{BucketName}/*',
  SESBulkTemplatedCrudPolicy:
    'ses: GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity @ arn:aws:ses:?:?:identity/{IdentityName}',
  SESBulkTemplatedCrudPolicy_v2:
    'ses: SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail @ arn:aws:ses:?:?:identity/{IdentityName} arn:aws:ses:?:?:template/{TemplateName} | ses: GetIdentityVerificationAttributes VerifyEmailIdentity',
  SESCrudPolicy:
    'ses: GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity @ arn:aws:ses:?:?:identity/{IdentityName}',
  SESEmailTemplateCrudPolicy: 'ses: CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate',
  SESSendBouncePolicy: 'ses: SendBounce @ arn:aws:ses:?:?:identity/{IdentityName}',
  SNSCrudPolicy: 'sns: ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish @ arn:aws:sns:?:?:{TopicName}*',
  SNSPublishMessagePolicy: 'sns: Publish @ arn:aws:sns:?:?:{TopicName}',
  SQSPollerPolicy:
    'sqs: ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage @ arn:aws:sqs:?:?:{QueueName}',
  SQSSendMessagePolicy: 'sqs: SendMessage* @ arn:aws:sqs:?:?:{QueueName}',
  SSMParameterReadPolicy:
    'ssm: DescribeParameters | ssm: GetParameters GetParameter GetParametersByPath @ arn:aws:ssm:?:?:parameter/{ParameterName}',
  SSMParameterWithSlashPrefixReadPolicy:
    'ssm: DescribeParameters | ssm: GetParameters GetParameter GetParametersByPath @ arn:aws:ssm:?:?:parameter{ParameterName}',
  SageMakerCreateEndpointConfigPolicy: 'sagemaker: CreateEndpointConfig @ arn:aws:sagemaker:?:?:endpoint-config/{EndpointConfigName}',
  SageMakerCreateEndpointPolicy: 'sagemaker: CreateEndpoint @ arn:aws:sagemaker:?:?:endpoint/{EndpointName}',
  ServerlessRepoReadWriteAccessPolicy:
    'serverlessrepo: CreateApplication CreateApplicationVersion UpdateApplication GetApplication ListApplications ListApplicationVersions ListApplicationDependencies @ arn:aws:serverlessrepo:?:?:applications/*',
  StepFunctionsCallbackPolicy:
    'states: SendTaskFailure SendTaskHeartbeat SendTaskSuccess @ arn:aws:states:?:?:stateMachine:{StateMachineName}',
  StepFunctionsExecutionPolicy: 'states: StartExecution @ arn:aws:states:?:?:stateMachine:{StateMachineName}',
  StepFunctionsExecutionPolicy_v2: 'states: StartExecution StartSyncExecution @ arn:aws:states:?:?:stateMachine:{StateMachineName}',
  TextractDetectAnalyzePolicy: 'textract: DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument',
  TextractGetResultPolicy: 'textract: GetDocumentTextDetection GetDocumentAnalysis',
  TextractPolicy: 'textract: *',
  VPCAccessPolicy: 'ec2: CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface',
});

export const samPolicyTemplateNames: readonly string[] = [...written.keys()];

/** The statements of a template; undefined for a name that is none. */
export function samPolicyTemplate(name: string): readonly TemplateStatement[] | undefined {
  return written
    .get(name)
    ?.split(' | ')
    .map((statement) => {
      const [given, on] = statement.split(' @ ');
      const colon = given!.indexOf(':');
      const resources = on?.split(' ') ?? [];
      const conditional = resources.at(-1) === 'if';
      return {
        actions: given!
          .slice(colon + 2)
          .split(' ')
          .map((action) => `${given!.slice(0, colon)}:${action}`),
        resources: conditional ? resources.slice(0, -1) : resources,
        conditional,
      };
    });
}
