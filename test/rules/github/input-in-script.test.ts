import { expect, it } from 'vitest';
import { inputInScript } from '../../../rules/github/input-in-script.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(inputInScript, {
  valid: [
    {
      file: '.github/workflows/debug.yml',
      text: `on: issue_comment
permissions: { contents: write }
jobs:
  debug:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${{ github.event.client_payload.slash_command.args.all }} \${{ github.event.client_payload }}"
`,
      because: 'only a dispatch has a payload of its sender, and an object is the word Object',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_dispatch: { inputs: { level: { type: choice } } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ inputs.level }}
`,
      because: 'one of the choices of the file',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_call: { inputs: { count: { type: number } } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ inputs.count }}
`,
      because: 'a number',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: issues
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ github.event.issue.title }}
`,
      because: "a stranger's text has its own rule",
    },
  ],
  invalid: [
    {
      file: '.github/workflows/deploy.yml',
      text: `on: repository_dispatch
permissions: { contents: write }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh "«\${{ github.event.client_payload.slash_command.args.all }}»"
`,
    },
    {
      file: 'build/action.yml',
      text: `inputs: { extra-args: {}, files: {} }
runs:
  using: composite
  steps:
    - shell: bash
      run: make «\${{ inputs.extra-args }}»
    - shell: bash
      run: for file in «\${{ inputs.files }}»; do cat "$file"; done
`,
      suggestions: [
        `inputs: { extra-args: {}, files: {} }
runs:
  using: composite
  steps:
    - shell: bash
      run: make \${EXTRA_ARGS}
      env:
        EXTRA_ARGS: \${{ inputs.extra-args }}
    - shell: bash
      run: for file in \${{ inputs.files }}; do cat "$file"; done
`,
      ],
    },
    {
      file: 'build/action.yml',
      text: `inputs: { name: { required: true } }
runs:
  using: composite
  steps:
    - shell: bash
      run: git tag «\${{ inputs.name }}»
`,
      severity: 'low',
      message: 'whatever the caller passes',
      suggestions: [
        `inputs: { name: { required: true } }
runs:
  using: composite
  steps:
    - shell: bash
      run: git tag "\${NAME}"
      env:
        NAME: \${{ inputs.name }}
`,
      ],
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_dispatch: { inputs: { name: {} } } }
permissions: { contents: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: git tag "«\${{ inputs.name }}»"
`,
      severity: 'low',
      message: 'with a token with `contents: write`',
    },
    {
      file: '.github/workflows/ci.yml',
      text: `on: { workflow_dispatch: { inputs: { name: {} } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "«\${{ github.event.inputs.name }}»"
`,
      severity: 'info',
      message: 'start the workflow',
      suggestions: [
        `on: { workflow_dispatch: { inputs: { name: {} } } }
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "\${NAME}"
        env:
          NAME: \${{ github.event.inputs.name }}
`,
      ],
    },
  ],
});

it('repairs in the notation of the shell that the whole workflow runs in', async () => {
  const repair = async (shell: string): Promise<string | undefined> => {
    const text = `on: { workflow_dispatch: { inputs: { it: {} } } }
permissions: {}
defaults: { run: { shell: ${shell} } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: make \${{ inputs.it }}
`;
    const { findings, documents } = await analyzeTexts({ '.github/workflows/ci.yml': text });
    const found = findings.find((one) => one.rule === 'github/input-in-script')!.suggestions[0];
    const fix = found?.make({ document: (uri) => documents.get(uri), today: '2026-11-21' });
    return fix?.edits.map((edit) => edit.text).join();
  };
  expect(await repair('bash')).toContain('${IT}');
  expect(await repair('pwsh')).toContain('$env:IT');
  expect(await repair('python')).toBeUndefined();
});

it('has no repair for what names the command, which is meant to be code', async () => {
  const repairs = async (run: string): Promise<number> => {
    const text = `inputs: { it: {} }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: ${run}\n`;
    const { findings } = await analyzeTexts({ 'action.yml': text });
    return findings.find((one) => one.rule === 'github/input-in-script')!.suggestions.length;
  };
  expect(await repairs('make && ${{ inputs.it }}')).toBe(0);
  expect(await repairs('make ${{ inputs.it }}')).toBe(1);
});
