import { insecureCommands } from '../../../rules/github/insecure-commands.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(insecureCommands, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "ACTIONS_ALLOW_UNSECURE_COMMANDS=false" >> $GITHUB_ENV
          grep -q ACTIONS_ALLOW_UNSECURE_COMMANDS=true ci.yml
`,
      because: 'off, and looked for',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
        env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: 'false' }
`,
      because: 'off',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "«ACTIONS_ALLOW_UNSECURE_COMMANDS»=true" >> "$GITHUB_ENV"
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
env:
  A: b
  ACTIONS_ALLOW_UNSECURE_COMMANDS: '«true»'
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      suggestions: [
        `on: push
env:
  A: b
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      ],
    },
    {
      file: 'build/action.yml',
      text: `runs:
  using: composite
  steps:
    - run: make
      shell: bash
      env:
        ACTIONS_ALLOW_UNSECURE_COMMANDS: «true»
`,
    },
  ],
});
