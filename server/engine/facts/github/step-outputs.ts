// What the output of a step or a job, or a variable that a script sets for later steps, is made from. Scripts are read
// line by line for plain assignments; what goes through another command comes to nothing, because it may be cleaned there.
import { commandsOf } from '../script-lines.ts';
import { textOf } from '../value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { tableOf } from '../../table.ts';
import { checksText } from './fetched-files.ts';
import { printsPayload } from './payload-commands.ts';
import { picksWords } from './picked-words.ts';
import { scriptPayload } from './script-payload.ts';

/** An expression with the place that its names are read at. */
export interface Source {
  readonly expression: Expression;
  readonly step?: WorkflowStep;
  readonly job?: WorkflowJob;
}

/**
 * Actions whose outputs repeat what the author of an event wrote, by output; an empty list for all of them. From the
 * readmes of the actions, read in 2026-11.
 */
const repeating = tableOf<readonly string[]>({
  'tj-actions/changed-files': [],
  'tj-actions/branch-names': ['head_ref_branch', 'current_branch', 'ref_branch'],
  'jitterbit/get-changed-files': [],
  'trilom/file-changes-action': [],
  'futuratrepadeira/changed-files': [],
  'xt0rted/pull-request-comment-branch': ['head_ref'],
  'alessbell/pull-request-comment-branch': ['head_ref'],
  'gotson/pull-request-comment-branch': ['head_ref'],
  'eficode/resolve-pr-refs': ['head_ref'],
  'khan/pull-request-comment-trigger': ['comment_body'],
  'potiuk/get-workflow-origin': ['sourceheadbranch', 'pullrequestlabels'],
  'peter-murray/issue-body-parser-action': [],
  'stefanbuck/github-issue-parser': [],
  'zentered/issue-forms-body-parser': [],
  'ana06/get-changed-files': [],
  'lots0logs/gh-action-get-changed-files': [],
  'masesgroup/retrieve-changed-files': [],
  '8bitjonny/gh-get-current-pr': ['pr', 'pr_title', 'pr_body'],
  'jwalton/gh-find-current-pr': ['title', 'body'],
  'peter-evans/find-comment': ['comment-body'],
});

/** True where the action repeats text of the event in this output. Numbers, flags and commits are none. */
export function repeatsEvent(step: WorkflowStep, output: string): boolean {
  // From these versions on both escape what they give out; what a commit stands for is not known.
  if (step.action === 'tj-actions/changed-files' && !beforeMajor(step, 41)) return false;
  if (step.action === 'tj-actions/branch-names' && !beforeMajor(step, 7)) return false;
  if (step.action === 'actions/github-script') return scriptPayload(step).outputs.has(output);
  // Lists of files by the names that they have in the change; in its other formats the action escapes them for a shell.
  if (step.action === 'dorny/paths-filter')
    return output.endsWith('_files') && /^(?:csv|json)$/.test(textOf(entryNamed(step, 'list-files')) ?? '');
  // A comment by somebody who is named, mostly a bot, is no stranger's.
  if (step.action === 'peter-evans/find-comment' && /^[^$]+$/.test(textOf(entryNamed(step, 'comment-author')) ?? '')) return false;
  const outputs = step.action === undefined ? undefined : repeating.get(step.action);
  return (
    outputs !== undefined && (outputs.length === 0 ? !/^any_|^only_|_count$|^sha$|^commit|number$/.test(output) : outputs.includes(output))
  );
}

/** Outputs that hold what a model answered, by action. From the metadata of the actions, read in 2026-11. */
const answers = tableOf<readonly string[]>({
  'actions/ai-inference': ['response'],
  'google-github-actions/run-gemini-cli': ['summary'],
  'openai/codex-action': ['final-message'],
  'anthropics/claude-code-action': ['structured_output'],
});

/** What a model was asked, where this output is its answer: whoever writes a part of the question decides what it answers. */
export function askedOf(step: WorkflowStep, output: string, job: WorkflowJob | undefined): Source[] | undefined {
  if (step.action === undefined || !answers.get(step.action)?.includes(output)) return undefined;
  return step.expressions
    .filter((one) => one.where === 'with' && /prompt|input/.test(one.key ?? ''))
    .map((expression) => ({ expression, step, ...(job ? { job } : {}) }));
}

const entryNamed = (step: WorkflowStep, name: string) => step.inputs.find((entry) => textOf(entry.key)?.toLowerCase() === name)?.value;

function beforeMajor(step: WorkflowStep, major: number): boolean {
  const written = /@v?(\d{1,4})(?:\.|$)/.exec(textOf(step.uses) ?? '');
  return written !== null && Number(written[1]) < major;
}

/** The step of a job or a composite action by its id, in lower case. */
export function stepById(id: string, workflow: Workflow, job: WorkflowJob | undefined): WorkflowStep | undefined {
  return (job?.steps ?? workflow.steps).find((one) => one.id?.toLowerCase() === id);
}

/** The expressions that a script writes into one of its outputs: `echo "name=…" >> "$GITHUB_OUTPUT"`, `::set-output`. */
export function writtenOutput(step: WorkflowStep, output: string, job: WorkflowJob | undefined): Source[] {
  return step.lines.flatMap((line) => {
    const old = line.text.toLowerCase().indexOf(`::set-output name=${output}::`);
    if (old >= 0) return carried(step, job, line.at.span[0] + old, line.text.slice(old));
    return line.text.includes('GITHUB_OUTPUT') ? assigned(step, job, line.text, line.at.span[0], output, 'GITHUB_OUTPUT') : [];
  });
}

/** The expressions that earlier steps of the job write into a variable: `echo "NAME=…" >> "$GITHUB_ENV"`. */
export function writtenVariable(name: string, before: number, workflow: Workflow, job: WorkflowJob | undefined): Source[] {
  return (job?.steps ?? workflow.steps)
    .filter((one) => one.index < before)
    .flatMap((step) =>
      step.lines.flatMap((line) =>
        line.text.includes('GITHUB_ENV') ? assigned(step, job, line.text, line.at.span[0], name, 'GITHUB_ENV') : [],
      ),
    );
}

/** True where a script gives out, as this output or variable of later steps, what a command prints of the author of the event. */
export function givesOutPayload(step: WorkflowStep, name: string, file: OutputFile, workflow: Workflow): boolean {
  const made = payloads.get(step) ?? {};
  payloads.set(step, made);
  return (made[file] ??= payloadNames(step, file, workflow)).has(name);
}

type OutputFile = 'GITHUB_OUTPUT' | 'GITHUB_ENV';
const payloads = new WeakMap<WorkflowStep, Partial<Record<OutputFile, ReadonlySet<string>>>>();
/** Names that one line sets: nobody writes as many. */
const mostNames = 20;

/** The names in lower case, each line read once. */
function payloadNames(step: WorkflowStep, file: OutputFile, workflow: Workflow): ReadonlySet<string> {
  const names = new Set<string>();
  const writes = step.lines.filter(({ text }) => text.includes(file));
  if (writes.length === 0 || checksText(step)) return names;
  for (const { text, at } of writes) {
    for (const [whole] of [...text.slice(0, text.indexOf(file)).matchAll(/(?<![\w-])[\w-]{1,100}=/g)].slice(0, mostNames)) {
      const name = whole.slice(0, -1).toLowerCase();
      const value = assignedTo(name, file, text)?.value;
      const variable = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/.exec(value?.trim() ?? '')?.[1]?.toLowerCase();
      const last =
        variable === undefined
          ? undefined
          : assignmentsOf(step)
              .get(variable)
              ?.findLast((one) => one.end <= at.span[0]);
      if ((value !== undefined && printsPayload(value, workflow)) || (last && printsPayload(last.value, workflow))) names.add(name);
    }
  }
  return names;
}

/** The expressions of an output that a job declares. */
export function jobOutput(id: string, output: string, workflow: Workflow): Source[] {
  const job = workflow.jobs.find((one) => one.id.toLowerCase() === id);
  return job
    ? job.expressions
        .filter((one) => one.where === 'outputs' && one.key?.toLowerCase() === output)
        .map((expression) => ({ expression, job }))
    : [];
}

/** What a command makes of a text is not known, but where it picks words of it. */
function isComputed(value: string): boolean {
  return !picksWords(value) && /\$\(|`|\|/.test(value.replace(/\$\{\{[^}]{0,400}\}\}/g, ''));
}

function assigned(step: WorkflowStep, job: WorkflowJob | undefined, line: string, start: number, name: string, file: string): Source[] {
  const found = assignedTo(name, file, line);
  return !found || isComputed(found.value) ? [] : carried(step, job, start + found.from, found.value);
}

/** What stands between `name=` and the file that a line writes it to, and where it begins in the line. */
function assignedTo(name: string, file: string, line: string): { readonly from: number; readonly value: string } | undefined {
  const at = line.toLowerCase().indexOf(`${name}=`);
  const end = line.indexOf(file);
  if (at < 0 || at > end || (at > 0 && /[\w-]/.test(line[at - 1]!))) return undefined;
  const from = at + name.length + 1;
  return { from, value: line.slice(from, end).replace(/["']?[ \t]{0,9}>>[ \t]{0,9}["']?\$?\{?$/, '') };
}

/** How many assignments are followed from one place: no chain that a person wrote is as long. */
const mostFollowed = 50;

/**
 * Expressions inside a stretch of the script, and those behind the variables that it names, straight or through plain
 * assignments before it: `title="$TITLE"`. Each assignment is followed once.
 */
function carried(step: WorkflowStep, job: WorkflowJob | undefined, from: number, text: string): Source[] {
  const found: Source[] = [];
  const stretches: { readonly from: number; readonly value: string }[] = [{ from, value: text }];
  const seen = new Set<number>();
  for (const { from: start, value } of stretches) {
    const inside = step.expressions.filter(
      (one) => one.where === 'run' && one.at.span[0] >= start && one.at.span[1] <= start + value.length,
    );
    const named = new Set([...value.matchAll(/\$(?:env:|\{)?([A-Za-z_]\w*)/g)].map((match) => match[1]!.toLowerCase()));
    const variables = step.expressions.filter((one) => one.where === 'env' && one.key !== undefined && named.has(one.key.toLowerCase()));
    found.push(...[...inside, ...variables].map((expression) => ({ expression, step, ...(job ? { job } : {}) })));
    for (const expression of job?.expressions ?? [])
      if (
        expression.where === 'env' &&
        expression.key !== undefined &&
        named.has(expression.key.toLowerCase()) &&
        !setsOwn(step, expression.key)
      )
        found.push({ expression, job: job! });
    for (const name of named) {
      const last = assignmentsOf(step)
        .get(name)
        ?.findLast((one) => one.end <= start);
      if (!last || seen.has(last.from) || seen.size === mostFollowed) continue;
      seen.add(last.from);
      if (!isComputed(last.value)) stretches.push(last);
    }
  }
  return found;
}

/** Whether a step gives a variable of the job another value for itself. */
const setsOwn = (step: WorkflowStep, name: string): boolean =>
  step.env.some(({ key }) => textOf(key)?.toLowerCase() === name.toLowerCase());

const assignment = /^(?:(?:export|local|readonly|declare|typeset)\s+(?:-\w+\s+)?)?([A-Za-z_]\w*)=/;

interface Assignment {
  /** Where the value begins and the command ends. */
  readonly from: number;
  readonly end: number;
  readonly value: string;
}

const assignments = new WeakMap<WorkflowStep, ReadonlyMap<string, readonly Assignment[]>>();

/** The plain assignments of a script by the variable in lower case, in their order. None where the script checks what it has. */
function assignmentsOf(step: WorkflowStep): ReadonlyMap<string, readonly Assignment[]> {
  const known = assignments.get(step);
  if (known) return known;
  const made = new Map<string, Assignment[]>();
  // What picks words keeps them as they are, whatever it is that picks.
  const lines = step.lines.filter(({ text }) => !picksWords(text.replace(assignment, '')));
  for (const { text, at } of checksText({ lines }) ? [] : commandsOf(step.lines)) {
    const match = assignment.exec(text);
    if (!match) continue;
    const name = match[1]!.toLowerCase();
    const one = { from: at.span[0] + match[0].length, end: at.span[1], value: text.slice(match[0].length) };
    const before = made.get(name);
    if (before) before.push(one);
    else made.set(name, [one]);
  }
  assignments.set(step, made);
  return made;
}

/** The name of an environment variable that something declares, in lower case. */
export function declares(owner: Pick<WorkflowStep, 'env'> | undefined, name: string): boolean {
  return owner?.env.some((entry) => textOf(entry.key)?.toLowerCase() === name) ?? false;
}
