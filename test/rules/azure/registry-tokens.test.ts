// Passwords of registry tokens and their ends (rules/azure/registry-token-no-end.ts), in Terraform, templates and commands.
import { registryTokenNoEnd } from '../../../rules/azure/registry-token-no-end.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const shell = at('scripts/setup.sh');
const arm = at('infra/template.json');
const passwords = (first: string, second = '') => `resource "azurerm_container_registry_token_password" "ci" {
  container_registry_token_id = var.token
  ${first}
  ${second}
}
`;
const token = (more: string) => `resource token 'Microsoft.ContainerRegistry/registries/tokens@2023-07-01' = {
  name: 'acme/edge'
  properties: {
    scopeMapId: scopes.id
    status: 'enabled'
${more}  }
}
`;

ruleTester(registryTokenNoEnd, {
  valid: [
    {
      ...terraform``,
      text: passwords('password1 { expiry = time_offset.month.rfc3339 }'),
      because: 'an end that is not known here is one',
    },
    { ...terraform``, text: passwords('password1 { expiry = "2026-12-31T00:00:00Z" }', 'password2 { expiry = "2027-01-31T00:00:00Z" }') },
    {
      ...terraform`
      resource "azurerm_container_registry_token" "ci" {
        name                    = "ci"
        container_registry_name = "acme"
        resource_group_name     = "images"
        scope_map_id            = var.scope_map
      }
    `,
      because: 'a token without passwords signs nobody in',
    },
    { ...bicep``, text: token(''), because: 'its passwords are made elsewhere' },
    { ...bicep``, text: token("    credentials: { passwords: [ { name: 'password1', expiry: dateTimeAdd(now, 'P30D') } ] }\n") },
    {
      ...shell`
      az acr token create -n edge -r acme --repository shop/web content/read --no-passwords
      az acr token create -n edge -r acme --repository shop/web content/read --no-passwords true
      az acr token create -n edge -r acme --repository shop/web content/read --status disabled
      az acr token create -n edge -r acme --repository shop/web content/read --expiration-in-days 90
      az acr token create -n edge -r acme --repository shop/web content/read --expiration-in-days $DAYS
      az acr token create -n edge -r acme --repository shop/web content/read --expiration $(date -u -d "+90 days" +%FT%TZ)
      az acr token credential generate -n edge -r acme --password1 --expiration-in-days 30
      az acr token credential delete -n edge -r acme --password1
      az acr token update -n edge -r acme --scope-map shop
    `,
    },
  ],
  invalid: [
    {
      ...terraform``,
      text: passwords('password1 {}').replace(/^resource[^{]*(?= \{)/, (head) => `«${head}»`),
    },
    {
      ...terraform``,
      text: passwords('password1 { expiry = var.end }', 'password2 { expiry = "«2045-01-01T00:00:00Z»" }'),
    },
    {
      ...bicep``,
      text: token("    credentials: { passwords: [ { name: 'password1' } ] }\n").replace(/^resource.*(?= = \{)/, (head) => `«${head}»`),
    },
    {
      ...arm`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
          {
            "type": "Microsoft.ContainerRegistry/registries/tokens",
            "apiVersion": "2023-07-01",
            "name": "acme/edge",
            "properties": { "credentials": { "passwords": [ { "name": "password1", "expiry": "«2045-01-01T00:00:00Z»" } ] } }
          }
        ]
      }
    `,
    },
    {
      ...shell`
      TOKEN=$(«az acr token create» --name edge --registry acme --scope-map _repositories_push --query "credentials.passwords[0].value" -o tsv)
      az acr token create -n edge -r acme --repository shop/web content/read --expiration-in-days «3650»
      az acr token create -n edge -r acme --repository shop/web content/read --expiration "«2045-01-01T00:00:00Z»"
      «az acr token credential generate» -n edge -r acme --password1
    `,
    },
  ],
});
