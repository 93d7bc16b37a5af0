// A service application that administers an Okta organisation.
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const roles = /^(?:SUPER_ADMIN|ORG_ADMIN|APP_ADMIN|API_ACCESS_MANAGEMENT_ADMIN|USER_ADMIN|GROUP_MEMBERSHIP_ADMIN)$/;
const highest = /^(?:SUPER_ADMIN|ORG_ADMIN)$/;

export const oktaAdministratorRole = defineRule({
  id: 'oauth/okta-administrator-role',
  meta: {
    title: 'Okta service application with an administrator\'s role',
    category: 'oauth',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which resources the application administers is not in this file; a custom role names them.',
    messages: { admin: 'The application "{name}" is given {role}: its key alone administers the organisation, with no person and no second factor. Use a custom role over the resources it needs' },
    docs: {
      what: 'An administrator role of Okta is assigned to an OAuth service application.',
      why: 'Roles decide what an application\'s scopes can reach. A super administrator\'s application can make any account an administrator, from wherever its key is used.',
      remedy: 'Make a custom role and a resource set for what the application does.',
      bad: [{ file: 'okta/main.tf', text: 'resource "okta_app_oauth_role_assignment" "sync" {\n  client_id = okta_app_oauth.sync.client_id\n  type      = "«SUPER_ADMIN»"\n}\n' }],
      good: [{ file: 'okta/main.tf', text: 'resource "okta_app_oauth_role_assignment" "sync" {\n  client_id = okta_app_oauth.sync.client_id\n  type      = "READ_ONLY_ADMIN"\n}\n' }],
      references: ['https://developer.okta.com/docs/concepts/role-assignment/'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'okta') return;
      for (const leaf of client.roles) {
        const role = textOf(leaf) ?? '';
        if (roles.test(role)) context.report({ at: placeOf(leaf), message: 'admin', data: { name: client.name, role }, anchor: `${client.anchor}|role=${role}`, ...(highest.test(role) ? {} : { severity: 'high' as const }) });
      }
    },
  },
});
