import { defaultServiceAccount } from '../../../rules/ci/default-service-account.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(defaultServiceAccount, {
  valid: [
    {
      file: 'cloudbuild.yaml',
      text: 'steps: [{ name: ubuntu, script: make }]\nserviceAccount: projects/shop/serviceAccounts/builder@shop.iam.gserviceaccount.com\n',
      because: 'an account of its own',
    },
    {
      file: 'cloudbuild.yaml',
      text: 'steps: [{ name: ubuntu, script: make }]\n',
      because: 'which account runs a build that names none is decided by the project',
    },
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
    ...[
      ['workflowTemplateRef: { name: build }', 'the template that it is made from may name one'],
      ['templates: [{ name: a, serviceAccountName: builder, container: { image: x } }]', 'each of its templates names one'],
    ].map(([body, because]) => ({
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  entrypoint: a
  ${body}
`,
      because: because!,
    })),
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
metadata: { name: build, namespace: ci }
spec:
  entrypoint: a
  templates:
    - { name: a, serviceAccountName: builder, container: { image: x } }
    - { name: b, container: { image: x } }
`,
    },
    {
      file: 'cloudbuild.yaml',
      text: 'steps: [{ name: ubuntu, script: make }]\nserviceAccount: «projects/shop/serviceAccounts/712093441552-compute@developer.gserviceaccount.com»\n',
      message: 'default account of Compute Engine',
    },
    {
      file: 'cloudbuild.yaml',
      text: 'steps: [{ name: ubuntu, script: make }]\nserviceAccount: «projects/-/serviceAccounts/shop@appspot.gserviceaccount.com»\n',
      message: 'default account of App Engine',
    },
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
