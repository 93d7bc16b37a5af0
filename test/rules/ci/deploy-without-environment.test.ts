import { deployWithoutEnvironment } from '../../../rules/ci/deploy-without-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(deployWithoutEnvironment, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  environment: { name: production }
  script: [kubectl apply -f x]
`,
      because: 'an environment',
    },
    {
      file: '.gitlab-ci.yml',
      text: `.base: { environment: x }
a:
  extends: .base
  script: [kubectl apply -f x]
`,
      because: 'inherited from the base',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: [terraform plan]
`,
      because: 'nothing changes',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: [kubectl apply --dry-run=client -f x]
`,
      because: 'a dry run',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  stage: deploy
  script:
    - «kubectl -n shop --token="$TOKEN" apply» -f k8s
`,
      message: 'runs `kubectl apply` and names',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  stage: deploy
  script:
    - «helm upgrade» --install x .
`,
      message: 'names no environment',
      suggestions: [
        `a:
  stage: deploy
  environment: production
  script:
    - helm upgrade --install x .
`,
      ],
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          script:
            - «terraform apply» -auto-approve
`,
      message: 'names no deployment',
      suggestions: [
        `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          deployment: production
          script:
            - terraform apply -auto-approve
`,
      ],
    },
    {
      file: 'azure-pipelines.yml',
      text: `jobs:
  - job: a
    steps:
      - bash: |
          «az webapp deploy» --name x
`,
    },
  ],
});
