import { untrustedTriggerWithIdentity } from '../../../rules/github/untrusted-trigger-with-identity.ts';
import { ruleTester } from '../../support/rule-tester.ts';

/** A workflow that asks about whoever commented in one step, with a word of ours beside it, and acts in the next. */
function asking(trigger: string, beside: string, script: string, condition: string): { file: string; text: string } {
  const lines = script.split('\n').map((line) => `            ${line}\n`);
  return {
    file: '.github/workflows/answer.yml',
    text: `on: ${trigger}
permissions: { contents: write }
jobs:
  answer:
    runs-on: ubuntu-latest
    steps:
      - id: asked
${beside === '' ? '' : `        ${beside}\n`}        uses: actions/github-script@v8
        with:
          script: |
            const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ ...context.repo, username: context.actor });
${lines.join('')}      - run: ./answer.sh
${condition === '' ? '' : `        if: \${{ ${condition} }}\n`}`,
  };
}

const tells = "core.setOutput('may', data.permission === 'admin'); core.setOutput('level', data.permission);";
const fails = "if (data.permission !== 'admin') core.setFailed('no');";

ruleTester(untrustedTriggerWithIdentity, {
  valid: [
    ...[
      "'true' == steps.asked.outputs.may",
      "!(steps.asked.outputs.may != 'true')",
      "steps.asked.outputs.level == 'admin' || steps.asked.outputs.level == 'write'",
      `contains(fromJSON('["admin", "write"]'), steps['asked'].outputs.level)`,
      "always() && steps.asked.outputs.may == 'true'",
    ].map((condition) => ({ ...asking('issue_comment', '', tells, condition), because: `only after a yes: ${condition}` })),
    {
      ...asking('issue_comment', "if: github.event_name == 'issue_comment'", fails, ''),
      because: 'the question is asked for each comment',
    },
    {
      ...asking('issue_comment', 'continue-on-error: true', fails, "steps.asked.outcome == 'success'"),
      because: 'the outcome is the one before `continue-on-error`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'forks get no secrets',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/labeler@v6
`,
      because: 'an empty token and an action of GitHub',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { pull_request_target: { types: [labeled] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'only members put labels on',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.event.comment.author_association == 'OWNER'
    steps:
      - run: make
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'guarded by who comments',
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  who:
    runs-on: ubuntu-latest
    outputs:
      allowed: \${{ steps.asked.outputs.require-result }}
    steps:
      - id: asked
        uses: actions-cool/check-user-permission@v2
        with:
          require: write
  deploy:
    needs: who
    if: needs.who.outputs.allowed == 'true'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - run: ./deploy.sh
`,
      because: 'a job before it asked what the person may do',
    },
    {
      file: '.github/workflows/answer.yml',
      text: `on: { issue_comment: { types: [created] } }
jobs:
  answer:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: actions/checkout@v5
      - id: writer
        uses: actions/github-script@v8
        with:
          script: |
            const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ ...context.repo, username: context.actor });
            return ['write', 'admin'].includes(data.permission);
      - if: steps.writer.outputs.result == 'true'
        run: ./answer.sh
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'every step behind the question looks at its answer',
    },
    {
      file: '.github/workflows/answer.yml',
      text: `on: { issue_comment: { types: [created] } }
permissions: { contents: write }
jobs:
  answer:
    runs-on: ubuntu-latest
    steps:
      - run: |
          level=$(gh api "repos/$GITHUB_REPOSITORY/collaborators/$ACTOR/permission" --jq .permission)
          [ "$level" = admin ] || exit 1
        env: { ACTOR: "\${{ github.actor }}", GH_TOKEN: "\${{ github.token }}" }
      - run: ./answer.sh
`,
      because: 'the job ends at the question for everybody else',
    },
    {
      file: '.github/workflows/claude.yml',
      text: `on: { issue_comment: { types: [created] } }
jobs:
  claude:
    if: contains(github.event.comment.body, '@claude')
    runs-on: ubuntu-latest
    permissions: { contents: write, id-token: write }
    steps:
      - uses: actions/checkout@v5
      - uses: anthropics/claude-code-action@v1
        with: { anthropic_api_key: "\${{ secrets.ANTHROPIC_API_KEY }}" }
`,
      because: 'the action answers people with write access only',
    },
  ],
  invalid: [
    ...[
      'steps.asked.outputs.may == false',
      "'false' == steps.asked.outputs.may",
      "!(steps.asked.outputs.may == 'true')",
      "steps.asked.outputs.may == 'true' || github.event.issue.number",
      `contains(fromJSON('["admin", "read"]'), steps.asked.outputs.level)`,
    ].map((condition) => asking('«issue_comment»', '', tells, condition)),
    // The job goes on without a yes: the failure is passed over, the question is, or only the question itself may fail.
    asking('«issue_comment»', 'continue-on-error: true', fails, ''),
    asking('«issue_comment»', "if: contains(github.event.comment.body, '/careful')", fails, ''),
    asking('«issue_comment»', '', 'try { core.info(data.permission); } catch (error) { core.setFailed(`not asked: ${error}`); }', ''),
    asking('«issue_comment»', '', `// ${fails}`, ''),
    {
      file: '.github/workflows/deploy.yml',
      text: `on: «issue_comment»
permissions: { contents: write }
jobs:
  deploy:
    runs-on: ubuntu-latest
    if: github.event.comment.body == '/deploy' || github.event.comment.author_association == 'OWNER'
    steps:
      - run: ./deploy.sh
`,
    },
    {
      file: '.github/workflows/claude.yml',
      text: `on: { «issue_comment»: { types: [created] } }
jobs:
  claude:
    if: |
      (github.event_name == 'issue_comment' && contains(github.event.comment.body, '@bot')) &&
      (!github.event.issue.pull_request || contains(fromJSON('["OWNER", "MEMBER"]'), github.event.comment.author_association))
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - run: ./answer.sh
`,
      because: 'a comment on an issue gets by the question',
    },
    {
      file: '.github/workflows/claude.yml',
      text: `on: { «issue_comment»: { types: [created] } }
jobs:
  claude:
    runs-on: ubuntu-latest
    permissions: { contents: write, id-token: write }
    steps:
      - uses: actions/checkout@v5
      - uses: anthropics/claude-code-action@v1
        with: { anthropic_api_key: "\${{ secrets.ANTHROPIC_API_KEY }}", allowed_non_write_users: '*' }
`,
      because: 'the action was told to answer everybody',
    },
    {
      file: '.github/workflows/answer.yml',
      text: `on: { «issue_comment»: { types: [created] } }
permissions: { contents: write }
jobs:
  answer:
    runs-on: ubuntu-latest
    steps:
      - id: writer
        uses: actions-cool/check-user-permission@v2
        with: { require: write }
      - if: steps.writer.outputs.require-result == 'false'
        run: ./refuse.sh
      - if: steps.writer.outputs.require-result == 'true'
        run: ./answer.sh
`,
      because: 'a step runs for those who may not',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { «workflow_run»: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    if: github.event.workflow_run.event == 'push' || github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - run: ./x
`,
      because: 'one of the two runs that it takes is that of a pull request',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { «pull_request_target»: { types: [opened] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x
`,
      suggestions: [
        `on: { pull_request: { types: [opened] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: «pull_request_target»
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x
        env: { K: "\${{ secrets.K }}" }
`,
      severity: 'high',
      message: '`contents: write` and the secret `K`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { «workflow_run»: { workflows: [x] } }
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x
`,
      severity: 'low',
      message: '`pull_request` does not',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: «issues»
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v8
`,
      severity: 'info',
    },
    {
      because: 'what weighs most is told, wherever it stands',
      file: '.github/workflows/ci.yml',
      text: `on: «pull_request_target»
permissions: {}
jobs:
  label:
    runs-on: ubuntu-latest
    permissions: { pull-requests: write }
    steps:
      - uses: actions/labeler@v6
  release:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/github-script@v8
        with:
          debug: \${{ secrets.ACTIONS_RUNNER_DEBUG == 'true' }}
          script: run()
`,
      severity: 'high',
      message: ['job `release` then holds a token with `contents: write`'],
    },
    {
      file: '.github/workflows/deploy.yml',
      text: `on: «issue_comment»
permissions: {}
jobs:
  who:
    runs-on: ubuntu-latest
    outputs:
      allowed: \${{ steps.asked.outputs.require-result }}
    steps:
      - id: asked
        uses: actions-cool/check-user-permission@v2
        with:
          require: write
  deploy:
    needs: who
    if: needs.who.outputs.allowed != 'true'
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - run: ./deploy.sh
`,
    },
  ],
});
