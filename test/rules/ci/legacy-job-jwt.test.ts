import { legacyJobJwt } from '../../../rules/ci/legacy-job-jwt.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(legacyJobJwt, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: ['vault write x jwt=$VAULT_ID_TOKEN']
`,
      because: 'a token of its own',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  stage: deploy
  script:
    - vault login jwt=«$CI_JOB_JWT»
`,
      suggestions: [
        `a:
  stage: deploy
  id_tokens:
    ID_TOKEN:
      aud: https://<SERVICE>
  script:
    - vault login jwt=$ID_TOKEN
`,
      ],
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  variables: { T: «$CI_JOB_JWT» }
  script:
    - login «\${CI_JOB_JWT_V2}»
`,
      message: ['`CI_JOB_JWT`', '`CI_JOB_JWT_V2`'],
    },
  ],
});
