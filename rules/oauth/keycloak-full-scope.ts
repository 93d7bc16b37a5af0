// A Keycloak client whose tokens carry every role of whoever logs in.
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

/** A client that only checks tokens is given none, so that nothing goes into them. */
const getsTokens = ({ value }: OAuthClient): boolean =>
  textOf(entryOf(value, 'bearerOnly')?.value) !== 'true' && textOf(entryOf(value, 'access_type')?.value) !== 'BEARER-ONLY';

const rows: readonly ForbiddenValue<'full'>[] = [
  {
    product: 'keycloak',
    kinds: ['client'],
    path: ['fullScopeAllowed'],
    values: ['true'],
    message: 'full',
    instead: false,
    when: getsTokens,
  },
  {
    product: 'keycloak',
    kinds: ['keycloak_openid_client', 'keycloak_saml_client'],
    path: ['full_scope_allowed'],
    values: ['true'],
    message: 'full',
    instead: false,
    when: getsTokens,
  },
];

export const keycloakFullScope = defineRule({
  id: 'oauth/keycloak-full-scope',
  meta: {
    title: 'Keycloak client with full scope',
    category: 'oauth',
    severity: 'high',
    severityInDefault: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      full: '{key} puts every role of each user into the tokens of "{name}", also those of other applications: whoever gets one can use it there. Map the roles that this client needs',
    },
    docs: {
      what: 'A Keycloak client has `fullScopeAllowed`.',
      why: "A token that leaks from the least protected application is then as good as one of the best protected: it names the user's administrator roles as well.",
      remedy: 'Set `fullScopeAllowed` to false and map the roles the client needs.',
      bad: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "fullScopeAllowed": «true», "redirectUris": ["https://app.acme.dev/callback"] }]\n}\n',
        },
      ],
      good: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "fullScopeAllowed": false, "redirectUris": ["https://app.acme.dev/callback"] }]\n}\n',
        },
      ],
      references: ['https://www.keycloak.org/docs/latest/server_admin/#_role_scope_mappings'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
