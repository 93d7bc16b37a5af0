// The inventory: every identity that a tree declares or names, with what it may do, who may become it, what it signs in
// with, and who answers for it. Pure: facts in, records out. It joins by address and by name and judges nothing.
import type { RoleCatalog } from '../engine/catalog/roles.ts';
import type { Credential, Dialect, Grant, Identity, Platform, Principal, Trust } from '../engine/facts/types.ts';
import { holdingOf } from '../engine/facts/kubernetes/held-powers.ts';
import { identityName } from '../engine/facts/kubernetes/identity-name.ts';
import { indexKubernetes, isNear, type KubernetesIndex } from '../engine/facts/kubernetes/joined.ts';
import { shownName } from '../engine/facts/kubernetes/objects.ts';
import { localName, placeOfNames } from '../engine/facts/local-name.ts';
import { patternOf, textOf, type Leaf } from '../engine/facts/value.ts';
import type { DocumentFacts } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import { writtenPlaces } from './grant-items.ts';
import { grantScopeItem, trustScopeItem } from './identity-scope.ts';

export interface InventoryItem {
  /** In words and without places, so that two trees can be compared: `allow s3:* on *, standing`. */
  readonly text: string;
  readonly at: Place;
  /** The same as a baseline approves it: as written, without a place. Absent for credentials, whose text is that already. */
  readonly item?: string;
  /** Of a grant: where each part of `item` is written. Not for export. */
  readonly places?: ReadonlyMap<string, Place>;
}

export interface InventoryEntry {
  /** `platform:kind:name`. */
  readonly id: string;
  readonly platform: Platform;
  readonly kind: Identity['kind'] | 'anyone' | 'account' | 'domain' | 'principal';
  readonly name: string;
  /** False when the tree only names it: a member of a binding, a user from elsewhere. */
  readonly declared: boolean;
  readonly owner?: string;
  /** Where the owner comes from. */
  readonly ownerFrom?: 'tag' | 'CODEOWNERS';
  readonly environment?: string;
  readonly at: Place;
  readonly grants: readonly InventoryItem[];
  readonly trusts: readonly InventoryItem[];
  readonly credentials: readonly InventoryItem[];
  /** Scope items of identities that are not described by grants: jobs, agents, OAuth clients. */
  readonly scope: readonly string[];
}

interface Open {
  entry: Omit<InventoryEntry, 'grants' | 'trusts' | 'credentials' | 'scope'>;
  grants: InventoryItem[];
  trusts: InventoryItem[];
  credentials: InventoryItem[];
  scope: Set<string>;
}

/** Roles of grants that give something to somebody. The others are limits, or definitions of roles. */
export const giving = new Set<Grant['role']>(['identity', 'entitlement', 'binding', 'resource', 'key-policy']);

/** Entries sorted by id. `ownersOf` is CODEOWNERS; `roles` gives the names of roles that are written as ids (Azure). */
export function inventoryOf(
  documents: Iterable<DocumentFacts>,
  ownersOf: (uri: string) => readonly string[],
  roles?: RoleCatalog,
): InventoryEntry[] {
  const all = [...documents];
  const open = new Map<string, Open>();
  const byAddress = new Map<string, Open>();
  const byName = new Map<string, Open>();
  for (const { facts } of all) {
    for (const identity of facts.identities) {
      const one = open.get(identity.id) ?? declare(identity, ownersOf);
      open.set(identity.id, one);
      for (const item of identity.scopeItems) one.scope.add(item);
      const address = addressKey(identity.carrier.dialect, identity.at.uri, identity.carrier.address);
      // What is granted at the address of a workload is its role's, which is made with it.
      if (identity.kind !== 'machine' || !byAddress.has(address)) byAddress.set(address, one);
      byName.set(identity.id.toLowerCase(), one);
    }
  }
  const find = (fact: Grant | Trust | Credential, leaf: Leaf, principal?: Principal): Open | undefined => {
    const text = patternOf(leaf);
    const known = byAddress.get(addressKey(fact.carrier.dialect, fact.carrier.block.uri, text));
    if (known) return known;
    for (const kind of kindsOf(principal)) {
      const named = byName.get(
        `${fact.platform}:${kind}:${fact.platform === 'k8s' && principal ? nameInCluster(fact, principal) : nameIn(text, fact.platform, principal)}`.toLowerCase(),
      );
      if (named) return named;
    }
    // An account that is declared without a namespace gets one where it is applied; that of a binding beside it is the same.
    const plain =
      fact.platform === 'k8s' && principal?.kind === 'serviceAccount'
        ? byName.get(`k8s:service-account:/${text}`.toLowerCase())
        : undefined;
    return plain && isNear(plain.entry.at.uri, fact.carrier.block.uri) ? plain : undefined;
  };
  const findOrName = (fact: Grant | Trust | Credential, principal: Principal): Open | undefined => {
    const found = find(fact, principal.id, principal);
    if (found) return found;
    const named = nameOnly(fact, principal);
    if (!named) return undefined;
    const one = open.get(named.entry.id) ?? named;
    open.set(named.entry.id, one);
    return one;
  };
  let joined: KubernetesIndex | undefined;
  const cluster = (): KubernetesIndex => (joined ??= indexKubernetes(all.flatMap(({ facts }) => facts.grants)));
  for (const { facts } of all) {
    for (const grant of facts.grants) {
      if (!giving.has(grant.role) || grant.enabled === 'no') continue;
      for (const principal of grant.principals)
        findOrName(grant, principal)?.grants.push({
          text: grantText(grant, cluster, roles),
          at: grant.statement?.at ?? grant.entitlement?.at ?? grant.carrier.head,
          item: grantScopeItem(grant),
          places: writtenPlaces(grant),
        });
    }
    for (const trust of facts.trusts) {
      if (trust.enabled === 'no' || !trust.assumes) continue;
      const one =
        find(trust, trust.assumes) ?? byAddress.get(addressKey(trust.carrier.dialect, trust.carrier.block.uri, trust.carrier.address));
      for (const principal of trust.principals)
        one?.trusts.push({ text: trustText(trust, principal), at: principal.id.at, item: trustScopeItem(trust, principal) });
    }
    for (const credential of facts.credentials) {
      if (credential.enabled === 'no' || !credential.owner) continue;
      findOrName(credential, credential.owner)?.credentials.push({ text: credentialText(credential), at: credential.at });
    }
  }
  return [...open.values()]
    .map(({ entry, grants, trusts, credentials, scope }) => ({
      ...entry,
      grants: sorted(grants),
      trusts: sorted(trusts),
      credentials: sorted(credentials),
      scope: [...scope].sort(),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function declare(identity: Identity, ownersOf: (uri: string) => readonly string[]): Open {
  const tag = textOf(identity.owner);
  const owners = tag === undefined ? ownersOf(identity.at.uri) : [];
  return {
    entry: {
      id: identity.id,
      platform: identity.platform,
      kind: identity.kind,
      name: identity.name,
      declared: true,
      owner: tag ?? (owners.length > 0 ? owners.join(' ') : undefined),
      ownerFrom: tag !== undefined ? 'tag' : owners.length > 0 ? 'CODEOWNERS' : undefined,
      environment: identity.environment,
      at: identity.at,
    },
    grants: [],
    trusts: [],
    credentials: [],
    scope: new Set(),
  };
}

/** An identity that the tree only names. Nothing for cloud services, which nobody owns, and for what is not known. */
function nameOnly(fact: Grant | Trust | Credential, principal: Principal): Open | undefined {
  const kind =
    principal.kind === 'any' || principal.kind === 'authenticated'
      ? 'anyone'
      : principal.kind === 'account' || principal.kind === 'domain'
        ? principal.kind
        : kindsOf(principal)[0];
  const text = patternOf(principal.id);
  if (!kind || principal.id.kind === 'unknown' || text.replaceAll('\0', '').trim() === '') return undefined;
  // `serviceAccount:ci@…` of a binding and `ci@…` of a key are one account.
  const bare = fact.platform === 'gcp' ? text.replace(/^[a-zA-Z]+:(?!\/\/)/, '') : text;
  if (fact.platform === 'k8s' && principal.kind === 'serviceAccount') {
    const name = nameInCluster(fact, principal);
    return {
      entry: { id: `k8s:${kind}:${name}`, platform: 'k8s', kind, name, declared: false, at: principal.id.at },
      grants: [],
      trusts: [],
      credentials: [],
      scope: new Set(),
    };
  }
  const name =
    kind === 'anyone'
      ? principal.kind === 'any'
        ? 'anyone'
        : 'anyone signed in'
      : withHoles(principal.namespace ? `${patternOf(principal.namespace)}/${bare}` : bare);
  const { dialect, block } = fact.carrier;
  const id = isAddress(dialect, name) ? localName(name, dialect, block.uri) : name;
  return {
    entry: { id: `${fact.platform}:${kind}:${id}`, platform: fact.platform, kind, name, declared: false, at: principal.id.at },
    grants: [],
    trusts: [],
    credentials: [],
    scope: new Set(),
  };
}

/** Whether a name only says where something is declared, which is not in this tree. */
function isAddress(dialect: Dialect, name: string): boolean {
  return (
    (dialect === 'serverless' && !name.includes(':')) ||
    (dialect === 'terraform' && /^(?:module|data|[a-z\d]+_\w+)\.[\w.[\]"-]+$/.test(name))
  );
}

export function kindsOf(principal: Principal | undefined): readonly Identity['kind'][] {
  switch (principal?.kind) {
    case 'role':
      return ['role', 'database-role'];
    case 'user':
      return ['user'];
    case 'group':
      return ['group'];
    case 'serviceAccount':
      return ['service-account', 'managed-identity', 'application', 'machine'];
    case undefined:
      return ['role', 'user', 'group', 'service-account', 'managed-identity'];
    default:
      return [];
  }
}

/** The name that a platform's way of writing a principal comes to. */
export function nameIn(text: string, platform: Platform, principal: Principal | undefined): string {
  if (platform === 'gcp') return text.replace(/^[a-zA-Z]+:/, '').replace(/@.*$/s, '');
  if (platform === 'aws' && text.startsWith('arn:')) return text.slice(text.lastIndexOf('/') + 1);
  if (platform === 'k8s' && principal?.namespace) return `${patternOf(principal.namespace)}/${text}`;
  return text;
}

/** A service account that names no namespace is of the one that its binding is in. */
function nameInCluster(fact: Grant | Trust | Credential, principal: Principal): string {
  const scope = 'scope' in fact ? fact.scope[0] : undefined;
  const namespace = principal.namespace ?? (scope?.level === 'namespace' ? scope.id : undefined);
  return identityName(namespace, shownName(principal.id), fact.carrier.block.uri);
}

export function addressKey(dialect: Dialect, uri: string, address: string): string {
  return `${dialect}\0${placeOfNames(dialect, uri)}\0${address}`;
}

function grantText(grant: Grant, cluster: () => KubernetesIndex, roles: RoleCatalog | undefined): string {
  const what = grant.entitlement
    ? roleName(grant, roles)
    : `${grant.polarity.actions === 'except' ? 'everything but ' : ''}${listed(grant.actions.map(patternOf))}`;
  const scope = grant.scope.map(({ level, id }) => (patternOf(id).replaceAll('\0', '') === '' ? level : patternOf(id)));
  const where = scope.length > 0 ? ` on ${grant.polarity.resources === 'except' ? 'everything but ' : ''}${listed(scope)}` : '';
  const conditions = grant.conditions.filter((condition) => condition.limits !== 'none').map((condition) => condition.key);
  const when = conditions.length > 0 ? `, if ${listed(conditions)}` : '';
  return withHoles(
    `${grant.effect === 'deny' ? 'deny' : 'allow'} ${what}${where}${when}, ${lifetimeText(grant)}${powersText(grant, cluster)}`,
  );
}

/** A role as people call it: `Owner`, where an id stands. */
function roleName(grant: Grant, roles: RoleCatalog | undefined): string {
  const text = patternOf(grant.entitlement!);
  return (grant.platform === 'azure' ? roles?.find(text)?.name : undefined) ?? text;
}

/** What the role of a binding leads to, where that is more than it says. */
function powersText(grant: Grant, cluster: () => KubernetesIndex): string {
  if (grant.platform !== 'k8s' || grant.role !== 'binding') return '';
  const words = holdingOf(grant, cluster()).powers.map(({ power }) => power?.words ?? 'do everything');
  return words.length === 0 ? '' : `: may ${words.slice(0, 3).join('; ')}${words.length > 3 ? `; and ${words.length - 3} more` : ''}`;
}

function trustText(trust: Trust, principal: Principal): string {
  const limits = trust.conditions
    .filter((condition) => condition.limits !== 'none')
    .map((condition) => `${condition.key.slice(condition.key.lastIndexOf(':') + 1)} ${listed(condition.values.map(patternOf))}`);
  return withHoles(
    `${principal.kind === 'any' ? 'anyone' : `${principal.kind} ${patternOf(principal.id)}`}${limits.length > 0 ? `, if ${limits.join(' and ')}` : ''}`,
  );
}

function credentialText(credential: Credential): string {
  return withHoles(`${credential.kind} ${credential.carrier.address}, ${lifetimeText(credential)}`);
}

function lifetimeText({ lifetime }: Grant | Credential): string {
  if (lifetime.kind === 'until') return lifetime.until ? `until ${patternOf(lifetime.until)}` : 'with an end';
  return lifetime.kind === 'unknown' ? 'its end is not known' : lifetime.kind;
}

function listed(texts: readonly string[]): string {
  return [...texts].sort().join(', ');
}

/** Parts that are not known are shown as such. */
function withHoles(text: string): string {
  return text.replaceAll('\0', '${…}');
}

function sorted(items: readonly InventoryItem[]): InventoryItem[] {
  const seen = new Set<string>();
  return [...items]
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .filter(({ text }) => !seen.has(text) && seen.add(text));
}

export interface InventoryChange {
  readonly id: string;
  readonly state: 'new' | 'gone' | 'changed';
  /** Of a gone one, as it was. */
  readonly entry: InventoryEntry;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What differs between two inventories. Places do not count: a file that only moved changes nothing. */
export function compareInventories(before: readonly InventoryEntry[], after: readonly InventoryEntry[]): InventoryChange[] {
  const was = new Map(before.map((entry) => [entry.id, entry]));
  const is = new Map(after.map((entry) => [entry.id, entry]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id): InventoryChange[] => {
    const [old, now] = [was.get(id), is.get(id)];
    const oldLines = old ? linesOf(old) : [];
    const newLines = now ? linesOf(now) : [];
    const added = newLines.filter((line) => !oldLines.includes(line));
    const removed = oldLines.filter((line) => !newLines.includes(line));
    if (old && now && added.length === 0 && removed.length === 0) return [];
    return [{ id, state: !old ? 'new' : !now ? 'gone' : 'changed', entry: (now ?? old)!, added, removed }];
  });
}

/** Everything that counts about an identity, a line each. */
function linesOf(entry: InventoryEntry): string[] {
  return [
    ...(entry.owner === undefined ? [] : [`owner ${entry.owner}`]),
    ...entry.grants.map((item) => `may ${item.text}`),
    ...entry.trusts.map((item) => `is open to ${item.text}`),
    ...entry.credentials.map((item) => `signs in with ${item.text}`),
    ...entry.scope,
  ];
}
