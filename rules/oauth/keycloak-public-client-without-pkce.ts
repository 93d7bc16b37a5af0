// A Keycloak client without a secret whose codes need no proof.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const attribute = 'pkce.code.challenge.method';

export const keycloakPublicClientWithoutPkce = defineRule({
  id: 'oauth/keycloak-public-client-without-pkce',
  meta: {
    title: 'Public Keycloak client without PKCE',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      missing:
        'The public client "{name}" has no secret and does not require PKCE: whoever catches a code on the way can redeem it. Set ' +
        attribute +
        ' to S256',
    },
    docs: {
      what: 'A public client of Keycloak that uses the standard flow does not require PKCE with S256.',
      why: 'A public client cannot prove who it is. PKCE ties the code to the browser or device that asked for it; without it a code from a log, a referrer or another app is a login.',
      remedy: 'Set the attribute `pkce.code.challenge.method` to `S256`, and send the challenge from the client.',
      bad: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "«web»", "publicClient": true, "redirectUris": ["https://app.acme.dev/cb"] }]\n}\n',
        },
      ],
      good: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "publicClient": true, "redirectUris": ["https://app.acme.dev/cb"], "attributes": { "pkce.code.challenge.method": "S256" } }]\n}\n',
        },
      ],
      references: ['https://datatracker.ietf.org/doc/html/rfc7636', 'https://www.keycloak.org/docs/latest/server_admin/'],
    },
  },
  on: {
    oauthClient(client, context) {
      const { value } = client;
      if (
        client.product !== 'keycloak' ||
        client.carrier.kind !== 'client' ||
        textOf(valueAt(value, 'publicClient')) !== 'true' ||
        textOf(valueAt(value, 'standardFlowEnabled')) === 'false'
      )
        return;
      if (!client.addresses.some((one) => one.use === 'redirect') || textOf(valueAt(value, 'protocol')) === 'saml') return;
      const attributes = entryOf(value, 'attributes')?.value;
      const method = valueAt(attributes, attribute);
      if (method !== undefined && textOf(method) !== '' && textOf(method) !== 'plain') return;
      context.report({
        at: client.head,
        message: 'missing',
        data: { name: client.name },
        anchor: `${client.anchor}|pkce`,
        suggestions:
          method !== undefined || value.kind !== 'mapping'
            ? []
            : [
                editing('Require PKCE', client.head.uri, (document) => [
                  attributes?.kind === 'mapping'
                    ? addEntry(attributes, attribute, 'S256', document)
                    : addEntry(value, 'attributes', { [attribute]: 'S256' }, document),
                ]),
              ],
      });
    },
  },
});
