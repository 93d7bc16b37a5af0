import { sharedIdTokenAudience } from '../../../rules/ci/shared-id-token-audience.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(sharedIdTokenAudience, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  id_tokens: { T: { aud: https://vault.example.com } }
  script: [x]
`,
      because: 'one audience',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  id_tokens:
    T:
      aud: «[a, b]»
  script: [x]
`,
      message: '2 services',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  id_tokens:
    T:
      aud: «https://gitlab.com»
  script: [x]
`,
      severity: 'low',
      message: 'GitLab itself',
    },
  ],
});
