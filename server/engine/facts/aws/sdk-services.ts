// What AWS's SDKs call things, and what IAM calls them: the prefix of a service's actions where it is not the client's own
// name, and operations whose permission has another name or is several. From the SDKs' package names and the operations'
// pages in the service references; everything else has the same name in both, which the rule checks in the catalogue.

import { tableOf } from '../../table.ts';

/** Clients by their name without `client-`, dashes and case, whose actions have another prefix. */
const prefixes = tableOf<string>({
  sesv2: 'ses',
  eventbridge: 'events',
  cloudwatchevents: 'events',
  sfn: 'states',
  stepfunctions: 'states',
  cloudwatchlogs: 'logs',
  cognitoidentityprovider: 'cognito-idp',
  cognitoidentityserviceprovider: 'cognito-idp',
  cognitoidp: 'cognito-idp',
  cognitoidentity: 'cognito-identity',
  bedrockruntime: 'bedrock',
  bedrockagentruntime: 'bedrock',
  dynamodbstreams: 'dynamodb',
  dynamodbdocumentclient: 'dynamodb',
  appconfigdata: 'appconfig',
  iotdata: 'iot',
  iotdataplane: 'iot',
  apigatewaymanagementapi: 'execute-api',
  opensearch: 'es',
  rdsdata: 'rds-data',
  redshiftdata: 'redshift-data',
  timestreamwrite: 'timestream',
  timestreamquery: 'timestream',
  pinpoint: 'mobiletargeting',
  ssoadmin: 'sso',
  applicationautoscaling: 'application-autoscaling',
  elasticloadbalancingv2: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  marketplacemetering: 'aws-marketplace',
  servicediscovery: 'servicediscovery',
  networkfirewall: 'network-firewall',
  sagemakerruntime: 'sagemaker',
  lexruntimev2: 'lex',
});

/** The prefix of a client's actions: of `client-secrets-manager`, `SecretsManager` or `secretsmanager`. */
export function prefixOf(client: string): string {
  const name = client
    .replace(/^client-/, '')
    .replace(/[-_.]/g, '')
    .toLowerCase();
  return prefixes.get(name) ?? name;
}

/** Operations that need other permissions than the one of their name; none where they need none. */
const permissions = tableOf<readonly string[]>({
  's3:listobjects': ['s3:ListBucket'],
  's3:listobjectsv2': ['s3:ListBucket'],
  's3:headbucket': ['s3:ListBucket'],
  's3:listobjectversions': ['s3:ListBucketVersions'],
  's3:listbuckets': ['s3:ListAllMyBuckets'],
  's3:headobject': ['s3:GetObject'],
  's3:selectobjectcontent': ['s3:GetObject'],
  's3:copyobject': ['s3:GetObject', 's3:PutObject'],
  's3:deleteobjects': ['s3:DeleteObject'],
  's3:createmultipartupload': ['s3:PutObject'],
  's3:uploadpart': ['s3:PutObject'],
  's3:uploadpartcopy': ['s3:GetObject', 's3:PutObject'],
  's3:completemultipartupload': ['s3:PutObject'],
  's3:listparts': ['s3:ListMultipartUploadParts'],
  's3:upload': ['s3:PutObject'],
  's3:uploadfile': ['s3:PutObject'],
  's3:uploadfileobj': ['s3:PutObject'],
  's3:downloadfile': ['s3:GetObject'],
  's3:downloadfileobj': ['s3:GetObject'],
  'lambda:invoke': ['lambda:InvokeFunction'],
  'lambda:invokeasync': ['lambda:InvokeFunction'],
  'lambda:invokewithresponsestream': ['lambda:InvokeFunction'],
  'sns:publishbatch': ['sns:Publish'],
  'sqs:sendmessagebatch': ['sqs:SendMessage'],
  'sqs:deletemessagebatch': ['sqs:DeleteMessage'],
  'sqs:changemessagevisibilitybatch': ['sqs:ChangeMessageVisibility'],
  'dynamodb:transactwriteitems': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
  'dynamodb:transactgetitems': ['dynamodb:GetItem'],
  'ses:sendtemplatedemail': ['ses:SendTemplatedEmail'],
  'execute-api:posttoconnection': ['execute-api:ManageConnections'],
  'execute-api:deleteconnection': ['execute-api:ManageConnections'],
  'execute-api:getconnection': ['execute-api:ManageConnections'],
  'bedrock:converse': ['bedrock:InvokeModel'],
  'bedrock:conversestream': ['bedrock:InvokeModelWithResponseStream'],
  'sts:getcalleridentity': [],
  'timestream:describeendpoints': ['timestream:DescribeEndpoints'],
});

/** Short operations of the document clients of DynamoDB. */
const documentOperations = tableOf<string>({
  get: 'GetItem',
  put: 'PutItem',
  delete: 'DeleteItem',
  update: 'UpdateItem',
  query: 'Query',
  scan: 'Scan',
  batchget: 'BatchGetItem',
  batchwrite: 'BatchWriteItem',
  transactwrite: 'TransactWriteItems',
  transactget: 'TransactGetItems',
});

/** The permissions of one operation, in IAM's words: `s3` and `ListObjectsV2` need `s3:ListBucket`. */
export function permissionsFor(prefix: string, operation: string): readonly string[] {
  const plain = operation.replaceAll('_', '');
  const name = prefix === 'dynamodb' ? (documentOperations.get(plain.toLowerCase()) ?? plain) : plain;
  return permissions.get(`${prefix}:${name.toLowerCase()}`) ?? [`${prefix}:${name}`];
}
