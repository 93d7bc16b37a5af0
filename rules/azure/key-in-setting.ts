// Keys of a service in the settings of an application.
import { defineRule } from '../../server/engine/rule.ts';

const site = (value: string): string => `resource data 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: 'acmedata'
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: 'shop'
  location: 'westeurope'
  properties: {
    siteConfig: {
      appSettings: [
        {
          name: 'Uploads'
          value: ${value}
        }
      ]
    }
  }
}
`;

/** What is kept from readers in its place. */
const keptBy = new Map([
  ['settings', '`protectedSettings`'],
  ['env', 'a `secretRef`'],
]);
const keptByVariable = 'a variable with a `secureValue`';

export const keyInSetting = defineRule({
  id: 'azure/key-in-setting',
  meta: {
    title: 'A key of a service in a setting of an application',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The identity of the application needs a role on the service first.',
    messages: {
      key: 'This setting holds a key of the whole service in plain text: everyone who may read the configuration of the application has it, and it does not end. Connect with the identity of the application, or refer to a key vault',
      plain:
        '`{property}` is shown to everyone who may read this resource or its deployments, and what stands there does not end; give it by {kept}, which is shown to nobody, or use the identity of the resource',
    },
    docs: {
      what: 'What `listKeys` and its like answer, in the settings of a web or function app, in Bicep and ARM templates; a key or a parameter marked `@secure()` in the arguments of a deployment script, in a plain variable of a container or script, or in the plain settings of an extension, in Bicep.',
      why: 'The key opens everything in the account, for everybody it was copied to. Contributors, deployment slots and logs of a crash show the settings; nothing says who took the key.',
      remedy:
        'Give the identity of the application a role on the service, and a connection without a key: `AzureWebJobsStorage__accountName`, `@Microsoft.KeyVault(SecretUri=…)` where a key has to be.',
      bad: [{ file: 'infra/main.bicep', text: site("'AccountName=${data.name};AccountKey=${data.«listKeys()».keys[0].value}'") }],
      good: [{ file: 'infra/main.bicep', text: site('data.name') }],
      references: [
        'https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection',
        'https://learn.microsoft.com/azure/app-service/app-service-key-vault-references',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const { at, anchor, carrier, platform, enabled } = credential;
      if (platform !== 'azure' || enabled === 'no') return;
      if (carrier.kind === 'setting') context.report({ at, message: 'key', anchor });
      const property = carrier.address.slice(carrier.address.lastIndexOf('.') + 1);
      if (carrier.kind === 'plain-property')
        context.report({
          at,
          message: 'plain',
          anchor,
          data: { property, kept: keptBy.get(property) ?? keptByVariable },
        });
    },
  },
});
