// Refresh tokens without an end.
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'never' | 'same' | 'years' | 'access' | 'session';

/** Cognito counts days where no other unit is written. */
const inDays = (client: OAuthClient): boolean => {
  const units = valueAt(client.value, 'token_validity_units');
  const unit = valueAt(units, 'refresh_token') ?? valueAt(units, 'RefreshToken');
  return units === undefined || (units.kind === 'mapping' && (unit === undefined || textOf(unit) === 'days'));
};

/** Seconds, in which Keycloak and Supabase count. */
const day = 86_400;
/** The hours of a duration as Go writes it, where hours are all that it says. */
const hours = (text: string): number => Number(/^(\d{1,7})h(?:0m0s)?$/.exec(text)?.[1] ?? 0);

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
  { product: 'hydra', kinds: ['server'], path: ['ttl', 'refresh_token'], values: ['-1'], message: 'never', instead: '720h' },
  {
    product: 'hydra',
    kinds: ['server'],
    path: ['ttl', 'refresh_token'],
    values: (text) => hours(text) >= 24 * 365,
    message: 'session',
    severity: 'low',
  },
  {
    product: 'hydra',
    kinds: ['server'],
    path: ['ttl', 'access_token'],
    values: (text) => hours(text) >= 24,
    message: 'access',
    severity: 'low',
  },
  {
    product: 'keycloak',
    kinds: ['realm'],
    path: ['accessTokenLifespan'],
    values: (text) => Number(text) >= day,
    message: 'access',
    severity: 'low',
    instead: 300,
  },
  {
    product: 'keycloak',
    kinds: ['realm'],
    path: ['ssoSessionMaxLifespan'],
    values: (text) => Number(text) >= 365 * day,
    message: 'session',
    severity: 'low',
    instead: 36_000,
  },
  { product: 'supabase', path: ['jwt_expiry'], values: (text) => Number(text) >= day, message: 'access', severity: 'low', instead: 3600 },
];

export const refreshNeverExpires = defineRule({
  id: 'oauth/refresh-never-expires',
  meta: {
    title: 'Tokens and sessions that never end',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      never: '{key} is {value}: a refresh token of "{name}" works until someone revokes it, also one that leaked years ago',
      access:
        '{key} is {value}: an access token of "{name}" is taken for that long, also after the person was locked out or the token leaked. Minutes are usual, renewed with a refresh token',
      session: '{key} is {value}: who has signed in to "{name}", or has stolen a refresh token, stays in for that long',
      years: 'Refresh tokens of "{name}" work for {value} days, and so does one that leaked. Thirty days are usual',
      same: '{key} is {value}: "{name}" uses the same refresh token again and again, so that a stolen copy is not noticed',
    },
    docs: {
      what: "A client's refresh tokens do not expire, or are never replaced; a server's access tokens are taken for a day and longer, or its sessions for a year.",
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
