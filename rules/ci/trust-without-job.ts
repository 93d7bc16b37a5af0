// A trust for pipelines of this repository that no job in it comes to. GitHub has its own rule.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { fitOf } from '../../server/engine/facts/ci/presented-subjects.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cloudTitles, cloudTrusts, cloudUses, systemTitles } from './cloud-trusts.ts';
import { gitlabDeployment, gitlabRole } from './trust-examples.ts';

export const trustWithoutJob = defineRule({
  id: 'ci/trust-without-job',
  meta: {
    title: 'Trust that no job of the pipeline uses',
    category: 'trust',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI1:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      role: '`{role}` admits pipelines of this repository, `{subject}`, and no job of {system} here takes it with such a token',
      together:
        '`{role}` admits pipelines of this repository, `{subject}`, and no job of {system} that logs in to {cloud} here presents it',
    },
    docs: {
      what: 'A trust policy, federated credential or workload identity provider for this repository on GitLab, CircleCI or Azure Pipelines that no job of its pipelines comes to.',
      why: 'A forgotten trust is an open door: whoever can run a pipeline that fits becomes the identity behind it, and nobody looks at it any more.',
      remedy: 'Remove the identity, or the subject of this repository from what it trusts.',
      bad: [
        {
          file: 'infra/main.tf',
          text: gitlabRole('«project_path:acme/app:ref_type:branch:ref:legacy»'),
          beside: { '.gitlab-ci.yml': gitlabDeployment() },
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: gitlabRole('project_path:acme/app:ref_type:branch:ref:main'),
          beside: { '.gitlab-ci.yml': gitlabDeployment() },
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/cloud_services/',
        'https://circleci.com/docs/openid-connect-tokens/',
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/release/configure-workload-identity',
      ],
    },
  },
  on: {
    project(context) {
      const { workspace } = context.project;
      for (const { trust, cloud, system, role, admits } of cloudTrusts(context.project)) {
        if (!admits || !(system in systemTitles) || (cloud === 'aws' && role === undefined)) continue;
        const { uses, hidden } = cloudUses(context.project, system);
        const logins = uses.filter(({ login }) => login.cloud === cloud);
        // Without a single login to the cloud the pipelines are not in this tree; a role that is not shown may be any.
        if (hidden || logins.length === 0 || logins.some(({ login }) => cloud === 'aws' && login.role === undefined)) continue;
        for (const { leaf, subject, written } of admits) {
          const fits = logins.map(({ job, workflow, login }) => ({
            taken: cloud !== 'aws' || login.role === role,
            fit: fitOf(subject, job, workflow, workspace),
          }));
          if (fits.some(({ taken, fit }) => !fit || fit.own === false || (taken && fit.job !== false))) continue;
          context.report({
            at: leaf.at,
            message: cloud === 'aws' ? 'role' : 'together',
            data: { role: role ?? trust.carrier.address, subject, system: systemTitles[system]!, cloud: cloudTitles[cloud] },
            anchor: `${trust.anchor}|sub|unused`,
            // The repository that the subject names may be another one where it is not known which this is.
            ...(fits[0]!.fit!.own === true ? {} : { severity: 'info' as const }),
            suggestions:
              admits.length > 1 && written
                ? [editing('Admit this subject no longer', leaf.at.uri, (document) => [removeItem(leaf, document)])]
                : [],
          });
        }
      }
    },
  },
});
