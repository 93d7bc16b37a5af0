// The right to ask for OIDC tokens in a job that never asks.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { keyInputs, keyVariables } from './cloud-keys.ts';
import { jobNeed } from './job-need.ts';
import { inputNamed } from './secret-references.ts';

export const unusedIdToken = defineRule({
  id: 'github/unused-id-token',
  meta: {
    title: 'OIDC token that nobody asks for',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'No step of job `{job}` asks for an OIDC token, and {steps} could get one in the name of this repository and take every role that trusts it',
    },
    docs: {
      what: '`id-token: write` on a job whose steps are all known and none of which uses it.',
      why: 'With this scope every step, each package script included, can ask GitHub for a token that says "I am this repository, this branch, this environment", and hand it to any cloud that trusts it.',
      remedy: 'Remove the scope from jobs that do not log in anywhere.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      id-token: «write»
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - run: npm test
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - run: npm test
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/security/oidc'],
    },
  },
  on: {
    job(job, workflow, context) {
      const inherited = !job.permissions;
      const permissions = job.permissions ?? workflow.permissions;
      const scope = permissions?.scopes.find((one) => one.name === 'id-token' && textOf(one.access) === 'write');
      if (!permissions || !scope || job.calls || job.steps.length === 0) return;
      // Inherited by several jobs, it is for `workflow-level-write` to say.
      if (inherited && workflow.jobs.filter((one) => !one.permissions).length > 1) return;
      const need = jobNeed(job, workflow, context.project);
      if (
        need.scopes.has('id-token') ||
        need.mayAskOidc ||
        need.mayAskUnseen ||
        need.unknown.some((what) => !what.startsWith('the script'))
      )
        return;
      const { value } = permissions;
      context.report({
        at: scope.access.at,
        message: 'default',
        data: { job: job.id, steps: job.steps.length === 1 ? 'its one step' : `any of its ${job.steps.length} steps` },
        anchor: `${job.anchor}|permissions.id-token`,
        suggestions:
          value.kind === 'mapping' && value.entries.length > 1 && !holdsStoredKey(job, workflow)
            ? [editing('Remove id-token', scope.at.uri, (document) => [removeEntry(value, 'id-token', document)])]
            : [],
      });
    },
  },
});

/** True where the job logs in with a stored key of a cloud: what replaces the key is this very token. */
function holdsStoredKey(job: WorkflowJob, workflow: Workflow): boolean {
  const named = [workflow, job, ...job.steps].flatMap(({ env }) => env.map((entry) => textOf(entry.key) ?? ''));
  return (
    keyVariables.some(({ name }) => named.some((one) => name.test(one))) ||
    job.steps.some((step) => keyInputs.some(({ actions, input }) => actions.includes(step.action ?? '') && inputNamed(step.inputs, input)))
  );
}
