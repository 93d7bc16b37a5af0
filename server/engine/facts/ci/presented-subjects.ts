// Whether the token that a job of GitLab, Buildkite, CircleCI, Bitbucket or Azure Pipelines presents can carry a subject. From
// each system's reference of its OIDC tokens, read in 2026-11. What depends on numbers that no file shows, or on conditions
// that are not read here, comes to undefined; of Bitbucket's subjects, which are made of such numbers, only the form counts.
import { patternsMeet } from '../github/subjects.ts';
import { entryOf, leavesOf, textOf, type Mapping, type Value } from '../value.ts';
import type { Workflow, WorkflowJob } from '../workflow.ts';
import { jobUses } from './circleci.ts';
import { gitlabRefs } from './gitlab-subjects.ts';

/** What is known of the repository that the pipelines run for. */
export interface OwnRepository {
  readonly remote?: { readonly host: string; readonly path: string };
  readonly defaultBranch?: string;
}

export interface Fit {
  /** Whether the subject is one of this repository's; undefined where the repository or the subject does not show it. */
  readonly own: boolean | undefined;
  /** Whether a run of the job can carry it. */
  readonly job: boolean | undefined;
  /** What a run of the job carries instead, as patterns, where that is known. */
  readonly presents: readonly string[];
}

/** How a subject, which may hold `*`, fits a job; undefined where subjects of this form are not read. */
export function fitOf(subject: string, job: WorkflowJob, workflow: Workflow, repository: OwnRepository): Fit | undefined {
  switch (workflow.system) {
    case 'gitlab':
      return ofGitlab(subject, job, repository);
    case 'buildkite':
      return ofBuildkite(subject, job);
    case 'circleci':
      return ofCircleci(subject, job, workflow, repository);
    case 'bitbucket':
      return ofBitbucket(subject, job);
    case 'azure-pipelines':
      return ofAzure(subject, job, repository);
    default:
      return undefined;
  }
}

const met = (patterns: readonly string[] | undefined, pattern: string): boolean | undefined =>
  patterns?.some((one) => patternsMeet(pattern, one));
const and = (...parts: readonly (boolean | undefined)[]): boolean | undefined =>
  parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;

/** What stands before a mark and behind it; the whole and nothing where it is not there. */
function cut(text: string, mark: string): readonly [before: string, behind?: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function ofGitlab(subject: string, job: WorkflowJob, { remote, defaultBranch }: OwnRepository): Fit | undefined {
  const match = /^project_path:([^:]+):(ref_type:.+|\*.*)$/.exec(subject);
  if (!match) return undefined;
  const path = remote?.host.includes('gitlab') ? remote.path.toLowerCase() : undefined;
  const refs = gitlabRefs(job, defaultBranch);
  const written = (ref: string): string => `ref_type:${ref.replace(':', ':ref:')}`;
  return {
    own: path === undefined ? undefined : patternsMeet(match[1]!.toLowerCase(), path),
    job: met(refs?.map(written), match[2]!),
    presents: (refs ?? []).map((one) => `project_path:${path ?? '*'}:${written(one)}`),
  };
}

/** `organization:O:pipeline:P:ref:R:commit:C:step:S`; steps say for which branches they run, and have a key. */
function ofBuildkite(subject: string, job: WorkflowJob): Fit | undefined {
  const whose = /^organization:[^:]+:pipeline:[^:]+:ref:/.exec(subject);
  if (!whose) return undefined;
  const [before, behind] = cut(subject.slice(whose[0].length), ':step:');
  const [ref] = cut(before, ':commit:');
  const step = behind?.split(':')[0];
  const branches = textOf(entryOf(job.value, 'branches')?.value);
  const refs =
    branches === undefined
      ? entryOf(job.value, 'if')
        ? undefined
        : ['refs/heads/*', 'refs/tags/*']
      : branches.includes('!')
        ? undefined
        : branches
            .trim()
            .split(/\s+/)
            .map((branch) => `refs/heads/${branch}`);
  const key = textOf(entryOf(job.value, 'key')?.value);
  const fits = and(
    met(refs, ref.replace(/:\*$/, '*')),
    step === undefined || step === '*' ? true : key === undefined ? undefined : patternsMeet(step, key),
  );
  return {
    own: undefined,
    job: fits,
    presents: (refs ?? []).map((one) => `organization:*:pipeline:*:ref:${one}:commit:*:step:${key ?? '*'}`),
  };
}

/** The second form of the token, `org/O/project/P/user/U/vcs-origin/HOST/PATH/vcs-ref/REF`; the first has numbers alone. */
function ofCircleci(subject: string, job: WorkflowJob, workflow: Workflow, { remote }: OwnRepository): Fit | undefined {
  const [, behind] = cut(subject, '/vcs-origin/');
  const [from, ref] = cut(behind ?? '', '/vcs-ref/');
  if (from === '' || ref === undefined || ref === '' || workflow.value.kind !== 'mapping') return undefined;
  const refs = circleRefs(workflow.value, job.id);
  const origin = remote && `${remote.host}/${remote.path}`.toLowerCase();
  return {
    own: origin === undefined ? undefined : patternsMeet(from.toLowerCase(), origin),
    job: met(refs, ref),
    presents: (refs ?? []).map((one) => `org/*/project/*/user/*/vcs-origin/${origin ?? '*'}/vcs-ref/${one}`),
  };
}

function circleRefs(root: Mapping, id: string): string[] | undefined {
  const uses = jobUses(root).filter((use) => use.job === id);
  const found = uses.map((use) => {
    const filters = entryOf(use.value, 'filters')?.value;
    const branches = entryOf(filters, 'branches')?.value;
    const tags = entryOf(filters, 'tags')?.value;
    if (typeof textOf(filters) === 'string' || (!branches && tags)) return undefined;
    return [...namesOf(branches, 'refs/heads/'), ...(tags ? namesOf(tags, 'refs/tags/') : [])];
  });
  return found.length > 0 && found.every((one) => one !== undefined) ? [...new Set(found.flat())] : undefined;
}

/** The names of a filter; expressions between slashes, and filters that only leave some out, stand for any name. */
function namesOf(filter: Value | undefined, prefix: string): string[] {
  if (entryOf(filter, 'only')?.value === undefined)
    return textOf(leavesOf(entryOf(filter, 'ignore')?.value)[0]) === '/.*/' ? [] : [`${prefix}*`];
  return leavesOf(entryOf(filter, 'only')!.value).map((leaf) =>
    /^\/.*\/$/.test(textOf(leaf) ?? '/./') ? `${prefix}*` : prefix + textOf(leaf)!,
  );
}

/** `sc://ORGANISATION/PROJECT/CONNECTION`: tasks name the service connection that they log in with. */
function ofAzure(subject: string, job: WorkflowJob, { remote }: OwnRepository): Fit | undefined {
  const match = /^sc:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(subject);
  if (!match) return undefined;
  const names = (job.given ?? []).flatMap(({ item }) => (item.startsWith('connection:') ? [item.slice('connection:'.length)] : []));
  const computed = names.some((name) => /[$<]/.test(name));
  const home =
    remote && /dev\.azure\.com|visualstudio\.com/.test(remote.host) ? remote.path.toLowerCase().replace(/^v3\//, '').split('/') : undefined;
  return {
    own:
      home === undefined
        ? undefined
        : patternsMeet(match[1]!.toLowerCase(), home[0] ?? '') && patternsMeet(match[2]!.toLowerCase(), home[1] ?? ''),
    job: names.some((name) => name.toLowerCase() === match[3]!.toLowerCase()) ? true : computed ? undefined : false,
    presents: names.map((name) => `sc://${match[1]!}/${match[2]!}/${name}`),
  };
}

/** `{repository}:{step}`, and `{repository}:{environment}:{step}` for a step with a `deployment`. */
function ofBitbucket(subject: string, job: WorkflowJob): Fit | undefined {
  const parts = subject.split(':');
  if (parts.length > 3 || !/^\{[\w-]{1,60}\}$/.test(parts[0]!)) return undefined;
  const asksEnvironment = parts.length === 3 && /^\{[\w-]{1,60}\}$/.test(parts[1]!);
  const deploys = entryOf(job.value, 'deployment') !== undefined;
  return {
    own: undefined,
    job: asksEnvironment ? (deploys ? undefined : false) : parts.at(-1) === '*' ? true : undefined,
    presents: [deploys ? '{repository}:{environment}:{step}' : '{repository}:{step}'],
  };
}
