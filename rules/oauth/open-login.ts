// Logins that let in whoever comes, or that hand passwords and tokens over in plain text.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'guest' | 'plain';
const rows: readonly ForbiddenValue<Message>[] = [
  {
    product: 'backstage',
    path: ['auth', 'providers', 'guest', 'dangerouslyAllowOutsideDevelopment'],
    values: ['true'],
    message: 'guest',
    instead: false,
    when: (client) => !/(?:^|[/._-])(?:local|dev|development)[/._-]/i.test(client.at.uri),
  },
  {
    product: 'keycloak',
    kinds: ['realm'],
    path: ['sslRequired'],
    values: ['none', 'NONE'],
    message: 'plain',
    severity: 'medium',
    instead: 'external',
  },
];

export const openLogin = defineRule({
  id: 'oauth/open-login',
  meta: {
    title: 'Login that lets everyone in, or in plain text',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03', 'PR.DS-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      guest:
        '{key} signs everyone in as a guest, without a password, wherever this configuration runs: plugins and the tokens of integrations answer to them',
      plain: 'sslRequired is none: {name} takes passwords and hands out tokens over plain HTTP, from any address. Use external or all',
    },
    docs: {
      what: 'The guest login of Backstage allowed outside of development, and a realm of Keycloak that asks for TLS nowhere.',
      why: 'Backstage holds tokens of GitHub, clouds and clusters, and its plugins use them for whoever is signed in. A realm without TLS sends the passwords of its users and the secrets of its clients through the network as they are.',
      remedy: 'Give Backstage a login of your own and keep the guest to development. Ask for TLS at least from outside (`external`).',
      bad: [
        { file: 'app-config.yaml', text: 'auth:\n  providers:\n    guest:\n      dangerouslyAllowOutsideDevelopment: «true»\n' },
        {
          file: 'realm.json',
          text: '{\n  "realm": "acme",\n  "sslRequired": "«none»",\n  "clients": [{ "clientId": "web", "publicClient": true, "redirectUris": [] }]\n}\n',
        },
      ],
      good: [{ file: 'app-config.yaml', text: 'auth:\n  providers:\n    guest: {}\n' }],
      references: ['https://backstage.io/docs/auth/guest/provider', 'https://www.keycloak.org/docs/latest/server_admin/#_ssl_modes'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
