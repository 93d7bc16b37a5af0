// An Entra application of this tenant that any other tenant may install, with roles of its own.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const entraMultitenant = defineRule({
  id: 'oauth/entra-multitenant',
  meta: {
    title: 'Entra application open to every tenant',
    category: 'oauth',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      open: '"{name}" accepts sign-ins of {audience}, and has {count} application role{s}: code that does not check the tenant serves everyone. Use AzureADMyOrg unless it is a product for others',
    },
    docs: {
      what: 'An application with application roles has a sign-in audience beyond its own tenant.',
      why: "Any tenant's users then get tokens for it. What keeps them out is a check in the application's code, which is forgotten often enough to have a name.",
      remedy: 'Set `signInAudience` to `AzureADMyOrg`; where it is a product for others, check the tenant of every token.',
      bad: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "signInAudience": "«AzureADMultipleOrgs»",\n  "requiredResourceAccess": [{\n    "resourceAppId": "00000003-0000-0000-c000-000000000000",\n    "resourceAccess": [{ "id": "df021288-bdef-4463-88db-98f22de89214", "type": "Role" }]\n  }]\n}\n',
        },
      ],
      good: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "signInAudience": "AzureADMyOrg",\n  "requiredResourceAccess": [{\n    "resourceAppId": "00000003-0000-0000-c000-000000000000",\n    "resourceAccess": [{ "id": "df021288-bdef-4463-88db-98f22de89214", "type": "Role" }]\n  }]\n}\n',
        },
      ],
      references: ['https://learn.microsoft.com/en-us/entra/identity-platform/supported-accounts-validation'],
    },
  },
  on: {
    oauthClient(client, context) {
      const audience =
        client.product === 'entra' ? (valueAt(client.value, 'signInAudience') ?? valueAt(client.value, 'sign_in_audience')) : undefined;
      const text = textOf(audience);
      if (
        !audience ||
        client.roles.length === 0 ||
        !text ||
        !/^(?:AzureADMultipleOrgs|AzureADandPersonalMicrosoftAccount|PersonalMicrosoftAccount)$/.test(text)
      )
        return;
      context.report({
        at: placeOf(audience),
        message: 'open',
        data: { name: client.name, audience: text, count: client.roles.length, s: client.roles.length === 1 ? '' : 's' },
        anchor: `${client.anchor}|audience`,
        suggestions: [
          editing('Accept this tenant only', audience.at.uri, (document) => [replaceValue(audience, 'AzureADMyOrg', document)]),
        ],
      });
    },
  },
});
