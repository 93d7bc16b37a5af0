// Units of Terragrunt, read as calls of modules or as values for the files beside them.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../../support/analyze-text.ts';

async function found(texts: Readonly<Record<string, string>>): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter(
      (finding) => finding.rule.startsWith('aws/') && finding.severity !== 'info' && !/boundary-missing|resource-star/.test(finding.rule),
    )
    .map((finding) => `${finding.at.uri} ${finding.rule}: ${documents.get(finding.at.uri)!.text.slice(...finding.at.span)}`);
}

const iam = (name: string): string => `terraform {\n  source = "tfr:///terraform-aws-modules/iam/aws//modules/${name}?version=5.30.0"\n}\n`;
const local =
  'variable "arns" {}\nresource "aws_iam_role_policy_attachment" "a" {\n  for_each   = toset(var.arns)\n  role       = "ci"\n  policy_arn = each.value\n}\n';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('a unit of Terragrunt', () => {
  it('is the call of the module of its source', async () => {
    expect(
      await found({
        'live/ci/terragrunt.hcl': `${iam('iam-assumable-role')}inputs = {\n  role_name = "ci"\n  custom_role_policy_arns = ["${administrator}"]\n}\n`,
      }),
    ).toEqual([`live/ci/terragrunt.hcl aws/managed-admin-attached: ${administrator}`]);
    expect(
      await found({
        'live/ci/terragrunt.hcl': `${iam('iam-assumable-role')}inputs = {\n  role_name = "ci"\n  attach_admin_policy = false\n}\n`,
      }),
    ).toEqual([]);
    expect(
      await found({
        '_common/ci.hcl': `${iam('iam-user')}locals {\n  name = "ci"\n}\ninputs = merge({ "name" = local.name }, { create_iam_user_login_profile = false })\n`,
      }),
    ).toEqual(['_common/ci.hcl aws/access-key-resource: terraform']);
    expect(
      await found({
        '_common/ci.hcl': `${iam('iam-user')}inputs = merge(local.common, { name = "ci", create_iam_user_login_profile = false })\n`,
      }),
    ).toEqual([]);
  });

  it("reaches the modules of the workspace, by Terragrunt's own names for folders", async () => {
    for (const source of ['../../modules//grants', '${get_repo_root()}/modules/grants', '${get_terragrunt_dir()}/../../modules/grants']) {
      const unit = `terraform {\n  source = "${source}"\n}\ninputs = {\n  arns = ["${administrator}"]\n}\n`;
      expect(await found({ 'live/ci/terragrunt.hcl': unit, 'modules/grants/main.tf': local }), source).toEqual([
        `live/ci/terragrunt.hcl aws/managed-admin-attached: ${administrator}`,
      ]);
    }
    expect(
      await found({
        'live/ci/terragrunt.hcl': `terraform {\n  source = "\${local.modules}/grants"\n}\ninputs = {\n  arns = ["a"]\n}\n`,
        'modules/grants/main.tf': local,
      }),
    ).toEqual([]);
  });

  it('gives its inputs to the files beside it, but for what it takes from locals of its own', async () => {
    expect(await found({ 'live/terragrunt.hcl': `inputs = {\n  arns = ["${administrator}"]\n}\n`, 'live/main.tf': local })).toEqual([
      `live/terragrunt.hcl aws/managed-admin-attached: ${administrator}`,
    ]);
    expect(
      await found({
        'live/terragrunt.hcl': 'locals {\n  arns = []\n}\ninputs = {\n  arns = local.arns\n}\n',
        'live/main.tf': `${local}locals {\n  arns = ["${administrator}"]\n}\n`,
      }),
    ).toEqual([]);
  });

  it('is judged by what it writes, and not by a default that a parent may have changed', async () => {
    const body = 'inputs = {\n  name = "ci"\n  create_iam_user_login_profile = false\n}\n';
    expect(await found({ 'live/ci/terragrunt.hcl': iam('iam-user') + body })).toEqual([
      'live/ci/terragrunt.hcl aws/access-key-resource: terraform',
    ]);
    expect(
      await found({
        'live/ci/terragrunt.hcl': `include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n${iam('iam-user')}${body}`,
      }),
    ).toEqual([]);
  });

  it('is no unit because it is HCL, and breaks on no half of one', async () => {
    expect(await found({ 'image.pkr.hcl': 'locals {\n  x = 1\n}\nsource "amazon-ebs" "a" {}\n' })).toEqual([]);
    const unit = `include "root" {\n  path = find_in_parent_folders()\n}\n${iam('iam-user')}inputs = merge(local.x, {\n  name = "a"\n  "b" = [1]\n})\n`;
    for (let end = 0; end < unit.length; end += 3) await found({ 'live/terragrunt.hcl': unit.slice(0, end) });
  });
});
