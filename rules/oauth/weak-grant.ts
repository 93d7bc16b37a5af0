// Flows that OAuth 2.1 no longer has: implicit hands tokens to the address bar, password hands passwords to the client.
import { removeItem, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { OAuthClient, OAuthGrant } from '../../server/engine/facts/oauth.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { productTitle } from './products.ts';

export const weakGrant = defineRule({
  id: 'oauth/weak-grant',
  meta: {
    title: 'OAuth flow that gives tokens or passwords away',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_OPENAPI_8', 'CKV_OPENAPI_10', 'CKV_OPENAPI_11', 'CKV_OPENAPI_12', 'CKV_OPENAPI_14'],
    fix: 'suggestion',
    messages: {
      implicit:
        'The {product} "{name}" allows the implicit flow: tokens stand in the address bar, in histories and in logs. Use the authorization code flow with PKCE',
      password:
        'The {product} "{name}" allows the password flow: the client sees each user\'s password, and no second factor is asked. Use the authorization code flow, or client credentials for machines',
    },
    docs: {
      what: 'A client or an API definition allows the implicit or the resource owner password flow.',
      why: 'Both were taken out of OAuth 2.1. The implicit flow leaks tokens through addresses, the password flow trains users to give their password to whoever asks and goes around every second factor.',
      remedy: 'Use the authorization code flow with PKCE for people, client credentials for machines.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    login:\n      type: oauth2\n      flows:\n        «password»:\n          tokenUrl: https://id.acme.dev/token\n          scopes: {}\n',
        },
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "implicitFlowEnabled": «true» }]\n}\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    login:\n      type: oauth2\n      flows:\n        authorizationCode:\n          authorizationUrl: https://id.acme.dev/authorize\n          tokenUrl: https://id.acme.dev/token\n          scopes: {}\n',
        },
      ],
      references: ['https://datatracker.ietf.org/doc/html/rfc9700', 'https://oauth.net/2.1/'],
    },
  },
  on: {
    oauthClient(client, context) {
      for (const grant of client.grants) {
        if (grant.type !== 'implicit' && grant.type !== 'password') continue;
        context.report({
          at: grant.at,
          message: grant.type,
          data: { product: productTitle(client.product), name: client.name },
          anchor: `${client.anchor}|grant=${grant.type}`,
          ...(client.product === 'openapi' || client.product === 'program' ? { severity: 'medium' as const } : {}),
          suggestions: without(grant, client),
        });
      }
    },
  },
});

/** Only where the client keeps another way to log in. */
function without(grant: OAuthGrant, client: OAuthClient): FixMaker[] {
  const { value } = grant;
  if (!value || client.product === 'openapi') return [];
  if (textOf(value) === 'true') return [editing('Switch it off', value.at.uri, (document) => [replaceValue(value, false, document)])];
  return !grant.alone && client.grants.some((one) => one.type === 'authorization_code')
    ? [editing(`Remove ${textOf(value) ?? 'it'}`, value.at.uri, (document) => [removeItem(value, document)])]
    : [];
}
