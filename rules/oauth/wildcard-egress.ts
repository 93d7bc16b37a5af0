// Apps that may send data to every host.
import { itemsOf, placeOf, textOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { productTitle } from './products.ts';

const every = /^(?:https?:\/\/)?(?:\*|\*\.[a-z]{2,10})(?:\/.*)?$/i;

function hostsOf(client: OAuthClient): Value[] {
  if (client.product === 'forge') return client.addresses.filter((one) => one.key === 'permissions.external.fetch').map((one) => one.leaf);
  if (client.product === 'slack') return itemsOf(valueAt(client.value, 'outgoing_domains'));
  if (client.product === 'figma') return itemsOf(valueAt(client.value, 'networkAccess', 'allowedDomains'));
  return client.product === 'apps-script' ? itemsOf(valueAt(client.value, 'urlFetchWhitelist')) : [];
}

export const wildcardEgress = defineRule({
  id: 'oauth/wildcard-egress',
  meta: {
    title: 'App that may send data anywhere',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.DS-02'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which hosts the app calls is in its code.',
    messages: { every: '{host} lets the {product} "{name}" send what it reads to every host. Name the hosts it calls' },
    docs: {
      what: 'The list of hosts that an app may call holds a wildcard for all of them.',
      why: 'The list is what keeps the data of an installation from leaving by a dependency or a bug. A star is no list.',
      remedy: 'Name the hosts: `api.acme.dev`, `*.acme.dev`.',
      bad: [
        {
          file: 'forge/manifest.yml',
          text: 'app:\n  id: ari:cloud:ecosystem::app/3f2a9c1d\npermissions:\n  scopes: [read:jira-work]\n  external:\n    fetch:\n      backend:\n        - "«*»"\n',
        },
      ],
      good: [
        {
          file: 'forge/manifest.yml',
          text: 'app:\n  id: ari:cloud:ecosystem::app/3f2a9c1d\npermissions:\n  scopes: [read:jira-work]\n  external:\n    fetch:\n      backend:\n        - "*.acme.dev"\n',
        },
      ],
      references: ['https://developer.atlassian.com/platform/forge/manifest-reference/permissions/'],
    },
  },
  on: {
    oauthClient(client, context) {
      for (const host of hostsOf(client)) {
        const text = textOf(host) ?? '';
        if (every.test(text))
          context.report({
            at: placeOf(host),
            message: 'every',
            data: { host: text, product: productTitle(client.product), name: client.name },
            anchor: `${client.anchor}|egress=${text}`,
          });
      }
    },
  },
});
