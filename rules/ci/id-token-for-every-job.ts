// Identity tokens of GitLab that every job is given.
import { addEntry, removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf, type Entry, type Mapping } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const idTokenForEveryJob = defineRule({
  id: 'ci/id-token-for-every-job',
  meta: {
    title: 'Identity token for every job',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { default: '`{name}` is given to all {count} jobs and {users}; declare it in the jobs that log in' },
    docs: {
      what: '`id_tokens` under `default`.',
      why: 'Every job, those that run code of merge requests included, holds a token that logs in where only one job should.',
      remedy: 'Declare `id_tokens` in the jobs whose scripts use them.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'default:\n  id_tokens:\n    «VAULT_TOKEN»:\n      aud: https://vault.example.com\ntest:\n  script: [make test]\ndeploy:\n  environment: production\n  script: [./deploy "$VAULT_TOKEN"]\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'test:\n  script: [make test]\ndeploy:\n  environment: production\n  id_tokens:\n    VAULT_TOKEN:\n      aud: https://vault.example.com\n  script: [./deploy "$VAULT_TOKEN"]\n',
        },
      ],
      references: ['https://docs.gitlab.com/ci/yaml/#id_tokens'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'gitlab') return;
      const declared = entryOf(entryOf(workflow.value, 'default')?.value, 'id_tokens')?.value;
      const jobs = workflow.jobs.filter((job) => !job.id.startsWith('.'));
      if (declared?.kind !== 'mapping' || jobs.length < 2) return;
      for (const entry of declared.entries) {
        const name = textOf(entry.key);
        if (name === undefined) continue;
        const users = jobs.filter((job) => uses(job, name)).length;
        if (users === jobs.length) continue;
        context.report({
          at: entry.key.at,
          message: 'default',
          data: {
            name,
            count: jobs.length,
            users: users === 0 ? 'no script here names it' : `${users} of them name${users === 1 ? 's' : ''} it`,
          },
          anchor: `${workflow.anchor}|default.id_tokens.${name}`,
          suggestions:
            users === 0
              ? []
              : moved(
                  entry,
                  declared,
                  workflow,
                  jobs.filter((job) => uses(job, name)),
                ),
        });
      }
    },
  },
});

function uses(job: WorkflowJob, name: string): boolean {
  return job.steps.some((step) => step.lines.some((line) => line.text.includes(name)));
}

/** The declaration in the jobs that use it, and no longer under `default`; only where its audience is written in place. */
function moved(entry: Entry, declared: Mapping, workflow: Workflow, users: readonly WorkflowJob[]): FixMaker[] {
  const name = textOf(entry.key)!;
  const audience = textOf(entryOf(entry.value, 'aud')?.value);
  const common = entryOf(workflow.value, 'default')?.value;
  if (audience === undefined || common?.kind !== 'mapping' || workflow.value.kind !== 'mapping') return [];
  const root = workflow.value;
  return [
    editing(`Declare ${name} in ${users.map((job) => job.id).join(', ')} only`, entry.at.uri, (document) => [
      declared.entries.length > 1
        ? removeEntry(declared, name, document)
        : common.entries.length > 1
          ? removeEntry(common, 'id_tokens', document)
          : removeEntry(root, 'default', document),
      ...users.map((job) => {
        const own = entryOf(job.value, 'id_tokens')?.value;
        if (own) return own.kind === 'mapping' ? addEntry(own, name, { aud: audience }, document) : undefined;
        return job.value.kind === 'mapping'
          ? addEntry(job.value, 'id_tokens', { [name]: { aud: audience } }, document, 'script')
          : undefined;
      }),
    ]),
  ];
}
