import { deployWithoutEnvironment } from '../../../rules/github/deploy-without-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(deployWithoutEnvironment, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: terraform apply
`,
      because: 'an environment',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: terraform plan
`,
      because: 'nothing changes',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: terraform apply
`,
      because: 'no cloud identity is taken here',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: «helm upgrade» --install x .
`,
      message: '`helm upgrade`',
      suggestions: [`on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
      - run: helm upgrade --install x .
`],
    },
  ],
});
