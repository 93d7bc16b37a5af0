// Text of strangers that reaches an expression through outputs, variables of later steps, and outputs of jobs.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { githubActionsReader } from '../../../../server/engine/facts/github/reader.ts';
import { untrustedInputs } from '../../../../server/engine/facts/github/untrusted-input.ts';

/** The inputs behind the expressions of the last step of the last job. */
function inputs(steps: string, on = 'issues', before = ''): string[] {
  const uri = '.github/workflows/ci.yml';
  const indented = steps.replace(/^(?=.)/gm, '      ');
  const workflow = githubActionsReader
    .read([createDocument(uri, `on: ${on}\njobs:\n${before}  last:\n    needs: [first]\n    steps:\n${indented}\n`)], {
      neighbour: () => undefined,
    })
    .get(uri)!.workflows[0]!;
  const job = workflow.jobs.at(-1)!;
  const step = job.steps.at(-1)!;
  return step.expressions
    .filter((one) => one.where === 'run')
    .flatMap((one) => untrustedInputs(one.tree, workflow, { step, job }).map((input) => `${input.author} ${input.path}`));
}

const use = '- run: echo ${{ steps.a.outputs.title }}';

describe('outputs of a script', () => {
  it('carry a variable of the step', () => {
    expect(
      inputs(`- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: echo "title=$TITLE" >> "$GITHUB_OUTPUT"\n${use}`),
    ).toEqual(['stranger github.event.issue.title']);
    expect(
      inputs(`- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: echo "title=\${TITLE}" >> $GITHUB_OUTPUT\n${use}`),
    ).toEqual(['stranger github.event.issue.title']);
  });
  it('carry an expression of the script, in the old notation too', () => {
    expect(inputs(`- id: a\n  run: echo "::set-output name=title::\${{ github.event.issue.title }}"\n${use}`)).toEqual([
      'stranger github.event.issue.title',
    ]);
  });
  it('carry what the script gave another name, as long as nothing looks at it', () => {
    const named = (check: string) =>
      inputs(
        `- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: |\n    TEXT=$TITLE\n    export TEXT="\${TEXT#fix: }"\n    short="$TEXT"\n${check}    echo "title=\${short%% *}" >> "$GITHUB_OUTPUT"\n${use}`,
      );
    expect(named('')).toEqual(['stranger github.event.issue.title']);
    expect(named('    [[ $short =~ ^[a-z]+$ ]] || exit 1\n')).toEqual([]);
    expect(
      inputs(
        `- id: a\n  run: |\n    title="\${{ github.event.issue.title }}"\n    short="\${title#fix: }"\n    echo "title=$short" >> "$GITHUB_OUTPUT"\n${use}`,
      ),
    ).toEqual(['stranger github.event.issue.title']);
    expect(
      inputs(
        `- id: a\n  run: |\n    title="\${{ github.event.issue.title }}"\n    title=\$(wc -c <<<"$title")\n    echo "title=$title" >> "$GITHUB_OUTPUT"\n${use}`,
      ),
    ).toEqual([]);
  });
  it('carry nothing of another output, of a number, or of what a command made', () => {
    expect(
      inputs(`- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: echo "other=$TITLE" >> "$GITHUB_OUTPUT"\n${use}`),
    ).toEqual([]);
    expect(
      inputs(`- id: a\n  env: { TITLE: '\${{ github.event.issue.number }}' }\n  run: echo "title=$TITLE" >> "$GITHUB_OUTPUT"\n${use}`),
    ).toEqual([]);
    expect(
      inputs(
        `- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: echo "title=$(echo "$TITLE" | tr -cd a-z)" >> "$GITHUB_OUTPUT"\n${use}`,
      ),
    ).toEqual([]);
    expect(
      inputs(`- id: a\n  env: { TITLE: '\${{ github.event.issue.title }}' }\n  run: echo "subtitle=$TITLE" >> "$GITHUB_OUTPUT"\n${use}`),
    ).toEqual([]);
    expect(inputs(use)).toEqual([]);
  });
});

describe('other ways', () => {
  it('goes through the environment of later steps', () => {
    const set = `- env: { T: '\${{ github.event.issue.title }}' }\n  run: echo "TITLE=$T" >> "$GITHUB_ENV"\n`;
    expect(inputs(`${set}- run: echo \${{ env.TITLE }}`)).toEqual(['stranger github.event.issue.title']);
    expect(inputs(`${set}- run: echo \${{ env.OTHER }}`)).toEqual([]);
  });
  it('goes through outputs of jobs', () => {
    const first = `  first:\n    outputs: { title: '\${{ steps.a.outputs.t }}' }\n    steps:\n      - id: a\n        env: { T: '\${{ github.event.issue.title }}' }\n        run: echo "t=$T" >> "$GITHUB_OUTPUT"\n`;
    expect(inputs('- run: echo ${{ needs.first.outputs.title }}', 'issues', first)).toEqual(['stranger github.event.issue.title']);
    expect(inputs('- run: echo ${{ needs.first.result }}', 'issues', first)).toEqual([]);
  });
  it('goes through actions that repeat what the event says', () => {
    const branch = '- id: a\n  uses: xt0rted/pull-request-comment-branch@v2\n';
    expect(inputs(`${branch}- run: git checkout \${{ steps.a.outputs.head_ref }}`, 'issue_comment')).toEqual([
      'stranger steps.a.outputs.head_ref',
    ]);
    expect(inputs(`${branch}- run: git checkout \${{ steps.a.outputs.head_sha }}`, 'issue_comment')).toEqual([]);
    expect(
      inputs('- id: a\n  uses: tj-actions/changed-files@v40\n- run: lint ${{ steps.a.outputs.all_changed_files }}', 'pull_request_target'),
    ).toEqual(['stranger steps.a.outputs.all_changed_files']);
    expect(
      inputs('- id: a\n  uses: tj-actions/changed-files@v46\n- run: lint ${{ steps.a.outputs.all_changed_files }}', 'pull_request_target'),
    ).toEqual([]);
  });
  it('ends on circles', () => {
    expect(
      inputs('- id: a\n  run: echo "title=${{ steps.a.outputs.title }}" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.title }}'),
    ).toEqual([]);
  });
});
