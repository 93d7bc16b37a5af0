// Salesforce apps whose policies let tokens be used from anywhere, by anyone, without proof.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'address' | 'proof' | 'self' | 'secret';
const rows: readonly ForbiddenValue<Message>[] = [
  {
    product: 'salesforce',
    path: ['oauthPolicy', 'ipRelaxation'],
    values: (text) => text !== '' && !/^ENFORCE$/i.test(text),
    message: 'address',
    severity: 'high',
  },
  {
    product: 'salesforce',
    path: ['ipRelaxationPolicyType'],
    values: (text) => /^(?:Bypass|Relax)/i.test(text),
    message: 'address',
    severity: 'high',
  },
  { product: 'salesforce', path: ['oauthConfig', 'isPkceRequired'], values: ['false'], message: 'proof' },
  { product: 'salesforce', path: ['isPkceRequired'], values: ['false'], message: 'proof' },
  { product: 'salesforce', path: ['oauthConfig', 'isConsumerSecretOptional'], values: ['true'], message: 'secret' },
  { product: 'salesforce', path: ['isConsumerSecretOptional'], values: ['true'], message: 'secret' },
  { product: 'salesforce', path: ['oauthConfig', 'isAdminApproved'], values: ['false'], message: 'self' },
];

export const salesforceRelaxedPolicy = defineRule({
  id: 'oauth/salesforce-relaxed-policy',
  meta: {
    title: 'Salesforce app with relaxed policies',
    category: 'oauth',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'NHI6:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Users of the app may rely on it; the metadata is deployed as a whole.',
    messages: {
      address: '{key} is {value}: tokens of "{name}" work from any address, past the ranges that the profiles allow. Use ENFORCE',
      proof: '{key} is false: whoever catches a code of "{name}" can redeem it. Require PKCE',
      secret: '{key} is true: "{name}" gets tokens without its secret',
      self: '{key} is false: every user may connect "{name}" by themselves. Let an administrator approve it first',
    },
    docs: {
      what: 'A connected app or external client app relaxes addresses, PKCE, its secret or approval.',
      why: 'Stolen tokens of connected apps were the way into many Salesforce organizations. Each of these settings is one of the locks that would have held.',
      remedy: 'Enforce addresses, require PKCE and the secret, and approve users by permission set.',
      bad: [
        {
          file: 'force-app/connectedApps/Sync.connectedApp-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Sync</label>\n  <contactEmail>crm-team@acme.dev</contactEmail>\n  <oauthPolicy>\n    <ipRelaxation>«BYPASS»</ipRelaxation>\n  </oauthPolicy>\n</ConnectedApp>\n',
        },
      ],
      good: [
        {
          file: 'force-app/connectedApps/Sync.connectedApp-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Sync</label>\n  <contactEmail>crm-team@acme.dev</contactEmail>\n  <oauthPolicy>\n    <ipRelaxation>ENFORCE</ipRelaxation>\n  </oauthPolicy>\n</ConnectedApp>\n',
        },
      ],
      references: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
