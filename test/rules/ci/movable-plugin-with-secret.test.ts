import { movablePluginWithSecret } from '../../../rules/ci/movable-plugin-with-secret.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(movablePluginWithSecret, {
  valid: [
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
