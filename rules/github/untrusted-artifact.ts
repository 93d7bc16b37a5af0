// An artifact of a run that a stranger may have started, unpacked where later steps take it for their own files.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { ownCodeOnly } from '../../server/engine/facts/github/own-code-guard.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { inputNamed, inputText } from './secret-references.ts';

export const untrustedArtifact = defineRule({
  id: 'github/untrusted-artifact',
  meta: {
    title: "Strangers' artifact unpacked over the workspace",
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'PR.DS-10'],
    peers: ['octoscan dangerous-artefact', 'sisakulint artifact-poisoning-critical', 'CodeQL actions/artifact-poisoning'],
    fix: 'suggestion',
    messages: {
      reach:
        'This unpacks what another run made, which a pull request from a fork may have started, over the workspace; a later step that runs one of these files gives its author {reach}',
      plain:
        'This unpacks what another run made, which a pull request from a fork may have started, over the workspace, and later steps run commands there',
    },
    docs: {
      what: 'An artifact of the run behind `workflow_run`, unpacked into the workspace before commands run there.',
      why: 'The author of the pull request decides what is in the artifact: a script of the same name as yours, a `node_modules`, a line for `GITHUB_ENV`. The run that unpacks it has the token and the secrets of the repository.',
      remedy:
        'Unpack into a folder of its own under `runner.temp`, read from it only what has a strict form, such as a number, and run nothing of it.',
      bad: [
        {
          file: '.github/workflows/comment.yml',
          text: `on: { workflow_run: { workflows: [CI], types: [completed] } }
permissions: { pull-requests: write }
jobs:
  comment:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: «actions/download-artifact@v5»
        with:
          name: result
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - run: ./comment.sh
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/comment.yml',
          text: `on: { workflow_run: { workflows: [CI], types: [completed], branches: [main] } }
permissions: { contents: read }
jobs:
  comment:
    runs-on: ubuntu-latest
    if: github.event.workflow_run.event == 'push'
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: result
          path: \${{ runner.temp }}/result
          run-id: \${{ github.event.workflow_run.id }}
          github-token: \${{ github.token }}
      - run: echo done
`,
        },
      ],
      references: ['https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/'],
    },
  },
  on: {
    job(job, workflow, context) {
      const trigger = workflow.triggers.find((one) => one.name === 'workflow_run');
      if (!trigger || ownCodeOnly(job, trigger.name)) return;
      for (const step of job.steps) {
        const at = ownCodeOnly(step, trigger.name) ? undefined : unpacks(step);
        if (!at) continue;
        const behind = job.steps.filter((one) => one.index >= step.index);
        const named = ownFolder(step);
        const folder = behind.some((one) => named !== undefined && spreads(one, named)) ? undefined : named;
        const usual = usualDirectory(job, workflow);
        if (!behind.some((one) => runsFiles(one, one === step ? at.span[1] : 0, folder, usual))) continue;
        if (step.action === 'actions/github-script' && !job.steps.some((one) => one.index >= step.index && unzips(one))) continue;
        const reach = jobReach(job, workflow);
        const words = describeReach(reach);
        if (words === '' && reach.permissions.from !== 'settings') continue;
        const heavy =
          reach.logins.length > 0 ||
          reach.secrets.length > 0 ||
          reach.writes.some((scope) => scope === 'contents' || scope === 'packages' || scope === 'actions');
        context.report({
          at,
          message: words === '' ? 'plain' : 'reach',
          data: { reach: words },
          anchor: `${step.anchor}|artifact`,
          related: [{ at: trigger.at, message: 'the run before this one' }],
          ...(heavy ? { severity: 'high' as const } : {}),
          suggestions: apart(step),
        });
      }
    },
  },
});

/** The folders of the runner's own. */
const own = /runner\.temp|RUNNER_TEMP|\/tmp\b/;

/** Steps that unpack an archive, which a script downloaded as it is, into the workspace. */
function unzips(step: WorkflowStep): boolean {
  const unzip = /\b(?:unzip|bsdtar|7z|Expand-Archive|adm-?zip|extract-?zip|decompress|unzipper|jszip)\b/i;
  const script = step.action === 'actions/github-script' ? (inputText(step.inputs, 'script') ?? '') : '';
  return (unzip.test(script) && !own.test(script)) || step.lines.some((line) => unzip.test(line.text) && !own.test(line.text));
}

/** Downloads of another run's artifact into the workspace; a folder of the runner's own is none. */
function unpacks(step: WorkflowStep): Place | undefined {
  if (step.action === 'actions/download-artifact' && inputNamed(step.inputs, 'run-id'))
    return own.test(inputText(step.inputs, 'path') ?? '') ? undefined : step.uses!.at;
  if (step.action === 'dawidd6/action-download-artifact') return own.test(inputText(step.inputs, 'path') ?? '') ? undefined : step.uses!.at;
  if (step.action === 'actions/github-script') {
    const script = inputText(step.inputs, 'script') ?? '';
    return /\bdownloadArtifact\b/.test(script) && !own.test(script) && step.uses ? step.uses.at : undefined;
  }
  for (const line of step.lines) {
    const match = /\bgh\s+run\s+download\b/.exec(line.text);
    if (match && !own.test(line.text)) return placeOfMatch(line, match);
  }
  return undefined;
}

/** Folders that build tools run files of without being told to. */
const readByTools: ReadonlySet<string> = new Set(['node_modules', 'vendor', 'venv']);

/** The folder of the workspace that an action unpacks into, where the step names one: all else there stays as it was. */
function ownFolder(step: WorkflowStep): string | undefined {
  if (step.action === undefined || step.action === 'actions/github-script') return undefined;
  const folder = /^(?:\.\/)?([\w-][\w.-]*(?:\/[\w-][\w.-]*)*)\/?$/.exec(inputText(step.inputs, 'path') ?? '')?.[1];
  return folder !== undefined && readByTools.has(folder.split('/').at(-1)!) ? undefined : folder;
}

/** Commands that put what lies in a folder over the workspace: `cp -r artifact/. .`, `tar xf artifact/site.tar`. */
function spreads(step: WorkflowStep, folder: string): boolean {
  const whole = [folder, `${folder}/`, `${folder}/*`, `${folder}/.`];
  const workspace = ['.', './', '$GITHUB_WORKSPACE', '${GITHUB_WORKSPACE}'];
  return step.lines
    .flatMap((line) => line.text.split(/&&|[;|]/))
    .some((command) => {
      const [name, ...words] = command.trim().replaceAll(/["']/g, '').split(/\s+/);
      const plain = words.map((word) => word.replace(/^\.\/(?=.)/, ''));
      if (name === 'cp' || name === 'mv' || name === 'rsync')
        return workspace.includes(words.at(-1)!) && plain.some((word) => whole.includes(word));
      return (
        (name === 'unzip' || (name === 'tar' && /^(?:-?[a-z]*x|--extract)/.test(words[0] ?? ''))) &&
        plain.some((word) => word.startsWith(`${folder}/`)) &&
        !words.some((word) => /^(?:-C|-d|--directory)/.test(word))
      );
    });
}

/** The folder that the scripts of a job work in where a step names none. */
function usualDirectory(job: WorkflowJob, workflow: Workflow): string {
  const texts = [job.value, workflow.value].map((value) => {
    const run = entryOf(entryOf(value, 'defaults')?.value, 'run')?.value;
    return textOf(entryOf(run, 'working-directory')?.value);
  });
  return texts.find((text) => text !== undefined) ?? '';
}

/** The suggestion to unpack into a folder of the runner's own; for the actions, whose later steps then have to name it. */
function apart(step: WorkflowStep): FixMaker[] {
  const inputs = entryOf(step.value, 'with')?.value;
  if (step.action === undefined || step.action === 'actions/github-script' || inputs?.kind !== 'mapping') return [];
  const path = inputNamed(step.inputs, 'path');
  const folder = '${{ runner.temp }}/artifact';
  return [
    editing('Unpack into a folder apart, and read the files there as data', step.at.uri, (document) => [
      path ? replaceValue(path.value, folder, document) : addEntry(inputs, 'path', folder, document),
    ]),
  ];
}

/**
 * Steps that may run or source a file of the workspace behind a place: scripts, build tools, actions of this repository. With
 * a folder, those that name it or work in it; `usual` is the one that scripts of the job work in.
 */
function runsFiles(step: WorkflowStep, behind: number, folder: string | undefined, usual: string): boolean {
  const names = (text: string): boolean => folder === undefined || text.includes(folder);
  if (step.uses?.kind === 'scalar' && String(step.uses.value).startsWith('./')) return names(String(step.uses.value));
  const within =
    names(textOf(entryOf(step.value, 'working-directory')?.value) ?? usual) ||
    step.lines.some((line) => /\b(?:cd|pushd)\s/.test(line.text) && names(line.text));
  return step.lines.some(
    (line) =>
      line.at.span[0] >= behind &&
      (within || names(line.text)) &&
      /(?:^|[\s;&|])(?:\.{0,2}\/[\w.-]|source\s|\.\s|(?:npm|npx|yarn|pnpm|bun|node|python[\d.]*|pip|ruby|bundle|make|bash|sh|cargo|go|mvn|gradle|composer|php|docker\s+build)\b)|GITHUB_(?:ENV|PATH)/.test(
        line.text,
      ),
  );
}
