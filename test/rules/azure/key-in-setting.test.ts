import { keyInSetting } from '../../../rules/azure/key-in-setting.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const bicep = at('infra/main.bicep');
const arm = at('azuredeploy.json');

ruleTester(keyInSetting, {
  valid: [
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
