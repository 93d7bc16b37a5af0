import { personalTokenInsteadOfJobToken } from '../../../rules/ci/personal-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(personalTokenInsteadOfJobToken, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `list:
  script:
    - 'curl --header "PRIVATE-TOKEN: $ADMIN_TOKEN" "$CI_API_V4_URL/projects"'
`,
      because: 'this endpoint takes no job token',
    },
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
    {
      file: '.gitlab-ci.yml',
      text: 'a:\n  script:\n    - git remote set-url origin https://bot:${PROJECT_TOKEN}@gitlab.com/acme/app.git\n',
      because: 'may be the token of the project',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `upload:
  script:
    - 'curl --header "PRIVATE-TOKEN: «$UPLOAD_TOKEN»" --upload-file x "$CI_API_V4_URL/projects/1/packages/generic/x/1/x"'
`,
      message: '`JOB-TOKEN: $CI_JOB_TOKEN`',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script:
    - git clone https://«oauth2:\${T}»@gitlab.example.com/g/x.git
`,
      message: '`T`',
      suggestions: [
        `a:
  script:
    - git clone https://gitlab-ci-token:$CI_JOB_TOKEN@gitlab.example.com/g/x.git
`,
      ],
    },
    {
      file: '.gitlab-ci.yml',
      text: 'a:\n  script:\n    - git remote set-url origin https://«oauth2:${GITLAB_PAT}»@gitlab.com/acme/app.git\n',
      severity: 'low',
      message: 'project access token',
    },
  ],
});
