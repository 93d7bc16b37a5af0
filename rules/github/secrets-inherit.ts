// A caller that hands all of its secrets to another workflow. What the callee declares decides what it needs.
import { editing } from '../../server/engine/edit/suggest.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { readUses } from '../../server/engine/facts/github/uses.ts';
import { calledWorkflow, secretsNeededBy } from './called-workflow.ts';

export const secretsInherit = defineRule({
  id: 'github/secrets-inherit',
  meta: {
    title: 'All secrets handed to a called workflow',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: ['zizmor secrets-inherit', 'sisakulint secrets-inherit', 'ghalint deny_inherit_secrets', 'poutine job_all_secrets'],
    fix: 'suggestion',
    messages: {
      known: 'Job `{job}` hands every secret it can read to `{callee}`, which uses {count}: {names}; pass those by name',
      none: 'Job `{job}` hands every secret it can read to `{callee}`, which declares and reads none; remove the line',
      unknown:
        'Job `{job}` hands every secret it can read, organization secrets included, to `{callee}`; pass by name those that it declares',
    },
    docs: {
      what: '`secrets: inherit` on a job that calls a reusable workflow.',
      why: 'The called workflow gets every repository, organization and environment secret of the caller, now and in future, whether it needs them or not. When it lives in another repository, whoever can push there can read them all; one beside its caller that reads some of them is said low.',
      remedy:
        'Pass each secret by name. Where the called workflow is in the same repository, the names are known and the suggestion lists them.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets: «inherit»
`,
          beside: {
            '.github/workflows/deploy.yml': `on:
  workflow_call:
    secrets:
      DEPLOY_WEBHOOK:
        required: true
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy
        env:
          DEPLOY_WEBHOOK: \${{ secrets.DEPLOY_WEBHOOK }}
`,
          },
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    uses: ./.github/workflows/deploy.yml
    secrets:
      DEPLOY_WEBHOOK: \${{ secrets.DEPLOY_WEBHOOK }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      const { calls } = job;
      if (!calls?.secrets || textOf(calls.secrets) !== 'inherit') return;
      const callee = textOf(calls.uses);
      if (callee === undefined) return;
      const called = calledWorkflow(calls.uses, workflow, context.project);
      const needed = called && secretsNeededBy(called);
      const reference = readUses(calls.uses);
      const own = context.project.workspace.remote?.path.split('/')[0]?.toLowerCase();
      const foreign = reference?.kind === 'repository' && own !== undefined && reference.owner !== own;
      // What lies beside its caller changes only with it: more is handed over than is needed, and to nobody else.
      const severity = foreign ? ('high' as const) : needed && needed.length > 0 ? ('low' as const) : undefined;
      const { secrets } = calls;
      context.report({
        at: secrets.at,
        message: !needed ? 'unknown' : needed.length === 0 ? 'none' : 'known',
        data: { job: job.id, callee, count: needed?.length ?? 0, names: needed?.map((name) => `\`${name}\``).join(', ') ?? '' },
        anchor: `${job.anchor}|secrets`,
        ...(severity ? { severity } : {}),
        suggestions:
          needed && needed.length > 0
            ? [
                editing(
                  `Pass ${needed.length === 1 ? 'the one secret' : `the ${needed.length} secrets`} that it uses`,
                  secrets.at.uri,
                  (document) => [
                    replaceValue(secrets, Object.fromEntries(needed.map((name) => [name, `\${{ secrets.${name} }}`])), document),
                  ],
                ),
              ]
            : [],
      });
    },
  },
});
