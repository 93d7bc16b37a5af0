import { selfHostedRunner } from '../../../rules/github/self-hosted-runner.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(selfHostedRunner, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a: { runs-on: buildjet-4vcpu-ubuntu-2204, steps: [] }
`,
      because: 'a machine that is lent for one job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [self-hosted, ubuntu-latest], exclude: [{ os: self-hosted }] } }
    steps: []
`,
      because: 'excluded from the matrix',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: [«self-hosted», linux]
    steps: []
`,
      severity: 'high',
      message: 'pull request',
      suggestions: [
        `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps: []
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: «self-hosted»
    steps:
      - run: x
        env: { K: "\${{ secrets.K }}" }
`,
      severity: 'medium',
      message: '`K`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [«self-hosted», ubuntu-latest] } }
    steps: []
`,
      severity: 'low',
      message: 'unless it is made new',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: { group: «big» }
    steps: []
`,
      severity: 'low',
      message: 'group `big`',
    },
  ],
});
