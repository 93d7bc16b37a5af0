// A pipeline in a cluster under the account that everything else has too.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { argoSpec } from '../../server/engine/facts/ci/tekton.ts';
import { entryOf, itemsOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

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
    fix: 'suggestion',
    messages: {
      missing:
        '{kind} `{name}` names no service account and runs as `default`, which every other pod of the namespace shares: what is granted to it for this pipeline they all have. Name an account of its own',
      project:
        'This build runs as the default account of {service}, which every machine and service of the project that names none shares, and which many projects made an editor: what is granted to it for this build they all have. Name an account of its own',
      written:
        '{kind} `{name}` runs as `default`, which every other pod of the namespace shares: what is granted to it for this pipeline they all have. Name an account of its own',
    },
    docs: {
      what: 'An Argo workflow or a Tekton run without a service account of its own, and a build of Google Cloud as the default account of Compute Engine or App Engine.',
      why: "What the pipeline is allowed, every pod of the namespace is allowed, and the other way round. Nobody can see from the cluster's log who acted.",
      remedy: 'Make a service account with what the pipeline needs and name it.',
      bad: [
        {
          file: 'ci/build.yaml',
          text: 'apiVersion: argoproj.io/v1alpha1\nkind: «Workflow»\nmetadata:\n  name: build\nspec:\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n',
        },
      ],
      good: [
        {
          file: 'ci/build.yaml',
          text: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: build\nspec:\n  serviceAccountName: builder\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n',
        },
      ],
      references: [
        'https://argo-workflows.readthedocs.io/en/latest/service-accounts/',
        'https://cloud.google.com/build/docs/securing-builds/configure-user-specified-service-accounts',
        'https://tekton.dev/docs/pipelines/pipelineruns/#specifying-custom-serviceaccount-credentials',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system === 'cloud-build') return reportProjects(workflow, context);
      const kind = entryOf(workflow.value, 'kind')?.value;
      const name = textOf(kind);
      if (
        !kind ||
        name === undefined ||
        !(workflow.system === 'argo' || name === 'PipelineRun' || name === 'TaskRun') ||
        name.endsWith('Template')
      )
        return;
      const account = accountOf(workflow);
      const text = textOf(account);
      if (account ? text !== 'default' : workflow.system === 'argo' && namedElsewhere(workflow)) return;
      context.report({
        at: account?.at ?? kind.at,
        message: account ? 'written' : 'missing',
        data: { kind: name, name: workflow.name ?? '?' },
        anchor: `${workflow.anchor}|serviceAccountName`,
        suggestions: named(workflow, name, account),
      });
    },
  },
});

/** True where a template decides: the one that an Argo workflow is made from, or each of its own. */
function namedElsewhere(workflow: Workflow): boolean {
  const spec = argoSpec(workflow.value);
  const templates = itemsOf(entryOf(spec, 'templates')?.value);
  const ownAccount = (template: Value): boolean => {
    const account = entryOf(template, 'serviceAccountName')?.value;
    return account !== undefined && textOf(account) !== 'default';
  };
  return entryOf(spec, 'workflowTemplateRef') !== undefined || (templates.length > 0 && templates.every(ownAccount));
}

/** A build of Google Cloud as one of the accounts that a project comes with, by its address. */
function reportProjects(workflow: Workflow, context: RuleContext<'project'>): void {
  const account = entryOf(workflow.value, 'serviceAccount')?.value;
  const match = /(?:^|\/)(\d{1,20}-compute@developer|[a-z][\w.:-]{1,80}@appspot)\.gserviceaccount\.com$/.exec(textOf(account) ?? '');
  if (!account || !match) return;
  context.report({
    at: account.at,
    message: 'project',
    data: { service: match[1]!.endsWith('@appspot') ? 'App Engine' : 'Compute Engine' },
    anchor: `${workflow.anchor}|serviceAccount`,
  });
}

/** The account that an Argo workflow or a Tekton run names, in all places where versions of them take it. */
export function accountOf(workflow: Workflow): Value | undefined {
  const spec = workflow.system === 'argo' ? argoSpec(workflow.value) : entryOf(workflow.value, 'spec')?.value;
  return (
    entryOf(spec, 'serviceAccountName')?.value ??
    entryOf(entryOf(spec, 'taskRunTemplate')?.value, 'serviceAccountName')?.value ??
    entryOf(spec, 'serviceAccount')?.value
  );
}

/** The suggestion to name an account after the pipeline, which has to be made with what the pipeline needs. */
function named(workflow: Workflow, kind: string, account: Value | undefined): FixMaker[] {
  const own = workflow.name !== undefined && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(workflow.name) ? workflow.name : 'pipeline';
  const title = `Run as account ${own}, to be made with what the pipeline needs`;
  if (account) return [editing(title, account.at.uri, (document) => [replaceValue(account, own, document)])];
  const spec = workflow.system === 'argo' ? argoSpec(workflow.value) : entryOf(workflow.value, 'spec')?.value;
  if (spec?.kind !== 'mapping' || spec.entries.length === 0) return [];
  // Runs of a pipeline take it under their template since version 1 of the API.
  const nested = kind === 'PipelineRun' && textOf(entryOf(workflow.value, 'apiVersion')?.value) === 'tekton.dev/v1';
  const template = entryOf(spec, 'taskRunTemplate')?.value;
  return [
    editing(title, spec.at.uri, (document) => {
      if (!nested) return [addEntry(spec, 'serviceAccountName', own, document)];
      if (template) return [template.kind === 'mapping' ? addEntry(template, 'serviceAccountName', own, document) : undefined];
      return [addEntry(spec, 'taskRunTemplate', { serviceAccountName: own }, document)];
    }),
  ];
}
