// Keys of services whose setting is no switch or lies deeper, signatures that templates make, roles that policies ask for,
// custom roles as the portal writes them, and Linux machines that say nothing about passwords.
import { rules } from '../../../rules/azure/rules.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const arm = at('infra/template.json');
const json = at('policies/definition.json');

ruleTester(rule('azure/local-auth-enabled'), {
  valid: [
    {
      ...bicep`
      resource cache 'Microsoft.Cache/redis@2024-03-01' = {
        name: 'cache'
        properties: { disableAccessKeyAuthentication: true }
      }
      resource shared 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
        name: 'cache/default'
        properties: { accessKeysAuthentication: 'Disabled' }
      }
      resource jobs 'Microsoft.Batch/batchAccounts@2023-05-01' = {
        name: 'jobs'
        properties: { allowedAuthenticationModes: [ 'AAD', 'TaskAuthenticationToken' ] }
      }
      resource model 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2023-10-01' = {
        name: 'w/model'
        properties: { authMode: 'AADToken' }
      }
      resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
        name: 'logs'
        properties: { features: { disableLocalAuth: true } }
      }
    `,
      because: 'keys are off',
    },
    {
      ...bicep`
      resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
        name: 'logs'
        properties: { features: { searchVersion: 1 } }
      }
      resource jobs 'Microsoft.Batch/batchAccounts@2023-05-01' = {
        name: 'jobs'
        properties: {}
      }
    `,
      because: 'nobody wrote a way to sign in down',
    },
    terraform`
      resource "azurerm_batch_account" "jobs" {
        name                         = "jobs"
        allowed_authentication_modes = ["AAD"]
      }
      resource "azurerm_redis_cache" "cache" {
        name                               = "cache"
        access_keys_authentication_enabled = false
      }
    `,
  ],
  invalid: [
    {
      ...bicep`
        resource cache 'Microsoft.Cache/redis@2024-03-01' = {
          name: 'cache'
          properties: { disableAccessKeyAuthentication: «false» }
        }
      `,
      message: 'This Redis cache accepts access keys',
      suggestions: [
        bicep`
        resource cache 'Microsoft.Cache/redis@2024-03-01' = {
          name: 'cache'
          properties: { disableAccessKeyAuthentication: true }
        }
      `.text,
      ],
    },
    {
      ...bicep`
      resource shared 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
        name: 'cache/default'
        properties: { accessKeysAuthentication: '«Enabled»' }
      }
      resource jobs 'Microsoft.Batch/batchAccounts@2023-05-01' = {
        name: 'jobs'
        properties: { allowedAuthenticationModes: [ 'AAD', '«SharedKey»' ] }
      }
      resource workspace 'Microsoft.MachineLearningServices/workspaces@2023-10-01' existing = {
        name: 'w'
        resource model 'onlineEndpoints' = {
          name: 'model'
          properties: { authMode: '«Key»' }
        }
      }
    `,
    },
    {
      ...bicep`
        resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
          name: 'logs'
          properties: { features: { disableLocalAuth: «false» } }
        }
      `,
      suggestions: [
        bicep`
        resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
          name: 'logs'
          properties: { features: { disableLocalAuth: true } }
        }
      `.text,
      ],
    },
    {
      ...arm`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources": [
          { "type": "Microsoft.Maps/accounts", "apiVersion": "2023-06-01", "name": "m", "properties": { "disableLocalAuth": «false» } }
        ]
      }
    `,
    },
    {
      ...terraform`
      resource "azurerm_redis_cache" "cache" {
        name                               = "cache"
        access_keys_authentication_enabled = «true»
      }
      resource "azurerm_batch_account" "jobs" {
        name                         = "jobs"
        allowed_authentication_modes = ["«SharedKey»", "AAD"]
      }
    `,
    },
    {
      ...terraform`
      «resource "azurerm_maps_account" "m"» {
        name = "m"
      }
    `,
      message: 'Nobody turned',
      severity: 'low',
    },
  ],
});

ruleTester(rule('azure/long-signature'), {
  valid: [
    {
      ...bicep`
      param now string = utcNow('u')
      param ends string
      resource account 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'data' }
      var hour = account.listAccountSas('2023-01-01', { signedServices: 'b', signedExpiry: dateTimeAdd(now, 'PT1H') }).accountSasToken
      var given = account.listAccountSas('2023-01-01', { signedServices: 'b', signedExpiry: ends }).accountSasToken
      var none = account.listAccountSas().accountSasToken
    `,
      because: 'an hour, and an end that is passed in',
    },
  ],
  invalid: [
    {
      ...bicep`
      resource account 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'data' }
      var upload = {
        signedServices: 'b'
        signedPermission: 'rw'
        signedExpiry: '«2034-01-01T00:00:00Z»'
      }
      resource app 'Microsoft.Web/sites@2022-03-01' = {
        name: 'app'
        properties: {
          siteConfig: {
            appSettings: [ { name: 'UPLOAD', value: account.listAccountSas('2023-01-01', upload).accountSasToken } ]
          }
        }
      }
    `,
      because: 'parameters in a variable, the call in a setting',
    },
    {
      ...bicep`
      param now string = utcNow('u')
      resource account 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'data' }
      @secure()
      output upload string = account.listServiceSas('2023-01-01', { signedResource: 'c', signedExpiry: dateTimeAdd(now, '«P2Y»') }).serviceSasToken
    `,
      message: '730 more days',
    },
    {
      ...arm`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "parameters": { "sas": { "type": "object", "defaultValue": { "signedServices": "b", "signedExpiry": "«2034-01-01T00:00:00Z»" } } },
        "resources": [
          { "type": "Microsoft.Web/sites/config", "apiVersion": "2022-03-01", "name": "app/appsettings", "properties": { "UPLOAD": "[concat('?', listAccountSas('data', '2023-01-01', parameters('sas')).accountSasToken)]" } }
        ]
      }
    `,
    },
  ],
});

const asked = (role: string, effect = 'deployIfNotExists'): string => `{
  "name": "vault-logs",
  "properties": {
    "policyRule": {
      "if": { "field": "type", "equals": "Microsoft.KeyVault/vaults" },
      "then": { "effect": "${effect}", "details": { "roleDefinitionIds": ["/providers/Microsoft.Authorization/roleDefinitions/${role}"] } }
    }
  }
}
`;
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

ruleTester(rule('azure/policy-identity-owner'), {
  valid: [
    { ...json``, text: asked(contributor), because: 'Contributor gives no roles' },
    { ...json``, text: asked('00000000-0000-0000-0000-00000000abcd'), because: 'a role that is not known' },
    {
      ...json`{ "properties": { "policyRule": { "if": { "field": "name", "in": ["roleDefinitionIds", "${owner}"] }, "then": { "effect": "deny" } } } }`,
      because: 'a policy that denies names roles to look for them',
    },
  ],
  invalid: [
    {
      ...json``,
      text: asked(owner).replace('/providers', '«/providers').replace(owner, `${owner}»`),
      message: '`Owner`',
      suggestions: [asked(contributor)],
    },
    {
      ...bicep`
      targetScope = 'managementGroup'
      resource policy 'Microsoft.Authorization/policyDefinitions@2021-06-01' = {
        name: 'vault-logs'
        properties: {
          mode: 'Indexed'
          policyRule: {
            if: { field: 'type', equals: 'Microsoft.KeyVault/vaults' }
            then: {
              effect: 'modify'
              details: { roleDefinitionIds: [ '«/providers/Microsoft.Authorization/roleDefinitions/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9»' ] }
            }
          }
        }
      }
    `,
      message: '`User Access Administrator`',
    },
    {
      ...terraform`
      resource "azurerm_policy_definition" "logs" {
        name        = "vault-logs"
        policy_type = "Custom"
        mode        = "Indexed"
        policy_rule = jsonencode({
          if   = { field = "type", equals = "Microsoft.KeyVault/vaults" }
          then = { effect = "deployIfNotExists", details = { roleDefinitionIds = ["«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"] } }
        })
      }
    `,
    },
  ],
});

ruleTester(rule('azure/custom-role-authorization-write'), {
  valid: [
    {
      ...json`{ "properties": { "roleName": "Reader of everything", "type": "BuiltInRole", "assignableScopes": ["/"], "permissions": [{ "actions": ["Microsoft.Authorization/roleAssignments/write"] }] } }`,
      because: 'a role of Azure itself',
    },
  ],
  invalid: [
    {
      ...json`
    {
      "properties": {
        "roleName": "Access helper",
        "assignableScopes": ["/subscriptions/00000000-0000-0000-0000-000000000001"],
        "permissions": [{ "actions": ["*/read", "«Microsoft.Authorization/roleAssignments/write»"], "notActions": [] }]
      }
    }
  `,
      because: 'as the portal writes it',
      suggestions: [
        json`
    {
      "properties": {
        "roleName": "Access helper",
        "assignableScopes": ["/subscriptions/00000000-0000-0000-0000-000000000001"],
        "permissions": [{ "actions": ["*/read"], "notActions": [] }]
      }
    }
  `.text,
      ],
    },
  ],
});

const machine = (configuration: string, publisher: string): string => `@secure()
param password string
resource machine 'Microsoft.Compute/virtualMachines@2023-09-01' = {
  name: 'machine'
  properties: {
    osProfile: {
      adminUsername: 'azureuser'
      adminPassword: ${publisher === 'Canonical' && configuration !== 'keys' ? '«password»' : 'password'}
      linuxConfiguration: ${configuration}
    }
    storageProfile: { imageReference: { publisher: '${publisher}', offer: 'server', sku: '22', version: 'latest' } }
  }
}
var keys = { disablePasswordAuthentication: true }
`;

ruleTester(rule('azure/machine-password-login'), {
  valid: [
    { ...bicep``, text: machine('keys', 'Canonical'), because: 'keys only' },
    { ...bicep``, text: machine('null', 'MicrosoftWindowsServer'), because: 'a Windows machine has a password' },
  ],
  invalid: [{ ...bicep``, text: machine('null', 'Canonical'), because: 'Linux lets passwords in unless it is told not to' }],
});

const seeding = (identities: string, attribute = "'${seeder.id}'"): string => `targetScope = 'resourceGroup'
param id string
param other string
${identities}resource seeder 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'seeder-\${id}'
  location: 'westeurope'
}
resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(seeder.id)
  properties: {
    principalId: seeder.properties.principalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${owner}')
  }
}
resource seed 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'seed'
  kind: 'AzureCLI'
  identity: { type: 'UserAssigned', userAssignedIdentities: { ${attribute}: {} } }
  properties: { azCliVersion: '2.60.0', scriptContent: 'az group list', retentionInterval: 'P1D' }
}
`;
const another = `resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'seeder-\${other}'
  location: 'westeurope'
}
`;

ruleTester(rule('azure/deployment-script-owner'), {
  valid: [{ ...bicep``, text: seeding(another), because: 'which of two identities it is depends on what is passed' }],
  invalid: [
    {
      ...bicep``,
      text: seeding('', "'«${seeder.id}»'"),
      because: 'a name that is made at the deployment',
      message: '`Owner` on the resource group',
    },
  ],
});

ruleTester(rule('azure/container-public'), {
  valid: [
    terraform`
    module "data" {
      source     = "Azure/avm-res-storage-storageaccount/azurerm"
      containers = { own = { name = "own", public_access = "None" }, more = { name = "more" } }
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      module "data" {
        source     = "Azure/avm-res-storage-storageaccount/azurerm"
        containers = { site = { name = "site", public_access = "«Blob»" } }
      }
    `,
      suggestions: [
        terraform`
      module "data" {
        source     = "Azure/avm-res-storage-storageaccount/azurerm"
        containers = { site = { name = "site", public_access = "None" } }
      }
    `.text,
      ],
    },
  ],
});

ruleTester(rule('azure/storage-public-allowed'), {
  valid: [
    terraform`
    module "data" {
      source                          = "Azure/avm-res-storage-storageaccount/azurerm"
      allow_nested_items_to_be_public = false
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      module "data" {
        source                          = "Azure/avm-res-storage-storageaccount/azurerm"
        allow_nested_items_to_be_public = «true»
      }
    `,
      suggestions: [
        terraform`
      module "data" {
        source                          = "Azure/avm-res-storage-storageaccount/azurerm"
        allow_nested_items_to_be_public = false
      }
    `.text,
      ],
    },
  ],
});

ruleTester(rule('azure/storage-shared-key'), {
  valid: [
    at('setup.sh')`
    az storage account create -n data -g shop --allow-shared-key-access false
    az storage account create -n data -g shop
  `,
    terraform`
    module "data" {
      source  = "Azure/avm-res-storage-storageaccount/azurerm"
      version = "0.6.0"
      name    = "data"
    }
    module "more" {
      source                    = "Azure/avm-res-storage-storageaccount/azurerm"
      name                      = "more"
      shared_access_key_enabled = false
    }
  `,
  ],
  invalid: [
    at('setup.sh')`
      az storage account create -n data -g shop --allow-shared-key-access «true» --sku Standard_LRS
    `,
    {
      ...bicep`
      resource data 'Microsoft.Storage/storageAccounts@2023-01-01' = {
        name: 'data'
        properties: { allowSharedKeyAccess: «true» }
      }
    `,
      suggestions: [
        bicep`
      resource data 'Microsoft.Storage/storageAccounts@2023-01-01' = {
        name: 'data'
        properties: { allowSharedKeyAccess: false }
      }
    `.text,
      ],
    },
    {
      ...terraform`
      module "data" {
        source                    = "Azure/avm-res-storage-storageaccount/azurerm"
        version                   = "0.6.0"
        name                      = "data"
        shared_access_key_enabled = «true»
      }
    `,
      suggestions: [
        terraform`
      module "data" {
        source                    = "Azure/avm-res-storage-storageaccount/azurerm"
        version                   = "0.6.0"
        name                      = "data"
        shared_access_key_enabled = false
      }
    `.text,
      ],
    },
    {
      ...terraform`
      «resource "azurerm_storage_account" "data"» {
        name = "data"
      }
    `,
      severity: 'low',
    },
  ],
});

ruleTester(rule('azure/federated-subject-wide'), {
  valid: [
    json`
    { "name": "main", "issuer": "https://token.actions.githubusercontent.com", "subject": "repo:acme/shop:environment:production", "audiences": ["api://AzureADTokenExchange"] }
  `,
    bicep`
    resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview' = {
      name: 'deployer/main'
      properties: {
        issuer: 'https://token.actions.githubusercontent.com'
        claimsMatchingExpression: { languageVersion: 1, value: 'claims[\'sub\'] matches \'repo:acme/shop:ref:refs/heads/release-*\'' }
        audiences: ['api://AzureADTokenExchange']
      }
    }
  `,
  ],
  invalid: [
    {
      file: 'connect.sh',
      text: 'az identity federated-credential create --name shop --issuer https://token.actions.githubusercontent.com --subject «environment:production»\n',
      because: 'the environment of any repository',
    },
    {
      file: 'connect.sh',
      text: 'az identity federated-credential create --name shop --issuer $ISSUER --subject «system:serviceaccount:shop:default»\n',
      because: 'the account of every pod that names none',
      severity: 'medium',
    },
    {
      ...json`
      {
        "name": "pull-requests",
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "«repo:acme/shop:pull_request»",
        "audiences": ["api://AzureADTokenExchange"]
      }
    `,
      because: 'a credential in a file for az',
    },
    {
      ...at('setup.sh')`
      cat > credential.json <<EOF
      {
        "name": "pull-requests",
        "issuer": "https://token.actions.githubusercontent.com",
        "subject": "«repo:acme/shop:pull_request»",
        "audiences": ["api://AzureADTokenExchange"]
      }
      EOF
      az ad app federated-credential create --id "$APP_ID" --parameters credential.json
    `,
      because: 'a file that the script writes',
    },
    {
      ...at('setup.sh')`
      cat <<'JSON' > ./credential.json
      { "name": "any", "issuer": "https://token.actions.githubusercontent.com", "subject": "«repo:acme/shop:*»", "audiences": ["api://AzureADTokenExchange"] }
      JSON
      az ad app federated-credential create --id "$APP_ID" --parameters @credential.json
    `,
    },
    {
      ...bicep`
      resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview' = {
        name: 'deployer/any'
        properties: {
          issuer: 'https://token.actions.githubusercontent.com'
          claimsMatchingExpression: { languageVersion: 1, value: '«claims[\'sub\'] matches \'repo:acme/*\'»' }
          audiences: ['api://AzureADTokenExchange']
        }
      }
    `,
    },
    {
      ...bicep`
      resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
        name: 'deployer/pr'
        properties: {
          issuer: 'https://token.actions.githubusercontent.com'
          subject: '«repo:acme/shop:pull_request»'
          audiences: ['api://AzureADTokenExchange']
        }
      }
    `,
    },
    {
      ...bicep`
      resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
        name: 'deployer/star'
        properties: {
          issuer: 'https://token.actions.githubusercontent.com'
          subject: '«repo:acme/shop:*»'
          audiences: ['api://AzureADTokenExchange']
        }
      }
    `,
    },
  ],
});
