import { cloudKeyInArtifact } from '../../../rules/github/cloud-key-in-artifact.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(cloudKeyInArtifact, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: google-github-actions/auth@v3
        with: { create_credentials_file: false }
      - run: docker build .
`,
      because: 'no file is left',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: docker build .
      - uses: google-github-actions/auth@v3
`,
      because: 'packed before the login',
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
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: p
      - run: «docker build -t x .»
`,
      severity: 'medium',
      message: 'docker build',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: p
          create_credentials_file: false
      - run: docker build -t x .
`,
      ],
    },
  ],
});
