import { templateInjection } from '../../../rules/ci/template-injection.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(templateInjection, {
  valid: [
    {
      file: 'codefresh.yml',
      text: "version: '1.0'\nsteps:\n  a:\n    image: alpine\n    environment: ['MSG=${{CF_COMMIT_MESSAGE}}']\n    commands:\n      - echo \"$CF_BRANCH\" ${{CF_SHORT_REVISION}} ${{CF_BUILD_ID}}\n  b: { type: build, image_name: a, tag: '${{CF_BRANCH_TAG_NORMALIZED}}' }\n",
      because: 'variables of the shell, and names that Codefresh makes plain',
    },
    {
      file: '.harness/p.yaml',
      text: 'pipeline:\n  name: p\n  identifier: p\n  stages:\n    - stage:\n        identifier: ci\n        spec:\n          execution:\n            steps:\n              - step:\n                  type: Run\n                  spec:\n                    command: ./x <+pipeline.sequenceId> <+codebase.commitSha> <+trigger.payload.pull_request.number>\n',
      because: 'numbers and commits',
    },
    {
      file: 'appveyor.yml',
      text: 'build_script:\n  - ps: Write-Host %APPVEYOR_REPO_COMMIT_MESSAGE%\n  - cmd: echo %APPVEYOR_BUILD_VERSION%\n',
      because: 'another shell, another name',
    },
    {
      file: 'cloudbuild.yaml',
      text: `steps:
  - name: bash
    args: ['-c', 'echo "$$BRANCH"']
    env: ['BRANCH=$_HEAD_BRANCH']
  - name: ubuntu
    script: echo "$BRANCH_NAME"
  - name: gcr.io/cloud-builders/git
    args: [checkout, $BRANCH_NAME]
`,
      because: 'in the environment, in a script that nothing is put into, and as an argument that no shell reads',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - bash: echo "$BUILD_SOURCEBRANCHNAME" $(Build.BuildId) $(Build.SourceVersion) $(git rev-parse HEAD)\n',
      because: 'the environment, numbers, and commands of the shell',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - bash: echo "$BRANCH"\n    env: { BRANCH: $(System.PullRequest.SourceBranch) }\n',
      because: 'handed over',
    },
    {
      file: 'Jenkinsfile',
      text: 'pipeline {\n  sh \'echo "${CHANGE_TITLE}"\'\n  sh "echo \\${CHANGE_TITLE} ${env.BUILD_NUMBER}"\n}\n',
      because: 'the shell puts it in; and a number',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: echo "$$BUILDKITE_MESSAGE" $BUILDKITE_COMMIT $BUILDKITE_BUILD_NUMBER\n',
      because: 'escaped, and what has a form',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: echo "$CIRCLE_BRANCH" << pipeline.git.revision >> << pipeline.number >>\n',
      because: 'the environment, and what has a form',
    },
    {
      file: '.drone.yml',
      text: "kind: pipeline\nname: a\nsteps:\n  - name: a\n    image: alpine\n    commands: ['echo \"$DRONE_COMMIT_MESSAGE\" $${DRONE_COMMIT_MESSAGE}', 'echo ${DRONE_COMMIT_SHA}']\n",
      because: 'without braces, or escaped, the shell takes it',
    },
    {
      file: '.drone.yml',
      text: "kind: pipeline\nname: a\nsteps:\n  - name: a\n    image: docker\n    commands: ['docker push acme/api:${DRONE_BRANCH}', 'echo ${DRONE_COMMIT_BRANCH} ${DRONE_COMMIT_REF}']\n",
      because: 'the branch that a pull request goes to, which its author does not name',
    },
    {
      file: '.woodpecker.yml',
      text: "steps:\n  - name: a\n    image: docker\n    commands: ['docker push acme/api:${CI_COMMIT_BRANCH}']\n",
      because: 'Woodpecker too says the target of a pull request',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'a:\n  script: [\'echo "$CI_MERGE_REQUEST_TITLE" "${CI_COMMIT_MESSAGE}"\']\n',
      because: 'GitLab pastes nothing',
    },
  ],
  invalid: [
    {
      file: 'codefresh.yml',
      text: "version: '1.0'\nsteps:\n  a:\n    image: alpine\n    commands:\n      - echo \"«${{CF_COMMIT_MESSAGE}}»\"\n  b:\n    type: freestyle\n    arguments: { image: alpine, commands: ['git push origin «${{ CF_BRANCH }}»'] }\n",
    },
    {
      file: '.harness/p.yaml',
      text: 'pipeline:\n  name: p\n  identifier: p\n  stages:\n    - stage:\n        identifier: ci\n        spec:\n          execution:\n            steps:\n              - step:\n                  type: Run\n                  spec:\n                    command: ./tell "«<+codebase.prTitle>»" «<+trigger.payload.pull_request.head.ref>»\n',
    },
    {
      file: 'appveyor.yml',
      text: 'build_script:\n  - cmd: echo «%APPVEYOR_REPO_COMMIT_MESSAGE%»\n',
    },
    {
      file: 'Jenkinsfile',
      text: "node('linux') {\n  sh 'git checkout ' + «env.CHANGE_BRANCH»\n  sh 'echo ' + env.BUILD_NUMBER\n}\n",
    },
    ...[
      [
        '.circleci/config.yml',
        'version: 2.1\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: make «<< pipeline.git.tag >>»\n',
      ],
      ['.woodpecker.yml', 'steps:\n  - name: a\n    image: alpine:3\n    commands: ["make «${CI_COMMIT_TAG}»"]\n'],
      [
        'Jenkinsfile',
        "pipeline {\n  agent { label 'linux' }\n  stages { stage('x') { steps {\n    sh \"make «${env.TAG_NAME}»\"\n  } } }\n}\n",
      ],
    ].map(([file, text]) => ({
      file: file!,
      text: text!,
      severity: 'low' as const,
      message: 'whoever may push tags, and nobody else',
      because: 'a pull request has no tag',
    })),
    {
      file: '.circleci/config.yml',
      text: `version: 2.1
commands:
  tell:
    steps:
      - run: echo "«<< pipeline.git.branch >>»"
jobs:
  build:
    docker: [{ image: cimg/base:2025.01 }]
    steps: [tell]
`,
      suggestions: [
        `version: 2.1
commands:
  tell:
    steps:
      - run: echo "$CIRCLE_BRANCH"
jobs:
  build:
    docker: [{ image: cimg/base:2025.01 }]
    steps: [tell]
`,
      ],
      because: 'steps that jobs share',
    },
    {
      file: 'cloudbuild.yaml',
      text: `steps:
  - name: gcr.io/cloud-builders/docker
    entrypoint: bash
    args:
      - -c
      - |
        docker build -t "app:«$_HEAD_BRANCH»" .
`,
      message: 'Cloud Build puts `_HEAD_BRANCH` into this script',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'pr: [main]\nsteps:\n  - bash: |\n      git checkout «$(Build.SourceBranchName)»\n  - pwsh: Write-Host "«$(build.sourceVersionMessage)»"\n  - script: echo «$(System.PullRequest.SourceBranch)»\n',
      message: ['`$BUILD_SOURCEBRANCHNAME`', '`$env:BUILD_SOURCEVERSIONMESSAGE`', 'Azure Pipelines'],
      suggestions: [
        'pr: [main]\nsteps:\n  - bash: |\n      git checkout $BUILD_SOURCEBRANCHNAME\n  - pwsh: Write-Host "$(build.sourceVersionMessage)"\n  - script: echo $(System.PullRequest.SourceBranch)\n',
      ],
    },
    {
      file: 'Jenkinsfile',
      text: 'pipeline {\n  sh "git checkout «${env.BRANCH_NAME}»"\n  sh """\n    echo «${CHANGE_TITLE}»\n  """\n}\n',
      suggestions: ['pipeline {\n  sh "git checkout \\${BRANCH_NAME}"\n  sh """\n    echo ${CHANGE_TITLE}\n  """\n}\n'],
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - label: notify\n    command: ./notify "«${BUILDKITE_MESSAGE}»" «$BUILDKITE_BRANCH»\n',
      suggestions: ['steps:\n  - label: notify\n    command: ./notify "$${BUILDKITE_MESSAGE}" $BUILDKITE_BRANCH\n'],
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: { name: x, command: "git checkout «<< pipeline.git.branch >>»" }\n',
      suggestions: [
        'version: 2.1\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: { name: x, command: "git checkout $CIRCLE_BRANCH" }\n',
      ],
    },
    {
      file: '.drone.yml',
      text: 'kind: pipeline\nname: a\nsteps:\n  - name: a\n    image: alpine\n    commands:\n      - echo «${DRONE_COMMIT_MESSAGE}»\n',
      suggestions: [
        'kind: pipeline\nname: a\nsteps:\n  - name: a\n    image: alpine\n    commands:\n      - echo $${DRONE_COMMIT_MESSAGE}\n',
      ],
    },
    { file: '.woodpecker/a.yml', text: 'steps:\n  - name: a\n    image: alpine\n    commands:\n      - echo "«${CI_COMMIT_MESSAGE}»"\n' },
    {
      file: '.tekton/pr.yaml',
      text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: a }\nspec:\n  steps:\n    - image: alpine\n      script: |\n        echo "«{{ body.pull_request.title }}»"\n',
    },
  ],
});
