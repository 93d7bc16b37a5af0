import { unpinnedActionWithIdentity } from '../../../rules/github/unpinned-action-with-identity.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unpinnedActionWithIdentity, {
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
        with: { token: "\${{ secrets.K }}" }
`,
      because: "GitHub's own",
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/x@v1
`,
      because: 'nothing in reach',
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
      - uses: someone/x@«main»
        with: { token: "\${{ secrets.K }}" }
`,
      severity: 'high',
      message: 'the secret `K`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: someone/x@«v1»
`,
      severity: 'medium',
    },
  ],
});
