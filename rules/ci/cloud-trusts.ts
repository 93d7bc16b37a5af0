// Trusts in the tree that admit pipelines of other systems than GitHub, with the subjects that they admit and the jobs that
// come to them. Roles of AWS are matched by name; the identities of Azure and Google are known in pipelines by numbers that
// no file shows, so that all trusts of a cloud stand together. What cannot be read in full is left alone.
import { claimsNamed, hasUnknownCondition, issuerOfTrust, takesWildcards } from '../../server/engine/facts/aws/trust.ts';
import { oidcProviderOf } from '../../server/engine/facts/aws/oidc-subjects.ts';
import { trustedRoleName } from '../../server/engine/facts/aws/trusted-role.ts';
import { federatedLogins, type FederatedLogin } from '../../server/engine/facts/ci/federated-logins.ts';
import type { Trust } from '../../server/engine/facts/types.ts';
import { entryOf, itemsOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { CiSystem, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';

export const systemTitles: Partial<Record<CiSystem, string>> = {
  gitlab: 'GitLab',
  circleci: 'CircleCI',
  bitbucket: 'Bitbucket',
  buildkite: 'Buildkite',
  'azure-pipelines': 'Azure Pipelines',
};
export const cloudTitles: Readonly<Record<FederatedLogin['cloud'], string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

export interface AdmittedText {
  readonly leaf: Leaf;
  /** The subject as the system writes it; claims that a condition of Google compares one by one are put into its form. */
  readonly subject: string;
  /** True where `*` in it is a wildcard. */
  readonly wild: boolean;
  /** True where the subject stands in the leaf as it is. */
  readonly written: boolean;
}

export interface CloudTrust {
  readonly trust: Trust;
  readonly cloud: FederatedLogin['cloud'];
  readonly system: CiSystem;
  /** AWS: the role, in lower case; undefined where it is computed. */
  readonly role?: string;
  /** Undefined where something limits that is not read here. */
  readonly admits?: readonly AdmittedText[];
}

export interface CloudUse {
  readonly job: WorkflowJob;
  readonly workflow: Workflow;
  readonly login: FederatedLogin;
}

/** Trusts of the tree that admit a system whose pipelines are read here. */
export function cloudTrusts(project: Project): readonly CloudTrust[] {
  return project.memo('ci cloud trusts', () =>
    project.all('trusts').flatMap((trust): CloudTrust[] => {
      const cloud =
        trust.platform === 'aws' || trust.platform === 'gcp'
          ? trust.platform
          : trust.platform === 'azure' || trust.platform === 'entra'
            ? 'azure'
            : undefined;
      if (!cloud || trust.effect !== 'allow' || trust.enabled === 'no') return [];
      const system = ciSystemOf(issuerOfTrust(trust));
      if (!system) return [];
      const role = cloud === 'aws' ? trustedRoleName(trust, project) : undefined;
      const admits = cloud === 'aws' ? admittedByAws(trust) : cloud === 'azure' ? admittedByAzure(trust) : admittedByGoogle(trust, system);
      return [{ trust, cloud, system, ...(role === undefined ? {} : { role }), ...(admits ? { admits } : {}) }];
    }),
  );
}

/** Every login of a pipeline with the token of its system, and whether others may be hidden from this tree. */
export function cloudUses(project: Project, system: CiSystem): { readonly uses: readonly CloudUse[]; readonly hidden: boolean } {
  return project.memo(`ci cloud uses ${system}`, () => {
    const workflows = project.all('workflows').filter((workflow) => workflow.system === system);
    const uses = workflows.flatMap((workflow) =>
      workflow.jobs.flatMap((job) => federatedLogins(job, workflow).map((login) => ({ job, workflow, login }))),
    );
    return { uses, hidden: workflows.some(bringsOthers) };
  });
}

/** Jobs of other files that this tree does not hold: includes of other projects, child pipelines, templates, orbs and plugins are not read. */
function bringsOthers({ system, value, jobs }: Workflow): boolean {
  if (system === 'gitlab')
    return (
      itemsOf(entryOf(value, 'include')?.value).some((item) => item.kind === 'mapping' && !entryOf(item, 'local')) ||
      jobs.some((job) => entryOf(job.value, 'trigger') !== undefined)
    );
  if (system === 'circleci') return entryOf(value, 'setup') !== undefined;
  return (
    system === 'azure-pipelines' &&
    (entryOf(value, 'extends') !== undefined ||
      [...itemsOf(entryOf(value, 'stages')?.value), ...jobs.flatMap((job) => [job.value, ...job.steps.map((step) => step.value)])].some(
        (one) => entryOf(one, 'template') !== undefined,
      ))
  );
}

/** The system behind an issuer, where its pipelines are read here. */
export function ciSystemOf(issuer: string | undefined): CiSystem | undefined {
  const id = issuer === undefined ? undefined : oidcProviderOf(issuer)?.id;
  return id === 'gitlab' || id === 'circleci' || id === 'bitbucket' || id === 'buildkite' || id === 'github'
    ? id
    : id === 'azure-devops'
      ? 'azure-pipelines'
      : undefined;
}

function admittedByAws(trust: Trust): AdmittedText[] | undefined {
  const conditions = claimsNamed(trust, 'sub');
  if (hasUnknownCondition(trust) || conditions.length !== 1) return undefined;
  return texts(conditions[0]!.values, takesWildcards(conditions[0]!));
}

/** The subject of a credential. One that is an expression over claims is not read here. */
function admittedByAzure(trust: Trust): AdmittedText[] | undefined {
  const conditions = trust.conditions.filter((condition) => condition.key === 'sub');
  return conditions.length === 1 && conditions[0]!.operator !== 'expression' ? texts(conditions[0]!.values, false) : undefined;
}

function texts(leaves: readonly Leaf[], wild: boolean): AdmittedText[] | undefined {
  const found = leaves.map((leaf) => ({ leaf, subject: textOf(leaf), wild, written: true }));
  return found.every((one): one is AdmittedText => one.subject !== undefined) && found.length > 0 ? found : undefined;
}

/** The claims that a condition compares with `==`, all joined by `&&`, in the form of a subject. */
function admittedByGoogle(trust: Trust, system: CiSystem): AdmittedText[] | undefined {
  const leaf = trust.conditions.find((condition) => condition.key === 'attribute_condition')?.values[0];
  const text = textOf(leaf);
  if (!leaf || text === undefined || /\|\||[?!]/.test(text)) return undefined;
  const claims = new Map<string, string>();
  for (const clause of text.split('&&')) {
    const match = /^\s*(?:\(+\s*)?(?:assertion|attribute|google)\.(\w+)\s*==\s*(?:'([^']*)'|"([^"]*)")\s*(?:\)+\s*)?$/.exec(clause);
    if (!match) return undefined;
    claims.set(match[1]!, match[2] ?? match[3] ?? '');
  }
  const claim = (name: string): string => claims.get(name) ?? '*';
  const subject = claims.get('sub') ?? claims.get('subject');
  if (subject !== undefined) return [{ leaf, subject, wild: false, written: false }];
  if (system === 'gitlab' && claims.has('project_path'))
    return [
      {
        leaf,
        subject: `project_path:${claim('project_path')}:ref_type:${claim('ref_type')}:ref:${claim('ref')}`,
        wild: true,
        written: false,
      },
    ];
  if (system === 'buildkite' && claims.has('pipeline_slug'))
    return [
      {
        leaf,
        subject: `organization:${claim('organization_slug')}:pipeline:${claim('pipeline_slug')}:ref:${claims.has('build_branch') ? `refs/heads/${claim('build_branch')}` : '*'}:commit:*:step:${claim('step_key')}`,
        wild: true,
        written: false,
      },
    ];
  return undefined;
}
