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
