import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { readModule, treeOf } from '../../../../server/engine/facts/terraform/module.ts';
import { expectLinear } from '../../../support/growth.ts';
import { analyzeTexts, type Texts } from '../../../support/analyze-text.ts';

/** `rule file: text`, for the findings about what a statement or a trust lets in. */
async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter((finding) => /^aws\/(?:admin-statement|wildcard-action|trust-anyone|managed-admin)/.test(finding.rule))
    .map((finding) => `${finding.rule} ${finding.at.uri}: ${documents.get(finding.at.uri)!.text.slice(...finding.at.span)}`);
}

const role = (principal: string) => `resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${principal} }]
  })
}
`;
const statement = (actions: string) => `  statement {
    actions   = [${actions}]
    resources = ["*"]
  }
`;
const document = (body: string) => `data "aws_iam_policy_document" "ci" {
${body}}
resource "aws_iam_policy" "ci" {
  policy = data.aws_iam_policy_document.ci.json
}
`;

describe('override files of Terraform', () => {
  it('narrow what another file says: nothing of it is left', async () => {
    const wide = role('{ AWS = "*" }');
    expect(await found({ 'main.tf': wide })).toEqual(['aws/trust-anyone main.tf: *']);
    expect(await found({ 'main.tf': wide, 'main_override.tf': role('{ Service = "ec2.amazonaws.com" }') })).toEqual([]);
  });

  it('widen one argument, at their own token, and leave the others', async () => {
    expect(
      await found({
        'a_override.tf': 'resource "aws_iam_role" "ci" {\n  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]\n}\n',
        'main.tf': role('"*"'),
      }),
    ).toEqual(['aws/managed-admin-attached a_override.tf: arn:aws:iam::aws:policy/AdministratorAccess', 'aws/trust-anyone main.tf: *']);
  });

  it('replace all nested blocks of a type by theirs', async () => {
    const wide = document(statement('"s3:*"') + statement('"*"'));
    const override = (body: string) => ({ 'main.tf': wide, 'override.tf': `data "aws_iam_policy_document" "ci" {\n${body}}\n` });
    expect(await found(override(statement('"sqs:*"')))).toEqual(['aws/wildcard-action override.tf: sqs:*']);
    expect(await found(override('  version = "2012-10-17"\n'))).toHaveLength(2);
  });

  it('are merged in the order of their names, whichever is read first', async () => {
    const texts = {
      'b_override.tf': 'resource "aws_iam_role_policy_attachment" "x" {\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
      'a_override.tf': 'resource "aws_iam_role_policy_attachment" "x" {\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
      'main.tf': 'resource "aws_iam_role_policy_attachment" "x" {\n  role       = "x"\n  policy_arn = var.arn\n}\nvariable "arn" {}\n',
    };
    expect(await found(texts)).toEqual([]);
    expect(await found({ ...texts, 'c_override.tf': texts['a_override.tf'] })).toEqual([
      'aws/managed-admin-attached c_override.tf: arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
  });

  it('replace the default of a variable, the value of an output and the argument of a call', async () => {
    const attached = 'resource "aws_iam_role_policy_attachment" "x" {\n  role       = "x"\n  policy_arn = var.arn\n}\n';
    const admin = '"arn:aws:iam::aws:policy/AdministratorAccess"';
    expect(
      await found({
        'main.tf': `variable "arn" {\n  default = ""\n}\n${attached}`,
        'override.tf': `variable "arn" {\n  default = ${admin}\n}\n`,
      }),
    ).toHaveLength(1);
    expect(
      await found({
        'env/main.tf': `module "a" {\n  source = "../m"\n  arn    = ${admin}\n}\n`,
        'env/override.tf': 'module "a" {\n  arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n',
        'm/main.tf': `variable "arn" {}\n${attached}`,
      }),
    ).toEqual([]);
  });

  it('declare by themselves what no other file declares', async () => {
    expect(await found({ 'override.tf': role('"*"') })).toEqual(['aws/trust-anyone override.tf: *']);
  });

  it('cost what they hold, however many blocks of one name they have', async () => {
    const makes = (count: number) => {
      const blocks = Array.from({ length: count }, (_, index) => `resource "aws_iam_role" "ci" {\n  x${index} = 1\n}\n`);
      const documents = [createDocument('main.tf', role('"*"')), createDocument('override.tf', blocks.join(''))];
      documents.forEach(treeOf);
      return () => readModule(documents, { folder: '' });
    };
    expect(makes(3)().resources.get('aws_iam_role.ci')!.block.body.items).toHaveLength(5);
    await expectLinear('override files', 2000, makes);
  });
});
