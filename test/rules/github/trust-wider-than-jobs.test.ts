import { trustWiderThanJobs } from '../../../rules/github/trust-wider-than-jobs.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(trustWiderThanJobs, {
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:*" }
      }
    }]
  })
}
`,
      because: 'the job runs for every branch',
      beside: { '.github/workflows/ci.yml': `on: push
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
    },
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:*" }
      }
    }]
  })
}
`,
      because: 'no job of this tree takes it',
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
  ],
  invalid: [
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
        StringLike = { "token.actions.githubusercontent.com:sub" = "«repo:acme/app:*»" }
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
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
` },
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      message: '`environment:production`',
      suggestions: [`resource "aws_iam_role" "r" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:production" }
      }
    }]
  })
}
`],
    },
  ],
});
