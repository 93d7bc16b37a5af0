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

/** A job that writes behind a condition, with jobs before it. */
function guarded(on: string, condition: string, before = '', needs = ''): { file: string; text: string } {
  return {
    file: '.github/workflows/answer.yml',
    text: `on: ${on}
permissions: {}
jobs:
${before}  act:
${needs === '' ? '' : `    needs: ${needs}\n`}${condition === '' ? '' : `    if: \${{ ${condition} }}\n`}    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - run: ./act.sh
`,
  };
}

const named = `  named:
    if: github.event.comment.user.login == 'octo-ops'
    runs-on: ubuntu-latest
    outputs: { found: '1' }
    steps: [{ run: 'true' }]
`;
const refusing = `  refusing:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v8
        with:
          script: |
            const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ ...context.repo, username: context.actor });
            if (data.permission !== 'admin') core.setFailed('no');
`;

const dispatching = (on: string, input: string): string => `on: ${on}
permissions: {}
jobs:
  dispatch:
    runs-on: ubuntu-latest
    steps:
      - id: app
        uses: actions/create-github-app-token@v2
        with: { app-id: 1, private-key: "\${{ secrets.APP_KEY }}", permission-contents: write }
      - uses: peter-evans/slash-command-dispatch@v4
        with:
          token: \${{ steps.app.outputs.token }}
          ${input}
`;

ruleTester(untrustedTriggerWithIdentity, {
  valid: [
    {
      file: '.github/workflows/answer.yml',
      text: dispatching('issue_comment', 'commands: deploy'),
      because: 'the action asks for write access',
    },
    {
      file: '.github/workflows/branch.yml',
      text: `on: issue_comment
permissions: { contents: write, deployments: write }
jobs:
  start:
    runs-on: ubuntu-latest
    steps:
      - id: deploy
        uses: github/branch-deploy@v9
      - if: steps.deploy.outputs.continue == 'true'
        uses: github/command@v1
        with: { command: .apply, permissions: 'admin,write' }
`,
      because: 'both ask for write access',
    },
    {
      file: '.github/workflows/answer.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  act:
    runs-on: ubuntu-latest
    steps:
      - run: |
          if [[ "$WHO" != OWNER && "$WHO" != MEMBER ]]; then
            exit 1
          fi
        env: { WHO: "\${{ github.event.comment.author_association }}" }
      - run: ./act.sh
`,
      because: 'the job ends with the first step for everybody else',
    },
    ...[
      ['issue_comment', 'contains(fromJSON(vars.OPERATORS), github.event.comment.user.login) && github.event.issue.pull_request'],
      [
        'issue_comment',
        'contains(fromJSON(\'["OWNER"]\'), github.event.comment.author_association || github.event.review.author_association)',
      ],
      [
        'issue_comment',
        '!contains(fromJSON(\'["NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "CONTRIBUTOR"]\'), github.event.comment.author_association)',
      ],
      ['issue_comment', "github.event.sender.type == 'Bot'"],
      ['issue_comment', 'github.actor == github.repository_owner'],
      ['[issue_comment, push]', "github.event_name == 'push'"],
      ['issues', "github.event.action == 'labeled' && github.event.label.name == 'deploy'"],
      ['pull_request_target', '!(github.event.pull_request.head.repo.fork == true)'],
      ['{ workflow_run: { workflows: [CI] } }', "github.event.workflow_run.event != 'pull_request'"],
    ].map(([on, condition]) => ({ ...guarded(on!, condition!), because: `no stranger gets past ${condition!}` })),
    { ...guarded('issue_comment', '', named, 'named'), because: 'GitHub skips it with the job that it waits for' },
    {
      ...guarded('issue_comment', "always() && needs.named.result == 'success'", named, '[named]'),
      because: 'a job that was skipped has no success',
    },
    {
      ...guarded('issue_comment', "always() && needs.named.outputs.found == '1'", named, '[named]'),
      because: 'a job that was skipped gives nothing out',
    },
    { ...guarded('issue_comment', '', refusing, 'refusing'), because: 'the job before it fails for strangers' },
    {
      ...guarded('issue_comment', "needs.asks.outputs.may-deploy-permission == 'true'", '', 'asks'),
      because: 'what was found out is called a permission',
    },
    {
      file: '.github/workflows/answer.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  act:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - if: github.event.comment.author_association == 'MEMBER'
        run: ./act.sh
`,
      because: 'each step asks',
    },
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
      ['actions/labeler@v6', 'info'],
      ['acme/labeler@v6', 'low'],
    ].map(([uses, severity]) => ({
      file: '.github/workflows/label.yml',
      text: `on:
  - «pull_request_target»
jobs:
  label:
    permissions: { contents: read, pull-requests: write }
    runs-on: ubuntu-latest
    steps:
      - uses: ${uses!}
`,
      severity: severity as 'info' | 'low',
    })),
    {
      file: '.github/workflows/answer.yml',
      text: `on: «issue_comment»
permissions: { actions: write }
jobs:
  act:
    runs-on: ubuntu-latest
    steps:
      - id: parsed
        run: ./parse.sh
        env: { WHO: "\${{ github.event.comment.author_association }}" }
      - if: steps.parsed.outputs.permitted == 'false'
        run: ./refuse.sh
      - if: steps.parsed.outputs.permitted == 'true'
        run: ./act.sh
`,
      severity: 'low',
      because: 'a script is told who it is, and how it looks at that is not read',
    },
    {
      file: '.github/workflows/answer.yml',
      text: dispatching('«issue_comment»', 'permission: none'),
      because: 'the action was told to ask nobody',
    },
    ...[
      ['«issue_comment»', "github.actor != 'github-actions[bot]'"],
      ['«issue_comment»', "github.event.sender.type != 'Bot' && startsWith(github.event.comment.body, '/deploy')"],
      ['«issue_comment»', "endsWith(github.actor, '[bot]') == false"],
      ['«issue_comment»', "github.event.issue.user.login == 'octo-ops'"],
      ['«issue_comment»', 'github.event.comment.user.login == github.event.issue.user.login'],
      ['«pull_request_target»', 'github.event.pull_request.head.repo.fork'],
      ['{ «workflow_run»: { workflows: [CI] } }', 'github.event.workflow_run.head_repository.full_name != github.repository'],
    ].map(([on, condition]) => ({ ...guarded(on!, condition!), because: `strangers get past ${condition!}` })),
    { ...guarded('«issue_comment»', 'always()', named, 'named'), because: 'it runs without the job that it waits for' },
    {
      ...guarded('«issue_comment»', "needs.changes.outputs.source == 'true'", '', 'changes'),
      because: 'what was found out is another thing',
    },
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
