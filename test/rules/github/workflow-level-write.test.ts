import { workflowLevelWrite } from '../../../rules/github/workflow-level-write.ts';
import { ruleTester } from '../../support/rule-tester.ts';

/** A workflow whose last job alone uses what it may write. */
const site = (ofAll: string, ofOne: string) => `on: push
permissions:
  contents: read
${ofAll}jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: actions/upload-pages-artifact@v4
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/create-release@v1
  site:
    runs-on: ubuntu-latest
${ofOne}    steps:
      - uses: actions/configure-pages@v5
`;

ruleTester(workflowLevelWrite, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      because: 'one job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: { contents: read }
jobs:
  a: { steps: [] }
  b: { steps: [] }
`,
      because: 'no write',
    },
    {
      file: '.github/workflows/infra.yml',
      text: `on: push
permissions:
  id-token: write
  contents: read
jobs:
  staging:
    uses: ./.github/workflows/apply.yml
    with: { env: staging }
  production:
    needs: staging
    uses: ./.github/workflows/apply.yml
    with: { env: production }
`,
      beside: {
        '.github/workflows/apply.yml': `on: { workflow_call: { inputs: { env: { type: string } } } }
jobs:
  apply:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with: { role-to-assume: 'arn:aws:iam::111122223333:role/apply', aws-region: eu-west-1 }
      - run: ./apply.sh
`,
      },
      because: 'every job logs in with it',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions:
  contents: read
  packages: «write»
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: docker push ghcr.io/acme/app
  b:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      severity: 'medium',
      message: '2 jobs get it (`a`, `b`)',
      suggestions: [
        `on: push
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      packages: write
    steps:
      - run: docker push ghcr.io/acme/app
  b:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: «read-all»
jobs:
  a: { steps: [] }
  b: { steps: [] }
`,
      severity: 'low',
      message: 'read-all',
    },
    {
      because: 'the reason goes along',
      file: '.github/workflows/site.yml',
      text: site('  pages: «write»      # to deploy to Pages\n', ''),
      suggestions: [site('', '    permissions:\n      contents: read\n      pages: write # to deploy to Pages\n')],
    },
    {
      because: 'it goes along with the line ends of the file',
      file: '.github/workflows/site.yml',
      text: site('  pages: «write»      # to deploy to Pages\n', '').replaceAll('\n', '\r\n'),
      suggestions: [site('', '    permissions:\n      contents: read\n      pages: write # to deploy to Pages\n').replaceAll('\n', '\r\n')],
    },
  ],
});
