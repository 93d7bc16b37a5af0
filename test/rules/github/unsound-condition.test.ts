import { unsoundCondition } from '../../../rules/github/unsound-condition.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const job = (condition: string, secret = '') => `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    if: ${condition}
    steps:
      - run: ./deploy
${secret === '' ? '' : `        env: { TOKEN: '\${{ secrets.TOKEN }}' }\n`}`;

ruleTester(unsoundCondition, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: job('contains(fromJSON(\'["OWNER", "MEMBER", "COLLABORATOR"]\'), github.event.comment.author_association)'),
      because: 'everybody on this list was let in',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event.issue.author_association == 'FIRST_TIME_CONTRIBUTOR'"),
      because: 'newcomers are greeted, and nothing is guarded',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event.comment.author_association != 'MEMBER' && github.event.comment.author_association != 'OWNER'"),
      because: 'what others write is labelled',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job("github.event_name == 'push' || github.event.pull_request.author_association == 'MEMBER'"),
      because: 'an event that has no association passes as well',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('contains(vars.LET_IN, github.event.comment.author_association)'),
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
      text: job("«github.event.comment.author_association» != 'NONE' && github.event.comment.body == '/go'", 'x'),
      severity: 'medium',
      message: '`FIRST_TIMER` passes here',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('contains(fromJSON(\'["OWNER", "MEMBER", "CONTRIBUTOR"]\'), «github.event.comment.author_association»)'),
      severity: 'low',
      message: 'had one commit merged',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        "«github.event.issue.author_association» == 'MEMBER' || github.event.issue.author_association == 'OWNER' || github.event.issue.author_association == 'FIRST_TIME_CONTRIBUTOR'",
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
