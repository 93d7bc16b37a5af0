import { secretsInherit } from '../../../rules/github/secrets-inherit.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

const callee = (secrets: string, rest = '') => ({
  '.github/workflows/deploy.yml': `on:\n  workflow_call:\n${secrets}permissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n${rest}    steps:\n      - run: ./deploy\n        env:\n          HOOK: \${{ secrets.hook }}\n          T: \${{ secrets.GITHUB_TOKEN }}\n`,
});

ruleTester(secretsInherit, {
  valid: [
    {
      ...workflow`
      on: push
      jobs:
        a:
          uses: ./.github/workflows/deploy.yml
          secrets: { HOOK: "${'${{ secrets.HOOK }}'}" }
    `,
      beside: callee(''),
      because: 'secrets are named',
    },
    {
      ...workflow`
      on: push
      jobs:
        a:
          uses: ./.github/workflows/deploy.yml
    `,
      beside: callee(''),
      because: 'none are passed',
    },
  ],
  invalid: [
    {
      ...workflow`
        on: push
        jobs:
          a:
            uses: ./.github/workflows/deploy.yml
            secrets: «inherit»
      `,
      beside: callee('    secrets:\n      KEY: {}\n'),
      message: '2: `KEY`, `hook`',
      severity: 'low',
      suggestions: [
        `on: push
jobs:
  a:
    uses: ./.github/workflows/deploy.yml
    secrets:
      KEY: \${{ secrets.KEY }}
      hook: \${{ secrets.hook }}
`,
      ],
    },
    {
      ...workflow`
        on: push
        jobs:
          a:
            uses: ./.github/workflows/deploy.yml
            secrets: «inherit»
      `,
      beside: callee('', '    environment: production\n'),
      because: 'secrets of an environment cannot be passed by a caller',
      message: 'declares and reads none',
    },
    {
      ...workflow`
        on: push
        jobs:
          a:
            uses: other/tools/.github/workflows/deploy.yml@v1
            secrets: «inherit»
      `,
      workspace: { remote: { host: 'github.com', path: 'acme/app' } },
      message: 'organization secrets included',
      severity: 'high',
    },
  ],
});
