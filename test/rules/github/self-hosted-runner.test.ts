import { selfHostedRunner } from '../../../rules/github/self-hosted-runner.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(selfHostedRunner, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: \${{ github.repository == 'acme/shop' && 'ubuntu-latest' || fromJSON('["self-hosted", "linux"]') }}
    steps: [{ run: make }]
`,
      because: 'here it is a machine of GitHub; copies of the repository bring machines of their own',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: \${{ github.event.pull_request.head.repo.fork && 'ubuntu-latest' || 'self-hosted' }}
    steps: [{ run: make }]
  b:
    runs-on: \${{ github.repository == 'a/b' && 'ubuntu-latest-16' || 'ubuntu-latest' }}
    steps: [{ run: make }]
`,
      because: 'forks get another machine, and machines of GitHub',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a: { runs-on: buildjet-4vcpu-ubuntu-2204, steps: [] }
`,
      because: 'a machine that is lent for one job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [self-hosted, ubuntu-latest], exclude: [{ os: self-hosted }] } }
    steps: []
`,
      because: 'excluded from the matrix',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: «\${{ github.repository == 'acme/shop' && 'self-hosted' || 'ubuntu-latest' }}»
    steps: [{ run: make }]
  b:
    runs-on: «\${{ github.repository != 'acme/shop' && 'ubuntu-latest' || 'self-hosted' }}»
    steps: [{ run: make }]
`,
      severity: 'high',
    },
    ...[
      "${{ github.repository == 'a/b' && 'self-hosted' || 'ubuntu-latest' }}",
      `\${{ fromJSON(vars.LABELS || '["self-hosted", "gpu"]') }}`,
    ].map((label) => ({
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: «${label}»
    steps: [{ run: make }]
`,
    })),
    ...[
      ['issue_comment', "startsWith(github.event.comment.body, '/test')", 'the code is that of the default branch'],
      ['[push, pull_request]', "github.event_name == 'push'", 'the job waits for the other event'],
      ['pull_request', 'github.event.pull_request.head.repo.full_name == github.repository', 'branches of this repository'],
    ].map(([on, condition, because]) => ({
      file: '.github/workflows/ci.yml',
      text: `on: ${on!}
permissions: { checks: write }
jobs:
  a:
    if: ${condition!}
    runs-on: «self-hosted»
    steps:
      - uses: actions/checkout@v5
      - run: make dispatch
`,
      severity: 'medium' as const,
      message: 'holds a token with `checks: write`',
      because: because!,
    })),
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: { checks: write }
jobs:
  a:
    runs-on: «self-hosted»
    steps:
      - run: gh pr checkout "$N" && make
        env: { N: "\${{ github.event.issue.number }}" }
`,
      severity: 'high',
      message: 'whoever comments',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: [«self-hosted», linux]
    steps: []
`,
      severity: 'high',
      message: 'pull request',
      suggestions: [
        `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps: []
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: «self-hosted»
    steps:
      - run: x
        env: { K: "\${{ secrets.K }}" }
`,
      severity: 'medium',
      message: '`K`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: \${{ matrix.os }}
    strategy: { matrix: { os: [«self-hosted», ubuntu-latest] } }
    steps: []
`,
      severity: 'low',
      message: 'unless it is made new',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    runs-on: { group: «big» }
    steps: []
`,
      severity: 'low',
      message: 'group `big`',
    },
  ],
});
