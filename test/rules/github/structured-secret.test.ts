import { structuredSecret } from '../../../rules/github/structured-secret.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(structuredSecret, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "::add-mask::$VALUE"
        env:
          VALUE: \${{ fromJSON(secrets.CONFIG).a }}
      - run: ./x
        env:
          A: \${{ fromJSON(secrets.CONFIG).a }}
`,
      because: 'a step before has the log hide it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env: { A: "\${{ fromJSON(vars.CONFIG).a }}" }
`,
      because: 'variables are no secrets',
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
      - run: ./x
        env:
          A: «\${{ fromJSON(secrets.CONFIG).a }}»
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "::add-mask::$VALUE"
        env:
          VALUE: \${{ fromJSON(secrets.CONFIG).a }}
      - run: ./x
        env:
          A: \${{ fromJSON(secrets.CONFIG).a }}
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
      - run: x
        env: { A: "«\${{ fromJSON(secrets.CONFIG).a }}»" }
`,
      message: '`CONFIG`',
    },
  ],
});
