import { evaluatedVariable } from '../../../rules/ci/evaluated-variable.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = '.gitlab-ci.yml';
const job = (script: string, conditions = '') => `deploy:\n${conditions}  script:\n    - ${script}\n`;

ruleTester(evaluatedVariable, {
  valid: [
    {
      file: '.travis.yml',
      text: 'script:\n  - echo "$TRAVIS_COMMIT_MESSAGE"\n',
      because: 'printed',
    },
    {
      file: 'Jenkinsfile',
      text: 'node(\'linux\') {\n  sh "eval \\"notify ${CHANGE_TITLE}\\""\n  sh \'notify "$CHANGE_TITLE"\'\n}\n',
      because: 'Groovy pastes the first, which has a rule of its own, and the second is an argument',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: eval "notify $BUILDKITE_MESSAGE"\n  - command: notify "$$BUILDKITE_MESSAGE"\n',
      because: 'the agent pastes the first, which has a rule of its own, and the second is an argument',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nphases: { build: { commands: [\'git checkout "$CODEBUILD_WEBHOOK_HEAD_REF"\'] } }\n',
      because: 'one shell',
    },
    { file, text: job('echo "$CI_COMMIT_MESSAGE"'), because: 'one shell expands it, as data' },
    { file, text: job('eval \'echo "$CI_COMMIT_MESSAGE"\''), because: 'the second shell reads the variable itself' },
    { file, text: job('sh -c \'git checkout "$1"\' sh "$CI_COMMIT_REF_NAME"'), because: 'an argument of its own' },
    { file, text: job('eval "echo $CI_COMMIT_SHA"'), because: 'a commit holds no commands' },
    { file, text: job('ssh app "cd /srv && git checkout $CI_COMMIT_REF_NAME"', '  only: [main]\n'), because: 'the name is main' },
    { file, text: job('ssh app "systemctl restart shop"'), because: 'no text of a change' },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step: { script: [git checkout "$BITBUCKET_BRANCH"] }\n',
      because: 'quoted',
    },
  ],
  invalid: [
    {
      file: '.travis.yml',
      text: 'script:\n  - bash -c "echo «$TRAVIS_COMMIT_MESSAGE»"\n',
    },
    {
      file: 'appveyor.yml',
      text: 'build_script:\n  - ps: iex "./x «$env:APPVEYOR_REPO_COMMIT_MESSAGE»"\n',
    },
    {
      file: 'codefresh.yml',
      text: 'steps:\n  a: { image: i, commands: [\'eval "./x «$CF_BRANCH»"\'] }\n',
    },
    {
      file: 'Jenkinsfile',
      text: "node('linux') {\n  sh 'eval \"notify «$CHANGE_TITLE»\"'\n  final String release = '''\n    Invoke-Expression -Command \"gh release edit «$env:TAG_NAME»\"\n  '''\n  powershell(script: release)\n}\n",
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: eval "notify $«$BUILDKITE_MESSAGE»"\n',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'a:\n  rules: [{ if: $CI_MERGE_REQUEST_IID }]\n  script:\n    - echo "notify «$CI_COMMIT_TITLE»" | sudo bash\n    - echo "$CI_COMMIT_TITLE" | tee title\n',
      message: '`sh` takes the text',
    },
    {
      file: '.drone.yml',
      text: 'kind: pipeline\nname: a\nsteps:\n  - name: a\n    image: alpine\n    commands: [\'sh -c "notify «${DRONE_PULL_REQUEST_TITLE}»"\']\n',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nphases:\n  build:\n    commands:\n      - bash -c "git checkout «$CODEBUILD_WEBHOOK_HEAD_REF»"\n',
    },
    {
      file: '.semaphore/semaphore.yml',
      text: 'version: v1.0\nblocks:\n  - task:\n      jobs:\n        - name: a\n          commands:\n            - eval "notify «$SEMAPHORE_GIT_PR_NAME»"\n',
    },
    { file, text: job('eval "notify «${CI_COMMIT_MESSAGE}»"'), message: '`eval` takes the text of `CI_COMMIT_MESSAGE` for code' },
    { file, text: job('bash -lc "git checkout «$CI_COMMIT_REF_NAME» && make"'), message: '`sh -c`' },
    { file, text: job('ssh -i key deploy@app "cd /srv && git checkout «$CI_COMMIT_REF_NAME»"'), message: 'a shell on the other machine' },
    {
      file,
      text: job('ssh app "echo «$CI_COMMIT_MESSAGE» >> log"', '  only: [main]\n'),
      because: 'the branch is named, the message is not',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        script:\n          - eval "deploy «$BITBUCKET_BRANCH»"\n',
    },
    { file: 'azure-pipelines.yml', text: 'pr: [main]\nsteps:\n  - bash: sh -c "echo «$BUILD_SOURCEVERSIONMESSAGE»"\n' },
  ],
});
