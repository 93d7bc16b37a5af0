import { unusedIdToken } from '../../../rules/github/unused-id-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unusedIdToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - run: npm publish
`,
      because: 'publishing uses it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: someone/unknown@v1
`,
      because: 'an unknown action may use it',
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
    permissions:
      contents: read
      id-token: «write»
    steps:
      - uses: actions/setup-node@v5
      - run: npm test
`,
      message: '2 steps',
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/setup-node@v5
      - run: npm test
`],
    },
  ],
});
