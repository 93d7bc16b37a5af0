import { writeAllPermissions } from '../../../rules/github/write-all-permissions.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

ruleTester(writeAllPermissions, {
  valid: [
    {
      ...workflow`
      on: push
      permissions: read-all
      jobs:
        a:
          runs-on: ubuntu-latest
          steps: [{ run: make }]
    `,
      because: 'read access to everything is no write access',
    },
    {
      ...workflow`
      on: push
      permissions: write-all
      jobs:
        a:
          permissions: {}
          runs-on: ubuntu-latest
          steps: [{ run: make }]
    `,
      because: 'every job has its own, so nobody inherits it',
    },
    {
      ...workflow`
      on: push
      permissions: ${'${{ inputs.level }}'}
      jobs:
        a:
          runs-on: ubuntu-latest
          steps: [{ run: make }]
    `,
      because: 'what is computed is not known',
    },
  ],
  invalid: [
    {
      ...workflow`
        on: push
        permissions: «write-all» # for now
        jobs:
          a:
            runs-on: ubuntu-latest
            steps: [{ run: make }]
      `,
      message: 'job `a` write access to all',
      suggestions: [
        `on: push
permissions:
  contents: read # for now
jobs:
  a:
    runs-on: ubuntu-latest
    steps: [{ run: make }]
`,
      ],
    },
    {
      ...workflow`
        on: push
        permissions: {}
        jobs:
          a:
            permissions: «write-all»
            runs-on: ubuntu-latest
            steps: [{ run: make }]
      `,
      message: 'job `a`',
    },
    {
      ...workflow`
        on: push
        permissions: «write-all»
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v5
                with: { persist-credentials: false }
              - uses: actions/labeler@v6
          b:
            runs-on: ubuntu-latest
            steps:
              - run: gh release create v1
                env: { GH_TOKEN: "${'${{ github.token }}'}" }
      `,
      because: 'every step is known, so that the block is computed',
      message: '2 jobs',
      suggestions: [
        `on: push
permissions:
  contents: write
  issues: write
  pull-requests: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with: { persist-credentials: false }
      - uses: actions/labeler@v6
  b:
    runs-on: ubuntu-latest
    steps:
      - run: gh release create v1
        env: { GH_TOKEN: "\${{ github.token }}" }
`,
      ],
    },
  ],
});
