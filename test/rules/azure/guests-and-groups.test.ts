// Guests with privileged roles, owners of groups that carry roles, and scripts that run as owners.
import { deploymentScriptOwner } from '../../../rules/azure/deployment-script.ts';
import { groupAssignableOwners, guestPrivileged } from '../../../rules/azure/guests-and-groups.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const invitation = `resource "azuread_invitation" "vendor" {
  user_email_address = "jane@vendor.example"
  redirect_url       = "https://portal.azure.com"
}
`;

ruleTester(guestPrivileged, {
  valid: [
    {
      ...terraform`
      ${invitation}
      resource "azurerm_role_assignment" "vendor" {
        scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_name = "Reader"
        principal_id         = azuread_invitation.vendor.user_id
      }
    `,
      because: 'a guest who reads',
    },
    {
      ...terraform`
      ${invitation}
      resource "azurerm_pim_eligible_role_assignment" "vendor" {
        scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
        principal_id       = azuread_invitation.vendor.user_id
      }
    `,
      because: 'has to be activated',
    },
    {
      ...terraform`
      resource "azuread_directory_role" "readers" {
        display_name = "Directory Readers"
      }

      ${invitation}
      resource "azuread_directory_role_assignment" "vendor" {
        role_id             = azuread_directory_role.readers.template_id
        principal_object_id = azuread_invitation.vendor.user_id
      }
    `,
      because: 'a directory role that reads',
    },
    {
      ...terraform`
      resource "azuread_user" "ann" {
        user_principal_name = "ann@acme.example"
        display_name        = "Ann"
      }

      resource "azurerm_role_assignment" "ann" {
        scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_name = "Contributor"
        principal_id         = azuread_user.ann.object_id
      }
    `,
      because: 'a member of the organization',
    },
  ],
  invalid: [
    {
      ...terraform`
      ${invitation}
      resource "azurerm_role_assignment" "vendor" {
        scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_name = "User Access Administrator"
        principal_id         = «azuread_invitation.vendor.user_id»
      }
    `,
      message: '`User Access Administrator` on the whole subscription goes to a guest',
    },
    {
      ...terraform`
      resource "azuread_directory_role" "users" {
        display_name = "User Administrator"
      }

      ${invitation}
      resource "azuread_directory_role_assignment" "vendor" {
        role_id             = azuread_directory_role.users.template_id
        principal_object_id = «azuread_invitation.vendor.user_id»
      }
    `,
      message: '`User Administrator` on the directory',
    },
    {
      ...at('grant.ps1')`
      New-AzRoleAssignment -SignInName "«jane_vendor.example#EXT#@acme.onmicrosoft.com»" -RoleDefinitionName "Contributor" -Scope "/subscriptions/00000000-0000-0000-0000-000000000001"
    `,
    },
  ],
});

const group = (owners: string, assignable = 'true') => terraform`
  data "azuread_client_config" "current" {}

  resource "azuread_group" "administrators" {
    display_name       = "administrators"
    security_enabled   = true
    assignable_to_role = ${assignable}
    owners             = ${owners}
  }
`;

ruleTester(groupAssignableOwners, {
  valid: [
    { ...group('[data.azuread_client_config.current.object_id]'), because: 'whoever runs the code, as the provider does it by itself' },
    { ...group('[azuread_user.ann.object_id, azuread_user.bob.object_id]'), because: 'two people' },
    { ...group('[azuread_service_principal.ci.object_id]', 'false'), because: 'carries no roles' },
    { ...group('var.owners'), because: 'not known' },
    {
      ...terraform`
      resource "azuread_service_principal" "ci" {
        client_id = "00000000-0000-0000-0000-000000000001"
      }

      resource "azuread_group" "readers" {
        display_name     = "readers"
        security_enabled = true
        owners           = [azuread_service_principal.ci.object_id]
      }
    `,
      because: 'an ordinary group',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "azuread_service_principal" "ci" {
          client_id = "00000000-0000-0000-0000-000000000001"
        }

        resource "azuread_group" "administrators" {
          display_name       = "administrators"
          assignable_to_role = true
          owners             = [«azuread_service_principal.ci.object_id»]
        }
      `,
      message: '`azuread_service_principal.ci` owns a group',
      severity: 'high',
    },
    {
      ...terraform`
        resource "azuread_group" "administrators" {
          display_name       = "administrators"
          assignable_to_role = true
          «owners             = ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000003"]»
        }
      `,
      message: '3 owners may put anybody into this group',
      severity: 'medium',
    },
  ],
});

const script = (identity: string, role: string, scope = '') => bicep`
  resource runner 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
    name: 'id-runner'
    location: resourceGroup().location
  }

  resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
    name: guid('x')${scope}
    properties: {
      principalId: runner.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${role}')
    }
  }

  resource script 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
    name: 'seed'
    location: resourceGroup().location
    kind: 'AzureCLI'
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: {
        ${identity}: {}
      }
    }
    properties: { azCliVersion: '2.60.0', retentionInterval: 'P1D', scriptContent: 'az group list' }
  }
`;

const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

ruleTester(deploymentScriptOwner, {
  valid: [
    { ...script("'${runner.id}'", '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'), because: 'reads blobs' },
    { ...script("'${other.id}'", contributor), because: 'runs as another identity' },
    { ...script("'${runner.id}'", contributor, '\n    scope: account'), because: 'on one resource' },
    { ...script('identityId', contributor), because: 'not known here' },
  ],
  invalid: [
    { ...script("'«${runner.id}»'", contributor), message: 'holds `Contributor` on the resource group' },
    {
      ...terraform`
      resource "azurerm_user_assigned_identity" "runner" {
        name = "runner"
      }

      resource "azurerm_role_assignment" "runner" {
        scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_name = "Owner"
        principal_id         = azurerm_user_assigned_identity.runner.principal_id
      }

      resource "azurerm_resource_deployment_script_azure_cli" "seed" {
        name           = "seed"
        version        = "2.60.0"
        script_content = "az group list"

        identity {
          type         = "UserAssigned"
          «identity_ids = [azurerm_user_assigned_identity.runner.id]»
        }
      }
    `,
      message: 'holds `Owner` on the whole subscription',
    },
  ],
});
