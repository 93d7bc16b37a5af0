// Signatures that live long, consent for everyone, and how long a client secret lasts.
import { consentForEveryone } from '../../../rules/azure/consent-for-everyone.ts';
import { longSignature } from '../../../rules/azure/long-signature.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const signature = (expiry: string, type = 'azurerm_storage_account_sas') =>
  `data "${type}" "s" {\n  start  = "2026-11-01"\n  expiry = ${expiry}\n}\n`;

ruleTester(longSignature, {
  valid: [
    { ...terraform``, text: signature('"2026-12-21T00:00:00Z"'), because: 'thirty days' },
    { ...terraform``, text: signature('timeadd(timestamp(), "1h")'), because: 'unknown' },
    { ...terraform``, text: signature('"2020-01-01"'), because: 'over' },
  ],
  invalid: [
    { ...terraform``, text: signature('"«2026-12-22T00:00:00Z»"'), message: 'for 31 more days' },
    { ...terraform``, text: signature('"«2030-01-01»"', 'azurerm_storage_account_blob_container_sas') },
  ],
});

const consent = (claims: string, more = '') =>
  `resource "azuread_service_principal_delegated_permission_grant" "g" {\n  service_principal_object_id = "a"\n${more}  claim_values                = ${claims}\n}\n`;

ruleTester(consentForEveryone, {
  valid: [
    { ...terraform``, text: consent('["openid", "Mail.Read"]') },
    {
      ...terraform``,
      text: consent('["Mail.ReadWrite"]', '  user_object_id              = azuread_user.ada.object_id\n'),
      because: 'one user',
    },
    { ...terraform``, text: consent('var.claims') },
  ],
  invalid: [
    { ...terraform``, text: consent('["openid", "«Mail.ReadWrite»"]'), suggestions: [consent('["openid"]')] },
    { ...terraform``, text: consent('["«user_impersonation»"]') },
  ],
});
