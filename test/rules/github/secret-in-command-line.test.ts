import { secretInCommandLine } from '../../../rules/github/secret-in-command-line.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInCommandLine, {
  valid: [
    {
      file: '.github/workflows/push.yml',
      text: `on: push
permissions: { packages: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: docker login ghcr.io -u x -p $GITHUB_TOKEN
        env: { GITHUB_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
      - run: echo "$HUB" | docker login -u shop --password-stdin
        env: { HUB: "\${{ secrets.HUB }}" }
`,
      because: 'the token ends with the job, and what is piped in stands in no list',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ secrets.KEY != '' }} \${{ secrets.KEY && 'set' || 'not set' }}"
      - run: echo "\${{ secrets[format('KEY_{0}', github.ref_name)] }}"
`,
      because: 'only whether it is there; and a computed name has its own rule',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x "$K"
        env: { K: "\${{ secrets.K }}" }
`,
      because: 'a variable',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ./x \${{ secrets.GITHUB_TOKEN }}
`,
      because: 'the token of the job ends with it',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/push.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: docker login -u shop -p "«$HUB»"
        env: { HUB: "\${{ secrets.HUB }}" }
`,
      severity: 'low',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: curl -H "X: «\${{ secrets.K }}»" https://example.com
`,
      severity: 'medium',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: curl -H "X: \${K}" https://example.com
        env:
          K: \${{ secrets.K }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo '«\${{ secrets.K }}»'
`,
      because: 'echo is no process; in single quotes there is no repair',
      severity: 'info',
    },
    {
      because: 'an address opens nothing, and is pasted all the same',
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: rsync -az site/ web@«\${{ secrets.SERVER_IP }}»:/srv
`,
      severity: 'low',
    },
  ],
});
