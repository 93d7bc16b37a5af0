import { lookAlikeAction } from '../../../rules/github/look-alike-action.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(lookAlikeAction, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
`,
      because: 'the one that is meant',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: octions/other-thing@v5
`,
      because: 'no action of that name is known',
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
      - uses: «dokcer/login-action@v3»
`,
      message: '`docker/login-action`',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
`,
      ],
    },
  ],
});
