import { personalToken } from '../../../rules/github/personal-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(personalToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { token: "\${{ secrets.BOT_PAT }}", repository: acme/other }
`,
      because: 'another repository',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { token: "\${{ secrets.BOT_PAT }}" }
      - run: git push
`,
      because: 'a push that starts other workflows',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with: { registry: docker.io, password: "\${{ secrets.PW }}" }
`,
      because: 'another registry',
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
    steps:
      - uses: actions/checkout@v5
        with:
          token: «\${{ secrets.BOT_PAT }}»
      - run: make
`,
      message: 'this checkout of this repository',
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          token: \${{ github.token }}
      - run: make
`],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          password: «\${{ secrets.CR }}»
`,
      message: 'packages: write',
      suggestions: [`on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          password: \${{ github.token }}
`],
    },
  ],
});
