// A job that takes a role of this tree by the token of its system, where the trust of the role lets in another system, or
// other projects and branches. Roles are matched by name; what cannot be read in full is left alone. GitHub has its own rule.
import { claimsNamed, hasUnknownCondition, isAllowedTrust, issuerOfTrust } from '../../server/engine/facts/aws/trust.ts';
import { trustedRoleName } from '../../server/engine/facts/aws/trusted-role.ts';
import { gitlabRefs } from '../../server/engine/facts/ci/gitlab-subjects.ts';
import { rolesTaken } from '../../server/engine/facts/ci/role-uses.ts';
import { patternsMeet } from '../../server/engine/facts/github/subjects.ts';
import type { Trust } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { CiSystem, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const unadmittedJob = defineRule({
  id: 'ci/unadmitted-job',
  meta: {
    title: 'Job that its role does not admit',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether the trust or the job is wrong is known only to their authors.',
    messages: {
      issuer: 'Job `{job}` takes role `{role}` with a token of {system}, and the role trusts {issuers}: the login fails, or the trust gets widened in a hurry',
      subject: 'Job `{job}` presents {subjects}, and role `{role}` admits only {admitted}: the login fails, or the trust gets widened in a hurry',
    },
    docs: {
      what: 'A role of AWS taken in a pipeline of GitLab, CircleCI, Bitbucket or Buildkite whose trust policy in the same repository lets in another system, project or branch.',
      why: 'The login can never work. What usually follows is a wildcard in the trust policy that lets every project or branch in.',
      remedy: 'Write the issuer and the subject that the job presents into the trust policy, or keep the job to the branch that the policy asks for.',
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
      references: ['https://docs.gitlab.com/ci/cloud_services/aws/', 'https://circleci.com/docs/openid-connect-tokens/', 'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/', 'https://buildkite.com/docs/pipelines/security/oidc'],
    },
  },
  on: {
    project(context) {
      const trusts = trustsByRole(context.project);
      if (trusts.size === 0) return;
      for (const workflow of context.project.all('workflows')) {
        const system = Object.hasOwn(systems, workflow.system) ? systems[workflow.system] : undefined;
        if (!system) continue;
        for (const job of workflow.jobs) {
          for (const role of rolesTaken(job, workflow.env)) {
            const all = trusts.get(role.name) ?? [];
            const issuers = all.map((trust) => systemOf(issuerOfTrust(trust)));
            // A role that something unknown may take, or that trusts no build service at all, says nothing about this job.
            if (all.length === 0 || issuers.some((one) => one === undefined)) continue;
            const own = all.filter((_trust, index) => issuers[index] === system.name);
            const related = all.map((trust) => ({ at: trust.carrier.head, message: 'the role' }));
            if (own.length === 0) {
              context.report({ at: role.at, message: 'issuer', data: { job: job.id, role: role.name, system: system.name, issuers: [...new Set(issuers as string[])].join(' and ') }, anchor: `${job.anchor}|role.${role.name}`, related });
              continue;
            }
            const refused = workflow.system === 'gitlab' ? refusedBy(own, job, context.project) : undefined;
            if (refused) context.report({ at: role.at, message: 'subject', data: { job: job.id, role: role.name, ...refused }, anchor: `${job.anchor}|role.${role.name}`, related });
          }
        }
      }
    },
  },
});

const systems: Partial<Record<CiSystem, { readonly name: string }>> = { gitlab: { name: 'GitLab' }, circleci: { name: 'CircleCI' }, bitbucket: { name: 'Bitbucket' }, buildkite: { name: 'Buildkite' } };

/** The build service behind an issuer; undefined for others, among them a GitLab of one's own under any name. */
function systemOf(issuer: string | undefined): string | undefined {
  if (issuer === undefined) return undefined;
  if (/^token\.actions\.githubusercontent\.com(?:\/|$)/.test(issuer)) return 'GitHub';
  if (/^(?:[\w-]+\.)*gitlab(?:\.[\w-]+)+(?::\d+)?$/.test(issuer)) return 'GitLab';
  if (/^oidc\.circleci\.com\//.test(issuer)) return 'CircleCI';
  if (/^api\.bitbucket\.org\//.test(issuer)) return 'Bitbucket';
  return issuer === 'agent.buildkite.com' ? 'Buildkite' : undefined;
}

function trustsByRole(project: Project): Map<string, Trust[]> {
  const found = new Map<string, Trust[]>();
  for (const trust of project.all('trusts')) {
    const name = isAllowedTrust(trust) ? trustedRoleName(trust, project) : undefined;
    if (name !== undefined) (found.get(name) ?? found.set(name, []).get(name)!).push(trust);
  }
  return found;
}

/** What the job presents and what the trusts admit, in words, where none of them meets; undefined where one does or cannot be read. */
function refusedBy(trusts: readonly Trust[], job: WorkflowJob, project: Project): { readonly subjects: string; readonly admitted: string } | undefined {
  const { remote, defaultBranch } = project.workspace;
  const own = remote?.host.includes('gitlab') ? remote.path.toLowerCase() : undefined;
  const refs = gitlabRefs(job, defaultBranch);
  const leaves: Leaf[] = [];
  for (const trust of trusts) {
    const conditions = claimsNamed(trust, 'sub');
    if (hasUnknownCondition(trust) || conditions.length !== 1) return undefined;
    leaves.push(...conditions[0]!.values);
  }
  for (const leaf of leaves) {
    const subject = /^project_path:([^:]+):ref_type:([^:]+):ref:(.+)$/.exec(textOf(leaf) ?? '');
    if (!subject) return undefined;
    const [, path, type, ref] = subject as unknown as [string, string, string, string];
    const project = own === undefined || patternsMeet(path.toLowerCase(), own);
    if (project && (refs === undefined || refs.some((one) => patternsMeet(`${type}:${ref}`, one)))) return undefined;
  }
  if (leaves.length === 0) return undefined;
  const presented = (refs ?? ['branch:*', 'tag:*']).map((one) => `\`project_path:${own ?? '*'}:ref_type:${one.replace(':', ':ref:')}\``);
  return { subjects: presented.join(', '), admitted: leaves.map((leaf) => `\`${textOf(leaf)!}\``).join(', ') };
}

/** A role that trusts gitlab.com with this subject, for the examples. */
function gitlabRole(subject: string): string {
  return `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }
      Condition = { StringEquals = { "gitlab.com:aud" = "https://aws.acme.dev", "gitlab.com:sub" = "${subject}" } }
    }]
  })
}
`;
}
