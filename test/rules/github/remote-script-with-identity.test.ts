import { remoteScriptWithIdentity } from '../../../rules/github/remote-script-with-identity.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const job = (steps: string, permissions = '{}') => `on: push
permissions: ${permissions}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${steps}`;

ruleTester(remoteScriptWithIdentity, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: p
    steps:
      - shell: pwsh
        run: |
          (New-Object Net.WebClient).DownloadFile('https://example.com/tool.exe', 'tool.exe')
          Invoke-Expression "./build.ps1"
        env: { T: '\${{ secrets.T }}' }
`,
      because: 'fetched and not run, run and not fetched',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job(
        '      - run: eval "$(ssh-agent -s)" && cp ./x .  && curl -s https://get.example.com/env\n        env: { K: "${{ secrets.K }}" }\n',
      ),
      because: 'what is evaluated is of this machine',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: curl -sSL https://sh.rustup.rs | sh -s -- -y\n'),
      because: 'nothing in reach',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: curl -sSL https://get.example.com | sh\n      - run: ./deploy\n        env: { K: "${{ secrets.K }}" }\n'),
      because: 'the secret is in the environment of another step',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: curl -sSL https://api.example.com | jq .\n        env: { K: "${{ secrets.K }}" }\n'),
      because: 'data, not code',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: curl -sSLo t https://get.example.com/t && sha256sum -c t.sum\n        env: { K: "${{ secrets.K }}" }\n'),
      because: 'fetched and compared',
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
    environment: p
    steps:
      - shell: pwsh
        run: «iex ((New-Object System.Net.WebClient).DownloadString('https://example.com/install.ps1')»)
        env: { T: '\${{ secrets.T }}' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    environment: p
    steps:
      - shell: pwsh
        run: «Invoke-Expression (Invoke-RestMethod https://example.com/install.ps1»)
        env: { T: '\${{ secrets.T }}' }
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: «eval "$(curl -s https://get.example.com/env)»"\n        env: { K: "${{ secrets.K }}" }\n'),
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: cd x && «. <(curl -s https://get.example.com/env)»\n        env: { K: "${{ secrets.K }}" }\n'),
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: «bash <(curl -s https://get.example.com/up)»\n        env: { K: "${{ secrets.K }}" }\n'),
      message: '`get.example.com`',
      severity: 'medium',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: «wget -qO- https://get.example.com/i.sh | sudo bash -s v1»\n', '{ contents: write }'),
      message: '`contents: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: job('      - run: «irm https://get.example.com/i.ps1 | iex»\n        shell: pwsh\n        env: { K: "${{ secrets.K }}" }\n'),
      message: 'the secret `K`',
    },
  ],
});
