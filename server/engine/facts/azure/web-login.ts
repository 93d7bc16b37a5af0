// The login that App Service puts before a web app, where a template writes it and switches it off. What is not written is for
// the program to ask. Facts from the documentation of `Microsoft.Web/sites/config` (authsettings, authsettingsV2).
import { tableOf } from '../../table.ts';
import { clientOf } from '../oauth-clients/make.ts';
import { mappingFrom } from '../made-values.ts';
import { leavesOf, patternOf, textOf, type Leaf } from '../value.ts';
import type { Facts } from '../types.ts';
import type { AzureSettings } from './settings.ts';

/** Switches by type. A configuration is told by its name: many others have an `enabled` of their own. */
const switches = tableOf<readonly (readonly [path: readonly string[], of?: RegExp])[]>({
  'microsoft.web/sites': [[['siteConfig', 'siteAuthEnabled']], [['siteConfig', 'siteAuthSettings', 'enabled']]],
  'microsoft.web/sites/config': [
    [['enabled'], /authsettings$/i],
    [['platform', 'enabled'], /authsettingsv2$/i],
    [['globalValidation', 'requireAuthentication'], /authsettingsv2$/i],
  ],
});
const slots = (type: string): string => type.replace('/slots', '');

/** Pushes the web app whose login is off; nothing for other types. */
export function readWebLogin(resource: AzureSettings, into: Facts): void {
  if (resource.enabled === 'no') return;
  const name = leavesOf(resource.name())[0];
  for (const [path, of] of switches.get(slots(resource.type)) ?? []) {
    const off = leavesOf(resource.get(path))[0];
    if (!off || textOf(off) !== 'false' || (of && !of.test(name ? patternOf(name) : ''))) continue;
    return pushWebApp(resource, off, name && textOf(name), into);
  }
}

/** Pushes a web app whose login this switches off. */
export function pushWebApp(
  { carrier, anchor, head }: Pick<AzureSettings, 'carrier' | 'anchor' | 'head'>,
  off: Leaf,
  name: string | undefined,
  into: Facts,
): void {
  into.oauthClients.push({
    ...clientOf({
      product: 'web-app',
      kind: carrier.kind,
      uri: head.uri,
      value: mappingFrom([], carrier.block),
      name: name?.replace(/\/?authsettings(?:v2)?$/i, '') || carrier.address,
      head,
      grants: [{ type: 'other', at: off.at, value: off }],
    }),
    anchor: `${anchor}|oauth`,
    carrier,
  });
}
