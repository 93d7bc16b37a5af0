// Salesforce: permission sets and profiles of integrations that may do everything.
import { placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const everything = tableOf<string>({
  ModifyAllData: 'changing and deleting every record',
  ViewAllData: 'reading every record',
  ManageUsers: 'making users and giving them rights',
  AuthorApex: 'putting code into the organization',
  CustomizeApplication: 'changing the whole configuration',
  ManageProfilesPermissionsets: 'giving itself every permission',
  AssignPermissionSets: 'giving itself every permission',
});
const license = /integration|\bapi\b|APIIntegration/i;
const named =
  /(?:^|[^a-z])(?:integration|integrations|api|sync|connector|etl|bot|service[ _-]?account|middleware|mulesoft|machine)(?:[^a-z]|$)/i;

export const salesforceIntegrationPermissions = defineRule({
  id: 'oauth/salesforce-integration-permissions',
  meta: {
    title: 'Integration of Salesforce that may do everything',
    category: 'oauth',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which objects the integration needs instead is not in this file.',
    messages: {
      everything:
        '{permission} allows "{name}", the permissions of an integration, {what}: its token alone reaches the whole organization. Give permissions on the objects that it works with',
    },
    docs: {
      what: 'A permission set or profile of an integration has ModifyAllData, ViewAllData, ManageUsers or another permission over the whole organization.',
      why: 'Integrations log in with a token, from anywhere, at night. With these permissions one stolen token is a copy of all customers, or an administrator.',
      remedy: 'Give object and field permissions for what the integration reads and writes, on the Salesforce Integration licence.',
      bad: [
        {
          file: 'force-app/permissionsets/Erp.permissionset-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Erp</label>\n  <license>SalesforceAPIIntegrationPsl</license>\n  <userPermissions>\n    <enabled>true</enabled>\n    <name>«ModifyAllData»</name>\n  </userPermissions>\n</PermissionSet>\n',
        },
      ],
      good: [
        {
          file: 'force-app/permissionsets/Erp.permissionset-meta.xml',
          text: '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n  <label>Erp</label>\n  <license>SalesforceAPIIntegrationPsl</license>\n  <userPermissions>\n    <enabled>true</enabled>\n    <name>ApiEnabled</name>\n  </userPermissions>\n</PermissionSet>\n',
        },
      ],
      references: [
        'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm',
        'https://help.salesforce.com/s/articleView?id=platform.integration_user.htm',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      const { kind } = client.carrier;
      if (client.product !== 'salesforce' || (kind !== 'PermissionSet' && kind !== 'Profile')) return;
      const licensed = textOf(valueAt(client.value, 'license')) ?? textOf(valueAt(client.value, 'userLicense')) ?? '';
      if (!license.test(licensed) && !named.test(client.name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2'))) return;
      for (const leaf of client.roles) {
        const permission = textOf(leaf) ?? '';
        const what = everything.get(permission);
        if (what !== undefined)
          context.report({
            at: placeOf(leaf),
            message: 'everything',
            data: { permission, name: client.name, what },
            anchor: `${client.anchor}|permission=${permission}`,
            ...(permission === 'ViewAllData' ? { severity: 'medium' as const } : {}),
          });
      }
    },
  },
});
