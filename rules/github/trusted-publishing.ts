// The repair of a stored publishing token: the token gone or exchanged in a step before, and `id-token: write`. The
// registry has to know the repository and the workflow first, which no file holds; the title says so.
import { addEntry, removeEntry, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Document } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { entryOf, textOf, type Entry } from '../../server/engine/facts/value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { insertStep } from './inserted-step.ts';
import type { PublishAction, PublishCommand } from './publishers.ts';
import { grantIdToken } from './token-edits.ts';

type Edits = readonly (TextEdit | undefined)[];

/** For an input of an action that publishes. */
export function withoutInput(known: PublishAction, entry: Entry, step: WorkflowStep, job: WorkflowJob, workflow: Workflow): FixMaker[] {
  const inputs = entryOf(step.value, 'with')?.value;
  const { value } = step;
  if (inputs?.kind !== 'mapping' || value.kind !== 'mapping') return [];
  const { exchange, variables } = known;
  return publishing(known.registry, job, workflow, (document) => [
    ...(exchange ? [insertStep(step, exchange.lines, document)] : []),
    ...(exchange?.token !== undefined ? [isLeaf(entry.value) ? replaceText(entry.value, exchange.token) : undefined] : inputs.entries.length > 1 ? [removeEntry(inputs, textOf(entry.key)!, document)] : [removeEntry(value, 'with', document)]),
    ...Object.entries(variables ?? {}).map(([name, raw]) => declare(name, raw, step, document)),
  ]);
}

/** For a variable of the step; none where another tool would have to publish, or where the variable stands further out. */
export function withoutVariable(known: PublishCommand, name: string, step: WorkflowStep, job: WorkflowJob, workflow: Workflow): FixMaker[] {
  const { exchange } = known;
  const env = entryOf(step.value, 'env')?.value;
  const { value } = step;
  if (!exchange || env?.kind !== 'mapping' || value.kind !== 'mapping') return [];
  const entry = entryOf(env, name);
  if (!entry) return [];
  return publishing(known.registry, job, workflow, (document) => {
    if (exchange !== 'itself' && exchange.token !== undefined) return [insertStep(step, exchange.lines, document), isLeaf(entry.value) ? replaceText(entry.value, exchange.token) : undefined];
    return [...(exchange === 'itself' ? [] : [insertStep(step, exchange.lines, document)]), env.entries.length > 1 ? removeEntry(env, name, document) : removeEntry(value, 'env', document)];
  });
}

/** For a secret in the command itself; only where a token of a step before can stand in its place. */
export function withoutInline(known: PublishCommand, inline: Expression, step: WorkflowStep, job: WorkflowJob, workflow: Workflow): FixMaker[] {
  const { exchange } = known;
  if (!exchange || exchange === 'itself' || exchange.token === undefined || !inline.leaf.editable) return [];
  const { token, lines } = exchange;
  return publishing(known.registry, job, workflow, (document) => [insertStep(step, lines, document), { uri: inline.at.uri, span: inline.at.span, text: token }]);
}

function publishing(registry: string, job: WorkflowJob, workflow: Workflow, edits: (document: Document) => Edits): FixMaker[] {
  const file = workflow.at.uri.slice(workflow.at.uri.lastIndexOf('/') + 1);
  const environment = textOf(job.environment);
  const told = `after naming ${file}${environment === undefined ? '' : ` and environment ${environment}`} as trusted publisher at ${registry}`;
  return [editing(`Publish with the job's own identity, ${told}`, workflow.at.uri, (document) => [...edits(document), ...grantIdToken(job, workflow, document)])];
}

function declare(name: string, raw: string, step: WorkflowStep, document: Document): TextEdit | undefined {
  const env = entryOf(step.value, 'env')?.value;
  if (env) return env.kind === 'mapping' ? addEntry(env, name, { raw }, document) : undefined;
  return step.value.kind === 'mapping' ? addEntry(step.value, 'env', { [name]: { raw } }, document, 'with') : undefined;
}

function isLeaf(value: Entry['value']): value is Extract<Entry['value'], { kind: 'scalar' | 'partial' | 'unknown' }> {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}
