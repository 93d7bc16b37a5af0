// Logins that let in whoever comes, or that hand passwords and tokens over in plain text.
import type { OAuthClient } from '../../server/engine/facts/oauth.ts';
import { leavesOf, placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'guest' | 'plain' | 'unsigned' | 'unverified' | 'issuer' | 'email' | 'cookie' | 'anyone' | 'skipped' | 'bypass';
const rows: readonly ForbiddenValue<Message>[] = [
  {
    product: 'backstage',
    path: ['auth', 'providers', 'guest', 'dangerouslyAllowOutsideDevelopment'],
    values: ['true'],
    message: 'guest',
    instead: false,
    when: (client) => !/(?:^|[/._-])(?:local|dev|development)[/._-]/i.test(client.at.uri),
  },
  {
    product: 'keycloak',
    kinds: ['realm'],
    path: ['sslRequired'],
    values: ['none', 'NONE'],
    message: 'plain',
    severity: 'medium',
    instead: 'external',
  },
  {
    product: 'keycloak',
    kinds: ['keycloak_realm'],
    path: ['ssl_required'],
    values: ['none', 'NONE'],
    message: 'plain',
    severity: 'medium',
    instead: 'external',
  },
  { product: 'connect', path: ['authentication', 'type'], values: ['none', 'NONE'], message: 'unsigned', instead: 'jwt' },
  { product: 'oauth2-proxy', path: ['ssl_insecure_skip_verify'], values: ['true'], message: 'unverified', instead: false },
  { product: 'oauth2-proxy', path: ['cookie_secure'], values: ['false'], message: 'cookie', severity: 'medium', instead: true },
  { product: 'oauth2-proxy', path: ['insecure_oidc_skip_issuer_verification'], values: ['true'], message: 'issuer', severity: 'medium' },
  { product: 'oauth2-proxy', path: ['insecure_oidc_allow_unverified_email'], values: ['true'], message: 'email', severity: 'medium' },
  { product: 'authelia', path: ['access_control', 'default_policy'], values: ['bypass'], message: 'bypass', instead: 'deny' },
];

/**
 * Providers at which anyone has an account, and what of the proxy's keys says who of them is meant. A file of addresses does
 * not: the proxy takes who is in it or of one of the domains, and a star is every domain.
 */
const publicProvider = /^(?:google|github|gitlab|bitbucket|facebook|linkedin|digitalocean)$/;
const limits =
  /^(?:github_(?:org|team|repo|users?)|google_groups?|google_admin_email|gitlab_(?:groups?|projects?)|bitbucket_(?:team|repository)|allowed_groups|allowed_roles)$/;
/** A pattern of every path, for a method that reads or writes; `!=` turns a pattern round, and `^/$` is one path. */
const everyPath = /^(?:(?:GET|POST|PUT|PATCH|DELETE)=)?(?:\^\/?|\/|\^?\/?\.\*\$?)$/;

function proxyLetsIn(client: OAuthClient, context: RuleContext<Message>): void {
  if (client.product !== 'oauth2-proxy' || client.value.kind !== 'mapping') return;
  const { value } = client;
  const limited = !value.complete || value.entries.some((entry) => limits.test(textOf(entry.key) ?? ''));
  // Left out, the provider is Google.
  const provider = textOf(valueAt(value, 'provider')) ?? 'google';
  if (!limited && publicProvider.test(provider))
    for (const item of leavesOf(valueAt(value, 'email_domains')))
      if (textOf(item) === '*')
        context.report({ at: placeOf(item), message: 'anyone', data: { provider }, anchor: `${client.anchor}|email_domains` });
  for (const key of ['skip_auth_regex', 'skip_auth_routes'])
    for (const item of leavesOf(valueAt(value, key)))
      if (everyPath.test(textOf(item) ?? ''))
        context.report({ at: placeOf(item), message: 'skipped', data: { key }, anchor: `${client.anchor}|${key}` });
}

export const openLogin = defineRule({
  id: 'oauth/open-login',
  meta: {
    title: 'Login that lets everyone in, or in plain text',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03', 'PR.DS-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      guest:
        '{key} signs everyone in as a guest, without a password, wherever this configuration runs: plugins and the tokens of integrations answer to them',
      unsigned: '{key} is none: "{name}" cannot tell calls of Atlassian from those of anyone else. Use jwt and check it',
      unverified:
        '{key} is true: the proxy does not check whom it talks to, and whoever is on the way can sign in as anyone. Give it the certificate of its provider',
      cookie: '{key} is false: the cookie that is the login goes over plain HTTP too',
      anyone:
        'Everyone with an account at {provider} may come in: email_domains is "*", beside which a file of addresses says nothing, and no organization or group limits it. Name your domain, or who is meant',
      issuer: '{key} is true: tokens of any issuer whose keys the proxy fetches are a login here. Name the issuer as its tokens do',
      email:
        '{key} is true: whoever gets the provider to state an address that is not theirs is signed in as that person. Have the provider verify addresses',
      bypass: 'The default policy is bypass: whatever no rule names, Authelia lets everyone through to. Deny by default',
      skipped: '{key} fits every path: the proxy asks nobody to sign in',
      plain: 'sslRequired is none: {name} takes passwords and hands out tokens over plain HTTP, from any address. Use external or all',
    },
    docs: {
      what: 'The guest login of Backstage allowed outside of development, a realm of Keycloak that asks for TLS nowhere, an OAuth2 Proxy, in its file or at its container, that takes every account of a public provider or checks nothing, a Connect app that checks no caller, an Authelia that lets through what no rule names.',
      why: 'Backstage holds tokens of GitHub, clouds and clusters, and its plugins use them for whoever is signed in. A realm without TLS sends the passwords of its users and the secrets of its clients through the network as they are.',
      remedy: 'Give Backstage a login of your own and keep the guest to development. Ask for TLS at least from outside (`external`).',
      bad: [
        { file: 'app-config.yaml', text: 'auth:\n  providers:\n    guest:\n      dangerouslyAllowOutsideDevelopment: «true»\n' },
        {
          file: 'realm.json',
          text: '{\n  "realm": "acme",\n  "sslRequired": "«none»",\n  "clients": [{ "clientId": "web", "publicClient": true, "redirectUris": [] }]\n}\n',
        },
      ],
      good: [{ file: 'app-config.yaml', text: 'auth:\n  providers:\n    guest: {}\n' }],
      references: [
        'https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview/',
        'https://backstage.io/docs/auth/guest/provider',
        'https://www.keycloak.org/docs/latest/server_admin/#_ssl_modes',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      reportForbidden(client, context, rows);
      proxyLetsIn(client, context);
    },
  },
});
