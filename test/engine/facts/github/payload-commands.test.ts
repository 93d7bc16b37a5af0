// What commands of a script print of the author of an event, as it reaches an output.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { githubActionsReader } from '../../../../server/engine/facts/github/reader.ts';
import { untrustedInputs } from '../../../../server/engine/facts/github/untrusted-input.ts';

/** Who writes the output `x` that a script gives out, as a step behind it pastes it. */
function authors(script: string, on = 'pull_request'): string[] {
  const uri = '.github/workflows/ci.yml';
  const text = `on: ${on}\njobs:\n  a:\n    steps:\n      - id: a\n        run: |\n${script.replace(/^/gm, '          ')}\n      - run: echo \${{ steps.a.outputs.x }}\n`;
  const workflow = githubActionsReader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!.workflows[0]!;
  const [job] = workflow.jobs;
  const step = job!.steps.at(-1)!;
  return step.expressions.flatMap((one) => untrustedInputs(one.tree, workflow, { step, job: job! }).map(({ author }) => author));
}

const given = (value: string): string => `echo "x=${value}" >> "$GITHUB_OUTPUT"`;

describe('an output is text of the author of a change', () => {
  it.each([
    given('${GITHUB_HEAD_REF}'),
    given('$GITHUB_HEAD_REF'),
    'name=${GITHUB_HEAD_REF#feature/}\necho "x=$name" >> $GITHUB_OUTPUT',
    given('$(jq -r .pull_request.title "$GITHUB_EVENT_PATH")'),
    given("$(cat $GITHUB_EVENT_PATH | jq -r '.pull_request.head.ref')"),
    given('$(gh pr view "$NUMBER" --json title -q .title)'),
    given('$(git diff --name-only origin/main)'),
    `FILES=$(git diff --name-only origin/main | grep '\\.ts$' | tr '\\n' ' ')\necho "x=\${FILES}" >> "$GITHUB_OUTPUT"`,
    given('$(git log -1 --pretty=%s)'),
  ])('%s', (script) => expect(authors(script)).toEqual(['stranger']));

  it.each([
    given('$(git diff --name-only origin/main | wc -l)'),
    given('$(git rev-parse HEAD)'),
    given('$(jq -r .number "$GITHUB_EVENT_PATH")'),
    given('$(gh pr view "$NUMBER" --json number -q .number)'),
    given('$(git log -1 --pretty=%H)'),
    given('$(echo "$GITHUB_HEAD_REF" | tr -cd a-z0-9)'),
    `[[ "$GITHUB_HEAD_REF" =~ ^[a-z]+$ ]] || exit 1\n${given('$GITHUB_HEAD_REF')}`,
    'echo "y=$GITHUB_HEAD_REF" >> $GITHUB_OUTPUT',
  ])('and not in %s', (script) => expect(authors(script)).toEqual([]));

  it('not of a checkout of the own branch', () => {
    expect(authors(given('$(git log -1 --pretty=%s)'), 'workflow_run')).toEqual([]);
    expect(authors(given('$(git diff --name-only HEAD~1)'), 'pull_request_target')).toEqual([]);
  });
});
