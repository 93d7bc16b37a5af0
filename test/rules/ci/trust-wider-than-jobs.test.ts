import { trustWiderThanJobs } from '../../../rules/ci/trust-wider-than-jobs.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const shop = { remote: { host: 'gitlab.com', path: 'acme/shop' }, defaultBranch: 'main' };
const role = (subject: string, operator = 'StringLike', name = 'deploy') => `resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }
      Condition = { ${operator} = { "gitlab.com:sub" = ${subject} } }
    }]
  })
}
`;
const google = (condition: string) => `resource "google_iam_workload_identity_pool_provider" "ci" {
  workload_identity_pool_id          = "ci"
  workload_identity_pool_provider_id = "gitlab"
  attribute_condition                = "${condition}"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc { issuer_uri = "https://gitlab.com" }
}
`;
const pipeline = (
  only: string,
  login = 'aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/deploy --web-identity-token $TOKEN',
  more = '',
) => ({
  '.gitlab-ci.yml': `${more}deploy:
  id_tokens: { TOKEN: { aud: sts } }
  ${only}
  script:
    - ${login}
`,
});
const intoGoogle = 'gcloud iam workload-identity-pools create-cred-config $PROVIDER --output-file=cred.json';

ruleTester(trustWiderThanJobs, {
  valid: [
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:main"'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      because: 'one branch',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:*"'),
      beside: pipeline('stage: deploy'),
      workspace: shop,
      because: 'the job runs on every branch',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/*:ref_type:branch:ref:*"'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      because: 'other projects may come to it too',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:*"'),
      beside: pipeline('rules: [{ if: $DEPLOY }]'),
      workspace: shop,
      because: 'a condition that is not read',
    },
    {
      file: 'infra/main.tf',
      text: google("assertion.project_path == 'acme/shop' && assertion.ref == 'main' && assertion.ref_type == 'branch'"),
      beside: pipeline('only: [main]', intoGoogle),
      workspace: shop,
      because: 'the condition names the branch',
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: role('"«project_path:acme/shop:*»"'),
      beside: pipeline('rules: [{ if: $CI_COMMIT_BRANCH == "main" }, { if: $CI_COMMIT_TAG =~ /^v/ , when: never }]'),
      workspace: shop,
      suggestions: [role('"project_path:acme/shop:ref_type:branch:ref:main"')],
    },
    {
      file: 'infra/main.tf',
      text: role('"«project_path:acme/shop:ref_type:branch:ref:*»"'),
      beside: pipeline('rules: [{ if: $CI_COMMIT_BRANCH == "main" }]'),
      workspace: shop,
      message: 'presents only `project_path:acme/shop:ref_type:branch:ref:main`',
      suggestions: [role('"project_path:acme/shop:ref_type:branch:ref:main"')],
    },
    {
      file: 'infra/main.tf',
      text: google("«assertion.project_path == 'acme/shop'»"),
      beside: pipeline('rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH }]', intoGoogle),
      workspace: shop,
      suggestions: [google("assertion.project_path == 'acme/shop' && assertion.ref_type == 'branch' && assertion.ref == 'main'")],
    },
  ],
});
