import { unpinnedIncludeWithIdentity } from '../../../rules/ci/unpinned-include-with-identity.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unpinnedIncludeWithIdentity, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - remote: https://ci.example.com/lint.yml
    integrity: sha256-L3/GAoKaw0Arw6hDCKeKQlV1QPEgHYxGBHsH4zG1IY8=
  - https://git.example.com/ci/-/raw/8f4b7f84864484a7bf31766abe9204da3cbe65b3/lint.yml
  - project: group/pipelines
    file: lint.yml
lint: { script: [./lint] }
`,
      because: 'held by its digest or a commit in its address, and a project of the same server where nothing is held',
    },
    {
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - { repository: own, type: git, name: platform/templates, ref: refs/heads/main }
    - { repository: fixed, type: github, name: other/templates, endpoint: gh, ref: refs/tags/v2 }
steps:
  - template: build.yml@own
  - template: build.yml@fixed
`,
      because: 'of the own organization where nothing is held, and a tag of another',
    },
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - component: $CI_SERVER_FQDN/acme/lint/run@1.2.3
  - component: $CI_SERVER_FQDN/acme/lint/run@1
lint: { script: [./lint] }
`,
      because: 'versions of a component, where nothing is held',
    },
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - project: group/pipelines
    file: deploy.yml
    ref: ${'8f'.repeat(32)}
deploy:
  id_tokens: { T: { aud: https://vault.example.com } }
  script: [./deploy]
`,
      because: 'a commit of a repository with SHA-256',
    },
    {
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - repository: shared
      type: github
      name: acme/templates
      ref: refs/tags/v1.2.0
variables: [{ group: g }]
jobs:
  - job: a
    steps:
      - template: steps.yml@shared
      - task: AzureCLI@2
        inputs: { azureSubscription: prod }
`,
      because: 'a tag',
    },
    {
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - repository: shared
      type: github
      name: acme/templates
variables: [{ group: g }]
jobs:
  - job: a
    steps:
      - template: steps.yml@self
      - task: AzureCLI@2
        inputs: { azureSubscription: prod }
`,
      because: 'no template of it is used',
    },
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
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - { repository: other, type: github, name: other/templates, endpoint: gh, ref: «refs/heads/main» }
steps:
  - template: build.yml@other
`,
      severity: 'low',
      message: 'what it adds runs with the token',
    },
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - component: «$CI_SERVER_FQDN/acme/lint/run@~latest»
lint: { script: [./lint] }
`,
      severity: 'low',
    },
    {
      file: '.gitlab-ci.yml',
      text: `include:
  - remote: «https://ci.example.com/lint.yml»
lint: { script: [./lint] }
`,
      message: 'its jobs have the variables of this project',
      severity: 'low',
    },
    {
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - repository: shared
      type: github
      name: «acme/templates»
variables: [{ group: g }]
jobs:
  - job: a
    steps:
      - template: steps.yml@shared
      - task: AzureCLI@2
        inputs: { azureSubscription: prod }
`,
      message: 'its default branch holds when the pipeline starts, and this pipeline is given group `g`',
    },
    {
      file: 'azure-pipelines.yml',
      text: `resources:
  repositories:
    - repository: shared
      type: github
      name: acme/templates
      ref: «refs/heads/main»
variables: [{ group: g }]
jobs:
  - job: a
    steps:
      - template: steps.yml@shared
      - task: AzureCLI@2
        inputs: { azureSubscription: prod }
`,
      message: '`refs/heads/main`',
    },
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
