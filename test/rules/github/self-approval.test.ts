import { selfApproval } from '../../../rules/github/self-approval.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const approving = (condition: string, command: string): string => `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: ${condition}
    steps:
      - run: ${command} "$PR"
`;

ruleTester(selfApproval, {
  valid: [
    ...[
      'github.event.pull_request.merged == true',
      "contains(github.event.pull_request.labels.*.name, 'automerge')",
      "github.event.label.name == 'automerge'",
      'contains(fromJSON(\'["dependabot[bot]", "renovate[bot]"]\'), github.event.pull_request.user.login)',
    ].map((condition) => ({
      file: '.github/workflows/ci.yml',
      text: approving(condition, 'gh pr review --approve'),
      because: `somebody with rights let it through: ${condition}`,
    })),
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
    ...["github.event.pull_request.user.login != 'octo'", 'github.event.pull_request.head.repo.fork'].map((condition) => ({
      file: '.github/workflows/ci.yml',
      text: approving(condition, '«gh pr review --approve»'),
      because: `strangers are what is left behind ${condition}`,
    })),
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
