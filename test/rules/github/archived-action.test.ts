import { archivedAction } from '../../../rules/github/archived-action.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(archivedAction, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ruby/setup-ruby@v1
`,
      because: 'maintained',
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
      - uses: «gradle/wrapper-validation-action@v3»
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: gradle/actions/wrapper-validation@v4
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
      - uses: «ACTIONS/create-release@v1»
`,
      message: '`gh release create`',
    },
  ],
});
