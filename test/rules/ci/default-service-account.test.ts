import { defaultServiceAccount } from '../../../rules/ci/default-service-account.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(defaultServiceAccount, {
  valid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  serviceAccountName: builder
  templates: [{ name: a, container: { image: x } }]
`,
      because: 'its own',
    },
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: { name: build, namespace: ci }
spec:
  templates: [{ name: a, container: { image: x } }]
`,
      because: 'a template: the run decides',
    },
  ],
  invalid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: «Workflow»
metadata: { name: build }
spec:
  entrypoint: main
  templates: [{ name: main, container: { image: x } }]
`,
      suggestions: [
        `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build }
spec:
  entrypoint: main
  templates: [{ name: main, container: { image: x } }]
  serviceAccountName: build
`,
      ],
    },
    {
      file: 'ci/a.yaml',
      text: `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: { name: run }
spec:
  taskRunTemplate: { serviceAccountName: «default» }
  pipelineRef: { name: x }
`,
      message: 'runs as `default`',
    },
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: «CronWorkflow»
metadata: { name: build, namespace: ci }
spec:
  workflowSpec: { templates: [{ name: a, container: { image: x } }] }
`,
      message: 'names no service account',
    },
  ],
});
