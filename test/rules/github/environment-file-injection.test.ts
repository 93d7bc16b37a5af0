import { environmentFileInjection } from '../../../rules/github/environment-file-injection.ts';
import { ruleTester, workflow } from '../../support/rule-tester.ts';

ruleTester(environmentFileInjection, {
  valid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - env: { BODY: '\${{ github.event.pull_request.body }}' }
        run: |
          delimiter=$(openssl rand -hex 16)
          {
            echo "BODY<<$delimiter"
            echo "$BODY"
            echo "$delimiter"
          } >> "$GITHUB_ENV"
`,
      because: 'nobody can guess the delimiter',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          cat <<EOF >> $GITHUB_ENV
          MODE=release
          REGION=eu-west-1
          EOF
          {
            echo "A=1"
            echo "B=$GITHUB_SHA"
          } >> $GITHUB_ENV
`,
      because: 'texts that the script itself holds',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          AUTHOR=$(jq -r '.sender.login' $GITHUB_EVENT_PATH)
          echo "AUTHOR=$AUTHOR" >> $GITHUB_ENV
          echo "NUMBER=$(jq --raw-output .pull_request.number "$GITHUB_EVENT_PATH")" >> "$GITHUB_ENV"
`,
      because: 'a login and a number hold no line break',
    },
    {
      ...workflow`
        on: pull_request
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  branch=$HEAD
                  echo "BRANCH=$branch" >> "$GITHUB_ENV"
                env: { HEAD: "${'${{ github.event.pull_request.head.label }}'}" }
      `,
      because: 'the name of a branch holds no line break',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          NUMBER=$(cat pr/number)
          echo "$NUMBER"
          echo "READY=yes" >> $GITHUB_ENV
`,
      because: 'what the file says is not written',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "N=$N" >> $GITHUB_ENV
        env: { N: "\${{ github.event.number }}" }
`,
      because: 'a number',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "T=$T" >> $GITHUB_OUTPUT
        env: { T: "\${{ github.event.pull_request.title }}" }
`,
      because: 'an output sets no variable',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "T=$(make version)" >> $GITHUB_ENV
`,
      because: 'only members push',
    },
    ...[
      'echo "title=$TITLE" >> "$GITHUB_OUTPUT"',
      'echo "text=$(echo "$TEXT" | tr -d "\\n")" >> "$GITHUB_OUTPUT"',
      `echo "text=\${TEXT//$'\\n'/ }" >> "$GITHUB_OUTPUT"`,
      `echo 'text=$TEXT' >> "$GITHUB_OUTPUT"`,
      'printf "text=%q\\n" "$TEXT" >> "$GITHUB_OUTPUT"',
      'echo "long=${TEXT:+true}" >> "$GITHUB_OUTPUT"',
      `echo "first=\${TEXT%%$'\\n'*}" >> "$GITHUB_OUTPUT"`,
      'echo "old=$OLD" >> "$GITHUB_OUTPUT"',
      '{ echo "text<<$END"; echo "$TEXT"; echo "$END"; } >> "$GITHUB_OUTPUT"',
    ].map((command) => ({
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          ${command}
        env:
          TITLE: \${{ github.event.issue.title }}
          TEXT: \${{ github.event.issue.body }}
          OLD: \${{ github.event.changes.title.from }}
`,
      because: 'a title is one line, and the others leave no line break, stand between delimiters or are not the text',
    })),
  ],
  invalid: [
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - env: { BODY: '\${{ github.event.pull_request.body }}' }
        run: |
          {
            echo "BODY<<EOF"
            echo "$BODY"
            echo "EOF"
          } >> "«$GITHUB_ENV»"
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
      - env: { TITLE: '\${{ github.event.pull_request.title }}' }
        run: |
          cat <<EOF >> «$GITHUB_ENV»
          TITLE=$TITLE
          EOF
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
      - shell: pwsh
        env: { TITLE: '\${{ github.event.pull_request.title }}' }
        run: Add-Content -Path «$env:GITHUB_ENV» -Value "TITLE=$env:TITLE"
`,
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { issues: { types: [opened] } }
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: echo "X=$(jq -r '.issue.body,.issue.id' "$GITHUB_EVENT_PATH")" >> «$GITHUB_ENV»
`,
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { issues: { types: [opened] } }
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: echo "X=$(jq -r '.issue.body + .issue.id' $GITHUB_EVENT_PATH)" >> «$GITHUB_ENV»
`,
    },
    {
      file: '.github/workflows/a.yml',
      text: `on: { issues: { types: [opened] } }
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: echo "X=$(jq -r .issue.body "$GITHUB_EVENT_PATH") N=$(jq -r .issue.number "$GITHUB_EVENT_PATH")" >> «$GITHUB_ENV»
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
      - run: echo "BODY=$(jq -r .pull_request.body "$GITHUB_EVENT_PATH")" >> "«$GITHUB_ENV»"
`,
    },
    {
      ...workflow`
        on: pull_request_target
        permissions: {}
        jobs:
          a:
            runs-on: ubuntu-latest
            steps:
              - run: echo "$HEAD" >> «$GITHUB_PATH»
                env: { HEAD: "${'${{ github.head_ref }}'}" }
              - run: echo "BRANCH=$HEAD" >> "$GITHUB_ENV"
                env: { HEAD: "${'${{ github.head_ref }}'}" }
              - run: echo "$HEAD" >> «$GITHUB_ENV»
                env: { HEAD: "${'${{ github.head_ref }}'}" }
      `,
      because: 'one line is a folder of programs, and a whole setting where no name stands before it',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          NUMBER=$(cat pr/number)
          echo "NUMBER=$NUMBER" >> «$GITHUB_ENV»
`,
      severity: 'medium',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          message=$(echo "$TITLE" | tr -d x)
          echo "$message" >> «$GITHUB_PATH»
        env:
          TITLE: \${{ github.event.pull_request.title }}
`,
      severity: 'high',
      message: '`GITHUB_PATH` takes `github.event.pull_request.title`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: workflow_run
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: cat pr.txt >> "«$GITHUB_ENV»"
`,
      severity: 'medium',
      message: 'what a command prints',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - id: read
        run: echo "text=$TEXT" >> "«$GITHUB_OUTPUT»"
        env:
          TEXT: \${{ github.event.issue.body }}
`,
      severity: 'low',
      message: 'sets any other output of this step',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    env:
      TEXT: \${{ github.event.issue.body }}
    steps:
      - run: echo "text=$TEXT" >> «$GITHUB_OUTPUT»
`,
      severity: 'low',
    },
  ],
});
