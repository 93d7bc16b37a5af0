// Questions about one AWS statement that several rules ask: is it a grant, how broad is its resource, does a condition
// narrow it, when does it end. Questions over all that a principal holds are in holdings.ts.
import type { Condition, Grant, Scope } from '../types.ts';
import { patternOf, type Leaf } from '../value.ts';

/** True for a statement by which an identity may do something: allowed, in force, and no limit, trust or resource policy. */
export function isIdentityGrant(grant: Grant): boolean {
  return grant.platform === 'aws' && grant.effect === 'allow' && grant.role === 'identity' && grant.enabled !== 'no';
}

/** True for a statement by which a resource lets somebody in. */
export function isResourceGrant(grant: Grant): boolean {
  return (
    grant.platform === 'aws' &&
    grant.effect === 'allow' &&
    (grant.role === 'resource' || grant.role === 'key-policy') &&
    grant.enabled !== 'no'
  );
}

/** `*`, `*:*`, `**`: every action of every service. */
export function isEveryAction(pattern: string): boolean {
  return /^(?=.*\*)[*?]+(?::\*+)?$/.test(pattern);
}

/** The service prefix of `svc:*`; undefined for any other pattern. */
export function wholeServiceOf(pattern: string): string | undefined {
  return /^([a-z0-9-]+):\*+$/i.exec(pattern)?.[1]?.toLowerCase();
}

const namedFirst = new Set(['s3', 's3-object-lambda', 'execute-api', 'apigateway', 'sns', 'sqs']);

type Breadth = 'everything' | 'service' | 'type' | 'narrow' | 'unknown';

/** A dozen rules ask the same of every statement. */
const breadths = new WeakMap<Scope, Breadth>();

/** How much a resource pattern covers: everything there is, all of one service, all of one type, or less. Holes are taken to narrow. */
export function breadthOf(scope: Scope): Breadth {
  const known = breadths.get(scope);
  if (known) return known;
  const breadth = scope.id.kind === 'unknown' ? 'unknown' : breadthOfPattern(patternOf(scope.id));
  breadths.set(scope, breadth);
  return breadth;
}

function breadthOfPattern(pattern: string): Breadth {
  if (/^\*+$/.test(pattern)) return 'everything';
  const parts = pattern.split(':');
  if (parts.length < 6) {
    // `arn:*`, `arn:aws:*`, `arn:aws:s3*`: a pattern reaches across the colons.
    if (parts[0] !== 'arn' || !pattern.endsWith('*')) return 'narrow';
    return parts.length <= 3 && /^(?:\*|aws[a-z-]*|)$/.test(parts[1] ?? '') && (parts[2] ?? '*') === '*'
      ? 'everything'
      : parts.length >= 3 && parts.slice(3).every((part) => part === '*' || part === '')
        ? 'service'
        : 'narrow';
  }
  const service = parts[2]!;
  const resource = parts.slice(5).join(':');
  if (service === '*' && /^[*:/]+$/.test(resource)) return 'everything';
  // The account of a bucket is nowhere in its ARN; elsewhere a named region or account narrows little, and counts here as all.
  if (/^\*(?:\/\*|:\*)*$/.test(resource)) return 'service';
  // `table/*` names a type; in these services the first part is a name.
  if (!namedFirst.has(service) && /^[a-z0-9-]+[/:]\*(?:[/:]\*)*$/i.test(resource)) return 'type';
  return 'narrow';
}

/**
 * True when a scope reaches every resource of a service, or every resource of one of its types: `*`, an ARN of that service
 * that ends in a wildcard. An ARN of another service reaches nothing.
 */
export function reachesAllOf(scope: Scope, service: string): boolean {
  const breadth = breadthOf(scope);
  if (breadth === 'everything') return true;
  if (breadth === 'narrow' || breadth === 'unknown') return false;
  const named = patternOf(scope.id).split(':')[2] ?? '';
  return named === service || named === '*' || named === '';
}

/** The first resource that is `*` or as good as it; undefined when every resource is narrower or the statement says "all but". */
export function everyResourceOf(grant: Grant): Leaf | undefined {
  if (grant.polarity.resources === 'except') return undefined;
  return grant.scope.find((scope) => breadthOf(scope) === 'everything')?.id;
}

/** True when some condition narrows who, from where, or upon what. A time or a second factor alone does not. */
export function isLimited(grant: Grant): boolean {
  return grant.conditions.some(isLimiting);
}

/** Whether a condition narrows who, from where, or upon what. */
export function isLimiting({ limits }: Condition): boolean {
  return limits !== 'none' && limits !== 'time' && limits !== 'mfa';
}

export function hasLimit(grant: Grant, ...limits: readonly Condition['limits'][]): boolean {
  return grant.conditions.some((condition) => limits.includes(condition.limits));
}

/** The conditions of a statement on one key, in any case. */
export function conditionsOn(grant: Grant, key: string): Condition[] {
  const wanted = key.toLowerCase();
  return grant.conditions.filter((condition) => condition.key.toLowerCase() === wanted);
}
