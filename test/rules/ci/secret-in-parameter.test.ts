import { secretInParameter } from '../../../rules/ci/secret-in-parameter.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInParameter, {
  valid: [
    {
      file: 'cloudbuild.yaml',
      text: "substitutions: { _API_TOKEN: projects/1/secrets/api }\nsteps:\n  - name: gcr.io/cloud-builders/gcloud\n    args: [run, deploy, shop, '--set-secrets=KEY=$_SHOP_SECRET:latest', --region, $_REGION]\n  - name: bash\n    env: ['KEY=$_API_TOKEN', 'TAG=$TAG_NAME']\n    script: echo $$_DB_PASSWORD\n  - name: gcr.io/cloud-builders/gcloud\n    args: [secrets, versions, access, latest, '--secret=$_DB_SECRET']\n",
      because: 'the name of a secret in its store, one that the file gives a value, a region, and a variable of the shell',
    },
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
      file: 'cloudbuild.yaml',
      text: "substitutions: { _DB_PASSWORD: '' }\nsteps:\n  - name: gcr.io/cloud-builders/gcloud\n    args: [run, deploy, shop, --set-env-vars, 'API_KEY=«${_API_KEY}»,REGION=$_REGION']\n  - name: bash\n    env: [PGPASSWORD=«$_DB_PASSWORD»]\n    script: psql -h db && echo $_DB_PASSWORD\n  - name: gcr.io/cloud-builders/docker\n    args: [build, --build-arg, 'NPM_TOKEN=$_NPM_TOKEN', .]\n",
      severity: 'medium',
      message: 'is a substitution',
    },
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
