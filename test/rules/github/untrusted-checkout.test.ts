import { untrustedCheckout } from '../../../rules/github/untrusted-checkout.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

/** A job that holds nothing, with these steps. */
const looking = (steps: string) => `on: pull_request_target
permissions: { contents: read }
jobs:
  look:
    runs-on: ubuntu-latest
    steps:
      ${steps}
`;

/** A job whose token may write, under this condition, which takes the pull request. */
const guarded = (condition: string, ref = '${{ github.event.pull_request.head.sha }}') => `on: [pull_request_target, push]
permissions: { contents: write }
jobs:
  build:
    if: ${condition}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "${ref}" }
      - run: make
`;

/** An action of the repository that checks out what `ref` says. */
const takes = (ref: string, condition = '') => `name: take
inputs:
  ref: { default: '' }
runs:
  using: composite
  steps:
    - uses: actions/checkout@v5
${condition === '' ? '' : `      if: ${condition}\n`}      with:
        ref: ${ref}
`;

ruleTester(untrustedCheckout, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: { contents: write }
jobs:
  look:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - env: { HEAD_SHA: "\${{ github.event.workflow_run.head_sha }}" }
        run: |
          git clone https://github.com/example/parser
          (cd parser && make)
          .github/scripts/number-of.sh "\${{ github.event.workflow_run.head_sha }}"
          .github/scripts/say.sh "$HEAD_SHA"
`,
      because: 'a script is handed the commit to look something up, and what is cloned is another repository',
    },
    ...[
      [
        "github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository",
        "the other event is no stranger's",
      ],
      ['github.event.pull_request.merged == true', 'somebody who may merged it'],
      ['${{ !github.event.pull_request.head.repo.fork }}', 'no fork'],
      ['contains(fromJSON(\'["OWNER", "MEMBER"]\'), github.event.pull_request.author_association)', 'pull requests of members'],
      ["github.event.pull_request.user.login == 'release-bot' && github.repository == 'acme/app'", 'one author, and more is asked'],
    ].map(([condition, because]) => ({ file: '.github/workflows/ci.yml', text: guarded(condition!), because: because! })),
    ...[
      ['${{ github.base_ref }}', '', 'the action takes the base'],
      ['${{ inputs.ref }}', '', 'nobody passes the head to the action'],
      ['${{ github.event.pull_request.head.sha }}', "github.event_name == 'push'", 'the step of the action waits for another event'],
    ].map(([ref, condition, because]) => ({
      file: '.github/workflows/ci.yml',
      text: looking('- uses: ./.github/actions/take\n      - run: make'),
      beside: { '.github/actions/take/action.yml': takes(ref!, condition) },
      because: because!,
    })),
    {
      file: '.github/workflows/build.yml',
      text: `on: { workflow_call: { inputs: { ref: { type: string } } } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ inputs.ref }}" }
      - run: make
`,
      beside: {
        '.github/workflows/pr.yml':
          'on: pull_request\njobs:\n  b:\n    uses: ./.github/workflows/build.yml\n    with: { ref: "${{ github.event.pull_request.head.sha }}" }\n',
        '.github/workflows/label.yml':
          'on: pull_request_target\njobs:\n  b:\n    uses: ./.github/workflows/build.yml\n    with: { ref: main }\n',
      },
      because: 'who passes the head has nothing to lose, and who has passes main',
    },
    ...[
      '- run: git diff --stat "origin/$GITHUB_BASE_REF"...HEAD | tee "$GITHUB_STEP_SUMMARY"',
      '- run: |\n          pip install ruff==0.9.1\n          ruff check .',
      '- uses: reviewdog/action-hadolint@fc7ee4a9f71e521bc43e370819247b70e5327540',
    ].map((step) => ({
      file: '.github/workflows/ci.yml',
      text: looking(`- uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
      ${step}`),
      because: 'the code is only looked at, in a job that holds nothing',
    })),
    {
      file: '.github/workflows/ci.yml',
      text: looking(`- uses: actions/checkout@v5
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}", path: head }
      - run: python3 tools/compare.py head
      - uses: ./.github/actions/report`),
      because: "the repository's own program reads the other folder",
    },
    {
      file: '.github/workflows/ci.yml',
      text: looking(`- run: gh pr checkout "$N" && git log -1
        env: { N: "\${{ github.event.number }}", GH_TOKEN: "\${{ github.token }}" }`),
      because: 'one command, and it only looks',
    },
    {
      ...workflow`
        on: pull_request_target
        permissions: { contents: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  git fetch origin pull/${'${{ github.event.number }}'}/head
                  git diff --stat "$(git merge-base origin/main FETCH_HEAD)" FETCH_HEAD
      `,
      because: 'the names of the reference and of another command begin like commands that would put it there',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git fetch origin "$BRANCH" && git log -1 FETCH_HEAD
        env: { BRANCH: "\${{ github.event.workflow_run.head_branch }}" }
`,
      because: 'fetched and looked at, and nowhere put where it could run',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
`,
      because: 'a fork gets no secrets and a read-only token',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
`,
      because: 'the code of the default branch',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
`,
      because: 'an empty token and nothing else in reach',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    if: github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
`,
      because: 'branches of this repository only',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: pr
        uses: xt0rted/pull-request-comment-branch@v3
      - uses: actions/checkout@v5
        with: { ref: "\${{ steps.pr.outputs.base_ref }}" }
`,
      because: "the base is the repository's own",
    },
    {
      file: '.github/workflows/build.yml',
      text: `on: workflow_call
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.pull_request.head.sha }}" }
      - run: make
`,
      beside: { '.github/workflows/pr.yml': 'on: pull_request\njobs:\n  b:\n    uses: ./.github/workflows/build.yml\n' },
      because: 'called under an event that gives forks nothing',
    },
    {
      file: '.github/workflows/release.yml',
      text: `on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { contents: write }
jobs:
  a:
    if: github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "\${{ github.event.workflow_run.head_sha }}" }
`,
      because: 'the run before was a push, which needs write access',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/clone.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - env:
          URL: «\${{ github.event.pull_request.head.repo.clone_url }}»
        run: |
          git clone "$URL" src
          cd src && cargo test
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: [issue_comment, pull_request_target]
permissions: { packages: write }
jobs:
  a:
    if: github.event_name == 'pull_request_target'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "«\${{ github.event.pull_request.head.sha }}»" }
      - run: make
`,
      severity: 'critical',
      because: 'the second of the two events is meant',
    },
    ...[
      ['{ pull_request_target: { types: [labeled] } }', 'github.event.action'],
      ['pull_request_target', "contains(github.event.pull_request.labels.*.name, 'ok to test')"],
      ['pull_request_target', 'contains(fromJSON(\'["octo"]\'), github.actor)'],
    ].map(([on, condition]) => ({
      file: '.github/workflows/ci.yml',
      text: guarded(condition!, '«${{ github.event.pull_request.head.sha }}»').replace('[pull_request_target, push]', on!),
      severity: 'high' as const,
      because: 'somebody looks before, and what is pushed behind that comes along',
    })),
    {
      file: '.github/workflows/ci.yml',
      text: guarded(
        "github.event.pull_request.user.login == github.actor && !contains(github.event.pull_request.labels.*.name, 'wip')",
        '«${{ github.event.pull_request.head.sha }}»',
      ),
      severity: 'critical',
      because: 'both are the stranger, and a label that is missing is nobody who looked',
    },
    ...[
      '- run: (cd head && make)',
      '- run: npm ci --prefix "head"',
      '- { run: make, working-directory: ./head }',
      '- run: ./head/test.sh',
      '- uses: ./head/.github/actions/build',
    ].map((step) => ({
      file: '.github/workflows/ci.yml',
      text: looking(`- uses: actions/checkout@v5
        with: { ref: "«\${{ github.event.pull_request.head.sha }}»", path: head }
      ${step}`),
      severity: 'low' as const,
      because: 'the folder of the checkout is gone into',
    })),
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "refs/pull/«\${{ github.event.number }}»/merge" }
      - run: ./gradlew check
`,
      severity: 'low',
      message: 'no secret is in reach',
      because: 'a job that may only read grows',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: «gh pr checkout» "$N" && make
        env: { N: "\${{ github.event.number }}", GH_TOKEN: "\${{ github.token }}" }
`,
      severity: 'low',
    },
    workflow`
      on: pull_request_target
      permissions: { contents: write }
      jobs:
        a:
          runs-on: ubuntu-latest
          steps:
            - run: |
                git fetch origin pull/«${'${{ github.event.number }}'}»/head
                git merge FETCH_HEAD
    `,
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git fetch origin "$BRANCH"
        env: { BRANCH: "«\${{ github.event.workflow_run.head_branch }}»" }
      - run: git -c advice.detachedHead=false checkout FETCH_HEAD && make
`,
    },
    {
      ...workflow`
        on: pull_request_target
        env:
          SHA: ${'${{ github.event.pull_request.head.sha }}'}
        jobs:
          t:
            runs-on: ubuntu-latest
            permissions: { contents: write }
            steps:
              - uses: actions/checkout@v5
                with: { ref: "«${'${{ env.SHA }}'}»" }
              - run: npm test
      `,
      because: 'through a variable of the workflow',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ github.head_ref }}»
`,
      suggestions: [
        `on: pull_request
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.head_ref }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  a:
    if: contains(fromJSON('["MEMBER"]'), github.event.comment.author_association)
    runs-on: ubuntu-latest
    steps:
      - id: pr
        uses: xt0rted/pull-request-comment-branch@v3
      - uses: actions/checkout@v5
        with:
          ref: «\${{ steps.pr.outputs.head_sha }}»
`,
      severity: 'high',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  find:
    runs-on: ubuntu-latest
    outputs: { sha: "\${{ steps.get.outputs.sha }}" }
    steps:
      - id: get
        run: |
          echo "sha=$(gh pr view "$N" --json headRefOid -q .headRefOid)" >> "$GITHUB_OUTPUT"
        env: { N: "\${{ github.event.issue.number }}", GH_TOKEN: "\${{ github.token }}" }
  test:
    needs: find
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ needs.find.outputs.sha }}»
`,
      severity: 'critical',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ github.event.pull_request.head.sha }}»
`,
      severity: 'critical',
      message: '`contents: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: «gh pr checkout» "$N" && make
        env: { N: "\${{ github.event.issue.number }}" }
`,
      message: 'the token of the default branch',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git fetch origin $SHA && git checkout $SHA
        env:
          SHA: «\${{ github.event.workflow_run.head_sha }}»
          KEY: \${{ secrets.KEY }}
`,
      message: 'the secret `KEY`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    if: |
      \${{ github.event.pull_request.user.login == 'someone' }}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ github.head_ref }}»
`,
      because: 'the line end behind the braces makes the condition true for everyone',
    },
    {
      file: '.github/workflows/build.yml',
      text: `on: workflow_call
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          ref: «\${{ github.event.pull_request.head.sha }}»
      - run: make
`,
      beside: {
        '.github/workflows/pr.yml':
          'on: pull_request_target\npermissions: { packages: write }\njobs:\n  b:\n    uses: ./.github/workflows/build.yml\n',
      },
      message: '`packages: write`',
      because: 'a called workflow runs under the event and with the token of its caller',
    },
    {
      file: '.github/workflows/release.yml',
      text: `on: { workflow_run: { workflows: [CI], types: [completed], branches: [main] } }
permissions: { contents: write }
jobs:
  a:
    if: github.event.workflow_run.conclusion == 'success'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "«\${{ github.event.workflow_run.head_sha }}»" }
`,
      severity: 'critical',
      because: 'a fork may have a branch called main, too',
    },
    {
      file: '.github/workflows/release.yml',
      text: `on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { contents: write }
jobs:
  a:
    if: github.event.workflow_run.event == 'push' || github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "«\${{ github.event.workflow_run.head_sha }}»" }
`,
      because: 'one of the two events that it lets through is a pull request',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: test "$(gh api repos/$GITHUB_REPOSITORY/collaborators/$ACTOR/permission --jq .permission)" = admin
        env: { ACTOR: "\${{ github.actor }}", GH_TOKEN: "\${{ github.token }}" }
      - run: «gh pr checkout» "$N" && make
        env: { N: "\${{ github.event.issue.number }}", KEY: "\${{ secrets.KEY }}" }
`,
      severity: 'high',
      because: 'a member starts it, and the code can change after their comment',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  approve:
    environment: external
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
  test:
    needs: approve
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "«\${{ github.event.pull_request.head.sha }}»" }
      - run: make
        env: { KEY: "\${{ secrets.KEY }}" }
`,
      severity: 'high',
      because: 'the rules of the environment may ask somebody, which no file shows',
    },
    ...[
      "github.event.pull_request.head.repo.full_name == github.repository || contains(github.event.pull_request.labels.*.name, 'ok')",
      'github.event.pull_request.head.repo.full_name != github.repository',
      'contains(fromJSON(\'["MEMBER", "CONTRIBUTOR"]\'), github.event.pull_request.author_association)',
      "github.event_name == 'pull_request_target' || github.event.pull_request.merged",
    ].map((condition) => ({
      file: '.github/workflows/ci.yml',
      text: guarded(condition, '«${{ github.event.pull_request.head.sha }}»'),
      because: 'what the condition asks lets others through as well',
    })),
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { packages: write }
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «./.github/actions/take»
      - run: docker build --push .
`,
      beside: { '.github/actions/take/action.yml': takes('${{ github.event.pull_request.head.sha }}') },
      message: '`packages: write`',
      severity: 'critical',
      because: 'an action of the repository takes the code',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { packages: write }
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ./.github/actions/take
        with: { ref: "«\${{ github.head_ref }}»" }
      - run: docker build --push .
`,
      beside: { '.github/actions/take/action.yaml': takes('${{ inputs.ref }}') },
      because: 'the job passes the head to the action',
    },
    {
      file: '.github/workflows/build.yml',
      text: `on: { workflow_call: { inputs: { ref: { type: string } } } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { ref: "«\${{ inputs.ref }}»" }
      - run: make
        env: { KEY: "\${{ secrets.KEY }}" }
`,
      beside: {
        '.github/workflows/pr.yml':
          'on: pull_request_target\npermissions: {}\njobs:\n  b:\n    uses: ./.github/workflows/build.yml\n    with: { ref: "${{ github.event.pull_request.head.sha }}" }\n    secrets: inherit\n',
      },
      message: '`KEY`',
      because: 'the caller passes the head',
    },
  ],
});
