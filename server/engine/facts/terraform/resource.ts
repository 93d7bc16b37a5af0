// What every resource reader is given: one instance of a resource, where its facts go, and the few things that all
// resources share (carriers, anchors, owners, which resource an attribute names).
import type { Place } from '../../text/text.ts';
import type { HclExpression } from '../../syntax/hcl/tree.ts';
import type { BlockView, Instance } from './blocks.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Resource } from './module.ts';
import { localName } from '../local-name.ts';
import { resourceNamedBy } from './references.ts';
import type { Carrier, Credential, Facts, Identity, Lifetime, Principal } from '../types.ts';
import { leavesOf, textOf, type Leaf, type Scalar, type Value } from '../value.ts';

export interface Reading {
  readonly instance: Instance;
  readonly view: BlockView;
  readonly facts: Facts;
  /** The carrier of this instance, with the attribute that holds the policy or the members. */
  carrier(attribute?: string): Carrier;
  /** `terraform|uri|address|path`: the same wherever the text moves to. */
  anchor(path?: string): string;
}

/** Reads one instance of the type that it is listed under. */
export type ResourceReader = (reading: Reading) => void;

export function readingOf(instance: Instance, facts: Facts): Reading {
  const { view, resource, address } = instance;
  return {
    instance,
    view,
    facts,
    carrier: (attribute) => ({
      dialect: 'terraform',
      kind: resource.type,
      address,
      block: view.block,
      head: view.head,
      attribute: attribute === undefined ? undefined : view.placeOf(attribute)?.all,
    }),
    anchor: (path) => `terraform|${resource.uri}|${address}${path === undefined ? '' : `|${path}`}`,
  };
}

/** The resource that an expression names, through templates, locals and conversions. Undefined where none or several. */
export function resourceOf(expression: HclExpression | undefined, scope: Scope, depth = 0): Resource | undefined {
  if (!expression || depth > 20) return undefined;
  switch (expression.kind) {
    case 'traversal': {
      if (expression.base.kind !== 'name') return undefined;
      const { name } = expression.base;
      const first = expression.steps[0];
      if (name === 'local' && first?.kind === 'attribute') {
        const local = scope.module.locals.get(first.name);
        return local && local.again === undefined ? resourceOf(local.attribute.value, { ...scope, uri: local.uri }, depth + 1) : undefined;
      }
      return resourceNamedBy(expression.steps, name, scope);
    }
    case 'template': {
      const values = expression.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []));
      return values.length === 1 ? resourceOf(values[0], scope, depth + 1) : undefined;
    }
    case 'tuple':
      return expression.items.length === 1 ? resourceOf(expression.items[0], scope, depth + 1) : undefined;
    case 'call':
      return expression.arguments.length === 1 ? resourceOf(expression.arguments[0], scope, depth + 1) : undefined;
    default:
      return undefined;
  }
}

/** Every resource that an expression names, for lists of them. */
export function resourcesOf(expression: HclExpression | undefined, scope: Scope): { resource?: Resource; expression: HclExpression }[] {
  if (!expression) return [];
  if (expression.kind === 'tuple') return expression.items.map((item) => ({ resource: resourceOf(item, scope), expression: item }));
  return [{ resource: resourceOf(expression, scope), expression }];
}

/** The resource that an attribute of this instance names. */
export function namedBy(reading: Reading, attribute: string): Resource | undefined {
  const found = reading.view.expression(attribute);
  return found && resourceOf(found.expression, found.scope);
}

/** A leaf that stands for a resource: its address, written where the reference stands. One text for one identity. */
export function addressLeaf(resource: Resource, at: Place): Scalar {
  return { kind: 'scalar', known: 'resolved', value: resource.address, at, token: at, via: [], encoding: 'none', editable: false };
}

/** A principal of a kind from an attribute that gives a name or refers to a resource. */
export function principalsFrom(reading: Reading, attribute: string, kind: Principal['kind']): Principal[] {
  const found = reading.view.expression(attribute);
  // `users = null` is an attribute that is not set.
  const named = (id: Leaf): boolean => id.kind !== 'scalar' || (id.value !== null && id.value !== '');
  if (!found)
    return leavesOf(reading.view.attribute(attribute))
      .filter(named)
      .map((id) => ({ kind, id }));
  return resourcesOf(found.expression, found.scope).flatMap(({ resource, expression }): Principal[] => {
    if (resource) return [{ kind, id: addressLeaf(resource, { uri: found.scope.uri, span: expression.span }) }];
    return leavesOf(evaluate(expression, found.scope))
      .filter(named)
      .map((id) => ({ kind, id }));
  });
}

export function leafOf(value: Value | undefined): Leaf | undefined {
  return value?.kind === 'scalar' || value?.kind === 'partial' || value?.kind === 'unknown' ? value : undefined;
}

/** The first leaf of a value that may be a choice or a list. */
export function firstLeaf(value: Value | undefined): Leaf | undefined {
  return leafOf(value) ?? leavesOf(value)[0];
}

const ownerKey =
  /^(?:owner|owners|team|owned[-_]?by|squad|contact|maintainer|maintained[-_]?by|service[-_]?owner|technical[-_]?owner|team[-_]?name|owner[-_]?(?:email|team|name)|responsible)$/i;
const environmentKey = /^(?:environment|env|stage|tier)$/i;

/** The owner that tags or labels name. An owner that is there but not known counts as one. */
export function ownerIn(tags: Value | undefined): Leaf | undefined {
  if (tags?.kind === 'choice') return tags.options.map(ownerIn).find((leaf) => leaf !== undefined);
  if (tags?.kind === 'unknown') return tags;
  if (tags?.kind !== 'mapping') return undefined;
  for (const { key, value } of tags.entries) {
    const name = textOf(key);
    // Keys may carry a prefix: `company:owner`, `cost/team`.
    if (name !== undefined && ownerKey.test(name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1)))
      return firstLeaf(value);
  }
  return tags.complete ? undefined : unknownIn(tags);
}

function unknownIn(tags: Value): Leaf {
  return {
    kind: 'unknown',
    why: 'tags that are not all known',
    at: tags.at,
    token: tags.token,
    via: tags.via,
    encoding: tags.encoding,
    editable: false,
  };
}

function environmentIn(tags: Value | undefined): string | undefined {
  if (tags?.kind !== 'mapping') return undefined;
  for (const { key, value } of tags.entries) if (environmentKey.test(textOf(key) ?? '')) return textOf(value);
  return undefined;
}

export interface IdentityOptions {
  readonly platform: Identity['platform'];
  readonly kind: Identity['kind'];
  /** Attribute that names it. */
  readonly name: string;
  readonly tags?: string;
  readonly traits?: Readonly<Record<string, Leaf | undefined>>;
}

/** Pushes the identity that a resource declares. Without a known name its address stands for it. */
export function pushIdentity(reading: Reading, options: IdentityOptions): void {
  const { view, instance, facts } = reading;
  if (instance.enabled === 'no') return;
  const written = textOf(view.attribute(options.name));
  const name = written ?? instance.address;
  const tags = options.tags === undefined ? undefined : view.attribute(options.tags);
  const traits: Record<string, Leaf> = {};
  for (const [key, leaf] of Object.entries(options.traits ?? {})) if (leaf) traits[key] = leaf;
  facts.identities.push({
    id: `${options.platform}:${options.kind}:${written ?? localName(name, 'terraform', view.uri)}`,
    platform: options.platform,
    kind: options.kind,
    name,
    owner: ownerIn(tags),
    environment: environmentIn(tags),
    scopeItems: [],
    at: view.head,
    carrier: reading.carrier(options.tags),
    traits,
  });
}

/** Pushes a credential that a resource makes. */
export function pushCredential(reading: Reading, credential: Pick<Credential, 'platform' | 'kind'> & Partial<Credential>): void {
  reading.facts.credentials.push({
    anchor: reading.anchor(),
    lifetime: { kind: 'standing' },
    storedIn: 'state',
    at: reading.view.head,
    carrier: reading.carrier(),
    enabled: reading.instance.enabled,
    ...credential,
  });
}

/** The lifetime that an attribute with a point in time gives: standing where it is not set. */
export function lifetimeFrom(reading: Reading, ...attributes: string[]): Lifetime {
  for (const attribute of attributes) {
    const said = reading.view.attribute(attribute);
    // An object says how it is rotated (`rotation_configuration`): it ends, when is the provider's business.
    if (said?.kind === 'mapping') return { kind: 'unknown', at: reading.view.placeOf(attribute)?.all };
    const until = firstLeaf(said);
    if (!until || textOf(until) === '') continue;
    return { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: reading.view.placeOf(attribute)?.all };
  }
  return { kind: 'standing' };
}
