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
    steps:
      - run: x
        env: { SIGNED: "\${{ secrets.SIGN_KEY != '' }}" }
`,
      because: 'only whether it is there',
    },
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
        env: { A: "«\${{ secrets.CODECOV_TOKEN }}»" }
`,
      severity: 'info',
      because: 'reports what is public anyway',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    container:
      image: ghcr.io/acme/build@sha256:1111111111111111111111111111111111111111111111111111111111111111
      credentials: { username: acme, password: "«\${{ secrets.PULL }}»" }
    steps:
      - run: x
`,
      severity: 'info',
      because: 'pulls an image and nothing else',
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
        env:
          K: «\${{ secrets.DEPLOY_KEY }}»
`,
      severity: 'low',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: x
        env:
          K: \${{ secrets.DEPLOY_KEY }}
`,
      ],
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
