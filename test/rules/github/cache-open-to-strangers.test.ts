import { cacheOpenToStrangers } from '../../../rules/github/cache-open-to-strangers.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = '.github/workflows/pr.yml';
const job = (on: string, mode: string, condition = '') => `on: ${on}
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
${condition}    cache-mode: ${mode}
    steps:
      - run: make
`;

ruleTester(cacheOpenToStrangers, {
  valid: [
    { file, text: job('pull_request_target', 'read') },
    { file, text: job('pull_request_target', 'none') },
    { file, text: job('push', 'write'), because: 'whoever pushes may write here anyway' },
    { file, text: job('pull_request', 'write'), because: 'a pull request has caches of its own' },
    { file, text: job('pull_request_target', '${{ vars.MODE }}'), because: 'not known' },
    { file, text: job('{ pull_request_target: { types: [labeled] } }', 'write'), because: 'a label needs a member' },
    { file, text: job('pull_request_target', 'write', '    if: github.event.pull_request.head.repo.full_name == github.repository\n') },
  ],
  invalid: [
    { file, text: job('issue_comment', '«write-only»'), message: 'anyone who comments', suggestions: [job('issue_comment', 'read')] },
    {
      file,
      text: `on: pull_request_target\npermissions: {}\ncache-mode: «write»\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n  b:\n    runs-on: ubuntu-latest\n    steps: [{ run: make test }]\n`,
      because: 'what holds for two jobs is said once',
    },
    {
      file,
      text: job('pull_request_target', '«write»', "    if: |\n      ${{ github.actor == 'someone' }}\n"),
      because: 'a condition that is always true guards nothing',
    },
  ],
});
