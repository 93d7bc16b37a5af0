// Hover over what a GitHub workflow says about the token of its jobs: what a scope is good for, for which jobs it counts,
// and which of their steps use it. Knows nothing of findings.
import { jobNeed } from '../engine/facts/github/job-need.ts';
import { scopeInWords } from '../engine/facts/github/scope-words.ts';
import { scopesWith } from '../engine/facts/github/token.ts';
import { textOf } from '../engine/facts/value.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../engine/facts/workflow.ts';
import type { Project } from '../engine/project.ts';
import type { Span } from '../engine/text/text.ts';

/** A piece of Markdown and what it is about. */
export interface TokenWords {
  readonly span: Span;
  readonly text: string;
}

/** Jobs that are named; the rest is counted. */
const jobsShown = 5;

export function tokenWordsAt(project: Project, uri: string, offset: number): TokenWords | undefined {
  for (const workflow of project.documents.get(uri)?.facts.workflows ?? []) {
    if (workflow.system !== 'github' || workflow.kind === 'action') continue;
    const heirs = workflow.jobs.filter((job) => !job.permissions);
    for (const [permissions, jobs] of [
      [workflow.permissions, heirs] as const,
      ...workflow.jobs.map((job) => [job.permissions, [job]] as const),
    ]) {
      const found = permissions && wordsOf(permissions, jobs, workflow, project, offset);
      if (found) return found;
    }
  }
  return undefined;
}

function wordsOf(
  permissions: TokenPermissions,
  jobs: readonly WorkflowJob[],
  workflow: Workflow,
  project: Project,
  offset: number,
): TokenWords | undefined {
  const holds = (span: Span): boolean => span[0] <= offset && offset <= span[1];
  const { all } = permissions;
  if (all && holds(all.at.span)) {
    const word = textOf(all);
    if (word !== 'read-all' && word !== 'write-all') return undefined;
    const access = word === 'read-all' ? 'read' : 'write';
    return {
      span: all.at.span,
      text: [
        `\`${word}\`: the token of a job may ${access} all ${scopesWith(access).length} scopes that can be ${access === 'read' ? 'read' : 'written'}`,
        '',
        countsFor(jobs),
      ].join('\n'),
    };
  }
  const scope = permissions.scopes.find(({ at, access }) => holds(at.span) || holds(access.at.span));
  const access = scope && textOf(scope.access);
  if (!scope || (access !== 'read' && access !== 'write')) return undefined;
  const can = scopeInWords(scope.name, access);
  if (can === undefined) return undefined;
  const lines = [`\`${scope.name}: ${access}\` lets the token of the job ${can}`, ''];
  if (jobs.length === 0) lines.push(countsFor(jobs));
  for (const job of jobs.slice(0, jobsShown)) lines.push(`- job \`${job.id}\`: ${useOf(scope.name, access, job, workflow, project)}`);
  if (jobs.length > jobsShown) lines.push(`- and ${jobs.length - jobsShown} more jobs`);
  return {
    span: [Math.min(scope.at.span[0], scope.access.at.span[0]), Math.max(scope.at.span[1], scope.access.at.span[1])],
    text: lines.join('\n'),
  };
}

function countsFor(jobs: readonly WorkflowJob[]): string {
  if (jobs.length === 0) return '- counts for no job: each has `permissions` of its own';
  const names = jobs
    .slice(0, jobsShown)
    .map(({ id }) => `\`${id}\``)
    .join(', ');
  return `- counts for ${jobs.length === 1 ? 'job' : 'jobs'} ${names}${jobs.length > jobsShown ? ` and ${jobs.length - jobsShown} more` : ''}`;
}

/** Who uses the scope in a job, as far as its steps can be told. */
function useOf(scope: string, access: 'read' | 'write', job: WorkflowJob, workflow: Workflow, project: Project): string {
  const root = workflow.at.uri.slice(0, Math.max(0, workflow.at.uri.lastIndexOf('.github/')));
  const need = jobNeed(job, workflow, (path) =>
    [path, `${path}/action.yml`, `${path}/action.yaml`]
      .map((one) => project.documents.get(root + one)?.facts.workflows[0])
      .find((one) => one !== undefined),
  );
  const wanted = need.scopes.get(scope);
  if (wanted) return access === 'write' && wanted.access === 'read' ? `${wanted.for} only reads it` : `used by ${wanted.for}`;
  if (scope === 'id-token' && need.mayAskOidc) return 'a step asks for it';
  if (scope === 'contents' && need.mayPush) return 'a script could push with it';
  const [unknown] = need.unknown;
  return unknown === undefined
    ? 'no step uses it'
    : `no known step uses it; what ${unknown}${need.unknown.length > 1 ? ` and ${need.unknown.length - 1} more` : ''} need${need.unknown.length > 1 ? '' : 's'} is not known`;
}
