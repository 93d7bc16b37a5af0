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
      - run: echo "\${{ secrets.GITHUB_TOKEN }}" | docker login ghcr.io -u x --password-stdin
      - run: docker login registry.example.com -u x -p "\${{ secrets.REGISTRY }}"
`,
      because: 'the token of the job, and another registry',
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
        with: { token: "\${{ secrets.BOT_TOKEN }}", repository: acme/other }
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
        with: { token: "\${{ secrets.BOT_TOKEN }}" }
      - run: git push
`,
      because: 'a push that starts other workflows, with what may be the token of an App',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: az artifacts universal download
        env: { AZURE_DEVOPS_EXT_PAT: "\${{ secrets.AZDO_PAT }}" }
`,
      because: 'a token of another service',
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
      - run: echo "«\${{ secrets.CR_PAT }}»" | docker login ghcr.io -u x --password-stdin
      - run: helm registry login ghcr.io -u "$WHO" -p "$TOKEN"
        env: { WHO: "\${{ secrets.CR_USER }}", TOKEN: "«\${{ secrets.CR_TOKEN }}»" }
`,
      message: ['`CR_PAT`', '`CR_TOKEN`'],
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      packages: write
    steps:
      - run: echo "\${{ github.token }}" | docker login ghcr.io -u x --password-stdin
      - run: helm registry login ghcr.io -u "$WHO" -p "$TOKEN"
        env: { WHO: "\${{ secrets.CR_USER }}", TOKEN: "\${{ secrets.CR_TOKEN }}" }
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
      - uses: actions/checkout@v5
        with:
          token: «\${{ secrets.BOT_PAT }}»
      - run: make
`,
      message: 'this checkout of this repository',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          token: \${{ github.token }}
      - run: make
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
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          password: «\${{ secrets.CR }}»
`,
      message: 'packages: write',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      packages: write
    steps:
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          password: \${{ github.token }}
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
      - uses: actions/checkout@v5
        with: { token: "«\${{ secrets.BOT_PAT }}»" }
      - run: git push && gh pr create --fill
        env: { GH_TOKEN: "\${{ secrets.BOT_PAT }}" }
`,
      severity: 'low',
      message: 'token of a GitHub App',
      because: 'said once, where the job first takes it',
    },
  ],
});
