// An orb by a version that moves, in a job that is given a context.
import { jobUses } from '../../server/engine/facts/ci/circleci.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const movableOrbWithContext = defineRule({
  id: 'ci/movable-orb-with-context',
  meta: {
    title: 'Movable orb is handed secrets',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: ['CKV_CIRCLECIPIPELINES_5'],
    fix: 'none',
    whyNoFix: 'Which version the name stands for today is not in the repository.',
    messages: {
      project:
        '`{orb}` is whatever `{version}` stands for when the pipeline starts, and what it runs has the variables of the project; name a full version',
      default:
        '`{orb}` is whatever `{version}` stands for when the pipeline starts, and runs in `{job}`, which is given {contexts}; name a full version',
    },
    docs: {
      what: 'An orb at `volatile`, a `dev:` version or a partial version, used by a job with a context; lower, one at `volatile` or `dev:` anywhere.',
      why: 'Whoever publishes the next version of the orb has the secrets of the context.',
      remedy: 'Name the full version, such as `4.1.3`.',
      bad: [
        {
          file: '.circleci/config.yml',
          text: 'version: 2.1\norbs:\n  tools: «acme/tools@volatile»\nworkflows:\n  all:\n    jobs:\n      - tools/deploy:\n          context: production\n          filters: { branches: { only: main } }\n',
        },
      ],
      good: [
        {
          file: '.circleci/config.yml',
          text: 'version: 2.1\norbs:\n  tools: acme/tools@4.1.3\nworkflows:\n  all:\n    jobs:\n      - tools/deploy:\n          context: production\n          filters: { branches: { only: main } }\n',
        },
      ],
      references: ['https://circleci.com/docs/orb-concepts/#semantic-versioning'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'circleci' || workflow.value.kind !== 'mapping') return;
      const orbs = entryOf(workflow.value, 'orbs')?.value;
      if (orbs?.kind !== 'mapping') return;
      const uses = jobUses(workflow.value);
      for (const entry of orbs.entries) {
        const text = textOf(entry.value);
        const name = textOf(entry.key);
        const version = text?.split('@')[1];
        if (text === undefined || name === undefined || (version !== undefined && /^\d+\.\d+\.\d+$/.test(version)) || text.includes('<<'))
          continue;
        const use = uses.find((one) => one.contexts.length > 0 && (one.job.startsWith(`${name}/`) || usesOrb(workflow, one.job, name)));
        // A development version can be published anew by every member of its organization.
        if (!use && version !== undefined && /^(?:volatile$|dev:)/.test(version))
          context.report({
            at: entry.value.at,
            message: 'project',
            data: { orb: text.split('@')[0]!, version },
            anchor: `${workflow.anchor}|orbs.${name}`,
            severity: 'low',
          });
        if (use)
          context.report({
            at: entry.value.at,
            message: 'default',
            data: {
              orb: text.split('@')[0]!,
              version: version ?? 'its newest version',
              job: use.job,
              contexts: `the context \`${textOf(use.contexts[0]) ?? '?'}\``,
            },
            anchor: `${workflow.anchor}|orbs.${name}`,
          });
      }
    },
  },
});

function usesOrb(workflow: Workflow, job: string, orb: string): boolean {
  return workflow.jobs.some((one) => one.id === job && one.steps.some((step) => textOf(step.uses)?.startsWith(`${orb}/`)));
}
