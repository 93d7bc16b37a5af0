// Slack app manifests, JSON and YAML.
import type { OAuthClient } from '../oauth.ts';
import { itemsOf, textOf, valueAt, type Mapping } from '../value.ts';
import { addressesAt, clientOf, leafAt, scopesOf } from './make.ts';

export function readSlack(value: Mapping, uri: string): OAuthClient[] {
  const config = valueAt(value, 'oauth_config');
  const settings = valueAt(value, 'settings');
  const commands = itemsOf(valueAt(value, 'features', 'slash_commands')).flatMap((one) => addressesAt(one, 'endpoint', 'url'));
  const name = leafAt(value, 'display_information', 'name');
  return [
    clientOf({
      product: 'slack',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: [
        ...scopesOf(valueAt(config, 'scopes', 'user'), 'delegated'),
        ...scopesOf(valueAt(config, 'scopes', 'bot'), 'bot'),
        ...scopesOf(valueAt(config, 'scopes', 'user_optional'), 'optional'),
      ],
      addresses: [
        ...addressesAt(config, 'redirect', 'redirect_urls'),
        ...addressesAt(settings, 'endpoint', 'event_subscriptions', 'request_url'),
        ...addressesAt(settings, 'endpoint', 'interactivity', 'request_url'),
        ...addressesAt(settings, 'endpoint', 'interactivity', 'message_menu_options_url'),
        ...commands,
      ],
    }),
  ];
}
