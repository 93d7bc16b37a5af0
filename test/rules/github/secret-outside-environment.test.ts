import { secretOutsideEnvironment } from '../../../rules/github/secret-outside-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretOutsideEnvironment, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: x
        env: { A: "\${{ secrets.DEPLOY }}" }
`,
      because: 'an environment',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env: { A: "\${{ secrets.GITHUB_TOKEN }}" }
`,
      because: 'the token of the job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_call
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env: { A: "\${{ secrets.DEPLOY }}" }
`,
      because: 'the caller hands it over',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env:
          K: «\${{ secrets.DEPLOY_KEY }}»
`,
      severity: 'low',
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: x
        env:
          K: \${{ secrets.DEPLOY_KEY }}
`],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env: { A: "«\${{ secrets.DEPLOY_KEY }}»", B: "«\${{ secrets.OTHER }}»", C: "\${{ secrets.OTHER }}" }
`,
      message: ['`DEPLOY_KEY`', '`OTHER`'],
    },
  ],
});
