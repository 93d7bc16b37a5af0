// What the cloud has to be told before a job can log in without a key: the trust for exactly the subjects that the job
// presents, as the cloud's own tools take it. Where the role stands in this tree, its trust policy is edited instead.
import { replaceByList } from '../../server/engine/edit/printer.ts';
import type { FileChange, FixContext, TextEdit } from '../../server/engine/fix.ts';
import { claimsOf, subjectsOf } from '../../server/engine/facts/github/subjects.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { admits, joinTrusts, type RoleUse, type TrustedRole } from './trust-join.ts';

export type Cloud = 'aws' | 'gcp' | 'azure';

const issuer = 'token.actions.githubusercontent.com';

/** The subjects that the job presents, in full; the default branch where the file does not say. */
export function subjectsFor(job: WorkflowJob, workflow: Workflow, project: Project): string[] {
  const { patterns, known } = subjectsOf(job, workflow, project.workspace.defaultBranch);
  const repository = project.workspace.remote?.path ?? '<OWNER>/<REPOSITORY>';
  const rest = known && patterns.length > 0 ? patterns : [`ref:refs/heads/${project.workspace.defaultBranch ?? 'main'}`];
  return rest.map((one) => `repo:${repository}:${one}`);
}

/** The file to hand to the cloud's own tool; one line for each thing to make. */
export function trustFile(cloud: Cloud, job: WorkflowJob, workflow: Workflow, project: Project): FileChange {
  const subjects = subjectsFor(job, workflow, project);
  if (cloud === 'aws') {
    const operator = subjects.some((subject) => subject.includes('*')) ? 'StringLike' : 'StringEquals';
    const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
    const sub = { [`${issuer}:sub`]: subjects.length === 1 ? subjects[0] : subjects };
    const condition = operator === 'StringEquals' ? { StringEquals: { ...aud, ...sub } } : { StringEquals: aud, StringLike: sub };
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::<ACCOUNT_ID>:oidc-provider/${issuer}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: condition,
        },
      ],
    };
    return { uri: 'github-oidc-trust.aws.json', appendLines: [JSON.stringify(policy)] };
  }
  if (cloud === 'azure') {
    const lines = subjects
      .filter((subject) => !subject.includes('*'))
      .map((subject, index) =>
        JSON.stringify({
          name: `github-${job.id}${index === 0 ? '' : `-${index + 1}`}`,
          issuer: `https://${issuer}`,
          subject,
          audiences: ['api://AzureADTokenExchange'],
        }),
      );
    return { uri: 'github-oidc-trust.azure.jsonl', appendLines: lines };
  }
  const repository = project.workspace.remote?.path ?? '<OWNER>/<REPOSITORY>';
  const pool = 'projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/github';
  return {
    uri: 'github-oidc-trust.gcp.sh',
    appendLines: [
      'gcloud iam workload-identity-pools create github --location=global',
      `gcloud iam workload-identity-pools providers create-oidc github --location=global --workload-identity-pool=github --issuer-uri=https://${issuer} --attribute-mapping=google.subject=assertion.sub,attribute.repository=assertion.repository --attribute-condition="assertion.repository == '${repository}'"`,
      ...subjects
        .filter((subject) => !subject.includes('*'))
        .map(
          (subject) =>
            `gcloud iam service-accounts add-iam-policy-binding <SERVICE_ACCOUNT> --role=roles/iam.workloadIdentityUser --member="principal://iam.googleapis.com/${pool}/subject/${subject}"`,
        ),
    ],
  };
}

/** The one role of AWS in this tree that trusts GitHub and can be read in full; undefined where there are none or several. */
export function knownRole(project: Project): { readonly role: TrustedRole; readonly name: string } | undefined {
  const roles = joinTrusts(project).roles.filter((role) => !role.together && role.subjects !== undefined);
  const role = roles[0];
  if (roles.length !== 1 || !role) return undefined;
  const [trust] = role.trusts;
  const identity = project.documents
    .get(trust!.carrier.block.uri)
    ?.facts.identities.find((one) => one.kind === 'role' && one.carrier.address === trust!.carrier.address);
  return { role, name: identity?.name ?? role.name };
}

/** The edits that let a known role admit the job; empty where it does already, undefined where they cannot be made. */
export function admitting(
  role: TrustedRole,
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
  context: FixContext,
): readonly TextEdit[] | undefined {
  const branch = project.workspace.defaultBranch;
  const use = { subjects: subjectsOf(job, workflow, branch), claims: claimsOf(job, workflow, branch) } as RoleUse;
  const remote = project.workspace.remote?.path.toLowerCase();
  if (role.subjects!.some((subject) => admits(subject, use, remote))) return [];
  const last = role.subjects!.at(-1);
  const document = last && context.document(last.leaf.at.uri);
  if (!last || !document || !last.leaf.editable || last.leaf.kind !== 'scalar') return undefined;
  const edit = replaceByList(last.leaf, [String(last.leaf.value), ...subjectsFor(job, workflow, project)], document);
  return edit ? [edit] : undefined;
}
