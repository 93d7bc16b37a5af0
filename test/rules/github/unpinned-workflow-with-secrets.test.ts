import { unpinnedWorkflowWithSecrets } from '../../../rules/github/unpinned-workflow-with-secrets.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unpinnedWorkflowWithSecrets, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    uses: acme/tools/.github/workflows/x.yml@main
    secrets: inherit
`,
      because: 'the same owner',
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    uses: other/tools/.github/workflows/x.yml@main
`,
      because: 'no secrets and no scopes',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    uses: other/tools/.github/workflows/x.yml@«main»
    secrets: inherit
`,
      workspace: { remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
      severity: 'high',
      message: 'every secret',
    },
  ],
});
