// The join between the roles that workflows take and the trust policies in the tree that admit them. Roles are matched by
// name; a role that is computed, or whose trusts are not all readable, is left alone.
import { claimsNamed, hasUnknownCondition, isAllowedTrust, issuerOfTrust, takesWildcards } from '../../server/engine/facts/aws/trust.ts';
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { subjectsOf, type JobSubjects } from '../../server/engine/facts/github/subjects.ts';
import type { Trust } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';

export interface RoleUse {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  /** The role's token in the workflow. */
  readonly leaf: Leaf;
  readonly anchor: string;
  readonly subjects: JobSubjects;
}

export interface AdmittedSubject {
  readonly trust: Trust;
  readonly leaf: Leaf;
  /** The repository of the subject, lower case and without numbers of the immutable form; may hold wildcards. */
  readonly repository: string;
  /** What stands after the repository. */
  readonly rest: string;
  readonly exact: boolean;
}

export interface TrustedRole {
  readonly name: string;
  readonly trusts: readonly Trust[];
  /** Undefined where a trust of the role cannot be read in full. */
  readonly subjects?: readonly AdmittedSubject[];
  readonly uses: readonly RoleUse[];
}

export interface TrustJoin {
  readonly roles: readonly TrustedRole[];
  /** True when a workflow takes a role whose name the files do not show, which may be any of them. */
  readonly hidden: boolean;
}

/** Roles in the tree that trust GitHub, each with the jobs that take it. */
export function joinTrusts(project: Project): TrustJoin {
  const trusts = new Map<string, Trust[]>();
  for (const trust of project.all('trusts')) {
    if (!isAllowedTrust(trust) || !/^token\.actions\.githubusercontent\.com(?:\/|$)/.test(issuerOfTrust(trust) ?? '')) continue;
    const name = roleNameOf(trust, project);
    if (name !== undefined) (trusts.get(name) ?? trusts.set(name, []).get(name)!).push(trust);
  }
  const uses = new Map<string, RoleUse[]>();
  let hidden = false;
  for (const workflow of project.all('workflows')) {
    if (workflow.system !== 'github') continue;
    for (const job of workflow.jobs) {
      if (job.calls) hidden = true;
      for (const step of job.steps) {
        const login = cloudLogin(step);
        if (login?.cloud !== 'aws' || login.by !== 'federated' || !login.identity) continue;
        const arn = textOf(login.identity);
        if (arn === undefined || arn.includes('${{')) {
          hidden = true;
          continue;
        }
        const name = arn.slice(arn.lastIndexOf('/') + 1).toLowerCase();
        (uses.get(name) ?? uses.set(name, []).get(name)!).push({ workflow, job, leaf: login.identity, anchor: step.anchor, subjects: subjectsOf(job, workflow, project.workspace.defaultBranch) });
      }
    }
  }
  const roles = [...trusts].map(([name, all]): TrustedRole => {
    const subjects = all.map(subjectsIn);
    return { name, trusts: all, ...(subjects.every((one) => one !== undefined) ? { subjects: subjects.flat() } : {}), uses: uses.get(name) ?? [] };
  });
  return { roles, hidden };
}

/** The role's name: that of the identity declared in the same block, else of an ARN that the trust names. */
function roleNameOf(trust: Trust, project: Project): string | undefined {
  const identity = project.documents.get(trust.carrier.block.uri)?.facts.identities.find((one) => one.kind === 'role' && one.carrier.address === trust.carrier.address);
  const assumes = textOf(trust.assumes);
  const name = identity?.name ?? (assumes?.startsWith('arn:') ? assumes.slice(assumes.lastIndexOf('/') + 1) : undefined);
  return name === undefined || name === '' || /[\0${]/.test(name) ? undefined : name.toLowerCase();
}

/** The subjects that a trust admits. Undefined where it has none to read, or conditions that hide something. */
function subjectsIn(trust: Trust): AdmittedSubject[] | undefined {
  if (hasUnknownCondition(trust)) return undefined;
  const conditions = claimsNamed(trust, 'sub');
  if (conditions.length !== 1) return undefined;
  const [condition] = conditions;
  const found: AdmittedSubject[] = [];
  for (const leaf of condition!.values) {
    const text = textOf(leaf);
    const match = text === undefined ? undefined : /^repo:([^:]+):(.+)$/.exec(text);
    if (!match) return undefined;
    found.push({ trust, leaf, repository: match[1]!.toLowerCase().replace(/@\d+/g, ''), rest: match[2]!, exact: !takesWildcards(condition!) });
  }
  return found;
}
