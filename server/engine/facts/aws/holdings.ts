// What one principal holds: every statement and managed policy that is attached to it anywhere in its module, less what is
// denied to it without condition, within its boundary. Escalation is asked of this union, since its halves often stand in
// different policies. A policy that nobody is known to hold is asked on its own.
import type { AwsCatalog } from '../../catalog/aws.ts';
import { matchesFolded } from '../../catalog/aws-pattern.ts';
import { escalationSets, type EscalationSet } from '../../catalog/aws-escalation.ts';
import { folderOf } from '../../document.ts';
import type { Project, WorkspaceFacts } from '../../project.ts';
import type { Grant } from '../types.ts';
import { patternOf, type Leaf } from '../value.ts';
import { breadthOf, isEveryAction, isLimited, reachesAllOf, wholeServiceOf } from './statement.ts';
import { lifetimeOf } from '../lifetime.ts';

export interface Held {
  /** `iam:PassRole`, in lower case. */
  readonly action: string;
  /** The pattern or managed policy that gives it. */
  readonly by: Leaf;
  readonly grant: Grant;
  /** On every resource of its type, so that it reaches beyond what the holder was made for. */
  readonly broad: boolean;
}

export interface Holder {
  /** Dialect, folder, kind and name; by it a workload finds what its role holds. */
  readonly key: string;
  /** Known name or address; undefined for a policy whose holder is not known. */
  readonly name: string | undefined;
  readonly held: ReadonlyMap<string, Held>;
}

/** Actions that any set needs, in lower case. */
const needed: readonly string[] = [...new Set(escalationSets.flatMap((set) => set.actions.map((action) => action.toLowerCase())))];
const neededOf: ReadonlyMap<string, readonly string[]> = new Map(
  needed.map((action) => [serviceOf(action), needed.filter((other) => serviceOf(other) === serviceOf(action))]),
);

function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(':')));
}

/** The needed actions that a pattern in lower case covers. Most patterns name a service that no set asks about. */
function neededBy(pattern: string): readonly string[] {
  const service = serviceOf(pattern);
  const candidates = /[*?]/.test(service) || service === '' ? needed : (neededOf.get(service) ?? []);
  return candidates.filter((action) => matchesFolded(pattern, action));
}

interface Gathered {
  name: string | undefined;
  allows: Grant[];
  denies: Grant[];
  bounds: Grant[];
}

/** Grants of a document that escalation asks about: few, and the same as long as its facts are. */
const mattering = new WeakMap<readonly Grant[], readonly Grant[]>();

function matteringOf(grants: readonly Grant[], catalog: AwsCatalog): readonly Grant[] {
  let found = mattering.get(grants);
  if (!found) {
    found = grants.filter((grant) => {
      if (grant.platform !== 'aws' || grant.enabled === 'no') return false;
      if (grant.role !== 'identity' && grant.role !== 'entitlement') return grant.role === 'boundary';
      return grant.effect !== 'allow' || mayMatter(grant, catalog);
    });
    mattering.set(grants, found);
  }
  return found;
}

/** All holders over the tree, with what the escalation sets ask about. Those that hold none of it are left out. Gathered once a run. */
export function holdersIn(project: Project): readonly Holder[] {
  const catalog = project.catalogs.aws;
  return catalog
    ? project.memo(holdersIn, () =>
        holdersOf(
          [...project.documents.values()].flatMap(({ facts }) => matteringOf(facts.grants, catalog)),
          catalog,
          project.workspace,
        ),
      )
    : [];
}

function holdersOf(grants: readonly Grant[], catalog: AwsCatalog, { today, standing }: WorkspaceFacts): Holder[] {
  const holders = new Map<string, Gathered>();
  for (const grant of grants) {
    for (const [key, name] of keysOf(grant)) {
      const holder = holders.get(key) ?? holders.set(key, { name, allows: [], denies: [], bounds: [] }).get(key)!;
      if (grant.role === 'boundary') holder.bounds.push(grant);
      else if (grant.effect === 'deny') holder.denies.push(grant);
      else if (lifetimeOf(grant, today, standing?.grantDays) === 'standing') holder.allows.push(grant);
    }
  }
  const written = statementsByCarrier(grants);
  return [...holders].flatMap(([key, holder]) => {
    if (holder.allows.length === 0) return [];
    const limits = holder.bounds.map((boundary) => limitOf(boundary, written, catalog));
    // What a boundary that cannot be read leaves over is not known, so nothing is said.
    if (limits.includes(undefined)) return [];
    const held = heldBy(holder, catalog);
    for (const action of held.keys()) if (!limits.every((allows) => allows!(action))) held.delete(action);
    return held.size > 0 ? [{ key, name: holder.name, held }] : [];
  });
}

function statementsByCarrier(grants: readonly Grant[]): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of grants) {
    if (grant.entitlement) continue;
    const key = carrierKey(grant, grant.carrier.address);
    (found.get(key) ?? found.set(key, []).get(key)!).push(grant);
  }
  return found;
}

function carrierKey({ carrier }: Grant, address: string): string {
  return `${carrier.dialect}|${folderOf(carrier.block.uri)}|${address}`;
}

/** Which actions a permissions boundary lets through; undefined where what it says is not known. */
function limitOf(
  boundary: Grant,
  written: ReadonlyMap<string, readonly Grant[]>,
  catalog: AwsCatalog,
): ((action: string) => boolean) | undefined {
  const { entitlement } = boundary;
  // The statements of a boundary limit nobody by themselves.
  if (!entitlement) return () => true;
  const policy = catalog.managedPolicy(patternOf(entitlement));
  if (policy) {
    const { holds } = policy;
    return (action) => holds === '*' || holds.some((one) => one.toLowerCase() === action);
  }
  // `aws_iam_policy.limit.arn`, or the logical id in a template.
  const address = entitlement.kind === 'unknown' ? entitlement.reference?.split('.').slice(0, 2).join('.') : undefined;
  const statements = address === undefined ? undefined : written.get(carrierKey(boundary, address));
  return (
    statements &&
    ((action) =>
      statements.some((one) => one.effect === 'allow' && covers(one, action)) &&
      !statements.some((one) => one.effect === 'deny' && one.conditions.length === 0 && covers(one, action)))
  );
}

/** Sets that a holder has in full, the smallest first, none that contains another. */
export function escalationsOf(holder: Holder, kind: EscalationSet['kind']): EscalationSet[] {
  const found = escalationSets.filter(
    (set) => set.kind === kind && set.actions.every((action) => isEnough(holder.held.get(action.toLowerCase()), action, kind)),
  );
  const bySize = found.sort((a, b) => a.actions.length - b.actions.length);
  return bySize.filter(
    (set, index) => !bySize.slice(0, index).some((smaller) => smaller.actions.every((action) => set.actions.includes(action))),
  );
}

/** What is done to identities, to existing machines, or with a passed role must reach beyond the holder's own; what is made new need not. */
function isEnough(held: Held | undefined, action: string, kind: EscalationSet['kind']): boolean {
  if (!held) return false;
  return held.broad || (kind === 'pass-role' && action !== 'iam:PassRole');
}

/** One identity of a module, however its parts are attached: by the name or address that grants give it. */
export function holderKey(dialect: string, uri: string, kind: string, name: string): string {
  return `${dialect}|${folderOf(uri)}|${kind}|${name}`;
}

function* keysOf(grant: Grant): Generator<[string, string | undefined]> {
  const { uri } = grant.carrier.block;
  let named = false;
  for (const principal of grant.principals) {
    if (principal.id.kind !== 'scalar') continue;
    named = true;
    const name = String(principal.id.value);
    yield [holderKey(grant.carrier.dialect, uri, principal.kind, name), name];
  }
  if (!named) yield [`${uri}|${grant.carrier.address}`, undefined];
}

/** A cheap look before anything is expanded. */
function mayMatter(grant: Grant, catalog: AwsCatalog): boolean {
  return grant.entitlement ? (catalog.managedPolicy(patternOf(grant.entitlement))?.holds.length ?? 0) > 0 : mayLead(grant);
}

/** Whether a statement names a service that any escalation set asks about; a managed policy is not looked up here. */
export function mayLead(grant: Grant): boolean {
  if (grant.entitlement) return true;
  if (grant.polarity.actions === 'except') return true;
  return grant.actions.some((action) => {
    const pattern = patternOf(action).toLowerCase();
    const service = serviceOf(pattern);
    return neededOf.has(service) || /[*?]/.test(service) || pattern.startsWith('*');
  });
}

function heldBy(holder: Gathered, catalog: AwsCatalog): Map<string, Held> {
  const held = new Map<string, Held>();
  const denied = new Set<string>();
  for (const deny of holder.denies) {
    if (
      deny.conditions.length > 0 ||
      deny.polarity.resources === 'except' ||
      !deny.scope.some((scope) => breadthOf(scope) !== 'narrow' && breadthOf(scope) !== 'unknown')
    )
      continue;
    for (const action of needed) if (covers(deny, action)) denied.add(action);
  }
  const keep = (action: string, one: Held): void => {
    const known = held.get(action);
    if (!denied.has(action) && (!known || (!known.broad && one.broad))) held.set(action, one);
  };
  for (const grant of holder.allows) {
    if (grant.entitlement) {
      const policy = catalog.managedPolicy(patternOf(grant.entitlement));
      // An administrator needs no path; that it is one is said elsewhere.
      if (!policy || policy.holds === '*') continue;
      for (const action of policy.holds) keep(action.toLowerCase(), { action, by: grant.entitlement, grant, broad: true });
      continue;
    }
    if (isLimited(grant)) continue;
    if (grant.polarity.actions === 'except') continue;
    const broadIn = (service: string): boolean =>
      grant.polarity.resources === 'except' || grant.scope.some((scope) => reachesAllOf(scope, service));
    for (const leaf of grant.actions) {
      const pattern = patternOf(leaf).toLowerCase();
      if (pattern.includes('\0') || isEveryAction(pattern)) continue;
      for (const action of neededBy(pattern))
        keep(action, { action, by: leaf, grant, broad: broadIn(action === 'sts:assumerole' ? 'iam' : serviceOf(action)) });
    }
  }
  return held;
}

function covers(grant: Grant, action: string): boolean {
  const matches = grant.actions.some((leaf) => matchesFolded(isEveryAction(patternOf(leaf)) ? '*' : patternOf(leaf).toLowerCase(), action));
  return grant.polarity.actions === 'except' ? !matches : matches;
}

/** True when an action is held through `svc:*`, which other rules report. */
export function isWholeService(held: Held): boolean {
  return wholeServiceOf(patternOf(held.by)) !== undefined;
}
