// Browser extensions with every page, with dangerous permissions, or open to messages of every page.
import { addEntry, addItem, removeItem, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, textOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const everyPage = /^(?:<all_urls>|(?:\*|https?):\/\/\*\/\*?|(?:\*|https?):\/\/\*\/)$/;
const dangerous = tableOf<string>({
  debugger: 'reads and changes every page and its network through the debugger',
  nativeMessaging: 'talks to programs on the machine',
  proxy: 'sends all traffic through another host',
  webRequestBlocking: 'reads and changes every request',
  management: 'switches other extensions on and off',
  'identity.email': 'reads the address of the signed-in person',
});

export const webExtensionBroadAccess = defineRule({
  id: 'oauth/web-extension-broad-access',
  meta: {
    title: 'Browser extension that reaches too far',
    category: 'oauth',
    severity: 'high',
    severityInDefault: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      pages:
        '{pattern} in {key} lets the extension read and change every page, logins and mail included. Name the hosts, or ask for them under optional_host_permissions',
      permission: 'The permission "{permission}" {does}',
      cookies: 'The extension may read the cookies of every site, which is every login of its user',
      messages: 'externally_connectable lets {who} send commands to the extension. Name the sites',
    },
    docs: {
      what: 'A browser extension asks for all pages, for a permission that controls the browser, or takes messages from anywhere.',
      why: 'An update reaches everyone who installed the extension without a question. With all pages or cookies, one stolen developer account is every login of every user.',
      remedy: 'Name hosts in `host_permissions`, use `activeTab`, ask for the rest when it is needed.',
      bad: [
        {
          file: 'extension/manifest.json',
          text: '{\n  "manifest_version": 3,\n  "name": "Notes",\n  "host_permissions": ["«<all_urls>»"],\n  "permissions": ["storage", "«debugger»"]\n}\n',
        },
      ],
      good: [
        {
          file: 'extension/manifest.json',
          text: '{\n  "manifest_version": 3,\n  "name": "Notes",\n  "host_permissions": ["https://app.acme.dev/*"],\n  "permissions": ["storage", "activeTab"]\n}\n',
        },
      ],
      references: [
        'https://developer.chrome.com/docs/extensions/reference/permissions-list',
        'https://developer.chrome.com/docs/extensions/develop/concepts/declare-permissions',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'web-extension') return;
      const { value, anchor } = client;
      let all = false;
      const pages = (list: Value | undefined, key: string) => {
        for (const item of itemsOf(list)) {
          const pattern = textOf(item) ?? '';
          if (!everyPage.test(pattern)) continue;
          all = true;
          context.report({
            at: item.at,
            message: 'pages',
            data: { pattern, key },
            anchor: `${anchor}|${key}=${pattern}`,
            suggestions: key === 'host_permissions' ? askedFor(value, key, item) : [],
          });
        }
      };
      pages(valueAt(value, 'host_permissions'), 'host_permissions');
      pages(valueAt(value, 'permissions'), 'permissions');
      for (const script of itemsOf(valueAt(value, 'content_scripts'))) pages(valueAt(script, 'matches'), 'content_scripts.matches');
      for (const item of itemsOf(valueAt(value, 'permissions'))) {
        const permission = textOf(item) ?? '';
        const does = dangerous.get(permission);
        if (does !== undefined)
          context.report({
            at: item.at,
            message: 'permission',
            data: { permission, does },
            anchor: `${anchor}|permission=${permission}`,
            suggestions: mayBeOptional.has(permission) ? askedFor(value, 'permissions', item) : [],
          });
        else if (permission === 'cookies' && all)
          context.report({
            at: item.at,
            message: 'cookies',
            anchor: `${anchor}|permission=cookies`,
            suggestions: askedFor(value, 'permissions', item),
          });
      }
      for (const item of itemsOf(valueAt(value, 'externally_connectable', 'matches')))
        if (
          everyPage.test(textOf(item) ?? '') ||
          (/^(?:\*|https?):\/\/\*\./.test(textOf(item) ?? '') && /\*\.[a-z]+\/\*$/.test(textOf(item) ?? ''))
        )
          context.report({ at: item.at, message: 'messages', data: { who: 'every page' }, anchor: `${anchor}|externally_connectable` });
      for (const item of itemsOf(valueAt(value, 'externally_connectable', 'ids')))
        if (textOf(item) === '*')
          context.report({
            at: item.at,
            message: 'messages',
            data: { who: 'every other extension' },
            anchor: `${anchor}|externally_connectable.ids`,
          });
    },
  },
});

/** Those of the permissions above that Chrome takes as optional ones. Source: its reference of `chrome.permissions`, 2026-11. */
const mayBeOptional: ReadonlySet<string> = new Set(['nativeMessaging', 'management']);

/** Moves an item to the list of what the extension asks for while it runs; `chrome.permissions.request` has to be called then. */
function askedFor(manifest: Value, key: 'host_permissions' | 'permissions', item: Value): FixMaker[] {
  const own = entryOf(manifest, key);
  const text = textOf(item);
  if (
    manifest.kind !== 'mapping' ||
    textOf(valueAt(manifest, 'manifest_version')) !== '3' ||
    own?.value.kind !== 'list' ||
    text === undefined
  )
    return [];
  const optional = `optional_${key}`;
  const known = valueAt(manifest, optional);
  return [
    editing(`Ask for it when it is needed: move it to ${optional}`, item.at.uri, (document) => {
      if (known?.kind === 'list') return [removeItem(item, document), addItem(known, text, document)];
      // The only item takes its list along under the other name.
      return itemsOf(own.value).length === 1 && own.key.kind === 'scalar'
        ? [replaceText(own.key, optional)]
        : [removeItem(item, document), addEntry(manifest, optional, [text], document)];
    }),
  ];
}
