import { disguisedReference } from '../../../rules/github/disguised-reference.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(disguisedReference, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/thing/setup@v1
      - uses: ./x/../y
      - uses: docker://alpine:3
`,
      because: 'a folder of an action, a path of this repository, an image',
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
      - uses: «actions//checkout»@v5
      - uses: "«actions/cache/./save/../restore»@v4"
`,
      message: ['`actions/checkout` in other words', '`actions/cache/restore`'],
      fixed: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: "actions/cache/restore@v4"
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    uses: «someone/flows/.github/workflows/x/../deploy.yml»@main
`,
      fixed: `on: push
permissions: {}
jobs:
  a:
    uses: someone/flows/.github/workflows/deploy.yml@main
`,
    },
  ],
});
