import { templateInjection } from '../../../rules/github/template-injection.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

ruleTester(templateInjection, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: t
        uses: actions/github-script@v7
        with:
          script: |
            let title = context.payload.pull_request.title;
            title = title.replace(/[^a-z]/g, '');
            core.setOutput('title', title);
            core.setOutput('number', context.payload.pull_request.number);
            return context.payload.pull_request.title.length;
      - run: echo \${{ steps.t.outputs.title }} \${{ steps.t.outputs.number }} \${{ steps.t.outputs.result }}
`,
      because: 'cleaned, and numbers',
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    steps:
      - id: t
        uses: actions/github-script@v7
        with:
          script: |
            core.setOutput('a', context.payload.comment.body.split(' ').length);
            core.setOutput('b', context.payload.comment.body.slice(0, 7));
            core.setOutput('c', context.payload.comment.body.match(/\\d+/)[0]);
      - run: echo \${{ steps.t.outputs.a }} \${{ steps.t.outputs.b }} \${{ steps.t.outputs.c }}
`,
      because: 'how many words, a few characters and a number are no command',
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    env: { BODY: "\${{ github.event.comment.body }}" }
    steps:
      - run: awk -v body="$BODY" '{ print body }' notes.md
      - run: awk -v "body=$BODY" 'BEGIN { print body }'
      - run: sed -e s/x/y/ "$BODY" && sed 's/a/b/' "$BODY"
      - run: awk '{ print $1 }' <<< "$BODY"
`,
      because: 'a value and the name of a file are no part of the program',
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo \${{ github }}
          echo \${{ github.event }} \${{ github.event.comment }} \${{ github.event.issue.labels.*.name }}
          echo \${{ format('{0}', github.event.issue) }} \${{ (github.event.pull_request || github.event.issue).number }}
`,
      because: 'an object comes to the word Object and a list to Array; only toJSON and join write them out',
    },
    {
      file: '.github/workflows/bench.yml',
      text: `on: issue_comment
permissions: { actions: write }
jobs:
  bench:
    runs-on: ubuntu-latest
    steps:
      - id: asked
        env: { BODY: "\${{ github.event.comment.body }}" }
        run: |
          COUNT=$(echo "$BODY" | grep -oE '[0-9]+' | head -1)
          echo "count=$COUNT" >> "$GITHUB_OUTPUT"
      - run: gh workflow run bench.yml -f count="\${{ steps.asked.outputs.count }}"
`,
      because: 'digits',
    },
    {
      file: '.github/workflows/bench.yml',
      text: `on: issue_comment
permissions: { actions: write }
jobs:
  bench:
    runs-on: ubuntu-latest
    steps:
      - id: asked
        env: { BODY: "\${{ github.event.comment.body }}" }
        run: |
          SUITE=$(echo "$BODY" | awk '{print $2}')
          echo "$SUITE" | grep -qE '^[a-z]+$' || exit 1
          echo "suite=$SUITE" >> "$GITHUB_OUTPUT"
      - run: gh workflow run bench.yml -f suite="\${{ steps.asked.outputs.suite }}"
`,
      because: 'the word is held against a form',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        v:
${'          - ${{ matrix.v }}\n'.repeat(200)}    steps:
      - run: echo \${{ matrix.v }}
`,
      because: 'two hundred values that name each other are each followed once',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [20, 22]
        title: ["\${{ github.event.pull_request.title }}"]
    steps:
      - run: nvm use \${{ matrix.node }}
`,
      because: 'another dimension of the matrix',
    },
    {
      ...workflow`
        on: { schedule: [{ cron: '0 6 * * 1' }] }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - id: ai
                uses: actions/ai-inference@v2
                with: { prompt: Write a weekly greeting }
              - run: gh issue comment 1 --body "${'${{ steps.ai.outputs.response }}'}"
      `,
      because: 'nobody else has a word in the question',
    },
    {
      ...workflow`
        on: { workflow_run: { workflows: [CI], types: [completed] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: gh run download "$RUN" --dir "$RUNNER_TEMP/pr"
                env: { RUN: "${'${{ github.event.workflow_run.id }}'}" }
              - id: pr
                run: |
                  number=$(cat "$RUNNER_TEMP/pr/number")
                  [[ "$number" =~ ^[0-9]+$ ]] || exit 1
                  echo "number=$(cat "$RUNNER_TEMP/pr/number")" >> "$GITHUB_OUTPUT"
              - run: gh pr comment ${'${{ steps.pr.outputs.number }}'} --body-file report.md
      `,
      because: 'the script checks that it is a number',
    },
    {
      ...workflow`
        on: { workflow_run: { workflows: [CI], types: [completed] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: gh run download "$RUN" --dir "$RUNNER_TEMP/pr"
                env: { RUN: "${'${{ github.event.workflow_run.id }}'}" }
              - id: pr
                uses: actions/github-script@v8
                with:
                  script: |
                    core.setOutput('number', Number(require('fs').readFileSync('pr/number', 'utf8')))
              - run: gh pr comment ${'${{ steps.pr.outputs.number }}'} --body-file report.md
      `,
      because: 'a number comes out, whatever stands in the file',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: eval "$(./setup)"; echo "$BODY"
        env: { BODY: "\${{ github.event.issue.body }}" }
      - run: bash -c 'echo "$BODY"'
        env: { BODY: "\${{ github.event.issue.body }}" }
      - uses: actions/github-script@v8
        id: look
        with: { script: "return context.payload.issue.number" }
      - run: echo "\${{ steps.look.outputs.result }}"
`,
      because: 'printed, left to the inner shell in single quotes, and a number',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "$TITLE"
        env:
          TITLE: \${{ github.event.issue.title }}
`,
      because: 'handed over as a variable',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ github.event.issue.number }}"
`,
      because: 'a number holds no command',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ contains(github.event.issue.title, 'x') }}"
`,
      because: 'the result is true or false',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ github.event.issue.title == 'x' && 'yes' || 'no' }}"
`,
      because: 'the title only decides',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_dispatch
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ inputs.name }}"
`,
      because: 'text of a member is for input-in-script',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ env.NAME }}
        env: { NAME: fixed }
`,
      because: 'the variable is set to a fixed text',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/comment@v1
        with:
          body: \${{ github.event.issue.body }}
`,
      because: 'an input that is no script',
    },
    {
      file: 'greet/action.yml',
      text: `inputs: { title: {} }
runs:
  using: composite
  steps:
    - shell: bash
      run: echo "$TITLE"
      env: { TITLE: '\${{ inputs.title }}' }
`,
      beside: {
        '.github/workflows/a.yml': `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./greet
        with: { title: '\${{ github.event.issue.title }}' }
`,
      },
      because: 'the action hands the input over as a variable',
    },
    {
      file: 'greet/action.yml',
      text: `inputs: { title: {} }
runs:
  using: composite
  steps:
    - shell: bash
      run: echo "\${{ inputs.title }}"
`,
      beside: {
        '.github/workflows/a.yml': `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./greet
        with: { title: '\${{ github.event.issue.number }}' }
`,
      },
      because: 'no caller passes text of a stranger; the rest is for input-in-script',
    },
    ...[
      `python3 -c 'import os; print(os.environ["TEXT"])'`,
      'python3 say.py "$TEXT"',
      `bash -c 'echo "$TEXT"'`,
      'cat <<< "$TEXT"',
      './read.sh <<< "$TEXT"',
      './tool.sh -c "$TEXT"',
      'echo "$TEXT" | bash ./read.sh',
      'echo "$TEXT" | sh -c "cat"',
      'bash <<< "echo \\$TEXT"',
      'eval "text=\\$TEXT"',
    ].map((command) => ({
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          ${command}
        env:
          TEXT: \${{ github.event.comment.body }}
`,
      because: 'the second program reads the variable as data',
    })),
    {
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      TEXT: \${{ github.event.comment.body }}
    steps:
      - run: eval "$TEXT"
        env:
          TEXT: make all
`,
      because: 'the step says itself what is in it',
    },
    {
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: found
        uses: peter-evans/find-comment@v3
        with:
          issue-number: 7
          comment-author: github-actions[bot]
      - run: echo "\${{ steps.found.outputs.comment-body }}"
`,
      because: 'a comment of the bot',
    },
    {
      file: '.github/workflows/names.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: made
        uses: dorny/paths-filter@v3
        with:
          list-files: shell
      - run: echo \${{ steps.made.outputs.docs_files }} \${{ steps.made.outputs.docs }}
`,
      because: 'the action escapes the names for a shell, and says true or false in the other output',
    },
  ],
  invalid: [
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    env: { BODY: "\${{ github.event.comment.body }}" }
    steps:
      - id: t
        run: echo "text=$BODY" >> "$GITHUB_OUTPUT"
      - id: own
        env: { BODY: fixed }
        run: echo "text=$BODY" >> "$GITHUB_OUTPUT"
      - run: echo «\${{ steps.t.outputs.text }}» \${{ steps.own.outputs.text }}
`,
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: t
        uses: actions/github-script@v7
        with:
          script: |
            const { title, body: text } = context.payload.pull_request;
            const branch = context.payload.pull_request.head.ref.toLowerCase();
            core.setOutput('title', title);
            core.exportVariable('TEXT', \`Body: \${text}\`);
            return branch;
      - run: echo «\${{ steps.t.outputs.title }}» «\${{ env.TEXT }}» «\${{ steps.t.outputs.result }}»
`,
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    steps:
      - id: t
        uses: actions/github-script@v7
        with:
          script: |
            const command = context.payload.comment.body.trim();
            core.setOutput('a', command.replace('/deploy ', ''));
            core.setOutput('b', context.payload.comment.body.replace(/^\\/run\\s+/, '').trim());
            core.setOutput('c', command.split(/\\s+/).pop());
            core.setOutput('d', context.payload.comment.body.split(' ')[1]);
            core.setOutput('e', command.slice(8));
      - run: echo «\${{ steps.t.outputs.a }}» «\${{ steps.t.outputs.b }}» «\${{ steps.t.outputs.c }}» «\${{ steps.t.outputs.d }}» «\${{ steps.t.outputs.e }}»
`,
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    env: { BODY: "\${{ github.event.comment.body }}" }
    steps:
      - run: sed -i "s|TITLE|«$BODY»|g" notes.md
      - run: sed -i 's/TITLE/'"«$BODY»"'/' notes.md
      - run: awk "BEGIN { print \\"«$BODY»\\" }"
`,
      message: ['`sed` runs its text as code', '`sed` runs its text as code', '`awk` runs its text as code'],
    },
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    steps:
      - run: echo '«\${{ toJSON(github.event.comment) }}»'
      - run: echo '«\${{ toJson( github ) }}»'
      - run: echo '«\${{ fromJSON(toJSON(github.event.comment)).body }}»'
`,
    },
    {
      file: '.github/workflows/bench.yml',
      text: `on: issue_comment
permissions: { actions: write }
jobs:
  bench:
    runs-on: ubuntu-latest
    steps:
      - id: asked
        env: { BODY: "\${{ github.event.comment.body }}" }
        run: |
          SUITE=$(echo "$BODY" | grep -oP '/bench\\s+\\K\\S+' || echo "")
          if echo "$BODY" | grep -q '/save'; then echo save=1 >> "$GITHUB_OUTPUT"; fi
          echo "suite=$SUITE" >> "$GITHUB_OUTPUT"
      - run: gh workflow run bench.yml -f suite="«\${{ steps.asked.outputs.suite }}»"
`,
      because: 'a word of the comment is what its author writes, `$(…)` included',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        title: ["\${{ github.event.pull_request.title }}"]
        include:
          - branch: \${{ github.head_ref }}
    steps:
      - run: echo "«\${{ matrix.title }}»"
      - run: echo "«\${{ matrix.branch }}»"
`,
      message: ['`github.event.pull_request.title`', '`github.head_ref`'],
    },
    {
      ...workflow`
        on: { issues: { types: [opened] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - id: ai
                uses: actions/ai-inference@v2
                with: { prompt: "Sum up: ${'${{ github.event.issue.body }}'}" }
              - run: gh issue comment 1 --body "«${'${{ steps.ai.outputs.response }}'}»"
      `,
      because: 'who writes the question decides what the model answers',
    },
    {
      ...workflow`
        on: { workflow_run: { workflows: [CI], types: [completed] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: gh run download "$RUN" --dir "$RUNNER_TEMP/pr"
                env: { RUN: "${'${{ github.event.workflow_run.id }}'}" }
              - id: pr
                run: echo "number=$(cat "$RUNNER_TEMP/pr/number")" >> "$GITHUB_OUTPUT"
              - run: gh pr comment «${'${{ steps.pr.outputs.number }}'}» --body-file report.md
      `,
      message: 'steps.pr.outputs.number',
      because: 'a file that the run of a pull request left',
    },
    {
      ...workflow`
        on: { workflow_run: { workflows: [CI], types: [completed] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: gh run download "$RUN" --dir "$RUNNER_TEMP/pr"
                env: { RUN: "${'${{ github.event.workflow_run.id }}'}" }
              - id: pr
                run: cat "$RUNNER_TEMP/pr/outputs.env" >> "$GITHUB_OUTPUT"
              - run: gh pr comment «${'${{ steps.pr.outputs.number }}'}» --body-file report.md
      `,
      because: 'every output of a file',
    },
    {
      ...workflow`
        on: { workflow_run: { workflows: [CI], types: [completed] } }
        permissions: { issues: write }
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: gh run download "$RUN" --dir "$RUNNER_TEMP/pr"
                env: { RUN: "${'${{ github.event.workflow_run.id }}'}" }
              - id: pr
                uses: actions/github-script@v8
                with:
                  script: |
                    core.setOutput('number', require('fs').readFileSync('pr/number', 'utf8'))
              - run: gh pr comment «${'${{ steps.pr.outputs.number }}'}» --body-file report.md
      `,
      because: 'by a script of JavaScript',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ssh deploy@app "cd /srv && git checkout «$BRANCH»"
        env: { BRANCH: "\${{ github.head_ref }}" }
`,
      message: '`ssh` runs its text as code',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: eval "run «$BODY»"
        env: { BODY: "\${{ github.event.issue.body }}" }
      - run: bash -c "echo «\${BODY}» done"
        env: { BODY: "\${{ github.event.issue.body }}" }
`,
      message: ['`eval` runs its text as code', '`sh -c` runs its text as code'],
      severity: 'critical',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: [issues, discussion]
permissions: { issues: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo '«\${{ toJSON(github) }}»'
      - run: echo "«\${{ github.event.discussion.title }}»"
      - uses: actions/github-script@v8
        id: look
        with:
          script: |
            core.setOutput('head', context.payload.pull_request?.head.ref);
            return context.payload.issue.title;
      - run: echo "«\${{ steps.look.outputs.result }}»" "«\${{ steps.look.outputs.head }}»"
`,
      message: ['anyone who opens an issue', 'anyone who opens a discussion', 'steps.look.outputs.result', 'steps.look.outputs.head'],
    },
    {
      file: 'greet/action.yml',
      text: `inputs: { title: {} }
runs:
  using: composite
  steps:
    - shell: bash
      run: echo "«\${{ inputs.title }}»"
`,
      beside: {
        '.github/workflows/a.yml': `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./greet
        with: { title: '\${{ github.event.issue.title }}' }
`,
      },
      severity: 'high',
      message: '`.github/workflows/a.yml` passes it `github.event.issue.title`',
    },
    {
      file: '.github/workflows/called.yml',
      text: `on: { workflow_call: { inputs: { branch: { type: string } } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git log "«\${{ inputs.branch }}»"
        env: { TOKEN: '\${{ secrets.TOKEN }}' }
`,
      beside: {
        '.github/workflows/caller.yml': `on: pull_request_target
permissions: {}
jobs:
  a:
    uses: ./.github/workflows/called.yml
    with: { branch: '\${{ github.head_ref }}' }
`,
      },
      severity: 'critical',
      message: 'gets the secret `TOKEN`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions:
  issues: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "Title: «\${{ github.event.issue.title }}»"
          echo «\${{ github.event.issue.body }}»
`,
      severity: 'critical',
      message: 'a token with `issues: write`',
      suggestions: [
        `on: issues
permissions:
  issues: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          echo "Title: \${ISSUE_TITLE}"
          echo \${{ github.event.issue.body }}
        env:
          ISSUE_TITLE: \${{ github.event.issue.title }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git switch «\${{ github.head_ref }}»
`,
      severity: 'medium',
      message: 'anyone who opens a pull request',
      suggestions: [
        `on: pull_request
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git switch "\${HEAD_REF}"
        env:
          HEAD_REF: \${{ github.head_ref }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v8
        with:
          script: |
            console.log('«\${{ github.event.pull_request['title'] }}»')
`,
      severity: 'high',
      suggestions: [
        `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@v8
        with:
          script: |
            console.log(process.env.PULL_REQUEST_TITLE)
        env:
          PULL_REQUEST_TITLE: \${{ github.event.pull_request['title'] }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
env:
  T: \${{ github.event.issue.title }}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ github.actor }} «\${{ env.T }}»
`,
      because: 'through a variable of the workflow',
      suggestions: [
        `on: issues
permissions: {}
env:
  T: \${{ github.event.issue.title }}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ github.actor }} "\${ISSUE_TITLE}"
        env:
          ISSUE_TITLE: \${{ env.T }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - shell: pwsh
        run: Write-Output "«\${{ github.event.comment.body }}»"
`,
      suggestions: [
        `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - shell: pwsh
        run: Write-Output "$($env:COMMENT_BODY)"
        env:
          COMMENT_BODY: \${{ github.event.comment.body }}
`,
      ],
    },
    ...[
      'python3 -c "print(\'«$TEXT»\')"',
      'python3 -u -c "print(\\"«${TEXT}»\\")"',
      'node -e "console.log(\'«$TEXT»\')"',
      'perl -ne "print if /«$TEXT»/" notes',
      'ruby -e "puts \'«$TEXT»\'"',
      'php -r "echo \'«$TEXT»\';"',
      'bash -c "say \\"«$TEXT»\\""',
      'bash <<< "run «$TEXT»"',
    ].map((command) => ({
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          ${command}
        env:
          TEXT: \${{ github.event.comment.body }}
`,
      message: 'runs its text as code',
    })),
    {
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: windows-latest
    steps:
      - shell: pwsh
        run: Invoke-Expression «$env:TEXT»
        env:
          TEXT: \${{ github.event.comment.body }}
`,
      message: '`Invoke-Expression` runs its text as code',
    },
    ...[
      ['coactions/setup-xvfb', 'run'],
      ['satackey/action-js-inline', 'script'],
      ['garygrossgarten/github-action-ssh', 'command'],
      ['8398a7/action-slack', 'custom_payload'],
    ].map(([action, input]) => ({
      file: '.github/workflows/screen.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${action}@v1
        with:
          ${input}: say «\${{ github.event.issue.title }}»
`,
    })),
    ...[
      ['ana06/get-changed-files', '', 'all'],
      ['8BitJonny/gh-get-current-pr', '', 'pr_title'],
      ['jwalton/gh-find-current-pr', '', 'body'],
      ['peter-evans/find-comment', '', 'comment-body'],
      ['dorny/paths-filter', '\n        with:\n          list-files: csv', 'docs_files'],
    ].map(([action, inputs, output]) => ({
      file: '.github/workflows/names.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: made
        uses: ${action}@v3${inputs}
      - run: echo "«\${{ steps.made.outputs.${output} }}»"
`,
    })),
    ...['echo "$TEXT" | bash -euo pipefail', 'echo "$TEXT" | sudo sh -s -- all', '/bin/sh -c "say $TEXT"'].map((command) => ({
      file: '.github/workflows/ask.yml',
      text: `on: issue_comment
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          ${command.replace('$TEXT', '«$TEXT»')}
        env:
          TEXT: \${{ github.event.comment.body }}
`,
      message: 'runs its text as code',
    })),
    {
      file: '.github/workflows/ask.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: appleboy/ssh-action@v1
        with:
          script: say "«\${{ github.event.issue.title }}»"
`,
      suggestions: [],
    },
    {
      file: '.github/workflows/state.yml',
      text: `on: status
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "«\${{ github.event.commit.commit.message }}»"
`,
    },
  ],
});
