import { surplusPermissions } from '../../../rules/github/surplus-permissions.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(surplusPermissions, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { packages: write }
    steps:
      - uses: actions/setup-node@v4
        with: { registry-url: "https://npm.pkg.github.com/acme" }
      - run: npm ci && npm publish
`,
      because: 'the registry of GitHub',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { pull-requests: write }
    steps:
      - run: gh pr comment 1 --body x
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      because: 'the command needs it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { pull-requests: write }
    steps:
      - uses: someone/unknown@v1
`,
      because: 'an action that nobody looked up',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v5
      - run: ./release
`,
      because: 'a script that could push with what the checkout left',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v5
      - run: cd web && npm ci && npm run release
`,
      because: 'the same, behind other commands of its line',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
env: { GITHUB_TOKEN: "\${{ github.token }}" }
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { pull-requests: write }
    steps:
      - run: danger ci
`,
      because: 'a program that is given the token by the workflow',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { issues: write }
    steps:
      - uses: actions/github-script@v8
`,
      because: 'a script with the token',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { issues: write }
    steps:
      - uses: ./.github/actions/x
`,
      because: 'an action that is not in the tree',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { packages: «write», contents: read }
    steps:
      - uses: actions/setup-node@v4
        with: { registry-url: "https://registry.npmjs.org" }
      - run: npm ci && npm publish
`,
      message: 'uses `packages` with the token of the job',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: «write»
      issues: «write» # old
    steps:
      - uses: actions/checkout@v5
        with: { persist-credentials: false }
      - run: npm test
`,
      message: ['is enough', 'its 2 steps are all known'],
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      issues: write # old
    steps:
      - uses: actions/checkout@v5
        with: { persist-credentials: false }
      - run: npm test
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
    permissions:
      contents: read
      packages: «read»
    steps:
      - uses: ./.github/actions/x
`,
      beside: {
        '.github/actions/x/action.yml': `runs:
  using: composite
  steps:
    - uses: actions/checkout@v5
`,
      },
      severity: 'info',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: ./.github/actions/x
`,
      ],
    },
  ],
});
