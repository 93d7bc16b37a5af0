import { secretInPullRequestStep } from '../../../rules/ci/secret-in-pull-request-step.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInPullRequestStep, {
  valid: [
    {
      file: '.woodpecker.yml',
      text: 'when: { event: [push, tag] }\nsteps:\n  - name: deploy\n    image: alpine:3.22\n    secrets: [deploy_key]\n    commands: [./deploy.sh]\n',
      because: 'pull requests start nothing here',
    },
    {
      file: '.drone.yml',
      text: `kind: pipeline
trigger: { event: [push] }
steps:
  - name: a
    image: x
    settings: { p: { from_secret: k } }
`,
      because: 'the pipeline runs for pushes',
    },
    {
      file: '.drone.yml',
      text: `kind: pipeline
steps:
  - name: a
    image: x
    commands: [make]
`,
      because: 'no secret',
    },
  ],
  invalid: [
    {
      file: '.woodpecker.yml',
      text: 'when: { event: [push, pull_request] }\nsteps:\n  - name: deploy\n    image: alpine:3.22\n    secrets: [«deploy_key», other]\n    commands: [./deploy.sh]\n',
    },
    {
      file: '.drone.yml',
      text: `kind: pipeline
steps:
  - name: a
    image: x
    environment:
      K: { from_secret: «k» }
    commands: [x]
`,
      message: 'every event',
      suggestions: [
        `kind: pipeline
steps:
  - name: a
    image: x
    environment:
      K: { from_secret: k }
    commands: [x]
    when:
      event:
        - push
        - tag
`,
      ],
    },
    {
      file: '.woodpecker.yml',
      text: `steps:
  a:
    image: x
    settings:
      p: { from_secret: «k» }
    when:
      - event: [push, pull_request]
`,
      message: 'runs for pull requests',
      suggestions: [
        `steps:
  a:
    image: x
    settings:
      p: { from_secret: k }
    when:
      - event: [push]
`,
      ],
    },
  ],
});
