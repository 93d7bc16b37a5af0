// Apps that act as any user, or as whoever is away.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'forge' | 'offline' | 'legacy';
const rows: readonly ForbiddenValue<Message>[] = [
  { product: 'forge', path: ['app', 'permissions', 'allowImpersonation'], values: ['true'], message: 'forge', instead: 'remove' },
  { product: 'forge', path: ['permissions', 'allowImpersonation'], values: ['true'], message: 'forge', instead: 'remove' },
  {
    product: 'shopify',
    path: ['access', 'admin', 'direct_api_mode'],
    values: ['offline'],
    message: 'offline',
    severity: 'medium',
    instead: 'online',
  },
  {
    product: 'shopify',
    path: ['access_scopes', 'use_legacy_install_flow'],
    values: ['true'],
    message: 'legacy',
    severity: 'low',
    instead: 'remove',
  },
];

export const appImpersonatesUsers = defineRule({
  id: 'oauth/app-impersonates-users',
  meta: {
    title: 'App that acts as its users',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI10:2025', 'NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      forge: '{key} lets the app act as any user of the site, without them being there',
      offline: "{key} is offline: calls of the app are made with the shop's own access, whoever is in front of it",
      legacy: '{key} asks for scopes at every installation by code, past the scopes that this file declares',
    },
    docs: {
      what: "An app may act in the name of users who are not there, or with the whole shop's access.",
      why: 'What such an app does is written down as done by its users, and a fault in it has the rights of all of them.',
      remedy: 'Act as the app itself, or as the user who is signed in.',
      bad: [{ file: 'shopify.app.toml', text: 'name = "orders"\n\n[access.admin]\ndirect_api_mode = "«offline»"\n' }],
      good: [{ file: 'shopify.app.toml', text: 'name = "orders"\n\n[access.admin]\ndirect_api_mode = "online"\n' }],
      references: [
        'https://developer.atlassian.com/platform/forge/manifest-reference/permissions/',
        'https://shopify.dev/docs/apps/build/cli-for-apps/app-configuration',
      ],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
