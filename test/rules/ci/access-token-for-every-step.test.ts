import { accessTokenForEveryStep } from '../../../rules/ci/access-token-for-every-step.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(accessTokenForEveryStep, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - script: x
    env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }
`,
      because: 'one step',
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
variables:
  TOKEN: «$(System.AccessToken)»
  OTHER: x
steps:
  - script: make
  - script: ./publish $TOKEN
`,
      suggestions: [
        `trigger: [main]
variables:
  OTHER: x
steps:
  - script: make
  - script: ./publish $TOKEN
    env:
      TOKEN: $(System.AccessToken)
`,
      ],
    },
    {
      file: 'azure-pipelines.yml',
      text: `jobs:
  - job: a
    variables:
      - name: T
        value: «$(System.AccessToken)»
    steps: [{ script: x }]
`,
      message: '`T`',
    },
  ],
});
