// Keys that a deployment gives away as outputs.
import { editing } from '../../server/engine/edit/suggest.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';
import { defineRule } from '../../server/engine/rule.ts';

const template = (output: string): string => `resource data 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
  name: 'acmedata'
}

output ${output}
`;

export const keyInOutput = defineRule({
  id: 'azure/key-in-output',
  meta: {
    title: 'A key in an output',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['outputs-should-not-contain-secrets'],
    fix: 'suggestion',
    messages: {
      key: 'This output is kept with the deployment in plain text: everyone who may read deployments, a Reader too, has the key. Use a managed identity, or put the key into a vault from the template',
      secret:
        'This output gives away a parameter that is marked as secure: it is kept with the deployment in plain text, and everyone who may read deployments, a Reader too, has it. Leave it out, or read it from a vault',
    },
    docs: {
      what: 'An output of a Bicep file or an ARM template that holds what `listKeys` and its like answer, or a parameter that is marked `@secure()`.',
      why: 'Outputs stay in the history of deployments, which every Reader of the resource group may read. The key outlives the deployment, and nobody knows who has seen it.',
      remedy:
        'Give a role to the identity that needs the data. Where a key must be, write it into a key vault in the same template, or mark the output with `@secure()`.',
      bad: [{ file: 'infra/main.bicep', text: template('key string = «data.listKeys().keys[0].value»') }],
      good: [{ file: 'infra/main.bicep', text: template('id string = data.id') }],
      references: ['https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter-rule-outputs-should-not-contain-secrets'],
    },
  },
  on: {
    credential(credential, context) {
      const { carrier } = credential;
      const [output, secret, list] = /^(secret-)?output(-list)?$/.exec(carrier.kind) ?? [];
      if (credential.platform !== 'azure' || output === undefined || credential.enabled === 'no') return;
      context.report({
        at: credential.at,
        message: secret === undefined ? 'key' : 'secret',
        anchor: credential.anchor,
        suggestions:
          // Only a text or an object can be marked.
          carrier.dialect === 'bicep' && list === undefined
            ? [
                editing('Mark it @secure(), so that its value is not kept (Bicep 0.35 and later)', carrier.block.uri, (document) => {
                  const [start] = carrier.block.span;
                  return [{ uri: document.uri, span: [start, start], text: `@secure()${lineEndOf(document.text)}` }];
                }),
              ]
            : [],
      });
    },
  },
});
