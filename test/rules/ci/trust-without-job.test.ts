import { trustWithoutJob } from '../../../rules/ci/trust-without-job.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const shop = { remote: { host: 'gitlab.com', path: 'acme/shop' }, defaultBranch: 'main' };
const role = (subject: string, operator = 'StringLike', name = 'deploy') => `resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }
      Condition = { ${operator} = { "gitlab.com:sub" = ${subject} } }
    }]
  })
}
`;
const azure = (subject: string, issuer = 'https://gitlab.com') => `resource "azuread_application_federated_identity_credential" "ci" {
  application_id = "/applications/x"
  display_name   = "ci"
  audiences      = ["api://AzureADTokenExchange"]
  issuer         = "${issuer}"
  subject        = "${subject}"
}
`;
const pipeline = (
  only: string,
  login = 'aws sts assume-role-with-web-identity --role-arn arn:aws:iam::111122223333:role/deploy --web-identity-token $TOKEN',
  more = '',
) => ({
  '.gitlab-ci.yml': `${more}deploy:
  id_tokens: { TOKEN: { aud: sts } }
  ${only}
  script:
    - ${login}
`,
});
const intoAzure = 'az login --service-principal -u $APP --tenant $TENANT --federated-token $TOKEN';

const connection = (name: string, extra = '') => ({
  'azure-pipelines.yml': `trigger: [main]
steps:
  - task: AzureCLI@2
    inputs: { azureSubscription: ${name}, scriptType: bash, scriptLocation: inlineScript, inlineScript: az account show }
${extra}`,
});
const home = { remote: { host: 'dev.azure.com', path: 'acme/web/_git/shop' }, defaultBranch: 'main' };

ruleTester(trustWithoutJob, {
  valid: [
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:main"'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      because: 'a job presents it',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/other:ref_type:branch:ref:main"'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      because: 'another project, whose pipelines are not here',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:legacy"'),
      beside: pipeline('only: [main]', 'aws sts assume-role-with-web-identity --role-arn $ROLE'),
      workspace: shop,
      because: 'a role that the file does not name may be this one',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:legacy"'),
      beside: pipeline('only: [main]', undefined, 'include: [{ project: acme/ci, file: deploy.yml }]\n'),
      workspace: shop,
      because: 'jobs of an include that is not here',
    },
    {
      file: 'infra/main.tf',
      text: role('"project_path:acme/shop:ref_type:branch:ref:legacy"'),
      workspace: shop,
      because: 'no pipeline in this tree',
    },
    {
      file: 'infra/main.tf',
      text: azure('sc://acme/web/prod', 'https://vstoken.dev.azure.com/1'),
      beside: connection('prod'),
      workspace: home,
      because: 'a task names the connection',
    },
    {
      file: 'infra/main.tf',
      text: azure('sc://acme/web/prod', 'https://vstoken.dev.azure.com/1'),
      beside: connection('$(connection)'),
      workspace: home,
      because: 'a connection in a variable',
    },
    {
      file: 'infra/main.tf',
      text: azure('sc://acme/web/prod', 'https://vstoken.dev.azure.com/1'),
      beside: connection('test', '  - template: deploy.yml\n'),
      workspace: home,
      because: 'steps of a template that is not read',
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: role('"«project_path:acme/shop:ref_type:branch:ref:legacy»"'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      message: '`deploy` admits pipelines of this repository',
    },
    {
      file: 'infra/main.tf',
      text: role('"«project_path:acme/shop:ref_type:branch:ref:main»"', 'StringEquals', 'old'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      because: 'no job takes this role',
      severity: 'low',
    },
    {
      file: 'infra/main.tf',
      text: role('["project_path:acme/shop:ref_type:branch:ref:main", "«project_path:acme/shop:ref_type:tag:ref:v*»"]'),
      beside: pipeline('only: [main]'),
      workspace: shop,
      suggestions: [role('["project_path:acme/shop:ref_type:branch:ref:main"]')],
    },
    {
      file: 'infra/main.tf',
      text: azure('«project_path:acme/shop:ref_type:branch:ref:legacy»'),
      beside: pipeline('only: [main]', intoAzure),
      workspace: shop,
      message: 'no job of GitLab that logs in to Azure here presents it',
    },
    {
      file: 'infra/main.tf',
      text: azure('«sc://acme/web/old»', 'https://vstoken.dev.azure.com/1'),
      beside: connection('prod'),
      workspace: home,
      message: 'no job of Azure Pipelines',
    },
    {
      file: 'infra/main.tf',
      text: azure('«sc://acme/web/old»', 'https://vstoken.dev.azure.com/1'),
      beside: connection('prod'),
      severity: 'info',
      because: 'which repository this is, is not known',
    },
  ],
});
