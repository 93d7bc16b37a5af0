// One resource of a template as its readers see it: its type and properties, whether it is there, who holds its policy, how
// its facts are named and placed. What a type means is for resources.ts to say.
import type { Carrier, Dialect, Facts, Grant, Principal } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { tableOf } from '../../table.ts';
import { entryOf, itemsOf, leavesOf, placeOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { evaluate, referredTo, type TemplateScope } from './intrinsics.ts';
import { makesRole } from './workloads.ts';

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly entry: Entry;
  readonly properties: Value | undefined;
  readonly enabled: Grant['enabled'];
}

export interface TemplateReading {
  readonly scope: TemplateScope;
  readonly dialect: Dialect;
  readonly facts: Facts;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Who holds a managed policy of this template, by its logical id, from the roles, users and groups that name it. */
  readonly holders: ReadonlyMap<string, readonly Principal[]>;
  /** Managed policies that are only ever a permissions boundary. */
  readonly boundaries: ReadonlySet<string>;
}

export interface ResourceReading extends TemplateReading {
  readonly resource: TemplateResource;
}

/** The resources of a template. A resource with a condition may be there; `Fn::ForEach` gives its template once. */
export function resourcesOf(root: Value): Map<string, TemplateResource> {
  const found = new Map<string, TemplateResource>();
  const add = (entries: readonly Entry[], enabled: Grant['enabled'], depth: number): void => {
    for (const entry of entries) {
      const id = textOf(entry.key);
      if (id === undefined) continue;
      if (id.startsWith('Fn::ForEach::') && entry.value.kind === 'list' && depth < 3) {
        const body = entry.value.items[2];
        if (body?.kind === 'mapping') add(body.entries, 'maybe', depth + 1);
        continue;
      }
      const type = textOf(valueAt(entry.value, 'Type'));
      if (type === undefined) continue;
      found.set(id, {
        id,
        type,
        entry,
        properties: valueAt(entry.value, 'Properties'),
        enabled: valueAt(entry.value, 'Condition') ? 'maybe' : enabled,
      });
    }
  };
  const resources = valueAt(root, 'Resources');
  if (resources?.kind === 'mapping') add(resources.entries, 'yes', 0);
  return found;
}

const holderKinds = tableOf<Principal['kind']>({
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
  'AWS::Serverless::Function': 'role',
  'AWS::Serverless::StateMachine': 'role',
});

/** One look over the template: which managed policies are attached by reference, and which only bound. */
export function policyUsesOf(resources: ReadonlyMap<string, TemplateResource>): Pick<TemplateReading, 'holders' | 'boundaries'> {
  const holders = new Map<string, Principal[]>();
  const bounding = new Set<string>();
  for (const resource of resources.values()) {
    const kind = holderKinds.get(resource.type);
    if (!kind) continue;
    const boundary = referredTo(valueAt(resource.properties, 'PermissionsBoundary'));
    if (boundary) bounding.add(boundary);
    for (const key of ['ManagedPolicyArns', 'Policies']) {
      for (const item of itemsOf(valueAt(resource.properties, key))) {
        const policy = referredTo(item);
        if (policy) (holders.get(policy) ?? holders.set(policy, []).get(policy)!).push({ kind, id: idLeaf(resource) });
      }
    }
  }
  return { holders, boundaries: new Set([...bounding].filter((id) => !holders.has(id))) };
}

/** Roles, users and groups that a policy names as its holders. */
export function holdersOf(reading: ResourceReading): Principal[] {
  if (reading.resource.type === 'AWS::SSO::PermissionSet' || reading.resource.type === 'AWS::IoT::Policy')
    return [{ kind: 'role', id: idLeaf(reading.resource) }];
  return (
    [
      ['Roles', 'role'],
      ['RoleName', 'role'],
      ['Users', 'user'],
      ['UserName', 'user'],
      ['Groups', 'group'],
      ['GroupName', 'group'],
    ] as const
  ).flatMap(([name, kind]) => principalsFrom(reading, name, kind));
}

export function principalsFrom(reading: ResourceReading, name: string, kind: Principal['kind']): Principal[] {
  return itemsOf(valueAt(reading.resource.properties, name)).flatMap((item): Principal[] => {
    const id = referredTo(item);
    const target = id === undefined ? undefined : (reading.resources.get(id) ?? maker(id, reading));
    if (target) return [{ kind, id: wordAt(target.id, item.at) }];
    return leavesOf(evaluate(item, reading.scope)).map((leaf) => ({ kind, id: leaf }));
  });
}

/** The function or state machine whose own role goes by this id: SAM puts `Role` behind theirs. */
function maker(id: string, { resources }: ResourceReading): TemplateResource | undefined {
  const resource = id.endsWith('Role') ? resources.get(id.slice(0, -'Role'.length)) : undefined;
  return resource && makesRole(resource) ? resource : undefined;
}

export function property(reading: ResourceReading, ...path: string[]): Value | undefined {
  const value = valueAt(reading.resource.properties, ...path);
  return value && evaluate(value, reading.scope);
}

export function keyPlace(reading: ResourceReading, name: string): Carrier['head'] {
  return entryOf(reading.resource.properties, name)?.key.at ?? headOf(reading);
}

export function headOf(reading: ResourceReading): Carrier['head'] {
  return placeOf(reading.resource.entry.key);
}

export function anchorOf(reading: ResourceReading, path: string): string {
  return `${reading.dialect}|${reading.scope.uri}|${reading.resource.id}|${path}`;
}

export function carrierOf(reading: ResourceReading, attribute?: string): Carrier {
  const { resource } = reading;
  const at = attribute === undefined ? undefined : entryOf(resource.properties, attribute.split('.')[0]!)?.at;
  return {
    dialect: reading.dialect,
    kind: resource.type,
    address: resource.id,
    block: resource.entry.at,
    head: headOf(reading),
    ...(at ? { attribute: at } : {}),
  };
}

export function idLeaf(resource: TemplateResource): Leaf {
  return wordAt(resource.id, resource.entry.key.at);
}

export function ownerOf(reading: ResourceReading): Leaf | undefined {
  return tagOf(reading, 'owner', 'team', 'contact');
}

/** A tag by one of its names: in a list of keys and values, or, as SAM has it, in a mapping. */
export function tagOf(reading: ResourceReading, ...names: string[]): Leaf | undefined {
  const tags = property(reading, 'Tags');
  const named = (leaf: Value | undefined): boolean => names.includes((textOf(leaf) ?? '').toLowerCase());
  if (tags?.kind === 'mapping') return leavesOf(tags.entries.find(({ key }) => named(key))?.value)[0];
  const found = itemsOf(tags).find((item): item is Mapping => item.kind === 'mapping' && named(valueAt(item, 'Key')));
  return leavesOf(valueAt(found, 'Value'))[0];
}
