// Salesforce: apps that log in by themselves, as a person.
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

/** `first.last@`, with nothing in it that names a machine. */
const person = (text: string) =>
  /^[a-z]{2,}[._][a-z]{2,}@/i.test(text) &&
  !/(?:^|[._@+-])(?:svc|service|api|app|integration|integrations|int|sync|bot|system|sys|admin|etl|user|automation|machine|noreply|no|crm|erp|data|test|dev|prod|uat|qa|salesforce|team)(?:[._@+-]|$)/i.test(
    text.replace(/@.*$/, '@'),
  );
const rows: readonly ForbiddenValue<'person'>[] = [
  { product: 'salesforce', path: ['oauthConfig', 'oauthClientCredentialUser'], values: person, message: 'person' },
  { product: 'salesforce', path: ['oauthPolicy', 'oauthClientCredentialUser'], values: person, message: 'person' },
  { product: 'salesforce', path: ['clientCredentialsFlowUser'], values: person, message: 'person' },
];

export const salesforceRunsAsPerson = defineRule({
  id: 'oauth/salesforce-runs-as-person',
  meta: {
    title: 'Salesforce app that logs in as a person',
    category: 'oauth',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI10:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The user of the integration has to be made first.',
    messages: {
      person:
        '{key} is {value}, which reads like a person: the app has all of their rights, is written down as them, and stops when they leave. Use a user of its own with the integration licence',
    },
    docs: {
      what: 'The client credentials flow of a connected app runs as a user whose name is that of a person.',
      why: 'The app gets everything that this person may do, what it does looks like theirs in every log, and on the day they leave it breaks, or their account stays.',
      remedy: 'Make a user for the integration, with the Salesforce Integration licence and the permissions that it needs.',
      bad: [
        {
          file: 'force-app/connectedApps/Erp.connectedApp-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Erp</label>\n  <oauthConfig>\n    <isClientCredentialEnabled>true</isClientCredentialEnabled>\n    <oauthClientCredentialUser>«jane.doe@acme.dev»</oauthClientCredentialUser>\n  </oauthConfig>\n</ConnectedApp>\n',
        },
      ],
      good: [
        {
          file: 'force-app/connectedApps/Erp.connectedApp-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Erp</label>\n  <oauthConfig>\n    <isClientCredentialEnabled>true</isClientCredentialEnabled>\n    <oauthClientCredentialUser>svc-erp@acme.dev</oauthClientCredentialUser>\n  </oauthConfig>\n</ConnectedApp>\n',
        },
      ],
      references: ['https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_connectedapp.htm'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
