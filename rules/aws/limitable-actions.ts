// Which actions of a statement could be limited to ARNs and are not: where the statement is wide (`*`, or an ARN with
// nothing but a wildcard behind its service or type), and what of a kind stands there. It judges nothing and says nothing.
import type { AwsAction, AwsCatalog } from '../../server/engine/catalog/aws.ts';
import { touchesOnlyOwn } from '../../server/engine/catalog/aws-consequence.ts';
import { breadthOf, everyResourceOf, isEveryAction, wholeServiceOf } from '../../server/engine/facts/aws/statement.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, type Leaf } from '../../server/engine/facts/value.ts';

/** Actions that the reference gives a resource type of which each account has one, so that naming it narrows nothing. */
const oneOfAKind = new Set(['cloudwatch:PutMetricData']);

/** Whether AWS accepts nothing but `*`, or nothing narrower that means less. */
export function takesOnlyStar(action: AwsAction): boolean {
  return action.wildcardOnly || oneOfAKind.has(action.name);
}

/** Where a statement is wide. */
export interface WidePlace {
  readonly leaf: Leaf;
  /** Of which service the ARN is; undefined for `*`, which is of all. */
  readonly service?: string;
  readonly breadth: 'everything' | 'service' | 'type';
}

/** `*` alone where it is written; else every ARN that reaches all of a service or of a type. None where resources are "all but". */
export function widePlacesOf(grant: Grant): WidePlace[] {
  const everything = everyResourceOf(grant);
  if (everything) return [{ leaf: everything, breadth: 'everything' }];
  if (grant.polarity.resources === 'except') return [];
  return grant.scope.flatMap((scope): WidePlace[] => {
    const breadth = breadthOf(scope);
    const service = patternOf(scope.id).split(':')[2];
    return (breadth === 'service' || breadth === 'type') && service !== undefined && /^[a-z0-9-]+$/.test(service)
      ? [{ leaf: scope.id, breadth, service }]
      : [];
  });
}

/** What is asked of each action. */
export interface ActionKind {
  readonly id: string;
  readonly matches: (action: AwsAction) => boolean;
  /** Whether what reaches nobody else is told apart. */
  readonly tellsOwnApart: boolean;
  /** Whether `svc:*` counts too; where another rule says more about it, it does not. */
  readonly countsWholeServices: boolean;
}

/** Some of what one pattern covers. */
export interface Part {
  readonly leaf: Leaf;
  readonly actions: readonly AwsAction[];
}

export interface Limitable {
  /** Actions of the kind that could be limited, each once. */
  readonly limited: readonly Part[];
  /** Those among them that reach what belongs to others. */
  readonly reaching: readonly Part[];
  /** Patterns that take nothing but a star. */
  readonly onlyStar: number;
  /** Whether there are actions of another kind, or of another service than the place is of. */
  readonly others: boolean;
}

/** Actions of a kind that could be limited at a place, and what stands beside them. */
export function limitableAt(place: WidePlace, grant: Grant, catalog: AwsCatalog, kind: ActionKind): Limitable {
  const named = grant.actions.filter(
    (leaf) => !isEveryAction(patternOf(leaf)) && (kind.countsWholeServices || wholeServiceOf(patternOf(leaf)) === undefined),
  );
  const leaves =
    place.service === undefined ? named : named.filter((leaf) => patternOf(leaf).toLowerCase().startsWith(`${place.service}:`));
  const readings = leaves.map((leaf) => ({ leaf, ...readingOf(patternOf(leaf), catalog, kind) }));
  const seen = leaves.length > 1 ? new Set<AwsAction>() : undefined;
  const each = (part: 'limited' | 'reaching'): Part[] => {
    seen?.clear();
    return readings
      .map(({ leaf, [part]: actions }) => ({
        leaf,
        actions: seen ? actions.filter((action) => !seen.has(action) && seen.add(action)) : actions,
      }))
      .filter(({ actions }) => actions.length > 0);
  };
  return {
    limited: each('limited'),
    reaching: each('reaching'),
    onlyStar: readings.filter((one) => one.onlyStar).length,
    others: leaves.length < named.length || readings.some((one) => one.others),
  };
}

interface PatternReading {
  readonly limited: readonly AwsAction[];
  readonly reaching: readonly AwsAction[];
  readonly onlyStar: boolean;
  readonly others: boolean;
}

/** What a pattern comes to for a kind is the same as long as the catalogue is, and policies repeat their patterns. */
const readings = new WeakMap<AwsCatalog, Map<string, PatternReading>>();

function readingOf(pattern: string, catalog: AwsCatalog, kind: ActionKind): PatternReading {
  const known = readings.get(catalog) ?? readings.set(catalog, new Map()).get(catalog)!;
  const key = `${kind.id} ${pattern}`;
  const found = known.get(key);
  if (found) return found;
  const expanded = catalog.expand(pattern);
  const own = expanded.filter(kind.matches);
  const limited = own.filter((action) => !takesOnlyStar(action));
  const reading: PatternReading = {
    limited,
    reaching: kind.tellsOwnApart ? limited.filter((action) => !touchesOnlyOwn(action, catalog)) : limited,
    onlyStar: expanded.length > 0 && expanded.every(takesOnlyStar),
    others: own.length < expanded.length,
  };
  known.set(key, reading);
  return reading;
}
