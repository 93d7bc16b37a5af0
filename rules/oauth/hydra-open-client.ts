// Ory Hydra: clients that get tokens without proving who they are.
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const hydraOpenClient = defineRule({
  id: 'oauth/hydra-open-client',
  meta: {
    title: 'Hydra client without authentication or consent',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The client has to be given a secret or a key before the method can change.',
    messages: {
      open: 'tokenEndpointAuthMethod is none and "{name}" may use client credentials: whoever knows its id gets its tokens. Use private_key_jwt, or client_secret_basic',
      consent: 'skipConsent is true: "{name}" gets {scopes} of every user without asking them, which is for clients of your own only',
    },
    docs: {
      what: 'An OAuth2Client of Ory Hydra uses client credentials without authentication at the token endpoint, or skips consent for wide scopes.',
      why: 'The client credentials flow has no user: the proof at the token endpoint is all there is. Without it the id, which is no secret, is enough.',
      remedy: 'Use `private_key_jwt` or `client_secret_basic`; leave `none` to public clients with PKCE.',
      bad: [
        {
          file: 'k8s/client.yaml',
          text: 'apiVersion: hydra.ory.sh/v1alpha1\nkind: OAuth2Client\nmetadata:\n  name: sync\nspec:\n  grantTypes: [client_credentials]\n  scope: orders:read\n  secretName: sync\n  tokenEndpointAuthMethod: «none»\n',
        },
      ],
      good: [
        {
          file: 'k8s/client.yaml',
          text: 'apiVersion: hydra.ory.sh/v1alpha1\nkind: OAuth2Client\nmetadata:\n  name: sync\nspec:\n  grantTypes: [client_credentials]\n  scope: orders:read\n  secretName: sync\n  tokenEndpointAuthMethod: client_secret_basic\n',
        },
      ],
      references: ['https://www.ory.sh/docs/oauth2-oidc/client-credentials', 'https://github.com/ory/hydra-maester'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'hydra') return;
      const method = valueAt(client.value, 'spec', 'tokenEndpointAuthMethod');
      if (textOf(method) === 'none' && client.grants.some((one) => one.type === 'client_credentials'))
        context.report({
          at: method!.at,
          message: 'open',
          data: { name: client.name },
          anchor: `${client.anchor}|tokenEndpointAuthMethod`,
        });
      const skips = valueAt(client.value, 'spec', 'skipConsent');
      const wide = client.scopes
        .flatMap((one) => textOf(one.id) ?? [])
        .filter((id) => id === '*' || id === 'offline_access' || id === 'offline' || /admin|:write$|\*$/.test(id));
      if (textOf(skips) === 'true' && wide.length > 0)
        context.report({
          at: skips!.at,
          message: 'consent',
          severity: 'medium',
          data: { name: client.name, scopes: wide.join(', ') },
          anchor: `${client.anchor}|skipConsent`,
        });
    },
  },
});
