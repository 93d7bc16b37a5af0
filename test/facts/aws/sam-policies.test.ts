// SAM's own policy templates: what a function gets by naming one.
import { describe, expect, it } from 'vitest';
import { createAwsCatalog } from '../../../server/engine/catalog/aws-catalog.ts';
import { createDocument } from '../../../server/engine/document.ts';
import { samPolicyTemplate, samPolicyTemplateNames } from '../../../server/engine/facts/aws/sam-policy-templates.ts';
import { cloudFormationReader } from '../../../server/engine/facts/cloudformation/reader.ts';
import { patternOf } from '../../../server/engine/facts/value.ts';

const template = (policies: string) =>
  `Transform: AWS::Serverless-2016-10-31\nResources:\n  Resize:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n${policies}`;

function grantsOf(policies: string) {
  const { grants } = cloudFormationReader
    .read([createDocument('template.yaml', template(policies))], { neighbour: () => undefined })
    .get('template.yaml')!;
  return grants.map(({ actions, scope, principals }) => ({
    actions: actions.map(patternOf),
    on: scope.map(({ level, id }) => `${level} ${patternOf(id).replaceAll('\0', '…')}`),
    who: principals.map(({ id }) => patternOf(id)).join(),
  }));
}

describe('policy templates of SAM', () => {
  it('grant their actions to the function, on what the parameters name', () => {
    expect(
      grantsOf('        - SQSPollerPolicy: { QueueName: jobs }\n        - LambdaInvokePolicy:\n            FunctionName: !Ref Other\n'),
    ).toEqual([
      {
        actions: [
          'sqs:ChangeMessageVisibility',
          'sqs:ChangeMessageVisibilityBatch',
          'sqs:DeleteMessage',
          'sqs:DeleteMessageBatch',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        on: ['resource arn:aws:sqs:…:…:jobs'],
        who: 'Resize',
      },
      { actions: ['lambda:InvokeFunction'], on: ['resource arn:aws:lambda:…:…:function:…*'], who: 'Resize' },
    ]);
  });

  it('reach everything by a parameter that is a star', () => {
    expect(grantsOf('        - S3ReadPolicy: { BucketName: "*" }\n').map(({ on }) => on)).toEqual([['everything *']]);
  });

  it("that AWS fixes to everything are known as that, and as nobody's choice", () => {
    expect(grantsOf('        - EC2DescribePolicy: {}\n').map(({ on }) => on)).toEqual([['everything …']]);
  });

  it('leave other mappings alone', () => {
    expect(grantsOf('        - NoSuchPolicy: { BucketName: "*" }\n')).toEqual([]);
    expect(grantsOf('        - constructor: { BucketName: "*" }\n')).toEqual([]);
  });

  it('name services that AWS has', () => {
    const catalog = createAwsCatalog();
    expect(samPolicyTemplateNames.length).toBeGreaterThanOrEqual(80);
    for (const name of samPolicyTemplateNames) {
      for (const { actions, resources } of samPolicyTemplate(name)!) {
        expect(
          actions.some((action) => catalog.expand(action).length > 0),
          `${name}: ${actions[0]}`,
        ).toBe(true);
        for (const resource of resources) expect(resource, name).toMatch(/^(?:\{\w+\}|arn:aws:[a-z0-9]+:\??:\??:[\w:/{}*-]+)$/);
      }
    }
  });
});
