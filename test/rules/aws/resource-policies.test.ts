import { resourcePolicyCrossAccountWrite, resourcePolicyPublic, resourcePolicyStarAction } from '../../../rules/aws/resource-policies.ts';
import { resourcePolicyConfusedDeputy, trustServiceConfusedDeputy } from '../../../rules/aws/confused-deputy.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';
import { policy, trustPolicy } from './support.ts';

const queue = '"Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs"';
const statement = (principal: string, action: string, more = '') =>
  `{ "Effect": "Allow", "Principal": ${principal}, "Action": ${action}, ${queue}${more} }`;

// Copies for every account, and permissions for everyone, without a policy document.
const image = (attribute: string) => terraform`
  resource "aws_ami_launch_permission" "base" {
    image_id = "ami-0a1b2c3d4e5f60718"
    ${attribute}
  }
`;
const script = (line: string) => at('scripts/share.sh')`
  #!/bin/sh
  ${line}
`;

const carried = (type: string, property: string) => cloudformation`
  Resources:
    Shared:
      Type: ${type}
      Properties:
        ${property}:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Principal: '«*»'
              Action: schemas:DescribeSchema
              Resource: '*'
`;

ruleTester(resourcePolicyPublic, {
  valid: [
    {
      ...at('play/photos.yml')`
        - hosts: localhost
          tasks:
            - amazon.aws.s3_object:
                bucket: photos
                object: cover.png
                mode: get
                permission: public-read
      `,
      because: 'what is fetched keeps the permission it has',
    },
    {
      ...terraform`
        resource "aws_msk_cluster" "orders" {
          cluster_name = "orders"
          client_authentication {
            unauthenticated = false
            sasl {
              iam = true
            }
          }
        }
      `,
      because: 'clients sign in',
    },
    {
      ...terraform`
      resource "aws_lambda_layer_version_permission" "tools" {
        layer_name     = "tools"
        version_number = 1
        statement_id   = "all"
        action         = "lambda:GetLayerVersion"
        principal      = "*"
        organization_id = "o-1a2b3c4d5e"
      }
    `,
      because: 'a layer for accounts of the organization',
    },
    policy(statement('{ "AWS": "arn:aws:iam::111122223333:root" }', '"sqs:*"')),
    {
      ...policy(
        statement(
          '"*"',
          '"sqs:SendMessage"',
          ', "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:a" } }',
        ),
      ),
      because: 'limited to one topic',
    },
    {
      ...policy(statement('"*"', '"s3:GetObject"', ', "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } }')),
      because: "limited to a network of one's own",
    },
    {
      ...policy(
        statement('"*"', '"s3:GetObject"'),
        '{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalOrgID": "o-1" } } }',
      ),
      because: 'a deny takes back what is open',
    },
    {
      ...at(
        'infra/stack-policy.json',
      )`{ "Statement": [{ "Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*" }, { "Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*", "Resource": "LogicalResourceId/Database" }] }`,
      because: 'what an update of a stack may replace: `*` is the only principal that may stand there',
    },
    {
      ...at('deploy/stack.py')`policy = {"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}`,
      because: 'the same in a program',
    },
    {
      ...policy(statement('"*"', '"sqs:SendMessage"', ', "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:*:*:uploads" } }')),
      because: 'the name of a bucket is one in all the world',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringEquals": { "kms:ViaService": "rds.eu-central-1.amazonaws.com", "kms:CallerAccount": "111122223333" } } }',
      ),
      because: 'through one service, and of one account',
    },
    {
      ...at('policies/endpoint-policy.json')`{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }] }`,
      because: 'the policy of an endpoint limits',
    },
    {
      ...policy(
        '{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }',
      ),
      because: 'the usual refusal of plain HTTP',
    },
    terraform`
      resource "aws_s3_bucket_acl" "a" {
        bucket = "a"
        acl    = "private"
      }
    `,
    image('account_id = "111122223333"'),
    script('aws ec2 modify-image-attribute --image-id ami-1 --launch-permission "Add=[{UserId=111122223333}]"'),
    script(
      'aws ec2 modify-snapshot-attribute --snapshot-id snap-1 --attribute createVolumePermission --operation-type remove --group-names all',
    ),
    script('aws sqs add-permission --queue-url "$Q" --label team --aws-account-ids 111122223333 --actions SendMessage'),
    script('aws rds modify-db-snapshot-attribute --db-snapshot-identifier s --attribute-name restore --values-to-remove all'),
    {
      ...at('infra/stack.py')`
        from aws_cdk import aws_iam as iam, aws_lambda as lambda_
        fn.add_permission("site", principal=iam.AnyPrincipal(), source_arn=bucket.bucket_arn)
        # bucket.grant_public_access()
        s3.Bucket(self, "Data", public_read_access=False)
      `,
      because: 'a source is named, and nothing is opened',
    },
    {
      ...at('ops/share.py')`
        import boto3
        sqs.add_permission(QueueUrl=url, Label="team", AWSAccountIds=["111122223333"], Actions=["SendMessage"])
      `,
      because: 'an account is named',
    },
  ],
  invalid: [
    at('scripts/site.sh')`
      aws --profile live s3 sync dist s3://site --delete --acl «public-read»
      aws s3 cp index.html s3://site --acl bucket-owner-full-control
    `,
    cdk`
      import * as s3 from 'aws-cdk-lib/aws-s3';
      import * as deploy from 'aws-cdk-lib/aws-s3-deployment';
      new deploy.BucketDeployment(this, 'Site', { destinationBucket: bucket, sources: [site], accessControl: «s3.BucketAccessControl.PUBLIC_READ» });
    `,
    carried('AWS::EventSchemas::RegistryPolicy', 'Policy'),
    carried('AWS::RedshiftServerless::Namespace', 'NamespaceResourcePolicy'),
    carried('AWS::Oam::Sink', 'Policy'),
    terraform`
      resource "aws_schemas_registry_policy" "events" {
        registry_name = "events"
        policy        = jsonencode({ Statement = [{ Effect = "Allow", Principal = "«*»", Action = "schemas:*", Resource = "*" }] })
      }
      resource "aws_s3control_multi_region_access_point_policy" "photos" {
        details {
          name   = "photos"
          policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "«*»" }, Action = "s3:GetObject", Resource = "*" }] })
        }
      }
    `,
    {
      ...terraform`
        resource "aws_msk_cluster" "orders" {
          cluster_name = "orders"
          client_authentication {
            unauthenticated = «true»
          }
        }
      `,
      message: 'every client that reaches these brokers',
      severity: 'medium',
    },
    cloudformation`
      Resources:
        Orders:
          Type: AWS::MSK::Cluster
          Properties:
            ClientAuthentication:
              Unauthenticated:
                Enabled: «true»
    `,
    at('index.ts')`
      import * as aws from '@pulumi/aws';
      new aws.s3.Bucket('photos', { acl: «aws.s3.CannedAcl.PublicRead» });
    `,
    at('__main__.py')`
      import pulumi_aws as aws
      aws.ec2.AmiLaunchPermission("base", image_id="ami-1", group="«all»")
    `,
    at('play/photos.yml')`
      - hosts: localhost
        tasks:
          - amazon.aws.s3_object:
              bucket: photos
              object: cover.png
              mode: put
              permission: «public-read»
          - amazon.aws.s3_bucket:
              name: photos
              acl: «authenticated-read»
    `,
    at('deploy/open.yaml')`
      apiVersion: lambda.aws.upbound.io/v1beta1
      kind: FunctionURL
      metadata:
        name: orders
      spec:
        forProvider:
          authorizationType: «NONE»
      ---
      apiVersion: lambda.aws.upbound.io/v1beta1
      kind: Permission
      metadata:
        name: orders
      spec:
        forProvider:
          action: lambda:InvokeFunction
          functionName: orders
          principal: '«*»'
      ---
      apiVersion: kafka.aws.m.upbound.io/v1beta1
      kind: Cluster
      metadata:
        name: orders
      spec:
        forProvider:
          clientAuthentication:
            - unauthenticated: «true»
    `,
    at('cmd/share/main.go')`
      package main
      import "github.com/aws/aws-sdk-go-v2/service/lambda"
      func share() {
        client.AddPermission(ctx, &lambda.AddPermissionInput{
          Action:       aws.String("lambda:InvokeFunction"),
          FunctionName: aws.String("orders"),
          Principal:    aws.String("«*»"),
          StatementId:  aws.String("everyone"),
        })
      }
    `,
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"', ', "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:sns:*:*:*" } }')),
      because: 'every topic of every account',
    },
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"', ', "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:::*" } }')),
      because: 'every bucket there is',
    },
    {
      ...policy(
        '{ "Effect": "Allow", "Principal": "«*»", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringEquals": { "kms:ViaService": "rds.eu-central-1.amazonaws.com" } } }',
      ),
      severity: 'high',
      because: 'the way that a request comes, and not who sends it',
    },
    {
      ...at('platform/queue.yaml')`
        apiVersion: s3.services.k8s.aws/v1alpha1
        kind: Bucket
        metadata: { name: uploads }
        spec:
          name: uploads
          policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"«*»","Action":"s3:PutObject","Resource":"arn:aws:s3:::uploads/*"}]}'
      `,
      because: 'a bucket that a controller makes',
    },
    {
      ...policy('{ "Effect": "Allow", "Principal": "«*»", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" }'),
      severity: 'medium',
      message: 'call this API',
      because: 'the same as no policy: each method has an authorization of its own',
    },
    {
      ...terraform`
      resource "aws_lambda_layer_version_permission" "tools" {
        layer_name     = "tools"
        version_number = 1
        statement_id   = "all"
        action         = "lambda:GetLayerVersion"
        principal      = "«*»"
      }
    `,
      because: 'a layer for everyone',
    },
    {
      ...terraform`
        resource "aws_lambda_function_url" "a" {
          function_name      = "a"
          authorization_type = "«NONE»"
        }
      `,
      severity: 'medium',
      message: 'call this function by its address',
      suggestions: [
        terraform`
        resource "aws_lambda_function_url" "a" {
          function_name      = "a"
          authorization_type = "AWS_IAM"
        }
      `.text,
      ],
    },
    {
      ...cloudformation`
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hook:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.b
              FunctionUrlConfig: { AuthType: «NONE» }
      `,
      message: 'by its address',
    },
    {
      ...at('app/stack.py')`
      from aws_cdk import aws_iam as iam, aws_lambda as lambda_
      role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
      fn = lambda_.Function(self, "F", handler="a.b", role=role)
      # fn.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)
      fn.add_function_url(auth_type=lambda_.«FunctionUrlAuthType.NONE»)
      signed.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)
    `,
      message: 'by its address',
    },
    {
      ...at('serverless.yml')`
      service: shop
      provider: { name: aws }
      functions:
        hook:
          handler: a.b
          url: «true»
        signed:
          handler: a.b
          url: { authorizer: aws_iam }
    `,
      severity: 'medium',
      message: 'by its address',
    },
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"')),
      severity: 'critical',
      message: 'and change it',
      suggestions: [policy(statement('"arn:aws:iam::111122223333:root"', '"sqs:SendMessage"')).text],
    },
    { ...policy(statement('{ "AWS": "«*»" }', '"sqs:GetQueueAttributes"')), severity: 'high', message: 'may use `sqs:GetQueueAttributes`' },
    {
      ...policy('{ "Effect": "Allow", "Principal": "«*»", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*" }'),
      severity: 'medium',
    },
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"', ', "Condition": { "Bool": { "aws:SecureTransport": "true" } }')),
      because: 'encrypted strangers are strangers',
    },
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"', ', "Condition": { "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } }')),
      because: 'every address',
    },
    {
      ...policy(statement('"«*»"', '"sqs:SendMessage"', ', "Condition": { "StringEquals": { "aws:PrincipalTag/team": "jobs" } }')),
      message: 'gives its own principals the tag',
    },
    terraform`
      resource "aws_s3_bucket" "photos" {
        grant {
          type        = "Group"
          permissions = ["READ"]
          uri         = "«http://acs.amazonaws.com/groups/global/AllUsers»"
        }
        grant {
          id          = data.aws_canonical_user_id.own.id
          type        = "CanonicalUser"
          permissions = ["FULL_CONTROL"]
        }
      }
    `,
    {
      ...terraform`
      resource "aws_s3_bucket_acl" "a" {
        bucket = "a"
        acl    = "«authenticated-read»"
      }
    `,
      message: 'with an account at AWS',
    },
    cloudformation`
      Resources:
        Policy:
          Type: AWS::SQS::QueuePolicy
          Properties:
            Queues: [jobs]
            PolicyDocument:
              Statement:
                - Effect: Allow
                  Principal: '«*»'
                  Action: sqs:SendMessage
                  Resource: '*'
    `,
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      topic.addToResourcePolicy(new iam.PolicyStatement({ principals: [«new iam.AnyPrincipal()»], actions: ['sns:Publish'], resources: [topic.topicArn] }));
    `,
    image('group = "«all»"'),
    terraform`
      resource "aws_db_snapshot" "s" {
        db_instance_identifier = "shop"
        db_snapshot_identifier = "shop"
        shared_accounts        = ["«all»"]
      }
    `,
    terraform`
      resource "aws_ssm_document" "run" {
        name          = "run"
        document_type = "Command"
        content       = "{}"
        permissions = {
          type        = "Share"
          account_ids = "«All»"
        }
      }
    `,
    script('aws ec2 modify-image-attribute --image-id ami-1 --launch-permission "«Add=[{Group=all}]»"'),
    script(
      'aws ec2 modify-snapshot-attribute --snapshot-id snap-1 --attribute createVolumePermission --operation-type add --group-names «all»',
    ),
    script(
      'aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier s --attribute-name restore --values-to-add «all»',
    ),
    script('aws sns add-permission --topic-arn "$T" --label all --aws-account-id \'«*»\' --action-name Publish'),
    script('aws sqs add-permission --queue-url "$Q" --label all --aws-account-ids \'«*»\' --actions SendMessage'),
    at('scripts/open.ps1')`
      Add-LMPermission -FunctionName shop -StatementId any -Action lambda:InvokeFunction -Principal '«*»'
    `,
    at('infra/stack.py')`
      from aws_cdk import aws_iam as iam, aws_lambda as lambda_
      fn.add_permission("any", principal=iam.«AnyPrincipal»())
      site.«grant_public_access»()
      s3.Bucket(self, "Data", public_read_access=«True»)
    `,
    at('src/Stack.cs')`
      using Amazon.CDK.AWS.S3;
      var data = new Bucket(this, "Data", new BucketProps { PublicReadAccess = «true» });
      var drop = new Bucket(this, "Drop", new BucketProps { AccessControl = «BucketAccessControl.PUBLIC_READ_WRITE» });
    `,
    at('cdk/main.go')`
      package main
      import "github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
      func grant() {
        fn.AddPermission(jsii.String("any"), &awslambda.Permission{Principal: awsiam.New«AnyPrincipal»()})
      }
    `,
    cdk`
      import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
      import * as iam from 'aws-cdk-lib/aws-iam';
      new opensearch.Domain(this, 'Logs', {
        version: opensearch.EngineVersion.OPENSEARCH_2_11,
        accessPolicies: [new iam.PolicyStatement({ principals: [«new iam.AnyPrincipal()»], actions: ['es:ESHttpPost'], resources: ['*'] })],
      });
    `,
    at('ops/share.py')`
      import boto3
      sns.add_permission(TopicArn=topic, Label="all", AWSAccountId=["«*»"], ActionName=["Publish"])
    `,
  ],
});

ruleTester(resourcePolicyStarAction, {
  valid: [
    { ...policy(statement('{ "AWS": "arn:aws:iam::111122223333:root" }', '"kms:*"')), because: 'the statement that every key begins with' },
    policy(statement('{ "AWS": "arn:aws:iam::111122223333:role/a" }', '["sqs:SendMessage", "sqs:Get*"]')),
    {
      ...policy('{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/a" }, "Action": "kms:*", "Resource": "*" }'),
      because: 'a key has an administrator',
    },
  ],
  invalid: [
    {
      ...policy(statement('{ "AWS": "arn:aws:iam::111122223333:role/a" }', '"«polly:*»"')),
      severity: 'medium',
      message: 'role/a',
      suggestions: [
        policy(
          statement(
            '{ "AWS": "arn:aws:iam::111122223333:role/a" }',
            '[\n      "polly:DescribeVoices",\n      "polly:Get*",\n      "polly:List*",\n      "polly:StartSpeechSynthesisStream",\n      "polly:SynthesizeSpeech"\n    ]',
          ),
        ).text,
      ],
    },
    { ...policy(statement('"*"', '"«*»"', ', "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-1" } }')), severity: 'high' },
  ],
});

ruleTester(resourcePolicyCrossAccountWrite, {
  valid: [
    policy(statement('{ "AWS": "arn:aws:iam::111122223333:root" }', '"sqs:SendMessage"')),
    { ...policy(statement('{ "AWS": "arn:aws:iam::444455556666:root" }', '"sqs:GetQueueAttributes"')), because: 'it only looks' },
    {
      ...policy('{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" }'),
      because: 'whose bucket it is, is not written',
    },
  ],
  invalid: [
    {
      ...policy(statement('{ "AWS": ["«444455556666»", "arn:aws:iam::444455556666:role/writer"] }', '"sqs:SendMessage"')),
      message: 'account 444455556666',
    },
  ],
});

ruleTester(resourcePolicyConfusedDeputy, {
  valid: [
    {
      ...at('app/stack.py')`
        from aws_cdk import aws_lambda as lambda_, aws_iam as iam
        fn.add_permission("uploads", principal=iam.ServicePrincipal("s3.amazonaws.com"), source_arn=bucket.bucket_arn)
        fn.add_permission("own", principal=iam.ServicePrincipal("s3.amazonaws.com").with_conditions({"StringEquals": {"aws:SourceAccount": account}}))
        fn.grant_invoke(iam.ServicePrincipal("apigateway.amazonaws.com"))
      `,
      because: 'the source is named, or it is the library that grants',
    },
    policy(
      statement(
        '{ "Service": "s3.amazonaws.com" }',
        '"sqs:SendMessage"',
        ', "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:::uploads" } }',
      ),
    ),
    {
      ...policy(statement('{ "Service": "lambda.amazonaws.com" }', '"sqs:ReceiveMessage"')),
      because: 'Lambda acts under the role of the function',
    },
    terraform`
      resource "aws_lambda_permission" "a" {
        action        = "lambda:InvokeFunction"
        function_name = "f"
        principal     = "events.amazonaws.com"
        source_arn    = aws_cloudwatch_event_rule.a.arn
      }
    `,
  ],
  invalid: [
    at('app/stack.py')`
      from aws_cdk import aws_lambda as lambda_, aws_iam as iam
      fn.add_permission("uploads", principal=iam.ServicePrincipal("«s3.amazonaws.com»"))
    `,
    at('src/AppStack.java')`
      import software.amazon.awscdk.services.lambda.*;
      class AppStack {
        void make(Function fn) {
          fn.addPermission("uploads", Permission.builder().principal(new ServicePrincipal("«s3.amazonaws.com»")).build());
        }
      }
    `,
    {
      ...policy(statement('{ "Service": "«s3.amazonaws.com»" }', '"sqs:SendMessage"')),
      severity: 'medium',
      suggestions: [
        policy(
          statement(
            '{ "Service": "s3.amazonaws.com" }',
            '"sqs:SendMessage"',
            ', "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }',
          ),
        ).text,
      ],
    },
    terraform`
      resource "aws_lambda_permission" "a" {
        action        = "lambda:InvokeFunction"
        function_name = "f"
        principal     = "«apigateway.amazonaws.com»"
      }
    `,
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      fn.addPermission('p', { principal: new iam.ServicePrincipal('«s3.amazonaws.com»') });
    `,
  ],
});

ruleTester(trustServiceConfusedDeputy, {
  valid: [
    trustPolicy('{ "Service": "ec2.amazonaws.com" }'),
    {
      ...trustPolicy('{ "Service": "rolesanywhere.amazonaws.com" }', '{ "StringEquals": { "aws:PrincipalTag/x509Subject/CN": "build" } }'),
      because: 'one certificate',
    },
    trustPolicy('{ "Service": "scheduler.amazonaws.com" }', '{ "StringEquals": { "aws:SourceAccount": "111122223333" } }'),
  ],
  invalid: [
    {
      ...trustPolicy('{ "Service": "«scheduler.amazonaws.com»" }'),
      suggestions: [
        trustPolicy('{ "Service": "scheduler.amazonaws.com" }', '{ "StringEquals": { "aws:SourceAccount": "111122223333" } }').text,
      ],
    },
    { ...trustPolicy('{ "Service": "«rolesanywhere.amazonaws.com»" }'), severity: 'medium', message: 'every trust anchor' },
  ],
});
