// Secrets and keys of key vaults and their ends (rules/azure/vault-item-no-end.ts), in Terraform, Bicep and ARM templates.
import { vaultItemNoEnd } from '../../../rules/azure/vault-item-no-end.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const arm = at('infra/template.json');
const key = (more: string) => `resource "azurerm_key_vault_key" "disk" {
  name         = "disk"
  key_vault_id = var.vault
  key_type     = "RSA"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey"]
${more}}
`;
const secret = (more: string) => `resource app 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: 'app'
}

resource queue 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: app
  name: 'queue'
  properties: {
    value: queueKey
${more}  }
}
`;

ruleTester(vaultItemNoEnd, {
  valid: [
    { ...terraform``, text: key('  expiration_date = var.ends\n'), because: 'an end that is not known here is one' },
    {
      ...terraform``,
      text: key('\n  rotation_policy {\n    expire_after = "P90D"\n  }\n'),
      because: 'versions of the key end by its policy',
    },
    { ...terraform``, text: key('  count = 0\n'), because: 'it is not made' },
    { ...bicep``, text: secret("    attributes: { exp: dateTimeToEpoch(dateTimeAdd(utcNow(), 'P90D')) }\n") },
    {
      ...bicep``,
      text: "resource old 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {\n  name: 'app/old'\n}\n",
      because: 'it is only referred to',
    },
    {
      ...terraform`
      data "azurerm_key_vault_secret" "db" {
        name         = "db"
        key_vault_id = var.vault
      }
    `,
      because: 'it is read here, and made elsewhere',
    },
  ],
  invalid: [
    {
      ...terraform``,
      text: key('').replace('resource "azurerm_key_vault_key" "disk"', '«$&»'),
      message: 'This key has no end',
      suggestions: [key('  expiration_date = "2027-05-20T00:00:00Z"\n')],
    },
    {
      ...terraform``,
      text: key('\n  rotation_policy {\n    automatic {\n      time_before_expiry = "P30D"\n    }\n  }\n').replace(
        'resource "azurerm_key_vault_key" "disk"',
        '«$&»',
      ),
      message: 'has no end',
    },
    { ...terraform``, text: key('  expiration_date = "«2099-01-01T00:00:00Z»"\n'), message: 'end it within two years' },
    {
      ...terraform``,
      text: key('  expiration_date = null\n').replace('resource "azurerm_key_vault_key" "disk"', '«$&»'),
      message: 'has no end',
    },
    {
      ...bicep``,
      text: secret('').replace("resource queue 'Microsoft.KeyVault/vaults/secrets@2023-07-01'", '«$&»'),
      message: 'This secret has no end',
      suggestions: [secret('    attributes: {\n      exp: 1810771200\n    }\n')],
    },
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "resources": [
            { "type": "«Microsoft.KeyVault/vaults/keys»", "name": "app/disk", "properties": { "kty": "RSA" } }
          ]
        }
      `,
    },
  ],
});
