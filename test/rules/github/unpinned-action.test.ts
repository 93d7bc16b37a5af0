import { unpinnedAction } from '../../../rules/github/unpinned-action.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unpinnedAction, {
  valid: [
    {
      file: 'action.yml',
      text: `name: x\ndescription: y\nruns: { using: docker, image: Dockerfile }\n`,
      because: 'made of its own file',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/x@8f4b7f84864484a7bf31766abe9204da3cbe65b3
`,
      because: 'a commit',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./x
`,
      because: 'this repository',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/x@v1
        with: { token: "\${{ secrets.K }}" }
`,
      because: 'with an identity it has its own rule',
    },
  ],
  invalid: [
    {
      file: 'action.yml',
      text: `name: x\ndescription: y\nruns: { using: docker, image: «docker://ghcr.io/o/x:latest» }\n`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { matrix: { image: [«fedora:latest»], include: [{ image: «alpine» }, { other: x }] } }
    container: { image: '\${{ matrix.image }}' }
    steps: [{ run: make }]
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-go@8f4b7f84864484a7bf31766abe9204da3cbe65b3
      - uses: actions/checkout@«v4»
`,
      severity: 'low',
      because: 'the others stand by their commit',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@«v4»
`,
      severity: 'info',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/x@«v1»
      - uses: actions/cache@«v4»
`,
      message: ['someone/x', 'actions/cache'],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «someone/x»
      - uses: «docker://alpine:3»
`,
      message: ['no version', 'image'],
    },
  ],
});
