// Policies that Packer gives a build.
import { expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';

async function found(text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ 'images/base.pkr.hcl': text }, { profile: 'default' });
  expect(failures).toEqual([]);
  return findings.map(({ rule, at }) => `${rule}: ${text.slice(...at.span)}`);
}

const source = (statement: string, more = '') => `${more}
source "amazon-ebs" "base" {
  ami_name = "base-{{timestamp}}"
  temporary_iam_instance_profile_policy_document {
    Version = "2012-10-17"
    Statement {
      ${statement}
    }
  }
}
`;

it('may do what its policy says, wherever variables put it', async () => {
  expect(await found(source('Effect = "Allow"\n      Action = ["*"]\n      Resource = ["*"]'))).toEqual(['aws/admin-statement: *']);
  expect(
    await found(
      source(
        'Effect = "Allow"\n      Action = var.actions\n      Resource = [local.bucket]',
        'variable "actions" {\n  default = ["sqs:*"]\n}\nlocals {\n  bucket = "*"\n}\n',
      ),
    ),
  ).toEqual(['aws/wildcard-action: sqs:*', 'aws/resource-star-write: *']);
});

it('is no reason to speak where it is narrow, refuses, or is only a comment', async () => {
  const narrow = 'Effect = "Allow"\n      Action = ["s3:GetObject"]\n      Resource = ["arn:aws:s3:::images/base.tgz"]';
  expect(await found(source(narrow))).toEqual([]);
  expect(await found(source('Effect = "Deny"\n      Action = ["*"]\n      Resource = ["*"]'))).toEqual([]);
  expect(await found('# temporary_iam_instance_profile_policy_document {\n#   Statement {\n#     Action = ["*"]\n#   }\n# }\n')).toEqual(
    [],
  );
});

it('never throws on what breaks off', async () => {
  const whole = source('Effect = "Allow"\n      Action = ["*"]\n      Resource = ["*"]', 'locals { a = local.a }\n');
  for (let end = 0; end < whole.length; end += 7) await found(whole.slice(0, end));
});
