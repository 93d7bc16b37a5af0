import { unpinnedIncludeWithIdentity } from '../../../rules/ci/unpinned-include-with-identity.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unpinnedIncludeWithIdentity, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `include: [{ project: g/p, file: x.yml, ref: main }]
a:
  script: [make]
`,
      because: 'no identity',
    },
    {
      file: '.gitlab-ci.yml',
      text: `include: [{ component: gitlab.com/c/d@1.2.3 }, { local: x.yml }, { template: Jobs/SAST.gitlab-ci.yml }]
a:
  environment: x
  script: [terraform apply]
`,
      because: 'a full version, this repository, and GitLab itself',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - project: «g/p»
    file: x.yml
  - «https://example.com/x.yml»
  - component: «gitlab.com/c/d@~latest»
a:
  environment: x
  script: [terraform apply]
`,
      message: ['its default branch', 'the server', '`~latest`'],
    },
  ],
});
