// What a GitHub workflow says about the token of its jobs, explained: what a scope is good for, for which jobs it counts, and
// which of their steps use it. Knows nothing of findings.
import { jobNeed } from '../facts/github/job-need.ts';
import { scopeInWords } from '../facts/github/scope-words.ts';
import { scopesWith } from '../facts/github/token.ts';
import { textOf } from '../facts/value.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../facts/workflow.ts';
import type { Project } from '../project.ts';
import type { Place, Span } from '../text/text.ts';
import { listed, type Explanation } from './explanation.ts';

/** Jobs that are named; the rest is counted. */
const jobsShown = 5;

/**
 * What stands in a span of a document, a line or a cursor's place, about the token: one explanation for each scope. Where it
 * holds the word `permissions` and none of its scopes, all of them.
 */
export function tokenAt(project: Project, uri: string, span: Span): Explanation[] {
  const touches = (place: Place): boolean => place.uri === uri && place.span[0] <= span[1] && span[0] <= place.span[1];
  for (const workflow of project.documents.get(uri)?.facts.workflows ?? []) {
    if (workflow.system !== 'github' || workflow.kind === 'action') continue;
    const heirs = workflow.jobs.filter((job) => !job.permissions);
    for (const [permissions, jobs] of [
      [workflow.permissions, heirs] as const,
      ...workflow.jobs.map((job) => [job.permissions, [job]] as const),
    ]) {
      const found = permissions ? explain(permissions, jobs, workflow, project, touches) : [];
      if (found.length > 0) return found;
    }
  }
  return [];
}

function explain(
  { all, scopes, key }: TokenPermissions,
  jobs: readonly WorkflowJob[],
  workflow: Workflow,
  project: Project,
  touches: (place: Place) => boolean,
): Explanation[] {
  if (all) {
    const word = textOf(all);
    if (!(touches(all.at) || touches(key)) || (word !== 'read-all' && word !== 'write-all')) return [];
    const access = word === 'read-all' ? 'read' : 'write';
    return [
      {
        subject: `\`${word}\`: the token of a job may ${access} all ${scopesWith(access).length} scopes that can be ${access === 'read' ? 'read' : 'written'}`,
        at: all.at,
        parts: [{ title: 'jobs', lines: [{ text: countsFor(jobs) }] }],
      },
    ];
  }
  const touched = scopes.filter(({ at, access }) => touches(at) || touches(access.at));
  return (touched.length > 0 || !touches(key) ? touched : scopes).flatMap((scope): Explanation[] => {
    const access = textOf(scope.access);
    const can = access === 'read' || access === 'write' ? scopeInWords(scope.name, access) : undefined;
    if (can === undefined || (access !== 'read' && access !== 'write')) return [];
    const lines = jobs
      .slice(0, jobsShown)
      .map((job) => ({ text: `job \`${job.id}\`: ${useOf(scope.name, access, job, workflow, project)}` }));
    if (jobs.length === 0) lines.push({ text: countsFor(jobs) });
    if (jobs.length > jobsShown) lines.push({ text: `and ${jobs.length - jobsShown} more jobs` });
    const [{ span: name }, { span: value }] = [scope.at, scope.access.at];
    return [
      {
        subject: `\`${scope.name}: ${access}\` lets the token of the job ${can}`,
        at: { uri: scope.at.uri, span: [Math.min(name[0], value[0]), Math.max(name[1], value[1])] },
        parts: [{ title: 'jobs', lines }],
      },
    ];
  });
}

function countsFor(jobs: readonly WorkflowJob[]): string {
  if (jobs.length === 0) return 'counts for no job: each has `permissions` of its own';
  const names = listed(
    jobs.map(({ id }) => `\`${id}\``),
    jobsShown,
  );
  return `counts for ${jobs.length === 1 ? 'job' : 'jobs'} ${names}`;
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
