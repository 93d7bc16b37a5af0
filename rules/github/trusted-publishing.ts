// The repair of a stored publishing token: the token gone or exchanged in a step before, and `id-token: write`. The
// registry has to know the repository and the workflow first, which no file holds; the title says so.
import { addEntry, removeEntry, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Document } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { entryOf, textOf, type Entry } from '../../server/engine/facts/value.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { insertStep } from './inserted-step.ts';
import type { PublishAction, PublishCommand } from './publishers.ts';
import { inputText } from './secret-references.ts';
import { stepForCommands } from './step-for-commands.ts';
import { grantIdToken } from './token-edits.ts';

type Edits = readonly (TextEdit | undefined)[];

/** The job that publishes, and where it stands. */
export interface Publisher {
  readonly job: WorkflowJob;
  readonly workflow: Workflow;
  readonly project: Project;
}

/** For an input of an action that publishes. */
export function withoutInput(known: PublishAction, entry: Entry, step: WorkflowStep, place: Publisher): FixMaker[] {
  const inputs = entryOf(step.value, 'with')?.value;
  const { value } = step;
  if (inputs?.kind !== 'mapping' || value.kind !== 'mapping') return [];
  const { exchange, variables } = known;
  return publishing(known.registry, place, (document) => [
    ...(exchange ? [insertStep(step, exchange.lines, document)] : []),
    ...(exchange?.token !== undefined
      ? [isLeaf(entry.value) ? replaceText(entry.value, exchange.token) : undefined]
      : inputs.entries.length > 1
        ? [removeEntry(inputs, textOf(entry.key)!, document)]
        : [removeEntry(value, 'with', document)]),
    ...Object.entries(variables ?? {}).map(([name, value]) => declare(name, value, step, document)),
  ]);
}

/** For a command that another tool has to run: the action in its place, behind what is left of the script. */
export function byAction(
  { registry, action, variables }: PublishCommand,
  line: ScriptLine,
  step: WorkflowStep,
  place: Publisher,
): FixMaker[] {
  if (!action || !publishesDist(line.text)) return [];
  const { builds, lines } = action;
  const left = builds?.[0].test(line.text) ? builds[1] : undefined;
  return publishing(registry, place, (document) => [
    stepForCommands([line], step, lines, 'behind', document, { reads: variables, ...(left === undefined ? {} : { instead: left }) }),
  ]);
}

/** An action takes what stands in `dist`. Other folders, and options that it does not know, are left to people. */
function publishesDist(command: string): boolean {
  const words = command
    .replace(/\$\{\{[^{}]*\}\}/g, 'x')
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\s+/);
  const from = words.findIndex((word) => word === 'upload' || word === 'publish');
  return words
    .slice(from + 1)
    .every(
      (word, index, rest) =>
        /^(?:--(?:skip-existing|non-interactive|no-interaction|verbose|build|username|password|disable-progress-bar)(?:=.*)?|-[nupv]|["']?(?:\.\/)?dist\/\*["']?)$/.test(
          word,
        ) || /^(?:-[up]|--username|--password)$/.test(rest[index - 1] ?? ''),
    );
}

/** For a variable of the step; none where another tool would have to publish, or where the variable stands further out. */
export function withoutVariable(known: PublishCommand, name: string, step: WorkflowStep, place: Publisher): FixMaker[] {
  const { exchange } = known;
  const env = entryOf(step.value, 'env')?.value;
  const { value } = step;
  if (!exchange || env?.kind !== 'mapping' || value.kind !== 'mapping') return [];
  const entry = entryOf(env, name);
  if (!entry) return [];
  return publishing(known.registry, place, (document) => {
    if (exchange !== 'itself' && exchange.token !== undefined)
      return [insertStep(step, exchange.lines, document), isLeaf(entry.value) ? replaceText(entry.value, exchange.token) : undefined];
    return [
      ...(exchange === 'itself' ? newerNpm(known, step, place.job, document) : [insertStep(step, exchange.lines, document)]),
      env.entries.length > 1 ? removeEntry(env, name, document) : removeEntry(value, 'env', document),
    ];
  });
}

/** For a secret in the command itself; only where a token of a step before can stand in its place, or where the option can go. */
export function withoutInline(known: PublishCommand, inline: Expression, step: WorkflowStep, place: Publisher): FixMaker[] {
  const { exchange } = known;
  if (!exchange || !inline.leaf.editable) return [];
  if (exchange === 'itself') return publishing(known.registry, place, (document) => [withoutOption(inline, document)]);
  const { token, lines } = exchange;
  if (token === undefined) return [];
  return publishing(known.registry, place, (document) => [
    insertStep(step, lines, document),
    { uri: inline.at.uri, span: inline.at.span, text: token },
  ]);
}

/** The option of a command that a secret is the value of: ` --token ${{ … }}`. */
function withoutOption({ at }: Expression, { text, uri }: Document): TextEdit | undefined {
  const option = /\s+--[\w-]+[=\s]+["']?$/.exec(text.slice(Math.max(0, at.span[0] - 100), at.span[0]));
  if (!option) return undefined;
  const quoted = /["']$/.test(option[0]);
  return quoted && text[at.span[1]] !== option[0].at(-1)
    ? undefined
    : { uri, span: [at.span[0] - option[0].length, at.span[1] + (quoted ? 1 : 0)], text: '' };
}

/** npm asks for the job's identity from 11.5.1 on, which comes with Node.js 24: a step that installs it, where neither is there. */
function newerNpm(known: PublishCommand, step: WorkflowStep, job: WorkflowJob, document: Document): Edits {
  const before = job.steps.filter((one) => one.index <= step.index);
  if (known.registry !== 'npm' || !step.lines.some((line) => /\bp?npm\s+publish\b/.test(line.text))) return [];
  if (
    before.some((one) =>
      one.lines.some((line) => /\bnpm\s+(?:i|install)\s[^\n]{0,80}?\bnpm(?:@|\s|$)|\bcorepack\b|\bnpx\s[^\n]{0,80}?\bnpm@/.test(line.text)),
    )
  )
    return [];
  const version = inputText(before.findLast((one) => one.action === 'actions/setup-node')?.inputs ?? [], 'node-version');
  const major = Number(/^v?(\d+)/.exec(version ?? '')?.[1] ?? (/^(?:lts\/\*|latest|current|node)$/.test(version ?? '') ? 24 : 0));
  return major >= 24 ? [] : [insertStep(step, ['run: npm install --global npm@11'], document)];
}

function publishing(registry: string, { job, workflow, project }: Publisher, edits: (document: Document) => Edits): FixMaker[] {
  const file = workflow.at.uri.slice(workflow.at.uri.lastIndexOf('/') + 1);
  const environment = textOf(job.environment);
  const told = `after naming ${file}${environment === undefined ? '' : ` and environment ${environment}`} as trusted publisher at ${registry}`;
  return [
    editing(`Publish with the job's own identity, ${told}`, workflow.at.uri, (document) => [
      ...edits(document),
      ...grantIdToken(job, workflow, document, project),
    ]),
  ];
}

function declare(name: string, value: string, step: WorkflowStep, document: Document): TextEdit | undefined {
  const env = entryOf(step.value, 'env')?.value;
  if (env) return env.kind === 'mapping' ? addEntry(env, name, value, document) : undefined;
  return step.value.kind === 'mapping' ? addEntry(step.value, 'env', { [name]: value }, document, 'with') : undefined;
}

function isLeaf(value: Entry['value']): value is Extract<Entry['value'], { kind: 'scalar' | 'partial' | 'unknown' }> {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}
