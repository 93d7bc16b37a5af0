// Names that hold only where they are written: the same one in two folders, or two documents, is two identities.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { rulesOf } from '../../rules/registry.ts';
import { inventoryOf } from '../../server/posture/inventory.ts';

const entries = async (texts: Readonly<Record<string, string>>) => {
  const documents = new Map(Object.entries(texts).map(([uri, text]) => [uri, createDocument(uri, text)]));
  const source = {
    document: (uri: string) => documents.get(uri),
    siblings: (folder: string) => [...documents.keys()].filter((uri) => uri.slice(0, Math.max(0, uri.lastIndexOf('/'))) === folder),
  };
  const engine = createEngine({ rulesOf, workspace: unknownWorkspace('2026-11-21'), settingsFor: () => defaultSettings, source });
  await engine.read([...documents.values()]);
  return inventoryOf(engine.facts.values(), () => []).map(({ id, grants }) => [id, grants.length] as const);
};

const terraform = (action: string, name = 'var.name') => `
resource "aws_iam_role" "default" {
  name               = ${name}
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.default.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })
}
`;

const serverless = (action: string) =>
  `service: a\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: ${action}\n          Resource: '*'\n`;
const template = (name: string) => `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
${name}      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: ec2.amazonaws.com } }] }
      Policies: [{ PolicyName: p, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }] } }]
`;

describe('names of a place', () => {
  it('are told apart by the folder in Terraform, unless the name itself is known', async () => {
    expect(await entries({ 'a/main.tf': terraform('s3:*'), 'b/main.tf': terraform('ec2:*'), 'main.tf': terraform('sqs:*') })).toEqual([
      ['aws:role:aws_iam_role.default', 1],
      ['aws:role:aws_iam_role.default@a', 1],
      ['aws:role:aws_iam_role.default@b', 1],
    ]);
    expect(await entries({ 'a/main.tf': terraform('s3:*', '"ci"'), 'b/main.tf': terraform('ec2:*', '"ci"') })).toEqual([
      ['aws:role:ci', 2],
    ]);
  });

  it('are told apart by the file of a service and of a template', async () => {
    expect(await entries({ 'a/serverless.yml': serverless('s3:*'), 'b/serverless.yml': serverless('ec2:*') })).toEqual([
      ['aws:role:provider.iam.role@a/serverless.yml', 1],
      ['aws:role:provider.iam.role@b/serverless.yml', 1],
    ]);
    expect(
      await entries({ 'stacks/a.yaml': template(''), 'stacks/b.yaml': template(''), 'stacks/c.yaml': template('      RoleName: ci\n') }),
    ).toEqual([
      ['aws:role:Role@stacks/a.yaml', 1],
      ['aws:role:Role@stacks/b.yaml', 1],
      ['aws:role:ci', 1],
    ]);
  });

  it('of what this tree grants something to and does not read are those of their folder', async () => {
    const attached = `
data "aws_iam_role" "ops" {
  name = var.name
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = data.aws_iam_role.ops.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
resource "ibm_iam_access_group" "ops" {
  name = "ops"
}
resource "ibm_iam_access_group_policy" "a" {
  access_group_id = ibm_iam_access_group.ops.id
  roles           = ["Viewer"]
}
`;
    expect(await entries({ 'a/main.tf': attached, 'b/main.tf': attached })).toEqual([
      ['aws:role:data.aws_iam_role.ops@a', 1],
      ['aws:role:data.aws_iam_role.ops@b', 1],
      ['ibm:group:ibm_iam_access_group.ops@a', 1],
      ['ibm:group:ibm_iam_access_group.ops@b', 1],
    ]);
  });
});
