import { undocumentedWrite } from '../../../rules/github/undocumented-write.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(undocumentedWrite, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      issues: write # triage
    steps:
      - run: x
`,
      because: 'a comment behind it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      # triage
      issues: write
    steps:
      - run: x
`,
      because: 'a comment above it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      issues: read
    steps:
      - run: x
`,
      because: 'no write',
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
      contents: «write»
    steps:
      - uses: softprops/action-gh-release@v2
`,
      message: '`contents: write`',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: write # needed by softprops/action-gh-release
    steps:
      - uses: softprops/action-gh-release@v2
`,
      ],
    },
  ],
});
