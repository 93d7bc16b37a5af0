// Secrets and keys of an Azure key vault that nobody has to change.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { setTemplateProperty } from '../../server/engine/edit/azure.ts';
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** A secret that ends later than this ends when nobody who made it is there any more. */
const longest = 731;
const days = 180;

const secret = (more: string, mark = true): string => `${mark ? '«' : ''}resource "azurerm_key_vault_secret" "database"${mark ? '»' : ''} {
  name         = "database"
  value        = var.database_password
  key_vault_id = azurerm_key_vault.app.id
${more}}
`;
const inBicep = (more: string, mark = true): string => `@secure()
param password string

${mark ? "«resource database 'Microsoft.KeyVault/vaults/secrets@2023-07-01'»" : "resource database 'Microsoft.KeyVault/vaults/secrets@2023-07-01'"} = {
  name: 'app/database'
  properties: {
    value: password
${more}  }
}
`;

export const vaultItemNoEnd = defineRule({
  id: 'azure/vault-item-no-end',
  meta: {
    title: 'A secret or key of a vault without an end',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_AZURE_40', 'CKV_AZURE_41', 'AZU-0014', 'AZU-0017'],
    fix: 'suggestion',
    messages: {
      endless:
        'This {item} has no end: the vault hands it out for ever, and never says that it is due; give it an expiration, and rotate it before',
      long: 'This {item} ends in {days} days; end it within two years at most, and rotate it before',
    },
    docs: {
      what: 'A secret or a key that is put into an Azure key vault without an expiration, or with one more than two years away. A key with a rotation policy that says when it expires is fine.',
      why: 'A vault keeps a secret from those who may not read it, not from those who read it once. Only an end makes sure that it is changed, and the vault warns before (`SecretNearExpiry`).',
      remedy:
        'Set `expiration_date` (`attributes.exp`), subscribe to the event, and rotate. Where the service takes a managed identity, there is no secret to keep.',
      bad: [
        { file: 'infra/main.tf', text: secret('') },
        { file: 'infra/main.bicep', text: inBicep('') },
      ],
      good: [
        { file: 'infra/main.tf', text: secret('  expiration_date = "2027-06-30T00:00:00Z"\n', false) },
        { file: 'infra/main.bicep', text: inBicep('    attributes: {\n      exp: 1814313600\n    }\n', false) },
      ],
      references: [
        'https://learn.microsoft.com/azure/key-vault/secrets/about-secrets',
        'https://learn.microsoft.com/azure/key-vault/general/autorotation',
      ],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'azure' || credential.kind !== 'vault-item' || credential.enabled === 'no') return;
      const left = Math.ceil(daysLeft(credential.lifetime, context.project.workspace.today) ?? 0);
      if (credential.lifetime.kind !== 'standing' && left <= longest) return;
      const item = /keys?$/i.test(credential.carrier.kind) ? 'key' : 'secret';
      context.report({
        at: credential.at,
        message: left > longest ? 'long' : 'endless',
        data: { item, days: left },
        anchor: credential.anchor,
        suggestions: left > longest ? [] : ending(credential),
      });
    },
  },
});

function ending({ carrier }: Credential): FixMaker[] {
  // A program is not edited where nothing stands.
  if (carrier.dialect !== 'terraform' && carrier.dialect !== 'bicep' && carrier.dialect !== 'arm') return [];
  return [
    {
      title: `End it in ${days} days`,
      make(context) {
        const document = context.document(carrier.block.uri);
        if (!document) return undefined;
        const end = Date.parse(`${context.today}T00:00:00Z`) + days * 86_400_000;
        const edit = carrier.kind.startsWith('azurerm_')
          ? setAttribute(carrier.block, 'expiration_date', new Date(end).toISOString().replace('.000', ''), document)
          : setTemplateProperty(carrier, ['attributes', 'exp'], end / 1000, document);
        return edit && { edits: [edit] };
      },
    },
  ];
}
