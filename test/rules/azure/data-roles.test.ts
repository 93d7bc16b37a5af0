// Roles on data in the dialects of Azure, caches and vaults by their settings, and what programs and scripts say of them.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/azure/rules.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const file = (path: string, text: string) => ({ file: path, text });
const rule = (id: string) => rules.find((one) => one.id === id)!;

const cosmos = (action: string): string => `resource role 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2024-05-15' = {
  name: 'shop/0d2f'
  properties: {
    roleName: 'shop'
    type: 'CustomRole'
    assignableScopes: [ account.id ]
    permissions: [ { dataActions: [ '${action}' ] } ]
  }
}
`;

ruleTester(rule('azure/custom-role-service-data-star'), {
  valid: [
    file('infra/main.bicep', cosmos('Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*')),
    {
      because: 'reading what the vault says of itself reads no secret',
      ...terraform`
      resource "azurerm_role_definition" "audit" {
        name  = "audit"
        scope = "/subscriptions/00000000-0000-0000-0000-000000000001"
        permissions {
          data_actions = ["Microsoft.KeyVault/vaults/*/read"]
        }
      }
    `,
    },
  ],
  invalid: [
    file('infra/main.bicep', cosmos('«Microsoft.DocumentDB/databaseAccounts/*»')),
    terraform`
      resource "azurerm_cosmosdb_sql_role_definition" "shop" {
        name                = "shop"
        resource_group_name = "shop"
        account_name        = "shop"
        assignable_scopes   = [azurerm_cosmosdb_account.shop.id]
        permissions {
          data_actions = ["«Microsoft.DocumentDB/databaseAccounts/sqlDatabases/*»"]
        }
      }
    `,
    file(
      'index.ts',
      `import * as cosmosdb from '@pulumi/azure-native/cosmosdb';
new cosmosdb.SqlResourceSqlRoleDefinition('shop', {
  accountName: 'shop',
  resourceGroupName: 'shop',
  assignableScopes: [account.id],
  permissions: [{ dataActions: ['«Microsoft.DocumentDB/databaseAccounts/*»'] }],
});
`,
    ),
  ],
});

ruleTester(rule('azure/cache-without-sign-in'), {
  valid: [
    file(
      'infra/main.bicep',
      "resource cache 'Microsoft.Cache/redis@2024-11-01' = {\n  name: 'cache'\n  properties: { redisConfiguration: { authnotrequired: 'false' } }\n}\n",
    ),
  ],
  invalid: [
    file(
      'infra/main.bicep',
      "resource cache 'Microsoft.Cache/redis@2024-11-01' = {\n  name: 'cache'\n  properties: { redisConfiguration: { authnotrequired: '«true»' } }\n}\n",
    ),
  ],
});

describe('keys beside Entra ID, in programs and scripts', () => {
  const stack = (namespace: string, body: string): string =>
    `using Pulumi.AzureNative.Authorization;\nusing Pulumi.AzureNative.${namespace};\nusing Pulumi.AzureNative.${namespace}.Inputs;\n\nclass Stack\n{\n    Stack()\n    {\n${body}    }\n}\n`;
  it.each([
    [
      'a namespace that is opened second, and properties on a line of their own',
      'azure/local-auth-enabled',
      'Stack.cs',
      stack(
        'CognitiveServices',
        '        var account = new Account("ai", new AccountArgs\n        {\n            Properties = new AccountPropertiesArgs\n            {\n                DisableLocalAuth = false,\n            },\n        });\n',
      ),
      ['false'],
    ],
    [
      'one that takes no keys',
      'azure/local-auth-enabled',
      'Stack.cs',
      stack('ServiceBus', '        var bus = new Namespace("bus", new NamespaceArgs { DisableLocalAuth = true });\n'),
      [],
    ],
    [
      'keys of a Grafana workspace',
      'azure/local-auth-enabled',
      'main.tf',
      'resource "azurerm_dashboard_grafana" "on" {\n  api_key_enabled = true\n}\nresource "azurerm_dashboard_grafana" "off" {\n  api_key_enabled = false\n}\nresource "azurerm_dashboard_grafana" "unsaid" {}\n',
      ['true'],
    ],
    [
      'the certificate of the administrator',
      'azure/aks-local-account',
      'connect.sh',
      'az aks get-credentials -n shop -g shop --admin\n',
      ['--admin'],
    ],
    ['credentials of whoever signs in', 'azure/aks-local-account', 'connect.sh', 'az aks get-credentials -n shop -g shop\n', []],
  ])('%s', async (_name, id, path, text, wanted) => {
    const { findings } = await analyzeTexts({ [path]: text });
    expect(findings.filter((one) => one.rule === id).map((one) => text.slice(...one.at.span))).toEqual(wanted);
  });
});

ruleTester(rule('azure/sql-password-login'), {
  valid: [
    terraform`
      resource "azurerm_postgresql_flexible_server" "shop" {
        name = "shop"
        authentication {
          active_directory_auth_enabled = true
          password_auth_enabled         = false
        }
      }
    `,
  ],
  invalid: [
    terraform`
      resource "azurerm_postgresql_flexible_server" "shop" {
        name = "shop"
        authentication {
          active_directory_auth_enabled = true
          password_auth_enabled         = «true»
        }
      }
    `,
  ],
});
