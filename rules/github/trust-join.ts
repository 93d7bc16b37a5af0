// The join between the identities that workflows take and the trusts in the tree that admit them. Roles of AWS are matched
// by name. Azure and Google are known in workflows by numbers that no file here shows, so that all trusts of a cloud stand
// together: a job is admitted when any of them admits it. What is computed or cannot be read in full is left alone.
import { claimsNamed, hasUnknownCondition, isAllowedTrust, issuerOfTrust, takesWildcards } from '../../server/engine/facts/aws/trust.ts';
import { trustedRoleName } from '../../server/engine/facts/aws/trusted-role.ts';
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { claimsOf, patternsMeet, subjectsOf, type JobClaims, type JobSubjects } from '../../server/engine/facts/github/subjects.ts';
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
  readonly claims: JobClaims;
}

export interface AdmittedSubject {
  readonly trust: Trust;
  readonly leaf: Leaf;
  /** The repository of the subject, lower case and without numbers of the immutable form; may hold wildcards. */
  readonly repository: string;
  /** What stands after the repository. */
  readonly rest: string;
  readonly exact: boolean;
  /** Google: claims that the condition compares on their own, where it names no subject. */
  readonly claims?: { readonly ref?: string; readonly environment?: string };
}

/** True where the trust lets in a token of the job. `remote` is the repository, where it is known. */
export function admits(subject: AdmittedSubject, use: RoleUse, remote: string | undefined): boolean {
  if (remote !== undefined && !patternsMeet(subject.repository, remote)) return false;
  if (!subject.claims) return use.subjects.patterns.some((pattern) => patternsMeet(subject.rest, pattern));
  const { ref, environment } = subject.claims;
  return (
    (environment === undefined || environment === use.claims.environment) &&
    (ref === undefined || use.claims.refs.some((pattern) => patternsMeet(`ref:${ref}`, pattern)))
  );
}

export interface TrustedRole {
  readonly name: string;
  readonly trusts: readonly Trust[];
  /** Undefined where a trust of the role cannot be read in full. */
  readonly subjects?: readonly AdmittedSubject[];
  readonly uses: readonly RoleUse[];
  /** True where all trusts of a cloud stand together, because which of them a job comes through is not in the files. */
  readonly together: boolean;
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
    const name = trustedRoleName(trust, project);
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
        if (!login || login.by !== 'federated' || !login.identity) continue;
        const branch = project.workspace.defaultBranch;
        const use: RoleUse = {
          workflow,
          job,
          leaf: login.identity,
          anchor: step.anchor,
          subjects: subjectsOf(job, workflow, branch),
          claims: claimsOf(job, workflow, branch),
        };
        const arn = textOf(login.identity);
        if (login.cloud === 'aws' && (arn === undefined || arn.includes('${{'))) {
          hidden = true;
          continue;
        }
        const name = login.cloud === 'aws' ? arn!.slice(arn!.lastIndexOf('/') + 1).toLowerCase() : `${login.cloud}:`;
        (uses.get(name) ?? uses.set(name, []).get(name)!).push(use);
      }
    }
  }
  const roles = [...trusts].map(([name, all]) => roleOf(name, all, all.map(subjectsIn), uses.get(name) ?? [], false));
  for (const cloud of ['azure', 'gcp'] as const) {
    const all = project
      .all('trusts')
      .filter((trust) => isGithubs(trust) && (trust.platform === cloud || (cloud === 'azure' && trust.platform === 'entra')));
    if (all.length === 0) continue;
    const name = [...new Set(all.map((trust) => trust.carrier.address))].join(', ');
    roles.push(roleOf(name, all, all.map(cloud === 'azure' ? azureSubjects : googleSubjects), uses.get(`${cloud}:`) ?? [], true));
  }
  return { roles, hidden };
}

function isGithubs(trust: Trust): boolean {
  return (
    trust.effect === 'allow' &&
    trust.enabled === 'yes' &&
    /^token\.actions\.githubusercontent\.com(?:\/|$)/.test(trust.principals[0]?.issuer ?? '')
  );
}

function roleOf(
  name: string,
  trusts: readonly Trust[],
  subjects: readonly (readonly AdmittedSubject[] | undefined)[],
  uses: readonly RoleUse[],
  together: boolean,
): TrustedRole {
  const readable = subjects.every((one) => one !== undefined);
  return { name, trusts, ...(readable ? { subjects: subjects.flatMap((one) => one ?? []) } : {}), uses, together };
}

/** The subject of a federated identity credential, or the pattern of a flexible one that looks at nothing else. */
function azureSubjects(trust: Trust): AdmittedSubject[] | undefined {
  const conditions = trust.conditions.filter((condition) => condition.key === 'sub');
  const leaf = conditions[0]?.values[0];
  if (conditions.length !== 1 || conditions[0]!.values.length !== 1 || !leaf) return undefined;
  const flexible =
    conditions[0]!.operator === 'expression' ? /^\s*claims\['sub'\]\s+(matches|eq)\s+'([^']+)'\s*$/i.exec(textOf(leaf) ?? '') : undefined;
  if (flexible === null) return undefined;
  const subject = subjectOf(flexible ? flexible[2] : textOf(leaf));
  return subject && [{ trust, leaf, ...subject, exact: flexible === undefined || flexible[1]!.toLowerCase() === 'eq' }];
}

/** The claims that the condition of a provider compares with `==`, all of them joined by `&&`; anything else is not read. */
function googleSubjects(trust: Trust): AdmittedSubject[] | undefined {
  const leaf = trust.conditions.find((condition) => condition.key === 'attribute_condition')?.values[0];
  const text = textOf(leaf);
  if (!leaf || text === undefined || /\|\||[?!]/.test(text)) return undefined;
  const claims = new Map<string, string>();
  for (const clause of text.split('&&')) {
    const match = /^\s*(?:\(+\s*)?(?:assertion|attribute|google)\.(\w+)\s*==\s*(?:'([^']*)'|"([^"]*)")\s*(?:\)+\s*)?$/.exec(clause);
    if (!match) return undefined;
    claims.set(match[1]!, match[2] ?? match[3] ?? '');
  }
  const subject = claims.has('sub') || claims.has('subject') ? subjectOf(claims.get('sub') ?? claims.get('subject')) : undefined;
  if (subject) return [{ trust, leaf, ...subject, exact: true }];
  const ref = claims.get('ref');
  const environment = claims.get('environment');
  const owner = claims.get('repository_owner');
  const repository = claims.get('repository') ?? (owner === undefined ? '*' : `${owner}/*`);
  return [
    {
      trust,
      leaf,
      repository: repository.toLowerCase(),
      rest: '*',
      exact: true,
      claims: { ...(ref === undefined ? {} : { ref }), ...(environment === undefined ? {} : { environment }) },
    },
  ];
}

function subjectOf(text: string | undefined): { repository: string; rest: string } | undefined {
  const match = text === undefined ? null : /^repo:([^:]+):(.+)$/.exec(text);
  return match ? { repository: match[1]!.toLowerCase().replace(/@\d+/g, ''), rest: match[2]! } : undefined;
}

/** The subjects that a trust admits. Undefined where it has none to read, or conditions that hide something. */
function subjectsIn(trust: Trust): AdmittedSubject[] | undefined {
  if (hasUnknownCondition(trust)) return undefined;
  const conditions = claimsNamed(trust, 'sub');
  if (conditions.length !== 1) return undefined;
  const [condition] = conditions;
  const found: AdmittedSubject[] = [];
  for (const leaf of condition!.values) {
    const subject = subjectOf(textOf(leaf));
    if (!subject) return undefined;
    found.push({ trust, leaf, ...subject, exact: !takesWildcards(condition!) });
  }
  return found;
}
