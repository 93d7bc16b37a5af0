// Apps Script that others can run with its owner's rights.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const appsScriptOpenWebApp = defineRule({
  id: 'oauth/apps-script-open-web-app',
  meta: {
    title: 'Apps Script that strangers can run',
    category: 'oauth',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'NHI10:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      anonymous: 'Anyone on the internet runs this script without a login, as the person who deployed it{scopes}',
      executable: 'executionApi.access is ANYONE: everyone with a Google account can call every function of this script',
    },
    docs: {
      what: 'An Apps Script web app answers anonymous requests as its owner, or its functions may be called by anyone.',
      why: 'The script has the grants of whoever deployed it: their mail, their files. Every request of a stranger uses them.',
      remedy:
        'Set `access` to `DOMAIN`, or `executeAs` to `USER_ACCESSING`. A webhook that has to be open should have narrow scopes and check a signature.',
      bad: [{ file: 'appsscript.json', text: '{\n  "webapp": { "access": "«ANYONE_ANONYMOUS»", "executeAs": "USER_DEPLOYING" }\n}\n' }],
      good: [{ file: 'appsscript.json', text: '{\n  "webapp": { "access": "DOMAIN", "executeAs": "USER_ACCESSING" }\n}\n' }],
      references: ['https://developers.google.com/apps-script/manifest/web-app-api-executable'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'apps-script') return;
      const access = valueAt(client.value, 'webapp', 'access');
      const as = textOf(valueAt(client.value, 'webapp', 'executeAs')) ?? 'USER_DEPLOYING';
      if (access && textOf(access) === 'ANYONE_ANONYMOUS' && as === 'USER_DEPLOYING') {
        const broad = client.scopes.some((scope) =>
          /mail\.google|gmail|auth\/drive$|cloud-platform|admin\.directory/.test(textOf(scope.id) ?? ''),
        );
        const known = client.scopes.length > 0;
        context.report({
          at: access.at,
          message: 'anonymous',
          data: {
            scopes: known
              ? `, with ${client.scopes.length} scope${client.scopes.length === 1 ? '' : 's'}`
              : ', with whatever scopes the code happens to need',
          },
          anchor: `${client.anchor}|webapp`,
          severity: known && !broad ? 'medium' : 'critical',
          suggestions: [editing('Let the own domain in', access.at.uri, (document) => [replaceValue(access, 'DOMAIN', document)])],
        });
      }
      const api = valueAt(client.value, 'executionApi', 'access');
      if (api && /^ANYONE/.test(textOf(api) ?? ''))
        context.report({
          at: api.at,
          message: 'executable',
          anchor: `${client.anchor}|executionApi`,
          severity: 'high',
          suggestions: [editing('Let the own domain in', api.at.uri, (document) => [replaceValue(api, 'DOMAIN', document)])],
        });
    },
  },
});
