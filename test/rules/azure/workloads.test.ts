// Workloads without an identity, switches with two names, services that were not in the table, machines that say nothing
// about passwords, and assignments on a subscription or with a role that is larger than its scope needs.
import { rules } from '../../../rules/azure/rules.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const arm = at('infra/template.json');
const script = at('deploy.sh');
const template = (resource: string) =>
  arm`{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [${resource}]
}
`;

ruleTester(rule('azure/no-managed-identity'), {
  valid: [
    {
      ...terraform`
      variable "identities" { type = list(string) }
      resource "azurerm_linux_web_app" "a" {
        name = "a"
        dynamic "identity" {
          for_each = var.identities
          content {
            type         = "UserAssigned"
            identity_ids = [identity.value]
          }
        }
      }
    `,
      because: 'whether there is one is not known',
    },
    {
      ...terraform`
      variable "kind" {}
      resource "azurerm_function_app" "a" {
        name = "a"
        identity {
          type = var.kind
        }
      }
    `,
      because: 'which kind is not known',
    },
    {
      ...terraform`
      resource "azurerm_storage_account" "a" {
        name                      = "a"
        shared_access_key_enabled = false
      }
      resource "azurerm_linux_virtual_machine" "a" {
        name = "a"
      }
    `,
      because: 'an account is called, and a machine may call nobody',
    },
    {
      ...bicep`
      param more object
      resource a 'Microsoft.Web/sites@2023-01-01' = union({ name: 'a', location: 'x' }, more)
    `,
      because: 'the body is not known whole',
    },
    {
      ...bicep`
      resource a 'Microsoft.Web/sites@2023-01-01' existing = {
        name: 'a'
      }
    `,
      because: 'it is declared elsewhere',
    },
    template(`
    { "type": "Microsoft.App/jobs", "apiVersion": "2023-05-01", "name": "a", "identity": "[parameters('identity')]", "properties": {} }`),
  ],
  invalid: [
    terraform`
      «resource "azurerm_windows_function_app_slot" "a"» {
        name = "a"
      }
    `,
    terraform`
      resource "azurerm_recovery_services_vault" "a" {
        name = "a"
        identity {
          type = "« »"
        }
      }
    `,
    bicep`
      resource a 'Microsoft.App/containerApps@2023-05-01' = {
        name: 'a'
        identity: {
          type: '«None»'
        }
        properties: {}
      }
    `,
    {
      ...template(`
    {
      "type": "«Microsoft.DataFactory/factories»",
      "apiVersion": "2018-06-01",
      "name": "a",
      "properties": {}
    }`),
      message: 'This data factory has no managed identity',
    },
  ],
});

ruleTester(rule('azure/local-auth-enabled'), {
  valid: [
    terraform`
      resource "azurerm_cosmosdb_account" "a" {
        name                         = "a"
        local_authentication_enabled = false
      }
      resource "azurerm_application_insights" "a" {
        name                         = "a"
        local_authentication_enabled = false
      }
      resource "azurerm_log_analytics_workspace" "a" {
        name                          = "a"
        local_authentication_disabled = true
      }
      resource "azurerm_logic_app_standard" "a" {
        name                                     = "a"
        scm_publish_basic_authentication_enabled = false
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        «resource "azurerm_cosmosdb_account" "a"» {
          name = "a"
        }
      `,
      severity: 'low',
      because: 'a switch of two names has one default',
      suggestions: [
        terraform`
        resource "azurerm_cosmosdb_account" "a" {
          name = "a"
          local_authentication_disabled = true
        }
      `.text,
      ],
    },
    {
      ...terraform`
        variable "keys" {
          default = true
        }
        resource "azurerm_eventgrid_topic" "a" {
          name               = "a"
          local_auth_enabled = «var.keys»
        }
        resource "azurerm_eventgrid_domain" "b" {
          name               = "b"
          local_auth_enabled = «var.keys»
        }
      `,
      because: 'a variable of two resources is said at each of them',
    },
    terraform`
      resource "azurerm_cosmosdb_account" "a" {
        name                         = "a"
        local_authentication_enabled = «true»
      }
      resource "azurerm_bot_service_azure_bot" "b" {
        name                         = "b"
        local_authentication_enabled = «true»
      }
      resource "azurerm_linux_function_app_slot" "c" {
        name                                     = "c"
        ftp_publish_basic_authentication_enabled = «true»
      }
      resource "azurerm_logic_app_standard" "d" {
        name                                     = "d"
        scm_publish_basic_authentication_enabled = «true»
      }
    `,
    bicep`
      resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
        name: 'bot'
        properties: {
          disableLocalAuth: «false»
        }
      }
    `,
  ],
});

ruleTester(rule('azure/machine-password-login'), {
  valid: [
    {
      ...bicep`
      param linux object
      @secure()
      param password string
      resource m 'Microsoft.Compute/virtualMachines@2023-03-01' = {
        name: 'm'
        properties: {
          osProfile: { adminUsername: 'ops', adminPassword: password, linuxConfiguration: linux }
        }
      }
    `,
      because: 'what is set up is not known',
    },
  ],
  invalid: [
    terraform`
      resource "azurerm_virtual_machine_scale_set" "m" {
        name = "m"
        os_profile_linux_config {
          disable_password_authentication = «false»
        }
      }
      resource "azurerm_orchestrated_virtual_machine_scale_set" "n" {
        name = "n"
        os_profile {
          linux_configuration {
            admin_username                  = "ops"
            disable_password_authentication = «false»
          }
        }
      }
    `,
    {
      ...bicep`
        @secure()
        param password string
        resource m 'Microsoft.Compute/virtualMachines@2023-03-01' = {
          name: 'm'
          properties: {
            osProfile: {
              adminUsername: 'ops'
              adminPassword: «password»
              linuxConfiguration: {
                provisionVMAgent: true
              }
            }
          }
        }
      `,
      because: 'passwords are let in unless they are switched off',
    },
  ],
});

ruleTester(rule('azure/acr-admin'), {
  valid: [
    {
      ...script`
      az resource update --ids "$ID" --set properties.adminUserEnabled=true
    `,
      because: 'which type it is of is not known',
    },
    script`
      az resource update --resource-type Microsoft.ContainerRegistry/registries -g g -n images --set properties.adminUserEnabled=false
    `,
  ],
  invalid: [
    script`
      az resource update --ids /subscriptions/$SUB/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/images --set properties.adminUserEnabled=«true»
    `,
    {
      ...terraform`
        resource "azurerm_container_registry" "images" {
          name          = "images"
          admin_enabled = «true»
        }
      `,
      suggestions: [
        terraform`
        resource "azurerm_container_registry" "images" {
          name          = "images"
          admin_enabled = false
        }
      `.text,
      ],
    },
  ],
});

ruleTester(rule('azure/machine-password-login'), {
  valid: [
    {
      ...script`
      az vm create -g g -n win --image Win2022Datacenter --authentication-type password --admin-password "$PW"
      az vm create -g g -n own --image "$IMAGE" --authentication-type password --admin-password "$PW"
      az vm create -g g -n key --image Ubuntu2204 --authentication-type ssh --generate-ssh-keys
    `,
      because: 'Windows, an image that is not known, and keys',
    },
  ],
  invalid: [
    script`
      az vm create -g g -n vm --image Ubuntu2204 --authentication-type «password» --admin-password "$PW"
      az vmss create -g g -n set --image Debian12 --authentication-type «all» --admin-password "$PW"
    `,
  ],
});

ruleTester(rule('azure/anonymous-connections'), {
  valid: [
    bicep`
      resource hub 'Microsoft.SignalRService/webPubSub/hubs@2023-02-01' = {
        name: 'chat/hub'
        properties: { anonymousConnectPolicy: 'deny' }
      }
    `,
  ],
  invalid: [
    {
      ...bicep`
        resource hub 'Microsoft.SignalRService/webPubSub/hubs@2023-02-01' = {
          name: 'chat/hub'
          properties: { anonymousConnectPolicy: '«allow»' }
        }
      `,
      suggestions: [
        bicep`
        resource hub 'Microsoft.SignalRService/webPubSub/hubs@2023-02-01' = {
          name: 'chat/hub'
          properties: { anonymousConnectPolicy: 'deny' }
        }
      `.text,
      ],
    },
    {
      ...at('infra/hub.ts')`
        import { WebPubsubHub } from "@cdktf/provider-azurerm/lib/web-pubsub-hub";
        export const hub = (scope: Construct) => new WebPubsubHub(scope, "chat", { anonymousConnectionsEnabled: «true» });
      `,
      suggestions: [
        at('infra/hub.ts')`
        import { WebPubsubHub } from "@cdktf/provider-azurerm/lib/web-pubsub-hub";
        export const hub = (scope: Construct) => new WebPubsubHub(scope, "chat", { anonymousConnectionsEnabled: false });
      `.text,
      ],
    },
  ],
});

ruleTester(rule('azure/shared-key-manages'), {
  valid: [
    terraform`
      resource "azurerm_cosmosdb_account" "a" {
        name                               = "a"
        access_key_metadata_writes_enabled = false
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        resource "azurerm_cosmosdb_account" "a" {
          name                               = "a"
          access_key_metadata_writes_enabled = «true»
        }
      `,
      message: 'makes and deletes databases',
    },
    script`
      az cosmosdb update -n shop -g g --disable-key-based-metadata-write-access «false»
    `,
  ],
});

ruleTester(rule('azure/batch-task-admin'), {
  valid: [
    bicep`
      resource pool 'Microsoft.Batch/batchAccounts/pools@2023-05-01' = {
        name: 'a/pool'
        properties: { startTask: { commandLine: 'true', userIdentity: { autoUser: { elevationLevel: 'NonAdmin', scope: 'Pool' } } } }
      }
    `,
  ],
  invalid: [
    bicep`
      resource pool 'Microsoft.Batch/batchAccounts/pools@2023-05-01' = {
        name: 'a/pool'
        properties: { startTask: { commandLine: 'true', userIdentity: { autoUser: { elevationLevel: '«Admin»', scope: 'Pool' } } } }
      }
    `,
  ],
});

ruleTester(rule('azure/subscription-scope'), {
  valid: [
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = data.azurerm_subscription.s.id
        role_definition_name = "Owner"
        principal_id         = var.principal
      }
    `,
      because: 'the role is the finding, and another rule says it',
    },
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = var.scope
        role_definition_name = "Reader"
        principal_id         = var.principal
      }
    `,
      because: 'a scope that is not known',
    },
    {
      ...terraform`
      variable "role" {}
      resource "azurerm_role_assignment" "a" {
        scope                = data.azurerm_subscription.s.id
        role_definition_name = var.role
        principal_id         = var.principal
      }
    `,
      because: 'whoever chooses the role is told',
    },
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = data.azurerm_subscription.s.id
        role_definition_name = "Key Vault Administrator"
        principal_id         = var.principal
      }
    `,
      because: 'what the role does is worse, and another rule says it',
    },
  ],
  invalid: [
    terraform`
      resource "azurerm_role_assignment" "a" {
        scope              = "«/subscriptions/00000000-0000-0000-0000-000000000001»"
        role_definition_name = "Deployers of acme"
        principal_id       = var.principal
      }
      resource "azurerm_role_assignment" "b" {
        scope                = «data.azurerm_management_group.root.id»
        role_definition_name = "Reader"
        principal_id         = var.principal
      }
    `,
  ],
});

ruleTester(rule('azure/owner-narrow'), {
  valid: [
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = data.azurerm_subscription.s.id
        role_definition_name = "Contributor"
        principal_id         = var.principal
      }
      resource "azurerm_role_assignment" "b" {
        scope                = azurerm_resource_group.g.id
        role_definition_name = "Owner"
        principal_id         = var.principal
      }
    `,
      because: 'too wide, which other rules say',
    },
    terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = azurerm_key_vault.v.id
        role_definition_name = "Key Vault Secrets User"
        principal_id         = var.principal
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = azurerm_key_vault.v.id
          role_definition_name = "«Owner»"
          principal_id         = var.principal
        }
      `,
      message: 'change everything in it and give roles on it to anyone',
    },
    {
      ...terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = var.scope
          role_definition_name = "«User Access Administrator»"
          principal_id         = azurerm_user_assigned_identity.ci.principal_id
        }
      `,
      suggestions: [
        terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = var.scope
          role_definition_name = "Reader"
          principal_id         = azurerm_user_assigned_identity.ci.principal_id
        }
      `.text,
      ],
    },
  ],
});
