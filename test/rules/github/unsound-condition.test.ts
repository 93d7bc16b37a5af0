import { unsoundCondition } from '../../../rules/github/unsound-condition.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const job = (condition: string, secret = '', on = 'push') => `on: ${on}
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: ${condition}
    steps:
      - run: ./deploy
${secret === '' ? '' : `        env: { TOKEN: '\${{ secrets.TOKEN }}' }\n`}`;

/** A job that guards a secret by who wrote. */
const guarded = (condition: string, on = '[issue_comment, pull_request_review, pull_request_target]') => job(condition, 'x', on);

ruleTester(unsoundCondition, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env: { ADMINS: '["alice", "bob"]', OTHERS: '\${{ vars.OTHERS }}' }
    steps:
      - if: contains(fromJSON(env.ADMINS), github.actor) || contains(env.OTHERS, github.actor) || contains(env.NAMES, github.actor)
        run: ./deploy
`,
      because: 'a list, and texts that are not known',
    },
    ...[
      "github.event.comment.author_association != 'NONE' && github.actor == 'lead-dev'",
      'github.event.comment.author_association != \'NONE\' && contains(fromJSON(\'["ann", "bo"]\'), github.event.comment.user.login)',
      "github.event.pull_request.author_association != 'NONE' && github.event.pull_request.head.repo.full_name == github.repository",
      "github.event.pull_request.author_association != 'NONE' && !github.event.pull_request.head.repo.fork",
      "github.event.pull_request.author_association != 'NONE' && github.event.pull_request.head.repo.fork != true",
      "github.event.pull_request.author_association != 'FIRST_TIMER' && contains(github.event.pull_request.labels.*.name, 'safe')",
      "github.event.comment.author_association != 'NONE' && needs.ask.outputs.allowed == 'true'",
    ].map((condition) => ({
      file: '.github/workflows/ci.yml',
      text: guarded(condition),
      because: 'who acts is asked in another way too',
    })),
    {
      file: '.github/workflows/ci.yml',
      text: guarded("github.event.pull_request.author_association != 'NONE'", 'pull_request'),
      because: 'a fork is given nothing under this event',
    },
    {
      file: '.github/workflows/ci.yml',
      text: guarded(
        "github.actor != 'x' && !(github.event.comment.author_association == 'MEMBER' || github.event.comment.author_association == 'OWNER')",
      ),
      because: 'members are left out, not let in',
    },
    {
      file: '.github/workflows/ci.yml',
      text: guarded("format('{0}', github.event.comment.author_association) != 'NONE'"),
      because: 'what a function makes of it is not known',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        'contains(fromJSON(\'["OWNER", "MEMBER", "COLLABORATOR"]\'), github.event.comment.author_association)',
        '',
        'issue_comment',
      ),
      because: 'everybody on this list was let in',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event.issue.author_association == 'FIRST_TIME_CONTRIBUTOR'", '', 'issue_comment'),
      because: 'newcomers are greeted, and nothing is guarded',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        "github.event.comment.author_association != 'MEMBER' && github.event.comment.author_association != 'OWNER'",
        '',
        'issue_comment',
      ),
      because: 'what others write is labelled',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event_name == 'push' || github.event.pull_request.author_association == 'MEMBER'", '', 'issue_comment'),
      because: 'an event that has no association passes as well',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('contains(vars.LET_IN, github.event.comment.author_association)', '', 'issue_comment'),
      because: 'who is on the list is not known here',
    },
    { file: '.github/workflows/ci.yml', text: job("github.ref == 'refs/heads/main'"), because: 'no braces' },
    { file: '.github/workflows/ci.yml', text: job("${{ github.ref == 'refs/heads/main' }}"), because: 'nothing around the braces' },
    {
      file: '.github/workflows/ci.yml',
      text: job("|-\n      ${{ github.ref == 'refs/heads/main' }}"),
      because: 'this block has no line end',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("|\n      github.ref == 'refs/heads/main' &&\n      github.actor != 'x'"),
      because: 'a block without braces is one expression',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('contains(fromJSON(\'["refs/heads/main"]\'), github.ref)'),
      because: 'a list is searched for the whole name',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("contains(github.event.head_commit.message, '[skip]')"),
      because: 'the text of others is searched, not searched for',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("contains('push pull_request', github.event_name)"),
      because: 'the author chooses none of these names',
    },
    { file: '.github/workflows/ci.yml', text: job("!contains('refs/heads/main', github.ref)"), because: 'more is kept out, not let in' },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
env: { ADMINS: 'alice,bob' }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - if: contains(«env.ADMINS», github.event.pull_request.user.login)
        run: ./deploy
        env: { T: '\${{ secrets.T }}' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: guarded(
        '(github.event_name == \'issue_comment\' && contains(fromJSON(\'["OWNER", "MEMBER"]\'), github.event.comment.author_association)) || (github.event_name == \'pull_request_review\' && contains(fromJSON(\'["OWNER", "MEMBER", "CONTRIBUTOR"]\'), «github.event.review.author_association»))',
      ),
      message: '`CONTRIBUTOR` passes here, and what it guards has the secret `TOKEN`',
      because: 'the part of the condition that lets them through is underlined',
    },
    {
      file: '.github/workflows/ci.yml',
      text: guarded("github.actor != 'dependabot[bot]' && !(«github.event.comment.author_association» == 'NONE')"),
      message: '`FIRST_TIMER` passes here',
      because: 'one account that is kept out leaves all others',
    },
    {
      file: '.github/workflows/ci.yml',
      text: guarded("«github.event.pull_request.author_association» != 'NONE'", 'pull_request').replace(
        'ubuntu-latest',
        '[self-hosted, linux]',
      ),
      message: 'has a machine of your own:',
      because: 'a fork is given no secret, but the machine',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("«github.event.comment.author_association» != 'NONE' && github.event.comment.body == '/go'", 'x', 'issue_comment'),
      severity: 'medium',
      message: '`FIRST_TIMER` passes here',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        'contains(fromJSON(\'["OWNER", "MEMBER", "CONTRIBUTOR"]\'), «github.event.comment.author_association»)',
        '',
        'issue_comment',
      ),
      severity: 'low',
      message: 'once committed to this repository',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        "github.event.issue.author_association == 'MEMBER' || github.event.issue.author_association == 'OWNER' || «github.event.issue.author_association» == 'FIRST_TIME_CONTRIBUTOR'",
        '',
        'issue_comment',
      ),
      message: '`FIRST_TIME_CONTRIBUTOR` passes',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("|\n      «${{ github.ref == 'refs/heads/main' }}»", 'x'),
      severity: 'medium',
      message: 'the line end behind the braces',
      suggestions: [job("|\n      github.ref == 'refs/heads/main'", 'x')],
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("«${{ github.ref == 'refs/heads/main' }} && ${{ github.actor == 'x' }}»"),
      severity: 'low',
      message: '`&&` outside of the braces',
      suggestions: [job("github.ref == 'refs/heads/main' && github.actor == 'x'")],
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("contains(«'refs/heads/main refs/heads/dev'», github.ref)", 'x'),
      severity: 'medium',
      message: '`refs/heads/de` does, and what it guards has the secret `TOKEN`',
      suggestions: [job('contains(fromJSON(\'["refs/heads/main", "refs/heads/dev"]\'), github.ref)', 'x')],
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event_name == 'push' && contains(«'alice,bob'», github.actor)"),
      severity: 'low',
      message: '`bo` does',
    },
  ],
});
