import { idTokenWithUntrustedCode } from '../../../rules/github/id-token-with-untrusted-code.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(idTokenWithUntrustedCode, {
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
      - run: npm ci --ignore-scripts
      - run: npm publish
`,
      because: 'no scripts',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: npm ci
`,
      because: 'no token',
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
    permissions: { id-token: write }
    steps:
      - run: «npm ci» && npm test
      - run: npm publish
`,
      message: '`npm ci`',
    },
  ],
});
