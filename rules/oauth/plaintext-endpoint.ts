// Addresses that a product sends events and calls to without encryption.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { productTitle } from './products.ts';

const inside = /^http:\/\/(?:[^/.:]+|[^/:]+\.(?:svc|local|internal|cluster\.local))(?:[:/]|$)/i;
const loopback = /^http:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\]|[^/]*\.localhost)(?:[:/]|$)/i;

export const plaintextEndpoint = defineRule({
  id: 'oauth/plaintext-endpoint',
  meta: {
    title: 'Events and calls are sent without encryption',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.DS-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      plain:
        'The {product} "{name}" takes its events at {url} without encryption: payloads and signatures can be read on the way and replayed. Use https',
      login: 'The {product} "{name}" logs in at {url} without encryption: its secret, codes and tokens can be read on the way. Use https',
      server:
        'Dex answers at {url} without encryption: the passwords, codes and tokens of everyone who signs in can be read on the way. Use https',
      proxy: 'The {product} "{name}" sends its events through {url}, a public relay that anyone who knows the address can read',
    },
    docs: {
      what: 'An event, command or webhook address of an application, the server that a registration logs in at, or the address of Dex itself, begins with http://, or is a public relay.',
      why: 'Events hold messages, code and tokens of the installation. On the way they can be read, changed and sent again.',
      remedy: 'Use https, and a relay such as smee.io only in a manifest for development.',
      bad: [
        {
          file: 'slack/manifest.yml',
          text: 'display_information:\n  name: Helper\noauth_config:\n  scopes:\n    bot: [chat:write]\nsettings:\n  token_rotation_enabled: true\n  event_subscriptions:\n    request_url: «http://hooks.acme.dev/slack»\n',
        },
      ],
      good: [
        {
          file: 'slack/manifest.yml',
          text: 'display_information:\n  name: Helper\noauth_config:\n  scopes:\n    bot: [chat:write]\nsettings:\n  token_rotation_enabled: true\n  event_subscriptions:\n    request_url: https://hooks.acme.dev/slack\n',
        },
      ],
      references: [
        'https://docs.slack.dev/reference/app-manifest',
        'https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      const development = /(?:^|[/._-])(?:dev|development|local)[/._-]/i.test(client.at.uri);
      for (const { leaf, use, key } of client.addresses) {
        const text = textOf(leaf) ?? '';
        if (use !== 'endpoint' || loopback.test(text)) continue;
        const server = client.product === 'dex';
        const login = client.product === 'spring' || client.product === 'openapi';
        // Names of services inside of a cluster or of a network of containers stay there.
        if ((login || server) && inside.test(text)) continue;
        const plain = /^http:\/\//i.test(text);
        if (!plain && (development || !/^https:\/\/smee\.io\//.test(text))) continue;
        context.report({
          at: placeOf(leaf),
          message: server ? 'server' : login ? 'login' : plain ? 'plain' : 'proxy',
          data: { product: productTitle(client.product), name: client.name, url: text },
          anchor: `${client.anchor}|${key}=${text}`,
          severity: development ? 'low' : plain ? 'high' : 'medium',
          suggestions:
            plain && leaf.editable ? [editing('Use https', leaf.at.uri, () => [replaceText(leaf, text.replace(/^http:/i, 'https:'))])] : [],
        });
      }
    },
  },
});
