// Refresh tokens without an end.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'never' | 'same';
const rows: readonly ForbiddenValue<Message>[] = [
  { product: 'auth0', path: ['refresh_token', 'expiration_type'], values: ['non-expiring'], message: 'never', instead: 'expiring' },
  {
    product: 'auth0',
    path: ['refresh_token', 'rotation_type'],
    values: ['non-rotating'],
    message: 'same',
    severity: 'low',
    instead: 'rotating',
  },
  { product: 'salesforce', path: ['oauthPolicy', 'refreshTokenPolicy'], values: (text) => /^infinite$/i.test(text), message: 'never' },
  {
    product: 'salesforce',
    path: ['refreshTokenPolicyType'],
    values: (text) => /infinite|^validuntilrevoked$/i.test(text),
    message: 'never',
  },
];

export const refreshNeverExpires = defineRule({
  id: 'oauth/refresh-never-expires',
  meta: {
    title: 'Refresh tokens that never end',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      never: '{key} is {value}: a refresh token of "{name}" works until someone revokes it, also one that leaked years ago',
      same: '{key} is {value}: "{name}" uses the same refresh token again and again, so that a stolen copy is not noticed',
    },
    docs: {
      what: "A client's refresh tokens do not expire, or are never replaced.",
      why: 'A refresh token is a login without a person. Without an end it outlives the job, the laptop and the reason it was made for.',
      remedy: 'Let them expire after days or weeks, and rotate them at every use.',
      bad: [
        {
          file: 'auth0/tenant.yaml',
          text: 'clients:\n  - name: Mobile\n    refresh_token:\n      rotation_type: rotating\n      expiration_type: «non-expiring»\n    grant_types: [authorization_code]\n',
        },
      ],
      good: [
        {
          file: 'auth0/tenant.yaml',
          text: 'clients:\n  - name: Mobile\n    refresh_token:\n      rotation_type: rotating\n      expiration_type: expiring\n    grant_types: [authorization_code]\n',
        },
      ],
      references: ['https://auth0.com/docs/secure/tokens/refresh-tokens', 'https://datatracker.ietf.org/doc/html/rfc9700'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
