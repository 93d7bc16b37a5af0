// A trust for pipelines of this repository that lets in more branches and tags than the jobs that come to it run on.
// GitHub has its own rule.
import { replaceByList, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { fitOf } from '../../server/engine/facts/ci/presented-subjects.ts';
import { patternsMeet } from '../../server/engine/facts/github/subjects.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cloudTrusts, cloudUses, systemTitles, type AdmittedText } from './cloud-trusts.ts';
import { gitlabDeployment, gitlabRole } from './trust-examples.ts';

export const trustWiderThanJobs = defineRule({
  id: 'ci/trust-wider-than-jobs',
  meta: {
    title: 'Trust wider than the jobs of the pipeline',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { default: '`{subject}` lets every run that fits become `{role}`, and {count} here presents only {needed}' },
    docs: {
      what: 'A trust for this repository on GitLab that takes any branch or tag, where all jobs that come to it run on named ones.',
      why: 'Whoever may push a branch can then run a job as the identity that deploys, without the review that the named branch asks for.',
      remedy: 'Admit the subjects that the jobs present, and no pattern.',
      bad: [
        {
          file: 'infra/main.tf',
          text: gitlabRole('«project_path:acme/app:ref_type:branch:ref:*»', 'StringLike'),
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
      references: ['https://docs.gitlab.com/ci/cloud_services/', 'https://docs.gitlab.com/ci/secrets/id_token_authentication/'],
    },
  },
  on: {
    project(context) {
      const { workspace } = context.project;
      for (const { trust, cloud, system, role, admits } of cloudTrusts(context.project)) {
        if (!admits || !(system in systemTitles) || (cloud === 'aws' && role === undefined)) continue;
        const { uses, hidden } = cloudUses(context.project, system);
        const logins = uses.filter(({ login }) => login.cloud === cloud && (cloud !== 'aws' || login.role === role));
        if (hidden || logins.length === 0) continue;
        for (const admitted of admits) {
          const { leaf, subject, wild } = admitted;
          if (!wild || !subject.includes('*')) continue;
          const fits = logins.map(({ job, workflow }) => fitOf(subject, job, workflow, workspace));
          // Jobs of another repository may come to it too, unless the subject is for this one alone.
          const project = /^project_path:([^:*]+):/.exec(subject)?.[1];
          if (project === undefined || fits.some((fit) => !fit || fit.own === false || fit.job !== true)) continue;
          const presented = fits.flatMap((fit) =>
            fit!.presents.map((one) => one.replace(/^project_path:[^:]+/, `project_path:${project}`)),
          );
          const needed = [...new Set(presented.filter((one) => patternsMeet(subject, one)))].sort();
          if (needed.length === 0 || needed.some((one) => one.includes('*'))) continue;
          const jobs = new Set(logins.map(({ job }) => job.anchor)).size;
          context.report({
            at: leaf.at,
            message: 'default',
            data: {
              subject,
              role: role ?? trust.carrier.address,
              count: jobs === 1 ? 'the one job that comes to it' : `each of the ${jobs} jobs that come to it`,
              needed: needed.map((one) => `\`${one}\``).join(', '),
            },
            anchor: `${trust.anchor}|sub`,
            related: logins.map(({ job, login }) => ({ at: login.at, message: `job \`${job.id}\` comes to it` })),
            suggestions: narrowing(admitted, needed),
          });
        }
      }
    },
  },
});

/** The subjects in the place of the pattern; for Google, the claims added to the condition. */
function narrowing({ leaf, written }: AdmittedText, needed: readonly string[]): FixMaker[] {
  if (!leaf.editable || leaf.kind !== 'scalar') return [];
  const title = `Admit only ${needed.join(', ')}`;
  if (written)
    return [
      editing(title, leaf.at.uri, (document) => [
        needed.length === 1 ? replaceText(leaf, needed[0]!) : replaceByList(leaf, needed, document),
      ]),
    ];
  const match = needed.length === 1 ? /:ref_type:([^:]+):ref:(.+)$/.exec(needed[0]!) : null;
  const condition = String(leaf.value);
  const clauses = match
    ? [
        ['ref_type', match[1]!],
        ['ref', match[2]!],
      ].filter(([claim]) => !new RegExp(`\\.${claim}\\s*==`).test(condition))
    : [];
  return clauses.length === 0
    ? []
    : [
        editing(`Ask for ${clauses.map(([claim, value]) => `${claim} ${value}`).join(' and ')} too`, leaf.at.uri, () => [
          replaceText(leaf, [condition, ...clauses.map(([claim, value]) => `assertion.${claim} == '${value}'`)].join(' && ')),
        ]),
      ];
}
