import { secretInWideEnvironment } from '../../../rules/github/secret-in-wide-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInWideEnvironment, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env: { K: "\${{ secrets.K }}" }
    steps:
      - run: x $K
      - run: y $K
`,
      because: 'two steps use it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env: { K: "\${{ secrets.K }}" }
    steps:
      - run: x $K
`,
      because: 'there is one step',
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
    env:
      K: «\${{ secrets.K }}»
      L: x
    steps:
      - uses: someone/thing@v1
      - run: x $K
`,
      severity: 'medium',
      message: 'one step uses it',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      L: x
    steps:
      - uses: someone/thing@v1
      - run: x $K
        env:
          K: \${{ secrets.K }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
env:
  K: «\${{ secrets.K }}»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
      - run: y
`,
      severity: 'info',
      message: 'no script here names it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
env:
  K: «\${{ secrets.K }}»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/lint@v1
      - run: y
`,
      severity: 'low',
      message: 'no script here names it',
      because: 'an action of somebody else has it too',
    },
  ],
});
