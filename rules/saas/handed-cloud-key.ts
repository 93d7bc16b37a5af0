// A key of a cloud that Terraform puts into a service which builds or deploys, although its runs have an identity of their
// own that the cloud takes. What the pipelines themselves do with keys is for the rules of `github` and `ci`.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

/** By the first part of the resource's type: the service, and what its runs show instead of a key. */
const services = tableOf<readonly [service: string, instead: string, byCloud?: Readonly<Record<string, string>>]>({
  tfe: [
    'HCP Terraform',
    'dynamic provider credentials',
    {
      aws: '`TFC_AWS_PROVIDER_AUTH = "true"` and `TFC_AWS_RUN_ROLE_ARN`',
      gcp: '`TFC_GCP_PROVIDER_AUTH = "true"` and `TFC_GCP_RUN_SERVICE_ACCOUNT_EMAIL`',
      azure: '`TFC_AZURE_PROVIDER_AUTH = "true"` and `TFC_AZURE_RUN_CLIENT_ID`',
    },
  ],
  github: ['GitHub', '`id-token: write` and the login action of the cloud'],
  gitlab: ['GitLab', '`id_tokens` in the job'],
  azuredevops: ['Azure DevOps', 'a service connection with workload identity federation'],
  circleci: ['CircleCI', '`$CIRCLE_OIDC_TOKEN_V2`'],
  bitbucket: ['Bitbucket', '`oidc: true` in the step'],
  buildkite: ['Buildkite', '`buildkite-agent oidc request-token`'],
  spacelift: ['Spacelift', 'a cloud integration, or the OIDC token of the run'],
  env0: ['env0', 'OIDC credentials of the cloud'],
  scalr: ['Scalr', 'a provider configuration with OIDC'],
  vercel: ['Vercel', 'the OIDC token of the deployment'],
  stack: ['the configuration of a Pulumi stack', 'a login of Pulumi ESC with `oidc`, or the identity of the job that runs Pulumi'],
  esc: ['Pulumi ESC', '`oidc` in place of `static` in this login'],
});
const clouds = tableOf<readonly [cloud: string, key: string]>({
  aws: ['AWS', 'the key of an IAM user'],
  gcp: ['Google Cloud', 'the key of a service account'],
  azure: ['Azure', 'the client secret of an application'],
  vault: ['Vault', 'a token'],
});

export const handedCloudKey = defineRule({
  id: 'saas/handed-cloud-key',
  meta: {
    title: 'Cloud key stored in a service that needs none',
    category: 'long-lived',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The identity in the cloud has to trust the service first; the page of the rule shows what to write then.',
    messages: {
      default:
        '`{name}` stores {key} in {service}, where it works until somebody changes it; {cloud} takes tokens that live for minutes in its place: use {instead}',
    },
    docs: {
      what: 'A variable or secret that Terraform sets in HCP Terraform, GitHub, GitLab, Azure DevOps, CircleCI, Bitbucket, Buildkite, Spacelift, env0, Scalr or Vercel, in a static login of Pulumi ESC or in the configuration of a Pulumi stack, that holds the key of an AWS user, a Google service account or an application of Entra.',
      why: 'The key stands in the state of Terraform and in the service, works from anywhere, and nothing ends it. Runs of these services have a token that lives for minutes, names the project, and that the clouds take in its place.',
      remedy:
        'Let a role of the cloud trust the issuer of the service, for the subject of this project alone, name the role in place of the key, and delete the key in the cloud.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "tfe_variable" "key" {
  workspace_id = tfe_workspace.shop.id
  category     = "env"
  key          = "«AWS_SECRET_ACCESS_KEY»"
  value        = var.key
  sensitive    = true
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `resource "tfe_variable" "auth" {
  workspace_id = tfe_workspace.shop.id
  category     = "env"
  key          = "TFC_AWS_PROVIDER_AUTH"
  value        = "true"
}

resource "tfe_variable" "role" {
  workspace_id = tfe_workspace.shop.id
  category     = "env"
  key          = "TFC_AWS_RUN_ROLE_ARN"
  value        = "arn:aws:iam::111122223333:role/shop"
}
`,
        },
      ],
      references: [
        'https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials',
        'https://docs.github.com/en/actions/concepts/security/openid-connect',
        'https://docs.spacelift.io/integrations/cloud-providers/oidc',
        'https://vercel.com/docs/oidc',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const cloud = clouds.get(textOf(credential.owner?.id) ?? '');
      const service = services.get(credential.carrier.kind.split('_')[0]!);
      if (
        credential.platform !== 'saas' ||
        credential.kind !== 'static-provider' ||
        credential.storedIn !== 'ci-secret' ||
        credential.enabled === 'no' ||
        !cloud ||
        !service
      )
        return;
      const instead = service[2]?.[textOf(credential.owner?.id)!] ?? service[1];
      context.report({
        at: credential.at,
        message: 'default',
        data: {
          name: credential.anchor.slice(credential.anchor.lastIndexOf('|key=') + 5),
          key: cloud[1],
          service: service[0],
          cloud: cloud[0],
          instead,
        },
        anchor: credential.anchor,
      });
    },
  },
});
