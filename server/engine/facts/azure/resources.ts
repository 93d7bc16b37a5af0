// Azure resources as templates, programs and scripts write them (Bicep, ARM JSON, Pulumi, `azapi`, commands): role assignments
// and definitions, federated credentials, identities, delegations, local keys. One reading for all of them.
import type { Place } from '../../text/text.ts';
import type { Carrier, Condition, Dialect, Facts, Grant, Lifetime, Principal, ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { readGraph } from './graph.ts';
import { localAuthOf } from './local-auth.ts';
import { azurePrincipalKind, azureRole, azureScope, exceptActions, scheduledLife } from './scope.ts';
import { readPolicyRoles } from './policy-roles.ts';
import { readAzureSettings, type AzureSettings } from './settings.ts';
import type { WrittenIdentity } from './workloads.ts';
import { onlyNamed } from '../polarity.ts';
import { federatedPrincipal } from '../federated-principal.ts';

export interface AzureResource {
  /** `Microsoft.Authorization/roleAssignments`, without version. */
  readonly type: string;
  readonly address: string;
  /** Asked for only where the type is one that is read, so that a reader may make it late: most resources grant nothing. */
  readonly body: Value;
  /** Where it is deployed, when it does not say itself. */
  readonly level: ScopeLevel;
  readonly scope?: Value;
  readonly dialect: Extract<Dialect, 'bicep' | 'arm' | 'pulumi' | 'terraform' | 'kubernetes' | 'script'>;
  readonly uri: string;
  readonly head: Place;
  readonly block: Place;
  readonly enabled: Grant['enabled'];
}

export function readAzureResource(resource: AzureResource, into: Facts): void {
  const type = resource.type.toLowerCase();
  const carrier: Carrier = {
    dialect: resource.dialect,
    kind: resource.type,
    address: resource.address,
    block: resource.block,
    head: resource.head,
  };
  const anchor = `${resource.dialect}|${resource.uri}|${resource.address}`;
  const base = {
    anchor,
    platform: 'azure' as const,
    effect: 'allow' as const,
    polarity: onlyNamed,
    actions: [],
    conditions: [],
    carrier,
    enabled: resource.enabled,
  };
  if (
    resource.enabled !== 'no' &&
    type.startsWith('microsoft.graph/') &&
    readGraph({ type, body: resource.body, carrier, anchor, uri: resource.uri }, into)
  )
    return;
  if (
    type.endsWith('/roleassignments') ||
    type.endsWith('/roleassignmentschedulerequests') ||
    type.endsWith('/roleeligibilityschedulerequests')
  ) {
    const properties = propertiesOf(resource);
    const condition = leafAt(properties, 'condition');
    const conditions: Condition[] = condition
      ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: condition.at }]
      : [];
    const roles = entryOf(properties, 'roleDefinitionId', true)?.value;
    // One of several may be chosen; a list is no role, and a long one would be as many assignments.
    for (const role of roles?.kind === 'list' ? [] : leavesOf(roles)) {
      into.grants.push({
        ...base,
        anchor: `${anchor}|roleDefinitionId`,
        role: 'binding',
        principals: principalsOf(properties),
        entitlement: azureRole(role),
        scope: [scopeOf(resource)],
        conditions,
        lifetime: lifetimeOf(type, properties),
      });
    }
    return;
  }
  if (type === 'microsoft.authorization/roledefinitions' || type === 'microsoft.documentdb/databaseaccounts/sqlroledefinitions') {
    const properties = propertiesOf(resource);
    const scopes = leavesOf(entryOf(properties, 'assignableScopes', true)?.value).map(azureScope);
    itemsOf(entryOf(properties, 'permissions', true)?.value).forEach((permission, index) => {
      for (const [key, except, plane] of [
        ['actions', 'notActions', 'control'],
        ['dataActions', 'notDataActions', 'data'],
      ] as const) {
        const actions = leavesOf(entryOf(permission, key, true)?.value);
        if (actions.length === 0) continue;
        const exceptions = entryOf(permission, except, true);
        const left = leavesOf(exceptions?.value);
        into.grants.push({
          ...base,
          anchor: `${anchor}|permissions[${index}]/${key}`,
          role: 'custom-role',
          principals: [],
          entitlement: leafAt(properties, 'roleName'),
          actions,
          plane,
          scope: scopes,
          conditions: left.length > 0 ? [exceptActions(left, exceptions!.at)] : [],
          lifetime: { kind: 'standing' },
        });
      }
    });
    return;
  }
  if (type.endsWith('/federatedidentitycredentials')) {
    const properties = propertiesOf(resource);
    const issuer = leafAt(properties, 'issuer') ?? leafAt(resource.body, 'issuer');
    if (!issuer) return;
    const from = leafAt(properties, 'issuer') ? properties : resource.body;
    const conditions: Condition[] = [];
    // A flexible credential has an expression in the place of a subject.
    const matching = entryOf(from, 'claimsMatchingExpression', true);
    const expression = matching && (leafAt(matching.value, 'value') ?? leavesOf(matching.value)[0]);
    if (expression) conditions.push({ operator: 'expression', key: 'sub', values: [expression], limits: 'principal', at: matching.at });
    for (const [key, name] of [
      ['subject', 'sub'],
      ['audiences', 'aud'],
    ] as const) {
      const entry = entryOf(from, key, true);
      if (entry)
        conditions.push({
          operator: 'StringEquals',
          key: name,
          values: leavesOf(entry.value),
          limits: name === 'sub' ? 'principal' : 'other',
          at: entry.at,
        });
    }
    into.trusts.push({
      ...base,
      role: 'trust',
      principals: [federatedPrincipal(issuer)],
      scope: [],
      conditions,
      lifetime: { kind: 'standing' },
    });
    return;
  }
  if (type === 'microsoft.managedservices/registrationdefinitions') {
    itemsOf(entryOf(propertiesOf(resource), 'authorizations', true)?.value).forEach((one, index) => {
      const role = leafAt(one, 'roleDefinitionId');
      const id = leafAt(one, 'principalId');
      if (role)
        into.grants.push({
          ...base,
          anchor: `${anchor}|authorizations[${index}]`,
          role: 'binding',
          principals: id ? [{ kind: 'account', id }] : [],
          entitlement: azureRole(role),
          scope: [scopeOf({ ...resource, level: 'subscription' })],
          lifetime: { kind: 'standing' },
        });
    });
    return;
  }
  if (type === 'microsoft.managedidentity/userassignedidentities') {
    const written = leafAt(resource.body, 'name');
    const name = textOf(written) ?? resource.address;
    into.identities.push({
      id: `azure:managed-identity:${name}`,
      platform: 'azure',
      kind: 'managed-identity',
      name,
      owner: ownerOf(entryOf(resource.body, 'tags', true)?.value),
      scopeItems: [],
      at: resource.head,
      carrier,
      traits: written?.kind === 'partial' ? { name: written } : {},
    });
    return;
  }
  if (type === 'microsoft.authorization/policydefinitions')
    return readPolicyRoles(
      { rule: entryOf(propertiesOf(resource), 'policyRule', true)?.value, anchor, carrier, enabled: resource.enabled },
      into,
    );
  if (type === 'microsoft.resources/deploymentscripts') return readDeploymentScript(resource, anchor, carrier, into);
  const anonymous =
    type === 'microsoft.containerregistry/registries' ? entryOf(propertiesOf(resource), 'anonymousPullEnabled', true) : undefined;
  // The small tiers do not know the setting.
  if (
    anonymous?.value.kind === 'scalar' &&
    anonymous.value.value === true &&
    !/^(?:basic|classic)$/i.test(textOf(leafAt(entryOf(resource.body, 'sku', true)?.value, 'name')) ?? 'basic')
  ) {
    const { value, at } = anonymous;
    into.grants.push({
      ...base,
      anchor: `${anchor}|anonymousPullEnabled`,
      role: 'resource',
      principals: [{ kind: 'any', id: value }],
      actions: [{ ...value, known: 'resolved', value: 'pull', editable: false }],
      scope: [{ level: 'resource', id: value }],
      lifetime: { kind: 'standing' },
      carrier: { ...carrier, attribute: at },
    });
  }
  readLocalAuth(resource, anchor, carrier, into);
  readAzureSettings(
    {
      type,
      ...asking(() => propertiesOf(resource)),
      name: () => entryOf(resource.body, 'name', true)?.value,
      identity: () => identityOf(resource.body),
      head: resource.head,
      carrier,
      anchor,
      enabled: resource.enabled,
    },
    into,
  );
}

function propertiesOf(resource: AzureResource): Value | undefined {
  return entryOf(resource.body, 'properties', true)?.value;
}

/** A script that the deployment runs, as the identity that it names: by the name of the identity, as far as it is known. */
function readDeploymentScript(resource: AzureResource, anchor: string, carrier: Carrier, into: Facts): void {
  const identities = entryOf(entryOf(resource.body, 'identity', true)?.value, 'userAssignedIdentities', true)?.value;
  for (const { key } of identities?.kind === 'mapping' ? identities.entries : []) {
    const name = patternOf(key).split('/').at(-1)!;
    if (name === '' || name === '\0' || key.kind === 'unknown') continue;
    const id: Leaf = { ...key, kind: 'scalar', known: 'resolved', value: name, editable: false };
    into.grants.push({
      anchor: `${anchor}|identity`,
      platform: 'azure',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'session',
      principals: [{ kind: 'serviceAccount', id }],
      actions: [],
      scope: [{ level: 'resource', id }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...carrier, attribute: key.at },
      enabled: resource.enabled,
    });
  }
}

/** The type of the identity that a template gives a resource; a body that is not known whole may have one. */
function identityOf(body: Value): WrittenIdentity {
  if (body.kind !== 'mapping') return 'unknown';
  const identity = entryOf(body, 'identity', true)?.value;
  if (!identity) return body.complete ? 'none' : 'unknown';
  if (identity.kind === 'scalar' && identity.value === null) return 'none';
  return entryOf(identity, 'type', true)?.value ?? 'unknown';
}

/** Properties by a path. */
function asking(properties: () => Value | undefined): Pick<AzureSettings, 'get' | 'all'> {
  const get = (path: readonly string[]): Value | undefined =>
    path.reduce<Value | undefined>((value, key) => entryOf(value, key, true)?.value, properties());
  return { get, all: (path) => itemsOf(get(path)).map((item) => asking(() => item)) };
}

function readLocalAuth(resource: AzureResource, anchor: string, carrier: Carrier, into: Facts): void {
  const setting = localAuthOf(resource.type);
  if (!setting) return;
  const path = setting.property;
  const properties = propertiesOf(resource);
  if (properties && (properties.kind !== 'mapping' || !properties.complete) && !entryOf(properties, path[0]!, true)) return;
  const entry = entryOf(path.length > 1 ? valueAt(properties, ...path.slice(0, -1)) : properties, path.at(-1)!, true);
  const value = setting.on === undefined ? entry?.value : leavesOf(entry?.value).find((leaf) => textOf(leaf)?.toLowerCase() === setting.on);
  if (setting.on === undefined && value && (value.kind !== 'scalar' || value.value === null || String(value.value) === String(setting.off)))
    return;
  if (!value && !setting.onByDefault) return;
  if (setting.service === 'Cosmos DB account' && /^(?:mongodb|parse)$/i.test(textOf(leafAt(resource.body, 'kind')) ?? '')) return;
  if (setting.service === 'storage account' && /^filestorage$/i.test(textOf(leafAt(resource.body, 'kind')) ?? '')) return;
  into.credentials.push({
    anchor: `${anchor}|${path.join('.')}`,
    platform: 'azure',
    kind: 'local-auth',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: value ? value.at : resource.head,
    carrier: { ...carrier, attribute: entry?.at },
    enabled: resource.enabled,
  });
}

function principalsOf(properties: Value | undefined): Principal[] {
  const id = leafAt(properties, 'principalId');
  return id ? [{ kind: azurePrincipalKind(leafAt(properties, 'principalType')), id }] : [];
}

/** The scope that a resource says, or that of the deployment it is in. */
function scopeOf(resource: AzureResource) {
  const id: Leaf = {
    kind: 'unknown',
    why: 'the scope of the deployment',
    at: resource.head,
    token: resource.head,
    via: [],
    encoding: 'none',
    editable: false,
  };
  if (/^microsoft\.(?!authorization)[^/]+\/.*\/providers\//i.test(resource.type)) return { level: 'resource' as const, id };
  const said = resource.scope ?? entryOf(resource.body, 'scope', true)?.value;
  if (!said) return { level: resource.level, id };
  const leaf =
    said.kind === 'mapping'
      ? leafAt(said, 'id')
      : said.kind === 'scalar' || said.kind === 'partial' || said.kind === 'unknown'
        ? said
        : undefined;
  if (!leaf || leaf.kind === 'unknown') return { level: 'unknown' as const, id: leaf ?? id };
  // ARM writes the scope of an extension without its subscription: `Microsoft.Storage/storageAccounts/x`.
  return /^microsoft\.(?!management)[a-z.]+\//i.test(patternOf(leaf)) ? { level: 'resource' as const, id: leaf } : azureScope(leaf);
}

function lifetimeOf(type: string, properties: Value | undefined): Lifetime {
  if (type.endsWith('/roleassignments')) return { kind: 'standing' };
  return scheduledLife(type.endsWith('/roleeligibilityschedulerequests') ? 'eligible' : 'activated', properties);
}

function leafAt(value: Value | undefined, key: string): Leaf | undefined {
  return leavesOf(entryOf(value, key, true)?.value)[0];
}

function ownerOf(tags: Value | undefined): Leaf | undefined {
  if (tags?.kind === 'unknown') return tags;
  if (tags?.kind !== 'mapping') return undefined;
  const entry = tags.entries.find(({ key }) => /^(?:owner|owners|team|owned[-_]?by|squad|contact|maintainer)$/i.test(textOf(key) ?? ''));
  return entry ? leavesOf(entry.value)[0] : undefined;
}
