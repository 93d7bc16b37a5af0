import { personalTokenInsteadOfJobToken } from '../../../rules/ci/personal-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(personalTokenInsteadOfJobToken, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script:
    - git clone https://gitlab-ci-token:\${CI_JOB_TOKEN}@gitlab.com/g/x.git
`,
      because: 'the token of the job',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script:
    - git clone https://u:$T@github.com/g/x.git
`,
      because: 'another server',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script:
    - git clone https://«oauth2:\${T}»@gitlab.example.com/g/x.git
`,
      message: '`T`',
      suggestions: [`a:
  script:
    - git clone https://gitlab-ci-token:$CI_JOB_TOKEN@gitlab.example.com/g/x.git
`],
    },
  ],
});
