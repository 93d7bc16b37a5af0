// Redirect addresses that let a code or token go to somebody else: wildcards, plain text, tunnels that anyone can rent.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { OAuthAddress, OAuthClient } from '../../server/engine/facts/oauth.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { lowered } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { productTitle } from './products.ts';

type Message = 'anywhere' | 'open' | 'plain' | 'tunnel' | 'origin';
const loopback = /^(?:https?:\/\/)?(?:localhost|127(?:\.\d+){3}|\[::1\]|[^/]*\.localhost)(?:[:/*]|$)/i;
const tunnel =
  /(?:^|\/\/|\.)(?:ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|localhost\.run|lhr\.life|pagekite\.me)(?:[:/]|$)/i;

function judge({ leaf, use }: OAuthAddress, client: OAuthClient): Message | undefined {
  const text = textOf(leaf);
  if (text === undefined || use === 'endpoint' || /\$\{|\{\{|@@/.test(text)) return undefined;
  if (use === 'origin') return text === '*' ? 'origin' : undefined;
  // A pattern of Authentik among them.
  if (/^(?:\*|\^?\.[*+]\$?|\^?https?:\/\/\.?\*\/?\*?\$?)$/.test(text)) return 'anywhere';
  if (loopback.test(text)) return undefined;
  // A star behind the host without a slash also fits another host that begins like it; one inside the host fits any of a kind.
  if (/^https?:\/\/[^/]*\*/.test(text)) return 'open';
  if (client.product === 'entra' && /\*/.test(text)) return 'open';
  if (/^http:\/\//i.test(text)) return 'plain';
  return tunnel.test(text) ? 'tunnel' : undefined;
}

export const openRedirect = defineRule({
  id: 'oauth/open-redirect',
  meta: {
    title: 'Redirect address that others can answer',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      anywhere:
        'The {product} "{name}" lets codes and tokens be sent to any address ({url}): a link is enough to get them. List the exact addresses',
      open: 'The {product} "{name}" lets codes and tokens be sent to {url}, which other hosts fit as well. Write the whole host and path',
      plain: 'The {product} "{name}" has codes and tokens sent to {url} without encryption. Use https',
      tunnel: 'The {product} "{name}" has codes and tokens sent to {url}, a tunnel address that whoever rents it next answers. Remove it',
      origin:
        'The {product} "{name}" lets pages of every origin call it with its users\' login. Use "+" for the origins of its redirect addresses',
    },
    docs: {
      what: 'A redirect address of an OAuth client is a wildcard, is not encrypted, or lies at a tunnel service.',
      why: 'The redirect address is the only thing that decides who gets the code. What it leaves open, a crafted link uses: the user logs in, and the attacker is logged in.',
      remedy: "List exact https addresses. Loopback addresses are fine for programs on the user's own machine.",
      bad: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "redirectUris": ["«https://app.acme.dev*»"] }]\n}\n',
        },
      ],
      good: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "web", "redirectUris": ["https://app.acme.dev/callback", "http://localhost:3000/*"] }]\n}\n',
        },
      ],
      references: [
        'https://datatracker.ietf.org/doc/html/rfc9700#name-protecting-redirect-based-f',
        'https://www.keycloak.org/docs/latest/server_admin/',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      const development = /(?:^|[/._-])(?:dev|development|local)[/._-]/i.test(client.at.uri);
      for (const address of client.addresses) {
        const message = judge(address, client);
        const { leaf } = address;
        const text = textOf(leaf) ?? '';
        if (!message) continue;
        const exact =
          message === 'plain'
            ? text.replace(/^http:/i, 'https:')
            : message === 'open' && /^https?:\/\/[^/*]+\*$/.test(text)
              ? text.replace(/\*$/, '/*')
              : message === 'origin'
                ? '+'
                : undefined;
        context.report({
          at: placeOf(leaf),
          message,
          data: { product: productTitle(client.product), name: client.name, url: text },
          anchor: `${client.anchor}|${address.use}=${text}`,
          severity: development ? 'low' : message === 'tunnel' || message === 'origin' ? lowered('high') : 'high',
          suggestions:
            exact !== undefined && leaf.editable ? [editing(`Write ${exact}`, leaf.at.uri, () => [replaceText(leaf, exact)])] : [],
        });
      }
    },
  },
});
