// Shared access signatures that live long: made from an account's key, they cannot be taken back one by one.
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import { placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const most = 30;

const signature = (expiry: string): string => `data "azurerm_storage_account_sas" "upload" {
  connection_string = var.connection_string
  start             = "2026-11-01"
  expiry            = "${expiry}"
}
`;

const inBicep = (life: string): string => `param now string = utcNow()
resource account 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
  name: 'acmedata'
}
var upload = account.listAccountSas('2023-01-01', {
  signedServices: 'b'
  signedResourceTypes: 'co'
  signedPermission: 'r'
  signedExpiry: dateTimeAdd(now, '${life}')
}).accountSasToken
`;

export const longSignature = defineRule({
  id: 'azure/long-signature',
  meta: {
    title: 'A signature that lives long',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV2_AZURE_41'],
    fix: 'none',
    whyNoFix: 'How long the signature is needed is not written here, and a user delegation signature is made at run time.',
    messages: {
      long: 'This signature opens the storage account for {days} more days to whoever has it, and is taken back only with the key of the account; sign for an hour, with a user delegation key',
    },
    docs: {
      what: 'An account or container signature (SAS) made in Terraform, Bicep or an ARM template that ends more than thirty days from now.',
      why: 'A signature is a password in a link: it is mailed, logged and pasted, and lies in the Terraform state or in what the deployment set. Those signed with the key of the account end only when they say so, or when everybody gets a new key.',
      remedy: 'Give roles to identities. For others sign at run time with a user delegation key, for hours, for the one container.',
      bad: [
        { file: 'infra/main.tf', text: signature('«2034-01-01»') },
        { file: 'infra/main.bicep', text: inBicep('«P1Y»') },
      ],
      good: [
        { file: 'infra/main.tf', text: signature('2026-11-25') },
        { file: 'infra/main.bicep', text: inBicep('PT1H') },
      ],
      references: ['https://learn.microsoft.com/azure/storage/common/storage-sas-overview#best-practices-when-using-sas'],
    },
  },
  on: {
    credential(credential, context) {
      const { until } = credential.lifetime;
      if (credential.platform !== 'azure' || credential.kind !== 'token' || credential.enabled === 'no' || !until) return;
      const days = Math.ceil(daysLeft(credential.lifetime, context.project.workspace.today) ?? 0);
      if (days <= most) return;
      context.report({ at: placeOf(until), message: 'long', data: { days }, anchor: credential.anchor });
    },
  },
});
