// Environments that Terraform declares, and the jobs that deploy to them.
import { openEnvironment } from '../../../rules/github/open-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const workspace = { remote: { host: 'github.com', path: 'acme/app' } };
const deploy = (environment: string, step = 'env: { KEY: "${{ secrets.DEPLOY_KEY }}" }') =>
  `on: { push: { branches: [main] } }\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: ${environment}\n    steps:\n      - run: ./deploy.sh\n        ${step}\n`;
const declared = (lines: string, repository = '"app"') =>
  `resource "github_repository_environment" "it" {\n  repository  = ${repository}\n  environment = ${lines}\n}\n`;
const file = 'infra/github.tf';
const path = '.github/workflows/deploy.yml';
const beside = { [path]: deploy('production') };
const branches = '\n\n  deployment_branch_policy {\n    protected_branches     = true\n    custom_branch_policies = false\n  }';

ruleTester(openEnvironment, {
  valid: [
    { file, text: declared(`"production"${branches}`), beside, workspace },
    { file, text: declared('"production"\n  reviewers {\n    teams = [1]\n  }'), beside, workspace, because: 'somebody approves' },
    {
      file,
      text: declared(
        '"production"\n  dynamic "reviewers" {\n    for_each = var.reviewers\n    content {\n      teams = reviewers.value\n    }\n  }',
      ),
      beside,
      workspace,
      because: 'who approves is not known',
    },
    { file, text: declared('"production"', '"other"'), beside, workspace, because: 'of another repository' },
    {
      file,
      text: `${declared('"production"')}${declared('"staging"', '"other"').replace('"it"', '"two"')}`,
      beside,
      because: 'which of them this repository is, is not known',
    },
    {
      file,
      text: declared('"production"'),
      beside,
      workspace: { remote: { host: 'gitlab.com', path: 'acme/app' } },
      because: 'no repository of GitHub',
    },
    {
      file,
      text: declared('"staging"'),
      beside: { [path]: deploy('staging', 'shell: bash') },
      workspace,
      because: 'the job holds nothing',
    },
    { file: path, text: deploy('production'), beside: { [file]: declared('var.name') }, workspace, because: 'the name may be this one' },
    {
      file: path,
      text: deploy('"${{ inputs.target }}"'),
      beside: { [file]: declared(`"production"${branches}`) },
      workspace,
      because: 'a name that is computed',
    },
  ],
  invalid: [
    { file, text: declared('"«production»"'), beside, severity: 'info', because: 'no remote says which repository this is' },
    {
      file,
      text: declared('"«production»"\n  wait_timer = 30'),
      beside,
      workspace,
      severity: 'medium',
      message: 'the secret `DEPLOY_KEY`',
      because: 'time stops nobody',
      suggestions: [declared(`"production"\n  wait_timer = 30${branches}`)],
    },
    {
      file,
      text: `resource "github_repository" "app" {\n  name = "app"\n}\n\n${declared('"«Production»"', 'github_repository.app.name')}`,
      beside,
      workspace,
      because: 'the repository by reference; names are compared without case',
    },
    {
      file: path,
      text: deploy('«prodution»'),
      beside: { [file]: declared(`"production"${branches}`) },
      workspace,
      message: 'Terraform declares `production` for this repository and not `prodution`',
    },
  ],
});
