import { anonymousOidcSession } from '../../../rules/github/anonymous-oidc-session.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(anonymousOidcSession, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with: { role-to-assume: r, role-session-name: x }
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
      - uses: «aws-actions/configure-aws-credentials@v5»
        with:
          role-to-assume: r
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: r
          role-session-name: gha-\${{ github.repository_id }}-\${{ github.run_id }}
`,
      ],
    },
  ],
});
