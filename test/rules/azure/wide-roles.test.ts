import { wideRoleRules } from '../../../rules/azure/wide-roles.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => wideRoleRules.find((one) => one.id === id)!;

ruleTester(rule('azure/owner-assignment'), {
  valid: [
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = azurerm_storage_account.a.id
        role_definition_name = "Owner"
        principal_id         = var.principal
      }
      resource "azurerm_storage_account" "a" {}
    `,
      because: 'on one resource',
    },
    {
      ...terraform`
      variable "scope" {}
      resource "azurerm_role_assignment" "a" {
        scope                = var.scope
        role_definition_name = "Owner"
        principal_id         = var.principal
      }
    `,
      because: 'a scope that is not known',
    },
    {
      ...terraform`
      data "azurerm_subscription" "s" {}
      resource "azurerm_pim_eligible_role_assignment" "a" {
        scope              = data.azurerm_subscription.s.id
        role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
        principal_id       = var.principal
      }
    `,
      because: 'eligible',
    },
    {
      ...terraform`
      resource "azurerm_role_assignment" "a" {
        scope                = azurerm_storage_account.elsewhere.id
        role_definition_name = "Owner"
        principal_id         = var.principal
      }
    `,
      because: 'one resource, which is declared in another file',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = data.azurerm_subscription.elsewhere.id
          role_definition_name = "«Owner»"
          principal_id         = var.principal
        }
      `,
      severity: 'critical',
      because: 'the subscription is read in a file that is not here: it is a subscription all the same',
    },
    {
      ...terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = azurerm_resource_group.elsewhere.id
          role_definition_name = "«Owner»"
          principal_id         = var.principal
        }
      `,
      severity: 'high',
    },
    {
      ...terraform`
        data "azurerm_subscription" "s" {}

        resource "azurerm_role_assignment" "a" {
          scope                = data.azurerm_subscription.s.id
          role_definition_name = "«Owner»"
          principal_id         = var.principal
        }
      `,
      severity: 'critical',
      message: '`Owner` on the whole subscription lets a principal change everything',
      suggestions: [
        terraform`
          data "azurerm_subscription" "s" {}

          data "azurerm_role_definition" "a" {
            name  = "Owner"
            scope = data.azurerm_subscription.s.id
          }

          resource "azurerm_pim_eligible_role_assignment" "a" {
            scope              = data.azurerm_subscription.s.id
            role_definition_id = data.azurerm_role_definition.a.id
            principal_id       = var.principal

            schedule {
              expiration {
                duration_days = 180
              }
            }
          }
        `.text,
        terraform`
          data "azurerm_subscription" "s" {}

          resource "azurerm_role_assignment" "a" {
            scope                = data.azurerm_subscription.s.id
            role_definition_name = "Reader"
            principal_id         = var.principal
          }
        `.text,
      ],
    },
    {
      ...terraform`
        variable "subscription" {}
        resource "azurerm_role_assignment" "a" {
          scope              = "/subscriptions/${'${var.subscription}'}"
          role_definition_id = "«/subscriptions/${'${var.subscription}'}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"
          principal_id       = azurerm_user_assigned_identity.i.principal_id
        }
        resource "azurerm_user_assigned_identity" "i" {}
      `,
      because: 'by its GUID, for a machine',
      message: 'lets `azurerm_user_assigned_identity.i` change',
    },
    {
      ...terraform`
        resource "azurerm_resource_group" "g" {
          name = "g"
        }
        resource "azurerm_role_assignment" "a" {
          scope                = azurerm_resource_group.g.id
          role_definition_name = "«Owner»"
          principal_id         = var.principal
        }
      `,
      severity: 'high',
    },
  ],
});

ruleTester(rule('azure/user-access-admin-assignment'), {
  valid: [
    {
      ...terraform`
      data "azurerm_subscription" "s" {}
      resource "azurerm_role_assignment" "a" {
        scope                = data.azurerm_subscription.s.id
        role_definition_name = "Role Based Access Control Administrator"
        principal_id         = var.principal
        condition_version    = "2.0"
        condition            = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d}"
      }
    `,
      because: 'a condition limits which roles may be given',
    },
  ],
  invalid: [
    {
      file: 'scripts/elevate.sh',
      text: 'az rest --method post --url "«/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01»"\n',
      message: 'until somebody takes it back',
    },
    {
      ...terraform`
        data "azurerm_management_group" "m" {}
        resource "azurerm_role_assignment" "a" {
          scope                = data.azurerm_management_group.m.id
          role_definition_name = "«Role Based Access Control Administrator»"
          principal_id         = var.principal
          principal_type       = "ServicePrincipal"
        }
      `,
      severity: 'critical',
      message: 'a management group',
      suggestions: [
        terraform`
          data "azurerm_management_group" "m" {}
          resource "azurerm_role_assignment" "a" {
            scope                = data.azurerm_management_group.m.id
            role_definition_name = "Reader"
            principal_id         = var.principal
            principal_type       = "ServicePrincipal"
          }
        `.text,
      ],
    },
  ],
});

ruleTester(rule('azure/contributor-subscription'), {
  valid: [
    terraform`
      resource "azurerm_resource_group" "g" {
        name = "g"
      }
      resource "azurerm_role_assignment" "a" {
        scope                = azurerm_resource_group.g.id
        role_definition_name = "Contributor"
        principal_id         = var.principal
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        data "azurerm_subscription" "s" {}
        data "azurerm_role_definition" "c" {
          name = "Contributor"
        }
        resource "azurerm_role_assignment" "a" {
          scope              = data.azurerm_subscription.s.id
          role_definition_id = «data.azurerm_role_definition.c.id»
          principal_id       = var.principal
        }
      `,
      severity: 'high',
      because: 'through a data source',
    },
    {
      ...terraform`
        resource "azurerm_role_assignment" "a" {
          scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
          role_definition_name = "«Contributor»"
          principal_id         = var.principal
        }
      `,
      suggestions: [
        terraform`
          data "azurerm_role_definition" "a" {
            name  = "Contributor"
            scope = "/subscriptions/00000000-0000-0000-0000-000000000000"
          }

          resource "azurerm_pim_eligible_role_assignment" "a" {
            scope              = "/subscriptions/00000000-0000-0000-0000-000000000000"
            role_definition_id = data.azurerm_role_definition.a.id
            principal_id       = var.principal

            schedule {
              expiration {
                duration_days = 180
              }
            }
          }
        `.text,
      ],
    },
  ],
});
