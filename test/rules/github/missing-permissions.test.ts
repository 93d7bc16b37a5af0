import { missingPermissions } from '../../../rules/github/missing-permissions.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

ruleTester(missingPermissions, {
  valid: [
    {
      ...workflow`
      on: push
      permissions: {}
      jobs:
        a: { runs-on: ubuntu-latest, steps: [{ run: make }] }
    `,
      because: 'an empty mapping grants nothing',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          permissions: { contents: read }
          runs-on: ubuntu-latest
          steps: [{ run: make }]
    `,
      because: 'every job has its own',
    },
    {
      ...workflow`
      on: pull_request_target
      jobs:
        a: { runs-on: ubuntu-latest, steps: [{ run: make }] }
    `,
      because: 'strangers start it: the rule for that reports',
    },
    {
      file: 'build/action.yml',
      text: 'runs:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n',
      because: 'an action has the permissions of its caller',
    },
  ],
  invalid: [
    {
      because: 'what the checkout leaves behind is there for the script',
      ...workflow`
        «on»: push
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v6
              - run: make
      `,
      severity: 'low',
    },
    {
      ...workflow`
        «on»: push
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: make
      `,
      severity: 'info',
      message: 'job `a`',
      suggestions: [
        `on: push
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make
`,
      ],
    },
    {
      ...workflow`
        on: push
        jobs:
          a:
            permissions: {}
            runs-on: ubuntu-latest
            steps:
              - run: make
          «b»:
            runs-on: ubuntu-latest
            steps:
              - uses: someone/upload@v1
      `,
      severity: 'medium',
      message: 'job `b`',
    },
  ],
});
