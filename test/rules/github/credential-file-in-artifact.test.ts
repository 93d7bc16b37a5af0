import { credentialFileInArtifact } from '../../../rules/github/credential-file-in-artifact.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const uploading = (uses: string, path: string, more = '') => ({
  file: '.github/workflows/keep.yml',
  text: `on: push
permissions: {}
jobs:
  keep:
    runs-on: ubuntu-latest
    steps:
      - uses: ${uses}
        with:
          name: kept
          path: ${path}
${more}`,
});

const writing = (script: string, path: string, env = '{}') => ({
  file: '.github/workflows/keep.yml',
  text: `on: push
permissions: {}
jobs:
  keep:
    runs-on: ubuntu-latest
    env: ${env}
    steps:
      - run: ${script}
      - uses: actions/upload-artifact@v4
        with:
          name: kept
          path: ${path}
`,
});
const held = '{ KEY: "${{ secrets.SIGNING_KEY }}", HOST: "${{ secrets.DB_HOST }}" }';

ruleTester(credentialFileInArtifact, {
  valid: [
    { ...writing('echo "$KEY" > key.txt', 'dist', held), because: 'another file is uploaded' },
    { ...writing('echo "$KEY" > .env', '.', held), because: 'this version leaves out what has a dot in front' },
    { ...writing("echo '$KEY' > key.txt", 'key.txt', held), because: 'single quotes keep the variable as it is' },
    { ...writing('echo "$HOST" > host.txt', 'host.txt', held), because: 'where something is opens nothing' },
    { ...writing('echo "${{ secrets.CLUSTER_NAME }}" > name.txt', 'name.txt'), because: 'which cluster it is opens nothing' },
    { ...writing('echo "${{ secrets.GITHUB_TOKEN }}" > t.txt', 't.txt'), because: 'this token ends with the job' },
    { ...writing('sign --key "$KEY" > signed.txt', 'signed.txt', held), because: 'what a program makes of it is not known' },
    ...['dist', '.aws/task-definition.json', '.docker', 'docs/kubeconfig.md', 'id_rsa.pub', '.env.example', 'src/env'].map((path) => ({
      ...uploading('actions/upload-artifact@v3', path),
      because: 'a name that programs keep no credentials under',
    })),
    ...['.env', '~/.aws', '~/.ssh/', '~/.kube/*', 'app/.npmrc'].map((path) => ({
      ...uploading('actions/upload-artifact@v4', path),
      because: 'this version leaves out what has a dot in front, from the path that it begins to search at',
    })),
    {
      ...uploading('actions/upload-artifact@0123456789abcdef0123456789abcdef01234567', '.env'),
      because: 'the version that a commit stands for is not known',
    },
    ...['v3.2.1', 'v4.4.0', 'v5'].map((version) => ({
      ...uploading(`actions/upload-artifact@${version}`, '.env'),
      because: 'hidden files are left out from 3.2 and 4.4 on',
    })),
    { ...uploading('actions/upload-artifact@v4.3.6', '.env.test'), because: 'what tests run with is no secret' },
    {
      ...uploading('actions/upload-artifact@v3', '|\n            .npmrc\n            !.npmrc'),
      because: 'taken out again',
    },
    { ...uploading('actions/download-artifact@v4', '~/.aws/credentials'), because: 'a download' },
  ],
  invalid: [
    { ...writing('echo "$KEY" > key.txt', '«key.txt»', held), message: 'the secret `SIGNING_KEY` into `key.txt`' },
    writing('echo "${{ secrets.SIGNING_KEY }}" >> out/key.pem', '«out/»'),
    writing('printf "%s" "${KEY}" > "$GITHUB_WORKSPACE/key.pem"', '"«**/*.pem»"', held),
    ...['~/.aws', '~/.npmrc', '~/.ssh', '$HOME/.kube', '.pypirc', '.netrc', 'infra/terraform.tfstate'].map((path) => ({
      ...uploading('actions/upload-artifact@v3', `«${path}»`),
      severity: 'high',
      message: 'and this uploads it',
    })),
    ...['~/.aws/credentials', '~/.kube/config', 'terraform.tfstate', '.ssh/id_ed25519'].map((path) => ({
      ...uploading('actions/upload-artifact@v4', `«${path}»`),
      severity: 'high',
    })),
    ...['v3.1.3', 'v4.3.6'].map((version) => ({ ...uploading(`actions/upload-artifact@${version}`, '«.env»'), severity: 'medium' })),
    { ...uploading('actions/upload-artifact@v3', '«packages/app/.npmrc»'), severity: 'medium' },
    { ...uploading('actions/upload-artifact@v4', '«.env.production»', '          include-hidden-files: true\n'), severity: 'medium' },
    { ...uploading('actions/cache@v4', '«~/.docker/config.json»', '          key: login\n'), message: 'pull requests into a branch' },
    uploading('actions/upload-artifact@v4', '|\n            «dist\n            ~/.config/gcloud/application_default_credentials.json»'),
  ],
});
