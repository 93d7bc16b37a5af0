// A job that logs in to a cloud by the token of its system, where what this tree trusts lets in another system, or other
// projects and branches. Roles of AWS are matched by name; what cannot be read in full is left alone. GitHub has its own rule.
import { isAllowedTrust, issuerOfTrust } from '../../server/engine/facts/aws/trust.ts';
import { trustedRoleName } from '../../server/engine/facts/aws/trusted-role.ts';
import { fitOf } from '../../server/engine/facts/ci/presented-subjects.ts';
import type { Trust } from '../../server/engine/facts/types.ts';
import type { CiSystem, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { ciSystemOf, cloudTitles, cloudTrusts, cloudUses, systemTitles, type CloudTrust } from './cloud-trusts.ts';
import { gitlabRole } from './trust-examples.ts';

export const unadmittedJob = defineRule({
  id: 'ci/unadmitted-job',
  meta: {
    title: 'Job that its cloud identity does not admit',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether the trust or the job is wrong is known only to their authors.',
    messages: {
      issuer:
        'Job `{job}` takes role `{role}` with a token of {system}, and the role trusts {issuers}: the login fails, or the trust gets widened in a hurry',
      subject:
        'Job `{job}` presents {subjects}, and role `{role}` admits only {admitted}: the login fails, or the trust gets widened in a hurry',
      together:
        'Job `{job}` logs in to {cloud} as {subjects}, and what this repository trusts there admits only {admitted}: the login fails, or the trust gets widened in a hurry',
    },
    docs: {
      what: 'A login of a pipeline of GitLab, CircleCI, Bitbucket, Buildkite or Azure Pipelines to AWS, Azure or Google Cloud with the token of its system, where the trust policy, federated credential or workload identity provider in the same repository lets in another system, project or branch.',
      why: 'The login can never work. What usually follows is a wildcard in the trust policy that lets every project or branch in.',
      remedy:
        'Write the issuer and the subject that the job presents into the trust policy, or keep the job to the branch that the policy asks for.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'deploy:\n  environment: production\n  id_tokens:\n    TOKEN: { aud: https://aws.acme.dev }\n  only: [release]\n  script:\n    - aws sts assume-role-with-web-identity --role-arn «arn:aws:iam::111122223333:role/deploy» --role-session-name "job-$CI_JOB_ID" --web-identity-token "$TOKEN"\n',
          beside: { 'infra/main.tf': gitlabRole('project_path:acme/shop:ref_type:branch:ref:main') },
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'deploy:\n  environment: production\n  id_tokens:\n    TOKEN: { aud: https://aws.acme.dev }\n  only: [main]\n  script:\n    - aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/deploy --role-session-name "job-$CI_JOB_ID" --web-identity-token "$TOKEN"\n',
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/cloud_services/',
        'https://circleci.com/docs/openid-connect-tokens/',
        'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
        'https://buildkite.com/docs/pipelines/security/oidc',
      ],
    },
  },
  on: {
    project(context) {
      const { project } = context;
      const trusts = cloudTrusts(project);
      if (trusts.length === 0) return;
      const byRole = trustsByRole(project);
      for (const system of Object.keys(systemTitles) as CiSystem[]) {
        for (const { job, workflow, login } of cloudUses(project, system).uses) {
          const { cloud, role, at } = login;
          const anchor = `${job.anchor}|${role === undefined ? cloud : `role.${role}`}`;
          if (cloud === 'aws' && role !== undefined) {
            const all = byRole.get(role) ?? [];
            const issuers = all.map((trust) => ciSystemOf(issuerOfTrust(trust)));
            // A role that something unknown may take, or that trusts no build service at all, says nothing about this job.
            if (all.length === 0 || issuers.some((one) => one === undefined)) continue;
            if (!issuers.includes(system)) {
              const names = [...new Set(issuers.map((one) => (one === 'github' ? 'GitHub' : systemTitles[one!])))].join(' and ');
              context.report({
                at,
                message: 'issuer',
                data: { job: job.id, role, system: systemTitles[system]!, issuers: names },
                anchor,
                related: all.map((trust) => ({ at: trust.carrier.head, message: 'the role' })),
              });
              continue;
            }
          }
          const own = trusts.filter(
            (one) => one.cloud === cloud && one.system === system && (cloud !== 'aws' || (role !== undefined && one.role === role)),
          );
          const workspaces = system === 'bitbucket' ? otherWorkspaces(own, project) : [];
          if (workspaces.length > 0) {
            context.report({
              at,
              message: 'issuer',
              data: {
                job: job.id,
                role: role!,
                system: 'Bitbucket',
                issuers: workspaces.map((one) => `the workspace \`${one}\` of Bitbucket`).join(' and '),
              },
              anchor,
              related: own.map(({ trust }) => ({ at: trust.carrier.head, message: 'the role' })),
            });
            continue;
          }
          const refused = refusedBy(own, job, workflow, project);
          if (!refused) continue;
          const related = own.map(({ trust }) => ({ at: trust.carrier.head, message: cloud === 'aws' ? 'the role' : 'what admits it' }));
          if (cloud === 'aws') context.report({ at, message: 'subject', data: { job: job.id, role: role!, ...refused }, anchor, related });
          else context.report({ at, message: 'together', data: { job: job.id, cloud: cloudTitles[cloud], ...refused }, anchor, related });
        }
      }
    },
  },
});

function trustsByRole(project: Project): Map<string, Trust[]> {
  const found = new Map<string, Trust[]>();
  for (const trust of project.all('trusts')) {
    const name = isAllowedTrust(trust) ? trustedRoleName(trust, project) : undefined;
    if (name !== undefined) (found.get(name) ?? found.set(name, []).get(name)!).push(trust);
  }
  return found;
}

/** The workspaces of Bitbucket whose pipelines the trusts let in, where this repository is in none of them. */
function otherWorkspaces(trusts: readonly CloudTrust[], project: Project): string[] {
  const { remote } = project.workspace;
  const named = trusts.map(({ trust }) =>
    /^api\.bitbucket\.org\/2\.0\/workspaces\/([\w-]+)\//.exec(issuerOfTrust(trust) ?? '')?.[1]?.toLowerCase(),
  );
  if (
    remote?.host !== 'bitbucket.org' ||
    trusts[0]?.cloud !== 'aws' ||
    named.includes(undefined) ||
    named.includes(remote.path.split('/')[0]!.toLowerCase())
  )
    return [];
  return [...new Set(named as string[])];
}

/**
 * What the job presents and what the trusts admit, in words, where none of them meets; undefined where one does or cannot be
 * read. Where the identity is not known by name, a trust for this repository has to stand among them.
 */
function refusedBy(
  trusts: readonly CloudTrust[],
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
): { readonly subjects: string; readonly admitted: string } | undefined {
  if (trusts.length === 0 || trusts.some(({ admits }) => !admits)) return undefined;
  const admitted = trusts.flatMap(({ admits }) => admits ?? []);
  const fits = admitted.map(({ subject }) => fitOf(subject, job, workflow, project.workspace));
  if (fits.some((fit) => !fit || (fit.own !== false && fit.job !== false))) return undefined;
  if (trusts[0]!.cloud !== 'aws' && (workflow.system === 'azure-pipelines' || !fits.some((fit) => fit!.own === true))) return undefined;
  const presents = fits.find((fit) => fit!.presents.length > 0)?.presents ?? [`a subject of this repository`];
  return { subjects: presents.map((one) => `\`${one}\``).join(', '), admitted: admitted.map(({ subject }) => `\`${subject}\``).join(', ') };
}
