// A secret written out as a parameter of a pipeline in a cluster, or handed to a build of Cloud Build as a substitution.
import { namesCredential, secretBuildArguments } from '../../server/engine/facts/build-arguments.ts';
import { argoSpec } from '../../server/engine/facts/ci/tekton.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

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
      substitution:
        '`{name}` is a substitution: what it holds stands in the open in the trigger and in the record of every build. Keep it in Secret Manager, and hand it to the step with `secretEnv`',
    },
    docs: {
      what: 'A literal value for a parameter with the name of a secret, in Tekton or Argo; and a substitution with such a name that a step of Cloud Build takes.',
      why: 'Parameters are part of the object: everyone who may read workflows reads them, and controllers print them. Substitutions are part of the trigger and of each build in the same way.',
      remedy:
        'Put the value into a Secret, and hand it to the container with `secretKeyRef`; in Cloud Build, into Secret Manager, and name it under `availableSecrets` and `secretEnv`.',
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
      references: [
        'https://kubernetes.io/docs/concepts/configuration/secret/',
        'https://docs.cloud.google.com/build/docs/securing-builds/use-secrets',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system === 'cloud-build') return reportSubstitutions(workflow, context);
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

/** Substitutions that the file gives no value, each at its first place. A build argument has a rule of its own. */
function reportSubstitutions(workflow: Workflow, context: RuleContext<'substitution'>): void {
  const given = entryOf(workflow.value, 'substitutions')?.value;
  const said = new Set<string>();
  for (const step of workflow.jobs.flatMap((job) => job.steps)) {
    const passed = secretBuildArguments(step).map(({ at }) => at.span[0]);
    for (const leaf of textsOf(step)) {
      const text = textOf(leaf) ?? '';
      if (namesSecret.test(text)) continue;
      for (const match of text.matchAll(/(?<!\$)\$\{?(_[A-Z0-9_]{1,79})\b\}?/g)) {
        const name = match[1]!;
        const [from, to] = leaf.at.span;
        const start = from + match.index;
        if (said.has(name) || !namesCredential(name) || (textOf(entryOf(given, name)?.value) ?? '') !== '') continue;
        if (passed.some((at) => from <= at && at <= start)) continue;
        said.add(name);
        context.report({
          at: to - from === text.length ? { uri: leaf.at.uri, span: [start, start + match[0].length] } : leaf.at,
          message: 'substitution',
          data: { name },
          anchor: `${workflow.anchor}|substitutions.${name}`,
          severity: 'medium',
        });
      }
    }
  }
}

const textsOf = ({ value }: WorkflowStep): Leaf[] => ['args', 'env', 'script'].flatMap((key) => leavesOf(entryOf(value, key)?.value));

/** A text in which such a name is the name of a secret in a store. */
const namesSecret = /secrets?[/=]|--(?:set|update)-secrets|\bsecrets\s+versions\b|--secret\b|sm:\/\//i;
