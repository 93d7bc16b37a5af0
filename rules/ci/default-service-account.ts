// A pipeline in a cluster under the account that everything else has too.
import { argoSpec } from '../../server/engine/facts/ci/tekton.ts';
import { entryOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const defaultServiceAccount = defineRule({
  id: 'ci/default-service-account',
  meta: {
    title: 'Pipeline runs as the default account',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'NHI9:2025', 'PR.AA-05'],
    peers: ['CKV_ARGO_1'],
    fix: 'none',
    whyNoFix: 'The account has to be made with what the pipeline needs.',
    messages: {
      missing: '{kind} `{name}` names no service account and runs as `default`, which other pods of the namespace have too',
      written: '{kind} `{name}` runs as `default`, which other pods of the namespace have too',
    },
    docs: {
      what: 'An Argo workflow or a Tekton run without a service account of its own.',
      why: 'What the pipeline is allowed, every pod of the namespace is allowed, and the other way round. Nobody can see from the cluster\'s log who acted.',
      remedy: 'Make a service account with what the pipeline needs and name it.',
      bad: [{ file: 'ci/build.yaml', text: 'apiVersion: argoproj.io/v1alpha1\nkind: «Workflow»\nmetadata:\n  name: build\nspec:\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n' }],
      good: [{ file: 'ci/build.yaml', text: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: build\nspec:\n  serviceAccountName: builder\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n' }],
      references: ['https://argo-workflows.readthedocs.io/en/latest/service-accounts/', 'https://tekton.dev/docs/pipelines/pipelineruns/#specifying-custom-serviceaccount-credentials'],
    },
  },
  on: {
    workflow(workflow, context) {
      const kind = entryOf(workflow.value, 'kind')?.value;
      const name = textOf(kind);
      if (!kind || name === undefined || !(workflow.system === 'argo' || name === 'PipelineRun' || name === 'TaskRun') || name.endsWith('Template')) return;
      const account = accountOf(workflow);
      const text = textOf(account);
      if (account && text !== 'default') return;
      context.report({ at: account?.at ?? kind.at, message: account ? 'written' : 'missing', data: { kind: name, name: workflow.name ?? '?' }, anchor: `${workflow.anchor}|serviceAccountName` });
    },
  },
});

/** The account that an Argo workflow or a Tekton run names, in all places where versions of them take it. */
export function accountOf(workflow: Workflow): Value | undefined {
  const spec = workflow.system === 'argo' ? argoSpec(workflow.value) : entryOf(workflow.value, 'spec')?.value;
  return entryOf(spec, 'serviceAccountName')?.value ?? entryOf(entryOf(spec, 'taskRunTemplate')?.value, 'serviceAccountName')?.value ?? entryOf(spec, 'serviceAccount')?.value;
}
