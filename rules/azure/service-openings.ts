// Settings of services of Azure that ask for less than they could: APIs without a key, variables that show what they hold,
// tokens of a registry over every repository, stored policies with every permission.
import { textOf } from '../../server/engine/facts/value.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { bicep, everyone, instead, openingRule, terraform, type Opening } from './opening-rule.ts';

const api = (value: string) =>
  terraform(`resource "azurerm_api_management_api" "orders" {
  name                  = "orders"
  subscription_required = ${value}
}
`);
const product = (value: string) =>
  bicep(`resource orders 'Microsoft.ApiManagement/service/products@2023-05-01-preview' = {
  name: 'gateway/orders'
  properties: {
    displayName: 'Orders'
    subscriptionRequired: ${value}
  }
}
`);
const variable = (value: string) =>
  terraform(`resource "azurerm_automation_variable_string" "endpoint" {
  name                    = "endpoint"
  automation_account_name = "jobs"
  value                   = "orders"
  encrypted               = ${value}
}
`);
const namedValue = (value: string) =>
  bicep(`resource backend 'Microsoft.ApiManagement/service/namedValues@2023-05-01-preview' = {
  name: 'gateway/backend-password'
  properties: {
    displayName: 'backend-password'
    secret: ${value}
  }
}
`);
const scopeMap = (repository: string) =>
  terraform(`resource "azurerm_container_registry_scope_map" "ci" {
  name                    = "ci"
  container_registry_name = "acmeimages"
  actions                 = ["repositories/shop/content/read", ${repository}]
}
`);
const share = (permissions: string) =>
  terraform(`resource "azurerm_storage_share" "reports" {
  name  = "reports"
  quota = 50

  acl {
    id = "partner"

    access_policy {
      permissions = ${permissions}
    }
  }
}
`);

const table: readonly Opening[] = [
  {
    id: 'azure/api-without-subscription',
    title: 'An API that asks for no subscription',
    category: 'oauth',
    severity: 'low',
    profile: 'strict',
    framework: 'NHI4:2025',
    peers: [],
    message:
      'Anyone who knows the address calls this through the gateway: it asks for no subscription key. Ask for one, or let a policy check a token and suppress this with the reason',
    what: 'An API or a product of API Management that is called without a subscription.',
    why: 'The gateway calls what stands behind it with an identity of its own. Without a key or a token nobody knows who called, and nobody can be shut out.',
    remedy: 'Set `subscription_required = true`, or check a token by a `validate-jwt` or `validate-azure-ad-token` policy.',
    references: ['https://learn.microsoft.com/azure/api-management/api-management-subscriptions'],
    fix: 'suggestion',
    bad: [api('«false»'), product('«false»')],
    good: [api('true'), product('true')],
    grant: everyone('api-without-subscription', (leaf) => instead(leaf, true, 'Ask for a subscription')),
  },
  {
    id: 'azure/plain-variable',
    title: 'A variable that shows what it holds',
    category: 'long-lived',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI2:2025',
    peers: [],
    message: 'Whoever may read the service reads this value, in the portal and in exports; keep it encrypted, or in a key vault',
    what: 'A variable of an Automation account that is written as not encrypted, or a named value of API Management with the name of a password, a key or a token that is not marked as secret.',
    why: 'Readers of the service are many: everybody with the role Reader, and every tool that exports it. A variable is encrypted when it is made, and not later.',
    remedy:
      'Set `encrypted = true` (`isEncrypted: true`), or `secret = true` for a named value. A reference to a key vault is better for both.',
    references: [
      'https://learn.microsoft.com/azure/automation/shared-resources/variables',
      'https://learn.microsoft.com/azure/api-management/api-management-howto-properties',
    ],
    fix: 'suggestion',
    bad: [variable('«false»'), namedValue('«false»')],
    good: [variable('true'), namedValue('true')],
    grant: everyone('plain-variable', (leaf) => instead(leaf, true, 'Keep the value hidden')),
  },
  {
    id: 'azure/registry-scope-map-wide',
    title: 'A registry token for every repository',
    category: 'wildcard',
    severity: 'medium',
    framework: 'NHI5:2025',
    peers: [],
    message:
      'Tokens with `{action}` change every repository of this registry, those of other teams and those made later included; name the repositories',
    what: 'A scope map of Azure Container Registry that writes or deletes in all repositories.',
    why: 'A token is a password without an owner. With this scope map whoever finds it replaces the images that production runs.',
    remedy: 'Write `repositories/NAME/content/write` for each repository that is pushed to, or let a managed identity push by a role.',
    references: ['https://learn.microsoft.com/azure/container-registry/container-registry-token-based-authentication'],
    fix: 'none',
    whyNoFix: 'Which repositories the token is for is not written here.',
    bad: [scopeMap('"«repositories/*/content/write»"')],
    good: [scopeMap('"repositories/shop/content/write"')],
    grant: (grant) => everyone('scope-map-wide')(grant).map((found) => ({ ...found, data: { action: textOf(found.at) ?? '' } })),
  },
  {
    id: 'azure/stored-access-policy-wide',
    title: 'A stored access policy with every permission',
    category: 'wildcard',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI5:2025',
    peers: [],
    message:
      'Links that name this policy read, change and delete everything in it, for whoever has one; give the permissions that are used',
    what: 'A stored access policy of a file share or a table with the right to read, to write and to delete.',
    why: 'A shared access signature is a password in a link. One that names this policy may do everything, from anywhere.',
    remedy: 'Give `r` or `rl`, and write permissions in a policy of their own with a short life. Better, give a role to an identity.',
    references: ['https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy'],
    fix: 'none',
    whyNoFix: 'What the holders of the links do is not written here.',
    bad: [share('"«rwdl»"')],
    good: [share('"rl"')],
    grant: everyone('stored-policy-all'),
  },
];

export const serviceOpeningRules: readonly Rule[] = table.map(openingRule);
