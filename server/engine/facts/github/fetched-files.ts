// Outputs that a step reads out of files which another run left: what a workflow under `workflow_run` unpacks was written by
// whoever opened the pull request. A script that checks what it read is trusted to have done so.
import { textOf } from '../value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../workflow.ts';

/**
 * True where the step gives out, as this output or as this variable of later steps, what stands in a file of an artifact
 * that the job fetched before.
 */
export function readsFetchedFile(
  step: WorkflowStep,
  name: string,
  job: WorkflowJob | undefined,
  workflow: Workflow,
  to: 'GITHUB_OUTPUT' | 'GITHUB_ENV' = 'GITHUB_OUTPUT',
): boolean {
  if (!job || !workflow.triggers.some((trigger) => trigger.name === 'workflow_run')) return false;
  return firstFetch(job) <= step.index && givesOutFile(step, name, to);
}

const firstFetches = new WeakMap<WorkflowJob, number>();

/** The index of the first step that unpacks what another run left. */
function firstFetch(job: WorkflowJob): number {
  const known = firstFetches.get(job);
  if (known !== undefined) return known;
  const first = job.steps.find(fetchesArtifact)?.index ?? Infinity;
  firstFetches.set(job, first);
  return first;
}

/** Steps that unpack what another run left. */
function fetchesArtifact(step: WorkflowStep): boolean {
  if (step.action === 'dawidd6/action-download-artifact') return true;
  if (step.action === 'actions/download-artifact') return step.inputs.some((entry) => textOf(entry.key)?.toLowerCase() === 'run-id');
  if (step.action === 'actions/github-script') return /\bdownloadArtifact\b/.test(scriptOf(step));
  return step.lines.some((line) => /\bgh\s+run\s+download\b|\/actions\/artifacts\/[^\s/]{1,80}\/zip\b/.test(line.text));
}

const setOutput = /\bsetOutput\(\s*['"\x60]([\w-]{1,80})/g;
const exported = /\bexportVariable\(\s*['"\x60]([\w-]{1,80})/g;

function givesOutFile(step: WorkflowStep, name: string, to: 'GITHUB_OUTPUT' | 'GITHUB_ENV'): boolean {
  const script = scriptOf(step);
  if (script !== '')
    return (
      /\breadFile(?:Sync)?\b/.test(script) &&
      !/\b(?:Number|parseInt)\s*\(|\.test\(|\.match\(/.test(script) &&
      (name === 'result' && to === 'GITHUB_OUTPUT'
        ? /\breturn\b/.test(script)
        : [...script.matchAll(to === 'GITHUB_ENV' ? exported : setOutput)].some((match) => match[1]!.toLowerCase() === name))
    );
  const writes = step.lines.filter(({ text }) => text.includes(to));
  if (writes.length === 0 || checksText(step)) return false;
  return writes.some(({ text }) => {
    const file = text.indexOf(to);
    if (/^\s*cat\s+[^\s|;&<>]+\s*>>/.test(text)) return true;
    const at = text.toLowerCase().indexOf(`${name}=`);
    return at >= 0 && at < file && /\$\(\s*(?:(?:cat|head|tail|jq)\s|<)/.test(text.slice(at, file));
  });
}

/** True for a script that looks at the form of a text, or cuts it down to one. */
export function checksText({ lines }: Pick<WorkflowStep, 'lines'>): boolean {
  return lines.some(({ text }) =>
    /=~|\bgrep\s+-[a-zA-Z]*[oqx]|\btr\s+-|\bcase\b|\bprintf\s+'?%d/.test(text.replace(asksForWord, '').replace(trimsBlanks, '')),
  );
}

/** `grep -q '/approve'`: that a word stands somewhere in a text says nothing about the rest of it. */
const asksForWord = /\bgrep\s{1,9}-(?=[a-zA-Z]{0,5}q)[EFPiqsn]{1,6}\s{1,9}(['"])(?:(?!\[\^)[^'"$\n]){0,200}\1/g;
const trimsBlanks = /\btr\s{1,9}-d\s{1,9}(['"])(?:\\[rnt]| ){1,9}\1/g;

const scriptOf = (step: WorkflowStep): string =>
  step.action === 'actions/github-script' ? (textOf(step.inputs.find((entry) => textOf(entry.key) === 'script')?.value) ?? '') : '';
