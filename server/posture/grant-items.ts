// A grant as it was written, as a sorted list of items: what an approval is bound to. Never the catalogue's expansion,
// which changes every month under a wildcard that nobody touched; an approval must not die of that.
import type { Grant, Principal } from '../engine/facts/types.ts';
import { patternOf, placeOf, type Leaf } from '../engine/facts/value.ts';
import type { Place } from '../engine/text/text.ts';

/**
 * Items of the form `action s3:get*`, lower-cased where the platform ignores case, sorted, each once. Undefined when
 * something that counts is unknown: such a grant cannot be approved, because nobody can say what it is.
 */
export function grantItems(grant: Grant, environment?: string): string[] | undefined {
  const { items, known } = writtenItems(grant, environment);
  return known ? items : undefined;
}

export interface WrittenItems {
  readonly items: string[];
  /** Whether everything that counts has a value or is a reference by name. */
  readonly known: boolean;
  /** Whether everything that counts has a value. */
  readonly resolved: boolean;
}

/** A value as it was written: `${var.project_id}` for a reference that is not known here, `${}` for what has no name. */
function writtenText(leaf: Leaf): string {
  if (leaf.kind === 'unknown') return `\${${leaf.reference ?? ''}}`;
  let hole = 0;
  return patternOf(leaf).replace(/\0/g, () => `\${${(leaf.kind === 'partial' && leaf.references?.[hole++]) || ''}}`);
}

/** Where each action, resource and role of a grant is written, by its item. What has no token of its own is left out. */
export function writtenPlaces(grant: Grant): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const action of grant.actions)
    places.set(`${grant.polarity.actions === 'except' ? 'not-action' : 'action'} ${writtenText(action).toLowerCase()}`, placeOf(action));
  if (grant.entitlement) places.set(`role ${writtenText(grant.entitlement)}`, placeOf(grant.entitlement));
  for (const { id } of grant.scope)
    places.set(`${grant.polarity.resources === 'except' ? 'not-resource' : 'resource'} ${writtenText(id)}`, placeOf(id));
  return places;
}

/** Items for people: actions as their author spells them, which are compared in lower case. */
export function spelled(items: readonly string[], grant: Grant): string[] {
  const written = new Map(grant.actions.map((action) => [writtenText(action).toLowerCase(), writtenText(action)]));
  return items.map((item) => {
    const [kind, action] =
      item.startsWith('action ') || item.startsWith('not-action ')
        ? [item.slice(0, item.indexOf(' ')), written.get(item.slice(item.indexOf(' ') + 1))]
        : [];
    return action === undefined ? item : `${kind} ${action}`;
  });
}

/** The same with `${}` for each part that is not known, and whether everything is. Of `principals`, only those that are named. */
export function writtenItems(grant: Grant, environment?: string, principals: readonly Principal[] = grant.principals): WrittenItems {
  const items = new Set<string>([`effect ${grant.effect}`]);
  let known = true;
  let resolved = true;
  const text = (leaf: Leaf): string => {
    if (leaf.kind !== 'scalar') resolved = false;
    if (leaf.kind === 'unknown' && leaf.reference === undefined) known = false;
    return writtenText(leaf);
  };
  for (const action of grant.actions)
    items.add(`${grant.polarity.actions === 'except' ? 'not-action' : 'action'} ${text(action).toLowerCase()}`);
  if (grant.entitlement) items.add(`role ${text(grant.entitlement)}`);
  for (const { level, id } of grant.scope) {
    // A scope that the deployment decides has no name, and its level is what there is to approve.
    const scope =
      id.kind === 'unknown' && id.reference === undefined && level !== 'unknown' && level !== 'resource' ? `\${${level}}` : text(id);
    items.add(`${grant.polarity.resources === 'except' ? 'not-resource' : 'resource'} ${scope}`);
  }
  for (const principal of principals)
    items.add(`${grant.polarity.principals === 'except' ? 'not-principal' : 'principal'} ${principal.kind} ${text(principal.id)}`);
  for (const condition of grant.conditions)
    items.add(
      `condition ${condition.operator.toLowerCase()} ${condition.key.toLowerCase()} = ${condition.values.map(text).sort().join(' | ')}`,
    );
  if (grant.lifetime.kind === 'eligible') items.add('eligible');
  if (grant.lifetime.until) items.add(`until ${text(grant.lifetime.until)}`);
  else if (grant.lifetime.kind === 'unknown') known = resolved = false;
  if (environment !== undefined) items.add(`env ${environment}`);
  return { items: [...items].sort(), known, resolved };
}

/**
 * Whether what stands now is provably no wider than what was approved. Every approved limit still stands, every action,
 * resource, role and principal is covered by an approved one, and the end is no later. False when it cannot be shown.
 */
export function isNoWider(now: readonly string[], approved: readonly string[]): boolean {
  const of = (items: readonly string[], kind: string) =>
    items.filter((item) => item.startsWith(`${kind} `)).map((item) => item.slice(kind.length + 1));
  for (const kind of ['effect', 'env', 'not-action', 'not-resource', 'not-principal', 'role', 'principal']) {
    const before = of(approved, kind);
    const after = of(now, kind);
    // What is exempted may only grow; all else may only shrink.
    const grew = kind.startsWith('not-')
      ? before.some((item) => !after.includes(item)) || (before.length === 0 && after.length > 0)
      : after.some((item) => !before.includes(item));
    if (grew || (kind === 'env' && before.some((item) => !after.includes(item)))) return false;
  }
  for (const kind of ['action', 'resource']) {
    const before = of(approved, kind);
    if (of(now, kind).some((item) => !before.some((pattern) => covers(pattern, item)))) return false;
    if (before.length > 0 && of(now, kind).length === 0 && of(now, `not-${kind}`).length > 0) return false;
  }
  const conditions = of(now, 'condition');
  if (of(approved, 'condition').some((condition) => !conditions.includes(condition))) return false;
  if (approved.includes('eligible') && !now.includes('eligible')) return false;
  const [end] = of(approved, 'until');
  const [endNow] = of(now, 'until');
  return end === undefined || (endNow !== undefined && comparableDays(endNow, end) && endNow <= end);
}

/** Two ends can be compared as text when both are written as days or instants of the same form. */
function comparableDays(a: string, b: string): boolean {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/;
  return form.test(a) && form.test(b) && a.length === b.length;
}

/** Whether everything that `inner` can match is matched by `outer`. Sound, not complete: false when in doubt. */
export function covers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  // Wildcards of `inner` are taken as characters that only a wildcard of `outer` can match.
  let o = 0;
  let i = 0;
  let star = -1;
  let mark = 0;
  while (i < inner.length) {
    const want = outer[o];
    if (want === '*') {
      star = o++;
      mark = i;
    } else if (want !== undefined && (want === inner[i] || (want === '?' && inner[i] !== '*'))) {
      o++;
      i++;
    } else if (star >= 0) {
      o = star + 1;
      i = ++mark;
    } else {
      return false;
    }
  }
  while (outer[o] === '*') o++;
  return o === outer.length;
}
