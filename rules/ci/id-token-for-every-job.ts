// Identity tokens of GitLab that every job is given.
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
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
    fix: 'none',
    whyNoFix: 'Jobs of included files may use it too.',
    messages: { default: '`{name}` is given to all {count} jobs and {users}; declare it in the jobs that log in' },
    docs: {
      what: '`id_tokens` under `default`.',
      why: 'Every job, those that run code of merge requests included, holds a token that logs in where only one job should.',
      remedy: 'Declare `id_tokens` in the jobs whose scripts use them.',
      bad: [{ file: '.gitlab-ci.yml', text: 'default:\n  id_tokens:\n    «VAULT_TOKEN»:\n      aud: https://vault.example.com\ntest:\n  script: [make test]\ndeploy:\n  environment: production\n  script: [./deploy "$VAULT_TOKEN"]\n' }],
      good: [{ file: '.gitlab-ci.yml', text: 'test:\n  script: [make test]\ndeploy:\n  environment: production\n  id_tokens:\n    VAULT_TOKEN:\n      aud: https://vault.example.com\n  script: [./deploy "$VAULT_TOKEN"]\n' }],
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
        const users = jobs.filter((job) => job.steps.some((step) => step.lines.some((line) => line.text.includes(name)))).length;
        if (users === jobs.length) continue;
        context.report({ at: entry.key.at, message: 'default', data: { name, count: jobs.length, users: users === 0 ? 'no script here names it' : `${users} of them name${users === 1 ? 's' : ''} it` }, anchor: `${workflow.anchor}|default.id_tokens.${name}` });
      }
    },
  },
});
