// Services that accept keys of their own beside Entra ID.
import { setAzureProperty, setTemplateProperty } from '../../server/engine/edit/azure.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { localAuthOf } from '../../server/engine/facts/azure/local-auth.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface LocalAuthRule extends RuleRow {
  readonly id: string;
  readonly peers: readonly string[];
  readonly services: (service: string) => boolean;
  readonly on: string;
  readonly unset?: string;
  readonly references: readonly string[];
}

const others = new Set(['storage account', 'container registry', 'cluster']);

const localAuthTable: readonly LocalAuthRule[] = [
  {
    id: 'azure/storage-shared-key',
    title: 'A storage account that accepts its keys',
    severity: 'high',
    peers: ['CKV2_AZURE_40'],
    services: (service) => service === 'storage account',
    on: 'The account keys open everything in this storage account, to whoever has them; turn them off and use Entra ID',
    unset: 'Nobody turned the account keys off: they open everything in this storage account, to whoever has them',
    what: 'A storage account with shared key access.',
    why: 'A key is no person and no workload: it opens all data, its uses cannot be told apart, and it lives until it is regenerated.',
    remedy:
      'Set `shared_access_key_enabled = false` and give roles such as `Storage Blob Data Contributor`. Function apps on a consumption plan still need the key.',
    references: ['https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent'],
    bad: `resource "azurerm_storage_account" "data" {
  name                      = "acmedata"
  shared_access_key_enabled = «true»
}
`,
    good: `resource "azurerm_storage_account" "data" {
  name                      = "acmedata"
  shared_access_key_enabled = false
}
`,
  },
  {
    id: 'azure/acr-admin',
    title: 'The admin user of a container registry',
    severity: 'high',
    peers: ['CKV_AZURE_137'],
    services: (service) => service === 'container registry',
    on: 'The admin user pushes and pulls every image with one shared password; turn it off and give AcrPull and AcrPush',
    what: 'A container registry with its admin user on.',
    why: 'One shared password pushes images that production runs.',
    remedy: 'Set `admin_enabled = false` and give `AcrPull` to the managed identity that pulls.',
    references: ['https://learn.microsoft.com/azure/container-registry/container-registry-authentication'],
    bad: `resource "azurerm_container_registry" "images" {
  name          = "acmeimages"
  admin_enabled = «true»
}
`,
    good: `resource "azurerm_container_registry" "images" {
  name          = "acmeimages"
  admin_enabled = false
}
`,
  },
  {
    id: 'azure/aks-local-account',
    title: 'The local administrator of a cluster',
    severity: 'high',
    peers: ['CKV_AZURE_141'],
    services: (service) => service === 'cluster',
    on: 'The cluster keeps a local administrator whose certificate cannot be taken back; turn local accounts off',
    unset: 'Nobody turned local accounts off: whoever may list credentials gets an administrator certificate that cannot be taken back',
    what: 'An AKS cluster with local accounts.',
    why: 'The local certificate is cluster-admin without a name. It passes by Entra ID, conditional access and the audit of who did what.',
    remedy: 'Set `local_account_disabled = true` with Entra integration.',
    references: ['https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad'],
    bad: `resource "azurerm_kubernetes_cluster" "main" {
  name                   = "main"
  local_account_disabled = «false»
}
`,
    good: `resource "azurerm_kubernetes_cluster" "main" {
  name                   = "main"
  local_account_disabled = true
}
`,
  },
  {
    id: 'azure/local-auth-enabled',
    title: 'A service that accepts its own keys',
    severity: 'medium',
    peers: ['CKV_AZURE_140', 'CKV_AZURE_142', 'CKV_AZURE_184', 'CKV_AZURE_192', 'CKV_AZURE_193', 'CKV_AZURE_203', 'CKV_AZURE_236'],
    services: (service) => !others.has(service),
    on: 'This {service} accepts access keys beside Entra ID; turn local authentication off',
    unset: 'Nobody turned local authentication off: this {service} accepts access keys beside Entra ID',
    what: 'A Cosmos DB account, a Redis cache, a messaging namespace, a search or AI service, or another service with access keys beside Entra ID; a web app that is published with a password.',
    why: 'Access keys are shared, do not end, and do not say who used them.',
    remedy: 'Turn local authentication off and give the data roles of the service to managed identities.',
    references: [
      'https://learn.microsoft.com/azure/cosmos-db/how-to-disable-key-based-authentication',
      'https://learn.microsoft.com/azure/service-bus-messaging/disable-local-authentication',
    ],
    bad: `resource "azurerm_servicebus_namespace" "orders" {
  name               = "acme-orders"
  local_auth_enabled = «true»
}
`,
    good: `resource "azurerm_servicebus_namespace" "orders" {
  name               = "acme-orders"
  local_auth_enabled = false
}
`,
  },
];

/** Whether the setting is written as on, and not merely left at its default. */
function isWritten(credential: Credential): boolean {
  return credential.carrier.attribute !== undefined;
}

/** Whether a property that is not written can be: in Terraform for types of the provider that names them as attributes. */
function canBeAdded({ carrier }: Credential): boolean {
  return carrier.dialect === 'bicep' || carrier.dialect === 'arm' || (carrier.dialect === 'terraform' && !carrier.kind.includes('.'));
}

function turnOff(credential: Credential): FixMaker[] {
  const setting = localAuthOf(credential.carrier.kind, credential.anchor.slice(credential.anchor.lastIndexOf('|') + 1));
  const [property, ...inner] = setting?.property ?? [];
  // A program is edited only where the value stands in it. Which way to sign in takes the place of a named one is not written.
  if (!setting || setting.on !== undefined || property === undefined || (!isWritten(credential) && !canBeAdded(credential))) return [];
  if (inner.length > 0)
    return [
      editing(`Set ${setting.property.join('.')} to ${setting.off}`, credential.carrier.block.uri, (document) => [
        setTemplateProperty(credential.carrier, setting.property, setting.off, document),
      ]),
    ];
  return [
    editing(`Set ${property} to ${setting.off}`, credential.carrier.block.uri, (document) => [
      setAzureProperty(credential.carrier, property, setting.off, document, credential.at),
    ]),
  ];
}

/** The admin user of a registry is off unless somebody turns it on: there is nothing to say about a default. */
function messagesOf(entry: LocalAuthRule): Readonly<Record<'on' | 'unset', string>> {
  const { on, unset } = entry;
  return unset === undefined ? ({ on } as Readonly<Record<'on' | 'unset', string>>) : { on, unset };
}

export const localAuthRules: readonly Rule[] = localAuthTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'long-lived',
      frameworks: ['NHI7:2025', 'PR.AA-01'],
      fix: 'suggestion',
      messages: messagesOf(entry),
      file: 'infra/main.tf',
    }),
    on: {
      credential(credential, context) {
        if (credential.kind !== 'local-auth' || credential.enabled === 'no') return;
        const service = localAuthOf(credential.carrier.kind)?.service;
        if (!service || !entry.services(service)) return;
        const on = isWritten(credential);
        // Left at its default, the service is like most others: said, and not shouted.
        context.report({
          at: credential.at,
          message: on ? 'on' : 'unset',
          anchor: credential.anchor,
          severity: on ? undefined : 'low',
          data: { service },
          suggestions: turnOff(credential),
        });
      },
    },
  }),
);
