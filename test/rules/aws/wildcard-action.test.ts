import { wildcardAction } from '../../../rules/aws/wildcard-action.ts';
import { at, iamJson, ruleTester, terraform } from '../../support/rule-tester.ts';

const service = (action: string) => at('api/serverless.yml')`
  service: orders
  provider:
    name: aws
  functions:
    create:
      handler: src/create.handler
      iamRoleStatements:
        - Effect: Allow
          Action: ${action}
          Resource: arn:aws:sqs:eu-central-1:111122223333:jobs
`;
const handler =
  "import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\nimport { read } from './store';\nexport const handler = async () => { await read(); await client.send(new SendMessageCommand({ QueueUrl, MessageBody })); };\n";
const store =
  "import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';\nexport const read = () => documents.send(new GetCommand({ TableName, Key }));\n";

const statement = (text: string) => iamJson`{ "Version": "2012-10-17", "Statement": [${text}] }`;

/** A policy as CDK for Terraform writes it: JSON with interpolations, behind the escapes of JSON. */
const behindEscapes = (action: string) => at('cdktf.out/main.tf.json')`
  { "resource": { "aws_iam_policy": { "p": { "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":${action},\"Resource\":\"${'$'}{aws_kinesis_stream.s.arn}\"}]}" } } } }
`;

const inString = (action: string) => terraform`
  resource "aws_iam_policy" "p" {
    policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":${action},\"Resource\":\"arn:aws:mediastore:*:*:container/clips\"}]}"
  }
`;
const allButManagement = [
  'CreateContainer',
  'DeleteContainer',
  'DeleteCorsPolicy',
  'DeleteLifecyclePolicy',
  'DeleteMetricPolicy',
  'DeleteObject',
  'Describe*',
  'Get*',
  'List*',
  'PutCorsPolicy',
  'PutLifecyclePolicy',
  'PutMetricPolicy',
  'PutObject',
  'StartAccessLogging',
  'StopAccessLogging',
  'TagResource',
  'UntagResource',
]
  .map((name) => `\\"mediastore:${name}\\"`)
  .join(', ');

/** A document that takes another over, and replaces its statement of the same Sid. */
const replacing = (action: string, sid: string, more = '') => terraform`
  data "aws_iam_policy_document" "base" {
    statement {
      sid       = "Access"
      actions   = ["${action}"]
      resources = ["arn:aws:s3:::b/*"]
    }
  }
  data "aws_iam_policy_document" "narrow" {
    source_policy_documents   = [data.aws_iam_policy_document.base.json]
    override_policy_documents = [data.aws_iam_policy_document.own.json]
  }
  data "aws_iam_policy_document" "own" {
    statement {
      sid       = "${sid}"
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::b/*"]
    }
  }
  resource "aws_iam_role_policy" "p" {
    role   = "deploy"
    policy = data.aws_iam_policy_document.narrow.json
  }
  ${more}
`;

const go = (
  action: string,
  text = `doc, _ := json.Marshal(map[string]interface{}{"Statement": []map[string]interface{}{{"Effect": "Allow", "Action": ${action}, "Resource": "arn:aws:mediastore:*:*:container/clips"}}})`,
) => at('main.go')`
  package main
  ${text}
`;
const inGoString = (action: string) =>
  go('', `const doc = \`{"Statement": [{"Effect": "Allow", "Action": ${action}, "Resource": "arn:aws:mediastore:*:*:container/clips"}]}\``);
const inJava = (action: string) => at('App.java')`
  var policy = serializeJson(jsonObject(jsonProperty("Statement", jsonArray(jsonObject(jsonProperty("Effect", "Allow"), jsonProperty("Action", ${action}), jsonProperty("Resource", "arn:aws:mediastore:*:*:container/clips"))))));
`;
const reads = '"mediastore:Describe*", "mediastore:Get*", "mediastore:List*"';
const managed = allButManagement.replaceAll('\\', '');

ruleTester(wildcardAction, {
  valid: [
    {
      ...at('amplify/backend/function/orders/custom-policies.json')`
        [{ "Effect": "Deny", "Action": ["sqs:*"], "Resource": ["*"] }]
      `,
      because: 'it takes away',
    },
    {
      ...at('config/actions.json')`
        [{ "Action": ["sqs:*"], "Resource": ["*"] }]
      `,
      because: 'no policy: only Amplify has statements without an effect',
    },
    { ...replacing('s3:*', 'Access'), because: 'the statement is replaced before anyone gets it' },
    {
      ...terraform`
        variable "on" {}
        resource "aws_iam_role_policy" "queues" {
          for_each = var.on ? { "sqs:SendMessage" = "sqs:*" } : {}
          role     = "jobs"
          policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = each.key, Resource = "*" }] })
        }
      `,
      because: 'the key of a map is used, not its value, and so where a map is one of two',
    },
    {
      ...terraform`
        locals {
          actions = ["s3:*"]
        }
        locals {
          actions = ["s3:GetObject"]
        }
        resource "aws_iam_policy" "p" {
          policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = "*" }] })
        }
      `,
      because: 'Terraform refuses two locals of one name, so that neither counts',
    },
    { ...statement('{ "Effect": "Deny", "Action": "*", "Resource": "*" }'), because: 'a deny is a limit' },
    {
      ...statement('{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:Put?bject"], "Resource": "arn:aws:s3:::b/*" }'),
      because: 'no whole service',
    },
    { ...statement('{ "Effect": "Allow", "Action": "ce:Get*", "Resource": "*" }') },
    { ...statement('{ "Effect": "Allow", "Action": "pricing:*", "Resource": "*" }'), because: 'all that this service has only reads' },
    { ...statement('{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }'), because: 'NotAction is not-action-allow' },
    { ...statement('{ "Effect": "Allow", "Action": "${actions}", "Resource": "*" }'), because: 'a hole is not a wildcard' },
    {
      ...at('policies/scp.json')`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }`,
      because: 'an organization policy grants nothing',
    },
    {
      ...at(
        'iam/permissions-boundary.json',
      )`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`,
      because: 'a boundary grants nothing',
    },
    {
      ...statement(
        '{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2025-01-01T00:00:00Z" } } }',
      ),
      because: 'the statement ended long ago',
    },
    {
      ...statement(
        '{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-01T00:00:00Z" } } }',
      ),
      because: 'everything, and for a time that the team may give it',
    },
    {
      ...statement(
        '{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/a" }, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }',
      ),
      because: 'a resource policy is judged by its own rules',
    },
  ],
  invalid: [
    at('amplify/backend/function/orders/custom-policies.json')`
      [{ "Action": ["«sqs:*»"], "Resource": ["*"] }]
    `,
    {
      ...at('infra/Wide.java')`
      import software.amazon.awscdk.services.iam.*;
      class Wide {
        static final String ALL = "«sqs:*»";
        PolicyStatement one = PolicyStatement.Builder.create().actions(List.of("s3:GetObject", ALL)).resources(List.of("*")).build();
      }
    `,
      because: 'a name that stands for a text cannot stand for several',
      suggestions: [],
    },
    {
      ...at('lib/wide.ts')`
      import * as iam from 'aws-cdk-lib/aws-iam';
      const ALL = '«sqs:*»';
      new iam.PolicyStatement({ actions: ['s3:GetObject', ALL], resources: ['*'] });
    `,
      suggestions: [],
    },
    {
      ...terraform`
      locals {
        all = "«sqs:*»"
      }
      resource "aws_iam_policy" "a" {
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:GetObject", local.all], Resource = "*" }] })
      }
    `,
      suggestions: [],
    },
    ...['{ "«sqs:*»" = "jobs" }', '{ for service, action in { jobs = "«sqs:*»" } : action => service }'].map((made) => ({
      ...terraform`
      resource "aws_iam_role_policy" "queues" {
        for_each = ${made}
        role     = each.value
        policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = each.key, Resource = "*" }] })
      }
    `,
      suggestions: [],
      because: 'the key of a map is one text',
    })),
    { ...go('"«mediastore:*»"'), suggestions: [], because: 'a list of Go is none in brackets alone' },
    { ...go('[]string{"«mediastore:*»"}'), suggestions: [go(`[]string{${reads}}`).text, go(`[]string{${managed}}`).text] },
    {
      ...inGoString('"«mediastore:*»"'),
      suggestions: [inGoString(`[${reads}]`).text, inGoString(`[${managed}]`).text],
      because: 'in a string of Go it is JSON',
    },
    { ...inJava('"«mediastore:*»"'), suggestions: [], because: 'a property takes one value' },
    { ...inJava('jsonArray("«mediastore:*»")'), suggestions: [inJava(`jsonArray(${reads})`).text, inJava(`jsonArray(${managed})`).text] },
    { ...replacing('«s3:*»', 'Other'), because: 'another Sid replaces nothing' },
    {
      ...replacing('«s3:*»', 'Access', 'output "base" { value = data.aws_iam_policy_document.base.json }'),
      because: 'the document goes elsewhere, too',
    },
    {
      ...terraform`
      resource "aws_iot_policy" "sensor" {
        name   = "sensor"
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«*»", Resource = "*" }] })
      }
    `,
      message: 'AWS IoT actions',
      because: 'every action of IoT, and not of AWS',
    },
    {
      ...inString('\\"«mediastore:*»\\"'),
      suggestions: [
        inString('[\\"mediastore:Describe*\\", \\"mediastore:Get*\\", \\"mediastore:List*\\"]').text,
        inString(`[${allButManagement}]`).text,
      ],
      because: 'a string takes neither a bare quote nor the end of a line',
    },
    {
      ...behindEscapes('\\"«mediastore:*»\\"'),
      suggestions: [behindEscapes('[\\"mediastore:Describe*\\", \\"mediastore:Get*\\", \\"mediastore:List*\\"]').text],
      because: 'read and mended behind the escapes of JSON',
    },
    {
      ...service('«sqs:*»'),
      beside: { 'api/src/create.ts': handler, 'api/src/store.ts': store },
      suggestions: [service('sqs:SendMessage').text],
      because: 'what the handler calls is known',
    },
    {
      ...statement('{ "Effect": "Allow", "Action": "«*»", "Resource": "arn:aws:s3:::b/*" }'),
      message: 'every action of every AWS service on `arn:aws:s3:::b/*`',
      severity: 'high',
    },
    {
      ...statement(
        '{ "Effect": "Allow", "Action": ["s3:GetObject", "«SQS:*»", "«*:*»"], "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "a" } } }',
      ),
      message: ['Amazon SQS actions', 'any resource'],
    },
    { ...statement('{ "Effect": "Allow", "Action": ["«logs:*»"], "Resource": "*" }'), severity: 'medium' },
    {
      ...statement('{ "Effect": "Allow", "Action": ["«s3:*»"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }'),
      severity: 'info',
      because: 'one bucket, which is its own',
    },
    {
      ...terraform`
      resource "aws_iam_policy" "a" {
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "«dynamodb:*»", Resource = [aws_dynamodb_table.orders.arn, "\${aws_dynamodb_table.orders.arn}/index/*"] }] })
      }
    `,
      severity: 'info',
      because: 'one table, by reference',
    },
    {
      ...statement('{ "Effect": "Allow", "Action": ["«s3:*»"], "Resource": ["arn:aws:s3:::team-*"] }'),
      severity: 'low',
      because: 'whatever begins so',
    },
    {
      ...statement('{ "Effect": "Allow", "Action": ["«iam:*»"], "Resource": "arn:aws:iam::111122223333:user/anna" }'),
      severity: 'low',
      because: 'all of it is about who may do what',
    },
    { ...statement('{ "Effect": "Allow", "Action": ["«s3:*»"], "Resource": ["arn:aws:s3:::*"] }'), severity: 'high' },
    { ...iamJson`{ "Effect": "Allow", "Action": "«dynamodb:*»", "Resource": "*" }`, because: 'a bare statement' },
    {
      ...statement('{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/a" }, "Action": "«sts:*»" }'),
      because: 'a trust with all of sts',
    },
    { ...statement('{ "Effect": "Allow", "Action": "«s3:*»", "Resource": "*" '), because: 'text that is being typed is still judged' },
    {
      ...at(
        'iam/policy.json.tftpl',
      )`{ "Statement": [{ "Effect": "Allow", "Action": "«ec2:*»", "Resource": "arn:aws:ec2:\${region}:\${account}:*" }] }`,
      severity: 'high',
    },
    {
      ...statement('{ "Effect": "Allow", "Action": "«polly:*»", "Resource": "*" }'),
      suggestions: [
        '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": [\n  "polly:DescribeVoices",\n  "polly:Get*",\n  "polly:List*",\n  "polly:StartSpeechSynthesisStream",\n  "polly:SynthesizeSpeech"\n], "Resource": "*" }] }',
      ],
    },
  ],
});
