// Whether a role is an administrator, or has a way to become one: asked by rules about what runs as it. A role is told by
// the text under which grants name it (an address, a logical id, a name) or by its ARN, wherever in the tree it is declared.
import { folderOf } from '../../document.ts';
import type { FactIndex } from '../../fact-index.ts';
import type { Project } from '../../project.ts';
import { lifetimeOf } from '../lifetime.ts';
import type { Grant, Identity } from '../types.ts';
import { patternOf, shownOf, textOf, type Leaf } from '../value.ts';
import { escalationsOf, holderKey, holdersIn, mayLead, type Holder } from './holdings.ts';
import { isBounded, isBreakGlass } from './lookup.ts';
import { everyResourceOf, hasLimit, isEveryAction, isIdentityGrant, isLimited } from './statement.ts';

export interface RolePower {
  /** The grant's token that gives it: a managed policy, `*`, the last action of a path. */
  readonly by: Leaf;
  readonly grant: Grant;
  /** How it becomes an administrator; undefined for one that is. */
  readonly path?: string;
  /** Only a permissions boundary holds it back. */
  readonly bounded: boolean;
}

/** Grants that may make an administrator, by whom they are given to. */
const broadGrants: FactIndex<Grant> = {
  name: 'aws-broad-grants',
  *entriesOf({ facts }) {
    for (const grant of facts.grants) {
      if (grant.platform !== 'aws' || grant.effect !== 'allow' || grant.enabled === 'no') continue;
      if (
        grant.role === 'entitlement'
          ? !grant.entitlement
          : grant.role !== 'identity' || !grant.actions.some((action) => isEveryAction(patternOf(action)))
      )
        continue;
      for (const principal of grant.principals)
        // A rule of another file reads all of it: what it allows, until when, and where that stands.
        yield [roleKey(grant.carrier.dialect, grant.carrier.block.uri, patternOf(principal.id)), grant, JSON.stringify(grant)];
    }
  },
};

/** Holders of anything that a way to administrator could be made of: without it, nobody has to gather what everyone holds. */
const leadingGrants: FactIndex<true> = {
  name: 'aws-leading-grants',
  *entriesOf({ facts }) {
    for (const grant of facts.grants) {
      if (
        grant.platform !== 'aws' ||
        grant.effect !== 'allow' ||
        grant.enabled === 'no' ||
        (grant.role !== 'entitlement' && grant.role !== 'identity') ||
        !mayLead(grant)
      )
        continue;
      for (const principal of grant.principals)
        yield [roleKey(grant.carrier.dialect, grant.carrier.block.uri, patternOf(principal.id)), true, ''];
    }
  },
};

const rolesByName: FactIndex<Identity> = {
  name: 'aws-roles-by-name',
  *entriesOf({ facts }) {
    for (const identity of facts.identities)
      if (identity.platform === 'aws' && identity.kind === 'role')
        yield [identity.name.toLowerCase(), identity, `${identity.name}|${identity.carrier.address}`];
  },
};

const rolesByAddress: FactIndex<Identity> = {
  name: 'aws-roles-by-address',
  *entriesOf({ facts }) {
    for (const identity of facts.identities)
      if (identity.platform === 'aws' && identity.kind === 'role')
        yield [roleKey(identity.carrier.dialect, identity.at.uri, identity.carrier.address), identity, identity.name];
  },
};

/** The key of a role, as grants of a document's folder name it. */
export function roleKey(dialect: string, uri: string, text: string): string {
  return holderKey(dialect, uri, 'role', text);
}

/** The name of a role by its ARN, behind any path, or as it is written; undefined where a part of it is not known. */
function roleNameIn(text: string): string | undefined {
  const last = text.includes(':role/') ? text.slice(text.lastIndexOf('/') + 1) : '';
  const name = last === '' ? text : last;
  return name.includes('\0') ? undefined : name;
}

/** Every key under which grants may name the role that `leaf` refers to from a document. */
export function roleKeysOf(leaf: Leaf, dialect: string, uri: string, project: Project): readonly string[] {
  const text = patternOf(leaf);
  const name = roleNameIn(text);
  if (name === undefined) return [];
  const own = roleKey(dialect, uri, name);
  const keys = [own];
  for (const identity of project.lookup(rolesByAddress, own)) keys.push(roleKey(dialect, uri, identity.name));
  const named = project.lookup(rolesByName, name.toLowerCase());
  // Environments repeat their names: of several, only one beside the workload is meant.
  const meant = named.length === 1 ? named : named.filter((identity) => folderOf(identity.at.uri) === folderOf(uri));
  for (const { carrier, at, name: declared } of meant)
    keys.push(roleKey(carrier.dialect, at.uri, carrier.address), roleKey(carrier.dialect, at.uri, declared));
  return [...new Set(keys)];
}

/** What makes the role that `leaf` names an administrator, standing and not named as break-glass; undefined where nothing known does. */
export function powerOf(leaf: Leaf, dialect: string, uri: string, project: Project): RolePower | undefined {
  const keys = roleKeysOf(leaf, dialect, uri, project);
  // Ids of constructs repeat from stack to stack: a role that is made in this file is given what it holds here.
  const ofThisFile =
    dialect === 'source' ||
    (dialect === 'cdk' &&
      project.lookup(rolesByAddress, roleKey(dialect, uri, patternOf(leaf))).some((identity) => identity.at.uri === uri));
  const counts = (grant: Grant): boolean => !ofThisFile || grant.carrier.block.uri === uri;
  for (const key of keys) {
    for (const grant of project.lookup(broadGrants, key)) {
      if (!counts(grant)) continue;
      const by = administratorBy(grant, project);
      if (by) return { by, grant, bounded: isBounded(grant, project) };
    }
  }
  const leading = keys.filter((key) => project.lookup(leadingGrants, key).length > 0);
  if (leading.length === 0) return undefined;
  const holders = holdersByKey(project);
  for (const key of leading) {
    const holder = holders.get(key);
    const found = holder && pathOf(holder);
    if (found && counts(found.grant) && !isBreakGlass(found.grant, project)) return found;
  }
  return undefined;
}

function administratorBy(grant: Grant, project: Project): Leaf | undefined {
  const { today, standing } = project.workspace;
  if (lifetimeOf(grant, today, standing?.grantDays) !== 'standing' || isBreakGlass(grant, project)) return undefined;
  if (grant.entitlement)
    return project.catalogs.aws?.managedPolicy(patternOf(grant.entitlement))?.class === 'admin' ? grant.entitlement : undefined;
  if (
    !isIdentityGrant(grant) ||
    grant.polarity.actions === 'except' ||
    isLimited(grant) ||
    hasLimit(grant, 'mfa') ||
    !everyResourceOf(grant)
  )
    return undefined;
  return grant.actions.find((action) => isEveryAction(patternOf(action)));
}

function holdersByKey(project: Project): ReadonlyMap<string, Holder> {
  return project.memo(holdersByKey, () => new Map(holdersIn(project).map((holder) => [holder.key, holder])));
}

/** The shortest way to administrator by changing identities or passing a role; code of others' machines is no such way. */
function pathOf(holder: Holder): RolePower | undefined {
  for (const kind of ['identity', 'pass-role'] as const) {
    const [set] = escalationsOf(holder, kind).filter(({ id }) => id !== 'assume-role');
    const part = set && holder.held.get(set.actions.at(-1)!.toLowerCase());
    if (set && part) return { by: part.by, grant: part.grant, path: set.how, bounded: false };
  }
  return undefined;
}

/** The name of a role for a message: of an ARN its last part. */
export function roleInWords(leaf: Leaf): string {
  const text = textOf(leaf) ?? shownOf(leaf);
  return text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text;
}
