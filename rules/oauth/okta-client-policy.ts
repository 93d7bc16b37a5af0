// Okta applications that prove who they are by a shared secret, or leave a check of the flow out.
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'secret' | 'wildcard' | 'proof';
const rows: readonly ForbiddenValue<Message>[] = [
  {
    product: 'okta',
    kinds: ['okta_app_oauth'],
    path: ['token_endpoint_auth_method'],
    values: (text) => text.startsWith('client_secret_'),
    message: 'secret',
    when: (client) => textOf(valueAt(client.value, 'type')) === 'service',
  },
  {
    product: 'okta',
    kinds: ['okta_app_oauth'],
    path: ['wildcard_redirect'],
    values: ['SUBDOMAIN'],
    message: 'wildcard',
    severity: 'high',
    instead: 'DISABLED',
  },
  { product: 'okta', kinds: ['okta_app_oauth'], path: ['pkce_required'], values: ['false'], message: 'proof', instead: true },
];

export const oktaClientPolicy = defineRule({
  id: 'oauth/okta-client-policy',
  meta: {
    title: 'Okta application with a weak policy',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'NHI7:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      secret:
        'The service application "{name}" proves who it is by a shared secret ({value}), which lies in Terraform\'s state and in every copy of it. Use private_key_jwt',
      wildcard: '{key} is {value}: codes of "{name}" may be sent to every subdomain, also one that someone else gets hold of',
      proof: '{key} is false: whoever catches a code of "{name}" can redeem it. Require PKCE',
    },
    docs: {
      what: 'An Okta application uses a client secret for a service, allows wildcard redirects, or does not require PKCE.',
      why: 'A shared secret is a password with two owners and a copy in the state. PKCE and exact redirects are what makes a stolen code useless.',
      remedy: 'Use `private_key_jwt` with `jwks_uri`, `wildcard_redirect = "DISABLED"` and `pkce_required = true`.',
      bad: [
        {
          file: 'okta/main.tf',
          text: 'resource "okta_app_oauth" "sync" {\n  label                      = "sync"\n  type                       = "service"\n  grant_types                = ["client_credentials"]\n  token_endpoint_auth_method = "«client_secret_basic»"\n}\n',
        },
      ],
      good: [
        {
          file: 'okta/main.tf',
          text: 'resource "okta_app_oauth" "sync" {\n  label                      = "sync"\n  type                       = "service"\n  grant_types                = ["client_credentials"]\n  token_endpoint_auth_method = "private_key_jwt"\n  jwks_uri                   = "https://sync.acme.dev/.well-known/jwks.json"\n}\n',
        },
      ],
      references: [
        'https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/',
        'https://registry.terraform.io/providers/okta/okta/latest/docs/resources/app_oauth',
      ],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
