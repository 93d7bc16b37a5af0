import {
  resourceStarPermissionsManagement,
  resourceStarRead,
  resourceStarSensitiveRead,
  resourceStarWrite,
} from '../../../rules/aws/resource-star.ts';
import { at, cdk, cloudformation, cloudformationJson, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy } from './support.ts';

const default_ = { profile: 'default' } as const;

// The resource that is declared beside the policy, as each notation refers to it.
const queuePolicy = (resource: string) => terraform`
  resource "aws_sqs_queue" "jobs" {
    name = "jobs"
  }
  resource "aws_iam_policy" "a" {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:DeleteMessage", Resource = ${resource} }] })
  }
`;
const bucketPolicy = (resource: string) => terraform`
  resource "aws_s3_bucket" "releases" {
    bucket = "releases"
  }
  resource "aws_iam_policy" "a" {
    policy = <<-EOF
      { "Statement": [{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": ${resource} }] }
    EOF
  }
`;
const program = (resource: string) => cdk`
  import { Stack, aws_iam as iam, aws_sqs as sqs } from 'aws-cdk-lib';
  export class Work extends Stack {
    constructor(scope: any, id: string) {
      super(scope, id);
      const queue = new sqs.Queue(this, 'Jobs');
      if (id) { const other = new sqs.Queue(this, 'Other'); }
      role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:DeleteMessage'], resources: [${resource}] }));
      this.later = new sqs.Queue(this, 'Later');
    }
  }
`;
const buckets = (resource: string) => cdk`
  import * as s3 from 'aws-cdk-lib/aws-s3';
  import * as iam from 'aws-cdk-lib/aws-iam';
  class Work extends Stack {
    constructor() {
      this.releases = new s3.Bucket(this, 'Releases');
      role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [${resource}] }));
    }
  }
`;
const pulumi = (resource: string) => at('index.ts')`
  import * as aws from '@pulumi/aws';
  const jobs = new aws.sqs.Queue('jobs');
  new aws.iam.RolePolicy('work', { role: 'work', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sqs:DeleteMessage'], Resource: ${resource} }] } });
`;
const template = (resource: string, kind = 'AWS::DynamoDB::Table', action = 'dynamodb:PutItem') => cloudformation`
  Resources:
    Thing:
      Type: ${kind}
    Policy:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Statement:
            - Effect: Allow
              Action: ${action}
              Resource: ${resource}
`;
const jsonTemplate = (resource: string) => cloudformationJson`{ "Resources": {
  "Jobs": { "Type": "AWS::SQS::Queue" },
  "Policy": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sqs:DeleteMessage", "Resource": ${resource} }] } } }
} }
`;
const unsure = (uses: string) => terraform`
  resource "aws_sqs_queue" "jobs" {
    ${uses}
  }
  resource "aws_iam_policy" "a" {
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:DeleteMessage", Resource = "«*»" }] })
  }
`;
const besideValid = [
  queuePolicy('aws_sqs_queue.jobs.arn'),
  bucketPolicy('"${aws_s3_bucket.releases.arn}/*"'),
  template('!GetAtt Thing.Arn'),
];
const besideInvalid = [
  { ...queuePolicy('"«*»"'), suggestions: [queuePolicy('aws_sqs_queue.jobs.arn').text, queuePolicy('"arn:aws:sqs:*:*:QUEUE_NAME"').text] },
  {
    ...bucketPolicy('"«*»"'),
    suggestions: [bucketPolicy('"${aws_s3_bucket.releases.arn}/*"').text, bucketPolicy('"arn:aws:s3:::BUCKET_NAME/*"').text],
  },
  { ...template("'«*»'"), suggestions: [template('!GetAtt Thing.Arn').text, template("'arn:aws:dynamodb:*:*:table/TABLE_NAME'").text] },
  {
    ...template("'«*»'", 'AWS::SNS::Topic', 'sns:Publish'),
    suggestions: [
      template('!Ref Thing', 'AWS::SNS::Topic', 'sns:Publish').text,
      template("'arn:aws:sns:*:*:TOPIC_NAME'", 'AWS::SNS::Topic', 'sns:Publish').text,
    ],
  },
  {
    ...template("'«*»'", 'AWS::S3::Bucket', 's3:PutObject'),
    suggestions: [
      template("!Sub '${Thing.Arn}/*'", 'AWS::S3::Bucket', 's3:PutObject').text,
      template("'arn:aws:s3:::BUCKET_NAME/*'", 'AWS::S3::Bucket', 's3:PutObject').text,
    ],
  },
  {
    ...program("'«*»'"),
    suggestions: [program('queue.queueArn').text, program("'arn:aws:sqs:*:*:QUEUE_NAME'").text],
    because: 'this.later is kept after the policy',
  },
  { ...buckets("'«*»'"), suggestions: [buckets("this.releases.arnForObjects('*')").text] },
  { ...pulumi("'«*»'"), suggestions: [pulumi('jobs.arn').text, pulumi("'arn:aws:sqs:*:*:QUEUE_NAME'").text] },
  {
    ...at('index.ts')`${pulumi("'«*»'").text}const other = JSON.stringify({});\n`,
    because: 'an output in JSON that is made at once would be an object',
  },
  {
    ...jsonTemplate('"«*»"'),
    suggestions: [jsonTemplate('{ "Fn::GetAtt": ["Jobs", "Arn"] }').text, jsonTemplate('"arn:aws:sqs:*:*:QUEUE_NAME"').text],
  },
  {
    ...unsure('for_each = toset(["a", "b"])'),
    suggestions: [unsure('for_each = toset(["a", "b"])').text.replace('«*»', 'arn:aws:sqs:*:*:QUEUE_NAME')],
    because: 'which of several is meant is not known',
  },
];

ruleTester(resourceStarWrite, {
  valid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["sts:GetFederationToken", "sts:TagSession"], "Resource": "*" }'),
      because: 'a session changes nothing of others; whose it is, other rules say',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "lambda:ListFunctions"], "Resource": "*" }'),
      because: 'a path to administrator says it, at the action',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:eu-central-1:111122223333:table/*" }'),
      because: 'writing to all of one type is a limit, if a wide one',
    },
    ...besideValid,
    {
      ...policy('{ "Effect": "Allow", "Action": ["ec2:DescribeInstances", "s3:ListAllMyBuckets"], "Resource": "*" }'),
      because: 'these take nothing but a star',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["ec2:AssociateTrunkInterface", "xray:PutTraceSegments"], "Resource": "*" }'),
      because: 'writes that take nothing but a star',
    },
    { ...policy('{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-central-1:111122223333:a" }') },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "*", "Condition": { "StringEquals": { "ec2:ResourceTag/team": "a" } } }',
      ),
      because: 'limited by tag',
    },
    { ...policy('{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "${queue}" }'), because: 'not known' },
    {
      ...policy('{ "Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*" }'),
      because: 'an account has one data set for metrics: naming it narrows nothing',
    },
    { ...policy('{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*" }'), because: 'reads are for another rule' },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": { "StringLike": { "iam:AWSServiceName": "es.amazonaws.com" } } }',
      ),
    },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "sts:AssumeRoot", "Resource": "«*»" }'),
      because: 'a session of the root user of any account of the organization',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": ["sqs:SendMessage", "sns:Publish"], "Resource": ["arn:aws:sns:eu-central-1:111122223333:orders", "«arn:aws:sqs:*:*:*»"] }',
      ),
      message: '`sqs:SendMessage` is limited to nothing narrower',
    },
    ...besideInvalid,
    {
      ...policy('{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "«*»" }'),
      severity: 'medium',
      suggestions: [
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:QUEUE_NAME" }\n  ]\n}\n',
      ],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "«*»" }'),
      severity: 'low',
      settings: default_,
      because: 'information in the default profile',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": ["s3:PutObject", "s3:DeleteObject", "xray:PutTraceSegments"], "Resource": ["arn:aws:s3:::a", "«*»"] }',
      ),
      message: '1 other action here takes nothing but',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": "«*»" }'),
      severity: 'high',
      because: 'what is gone is gone',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["lambda:CreateFunction", "dynamodb:CreateTable"], "Resource": "«*»" }'),
      severity: 'info',
      message: 'what is there already cannot be changed by them',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "«*»" }'),
      severity: 'info',
      because: 'it tells about itself',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"], "Resource": "«*»" }',
      ),
      severity: 'info',
      because: 'every function in a network has these',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["dynamodb:CreateTable", "dynamodb:DeleteTable"], "Resource": "«*»" }'),
      severity: 'high',
      message: '`dynamodb:DeleteTable` is not limited',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "ec2:CreateRoute", "Resource": "«*»" }'),
      severity: 'medium',
      because: 'a route is made in a table that is there',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "«*»", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } } }',
      ),
      because: 'a region is no resource',
    },
  ],
});

ruleTester(resourceStarPermissionsManagement, {
  valid: [
    policy('{ "Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::b" }'),
    policy('{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }'),
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["s3:PutBucketPolicy"], "Resource": "«*»" }'),
      severity: 'high',
      message: '`s3:PutBucketPolicy` is not limited',
      suggestions: [
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["s3:PutBucketPolicy"], "Resource": "arn:aws:s3:::BUCKET_NAME" }\n  ]\n}\n',
      ],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["s3:PutBucket*", "ec2:DescribeInstances"], "Resource": "«*»" }'),
      message: ['1 other action here takes nothing but'],
    },
  ],
});

ruleTester(resourceStarSensitiveRead, {
  valid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:sqs:*:*:*" }'),
      because: 'an ARN of another service reaches nothing',
    },
    { ...policy('{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-*/*" }'), because: 'some of the buckets' },
    {
      ...cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Resize:
          Type: AWS::Serverless::Function
          Properties:
            Policies:
              - S3ReadPolicy: { BucketName: !Ref Photos }
              - EC2DescribePolicy: {}
    `,
      because: 'a template of SAM on one bucket; what AWS itself fixes to a star is no choice of the author',
    },
    policy('{ "Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:*:*:parameter/app/*" }'),
    policy('{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }'),
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["«arn:aws:s3:::*»", "arn:aws:s3:::*/*"] }'),
      severity: 'high',
      message: 'limited to nothing narrower than `arn:aws:s3:::*`',
      because: 'every bucket, said once',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "«arn:aws:secretsmanager:*:*:secret:*»" }'),
      severity: 'medium',
      because: 'every secret: all of a type',
    },
    {
      ...cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Resize:
          Type: AWS::Serverless::Function
          Properties:
            Policies:
              - S3ReadPolicy: { BucketName: '«*»' }
              - KMSDecryptPolicy:
                  KeyId: "«*»"
    `,
      message: ['`s3:GetObject`', '`kms:Decrypt`'],
      because: 'a parameter of a star in a template of SAM',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": "«*»" }'),
      suggestions: [
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": "arn:aws:secretsmanager:*:*:secret:SECRET_ID" }\n  ]\n}\n',
      ],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["dynamodb:Get*", "ecr:GetAuthorizationToken"], "Resource": "«*»" }'),
      message: 'dynamodb:GetItem',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Resource": "«*»" }'),
      severity: 'low',
      because: 'every node may pull images',
    },
  ],
});

ruleTester(resourceStarRead, {
  valid: [
    {
      ...policy('{ "Effect": "Allow", "Action": ["ec2:DescribeInstances", "s3:ListAllMyBuckets"], "Resource": "*" }'),
      because: 'these take nothing but a star',
    },
    { ...policy('{ "Effect": "Allow", "Action": "sqs:GetQueueAttributes", "Resource": "arn:aws:sqs:*:*:jobs" }') },
    {
      ...policy('{ "Effect": "Allow", "Action": "sqs:GetQueueAttributes", "Resource": "*" }'),
      settings: default_,
      because: 'a strict look only',
    },
  ],
  invalid: [
    {
      ...policy('{ "Effect": "Allow", "Action": "sqs:GetQueueAttributes", "Resource": "«*»" }'),
      severity: 'info',
      message: '`sqs:GetQueueAttributes` is not limited',
      suggestions: [
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": "sqs:GetQueueAttributes", "Resource": "arn:aws:sqs:*:*:QUEUE_NAME" }\n  ]\n}\n',
      ],
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["sqs:GetQueueAttributes", "ec2:DescribeInstances"], "Resource": "«*»" }'),
      severity: 'info',
      message: '1 other action here takes nothing but',
    },
    {
      ...policy('{ "Effect": "Allow", "Action": ["ec2:Describe*"], "Resource": "«*»" }'),
      severity: 'low',
      message: '`ec2:DescribeInstanceAttribute` is not limited to any resource: that shows settings',
      because: 'user data is among it',
    },
    { ...policy('{ "Effect": "Allow", "Action": ["s3:Describe*"], "Resource": "«*»" }'), severity: 'info', because: 'how jobs are set up' },
  ],
});
