// Auth0 grants without limits, and grants to clients that nobody here has seen.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'all' | 'thirdParty' | 'organizations' | 'users';
const rows: readonly ForbiddenValue<Message>[] = [
  { product: 'auth0', path: ['allow_all_scopes'], values: ['true'], message: 'all', severity: 'critical', instead: 'remove' },
  { product: 'auth0', path: ['default_for'], values: ['third_party_clients'], message: 'thirdParty', instead: 'remove' },
  { product: 'auth0', path: ['allow_any_organization'], values: ['true'], message: 'organizations', instead: false },
  {
    product: 'auth0',
    kinds: ['resource-server'],
    path: ['subject_type_authorization', '*', 'policy'],
    values: ['allow_all'],
    message: 'users',
    instead: 'require_client_grant',
  },
];

export const auth0OpenGrant = defineRule({
  id: 'oauth/auth0-open-grant',
  meta: {
    title: 'Auth0 grant without limits',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: 'allow_all_scopes gives "{name}" every scope of the API, also those that are added later',
      thirdParty: 'default_for gives this grant to every third-party client that is ever registered',
      organizations: 'allow_any_organization lets "{name}" act in every organization of the tenant',
      users: '{key} is allow_all: every client of the tenant gets tokens for "{name}" without a grant',
    },
    docs: {
      what: 'A client grant of Auth0 covers all scopes, all third-party clients or all organizations.',
      why: 'These switches take the decision away from whoever reviews a client: what is added later has the access already.',
      remedy: 'List scopes and organizations, and require a client grant.',
      bad: [
        {
          file: 'auth0/tenant.yaml',
          text: 'clientGrants:\n  - client_id: sync\n    audience: https://api.acme.dev/\n    allow_all_scopes: «true»\n',
        },
      ],
      good: [
        {
          file: 'auth0/tenant.yaml',
          text: 'clientGrants:\n  - client_id: sync\n    audience: https://api.acme.dev/\n    scope:\n      - read:orders\n',
        },
      ],
      references: ['https://auth0.com/docs/api/management/v2/client-grants'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
