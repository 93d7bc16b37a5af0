import { unadmittedJob } from '../../../rules/github/unadmitted-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unadmittedJob, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      because: 'the branch is admitted',
      beside: { 'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" }
      }
    }]
  })
}
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/other
`,
      because: 'another role',
      beside: { 'infra/main.tf': `resource "aws_iam_role" "r" {
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
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: \${{ inputs.e }}
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
`,
      because: 'an environment that is computed',
      beside: { 'infra/main.tf': `resource "aws_iam_role" "r" {
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
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
`,
      beside: { 'infra/main.tf': `resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringEqualsIgnoreCase = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main" }
      }
    }]
  })
}
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: '`environment:production`',
    },
  ],
});
