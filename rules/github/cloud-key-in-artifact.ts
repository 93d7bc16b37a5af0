// The key file that a Google login leaves in the workspace, packed with the workspace.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { inputNamed, inputText } from './secret-references.ts';

export const cloudKeyInArtifact = defineRule({
  id: 'github/cloud-key-in-artifact',
  meta: {
    title: 'Cloud credentials packed with the folder',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['sisakulint secrets-in-artifacts'],
    fix: 'suggestion',
    messages: { default: '`google-github-actions/auth` has left `gha-creds-….json` in this folder, and `{what}` packs the folder with it' },
    docs: {
      what: 'An artifact, image or package made of the whole workspace after a Google login in the same job.',
      why: 'The login writes a credential file into the workspace so that tools find it. An artifact, a Docker image or a package of `.` takes it along to everyone who may download it.',
      remedy: 'Put `gha-creds-*.json` into `.gitignore` and `.dockerignore`, pack single folders, or log in after packing.',
      bad: [
        {
          file: '.github/workflows/build.yml',
          text: `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0
        with:
          workload_identity_provider: \${{ vars.PROVIDER }}
          service_account: \${{ vars.ACCOUNT }}
      - uses: actions/upload-artifact@v5
        with:
          path: «.»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/build.yml',
          text: `on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      id-token: write # needed by google-github-actions/auth
    steps:
      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0
        with:
          workload_identity_provider: \${{ vars.PROVIDER }}
          service_account: \${{ vars.ACCOUNT }}
      - uses: actions/upload-artifact@v5
        with:
          path: dist
`,
        },
      ],
      references: ['https://github.com/google-github-actions/auth#prerequisites'],
    },
  },
  on: {
    job(job, _workflow, context) {
      const login = job.steps.find(
        (step) => step.action === 'google-github-actions/auth' && inputText(step.inputs, 'create_credentials_file') !== 'false',
      );
      if (!login) return;
      for (const step of job.steps.filter((one) => one.index > login.index)) {
        const packed = packsWorkspace(step);
        if (!packed) continue;
        const inputs = entryOf(login.value, 'with')?.value;
        context.report({
          at: packed.at,
          message: 'default',
          data: { what: packed.what },
          anchor: `${step.anchor}|workspace`,
          // A Dockerfile may copy less than the folder, and an ignore file may name it.
          ...(packed.what.startsWith('docker') ? { severity: 'medium' as const } : {}),
          related: [{ at: login.uses!.at, message: 'the login that leaves the file' }],
          suggestions:
            inputs?.kind === 'mapping'
              ? [
                  editing('Leave no credential file; steps then take the token from an output', login.at.uri, (document) => [
                    addEntry(inputs, 'create_credentials_file', false, document),
                  ]),
                ]
              : [],
        });
      }
    },
  },
});

function packsWorkspace(step: WorkflowStep): { at: Place; what: string } | undefined {
  const action = step.action;
  if (action === 'actions/upload-artifact' || action === 'actions/upload-pages-artifact') {
    const path = inputNamed(step.inputs, 'path')?.value;
    const text = textOf(path)?.trim();
    if (path && text !== undefined && /^(?:\.\/?|\*\*?(?:\/\*)?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(text))
      return { at: path.at, what: action };
  }
  if (action === 'docker/build-push-action') {
    const context = inputNamed(step.inputs, 'context')?.value;
    // Without a context the action builds from git and not from the folder.
    if (context && /^\.\/?$/.test(textOf(context) ?? '')) return { at: context.at, what: action };
  }
  return step.lines.flatMap((line) => {
    const match = /\b(?:docker|podman)\s+(?:buildx\s+)?build\b[^\n|;&]*\s\.(?=\s*$)/.exec(line.text);
    return match ? [{ at: placeOfMatch(line, match), what: 'docker build .' }] : [];
  })[0];
}
