import { unadmittedJob } from '../../../rules/ci/unadmitted-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const role = (issuer: string, claims: string, name = 'deploy') => ({
  'infra/main.tf': `resource "aws_iam_role" "deploy" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/${issuer}" }
      Condition = { StringLike = { ${claims} } }
    }]
  })
}
`,
});
const gitlab = (subject: string) => role('gitlab.com', `"gitlab.com:sub" = ${subject}`);
const take = (conditions: string, arn = 'arn:aws:iam::111122223333:role/deploy') => `deploy:
  id_tokens: { TOKEN: { aud: sts } }
${conditions}  script:
    - aws sts assume-role-with-web-identity --role-arn ${arn} --web-identity-token $TOKEN
`;
const shop = { remote: { host: 'gitlab.com', path: 'acme/shop' }, defaultBranch: 'main' };

const azure = (subject: string, issuer = 'https://gitlab.com') => ({
  'infra/azure.tf': `resource "azuread_application_federated_identity_credential" "ci" {
  application_id = "/applications/x"
  display_name   = "ci"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "${issuer}"
  subject        = "${subject}"
}
`,
});
const bitbucket = (subject: string, workspace = 'acme') =>
  role(
    `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
    `"api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc:sub" = "${subject}"`,
  );
const bitbucketStep = (lines: string, arn: string) =>
  `pipelines:\n  branches:\n    main:\n      - step:\n          oidc: true\n${lines}          script:\n            - aws sts assume-role-with-web-identity --role-arn ${arn} --web-identity-token $BITBUCKET_STEP_OIDC_TOKEN\n`;
const deployRole = 'arn:aws:iam::111122223333:role/deploy';
const onBitbucket = { remote: { host: 'bitbucket.org', path: 'acme/shop' } };
const google = (condition: string) => ({
  'infra/google.tf': `resource "google_iam_workload_identity_pool_provider" "ci" {
  workload_identity_pool_id          = "ci"
  workload_identity_pool_provider_id = "gitlab"
  attribute_condition                = "${condition}"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc { issuer_uri = "https://gitlab.com" }
}
`,
});
const intoAzure = (conditions: string) => `deploy:
  id_tokens: { TOKEN: { aud: "api://AzureADTokenExchange" } }
${conditions}  script:
    - az login --service-principal -u $APP --tenant $TENANT --federated-token $TOKEN
`;
const intoGoogle = (conditions: string) => `deploy:
  id_tokens: { TOKEN: { aud: "https://gitlab.com" } }
${conditions}  script:
    - gcloud iam workload-identity-pools create-cred-config "$PROVIDER" --credential-source-file=token --output-file=cred.json
`;

ruleTester(unadmittedJob, {
  valid: [
    {
      file: 'bitbucket-pipelines.yml',
      text: bitbucketStep('', deployRole),
      beside: bitbucket('{a1b2-c3}:*'),
      workspace: onBitbucket,
      because: 'any step of a repository',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: bitbucketStep('          deployment: production\n', deployRole),
      beside: bitbucket('{a1b2-c3}:{d4-e5}:*'),
      workspace: onBitbucket,
      because: 'which environment has this number is not in the files',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: bitbucketStep('', deployRole),
      beside: bitbucket('{a1b2-c3}:*', 'other'),
      because: 'whose workspace this is, is not known',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoAzure('  only: [main]\n'),
      beside: azure('project_path:acme/shop:ref_type:branch:ref:main'),
      workspace: shop,
      because: 'the federated credential has this branch',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoAzure('  only: [main]\n'),
      beside: azure('project_path:acme/other:ref_type:branch:ref:main'),
      workspace: shop,
      because: 'none of the credentials here is for this project; its own may stand elsewhere',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoAzure('  only: [main]\n'),
      beside: azure('repo:acme/shop:ref:refs/heads/main', 'https://token.actions.githubusercontent.com'),
      workspace: shop,
      because: 'a credential for GitHub says nothing of one for GitLab',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoGoogle('  only: [main]\n'),
      beside: google("assertion.project_path == 'acme/shop' && assertion.ref == 'main'"),
      workspace: shop,
      because: 'the condition has this branch',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoGoogle('  only: [tags]\n'),
      beside: google("assertion.project_path.startsWith('acme/')"),
      workspace: shop,
      because: 'a condition that is not read',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - key: deploy\n    branches: main\n    command: x\n    plugins:\n      - aws-assume-role-with-web-identity#v1.2.0: { role-arn: "arn:aws:iam::111122223333:role/deploy" }\n',
      beside: role(
        'agent.buildkite.com',
        '"agent.buildkite.com:sub" = "organization:acme:pipeline:shop:ref:refs/heads/main:commit:*:step:deploy"',
      ),
      because: 'branch and step fit',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  deploy:\n    docker: [{ image: cimg/aws:2026.01 }]\n    steps:\n      - aws-cli/setup: { role_arn: "arn:aws:iam::111122223333:role/deploy" }\nworkflows: { main: { jobs: [{ deploy: { filters: { branches: { only: [main] } } } }] } }\n',
      beside: role('oidc.circleci.com/org/a', '"oidc.circleci.com/org/a:sub" = "org/a/project/b/user/*"'),
      because: 'numbers of projects stand in no file',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('  only: [main]\n'),
      beside: gitlab('"project_path:acme/shop:ref_type:branch:ref:main"'),
      workspace: shop,
      because: 'the branch is admitted',
    },
    {
      file: '.gitlab-ci.yml',
      text: take(''),
      beside: gitlab('"project_path:acme/shop:ref_type:branch:ref:main"'),
      workspace: shop,
      because: 'some runs are admitted',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('  rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH }, { if: $CI_COMMIT_TAG, when: never }]\n'),
      beside: gitlab('"project_path:acme/shop:ref_type:branch:ref:main"'),
      workspace: shop,
      because: 'the default branch is main',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('  rules: [{ if: $DEPLOY == "yes" }]\n'),
      beside: gitlab('"project_path:acme/shop:ref_type:tag:ref:v*"'),
      workspace: shop,
      because: 'a condition that is not read',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('  only: [main]\n'),
      beside: gitlab('["project_path:acme/other:*", "project_path:acme/*:ref_type:branch:ref:main"]'),
      workspace: shop,
      because: 'a subject of another form is not read',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('', '$ROLE_ARN'),
      beside: role('token.actions.githubusercontent.com', '"token.actions.githubusercontent.com:sub" = "repo:acme/shop:*"'),
      because: 'a role that the file does not name',
    },
    {
      file: '.gitlab-ci.yml',
      text: take(''),
      beside: role('ci.acme.dev', '"ci.acme.dev:sub" = "project_path:acme/shop:*"'),
      because: 'it may be a GitLab of their own',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'deploy:\n  script: [aws sts assume-role --role-arn arn:aws:iam::111122223333:role/deploy]\n',
      beside: role('token.actions.githubusercontent.com', '"token.actions.githubusercontent.com:sub" = "repo:acme/shop:*"'),
      because: 'taken by another identity, not by a token',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: x\n    plugins:\n      - aws-assume-role-with-web-identity#v1.2.0: { role-arn: "arn:aws:iam::111122223333:role/deploy" }\n',
      beside: role('agent.buildkite.com', '"agent.buildkite.com:sub" = "organization:acme:pipeline:shop:*"'),
      because: 'the role trusts Buildkite',
    },
  ],
  invalid: [
    {
      file: 'bitbucket-pipelines.yml',
      text: bitbucketStep('', `«${deployRole}»`),
      beside: bitbucket('{a1b2-c3}:{d4-e5}:*'),
      workspace: onBitbucket,
      message: 'presents `{repository}:{step}`',
      because: 'only a step with a deployment names an environment',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: bitbucketStep('          deployment: production\n', `«${deployRole}»`),
      beside: bitbucket('{a1b2-c3}:*', 'other'),
      workspace: onBitbucket,
      message: 'trusts the workspace `other` of Bitbucket',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoAzure('  only: [tags]\n').replace('az login', '«az login»'),
      beside: azure('project_path:acme/shop:ref_type:branch:ref:main'),
      workspace: shop,
      message:
        'logs in to Azure as `project_path:acme/shop:ref_type:tag:ref:*`, and what this repository trusts there admits only `project_path:acme/shop:ref_type:branch:ref:main`',
    },
    {
      file: '.gitlab-ci.yml',
      text: intoGoogle('  only: [develop]\n').replace(
        'workload-identity-pools create-cred-config',
        '«workload-identity-pools create-cred-config»',
      ),
      beside: google("assertion.project_path == 'acme/shop' && assertion.ref == 'main'"),
      workspace: shop,
      message: 'admits only `project_path:acme/shop:ref_type:*:ref:main`',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - key: deploy\n    branches: develop\n    command: x\n    plugins:\n      - aws-assume-role-with-web-identity#v1.2.0: { role-arn: "«arn:aws:iam::111122223333:role/deploy»" }\n',
      beside: role('agent.buildkite.com', '"agent.buildkite.com:sub" = "organization:acme:pipeline:shop:ref:refs/heads/main:commit:*"'),
      message: 'presents `organization:*:pipeline:*:ref:refs/heads/develop:commit:*:step:deploy`',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  deploy:\n    docker: [{ image: cimg/aws:2026.01 }]\n    steps:\n      - aws-cli/setup: { role_arn: «arn:aws:iam::111122223333:role/deploy» }\nworkflows: { main: { jobs: [{ deploy: { filters: { branches: { only: [develop] } } } }] } }\n',
      beside: role(
        'oidc.circleci.com/org/a',
        '"oidc.circleci.com/org/a:sub" = "org/a/project/b/user/*/vcs-origin/github.com/acme/shop/vcs-ref/refs/heads/main"',
      ),
      workspace: { remote: { host: 'github.com', path: 'acme/shop' }, defaultBranch: 'main' },
      message: 'vcs-ref/refs/heads/develop',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('  only: [tags]\n').replace('arn:aws:iam::111122223333:role/deploy', '«arn:aws:iam::111122223333:role/deploy»'),
      beside: gitlab('"project_path:acme/shop:ref_type:branch:ref:main"'),
      workspace: shop,
      message:
        'presents `project_path:acme/shop:ref_type:tag:ref:*`, and role `deploy` admits only `project_path:acme/shop:ref_type:branch:ref:main`',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'variables: { AWS_ROLE_ARN: «arn:aws:iam::111122223333:role/ci/deploy» }\ndeploy:\n  id_tokens: { TOKEN: { aud: sts } }\n  script: [aws s3 ls]\n',
      beside: gitlab('"project_path:acme/other:ref_type:branch:ref:*"'),
      workspace: shop,
      message: 'acme/other',
      because: 'another project',
    },
    {
      file: '.gitlab-ci.yml',
      text: take('').replace('arn:aws:iam::111122223333:role/deploy', '«arn:aws:iam::111122223333:role/deploy»'),
      beside: role('token.actions.githubusercontent.com', '"token.actions.githubusercontent.com:sub" = "repo:acme/shop:*"'),
      message: 'with a token of GitLab, and the role trusts GitHub',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  deploy:\n    docker: [{ image: cimg/aws:2026.01 }]\n    steps:\n      - aws-cli/setup: { role_arn: «arn:aws:iam::111122223333:role/deploy» }\n',
      beside: role('agent.buildkite.com', '"agent.buildkite.com:sub" = "organization:acme:pipeline:shop:*"'),
      message: 'a token of CircleCI, and the role trusts Buildkite',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        oidc: true\n        script:\n          - pipe: atlassian/aws-s3-deploy:1.1.0\n            variables: { AWS_OIDC_ROLE_ARN: "«arn:aws:iam::111122223333:role/deploy»" }\n',
      beside: gitlab('"project_path:acme/shop:ref_type:branch:ref:*"'),
      message: 'a token of Bitbucket, and the role trusts GitLab',
    },
  ],
});
