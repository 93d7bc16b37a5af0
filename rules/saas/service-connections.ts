// Service connections of Azure DevOps that keep a key although the cloud takes the pipeline's own identity.
import { defineRule } from '../../server/engine/rule.ts';

export const staticServiceConnection = defineRule({
  id: 'saas/static-service-connection',
  meta: {
    title: 'Service connection with a stored key',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'NHI4:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The identity in the cloud has to trust the connection first, and its client id stays with a block that holds the key.',
    messages: {
      azure:
        'This connection signs in to Azure with the secret of a service principal; set `service_endpoint_authentication_scheme = "WorkloadIdentityFederation"` and leave the key out',
      aws: 'This connection signs in to AWS with the key of an IAM user; set `use_oidc = true` with `role_to_assume`, and leave the key out',
    },
    docs: {
      what: 'A service connection of Azure DevOps to Azure or AWS that holds a client secret or an access key.',
      why: 'The key works from anywhere until somebody changes it, and stands in the state of Terraform. Both clouds take the token that Azure DevOps issues for a single run.',
      remedy: 'Use workload identity federation for Azure, and OpenID Connect for AWS; then delete the key in the cloud.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "azuredevops_serviceendpoint_azurerm" "prod" {
  project_id                = "p"
  service_endpoint_name     = "prod"
  azurerm_spn_tenantid      = "t"
  azurerm_subscription_id   = "s"
  azurerm_subscription_name = "prod"
  credentials {
    serviceprincipalid      = "c"
    «serviceprincipalkey» = var.key
  }
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `resource "azuredevops_serviceendpoint_azurerm" "prod" {
  project_id                             = "p"
  service_endpoint_name                  = "prod"
  service_endpoint_authentication_scheme = "WorkloadIdentityFederation"
  azurerm_spn_tenantid                   = "t"
  azurerm_subscription_id                = "s"
  azurerm_subscription_name              = "prod"
  credentials {
    serviceprincipalid = "c"
  }
}
`,
        },
      ],
      references: [
        'https://learn.microsoft.com/azure/devops/pipelines/release/configure-workload-identity',
        'https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs/resources/serviceendpoint_azurerm',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const cloud = /^azuredevops_serviceendpoint_(azurerm|aws)$/.exec(credential.carrier.kind)?.[1];
      if (cloud && credential.enabled !== 'no')
        context.report({ at: credential.at, message: cloud === 'aws' ? 'aws' : 'azure', anchor: credential.anchor });
    },
  },
});
