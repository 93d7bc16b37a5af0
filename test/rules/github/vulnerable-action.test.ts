import { vulnerableAction } from '../../../rules/github/vulnerable-action.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(vulnerableAction, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4
`,
      because: 'v4 is the newest of them',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: tj-actions/changed-files@v46
`,
      because: 'mended',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v3
`,
      because: 'before the hole came',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: shivammathur/setup-php@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2
`,
      because: 'the comment names a line of versions and none of them',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: tj-actions/changed-files@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v45.0.1
`,
      because: 'only the tags were moved, and this is a commit',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: shivammathur/setup-php@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # 2.37.1
      - uses: shivammathur/setup-php@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # since 2.36.0
`,
      because: 'mended, and a comment that says something else',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: dawidd6/action-download-artifact@v5
        with:
          allow_forks: false
      - uses: dawidd6/action-download-artifact@v6
      - uses: tj-actions/branch-names@v9
      - uses: github/codeql-action/init@v3
`,
      because: 'told to take nothing of forks, mended, and a name for the newest of them',
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
      - uses: shivammathur/setup-php@«8f4b7f84864484a7bf31766abe9204da3cbe65b3» # 2.37.0
      - uses: 'j178/prek-action@«8f4b7f84864484a7bf31766abe9204da3cbe65b3»' # tag=v1.0.5 pinned
`,
      message: 'as the comment behind it says',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@«v4.1.2»
`,
      suggestions: [
        `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v4.1.3
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
      - uses: tj-actions/changed-files@«v44.5.1»
`,
      message: 'CVE-2025-30066',
    },
    ...[
      ['dawidd6/action-download-artifact', 'v5', 'artifacts of forks'],
      ['tj-actions/branch-names', 'v8.2.1', 'names of branches'],
      ['github/codeql-action/analyze', 'v3.28.0', 'debug artifacts'],
      ['lycheeverse/lychee-action', 'v1.9.0', 'run as commands'],
      ['SonarSource/sonarqube-scan-action', 'v5.2.0', 'CVE-2025-58178'],
      ['SonarSource/sonarqube-scan-action', 'v5.2.0', 'CVE-2025-59844', 'windows-latest'],
    ].map(([action, version, message, runner = 'ubuntu-latest']) => ({
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ${runner}
    steps:
      - uses: ${action}@«${version}»
`,
      message: message!,
    })),
  ],
});
