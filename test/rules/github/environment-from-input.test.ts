import { environmentFromInput } from '../../../rules/github/environment-from-input.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(environmentFromInput, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_dispatch: { inputs: { e: { type: choice } } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: \${{ inputs.e }}
    steps:
      - run: x
`,
      because: 'a choice',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: \${{ vars.E }}
    steps:
      - run: x
`,
      because: 'a variable of the repository',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on:
  workflow_dispatch:
    inputs:
      e:
        type: string
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: «\${{ github.event.inputs.e }}»
    steps:
      - run: x
`,
      message: 'typed into',
      suggestions: [
        `on:
  workflow_dispatch:
    inputs:
      e:
        type: environment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: \${{ github.event.inputs.e }}
    steps:
      - run: x
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment:
      name: «\${{ github.head_ref }}»
    steps:
      - run: x
`,
      severity: 'high',
      message: 'author of a branch',
    },
  ],
});
