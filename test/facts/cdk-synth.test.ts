// Templates of `cdk synth`: placed at the construct of the program, said once, and in the template where no program is.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../server/engine/document.ts';
import { synthesizedReader } from '../../server/engine/facts/cdk-synth/reader.ts';
import { analyzeTexts, type Texts } from '../support/analyze-text.ts';

const template = (statement: object) =>
  JSON.stringify(
    {
      Resources: {
        WorkerDefaultPolicyA1B2: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
            PolicyName: 'p',
            Roles: [{ Ref: 'WorkerC3D4' }],
          },
          Metadata: { 'aws:cdk:path': 'Shop/Worker/DefaultPolicy/Resource' },
        },
      },
    },
    null,
    1,
  );
const program = (body: string) =>
  `import { Stack, aws_iam as iam } from 'aws-cdk-lib';\nexport class Shop extends Stack {\n  constructor(scope: any, id: string, private readonly actions: string[]) {\n    super(scope, id);\n    const worker = new iam.Role(this, 'Worker', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });\n${body}  }\n}\n`;

async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter((one) => /^aws\/(?!resource-star)/.test(one.rule))
    .map((one) => `${one.rule} ${one.at.uri}: ${documents.get(one.at.uri)!.text.slice(...one.at.span)}`);
}

describe('cdk synth', () => {
  const star = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };

  it('is placed at the construct where the program leaves something open', async () => {
    expect(
      await found({
        'cdk.out/Shop.template.json': template(star),
        'lib/shop.ts': program('    worker.addToPolicy(new iam.PolicyStatement({ actions: this.actions, resources: ["*"] }));\n'),
      }),
    ).toEqual(['aws/wildcard-action lib/shop.ts: Worker']);
  });

  it('is not said twice', async () => {
    expect(
      await found({
        'cdk.out/Shop.template.json': template(star),
        'lib/shop.ts': program('    worker.addToPolicy(new iam.PolicyStatement({ actions: ["sqs:*"], resources: ["*"] }));\n'),
      }),
    ).toEqual(['aws/wildcard-action lib/shop.ts: sqs:*']);
  });

  it('stands in the template where the construct is not found, or is one of several', async () => {
    expect(await found({ 'cdk.out/Shop.template.json': template(star) })).toEqual([
      'aws/wildcard-action cdk.out/Shop.template.json: sqs:*',
    ]);
    expect(
      await found({ 'app/cdk.out/Shop.template.json': template(star), 'app/lib/a.ts': program(''), 'app/lib/b.ts': program('') }),
    ).toEqual(['aws/wildcard-action app/cdk.out/Shop.template.json: sqs:*']);
  });

  it('is silent about what is narrow', async () => {
    expect(
      await found({
        'cdk.out/Shop.template.json': template({
          Effect: 'Allow',
          Action: ['sqs:SendMessage'],
          Resource: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
        }),
        'lib/shop.ts': program(''),
      }),
    ).toEqual([]);
  });

  it('never throws', () => {
    const text = template(star);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), fc.string(), (from, to, put) => {
        synthesizedReader.read(
          [createDocument('cdk.out/a.template.json', text.slice(0, Math.min(from, to)) + put + text.slice(Math.max(from, to)))],
          { neighbour: () => undefined },
        );
      }),
      { numRuns: 200 },
    );
  });
});
