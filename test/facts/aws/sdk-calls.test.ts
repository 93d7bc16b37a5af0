// Which actions programs call, and when that is not known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument, type Document } from '../../../server/engine/document.ts';
import { actionsOfHandler, actionsOfProgram } from '../../../server/engine/facts/aws/sdk-calls.ts';
import { serverlessReader } from '../../../server/engine/facts/serverless/reader.ts';
import { cloudFormationReader } from '../../../server/engine/facts/cloudformation/reader.ts';
import { reader as programReader } from '../../../server/engine/facts/typescript/reader.ts';
import type { Reader } from '../../../server/engine/readers.ts';
import { expectLinear } from '../../support/growth.ts';

const tree = (files: Readonly<Record<string, string>>) => {
  const documents = new Map<string, Document>(Object.entries(files).map(([uri, text]) => [uri, createDocument(uri, text)]));
  return { neighbour: (uri: string) => documents.get(uri) };
};
const actions = (uri: string, text: string, beside: Readonly<Record<string, string>> = {}) =>
  actionsOfProgram(uri, tree({ [uri]: text, ...beside }))?.actions;

describe('calls of the SDK', () => {
  it('are commands of version 3', () => {
    expect(
      actions(
        'a.ts',
        "import { S3Client, PutObjectCommand as Put, ListObjectsV2Command, GetObjectCommand } from '@aws-sdk/client-s3';\nimport * as sm from '@aws-sdk/client-secrets-manager';\nclient.send(new Put({}));\nclient.send(new ListObjectsV2Command({}));\nother.send(new sm.GetSecretValueCommand({}));",
      ),
    ).toEqual(['s3:ListBucket', 's3:PutObject', 'secretsmanager:GetSecretValue']);
    expect(
      actions(
        'a.js',
        "const { paginateScan } = require('@aws-sdk/client-dynamodb');\nconst { Upload } = require('@aws-sdk/lib-storage');\nconst { S3 } = require('@aws-sdk/client-s3');\nconst s3 = new S3({});\ns3.headObject({});",
      ),
    ).toEqual(['dynamodb:Scan', 's3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject']);
  });

  it('are methods of version 2', () => {
    expect(
      actions(
        'a.js',
        "const AWS = require('aws-sdk');\nconst db = new AWS.DynamoDB.DocumentClient();\nconst bus = new AWS.EventBridge();\nawait db.put({}).promise();\nawait bus.putEvents({}).promise();\n// await db.scan({})\n",
      ),
    ).toEqual(['dynamodb:PutItem', 'events:PutEvents']);
  });

  it('are methods of boto3', () => {
    expect(
      actions(
        'a.py',
        "import boto3\nsqs = boto3.client('sqs')\ntable = boto3.resource('dynamodb').Table(NAME)\nboto3.client('sts').get_caller_identity()\n\ndef handler(event, context):\n    sqs.send_message_batch(Entries=[])\n    table.update_item(Key={})\n    for page in s3.get_paginator('list_objects_v2').paginate():\n        pass\n",
      ),
    ).toEqual(['dynamodb:UpdateItem', 'sqs:SendMessage']);
    expect(
      actions('a.py', "import boto3\ns3 = boto3.client('s3')\ns3.get_paginator('list_objects_v2')\ns3.upload_file('a', 'b', 'c')\n"),
    ).toEqual(['s3:ListBucket', 's3:PutObject']);
  });

  it('are those of the files that are imported', () => {
    expect(
      actions('src/a.ts', "import { save } from './lib/store.js';\nimport config from './config.json';", {
        'src/lib/store.ts': "import { PutItemCommand } from '@aws-sdk/client-dynamodb';\nimport '../a';\nnew PutItemCommand({});",
      }),
    ).toEqual(['dynamodb:PutItem']);
    expect(
      actions('src/a.py', 'from .lib import store\nimport json\nfrom shared.queue import push\n', {
        'src/lib/store.py': "import boto3\nc = boto3.client('kms')\nc.decrypt(CiphertextBlob=b)\n",
        'src/shared/queue.py': "import boto3\nq = boto3.client('sqs')\nq.send_message()\n",
      }),
    ).toEqual(['kms:Decrypt', 'sqs:SendMessage']);
  });

  it('are not known where something else may call', () => {
    expect(actions('a.ts', "import { save } from './store';")).toBeUndefined();
    expect(actions('a.ts', "import { save } from '@/store';")).toBeUndefined();
    expect(actions('a.ts', "import { getSecret } from '@aws-lambda-powertools/parameters/secrets';")).toBeUndefined();
    expect(actions('a.ts', "import { Logger } from '@aws-lambda-powertools/logger';")).toEqual([]);
    expect(actions('a.py', "import boto3\ns3 = boto3.resource('s3')\ns3.Object(b, k).put(Body=x)\n")).toBeUndefined();
    expect(actionsOfHandler('src/gone', tree({}))).toBeUndefined();
  });

  it('are read from any text, in time that grows with it', async () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            'import ',
            '{',
            '}',
            'from',
            "'",
            '@aws-sdk/client-s3',
            ' ',
            '\n',
            '#',
            'boto3.client(',
            'new ',
            'x',
            '.',
            '=',
            '(',
          ),
          maxLength: 200,
        }),
        (text) => {
          actions('a.ts', text);
          actions('a.py', text);
        },
      ),
      { numRuns: 200 },
    );
    for (const part of ['\n', 'a.', 'import {', 'x = ', ' ']) {
      for (const file of ['a.ts', 'a.py']) {
        await expectLinear(`${part} in ${file}`, 8_000, (size) => {
          const text = part.repeat(size);
          return () => actions(file, text);
        });
      }
    }
  });
});

describe('the program behind a grant', () => {
  const source = { 'api/src/pay.py': "import boto3\nboto3.client('ses').send_email(Source='a')\n" };
  const callsOf = (reader: Reader, uri: string, text: string, files: Readonly<Record<string, string>>) =>
    reader
      .read([createDocument(uri, text)], tree(files))
      .get(uri)!
      .grants.map((grant) => grant.calls?.actions);

  it('is the handler of a serverless function, or all of them for their shared role', () => {
    const text =
      'provider: { name: aws, iamRoleStatements: [{ Effect: Allow, Action: "*", Resource: "*" }] }\nfunctions:\n  pay: { handler: src/pay.handler, iamRoleStatements: [{ Effect: Allow, Action: "ses:*", Resource: "*" }] }\n';
    expect(callsOf(serverlessReader, 'api/serverless.yml', text, source)).toEqual([['ses:SendEmail'], ['ses:SendEmail']]);
    expect(callsOf(serverlessReader, 'api/serverless.yml', `${text}  other: { handler: src/gone.handler }\n`, source)).toEqual([
      undefined,
      ['ses:SendEmail'],
    ]);
  });

  it('is the code of a SAM function, also by what all functions have in common', () => {
    const text =
      'Globals: { Function: { CodeUri: src/ } }\nResources:\n  Pay: { Type: "AWS::Serverless::Function", Properties: { Handler: pay.handler, Policies: [{ Statement: [{ Effect: Allow, Action: "ses:*", Resource: "*" }] }, AmazonSESFullAccess] } }\n';
    expect(callsOf(cloudFormationReader, 'api/template.yaml', text, source)).toEqual([['ses:SendEmail'], ['ses:SendEmail']]);
  });

  it('is the entry or the asset of a function of the CDK', () => {
    const text = (made: string) =>
      `import { Stack, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';\nimport { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nimport * as path from 'path';\nconst fn = ${made};\nfn.addToRolePolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));\n`;
    const files = {
      'app/lambda/pay.ts': "import { SendEmailCommand } from '@aws-sdk/client-ses';\nnew SendEmailCommand({});",
      'app/lib/stack.Pay.ts': '',
      'app/lambda/index.py': source['api/src/pay.py'],
    };
    const known = (made: string) => callsOf(programReader, 'app/lib/stack.ts', text(made), files)[0];
    expect(known("new NodejsFunction(this, 'Pay', { entry: path.join(__dirname, '..', 'lambda', 'pay.ts') })")).toEqual(['ses:SendEmail']);
    expect(known("new NodejsFunction(this, 'Pay', { entry: `${__dirname}/../lambda/pay.ts` })")).toEqual(['ses:SendEmail']);
    expect(known("new NodejsFunction(this, 'Pay')")).toEqual([]);
    expect(known("new lambda.Function(this, 'Pay', { code: lambda.Code.fromAsset('lambda'), handler: 'index.main' })")).toEqual([
      'ses:SendEmail',
    ]);
    expect(known("new lambda.Function(this, 'Pay', { code: lambda.Code.fromBucket(b, 'k'), handler: 'index.main' })")).toBeUndefined();
  });
});
