// What every reader of one Kubernetes object needs to know about it: its name, its carrier, its anchor, and whether a
// condition decides that it is there.
import type { ReadContext } from '../../readers.ts';
import { placeOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import type { Carrier, Dialect, Grant } from '../types.ts';
import { leafOf, shownName, type ObjectName } from './objects.ts';

export interface KubernetesOptions {
  readonly uri: string;
  /** Text of the document, where blocks in it keep their places. */
  readonly text?: string;
  readonly dialect: Dialect;
  /** Instead of `kubernetes|uri|group/kind/namespace/name`, for objects inside another language's resource. */
  readonly anchor?: string;
  readonly enabled: Grant['enabled'];
  /** The files around it, for objects that say which chart they install. */
  readonly files?: ReadContext;
  /** Where parts of one object depend on conditions of their own. Never says `yes` where `enabled` is not. */
  readonly enabledAt?: (offset: number) => Grant['enabled'];
}

/** The text that a value stands in as it is: none for what another file or the actions of a template wrote. */
export function textAround({ text, uri, dialect }: KubernetesOptions, value: Value | undefined): string | undefined {
  return value?.at.uri === uri && (value.kind === 'scalar' || dialect === 'kubernetes') ? text : undefined;
}

export interface ObjectContext extends KubernetesOptions {
  readonly object: Mapping;
  readonly name: ObjectName;
  readonly carrier: Carrier;
  readonly anchor: string;
}

export function contextOf(object: Mapping, name: ObjectName, options: KubernetesOptions): ObjectContext {
  // Joined and not put into a template, whose parts would be kept as long as the anchor.
  const named = name.namespace
    ? [name.kind, shownName(name.namespace), shownName(name.name)].join('/')
    : [name.kind, shownName(name.name)].join('/');
  const head = name.name ?? valueAt(object, 'kind')!;
  // Field by field: an object that another is spread into is made ten times as slowly, and there is one for each object.
  return {
    uri: options.uri,
    text: options.text,
    dialect: options.dialect,
    enabled: options.enabled,
    files: options.files,
    enabledAt: options.enabledAt,
    object,
    name,
    anchor:
      options.anchor ??
      [
        'kubernetes|',
        options.uri,
        '|',
        name.group === '\0' ? '*' : name.group,
        '/',
        name.kind,
        '/',
        shownName(name.namespace),
        '/',
        shownName(name.name),
      ].join(''),
    carrier: { dialect: options.dialect, kind: name.kind, address: named, block: object.at, head: placeOf(head) },
  };
}

/** Whether a part of the object is there: the object's own condition, and those inside it. */
export function enabledOf(context: ObjectContext, offset: number): Grant['enabled'] {
  const inside = context.enabledAt?.(offset) ?? 'yes';
  return context.enabled === 'yes' ? inside : context.enabled;
}

/** The traits of an account or a workload, without those that nothing says. */
export function traitsOf(traits: {
  readonly serviceAccount?: Leaf;
  readonly automount?: Leaf;
  readonly namespace?: Leaf;
}): Record<string, Leaf> {
  // Assigned and not spread: a spread object has a shape of its own, which weighs more than what is in it.
  const known: Record<string, Leaf> = {};
  if (traits.serviceAccount) known['serviceAccount'] = traits.serviceAccount;
  if (traits.automount) known['automount'] = traits.automount;
  if (traits.namespace) known['namespace'] = traits.namespace;
  return known;
}

/** Labels by which teams are named in practice. */
export function ownerOf(object: Mapping): Leaf | undefined {
  for (const where of ['annotations', 'labels']) {
    for (const key of ['owner', 'team', 'app.kubernetes.io/owner', 'backstage.io/owner', 'identity-posture.dev/owner']) {
      const leaf = leafOf(valueAt(object, 'metadata', where, key));
      if (leaf) return leaf;
    }
  }
  return undefined;
}
