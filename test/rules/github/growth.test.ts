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
};

describe('many findings in one workflow', () => {
  it.each(Object.entries(shapes))('%s', async (what, textOf) => {
    await expectLinear(what, 100, (size) => {
      const texts = { '.github/workflows/ci.yml': textOf(size) };
      return () => analyzeTexts(texts);
    });
  });
});
