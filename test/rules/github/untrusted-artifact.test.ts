import { untrustedArtifact } from '../../../rules/github/untrusted-artifact.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const unpacking = (condition: string, action: string): string => `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    if: \${{ ${condition} }}
    runs-on: ubuntu-latest
    steps:
      - uses: ${action}
        with: { run-id: "\${{ github.event.workflow_run.id }}" }
      - run: ./publish.sh
`;

ruleTester(untrustedArtifact, {
  valid: [
    ...["github.event.workflow_run.event != 'pull_request'", '!github.event.workflow_run.head_repository.fork'].map((condition) => ({
      file: '.github/workflows/a.yml',
      text: unpacking(condition, 'actions/download-artifact@v5'),
      because: 'no run of a fork',
    })),
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/download-artifact@v5
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: cp artifact/number .
      - run: npm ci
`,
      because: 'one file of data, which no tool runs',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/download-artifact@v5
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: cp -r artifact/. public
      - run: npm ci
`,
      because: 'from one folder into another',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/download-artifact@v5
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: tar xzf artifact/site.tgz -C artifact
      - run: npm ci
`,
      because: 'the archive stays in its folder',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v5
        with: { path: "\${{ runner.temp }}/x", run-id: 1 }
      - run: ./x
`,
      because: 'a folder of its own',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v5
      - run: ./x
`,
      because: 'an artifact of this run',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v5
        with: { run-id: 1 }
      - run: echo done
`,
      because: 'nothing of the workspace is run',
    },
    {
      file: '.github/workflows/comment.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { pull-requests: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v5
        with: { path: ./number, run-id: 1 }
      - run: |
          IFS= read -r NUMBER < number/pr.txt
          [[ "$NUMBER" =~ ^[0-9]{1,10}$ ]] || exit 1
          printf 'NUMBER=%s\\n' "$NUMBER" >> "$GITHUB_ENV"
      - run: node .github/comment.js
`,
      because: 'unpacked into a folder of its own, and nothing there is run',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    if: github.event.workflow_run.event == 'push'
    steps:
      - uses: actions/download-artifact@v5
        with: { run-id: 1 }
      - run: ./x
`,
      because: "a run for a member's push",
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          npm ci
          gh run download 1
          cat number
`,
      because: 'what runs here ran before anything was unpacked',
    },
    ...['unzip made.zip -d "$RUNNER_TEMP/made"', 'ls -l made.zip'].map((command) => ({
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v7
        with:
          script: |
            const zip = await github.rest.actions.downloadArtifact({ ...context.repo, artifact_id: 7, archive_format: 'zip' });
            require('fs').writeFileSync('made.zip', Buffer.from(zip.data));
      - run: ${command}
      - run: npm ci
`,
      because: 'the archive is unpacked elsewhere, or not at all',
    })),
  ],
  invalid: [
    ...[
      "github.event.workflow_run.event == 'pull_request'",
      'github.event.workflow_run.head_repository.full_name != github.repository',
    ].map((condition) => ({
      file: '.github/workflows/a.yml',
      text: unpacking(condition, '«actions/download-artifact@v5»'),
      because: 'runs of forks are the ones that it takes',
    })),
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «actions/download-artifact@v5»
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: cp -r artifact/. .
      - run: npm ci
`,
      severity: 'high',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «actions/download-artifact@v5»
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: mkdir -p out && mv ./artifact/* "$GITHUB_WORKSPACE"
      - run: npm ci
`,
      severity: 'high',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «actions/download-artifact@v5»
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: tar xzf artifact/site.tgz
      - run: make publish
`,
      severity: 'high',
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: { contents: write }
defaults: { run: { working-directory: artifact } }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «actions/download-artifact@v5»
        with:
          path: artifact
          run-id: \${{ github.event.workflow_run.id }}
      - run: npm ci
`,
      severity: 'high',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «actions/download-artifact@v5»
        with: { path: dist, run-id: 1 }
      - run: |
          cd dist
          npm publish
      - uses: «actions/download-artifact@v5»
        with: { path: node_modules, run-id: 1 }
      - run: npm test
      - uses: «actions/download-artifact@v5»
        with: { path: out/, run-id: 1 }
      - run: make
        working-directory: ./out/lib
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    if: github.event.workflow_run.event == 'push' || github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: «actions/download-artifact@v5»
        with: { run-id: "\${{ github.event.workflow_run.id }}" }
      - run: ./x
`,
      because: 'one of the two runs that it takes is that of a pull request',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «dawidd6/action-download-artifact@v11»
        with:
          run_id: 1
      - run: npm test
`,
      suggestions: [
        `on: workflow_run
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: dawidd6/action-download-artifact@v11
        with:
          run_id: 1
          path: \${{ runner.temp }}/artifact
      - run: npm test
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «dawidd6/action-download-artifact@v11»
      - run: npm test
`,
      severity: 'high',
      message: '`contents: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: «gh run download» 1
      - run: cat pr >> $GITHUB_ENV
`,
      severity: 'medium',
      message: 'later steps run commands',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          «gh run download» 1
          ./report.sh
`,
      message: 'later steps run commands',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_run: { workflows: [CI] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: «actions/github-script@v7»
        with:
          script: |
            const zip = await github.rest.actions.downloadArtifact({ ...context.repo, artifact_id: 7, archive_format: 'zip' });
            require('fs').writeFileSync('made.zip', Buffer.from(zip.data));
      - run: |
          unzip made.zip
          npm ci
`,
      message: 'later steps run commands',
    },
  ],
});
