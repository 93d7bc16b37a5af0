// Calls of modules whose code is not in the workspace: what their arguments and flags come to.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../../support/analyze-text.ts';

/** Findings of the AWS rules as `rule: token`, hints left out. */
async function found(call: string, more = ''): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts({ 'infra/main.tf': `${call}\n${more}` });
  expect(failures).toEqual([]);
  return findings
    .filter(
      (finding) => finding.rule.startsWith('aws/') && finding.severity !== 'info' && !/boundary-missing|resource-star/.test(finding.rule),
    )
    .map((finding) => `${finding.rule}: ${documents.get(finding.at.uri)!.text.slice(...finding.at.span)}`);
}

const iam = (name: string, body: string): string =>
  `module "m" {\n  source  = "terraform-aws-modules/iam/aws//modules/${name}"\n  version = "~> 5.0"\n${body}\n}`;

describe('policies in arguments, told by their shape', () => {
  it('reads JSON, statements in Terraform words, and ARNs of managed policies', async () => {
    expect(
      await found(
        'module "m" {\n  source = "acme/service/aws"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}',
      ),
    ).toEqual(['aws/admin-statement: *']);
    expect(
      await found(
        'module "m" {\n  source = "git::https://example.com/service.git"\n  task_statements = [{ actions = ["kms:*"], resources = ["*"] }]\n}',
      ),
    ).toEqual(['aws/kms-star: kms:*']);
    expect(
      await found(
        'module "m" {\n  source = "terraform-aws-modules/lambda/aws"\n  policy_statements = {\n    a = { effect = "Allow", actions = ["sqs:*"], resources = ["*"] }\n  }\n}',
      ),
    ).toEqual(['aws/wildcard-action: sqs:*']);
    expect(
      await found(
        'module "m" {\n  source = "acme/service/aws"\n  iam_role_policies = { a = "arn:aws:iam::aws:policy/AdministratorAccess" }\n}',
      ),
    ).toEqual(['aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess']);
  });

  it('reads conditions, denials and trusts in them', async () => {
    const statement = (inner: string) => found(`module "m" {\n  source = "acme/service/aws"\n  statements = { a = { ${inner} } }\n}`);
    expect(await statement('effect = "Deny", actions = ["*"], resources = ["*"]')).toEqual([]);
    expect(
      await statement(
        'actions = ["s3:GetObject"], resources = ["*"], condition = [{ test = "StringEquals", variable = "aws:ResourceAccount", values = ["111122223333"] }]',
      ),
    ).toEqual([]);
    expect(await statement('actions = ["sts:AssumeRole"], principals = [{ type = "AWS", identifiers = ["*"] }]')).toEqual([
      'aws/trust-anyone: *',
    ]);
    expect(
      await found(
        'module "m" {\n  source = "acme/service/aws"\n  permissions_boundary_policy = "arn:aws:iam::aws:policy/AdministratorAccess"\n}',
      ),
    ).toEqual([]);
  });

  it('takes nothing for a policy that is none, and follows local modules by their code alone', async () => {
    expect(
      await found(
        'module "m" {\n  source = "acme/service/aws"\n  actions = ["start", "stop"]\n  hooks = [{ actions = ["reload"], effect = "none" }]\n}',
      ),
    ).toEqual([]);
    expect(
      await found(
        'module "m" {\n  source = "./service"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}',
      ),
    ).toEqual([]);
    expect(
      await found(
        'module "m" {\n  source = "acme/service/aws"\n  count  = 0\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}',
      ),
    ).toEqual([]);
  });
});

describe('modules that are known', () => {
  it('iam-user makes a key and a password unless told not to', async () => {
    expect(await found(iam('iam-user', '  name = "ci"\n  create_iam_user_login_profile = false'))).toEqual([
      'aws/access-key-resource: module "m"',
    ]);
    expect(await found(iam('iam-user', '  name = "ci"\n  create_iam_user_login_profile = false\n  create_iam_access_key = true'))).toEqual([
      'aws/access-key-resource: true',
    ]);
    expect(await found(iam('iam-user', '  name = "ci"\n  create_login_profile = false\n  create_access_key = false'))).toEqual([]);
    expect(await found(iam('iam-user', '  name = "ci"\n  create_user = false'))).toEqual([]);
  });

  it('iam-assumable-role attaches by flags and asks for a second factor', async () => {
    expect(await found(iam('iam-assumable-role', '  role_name = "a"\n  create_role = true\n  attach_admin_policy = true'))).toEqual([
      'aws/managed-admin-attached: true',
    ]);
    expect(await found(iam('iam-assumable-role', '  role_name = "a"\n  create_role = true\n  attach_admin_policy = false'))).toEqual([]);
    expect(await found(iam('iam-assumable-role', '  role_name = "a"\n  trusted_role_arns = ["*"]\n  role_requires_mfa = false'))).toEqual([
      'aws/trust-anyone: *',
    ]);
    expect(await found(iam('iam-assumable-roles', '  create_admin_role = true'))).toEqual(['aws/managed-admin-attached: true']);
    expect(
      await found(
        iam('iam-assumable-roles', '  create_admin_role = true\n  admin_role_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]'),
      ),
    ).toEqual([]);
  });

  it('repositories that a module names are subjects of GitHub', async () => {
    const call = (source: string, body: string): string => `module "m" {\n  source = "${source}"\n${body}\n}`;
    expect(
      await found(
        call(
          'unfunco/oidc-github/aws',
          '  github_repositories = ["octo-org/*", "octo-org/shop", "octo-org/site:ref:refs/heads/main"]\n  attach_admin_policy = true',
        ),
      ),
    ).toEqual(['aws/oidc-github-sub-wildcard: octo-org/*', 'aws/managed-admin-attached: true']);
    expect(
      await found(
        call('unfunco/oidc-github/aws', '  enabled = false\n  github_repositories = ["octo-org/*"]\n  attach_admin_policy = true'),
      ),
    ).toEqual([]);
    expect(await found(call('unfunco/oidc-github/aws', '  github_repositories = var.repositories\n  attach_admin_policy = false'))).toEqual(
      [],
    );
    expect(await found(call('terraform-module/github-oidc-provider/aws', '  repositories = ["octo-org/shop-*"]'))).toEqual([
      'aws/oidc-github-sub-wildcard: octo-org/shop-*',
    ]);
  });

  it('subjects of GitHub count with the prefix that the module puts before them', async () => {
    expect(await found(iam('iam-github-oidc-role', '  subjects = ["octo-org/*"]'))).toEqual(['aws/oidc-github-sub-wildcard: octo-org/*']);
    expect(
      await found(
        iam('iam-github-oidc-role', '  subjects = ["octo-org/shop:ref:refs/heads/main", "repo:octo-org/shop:environment:production"]'),
      ),
    ).toEqual([]);
    expect(await found(iam('iam-github-oidc-role', '  subjects = var.subjects'), 'variable "subjects" {}\n')).toEqual([]);
    expect(await found(iam('iam-role', '  enable_github_oidc = true\n  oidc_wildcard_subjects = ["*"]'))).toEqual([
      'aws/oidc-github-sub-wildcard: *',
    ]);
    expect(await found(iam('iam-role', '  enable_github_oidc = true\n  oidc_subjects = ["octo-org/shop:ref:refs/heads/main"]'))).toEqual(
      [],
    );
  });

  it('service accounts of a cluster count with theirs', async () => {
    const accounts = (names: string, test = 'StringLike') =>
      iam(
        'iam-role-for-service-accounts-eks',
        `  role_name = "a"\n  assume_role_condition_test = "${test}"\n  oidc_providers = { main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ${names} } }`,
      );
    expect(await found(accounts('["shop:*"]'))).toEqual(['aws/irsa-sub-wildcard: shop:*']);
    expect(await found(accounts('["shop:worker"]'))).toEqual([]);
  });

  it('functions, buckets and clusters let in whom their settings say', async () => {
    expect(await found('module "m" {\n  source = "terraform-aws-modules/lambda/aws"\n  create_lambda_function_url = true\n}')).toEqual([
      'aws/resource-policy-public: true',
    ]);
    expect(
      await found(
        'module "m" {\n  source = "terraform-aws-modules/lambda/aws"\n  create_lambda_function_url = true\n  authorization_type = "AWS_IAM"\n}',
      ),
    ).toEqual([]);
    expect(await found('module "m" {\n  source = "terraform-aws-modules/s3-bucket/aws"\n  acl = "public-read"\n}')).toEqual([
      'aws/resource-policy-public: public-read',
    ]);
    expect(
      await found(
        'module "m" {\n  source = "terraform-aws-modules/eks/aws"\n  access_entries = {\n    dev = { principal_arn = "arn:aws:iam::111122223333:role/dev", policy_associations = { a = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", access_scope = { type = "cluster" } } } }\n  }\n}',
      ),
    ).toEqual(['aws/eks-access-admin: arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy']);
  });
});
