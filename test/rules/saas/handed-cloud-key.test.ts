// Keys of clouds that Terraform stores in services whose runs have an identity of their own.
import { handedCloudKey } from '../../../rules/saas/handed-cloud-key.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const esc = at('envs/prod.yaml');
const stack = at('Pulumi.prod.yaml');

const stored = (type: string, lines: string) => terraform`
  resource "${type}" "key" {
  ${lines}
  }
`;

ruleTester(handedCloudKey, {
  valid: [
    {
      ...stored('tfe_variable', '  category = "terraform"\n  key = "AWS_SECRET_ACCESS_KEY"\n  value = var.key'),
      because: 'a variable of the configuration, which no provider reads',
    },
    { ...stored('tfe_variable', '  category = "env"\n  key = "AWS_ACCESS_KEY_ID"\n  value = var.id'), because: 'the name of a key' },
    { ...stored('tfe_variable', '  category = "env"\n  key = "TFC_AWS_RUN_ROLE_ARN"\n  value = aws_iam_role.run.arn') },
    {
      ...stored('github_actions_secret', '  repository = "app"\n  secret_name = "KEY_ID"\n  plaintext_value = aws_iam_access_key.ci[0].id'),
      because: 'the name of a key',
    },
    {
      ...stored('github_actions_secret', '  repository = "app"\n  secret_name = "AWS_SECRET_ACCESS_KEY"\n  plaintext_value = var.key'),
      because: 'the rule about the names of secrets of GitHub says this',
    },
    { ...stored('tfe_variable', '  category = "env"\n  key = "AWS_SECRET_ACCESS_KEY"\n  value = ""'), because: 'nothing is stored' },
    {
      ...stored('github_dependabot_secret', '  repository = "app"\n  secret_name = "AWS_SECRET_ACCESS_KEY"\n  plaintext_value = var.key'),
      because: 'Dependabot has no token of its own for AWS',
    },
    { ...stored('gitlab_project_variable', '  project = "1"\n  key = "SENTRY_DSN"\n  value = var.dsn\n  protected = true') },
    {
      ...stored('heroku_config_association', '  app_id = "x"\n  sensitive_vars = { AWS_SECRET_ACCESS_KEY = var.key }'),
      because: 'a service without such tokens',
    },
    {
      ...esc`
      values:
        aws:
          login:
            fn::open::aws-login:
              oidc:
                roleArn: arn:aws:iam::111122223333:role/esc
                sessionName: esc
        other:
          fn::open::gh-login:
            static: { token: x }
    `,
      because: 'a login by the token of the environment; a service that has no other way',
    },
    stack`
      config:
        aws:region: eu-west-1
        aws:secretKey: ""
        app:secretKey:
          secure: v1:AAAA
    `,
  ],
  invalid: [
    {
      ...esc`
      values:
        aws:
          login:
            fn::open::aws-login:
              «static»:
                accessKeyId: ${'${'}keys.id}
                secretAccessKey:
                  fn::secret: { ciphertext: ZXNj }
        vault:
          fn::open:
            provider: vault-login
            inputs:
              address: https://vault.acme.example
              «static»:
                token: { fn::secret: { ciphertext: ZXNj } }
    `,
      message: ['the key of an IAM user in Pulumi ESC', 'a token in Pulumi ESC'],
    },
    {
      ...stack`
      config:
        aws:region: eu-west-1
        «aws:secretKey»:
          secure: v1:AAAA
        «azure-native:clientSecret»:
          secure: v1:BBBB
    `,
      message: ['the configuration of a Pulumi stack', 'the client secret of an application'],
    },
    {
      ...stored('tfe_variable', '  category = "env"\n  key = "«AWS_SECRET_ACCESS_KEY»"\n  value = var.key'),
      message: 'TFC_AWS_RUN_ROLE_ARN',
      severity: 'high',
    },
    {
      ...stored('tfe_variable', '  category = "env"\n  key = "«ARM_CLIENT_SECRET»"\n  value = var.key'),
      message: 'TFC_AZURE_PROVIDER_AUTH',
    },
    {
      ...stored(
        'github_actions_secret',
        '  repository = "app"\n  secret_name = "«DEPLOY»"\n  plaintext_value = aws_iam_access_key.ci[0].secret',
      ),
      message: 'the key of an IAM user in GitHub',
      because: 'what made it says what it is',
    },
    {
      ...stored(
        'github_actions_organization_secret',
        '  visibility = "all"\n  secret_name = "«GCP»"\n  plaintext_value = base64decode(google_service_account_key.ci.private_key)',
      ),
      message: 'the key of a service account',
      because: 'through a conversion',
    },
    {
      ...stored(
        'github_actions_secret',
        '  repository = "app"\n  secret_name = "«DEPLOY»"\n  plaintext_value = "${one(aws_iam_access_key.ci[*].secret)}"',
      ),
      because: 'one of several',
    },
    {
      ...stored(
        'github_actions_environment_secret',
        '  repository = "app"\n  environment = "prod"\n  secret_name = "«ENTRA»"\n  plaintext_value = azuread_application_password.ci.value',
      ),
    },
    {
      ...stored('gitlab_group_variable', '  group = "1"\n  key = "«GOOGLE_CREDENTIALS»"\n  value = var.key\n  protected = true'),
      message: '`id_tokens`',
    },
    {
      ...stored('circleci_context_environment_variable', '  context_id = "c"\n  name = "«AWS_SECRET_ACCESS_KEY»"\n  value = var.key'),
      message: 'CircleCI',
    },
    {
      ...stored(
        'bitbucket_deployment_variable',
        '  deployment = "d"\n  key = "«AWS_SECRET_ACCESS_KEY»"\n  value = var.key\n  secured = true',
      ),
      message: '`oidc: true`',
    },
    {
      ...stored('spacelift_environment_variable', '  stack_id = "s"\n  name = "«AWS_SECRET_ACCESS_KEY»"\n  value = var.key'),
      message: 'Spacelift',
    },
    {
      ...stored(
        'azuredevops_variable_group',
        '  project_id = "p"\n  name = "g"\n  variable {\n    name = "REGION"\n    value = "x"\n  }\n  variable {\n    name = "«ARM_CLIENT_SECRET»"\n    secret_value = var.key\n    is_secret = true\n  }',
      ),
      message: 'workload identity federation',
    },
    {
      ...stored(
        'vercel_project_environment_variable',
        '  project_id = "p"\n  target = ["production"]\n  key = "«AWS_SECRET_ACCESS_KEY»"\n  value = var.key',
      ),
      message: 'Vercel',
    },
  ],
});
