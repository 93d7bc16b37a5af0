import { secretInParameter } from '../../../rules/ci/secret-in-parameter.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInParameter, {
  valid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: { name: run }
spec:
  params: [{ name: token, value: $(params.other) }]
`,
      because: 'a reference',
    },
    {
      file: 'ci/a.yaml',
      text: `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: { name: run }
spec:
  params: [{ name: branch, value: some-long-name }]
`,
      because: 'no secret',
    },
  ],
  invalid: [
    {
      file: 'ci/a.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: build, namespace: ci }
spec:
  arguments:
    parameters:
      - { name: api-token, value: «correct-horse» }
`,
      message: '13 characters',
    },
  ],
});
