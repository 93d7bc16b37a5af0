// Scopes that open far more than one task: administration, all mail, all files, a person's whole reading.
import { removeItem, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { lowered } from '../../server/engine/finding.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { productTitle } from './products.ts';
import { rowOf } from './scope-table.ts';

export const broadScope = defineRule({
  id: 'oauth/broad-scope',
  meta: {
    title: 'OAuth scope that opens too much',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      broad: 'The {product} "{name}" asks for {scope}, which opens {opens}. Ask only for what its task needs',
      narrower: 'The {product} "{name}" asks for {scope}, which opens {opens}; {narrower} is enough for the usual need',
    },
    docs: {
      what: 'An application asks for a scope that covers an administration, all mail, all files or everything a person may do.',
      why: 'A scope is what a leaked token, a bug or a bought-up developer account can do. People click consent once; the grant stays until someone revokes it.',
      remedy:
        'Ask for the narrowest scope of the vendor: `drive.file` for files that the app made, `okta.users.read` for reading, bot scopes in place of user scopes in Slack.',
      bad: [
        {
          file: 'appsscript.json',
          text: '{\n  "timeZone": "Europe/Berlin",\n  "oauthScopes": ["«https://www.googleapis.com/auth/drive»"]\n}\n',
        },
        {
          file: 'slack/manifest.json',
          text: '{\n  "display_information": { "name": "Helper" },\n  "oauth_config": { "scopes": { "user": ["«search:read»"], "bot": ["chat:write"] } },\n  "settings": { "token_rotation_enabled": true }\n}\n',
        },
      ],
      good: [
        {
          file: 'appsscript.json',
          text: '{\n  "timeZone": "Europe/Berlin",\n  "oauthScopes": ["https://www.googleapis.com/auth/drive.file"]\n}\n',
        },
        {
          file: 'slack/manifest.json',
          text: '{\n  "display_information": { "name": "Helper" },\n  "oauth_config": { "scopes": { "bot": ["chat:write", "channels:history"] } },\n  "settings": { "token_rotation_enabled": true }\n}\n',
        },
      ],
      references: [
        'https://developers.google.com/identity/protocols/oauth2/scopes',
        'https://docs.slack.dev/reference/scopes',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      const asked = new Set(client.scopes.map((scope) => textOf(scope.id)));
      for (const scope of client.scopes) {
        const { id } = scope;
        const text = scope.name === undefined ? textOf(id) : undefined;
        const row = text === undefined ? undefined : rowOf(client.product, scope, text);
        if (!row || text === undefined) continue;
        const narrower = row.narrower?.(text);
        context.report({
          at: placeOf(id),
          message: narrower ? 'narrower' : 'broad',
          data: { scope: text, opens: row.opens, product: productTitle(client.product), name: client.name, narrower: narrower ?? '' },
          anchor: `${client.anchor}|scope=${text}`,
          // Whether a program is ever given what it names is not known.
          severity: client.product === 'program' ? lowered(row.severity) : row.severity,
          suggestions:
            !narrower || !id.editable
              ? []
              : asked.has(narrower)
                ? [editing(`Remove ${text}`, id.at.uri, (document) => [removeItem(id, document)])]
                : [editing(`Ask for ${narrower}`, id.at.uri, () => [replaceText(id, narrower)])],
        });
      }
    },
  },
});
