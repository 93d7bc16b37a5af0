// Agents that workflows start.
import { ciLongLivedGithubToken } from '../../../rules/agent/ci-long-lived-github-token.ts';
import { ciOpenToStrangers } from '../../../rules/agent/ci-open-to-strangers.ts';
import { ciOutputExposesIdentity } from '../../../rules/agent/ci-output-exposes-identity.ts';
import { ciStaticModelKey } from '../../../rules/agent/ci-static-model-key.ts';
import { ciUntrustedPrompt } from '../../../rules/agent/ci-untrusted-prompt.ts';
import { ciUnrestrictedTools } from '../../../rules/agent/ci-unrestricted-tools.ts';
import { ciUnsafeSandbox } from '../../../rules/agent/ci-unsafe-sandbox.ts';
import { ciWriteOnUntrustedEvent } from '../../../rules/agent/ci-write-on-untrusted-event.ts';
import { ciYoloWithoutToolList } from '../../../rules/agent/ci-yolo-without-tool-list.ts';
import { copilotSetupExposesSecrets } from '../../../rules/agent/copilot-setup-exposes-secrets.ts';
import { at, ruleTester, type Source } from '../../support/rule-tester.ts';

const workflow = at('.github/workflows/agent.yml');
/** A workflow of one job with one step. */
const step = (text: string, { on = 'push', permissions = '{}', runner = 'ubuntu-latest', job = '' } = {}): Source =>
  workflow`${`on: ${on}\npermissions: ${permissions}\njobs:\n  a:\n    runs-on: ${runner}\n${job}    steps:\n      - ${text.split('\n').join('\n        ')}\n`}`;
const claude = (inputs: string) => `uses: anthropics/claude-code-action@v1\nwith:\n  ${inputs}`;

ruleTester(ciUnrestrictedTools, {
  valid: [
    step(claude('claude_args: --allowedTools "Bash(gh pr view:*),Read,Edit(docs/**)"')),
    { because: 'no agent is started', ...step('run: npx -y @anthropic-ai/claude-code --version') },
    { because: 'the option of another command', ...step('run: cursor-agent -p "look" && rm -f out.txt') },
    { because: 'a word of the prompt', ...step('run: cursor-agent -p "never use git push -f here"') },
    { because: 'text about an agent', ...step('run: echo "claude --dangerously-skip-permissions"') },
  ],
  invalid: [
    { ...step(claude('claude_args: «--dangerously-skip-permissions» --max-turns 5')), severity: 'high' },
    {
      ...step(claude('claude_args: --allowedTools "«Bash»,Read"'), { on: 'issue_comment' }),
      severity: 'critical',
      message: 'anyone who comments',
    },
    { ...step('run: |\n  npm ci\n  codex exec «--yolo» "fix it"') },
    { ...step('run: cursor-agent -p «--force» "tidy up"') },
    { ...step('run: cursor-agent -p "tidy up" --model auto-fast «-f» && git diff') },
    { ...step('run: droid exec «--skip-permissions-unsafe» "fix it"'), message: 'droid' },
    {
      ...step(
        `uses: google-github-actions/run-gemini-cli@v0\nwith:\n  settings: |\n    {"tools": {"core": ["read_file", «"run_shell_command"»]}}`,
      ),
      message: 'run_shell_command',
    },
    { ...step('run: timeout 10m claude -p "go" «--permission-mode bypassPermissions»') },
    { ...step(claude('claude_args: --allowedTools "«Write»"'), { on: 'issues' }), severity: 'medium', message: 'change any file' },
    {
      because: 'in a block each line keeps its place',
      ...step(claude('claude_args: |\n    --max-turns 10\n    --allowedTools "Read,«Bash»"')),
    },
    { because: 'the deprecated input', ...step(claude('allowed_tools: Read,«Bash(*)»')) },
    {
      because: 'settings as JSON',
      ...step(claude('settings: «{"permissions":{"allow":["Bash(python:*)"]}}»').replace('«', "'«").replace('»', "»'")),
    },
  ],
});

ruleTester(ciOpenToStrangers, {
  valid: [
    step(claude('allowed_non_write_users: ""'), { on: 'issues' }),
    { because: 'bots of the own repository start a push', ...step(claude('allowed_bots: "*"')) },
    step(claude('allowed_bots: renovate[bot]'), { on: 'issues' }),
  ],
  invalid: [
    {
      ...step(claude('prompt: x\n  allowed_non_write_users: "«*»"'), { on: 'issues' }),
      severity: 'critical',
      suggestions: [
        'on: issues\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          prompt: x\n',
      ],
    },
    { ...step(claude('allowed_bots: "«*»"'), { on: 'issues' }), severity: 'high' },
    {
      ...step(claude('allowed_non_write_users: «helper»\n  github_token: ${{ secrets.BOT_PAT }}'), { on: 'issues' }),
      severity: 'high',
      message: 'token of its own',
    },
  ],
});

ruleTester(ciStaticModelKey, {
  valid: [
    step(claude('anthropic_federation_rule_id: fdrl_1')),
    {
      because: 'this action has no other way',
      ...step('uses: openai/codex-action@v1\nwith:\n  openai-api-key: ${{ secrets.OPENAI_API_KEY }}'),
    },
  ],
  invalid: [
    { ...step(claude('anthropic_api_key: «${{ secrets.ANTHROPIC_API_KEY }}»')), severity: 'medium' },
    {
      ...step(claude('anthropic_federation_rule_id: fdrl_1\n  anthropic_api_key: «${{ secrets.ANTHROPIC_API_KEY }}»')),
      severity: 'high',
      message: 'never used',
    },
  ],
});

ruleTester(ciUnsafeSandbox, {
  valid: [
    {
      because: 'Windows has no other strategy',
      ...step('uses: openai/codex-action@v1\nwith:\n  safety-strategy: unsafe', { runner: 'windows-latest' }),
    },
    step('uses: openai/codex-action@v1\nwith:\n  sandbox: workspace-write'),
  ],
  invalid: [
    {
      ...step('uses: openai/codex-action@v1\nwith:\n  prompt: x\n  safety-strategy: «unsafe»'),
      suggestions: [
        'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: openai/codex-action@v1\n        with:\n          prompt: x\n',
      ],
    },
    { ...step('uses: openai/codex-action@v1\nwith:\n  sandbox: «danger-full-access»'), message: 'whole runner' },
  ],
});

ruleTester(ciYoloWithoutToolList, {
  valid: [
    step(`uses: google-github-actions/run-gemini-cli@v0\nwith:\n  settings: '{"tools":{"core":["read_file"]}}'`),
    {
      because: 'settings that are computed',
      ...step('uses: google-github-actions/run-gemini-cli@v0\nwith:\n  settings: ${{ vars.GEMINI_SETTINGS }}'),
    },
  ],
  invalid: [
    {
      ...step('uses: «google-github-actions/run-gemini-cli@v0»\nwith:\n  prompt: x'),
      suggestions: [
        'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: google-github-actions/run-gemini-cli@v0\n        with:\n          prompt: x\n          settings: \'{"tools":{"core":["read_file","glob","grep_search"]}}\'\n',
      ],
    },
  ],
});

ruleTester(ciWriteOnUntrustedEvent, {
  valid: [
    {
      because: 'the action checks for write access itself',
      ...step(claude('prompt: x'), { on: 'issues', permissions: '{ contents: write }' }),
    },
    { because: 'the job can only read', ...step('run: claude -p "x"', { on: 'issues', permissions: '{ contents: read }' }) },
    {
      because: 'the job asks who it is',
      ...step('run: claude -p "x"', {
        on: 'issue_comment',
        permissions: '{ contents: write }',
        job: `    if: github.event.comment.author_association == 'OWNER'\n`,
      }),
    },
    { because: 'only people with write access push', ...step('run: claude -p "x"', { permissions: '{ contents: write }' }) },
  ],
  invalid: [
    ...["github.actor != 'dependabot[bot]'", "contains(github.event.comment.body, 'permission')"].map((condition) => ({
      ...step('name: «Fix»\nrun: claude -p "x"', {
        on: 'issue_comment',
        permissions: '{ contents: write }',
        job: `    if: ${condition}\n`,
      }),
      because: 'a condition that everybody but one passes, and a word of the comment',
    })),
    {
      ...step('name: «Fix»\nrun: claude -p "x"', { on: 'issues', permissions: '{ contents: write }' }),
      severity: 'critical',
      message: '`contents: write`',
    },
    {
      ...step(
        claude('allowed_non_write_users: "*"').replace(
          'uses: anthropics/claude-code-action@v1',
          'uses: «anthropics/claude-code-action@v1»',
        ),
        { on: 'pull_request_target', permissions: 'write-all' },
      ),
    },
    {
      because: 'this one checks nothing',
      ...step('uses: «anthropics/claude-code-base-action@v1»', { on: 'issue_comment', permissions: '{ issues: write }' }),
    },
  ],
});

ruleTester(ciUntrustedPrompt, {
  valid: [
    step(claude('prompt: "Sort issue ${{ github.event.issue.number }}"'), { on: 'issues' }),
    { because: 'no prompt', ...step(claude('track_progress: ${{ github.event.issue.title }}'), { on: 'issues' }) },
    {
      because: 'a model without tools only answers',
      ...step('uses: actions/ai-inference@v2\nwith:\n  prompt: "Sum up ${{ github.event.issue.body }}"', { on: 'issues' }),
    },
    { because: 'only people with write access push', ...step(claude('prompt: "Look at ${{ github.sha }}"')) },
  ],
  invalid: [
    { ...step(claude('prompt: "Sort: «${{ github.event.issue.body }}»"'), { on: 'issues' }), severity: 'medium' },
    {
      because: 'with the tools of GitHub it acts',
      ...step(
        'uses: actions/ai-inference@v2\nwith:\n  enable-github-mcp: true\n  system-prompt: "Sort «${{ github.event.issue.title }}»"',
        { on: 'issues', permissions: '{ issues: write }' },
      ),
      severity: 'high',
      message: 'ai-inference',
    },
    {
      ...step(claude('prompt: "Answer «${{ github.event.comment.body }}»"'), { on: 'issue_comment', permissions: '{ contents: write }' }),
      severity: 'high',
      message: '`contents: write`',
    },
  ],
});

ruleTester(ciLongLivedGithubToken, {
  valid: [step(claude('github_token: ${{ secrets.GITHUB_TOKEN }}')), step(claude('github_token: ${{ steps.app.outputs.token }}'))],
  invalid: [
    {
      ...step(claude('github_token: «${{ secrets.BOT_PAT }}»')),
      suggestions: [
        'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          github_token: ${{ secrets.GITHUB_TOKEN }}\n',
      ],
    },
  ],
});

ruleTester(ciOutputExposesIdentity, {
  valid: [step(claude('show_full_output: false'))],
  invalid: [
    {
      ...step(claude('prompt: x\n  show_full_output: «true»')),
      suggestions: [
        'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          prompt: x\n',
      ],
    },
  ],
});

const setup = at('.github/workflows/copilot-setup-steps.yml');
ruleTester(copilotSetupExposesSecrets, {
  valid: [
    setup`
      on: workflow_dispatch
      jobs:
        copilot-setup-steps:
          runs-on: ubuntu-latest
          permissions: { contents: read }
          environment: copilot
          steps: [{ run: npm ci }]
    `,
    {
      because: 'another job of another workflow',
      ...workflow`
      on: push
      jobs:
        build:
          runs-on: self-hosted
          permissions: { contents: write }
          steps: [{ run: npm ci }]
    `,
    },
  ],
  invalid: [
    {
      ...setup`
      on: workflow_dispatch
      jobs:
        copilot-setup-steps:
          runs-on: ubuntu-latest
          permissions: { contents: read }
          steps:
            - run: |
                npm ci
                «echo "NPM_TOKEN=${'$'}{{ secrets.NPM_TOKEN }}" >> $GITHUB_ENV»
            - run: «echo "//npm.acme.dev/:_authToken=$TOKEN" > ~/.npmrc»
              env: { TOKEN: "${'$'}{{ secrets.NPM_TOKEN }}" }
            - run: npm ci
              env: { NODE_AUTH_TOKEN: "${'$'}{{ secrets.NPM_TOKEN }}" }
    `,
      message: ['in $GITHUB_ENV', 'in ~/.npmrc'],
      severity: 'medium',
    },
    {
      ...setup`
      on: workflow_dispatch
      jobs:
        copilot-setup-steps:
          runs-on: «self-hosted»
          environment: «production»
          permissions:
            contents: «write»
          steps:
            - uses: «aws-actions/configure-aws-credentials@v4»
              with: { role-to-assume: 'arn:aws:iam::123456789012:role/ci', aws-region: eu-west-1 }
    `,
      message: ['machine', 'production', 'contents: write', 'logs in'],
    },
    {
      ...setup`
      on: workflow_dispatch
      jobs:
        copilot-setup-steps:
          runs-on: ubuntu-latest
          permissions: { contents: «write» }
          steps: [{ run: npm ci }]
    `,
      suggestions: [
        'on: workflow_dispatch\njobs:\n  copilot-setup-steps:\n    runs-on: ubuntu-latest\n    permissions: { contents: read }\n    steps: [{ run: npm ci }]\n',
      ],
    },
  ],
});
