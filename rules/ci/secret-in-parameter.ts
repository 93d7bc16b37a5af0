// A secret written out as a parameter of a pipeline in a cluster.
import { argoSpec } from '../../server/engine/facts/ci/tekton.ts';
import { entryOf, itemsOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const secretInParameter = defineRule({
  id: 'ci/secret-in-parameter',
  meta: {
    title: 'Secret as a parameter',
    category: 'secret',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    // The scanner sees the same text without knowing where it goes.
    subsumes: ['secret/assigned-secret', 'secret/malformed-token', 'secret/provider-token', 'secret/throwaway-password'],
    fix: 'none',
    whyNoFix: 'The value has to be put into a Secret of the cluster first.',
    messages: {
      default:
        'The parameter `{name}` holds its secret in the open ({length} characters): it stands in the object, in the pod and in every log of the controller; take it from a Secret',
    },
    docs: {
      what: 'A literal value for a parameter with the name of a secret, in Tekton or Argo.',
      why: 'Parameters are part of the object: everyone who may read workflows reads them, and controllers print them.',
      remedy: 'Put the value into a Secret, and hand it to the container with `secretKeyRef`.',
      bad: [
        {
          file: 'ci/run.yaml',
          text: 'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: run }\nspec:\n  taskRunTemplate: { serviceAccountName: builder }\n  pipelineRef: { name: build }\n  params:\n    - name: registry-password\n      value: «correct-horse-battery»\n',
        },
      ],
      good: [
        {
          file: 'ci/run.yaml',
          text: 'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: run }\nspec:\n  taskRunTemplate: { serviceAccountName: builder }\n  pipelineRef: { name: build }\n  params:\n    - name: registry-secret-name\n      value: registry\n',
        },
      ],
      references: ['https://kubernetes.io/docs/concepts/configuration/secret/'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'tekton' && workflow.system !== 'argo') return;
      const spec = workflow.system === 'argo' ? argoSpec(workflow.value) : entryOf(workflow.value, 'spec')?.value;
      const lists = [entryOf(spec, 'params')?.value, entryOf(entryOf(spec, 'arguments')?.value, 'parameters')?.value];
      for (const param of lists.flatMap(itemsOf)) {
        const name = textOf(entryOf(param, 'name')?.value);
        if (name === undefined || !/(?:^|[-_.])(?:token|secret|passw(?:or)?d|api[-_]?key|private[-_]?key|credentials?)$/i.test(name))
          continue;
        const value = entryOf(param, 'value')?.value ?? entryOf(param, 'default')?.value;
        const text = textOf(value);
        if (value && text !== undefined && text.length >= 8 && !/\$\(|\{\{|^<|^(?:changeme|example|placeholder|xxx)/i.test(text))
          context.report({
            at: value.at,
            message: 'default',
            data: { name, length: text.length },
            anchor: `${workflow.anchor}|params.${name}`,
          });
      }
    },
  },
});
