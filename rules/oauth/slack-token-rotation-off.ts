// A Slack app whose tokens never end. Rotation cannot be switched off again once it is on, hence a suggestion.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const slackTokenRotationOff = defineRule({
  id: 'oauth/slack-token-rotation-off',
  meta: {
    title: 'Slack app with tokens that never end',
    category: 'oauth',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      off: 'token_rotation_enabled is false: each of the {count} scopes of "{name}" is held by a token that never ends',
      missing: 'Token rotation is not switched on: each of the {count} scopes of "{name}" is held by a token that never ends',
    },
    docs: {
      what: 'A Slack app manifest does not enable token rotation.',
      why: 'Without it a Slack token is good until someone revokes it. A leaked one from years ago still works.',
      remedy: 'Set `token_rotation_enabled: true` and refresh tokens in the code. It cannot be switched off again.',
      bad: [
        {
          file: 'slack/manifest.json',
          text: '{\n  "display_information": { "name": "Helper" },\n  "oauth_config": { "scopes": { "bot": ["chat:write"] } },\n  "settings": { "token_rotation_enabled": «false» }\n}\n',
        },
      ],
      good: [
        {
          file: 'slack/manifest.json',
          text: '{\n  "display_information": { "name": "Helper" },\n  "oauth_config": { "scopes": { "bot": ["chat:write"] } },\n  "settings": { "token_rotation_enabled": true }\n}\n',
        },
      ],
      references: ['https://docs.slack.dev/authentication/using-token-rotation'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'slack' || client.scopes.length === 0) return;
      const settings = entryOf(client.value, 'settings');
      const hosted = textOf(valueAt(settings?.value, 'is_hosted')) ?? textOf(valueAt(settings?.value, 'function_runtime'));
      if (hosted === 'true' || hosted === 'slack') return;
      const flag = valueAt(settings?.value, 'token_rotation_enabled');
      if (flag && textOf(flag) !== 'false') return;
      const mapping = settings?.value;
      context.report({
        at: flag ? placeOf(flag) : (settings?.key.at ?? client.head),
        message: flag ? 'off' : 'missing',
        data: { count: client.scopes.length, name: client.name },
        anchor: `${client.anchor}|rotation`,
        suggestions: flag
          ? [editing('Rotate tokens', flag.at.uri, (document) => [replaceValue(flag, true, document)])]
          : mapping?.kind === 'mapping' && mapping.entries.length > 0
            ? [editing('Rotate tokens', mapping.at.uri, (document) => [addEntry(mapping, 'token_rotation_enabled', true, document)])]
            : [],
      });
    },
  },
});
