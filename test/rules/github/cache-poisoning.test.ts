import { cachePoisoning } from '../../../rules/github/cache-poisoning.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(cachePoisoning, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/cache@v4
        with: { path: x, key: y }
      - run: make
`,
      because: 'nothing is published',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v5
      - run: npm publish
`,
      because: 'no cache',
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
      - uses: actions/setup-node@v5
        with:
          node-version: 24
          cache: «npm»
      - run: npm publish
`,
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm publish
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
      - uses: astral-sh/setup-uv@v7
        with: { enable-cache: «true» }
      - run: uv publish
`,
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: astral-sh/setup-uv@v7
        with: { enable-cache: false }
      - run: uv publish
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
      - uses: «actions/cache@v4»
        with: { path: x, key: y }
      - run: gh release create v1
`,
      message: 'a release',
    },
  ],
});
