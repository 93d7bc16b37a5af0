import { selfApproval } from '../../../rules/github/self-approval.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(selfApproval, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.event.pull_request.user.login == 'dependabot[bot]'
    steps:
      - run: gh pr merge --auto "$PR"
`,
      because: 'the author is checked',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: gh pr merge --auto "$PR"
`,
      because: 'only members push',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: «gh pr review --approve» "$PR"
`,
      message: 'without a person',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.actor == 'dependabot[bot]'
    steps:
      - uses: «hmarr/auto-approve-action@v4»
`,
      message: 'acted last',
    },
  ],
});
