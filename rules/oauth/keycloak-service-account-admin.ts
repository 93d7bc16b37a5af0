// A service account that administers its realm.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const administrative =
  /^(?:realm-admin|manage-users|manage-clients|manage-realm|manage-identity-providers|manage-authorization|impersonation)$/;

export const keycloakServiceAccountAdmin = defineRule({
  id: 'oauth/keycloak-service-account-admin',
  meta: {
    title: 'Keycloak service account that administers the realm',
    category: 'oauth',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      admin: 'The service account of "{name}" has {role} of realm-management: its client secret alone changes users, clients or the realm',
    },
    docs: {
      what: 'The service account of a client has an administrative role of its realm.',
      why: 'A service account logs in with a secret and nothing else. With these roles that secret can make itself any user, or hand out new ones.',
      remedy: 'Give `view-users` or `query-users` where it reads, and fine-grained permissions where it has to write.',
      bad: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "sync", "serviceAccountsEnabled": true, "redirectUris": [] }],\n  "users": [{ "username": "service-account-sync", "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users", "«manage-users»"] } }]\n}\n',
        },
      ],
      good: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "sync", "serviceAccountsEnabled": true, "redirectUris": [] }],\n  "users": [{ "username": "service-account-sync", "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users"] } }]\n}\n',
        },
      ],
      references: ['https://www.keycloak.org/docs/latest/server_admin/#_per_realm_admin_permissions'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'keycloak') return;
      for (const leaf of client.roles) {
        const role = textOf(leaf) ?? '';
        if (administrative.test(role))
          context.report({
            at: placeOf(leaf),
            message: 'admin',
            data: { name: client.name, role },
            anchor: `${client.anchor}|role=${role}`,
            suggestions: /^(?:client|account)$/.test(client.carrier.kind)
              ? [editing(`Remove ${role}`, leaf.at.uri, (document) => [removeItem(leaf, document)])]
              : [],
          });
      }
    },
  },
});
