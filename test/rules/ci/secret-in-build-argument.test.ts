import { secretInBuildArgument } from '../../../rules/ci/secret-in-build-argument.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const gitlab = (line: string): { file: string; text: string } => ({
  file: '.gitlab-ci.yml',
  text: `pack:\n  script:\n    - ${line}\n`,
});

ruleTester(secretInBuildArgument, {
  valid: [
    ...[
      'docker build --build-arg NEXT_PUBLIC_MAPS_API_KEY=$NEXT_PUBLIC_MAPS_API_KEY .',
      'docker build --build-arg STRIPE_PUBLISHABLE_KEY=$STRIPE_PUBLISHABLE_KEY .',
      'docker build --build-arg TOKEN_URL=$TOKEN_URL --build-arg CLIENT_ID=$CLIENT_ID .',
      'docker build --build-arg SECRET_KEY_BASE=dummy .',
      'docker build --build-arg VERSION=$CI_COMMIT_TAG .',
      'docker build --secret id=npm,env=NPM_TOKEN .',
      "echo 'use --secret, and no --build-arg' TOKEN",
      'docker build --build-arg URL=$TOKEN_URL --build-arg MODE=${BUILD_MODE:-prod} .',
      'docker build --build-arg AUTH=none --build-arg WHO=$GITLAB_USER_LOGIN .',
    ].map((line) => ({ ...gitlab(line), because: `nothing that opens a door: ${line}` })),
    {
      file: 'cloudbuild.yaml',
      text: "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '--build-arg', 'VERSION=$TAG_NAME', '--secret', 'id=npm,env=NPM_TOKEN', '.']\n    secretEnv: [NPM_TOKEN]\n",
      because: 'a version, and the secret as a secret',
    },
  ],
  invalid: [
    { ...gitlab('docker build --build-arg «AUTH»=$NPM_TOKEN .'), message: '`AUTH=$NPM_TOKEN`' },
    { ...gitlab('docker build --build-arg «K»=${CI_JOB_TOKEN} .'), severity: 'low' },
    {
      file: 'cloudbuild.yaml',
      text: "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '--build-arg', '«NPM_TOKEN»=$$NPM_TOKEN', '.']\n    secretEnv: [NPM_TOKEN]\n  - name: gcr.io/kaniko-project/executor:v1.23.2\n    args:\n      - --build-arg=«GH»=${_GH_TOKEN}\n      - --destination=gcr.io/$PROJECT_ID/app\n",
    },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - script: docker build --build-arg «FEED»=$(npm-feed-token) .\n',
    },
    gitlab('docker build --pull --build-arg «NPM_TOKEN» -t app .'),
    gitlab('docker buildx build --build-arg="«GEMFURY_API_KEY»=${GEMFURY}" .'),
    { ...gitlab('/kaniko/executor --build-arg «CI_JOB_TOKEN»=$CI_JOB_TOKEN --context .'), severity: 'low', message: 'until the job ends' },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - task: Docker@2\n    inputs:\n      command: build\n      arguments: --build-arg «FEED_PAT»=$(FEED_PAT)\n',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\norbs: { docker: circleci/docker@2.8.2 }\njobs:\n  a:\n    machine: { image: ubuntu-2404:current }\n    steps:\n      - docker/build: { image: a/b, extra_build_args: "--build-arg «NPM_TOKEN»=$NPM_TOKEN" }\n',
    },
  ],
});
