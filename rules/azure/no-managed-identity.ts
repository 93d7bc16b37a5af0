// Programs of Azure that have no identity of their own.
import { workloadOf } from '../../server/engine/facts/azure/workloads.ts';
import { defineRule } from '../../server/engine/rule.ts';

const app = (more: string, mark = true): string => `${mark ? '«' : ''}resource "azurerm_linux_web_app" "shop"${mark ? '»' : ''} {
  name            = "acme-shop"
  service_plan_id = azurerm_service_plan.shop.id
  site_config {}
${more}}
`;
const group = (identity: string, mark = true): string => {
  const head = "resource worker 'Microsoft.ContainerInstance/containerGroups@2023-05-01'";
  return `${mark ? `«${head}»` : head} = {
  name: 'worker'
  location: 'westeurope'
${identity}  properties: {
    osType: 'Linux'
    containers: []
  }
}
`;
};

export const noManagedIdentity = defineRule({
  id: 'azure/no-managed-identity',
  meta: {
    title: 'A workload without an identity of its own',
    category: 'long-lived',
    severity: 'low',
    confidence: 'medium',
    profile: 'audit',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_AZURE_16', 'CKV_AZURE_71', 'CKV_AZURE_181', 'CKV2_AZURE_28', 'CKV2_AZURE_35', 'CKV2_AZURE_36', 'AZU-0002', 'S6378'],
    fix: 'none',
    whyNoFix: 'An identity is worth something once it has the roles that the program needs, and the program asks it for a token.',
    messages: {
      none: 'This {workload} has no managed identity: what asks for a sign-in it reaches with a key or a password that somebody keeps, or not at all; give it one and the roles it needs',
    },
    docs: {
      what: 'A web or function app, a container, a logic app, an Automation account, a data factory, a backup vault or another workload without a managed identity.',
      why: 'A program without an identity signs in with connection strings and keys. They stand in its settings, do not end, and work from anywhere.',
      remedy:
        'Add a managed identity, give it the roles that the program needs, and take the keys out of the settings. A program that calls nobody needs none: say so in a suppression.',
      bad: [
        { file: 'infra/main.tf', text: app('') },
        { file: 'infra/main.bicep', text: group('') },
      ],
      good: [
        { file: 'infra/main.tf', text: app('  identity {\n    type = "SystemAssigned"\n  }\n', false) },
        { file: 'infra/main.bicep', text: group("  identity: {\n    type: 'SystemAssigned'\n  }\n", false) },
      ],
      references: ['https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview'],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.kind !== 'no-identity' || credential.enabled === 'no') return;
      const workload = workloadOf(credential.carrier.kind);
      if (workload) context.report({ at: credential.at, message: 'none', data: { workload }, anchor: credential.anchor });
    },
  },
});
