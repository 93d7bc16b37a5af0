// A resource of Teleport as grants: what a role lets into and as whom, what it may change in Teleport itself, whom it may
// act for, who holds which role, and join tokens. The same `spec` stands in files for `tctl`, in objects of the Kubernetes
// operator and in Terraform. Fields after Teleport's reference of resources, 18.x. What a power means is for the rules.
import type { Carrier, Credential, Facts, Grant, Identity, Lifetime, Principal, Scope } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export type TeleportKind = 'role' | 'user' | 'bot' | 'token' | 'saml' | 'oidc' | 'github';

export interface TeleportResource {
  readonly kind: TeleportKind;
  readonly metadata: Value | undefined;
  readonly spec: Value | undefined;
  readonly carrier: Carrier;
  /** Begins every anchor of the resource. */
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** What a role opens: which labels select it, who one is there, and how the two are said in an action (`ssh:root`). */
const protocols = [
  { word: 'ssh', labels: 'node_labels', users: ['logins'] },
  { word: 'kubernetes', labels: 'kubernetes_labels', users: ['kubernetes_groups', 'kubernetes_users'] },
  { word: 'database', labels: 'db_labels', users: ['db_users'] },
  { word: 'windows', labels: 'windows_desktop_labels', users: ['windows_desktop_logins'] },
] as const;

export function readTeleport(resource: TeleportResource, into: Facts): void {
  const name = leavesOf(valueAt(resource.metadata, 'name'))[0];
  switch (resource.kind) {
    case 'role':
      return readRole(resource, name, into);
    case 'token':
      return readToken(resource, into);
    case 'user':
    case 'bot': {
      const holder: Principal[] = name ? [{ kind: resource.kind === 'bot' ? 'service' : 'user', id: name }] : [];
      for (const role of leavesOf(valueAt(resource.spec, 'roles')))
        push(resource, into, { path: `roles=${shown(role)}`, role: 'binding', principals: holder, entitlement: role });
      return;
    }
    default:
      return readConnector(resource, into);
  }
}

function readRole(resource: TeleportResource, name: Leaf | undefined, into: Facts): void {
  const allow = valueAt(resource.spec, 'allow');
  const holder: Principal[] = name ? [{ kind: 'role', id: name }] : [];
  const own = textOf(name);
  if (own !== undefined) {
    const identity: Identity = {
      id: `teleport:role:${own}`,
      platform: 'teleport',
      kind: 'role',
      name: own,
      scopeItems: [],
      at: name!.at,
      carrier: resource.carrier,
      traits: {},
    };
    into.identities.push(identity);
  }
  for (const { word, labels, users } of protocols) {
    const scope = selected(valueAt(allow, labels));
    const actions = users.flatMap((one) => leavesOf(valueAt(allow, one))).map((user) => prefixed(word, user));
    if (scope.length > 0 && actions.length > 0)
      push(resource, into, { path: labels, role: 'identity', principals: holder, actions, scope });
  }
  itemsOf(valueAt(allow, 'rules')).forEach((rule, index) => {
    const resources = leavesOf(valueAt(rule, 'resources'));
    const verbs = leavesOf(valueAt(rule, 'verbs'));
    if (rule.kind !== 'mapping' || resources.length === 0 || verbs.length === 0) return;
    push(resource, into, {
      path: `rules[${resources.map(shown).join(',')}]`,
      role: 'identity',
      principals: holder,
      actions: verbs.map((verb) => prefixed('teleport', verb)),
      scope: resources.map((id) => ({ level: textOf(id) === '*' ? 'everything' : 'resource', id })),
      conditions: where(rule),
      statement: { at: rule.at, index, value: rule, keys: {} },
    });
  });
  const impersonate = valueAt(allow, 'impersonate');
  for (const whom of ['users', 'roles'] as const) {
    const list = leavesOf(valueAt(impersonate, whom));
    if (list.length > 0)
      push(resource, into, {
        path: `impersonate.${whom}`,
        role: 'identity',
        principals: holder,
        actions: list.map((one) => prefixed(`impersonate-${whom}`, one)),
        conditions: where(impersonate),
      });
  }
  // What may be asked for is not held until somebody has said yes.
  for (const role of leavesOf(valueAt(allow, 'request', 'roles')))
    push(resource, into, {
      path: `request=${shown(role)}`,
      role: 'binding',
      principals: holder,
      entitlement: role,
      lifetime: { kind: 'eligible' },
    });
}

/** Who signs in over a company's directory, and the roles that an attribute, claim or team of theirs gives. */
function readConnector(resource: TeleportResource, into: Facts): void {
  for (const [list, value] of [
    ['attributes_to_roles', 'value'],
    ['claims_to_roles', 'value'],
    ['teams_to_roles', 'team'],
  ] as const) {
    for (const mapped of itemsOf(valueAt(resource.spec, list))) {
      const group = leavesOf(valueAt(mapped, value))[0];
      if (!group) continue;
      const principal: Principal = { kind: /^(?:\*|\^?\.\*\$?)$/.test(textOf(group) ?? '') ? 'authenticated' : 'group', id: group };
      for (const role of leavesOf(valueAt(mapped, 'roles')))
        push(resource, into, {
          path: `${list}[${shown(group)}]=${shown(role)}`,
          role: 'binding',
          principals: [principal],
          entitlement: role,
        });
    }
  }
}

/** A token with which machines join. All methods but `token` prove who the machine is; with that one the name itself is the secret. */
function readToken(resource: TeleportResource, into: Facts): void {
  const method = valueAt(resource.spec, 'join_method');
  if (method && textOf(method) !== 'token') return;
  const ends = leavesOf(valueAt(resource.metadata, 'expires'))[0];
  const lifetime: Lifetime = ends ? { kind: ends.kind === 'scalar' ? 'until' : 'unknown', until: ends, at: ends.at } : { kind: 'standing' };
  const credential: Credential = {
    anchor: `${resource.anchor}|join`,
    platform: 'teleport',
    kind: 'token',
    lifetime,
    storedIn: 'repo',
    at: resource.carrier.head,
    carrier: resource.carrier,
    enabled: resource.enabled,
  };
  into.credentials.push(credential);
}

interface Push {
  readonly path: string;
  readonly role: Grant['role'];
  readonly principals: readonly Principal[];
  readonly actions?: readonly Leaf[];
  readonly entitlement?: Leaf;
  readonly scope?: readonly Scope[];
  readonly conditions?: Grant['conditions'];
  readonly lifetime?: Lifetime;
  readonly statement?: Grant['statement'];
}

function push(resource: TeleportResource, into: Facts, grant: Push): void {
  const { path, actions = [], scope = [], conditions = [], lifetime = { kind: 'standing' }, ...rest } = grant;
  into.grants.push({
    ...rest,
    anchor: `${resource.anchor}|${path}`,
    platform: 'teleport',
    effect: 'allow',
    polarity: onlyNamed,
    actions,
    scope,
    conditions,
    lifetime,
    carrier: resource.carrier,
    enabled: resource.enabled,
  });
}

/** What labels select: everything only where the one label is `*` with the value `*`. */
function selected(labels: Value | undefined): Scope[] {
  if (labels?.kind !== 'mapping') return [];
  return labels.entries.map(({ key, value }): Scope => ({
    level:
      textOf(key) === '*' && labels.entries.length === 1 && leavesOf(value).some((one) => textOf(one) === '*') ? 'everything' : 'resource',
    id: key,
  }));
}

function where(rule: Value | undefined): Grant['conditions'] {
  const condition = entryOf(rule, 'where');
  return condition
    ? [{ operator: 'expression', key: 'where', values: leavesOf(condition.value), limits: 'resource', at: condition.at }]
    : [];
}

/** The same token, said with what it belongs to. */
function prefixed(word: string, leaf: Leaf): Leaf {
  if (leaf.kind === 'scalar') return { ...leaf, known: 'resolved', value: `${word}:${patternOf(leaf)}` };
  return leaf.kind === 'partial' ? { ...leaf, pattern: `${word}:${leaf.pattern}` } : leaf;
}

const shown = (leaf: Leaf): string => patternOf(leaf).replaceAll('\0', '?');

/** Whether a mapping is a resource of Teleport, by `kind` as `tctl` and the operator write it. */
export function teleportKind(root: Mapping): TeleportKind | undefined {
  const kind = textOf(valueAt(root, 'kind')) ?? '';
  if (/^resources\.teleport\.dev\//.test(textOf(valueAt(root, 'apiVersion')) ?? '')) {
    return (
      [
        [/^TeleportRole(?:V\d+)?$/, 'role'],
        [/^TeleportUser$/, 'user'],
        [/^TeleportBot(?:V\d+)?$/, 'bot'],
        [/^TeleportProvisionToken$/, 'token'],
        [/^TeleportSAMLConnector$/, 'saml'],
        [/^TeleportOIDCConnector$/, 'oidc'],
        [/^TeleportGithubConnector$/, 'github'],
      ] as const
    ).find(([pattern]) => pattern.test(kind))?.[1];
  }
  const isOwn =
    /^v\d+$/.test(textOf(valueAt(root, 'version')) ?? '') &&
    entryOf(root, 'spec') !== undefined &&
    entryOf(root, 'apiVersion') === undefined;
  return isOwn ? (['role', 'user', 'bot', 'token', 'saml', 'oidc', 'github'] as const).find((one) => one === kind) : undefined;
}
