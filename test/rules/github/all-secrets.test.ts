import { allSecrets } from '../../../rules/github/all-secrets.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(allSecrets, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: x
        env: { A: "\${{ toJSON(secrets.A) }}" }
`,
      because: 'one secret',
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
        env: { A: "\${{ secrets['A'] }}" }
`,
      because: 'named',
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
      - run: x
        env: { A: "«\${{ format('{0}', toJSON(secrets)) }}»" }
`,
      severity: 'high',
      message: 'Every secret',
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
        env: { A: "«\${{ secrets[format('K_{0}', matrix.x)] }}»" }
`,
      severity: 'medium',
      message: 'computed',
    },
  ],
});
