// Refresh tokens without an end.
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'never' | 'same' | 'years';

/** Cognito counts days where no other unit is written. */
const inDays = (client: OAuthClient): boolean => {
  const units = valueAt(client.value, 'token_validity_units');
  const unit = valueAt(units, 'refresh_token') ?? valueAt(units, 'RefreshToken');
  return units === undefined || (units.kind === 'mapping' && (unit === undefined || textOf(unit) === 'days'));
};

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
  {
    product: 'supabase',
    path: ['enable_refresh_token_rotation'],
    values: ['false'],
    message: 'same',
    severity: 'low',
    instead: true,
  },
  {
    product: 'cognito',
    path: ['refresh_token_validity'],
    values: (text) => Number(text) >= 365,
    message: 'years',
    instead: 30,
    when: inDays,
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
      years: 'Refresh tokens of "{name}" work for {value} days, and so does one that leaked. Thirty days are usual',
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
