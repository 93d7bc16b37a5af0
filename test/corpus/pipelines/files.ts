// A repository that uses every CI system at once, with what people get wrong in each, and a neighbour that gets it right.
export const files: Readonly<Record<string, string>> = {
  '.github/workflows/release.yml': `name: Release
on:
  push: { tags: ["v*"] }
  pull_request_target:
permissions: write-all
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
      - run: echo "\${{ github.event.pull_request.title }}"
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          aws-access-key-id: \${{ secrets.AWS_ACCESS_KEY_ID }}
          aws-secret-access-key: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
          aws-region: eu-west-1
      - run: npm ci && npm publish
        env: { NODE_AUTH_TOKEN: "\${{ secrets.NPM_TOKEN }}" }
`,
  '.github/workflows/good.yml': `name: Test
on: pull_request
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { persist-credentials: false }
      - run: npm ci && npm test
`,
  'tools/setup/action.yml': `name: Set up
description: Sets up
inputs:
  title: { description: Title, required: true }
runs:
  using: composite
  steps:
    - run: echo "\${{ inputs.title }}"
      shell: bash
    - uses: acme/helper@main
`,
  '.github/dependabot.yml': `version: 2
registries:
  npm: { type: npm-registry, url: https://npm.acme.dev, token: "{{token:npm-token}}" }
updates:
  - { package-ecosystem: npm, directory: /, schedule: { interval: weekly }, registries: "*", insecure-external-code-execution: allow }
`,
  '.gitlab-ci.yml': `include:
  - local: ci/deploy.yml
  - remote: https://ci.acme.dev/common.yml
variables:
  DB_PASSWORD: k3Jx9vQm2LpT7rBz5WnY8dFc
test:
  script: make test
deploy:
  extends: .deploy
  id_tokens:
    AWS: { aud: https://gitlab.com }
  script:
    - aws sts assume-role-with-web-identity --web-identity-token $AWS
`,
  'ci/deploy.yml': `.deploy:
  before_script:
    - git clone https://oauth2:$GITLAB_TOKEN@gitlab.com/acme/app.git
    - echo $CI_JOB_JWT
`,
  'infra/gitlab.tf': `resource "gitlab_project_variable" "key" {
  project   = "1"
  key       = "AWS_SECRET_ACCESS_KEY"
  value     = var.key
  protected = false
  masked    = false
}

resource "github_actions_repository_oidc_subject_claim_customization_template" "a" {
  repository  = "app"
  use_default = true
}
`,
  'infra/trust.tf': `resource "aws_iam_role" "ci" {
  name               = "ci"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/*" } }
    }]
  })
}
`,
  'iam/trust-policy.json': `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
  }]
}
`,
  'azure-pipelines.yml': `trigger: [main]
pr: [main]
pool: { name: corp-agents }
variables:
  system.debug: true
  apiKey: k3Jx9vQm2LpT7rBz5WnY8dFc
steps:
  - checkout: self
    persistCredentials: true
  - script: curl -H "Authorization: Bearer $(System.AccessToken)" https://dev.azure.com/acme && az login --service-principal -u $APP -p $SECRET
    env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }
  - task: AzureCLI@2
    inputs: { azureSubscription: prod, addSpnToEnvironment: true, scriptType: bash, inlineScript: "az group list" }
`,
  '.circleci/config.yml': `version: 2.1
orbs:
  aws: acme/aws@volatile
jobs:
  deploy:
    docker: [{ image: "cimg/base:2025.01" }]
    environment: { AWS_SECRET_ACCESS_KEY: {{token:aws-secret-access-key}} }
    steps: [checkout, aws/login]
workflows:
  all:
    jobs: [{ deploy: { context: [production] } }]
`,
  'bitbucket-pipelines.yml': `image: node:22
pipelines:
  pull-requests:
    "**":
      - step:
          oidc: true
          script:
            - export AWS_SECRET_ACCESS_KEY={{token:aws-secret-access-key}}
            - npm test
`,
  Jenkinsfile: `pipeline {
  agent any
  environment {
    AWS = credentials('aws-prod')
  }
  parameters { password(name: 'PW', defaultValue: 'k3Jx9vQm2LpT7r', description: '') }
  stages {
    stage('deploy') {
      steps {
        withCredentials([string(credentialsId: 'npm', variable: 'NPM_TOKEN')]) {
          sh "npm publish --token \${NPM_TOKEN}"
        }
      }
    }
  }
}
`,
  'casc/jenkins.yaml': `jenkins:
  authorizationStrategy: unsecured
  securityRealm:
    local:
      allowsSignup: true
      users: [{ id: admin, password: k3Jx9vQm2LpT7r }]
`,
  'argo/workflow.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build }
spec:
  entrypoint: main
  arguments:
    parameters: [{ name: token, value: k3Jx9vQm2LpT7rBz5WnY8dFc }]
  templates:
    - name: main
      container: { image: "acme/build:1", command: [make] }
`,
  'argo/project.yaml': `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: all }
spec:
  sourceRepos: ["*"]
  destinations: [{ server: "*", namespace: "*" }]
  clusterResourceWhitelist: [{ group: "*", kind: "*" }]
`,
  'tekton/run.yaml': `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: { name: build }
spec:
  pipelineRef: { name: build }
  params:
    - { name: api-token, value: k3Jx9vQm2LpT7rBz5WnY8dFc }
`,
  '.pre-commit-config.yaml': `repos:
  - repo: https://github.com/acme/hooks
    rev: main
    hooks: [{ id: lint }]
  - repo: https://github.com/acme/formatters
    rev: v2.1.0
    hooks: [{ id: format }]
`,
  'tekton/task.yaml': `apiVersion: tekton.dev/v1
kind: Task
metadata: { name: checkout }
spec:
  params: [{ name: revision, type: string }]
  steps:
    - name: checkout
      image: alpine/git
      script: git checkout $(params.revision)
`,
  '.drone.yml': `kind: pipeline
type: docker
name: default
steps:
  - name: publish
    image: plugins/docker
    privileged: true
    settings:
      password: { from_secret: docker }
trigger:
  event: [pull_request]
`,
  '.woodpecker/deploy.yaml': `when:
  event: pull_request
steps:
  deploy:
    image: acme/deploy
    environment:
      DEPLOY_TOKEN: { from_secret: deploy_token }
    commands: [deploy]
`,
  '.buildkite/pipeline.yml': `env:
  AWS_SECRET_ACCESS_KEY: {{token:aws-secret-access-key}}
steps:
  - command: make deploy
    plugins:
      - acme/aws-login#main: { role: deploy }
`,
  'services/api/buildspec.yml': `version: 0.2
env:
  variables:
    DB_PASSWORD: {{token:password}}
  secrets-manager:
    API_KEY: prod/api:key
phases:
  build:
    commands:
      - bash -c "git checkout $CODEBUILD_WEBHOOK_HEAD_REF"
      - |
        cat <<EOF
        run: eval "$CODEBUILD_WEBHOOK_HEAD_REF"
        EOF
`,
  'services/web/cloudbuild.yaml': `steps:
  - name: gcr.io/cloud-builders/gcloud
    args: [run, deploy, web]
  - name: acme/release:latest
    entrypoint: bash
    args: ['-c', 'release --branch $BRANCH_NAME --sha $COMMIT_SHA']
    secretEnv: [RELEASE_KEY]
`,
  '.semaphore/semaphore.yml': `version: v1.0
name: Test
blocks:
  - name: test
    task:
      secrets: [{ name: registry }]
      jobs:
        - name: unit
          commands:
            - eval "notify $SEMAPHORE_GIT_PR_NAME"
            - npm test
`,
  'infra/repos.yaml': `repos:
  - id: /.*/
    apply_requirements: [approved]
    allowed_overrides: [workflow, apply_requirements]
    allow_custom_workflows: true
`,
  'atlantis.yaml': `version: 3
projects:
  - dir: prod
    apply_requirements: []
`,
};
