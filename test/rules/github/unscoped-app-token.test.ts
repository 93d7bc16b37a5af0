import { unscopedAppToken } from '../../../rules/github/unscoped-app-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unscopedAppToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/create-github-app-token@v2
        with: { app-id: 1, private-key: x, permission-contents: read }
`,
      because: 'limited',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/create-github-app-token@v2
        with: { app-id: 1, private-key: x, owner: acme, permission-members: read }
`,
      because: 'an organization has no repositories to name',
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
      - uses: actions/create-github-app-token@v2
        with:
          app-id: 1
          permission-contents: read
          skip-token-revoke: «true»
`,
      message: 'an hour',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/create-github-app-token@v2
        with:
          app-id: 1
          permission-contents: read
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
      - uses: «actions/create-github-app-token@v2»
        with:
          app-id: 1
          owner: «acme»
`,
      message: ['no `permission-…`', 'every repository of `acme`'],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «peter-murray/workflow-application-token-action@v4»
`,
      message: 'no longer maintained',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «tibdex/github-app-token@v1»
        with: { app_id: 1, private_key: "\${{ secrets.KEY }}" }
`,
      message: 'can do all that the App may do',
      because: 'said once, with inputs that the action to move to has',
    },
  ],
});
