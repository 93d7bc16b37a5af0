import { inheritedTokenOnUntrustedTrigger } from '../../../rules/github/inherited-token-on-untrusted-trigger.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(inheritedTokenOnUntrustedTrigger, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/triage@v1
`,
      because: 'limited',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/triage@v1
`,
      because: 'only members push',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/answer.yml',
      text: `on: «issue_comment»
jobs:
  a:
    if: github.event.comment.author_association == 'MEMBER'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
`,
      severity: 'low',
      because: 'only members get past the condition',
    },
    {
      file: '.github/workflows/close.yml',
      text: `on: { «issues»: { types: [opened] } }
jobs:
  close:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "\${{ github.token }}" | gh auth login --with-token
          gh api "repos/acme/shop/issues/1/comments" --input comment
          gh issue close 1
`,
      suggestions: [
        `on: { issues: { types: [opened] } }
permissions:
  contents: read
  issues: write
jobs:
  close:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "\${{ github.token }}" | gh auth login --with-token
          gh api "repos/acme/shop/issues/1/comments" --input comment
          gh issue close 1
`,
      ],
      because: 'a block without what a command is known to need would stop it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: «pull_request_target»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/triage@v1
`,
      severity: 'high',
      suggestions: [
        `on: pull_request_target
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/triage@v1
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: «issues»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo
`,
      because: 'nothing here looks at the event',
      severity: 'info',
      suggestions: [
        `on: issues
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo
`,
      ],
    },
  ],
});
