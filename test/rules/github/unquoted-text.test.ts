import { unquotedText } from '../../../rules/github/unquoted-text.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const running = (command: string, on = 'issues', permissions = '{ issues: write }', runner = 'ubuntu-latest') => ({
  file: '.github/workflows/tidy.yml',
  text: `on: ${on}
permissions: ${permissions}
jobs:
  tidy:
    runs-on: ${runner}
    steps:
      - run: |
          ${command}
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.issue.number }}
          TITLE: \${{ github.event.issue.title }}
          HEAD: \${{ github.head_ref }}
`,
});

ruleTester(unquotedText, {
  valid: [
    ...['gh issue edit 1 --title "$TITLE"', `gh issue edit 1 --title 'a $TITLE'`, 'gh issue edit $NUMBER'].map((command) => ({
      ...running(command),
      because: 'one argument, or a number',
    })),
    ...['echo $TITLE', 'title=$TITLE', 'for word in $TITLE; do echo "$word"; done', '[ -n $TITLE ]', 'git log; echo $TITLE'].map(
      (command) => ({
        ...running(command),
        because: 'no option of theirs does anything',
      }),
    ),
    ...[
      'echo $(git log -1) $TITLE',
      'echo "see | git log" $TITLE',
      'head=$(git rev-parse HEAD) title=$TITLE',
      'jq -r .x <<< $TITLE',
      'git status > $TITLE',
    ].map((command) => ({ ...running(command), because: 'an argument of `echo`, of none, the text of a program, the name of a file' })),
    {
      ...running('gh issue comment 1 --body "Hello\n          make sure that $TITLE is right"'),
      because: 'the quotes were opened on the line before',
    },
    {
      file: '.github/workflows/tidy.yml',
      text: running('gh issue edit 1 --title $TITLE').text.replace('jobs:', 'defaults: { run: { shell: pwsh } }\njobs:'),
      because: 'PowerShell for all jobs',
    },
    {
      file: '.github/workflows/tidy.yml',
      text: running('gh issue edit 1 --title $TITLE')
        .text.replace('${{ github.event.issue.title }}', 'weekly')
        .replace('jobs:', 'env: { TITLE: "${{ github.event.issue.title }}" }\njobs:'),
      because: 'the plain text of the step hides the variable of the workflow',
    },
    { ...running('git log -- $TITLE'), because: 'behind `--` nothing is an option' },
    { ...running('git switch $HEAD'), because: 'the name of a branch holds no blank' },
    {
      ...running('gh issue edit 1 --title $TITLE', 'issues', '{ issues: write }', 'windows-latest'),
      because: 'PowerShell splits no variable',
    },
  ],
  invalid: [
    {
      ...running('gh issue edit "$NUMBER" --title «$TITLE»'),
      severity: 'medium',
      message: 'options among them; the job holds',
      suggestions: [running('gh issue edit "$NUMBER" --title "$TITLE"').text],
    },
    { ...running('if git log --grep=«${TITLE}» | cat; then exit 0; fi'), message: 'arguments of `git`' },
    { ...running('found=$(curl -s https://api.example.com/?q=«$TITLE»)'), message: 'arguments of `curl`' },
    { ...running('gh issue comment 1 --body x && gh issue edit 1 --title «$TITLE»'), message: 'arguments of `gh`' },
    { ...running('gh issue edit 1 --title «$TITLE»', 'issues', '{}'), severity: 'low' },
    {
      file: '.github/workflows/tidy.yml',
      text: running('LINE').text.replace('|\n          LINE', '"gh issue edit 1 --title «$TITLE»"'),
      suggestions: [],
    },
  ],
});
