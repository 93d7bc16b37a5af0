import { unusedIdToken } from '../../../rules/github/unused-id-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(unusedIdToken, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - run: npm publish
`,
      because: 'publishing uses it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions: { id-token: write }
    steps:
      - uses: someone/unknown@v1
`,
      because: 'an unknown action may use it',
    },
    ...[
      'terraform apply -auto-approve',
      'npx jsr publish',
      'npx semantic-release',
      'npx nx release publish',
      'goreleaser release',
      './gradlew publish',
      './deploy.sh',
      'bash scripts/x.sh',
      'python ci/upload.py',
      'make release',
      'make',
      'npm run deploy',
      'syft attest --output spdx-json x',
      '"$TOOL" run',
    ].map((command) => ({
      file: '.github/workflows/ci.yml',
      text: `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions: { id-token: write }\n    steps:\n      - run: |\n          ${command}\n`,
      because: 'what it does with the token is in its settings, or in a file that is not read',
    })),
  ],
  invalid: [
    {
      file: '.github/workflows/deploy.yml',
      text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    permissions:
      id-token: «write»
      contents: read
    steps:
      - uses: azure/login@v2
        with: { creds: "\${{ secrets.AZURE_CREDENTIALS }}" }
`,
      suggestions: [],
    },
    {
      file: '.github/workflows/release.yml',
      text: `on: push
permissions: {}
jobs:
  publish-to-npm:
    runs-on: ubuntu-latest
    outputs: { release: '1' }
    steps: [{ run: 'true' }]
  announce:
    needs: publish-to-npm
    runs-on: ubuntu-latest
    permissions: { contents: write, id-token: «write» }
    steps:
      - uses: ncipollo/release-action@v1
        with: { tag: "app@\${{ needs.publish-to-npm.outputs.release }}" }
`,
      because: 'the job that publishes is another, and only its name stands here',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: «write»
    steps:
      - uses: actions/setup-node@v5
      - run: npm test
`,
      message: '2 steps',
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/setup-node@v5
      - run: npm test
`,
      ],
    },
    ...['npm test', 'npm run build', 'make test', 'python -m pytest', 'go test ./...', 'node --version'].map((command) => ({
      file: '.github/workflows/ci.yml',
      text: `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    permissions: { contents: read, id-token: «write» }\n    steps:\n      - run: ${command}\n`,
    })),
  ],
});
