import { keyInSetting } from '../../../rules/azure/key-in-setting.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const bicep = at('infra/main.bicep');
const arm = at('azuredeploy.json');

const script = (properties: string): ReturnType<typeof bicep> => bicep`
@secure()
param password string
resource data 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
  name: 'data'
}
resource seed 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'seed'
  properties: {
    ${properties}
  }
}
`;

ruleTester(keyInSetting, {
  valid: [
    {
      ...script(`environmentVariables: [
      { name: 'PASSWORD', secureValue: password }
      { name: 'ACCOUNT', value: data.name }
    ]
    storageAccountSettings: { storageAccountName: data.name, storageAccountKey: data.listKeys().keys[0].value }`),
      because: 'a variable that is kept from readers, and a property that the service keeps',
    },
    {
      ...bicep`
      @secure()
      param password string
      resource setup 'Microsoft.Compute/virtualMachines/extensions@2024-03-01' = {
        name: 'vm/setup'
        properties: {
          settings: { timestamp: 1 }
          protectedSettings: { commandToExecute: 'sh setup.sh ${'$'}{password}' }
        }
      }
    `,
      because: 'settings that are kept from readers',
    },
    bicep`
      resource st 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'st' }
      resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
        name: 'kv/key'
        properties: { value: st.listKeys().keys[0].value }
      }
      resource app 'Microsoft.Web/sites@2023-12-01' = {
        name: 'shop'
        properties: { siteConfig: { appSettings: [ { name: 'A__accountName', value: st.name } ] } }
      }
    `,
    arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
      { "type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "a", "properties": { "siteConfig": { "appSettings": [ { "name": "A", "value": "[parameters('a')]" } ] } } }
    ] }`,
  ],
  invalid: [
    bicep`
      param name string
      resource data 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
        name: 'data'
      }
      var connection = 'DefaultEndpointsProtocol=https;AccountName=${'$'}{data.name};AccountKey=${'$'}{data.listKeys().keys[0].value}'
      resource app 'Microsoft.Web/sites@2023-12-01' = {
        name: name
        properties: {
          siteConfig: { appSettings: [{ name: 'Storage', value: «connection» }, { name: 'Account', value: data.name }] }
        }
      }
    `,
    { ...script("arguments: '-Key ${«data.listKeys().keys[0].value»}'"), message: 'give it by a variable with a `secureValue`' },
    script("environmentVariables: [ { name: 'PASSWORD', value: «password» } ]"),
    bicep`
      @secure()
      param password string
      resource setup 'Microsoft.Compute/virtualMachines/extensions@2024-03-01' = {
        name: 'vm/setup'
        properties: {
          settings: { commandToExecute: 'sh setup.sh ${'$'}{«password»}' }
        }
      }
    `,
    bicep`
      @secure()
      param password string
      resource app 'Microsoft.App/containerApps@2024-03-01' = {
        name: 'shop'
        properties: {
          template: {
            containers: [
              { name: 'web', image: 'acme/web', env: [ { name: 'DB', value: 'Password=${'$'}{«password»}' } ] }
            ]
          }
        }
      }
    `,
    bicep`
      resource st 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'st' }
      resource app 'Microsoft.Web/sites@2023-12-01' = {
        name: 'shop'
        properties: {}
        resource settings 'config' = {
          name: 'appsettings'
          properties: {
            One: st.«listKeys()».keys[0].value
            Two: 'AccountKey=${'$'}{st.«listKeys()».keys[1].value}'
            Three: «listKeys(st.id, '2023-05-01')».keys[0].value
          }
        }
      }
    `,
    arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [
      { "type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "a", "properties": { "siteConfig": { "appSettings": [
        { "name": "A", "value": "«[concat('AccountKey=', listKeys(variables('id'), '2023-01-01').keys[0].value)]»" } ] } },
        "resources": [ { "type": "config", "apiVersion": "2023-12-01", "name": "appsettings", "properties": { "B": "«[listKeys(variables('id'), '2023-01-01').keys[0].value]»" } } ] }
    ] }`,
  ],
});
