// Consent of a whole tenant to an application that writes as its users.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Delegated permissions with which an application changes things, or does all that the user may. */
const writing = /ReadWrite|\.Write(?:$|\.)|\.Send$|\.Manage(?:$|\.)|FullControl|AccessAsUser|user_impersonation|full_access/i;

const consent = (claims: string, more = ''): string => `resource "azuread_service_principal_delegated_permission_grant" "app" {
  service_principal_object_id          = azuread_service_principal.app.object_id
  resource_service_principal_object_id = azuread_service_principal.graph.object_id
  claim_values                         = [${claims}]
${more}}
`;

export const consentForEveryone = defineRule({
  id: 'azure/consent-for-everyone',
  meta: {
    title: 'An application that may write as every user',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      everyone:
        'Every user of the tenant has consented here that the application may use `{claim}` in their name; name the user, or ask for less',
    },
    docs: {
      what: 'A delegated permission grant for all users with permissions that write, or that are all the user may do.',
      why: 'Nobody is asked any more. Whoever controls the application acts as whoever signs in to it, an administrator too.',
      remedy: 'Consent to reading permissions for everyone, and let users consent to the others one by one, or set `user_object_id`.',
      bad: [{ file: 'infra/main.tf', text: consent('"openid", "«Directory.ReadWrite.All»"') }],
      good: [{ file: 'infra/main.tf', text: consent('"openid", "User.Read"') }],
      references: [
        'https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent',
        'https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/service_principal_delegated_permission_grant',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'entra' || grant.role !== 'entitlement' || grant.scope[0]?.level !== 'everything' || grant.enabled === 'no')
        return;
      for (const claim of grant.actions) {
        if (!writing.test(textOf(claim) ?? '')) continue;
        const suggestions =
          claim.editable && grant.actions.length > 1
            ? [editing(`Take ${textOf(claim)} out`, claim.token.uri, (document) => [removeItem(claim, document)])]
            : [];
        context.report({
          at: placeOf(claim),
          message: 'everyone',
          data: { claim: textOf(claim)! },
          anchor: `${grant.anchor}|${textOf(claim)}`,
          suggestions,
        });
      }
    },
  },
});
