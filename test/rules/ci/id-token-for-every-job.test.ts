import { idTokenForEveryJob } from '../../../rules/ci/id-token-for-every-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(idTokenForEveryJob, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `default: { id_tokens: { T: { aud: x } } }
a:
  script: ['x $T']
`,
      because: 'one job',
    },
    {
      file: '.gitlab-ci.yml',
      text: `default: { id_tokens: { T: { aud: x } } }
a:
  script: ['x $T']
b:
  script: ['y $T']
`,
      because: 'all use it',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `default:
  image: alpine
  id_tokens:
    «T»:
      aud: https://vault.example.com
a:
  stage: deploy
  script: ['x $T']
b:
  script: [make]
`,
      suggestions: [
        `default:
  image: alpine
a:
  stage: deploy
  id_tokens:
    T:
      aud: https://vault.example.com
  script: ['x $T']
b:
  script: [make]
`,
      ],
    },
    {
      file: '.gitlab-ci.yml',
      text: `default:
  id_tokens:
    «T»: { aud: x }
a:
  script: ['x $T']
b:
  script: [make]
`,
      message: '1 of them names it',
    },
  ],
});
