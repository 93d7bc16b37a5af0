import { debugLogging } from '../../../rules/github/debug-logging.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(debugLogging, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          set -x
          make
`,
      because: 'no secret in the step',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          set -eu
          make
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'no trace',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
env:
  A: b
  ACTIONS_STEP_DEBUG: «true»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
`,
      message: 'prints what every action',
      suggestions: [
        `on: push
env:
  A: b
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
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
      - run: |
          «set -eux»
          make
        env: { K: "\${{ secrets.K }}" }
`,
      severity: 'low',
      message: '`K`',
    },
  ],
});
