// An Entra application with passwords where it could be federated.
import { defineRule } from '../../server/engine/rule.ts';
import { textOf } from '../../server/engine/facts/value.ts';

export const entraAppPassword = defineRule({
  id: 'oauth/entra-app-password',
  meta: {
    title: 'Entra application with a client secret',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'A federated credential has to be set up for what uses the secret.',
    messages: {
      endless: 'The application "{name}" has a client secret without an end. Use a federated credential or a certificate',
      dated:
        'The application "{name}" logs in with a client secret (until {until}), a password that whoever copies it can use. Use a federated credential or a certificate',
    },
    docs: {
      what: 'The manifest of an Entra application lists client secrets.',
      why: 'A client secret is a password in a pipeline or a vault, without a second factor. Federated credentials and managed identities have nothing to copy.',
      remedy: 'Add a federated identity credential for the workload, then delete the secret.',
      bad: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "requiredResourceAccess": [],\n  "passwordCredentials": [{ "endDateTime": "«2027-03-01T00:00:00Z»" }]\n}\n',
        },
      ],
      good: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "requiredResourceAccess": [],\n  "passwordCredentials": []\n}\n',
        },
      ],
      references: ['https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'entra' || client.carrier.kind !== 'manifest') return;
      for (const secret of client.secrets) {
        const until = textOf(secret.until)?.slice(0, 10);
        context.report({
          at: secret.at,
          message: until ? 'dated' : 'endless',
          data: { name: client.name, until: until ?? '' },
          anchor: `${client.anchor}|secret|${until ?? ''}`,
        });
      }
    },
  },
});
