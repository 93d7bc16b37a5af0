import { trustWithoutJob } from '../../../rules/github/trust-without-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(trustWithoutJob, {
  valid: [
    {
      file: 'infra/main.tf',
      text: `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:x" }
      }
    }]
  })
}
`,
      because: 'a role whose name is not in the files',
      beside: { '.github/workflows/ci.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.R }}
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: `resource "aws_iam_role" "r" {
  name = "old"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "«repo:acme/app:environment:x»" }
      }
    }]
  })
}
`,
      beside: { '.github/workflows/ci.yml': `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      severity: 'low',
      message: '`old`',
    },
  ],
});
