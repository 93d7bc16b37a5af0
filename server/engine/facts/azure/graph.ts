// Applications and consents of Microsoft Graph, as Bicep declares them with the Graph extension: the same facts as from
// manifests and from Terraform.
import type { Carrier, Facts } from '../types.ts';
import { clientOf, wordsOf } from '../oauth-clients/make.ts';
import { readEntra } from '../oauth-clients/entra.ts';
import { entryOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';

export interface GraphResource {
  /** In lower case: `microsoft.graph/applications`. */
  readonly type: string;
  readonly body: Value;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly uri: string;
}

/** Whether the type is one of Graph's; then it is read. */
export function readGraph({ type, body, carrier, anchor, uri }: GraphResource, into: Facts): boolean {
  if (!type.startsWith('microsoft.graph/') || type.endsWith('/federatedidentitycredentials')) return false;
  if (body.kind !== 'mapping') return true;
  const leaf = (key: string): Leaf | undefined => leavesOf(entryOf(body, key, true)?.value)[0];
  if (type === 'microsoft.graph/applications') {
    for (const client of readEntra(body, uri))
      into.oauthClients.push({ ...client, anchor: `${anchor}|oauth`, head: carrier.head, carrier });
  } else if (type === 'microsoft.graph/approleassignedto') {
    const role = leaf('appRoleId');
    if (role)
      into.oauthClients.push({
        ...clientOf({ product: 'entra', kind: 'app-role', uri, value: body, roles: [role], name: carrier.address, head: carrier.head }),
        anchor: `${anchor}|oauth`,
        carrier,
      });
  } else if (type === 'microsoft.graph/oauth2permissiongrants') {
    const scope = leaf('scope');
    const id = leaf('clientId');
    if (!scope) return true;
    const everyone = /^allprincipals$/i.test(textOf(leaf('consentType')) ?? '');
    into.grants.push({
      anchor: `${anchor}|scope`,
      platform: 'entra',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'entitlement',
      principals: id ? [{ kind: 'serviceAccount', id }] : [],
      actions: wordsOf(scope),
      scope: [{ level: everyone ? 'everything' : 'resource', id: leaf('principalId') ?? scope }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier,
      enabled: 'yes',
    });
  }
  return true;
}
