import { hardcodedRegistryPassword } from '../../../rules/github/hardcoded-registry-password.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(hardcodedRegistryPassword, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    container: { image: x, credentials: { username: u, password: "\${{ secrets.P }}" } }
`,
      because: 'a secret',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    services:
      db: { image: postgres, env: { POSTGRES_PASSWORD: postgres } }
`,
      because: 'a database for the test',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
jobs:
  a:
    services:
      db:
        image: x
        credentials: { username: u, password: «hunter» }
    steps:
      - uses: docker/login-action@v3
        with: { username: u, password: "«correct-horse»" }
`,
      message: ['service `db`', 'registry'],
      suggestions: [
        `on: push
jobs:
  a:
    services:
      db:
        image: x
        credentials: { username: u, password: '\${{ secrets.REGISTRY_PASSWORD }}' }
    steps:
      - uses: docker/login-action@v3
        with: { username: u, password: "correct-horse" }
`,
      ],
    },
  ],
});
