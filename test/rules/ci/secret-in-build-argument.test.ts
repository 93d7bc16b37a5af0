import { secretInBuildArgument } from '../../../rules/ci/secret-in-build-argument.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const gitlab = (line: string): { file: string; text: string } => ({
  file: '.gitlab-ci.yml',
  text: `pack:\n  script:\n    - ${line}\n`,
});

ruleTester(secretInBuildArgument, {
  valid: [
    {
      file: 'codefresh.yml',
      text: "steps:\n  b:\n    type: build\n    build_arguments: ['NODE_ENV=production', 'SHA=${{CF_SHORT_REVISION}}']\n",
      because: 'no secret',
    },
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
      file: 'Dockerfile',
      text: '# syntax=docker/dockerfile:1\nARG NPM_TOKEN\nFROM node:22 AS build\nARG VERSION\nARG NEXT_PUBLIC_MAPS_API_KEY\nENV SECRET_KEY_BASE=dummy DB_PASSWORD=${DB_PASSWORD}\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN \\\n    # ARG NPM_TOKEN\n    npm ci\nRUN <<EOF\nARG NPM_TOKEN\nEOF\n',
      because:
        'no stage takes what stands before the first, the key is for everybody, a variable without an argument is empty, and the token is mounted',
    },
    {
      file: 'compose.yaml',
      text: 'services:\n  web:\n    build:\n      context: .\n      args: { VERSION: "${VERSION}", SECRET_KEY_BASE: dummy }\n      secrets: [npm]\n  worker:\n    image: shop\n    environment: { NPM_TOKEN: "${NPM_TOKEN}" }\n',
      because: 'a version and a stand-in; what a container gets is no argument of a build',
    },
    {
      file: 'scripts/build.sh',
      text: '#!/bin/sh\ncat <<EOF\nusage: docker build --build-arg NPM_TOKEN=...\nEOF\ndocker build --build-arg VERSION="$1" .\n',
      because: 'a text that is printed, and a version',
    },
    {
      file: 'cloudbuild.yaml',
      text: "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: ['build', '--build-arg', 'VERSION=$TAG_NAME', '--secret', 'id=npm,env=NPM_TOKEN', '.']\n    secretEnv: [NPM_TOKEN]\n",
      because: 'a version, and the secret as a secret',
    },
  ],
  invalid: [
    {
      file: 'codefresh.yml',
      text: 'steps:\n  b:\n    type: build\n    build_arguments:\n      - «NPM_TOKEN»=${{NPM_TOKEN}}\n',
    },
    {
      file: '.drone.yml',
      text: "kind: pipeline\nname: d\nsteps:\n  - name: b\n    image: plugins/docker\n    settings: { repo: a/b, build_args: ['«NPM_TOKEN»=${NPM_TOKEN}'] }\n",
    },
    {
      file: '.gitlab-ci.yml',
      text: 'pack:\n  script:\n    - docker build --build-arg VERSION=1 --build-arg «NPM_TOKEN»=$NPM_TOKEN_READ -t app .\n',
      beside: {
        Dockerfile:
          'FROM node:22 AS build\nARG VERSION\nARG NPM_TOKEN\nCOPY . .\nRUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc \\\n  && npm ci\nRUN npm test\nFROM scratch\nCOPY --from=build /app /app\n',
      },
      suggestions: ['pack:\n  script:\n    - docker build --build-arg VERSION=1 --secret id=NPM_TOKEN,env=NPM_TOKEN_READ -t app .\n'],
      suggestedBeside: {
        Dockerfile:
          'FROM node:22 AS build\nARG VERSION\nCOPY . .\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc \\\n  && npm ci\nRUN npm test\nFROM scratch\nCOPY --from=build /app /app\n',
      },
    },
    {
      file: 'Dockerfile',
      text: 'FROM python:3.13\nARG VERSION=1 «PIP_TOKEN» LEVEL=2\nRUN pip install --index-url https://x:$PIP_TOKEN@pypi.example.com/simple shop\n',
      beside: {
        'build.sh': 'docker build --build-arg="PIP_TOKEN" --build-arg LEVEL=1 .\n',
        '.gitlab-ci.yml': 'a:\n  script:\n    - docker build --build-arg "PIP_TOKEN=${CI_PIP_TOKEN}" .\n',
      },
      suggestions: [
        'FROM python:3.13\nARG VERSION=1 LEVEL=2\nRUN --mount=type=secret,id=PIP_TOKEN,env=PIP_TOKEN pip install --index-url https://x:$PIP_TOKEN@pypi.example.com/simple shop\n',
      ],
      suggestedBeside: {
        'build.sh': 'docker build --secret id=PIP_TOKEN,env=PIP_TOKEN --build-arg LEVEL=1 .\n',
        '.gitlab-ci.yml': 'a:\n  script:\n    - docker build --secret id=PIP_TOKEN,env=CI_PIP_TOKEN .\n',
      },
    },
    {
      file: 'build.sh',
      text: 'token=$(cat t)\nNPM_TOKEN=$(cat t)\ndocker build --build-arg «NPM_TOKEN»=$NPM_TOKEN .\n',
      beside: { Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nRUN echo "$NPM_TOKEN" > .npmrc\n' },
      suggestions: [],
    },
    {
      file: 'build.sh',
      text: 'docker build --build-arg «NPM_TOKEN» .\n',
      beside: { Dockerfile: 'FROM node:22\nARG NPM_TOKEN\nENV NODE_AUTH_TOKEN=$NPM_TOKEN\nRUN npm ci\n' },
      suggestions: [],
    },
    {
      file: 'Dockerfile',
      text: 'FROM node:22 AS build\nARG VERSION=1 «NPM_TOKEN»\nRUN npm ci\nfrom scratch\ncopy --from=build /app /app\n',
      severity: 'low',
      message: 'cache of the builder',
    },
    {
      file: 'web.Dockerfile',
      text: 'FROM python:3.13 AS base\nARG «PIP_PASSWORD»=""\nFROM other AS check\nFROM base\nARG GITHUB_PAT_READ\nENV LANG=C \\\n    «API_TOKEN»=$PIP_PASSWORD \\\n    «INDEX»="${PIP_PASSWORD}"\n',
      severity: 'medium',
      message: ['history of the image', 'as a variable', 'as a variable'],
    },
    { file: 'Containerfile', text: 'FROM node:22\nARG «GITHUB_TOKEN»\nENV «NODE_AUTH_TOKEN» ${GITHUB_TOKEN}\n' },
    {
      file: 'docker-compose.prod.yml',
      text: 'services:\n  web:\n    build:\n      context: .\n      args: &args\n        VERSION: ${VERSION}\n        «NPM_TOKEN»: ${NPM_TOKEN}\n        «SENTRY_AUTH_TOKEN»:\n  worker: { build: { args: *args } }\n  jobs:\n    build:\n      args:\n        - «PIP_PASSWORD»=${PIP}\n        - "«DEPLOY_KEY_PASSPHRASE»"\n',
      message: 'under `secrets`',
    },
    {
      file: 'Makefile',
      text: 'image:\n\tDOCKER_BUILDKIT=1 docker build \\\n\t\t--build-arg VERSION=$(VERSION) \\\n\t\t--build-arg «NPM_TOKEN»=$(NPM_TOKEN_READ) .\n',
    },
    {
      file: 'scripts/release.sh',
      text: 'set -e\nuntil az acr build --registry "$R" --image web:latest --build-arg «NPM_TOKEN»="$NPM_TOKEN" .; do sleep 1; done\n',
    },
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
