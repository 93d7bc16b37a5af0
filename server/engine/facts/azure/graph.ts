// Applications, consents and roles of the directory in Microsoft Graph, by the type of what is made and its body: as Bicep
// declares them with the Graph extension, as Terraform's `msgraph` provider posts them, as scripts call the API. The same
// facts as from manifests.
import type { Carrier, Facts } from '../types.ts';
import { clientOf, wordsOf } from '../oauth-clients/make.ts';
import { readEntra } from '../oauth-clients/entra.ts';
import { tableOf } from '../../table.ts';
import { entryOf, leavesOf, placeOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { scheduledLife } from './scope.ts';
import { onlyNamed } from '../polarity.ts';
import { isTenantPolicy, readTenantPolicy } from './tenant-policies.ts';

/** Types by the last parts of a path of the API: `applications/{id}/federatedIdentityCredentials`. */
const collections = tableOf<string>({
  applications: 'Microsoft.Graph/applications',
  addpassword: 'Microsoft.Graph/passwordCredentials',
  federatedidentitycredentials: 'Microsoft.Graph/applications/federatedIdentityCredentials',
  oauth2permissiongrants: 'Microsoft.Graph/oauth2PermissionGrants',
  approleassignedto: 'Microsoft.Graph/appRoleAssignedTo',
  approleassignments: 'Microsoft.Graph/appRoleAssignedTo',
  'conditionalaccess/policies': 'Microsoft.Graph/conditionalAccessPolicies',
  'directory/roleassignments': 'Microsoft.Graph/directoryRoleAssignments',
  'directory/roleassignmentschedulerequests': 'Microsoft.Graph/directoryRoleAssignmentScheduleRequests',
});

/** What a POST to this path makes; undefined for what is not read. */
export function graphTypeOf(path: string): string | undefined {
  const parts = path
    .replace(/[?#].*$/s, '')
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '');
  return collections.get(parts.slice(-2).join('/')) ?? collections.get(parts.at(-1) ?? '');
}

/** What a PATCH of this path sets, where that alone says something: a policy of the tenant. */
export function policyTypeOf(path: string): string | undefined {
  return patched.find(([end]) => end.test(path.replace(/[?#].*$/s, '')))?.[1];
}

const patched: readonly (readonly [RegExp, string])[] = [
  [/\/identity\/conditionalAccess\/policies\/[^/]{1,200}$/i, 'Microsoft.Graph/conditionalAccessPolicies'],
  [/\/policies\/identitySecurityDefaultsEnforcementPolicy$/i, 'Microsoft.Graph/securityDefaults'],
  [/\/policies\/authorizationPolicy(?:\/authorizationPolicy)?$/i, 'Microsoft.Graph/authorizationPolicy'],
  [/\/policies\/roleManagementPolicies\/[^/]{1,200}\/rules\/[^/]{1,200}$/i, 'Microsoft.Graph/roleManagementPolicyRules'],
];

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
  if (isTenantPolicy(type)) {
    const get = (path: readonly string[]): Value | undefined => valueAt(body, ...path);
    readTenantPolicy({ type, get, carrier, anchor, enabled: 'yes' }, into);
  } else if (type === 'microsoft.graph/applications') {
    for (const client of readEntra(body, uri))
      into.oauthClients.push({ ...client, anchor: `${anchor}|oauth`, head: carrier.head, carrier });
  } else if (type === 'microsoft.graph/approleassignedto') {
    const roles = leavesOf(entryOf(body, 'appRoleId', true)?.value);
    if (roles.length > 0)
      into.oauthClients.push({
        ...clientOf({ product: 'entra', kind: 'app-role', uri, value: body, roles, name: carrier.address, head: carrier.head }),
        anchor: `${anchor}|oauth`,
        carrier,
      });
  } else if (type.startsWith('microsoft.graph/directoryroleassignment')) {
    const roles = leavesOf(entryOf(body, 'roleDefinitionId', true)?.value);
    // Requests also renew and remove; what an action that is not known does is not known.
    const action = leaf('action');
    if (roles.length === 0 || (action && !/^adminassign$/i.test(textOf(action) ?? ''))) return true;
    const id = leaf('principalId');
    const scope = leaf('directoryScopeId');
    // A loop over roles gives each of them.
    for (const [index, role] of roles.entries())
      into.grants.push({
        anchor: index === 0 ? `${anchor}|role` : `${anchor}|role#${index + 1}`,
        platform: 'entra',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'binding',
        principals: id ? [{ kind: 'unknown', id }] : [],
        entitlement: role,
        actions: [],
        scope: [{ level: scope && textOf(scope) !== '/' ? 'resource' : 'everything', id: scope ?? role }],
        conditions: [],
        lifetime: type.endsWith('schedulerequests') ? scheduledLife('activated', body) : { kind: 'standing' },
        carrier,
        enabled: 'yes',
      });
  } else if (type === 'microsoft.graph/passwordcredentials') {
    const made = entryOf(body, 'passwordCredential', true)?.value;
    const until = leavesOf(entryOf(made, 'endDateTime', true)?.value)[0];
    into.credentials.push({
      anchor: `${anchor}|password`,
      platform: 'entra',
      kind: 'app-password',
      lifetime: until
        ? { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: placeOf(until) }
        : { kind: 'unknown', at: carrier.head },
      storedIn: 'unknown',
      at: carrier.head,
      carrier,
      enabled: 'maybe',
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
      polarity: onlyNamed,
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
