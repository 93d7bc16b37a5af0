// Settings of Azure resources that let somebody in without a role: containers anyone reads, keys that manage, hubs that ask
// nobody, vault policies with every permission. Passwords are those of `password-logins.ts`.
import { removeItem, replaceByList } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { bicep, everyone, instead, openingRule, opens, terraform, type Opening } from './opening-rule.ts';

/** A private container in the words of the provider of Terraform, and of `az` and PowerShell; the API and modules say `None`. */
const closedIn = ({ carrier }: Grant): string =>
  carrier.kind === 'azurerm_storage_container' ? 'private' : carrier.dialect === 'script' ? 'off' : 'None';

const container = (access: string) =>
  terraform(`resource "azurerm_storage_container" "reports" {
  name                  = "reports"
  storage_account_name  = "acmedata"
  container_access_type = "${access}"
}
`);
const blobs = (access: string) =>
  bicep(`resource reports 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-01-01' = {
  name: 'acmedata/default/reports'
  properties: {
    publicAccess: '${access}'
  }
}
`);
const account = (value: string) =>
  terraform(`resource "azurerm_storage_account" "data" {
  name                            = "acmedata"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = ${value}
}
`);
const busRule = (manage: string) =>
  terraform(`resource "azurerm_servicebus_namespace_authorization_rule" "orders" {
  name         = "orders"
  namespace_id = "orders"
  listen       = true
  send         = true
  manage       = ${manage}
}
`);
const cache = (value: string) =>
  terraform(`resource "azurerm_redis_cache" "sessions" {
  name                               = "sessions"
  access_keys_authentication_enabled = false

  redis_configuration {
    authentication_enabled = ${value}
  }
}
`);
const pool = (level: string) =>
  terraform(`resource "azurerm_batch_pool" "render" {
  name         = "render"
  account_name = "acmebatch"

  start_task {
    command_line = "/bin/sh setup.sh"

    user_identity {
      auto_user {
        elevation_level = "${level}"
        scope           = "Pool"
      }
    }
  }
}
`);
const pubsubHub = (value: string) =>
  terraform(`resource "azurerm_web_pubsub_hub" "chat" {
  name                          = "chat"
  web_pubsub_id                 = "chat"
  anonymous_connections_enabled = ${value}
}
`);
const vault = (value: string) =>
  terraform(`resource "azurerm_key_vault" "app" {
  name                       = "app"
  tenant_id                  = var.tenant_id
  rbac_authorization_enabled = ${value}
}
`);
const vaultPolicy = (permissions: string) =>
  terraform(`resource "azurerm_key_vault_access_policy" "app" {
  key_vault_id       = "vault"
  tenant_id          = var.tenant_id
  object_id          = var.app_object_id
  secret_permissions = [${permissions}]
}
`);

const managesQueues = {
  does: 'makes and deletes queues and topics, and further keys',
  instead: 'give the key Listen or Send, or a managed identity a data role',
};
const managesDevices = {
  does: 'adds and removes devices, and reads the keys of all',
  instead: 'give the key the right to connect as a service, or a managed identity `IoT Hub Registry Contributor`',
};

const managesDatabases = {
  does: 'makes and deletes databases and containers, and changes their throughput, past every role',
  instead: 'leave that to roles of the control plane',
};

const openingTable: readonly Opening[] = [
  {
    id: 'azure/container-public',
    title: 'A storage container that anyone reads',
    category: 'trust',
    severity: 'high',
    framework: 'NHI4:2025',
    peers: ['CKV_AZURE_34'],
    message: 'Anyone on the internet reads {what} without signing in; make the container private and give a data role or a link that ends',
    what: 'A container of a storage account with public access to its blobs.',
    why: 'Whoever knows or guesses a name reads the blob, and with `container` the list of names is public too.',
    remedy:
      'Make the container private. Give `Storage Blob Data Reader` to identities, and a user delegation SAS with a short life to others.',
    references: ['https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent'],
    fix: 'suggestion',
    bad: [container('«blob»'), blobs('«Container»')],
    good: [container('private'), blobs('None')],
    grant: (grant) =>
      opens(grant, 'blob-read')
        ? grant.principals.map(({ id }) => ({
            at: id,
            data: {
              what: /container/i.test(textOf(id) ?? '')
                ? 'every blob of this container, and the list of them,'
                : 'the blobs of this container',
            },
            suggestions: instead(id, closedIn(grant), 'Make the container private'),
          }))
        : [],
  },
  {
    id: 'azure/storage-public-allowed',
    title: 'A storage account that allows public containers',
    category: 'trust',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI4:2025',
    peers: ['CKV_AZURE_190', 'CKV2_AZURE_47'],
    message: 'Any container of this account can be opened to everyone on the internet; turn that off for the account',
    what: 'A storage account on which containers may be made public.',
    why: 'One setting of one container, made in a hurry, opens it. Turned off for the account, nobody can.',
    remedy: 'Set `allow_nested_items_to_be_public = false` (`allowBlobPublicAccess: false`).',
    references: ['https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent'],
    fix: 'suggestion',
    bad: [account('«true»')],
    good: [account('false')],
    grant: everyone('blob-public-allowed', (id) => instead(id, false, 'Allow no public containers')),
  },
  {
    id: 'azure/shared-key-manages',
    title: 'A shared key that manages',
    category: 'long-lived',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI7:2025',
    peers: [],
    message: 'Whoever has this key {does}; {instead}',
    what: 'An authorization rule of Service Bus, Event Hubs, Relay or Notification Hubs with the right to manage, a policy of IoT Hub that writes its registry of devices, or keys of Cosmos DB that are allowed to change what there is and not only what is in it.',
    why: 'The key has no end, no name and no owner, and the right to manage includes the others.',
    remedy: 'Give `Azure Service Bus Data Sender` or `Receiver` to a managed identity. Where a key must be, let it listen or send.',
    references: ['https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas'],
    fix: 'none',
    whyNoFix: 'Whether the key is used to send or to receive is not written here.',
    bad: [busRule('«true»')],
    good: [busRule('false')],
    grant: (grant) =>
      opens(grant, 'key-manage')
        ? grant.principals.map(({ id }) => ({
            at: id,
            data: /iothub/.test(grant.carrier.kind)
              ? managesDevices
              : /cosmosdb|documentdb/i.test(grant.carrier.kind)
                ? managesDatabases
                : managesQueues,
            suggestions: [],
          }))
        : [],
  },
  {
    id: 'azure/key-vault-policy-wide',
    title: 'A vault policy with every permission',
    category: 'admin',
    severity: 'high',
    framework: 'NHI5:2025',
    peers: [],
    message: '`{permission}` lets {who} {words}; give Get, and List where names are not known',
    what: 'An access policy of a key vault with all permissions, or with the right to purge beside the right to read.',
    why: 'A workload reads a secret or two. With every permission whoever breaks into it reads all of them, replaces them and deletes them for good.',
    remedy: 'Give `Get`. Better, turn on Azure RBAC for the vault and give `Key Vault Secrets User`.',
    references: ['https://learn.microsoft.com/azure/key-vault/general/rbac-migration'],
    fix: 'suggestion',
    bad: [vaultPolicy('"Get", "List", "Set", "Delete", "«Purge»"')],
    good: [vaultPolicy('"Get", "List"')],
    grant(grant) {
      if (grant.role !== 'resource' || grant.plane !== 'data') return [];
      const of = (part: string) => grant.actions.filter((action) => textOf(action)?.startsWith(`${part}/`));
      return ['secrets', 'keys', 'certificates'].flatMap((part) => {
        const own = of(part);
        const all = own.find((action) => textOf(action) === `${part}/all`);
        const purge = own.some((action) => textOf(action) === `${part}/get`)
          ? own.find((action) => textOf(action) === `${part}/purge`)
          : undefined;
        const at = all ?? purge;
        if (!at) return [];
        const title = all ? 'Give Get and List' : 'Take Purge out';
        const fix: FixMaker[] = at.editable
          ? [editing(title, at.token.uri, (document) => [all ? replaceByList(at, ['get', 'list'], document) : removeItem(at, document)])]
          : [];
        return [
          {
            at,
            severity: all ? ('high' as const) : ('medium' as const),
            suggestions: fix,
            data: {
              permission: textOf(at)!.slice(part.length + 1),
              who: 'its holder',
              words: all
                ? `do everything with the ${part} of this vault, deleting them for good included`
                : `delete ${part} of this vault for good, beside reading them`,
            },
          },
        ];
      });
    },
  },
  {
    id: 'azure/cache-without-sign-in',
    title: 'A Redis cache that asks nobody who they are',
    category: 'trust',
    severity: 'high',
    framework: 'NHI4:2025',
    peers: [],
    message: 'Whoever reaches this cache reads and changes everything in it, without a key or an identity; let it ask who they are',
    what: 'An Azure Cache for Redis whose authentication is switched off.',
    why: 'The network is then the only check: sessions, tokens and queues in the cache are those of every program in it.',
    remedy: 'Take the setting out, which leaves authentication on, and give programs a data access policy by their managed identity.',
    references: ['https://learn.microsoft.com/azure/azure-cache-for-redis/cache-configure'],
    fix: 'none',
    whyNoFix: 'Programs that sign in with nothing have to be given an identity first.',
    bad: [cache('«false»')],
    good: [cache('true')],
    grant: everyone('cache-without-sign-in'),
  },
  {
    id: 'azure/anonymous-connections',
    title: 'A hub that anyone connects to',
    category: 'trust',
    severity: 'medium',
    framework: 'NHI4:2025',
    peers: [],
    message: 'Anyone on the internet connects to this hub without a token, and receives what is sent to all; ask for tokens',
    what: 'A hub of Web PubSub that lets clients connect anonymously.',
    why: 'A client without a token has no name and no limits but those that an event handler of your own sets.',
    remedy: 'Take the setting out, and hand out client tokens from a service that knows who asks.',
    references: ['https://learn.microsoft.com/azure/azure-web-pubsub/concept-client-protocols'],
    fix: 'suggestion',
    bad: [pubsubHub('«true»')],
    good: [pubsubHub('false')],
    grant: everyone('anonymous-connections', (id) => instead(id, textOf(id) === 'true' ? false : 'deny', 'Ask for tokens')),
  },
  {
    id: 'azure/batch-task-admin',
    title: 'A start task that runs as administrator',
    category: 'admin',
    severity: 'low',
    profile: 'strict',
    framework: 'NHI5:2025',
    peers: ['S6379'],
    message:
      'The start task runs as an administrator of every node of this pool, and so does whoever changes the files that it fetches; run it as `NonAdmin`',
    what: 'A pool of Azure Batch whose start task runs with elevated rights.',
    why: 'The task fetches scripts and packages. As administrator they read what other tasks leave on the node, its certificates and the token of its identity.',
    remedy: 'Put what has to be installed into the image of the node, and run the task as `NonAdmin`.',
    references: ['https://learn.microsoft.com/azure/batch/batch-user-accounts'],
    fix: 'none',
    whyNoFix: 'What the task installs may need the rights of an administrator.',
    bad: [pool('«Admin»')],
    good: [pool('NonAdmin')],
    grant: everyone('task-as-admin'),
  },
  {
    id: 'azure/key-vault-without-roles',
    title: 'A key vault that decides by access policies',
    category: 'admin',
    severity: 'medium',
    profile: 'strict',
    framework: 'NHI5:2025',
    peers: [],
    message:
      'Whoever may change this vault writes itself an access policy and reads every secret: its Contributors too; let roles decide who reads',
    what: 'A key vault on which roles for its data are switched off by name.',
    why: 'An access policy is a setting of the vault, so that everybody who manages the resource opens it to themselves, outside of PIM and of the reviews of role assignments.',
    remedy: 'Give `Key Vault Secrets User` and its like to those who have a policy, then turn on roles for the vault.',
    references: ['https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy'],
    fix: 'none',
    whyNoFix: 'Those who have an access policy need a role first, or they are shut out.',
    bad: [vault('«false»')],
    good: [vault('true')],
    grant: everyone('vault-without-roles'),
  },
];

export const openingRules: readonly Rule[] = openingTable.map(openingRule);
