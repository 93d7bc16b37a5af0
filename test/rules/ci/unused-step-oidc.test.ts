import { unusedStepOidc } from '../../../rules/ci/unused-step-oidc.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unusedStepOidc, {
  valid: [
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step: { oidc: true, script: [./deploy] }
`,
      because: 'a script that may use it',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step: { oidc: true, script: [{ pipe: a/b:1 }] }
`,
      because: 'a pipe that may use it',
    },
  ],
  invalid: [
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - parallel:
        - step:
            name: Test
            oidc: «true»
            script: [npm test]
`,
      suggestions: [
        `pipelines:
  default:
    - parallel:
        - step:
            name: Test
            script: [npm test]
`,
      ],
    },
  ],
});
