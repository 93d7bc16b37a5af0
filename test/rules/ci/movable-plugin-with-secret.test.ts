import { movablePluginWithSecret } from '../../../rules/ci/movable-plugin-with-secret.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(movablePluginWithSecret, {
  valid: [
    {
      file: 'cloudbuild.yaml',
      text: `steps:
  - name: gcr.io/cloud-builders/gcloud
    secretEnv: [KEY]
    args: [run, deploy]
  - name: acme/notify
`,
      because: 'an image of Google, and one that is handed nothing',
    },
    {
      file: '.woodpecker/a.yml',
      text: `steps:
  - name: publish
    image: woodpeckerci/plugin-docker-buildx:5.2.1
    settings:
      password: { from_secret: docker }
  - name: test
    image: golang
    commands: [go test ./...]
`,
      because: 'a version, and an image that is given nothing',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step:
        script:
          - pipe: atlassian/slack-notify:2.1.0
            variables: { WEBHOOK_TOKEN: $SLACK_TOKEN }
          - pipe: acme/lint:latest
            variables: { LEVEL: $LEVEL }
`,
      because: 'a version, and a pipe that is given nothing',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: `steps:
  - label: a
    command: x
    plugins: [acme/y]
`,
      because: 'no secret',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: `steps:
  - label: a
    command: x
    secrets: [S]
    plugins: [acme/y#v1.0.0]
`,
      because: 'a version',
    },
  ],
  invalid: [
    {
      file: 'cloudbuild.yaml',
      text: `steps:
  - name: «acme/helm:latest»
    secretEnv: [KEY]
    args: [upgrade]
`,
      message: 'the tag `latest` and runs in a step that holds secrets; name a full version or better a digest',
    },
    {
      file: '.drone.yml',
      text: `kind: pipeline
name: a
steps:
  - name: publish
    image: «plugins/docker»
    settings:
      password: { from_secret: docker }
`,
      message: 'no version',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step:
        script:
          - pipe: «acme/deploy:latest»
            variables: { TOKEN: $DEPLOY_TOKEN }
`,
      message: 'the tag `latest`',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: `steps:
  - group: g
    steps:
      - label: a
        command: x
        secrets: [S]
        plugins:
          - «acme/y#main»
          - «acme/z»: { a: b }
`,
      message: ['branch `main`', 'no version'],
    },
  ],
});
