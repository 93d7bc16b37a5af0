// A workflow whose one script, or many steps, give hundreds of findings is judged in time that grows with its length.
import { describe, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';

const shapes: Readonly<Record<string, (size: number) => string>> = {
  'titles in one script': (size) => `on: issues
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
${'          echo "${{ github.event.issue.title }}" # as it was written\n'.repeat(size)}`,
  'secrets and remote scripts in one script': (size) => `on: push
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
${'          curl -u "x:${{ secrets.DEPLOY_PASSWORD }}" https://x.example | sh\n          cat <<EOF\n          gh pr merge\n          EOF\n'.repeat(size)}`,
  'titles in many steps': (size) => `on: issue_comment
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    env: { TITLE: "\${{ github.event.issue.title }}" }
    steps:
${'      - run: echo "${{ env.TITLE }}"\n      - uses: acme/notify@main\n        env: { KEY: "${{ secrets.NOTIFY_KEY }}" }\n'.repeat(size)}`,
  'variables that are set from each other': (size) => `on: issues
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: s
        env: { A0: "\${{ github.event.issue.title }}" }
        run: |
${Array.from({ length: size * 20 }, (_, index) => `          a${index + 1}=$a${index}\n`).join('')}          echo "x=$a${size * 20}" >> "$GITHUB_OUTPUT"
      - run: echo \${{ steps.s.outputs.x }}
`,
  'variables that nothing sets, behind another run': (size) => `on: { workflow_run: { workflows: [ci] } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${'      - run: echo ${{ env.NAME }}\n'.repeat(size * 2)}`,
};

describe('many findings in one workflow', () => {
  it.each(Object.entries(shapes))('%s', async (what, textOf) => {
    await expectLinear(what, 100, (size) => {
      const texts = { '.github/workflows/ci.yml': textOf(size) };
      return () => analyzeTexts(texts);
    });
  });
});
