import { staticVaultToken } from '../../../rules/github/static-vault-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(staticVaultToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: hashicorp/vault-action@v3
        with: { method: jwt, role: ci }
`,
      because: 'its own identity',
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
      - uses: hashicorp/vault-action@v3
        with:
          method: approle
          roleId: x
          secretId: «\${{ secrets.V }}»
`,
      message: '`secretId`',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: hashicorp/vault-action@v3
        with:
          method: jwt
          role: <ROLE>
`,
      ],
    },
  ],
});
