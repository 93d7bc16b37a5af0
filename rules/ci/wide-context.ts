// A CircleCI context that jobs of every branch are given.
import { jobUses, type JobUse } from '../../server/engine/facts/ci/circleci.ts';
import { entryOf, leavesOf, textOf, type Mapping } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const wideContext = defineRule({
  id: 'ci/wide-context',
  meta: {
    title: 'Context for every branch',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which branches are meant is not in the file.',
    messages: {
      global: '`org-global` hands job `{job}` the secrets of the whole organization; make a context for this project',
      shared:
        '`{context}` is given to `{job}`, which runs for every branch, and to `{other}`, which runs only for some: a branch has the secrets of the deployment',
      production:
        '`{context}` is given to `{job}`, which runs for every branch: whoever may push one can print what it holds. Keep the job to branches with `filters`, or the context to them with an expression restriction',
    },
    docs: {
      what: 'The context `org-global`, a context of production for a job of every branch, or one context for a job of every branch and a job that is kept to some.',
      why: 'A context hands all of its secrets to the job. When the test job of every branch has the one that deploys, whoever may push a branch can print them.',
      remedy: 'Make a context for deployments alone, restrict it to a security group, and keep its jobs to branches with `filters`.',
      bad: [
        {
          file: '.circleci/config.yml',
          text: 'version: 2.1\njobs:\n  test: { docker: [{ image: cimg/base:2025.01 }], steps: [checkout] }\nworkflows:\n  all:\n    jobs:\n      - test:\n          context: «org-global»\n',
        },
      ],
      good: [
        {
          file: '.circleci/config.yml',
          text: 'version: 2.1\njobs:\n  deploy: { docker: [{ image: cimg/base:2025.01 }], steps: [checkout] }\nworkflows:\n  all:\n    jobs:\n      - deploy:\n          context: app-production\n          filters: { branches: { only: main } }\n',
        },
      ],
      references: ['https://circleci.com/docs/contexts/'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'circleci' || workflow.value.kind !== 'mapping') return;
      const uses = jobUses(workflow.value);
      for (const use of uses) {
        for (const leaf of use.contexts) {
          const name = textOf(leaf);
          if (name === undefined || name.includes('<<')) continue;
          const guarded = uses.find((one) => one.filtered && one.contexts.some((other) => textOf(other) === name));
          if (name === 'org-global')
            context.report({
              at: leaf.at,
              message: 'global',
              data: { job: use.job, context: name, other: '' },
              anchor: `${workflow.anchor}|${use.workflow}.${use.job}|${name}`,
            });
          else if (!use.filtered && guarded)
            context.report({
              at: leaf.at,
              message: 'shared',
              data: { job: use.job, context: name, other: guarded.job },
              anchor: `${workflow.anchor}|${use.workflow}.${use.job}|${name}`,
            });
          else if (!use.filtered && ofProduction.test(name) && !isHeld(use, uses, workflow.value))
            context.report({
              at: leaf.at,
              message: 'production',
              severity: 'low',
              data: { job: use.job, context: name, other: '' },
              anchor: `${workflow.anchor}|${use.workflow}.${use.job}|${name}`,
            });
        }
      }
    },
  },
});

/** Behind an approval, or in a workflow that a condition starts. */
function isHeld(use: JobUse, uses: readonly JobUse[], root: Mapping): boolean {
  const own = entryOf(entryOf(root, 'workflows')?.value, use.workflow)?.value;
  if (entryOf(own, 'when') || entryOf(own, 'unless')) return true;
  const required = leavesOf(entryOf(use.value, 'requires')?.value).map(textOf);
  return uses.some(
    (one) => one.workflow === use.workflow && required.includes(one.job) && textOf(entryOf(one.value, 'type')?.value) === 'approval',
  );
}

const ofProduction = /(?:^|[-_.])(?:prod|production|prd|live)(?:$|[-_.])/i;
