// The AWS catalogue over its generated tables, which are texts of one line an entry. Lines are told apart when one is first
// asked for, and a service's line is taken apart when that service is, so that loading costs what three texts cost.
import { accessLevels, type AccessLevel, type AwsAction, type AwsCatalog, type AwsManagedPolicy } from './aws.ts';
import { services, source as actionSource } from './aws-actions.generated.ts';
import { interestingActions, managedPolicies, source as policySource } from './aws-managed-policies.generated.ts';
import { hasWildcard, matchesFolded } from './aws-pattern.ts';
import { serviceNames } from './aws-service-names.generated.ts';

interface Service {
  readonly actions: readonly AwsAction[];
  readonly byName: ReadonlyMap<string, AwsAction>;
  readonly templates: ReadonlyMap<string, readonly string[]>;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const onlyWildcardBit = 32;
/** The levels of each combination of bits, shared by all actions that have it. */
const levelsOfBits: readonly (readonly AccessLevel[])[] = Array.from({ length: 64 }, (_, bits) =>
  accessLevels.filter((_level, index) => bits & (1 << index)),
);

export function createAwsCatalog(): AwsCatalog {
  const lines = linesOf(services);
  const names = linesOf(serviceNames);
  const policies = linesOf(managedPolicies);
  const opened = new Map<string, Service>();
  const expanded = new Map<string, readonly AwsAction[]>();

  function open(prefix: string): Service | undefined {
    const known = opened.get(prefix);
    if (known) return known;
    const line = lines().get(prefix);
    if (line === undefined) return undefined;
    const service = openService(prefix, line);
    opened.set(prefix, service);
    return service;
  }

  function find(action: string): AwsAction | undefined {
    const lower = action.toLowerCase();
    return open(prefixOf(lower))?.byName.get(lower);
  }

  return {
    find,
    expand(pattern) {
      const folded = pattern.toLowerCase();
      const known = expanded.get(folded);
      if (known) return known;
      const found = expand(folded === '*' || /^\*+$/.test(folded) ? '*:*' : folded);
      expanded.set(folded, found);
      return found;
    },
    resourceTemplates: (action) => open(prefixOf(action.toLowerCase()))?.templates.get(action.toLowerCase()) ?? [],
    serviceName: (prefix) => names().get(prefix) ?? (lines().has(prefix) ? prefix : undefined),
    managedPolicy: (arnOrName) => managedPolicy(policies(), arnOrName),
    managedPolicyNames: () => [...policies().keys()],
    source: `${actionSource}, ${policySource}`,
  };

  function expand(pattern: string): readonly AwsAction[] {
    if (!hasWildcard(pattern)) {
      const action = find(pattern);
      return action ? [action] : [];
    }
    const prefix = prefixOf(pattern);
    // Without a colon the pattern may still reach across it: `s3*`.
    const wanted = !pattern.includes(':')
      ? [...lines().keys()]
      : hasWildcard(prefix)
        ? [...lines().keys()].filter((one) => matchesFolded(prefix, one) || prefix.includes('*'))
        : [prefix];
    const found: AwsAction[] = [];
    for (const one of wanted) {
      const service = open(one);
      if (!service) continue;
      if (pattern === '*:*' || pattern === `${one}:*`) found.push(...service.actions);
      else for (const [name, action] of service.byName) if (matchesFolded(pattern, name)) found.push(action);
    }
    return found;
  }
}

/** Lines of a text by their first words, taken apart at the first call. */
function linesOf(text: string): () => ReadonlyMap<string, string> {
  let lines: Map<string, string> | undefined;
  return () =>
    (lines ??= new Map(
      text
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    ));
}

function prefixOf(action: string): string {
  const colon = action.indexOf(':');
  return colon < 0 ? action : action.slice(0, colon);
}

function openService(prefix: string, line: string): Service {
  const bar = line.indexOf('|');
  const arns = line.slice(bar + 1).split(' ');
  const actions: AwsAction[] = [];
  const byName = new Map<string, AwsAction>();
  const templates = new Map<string, readonly string[]>();
  for (const part of line.slice(0, bar).split(' ')) {
    const bits = alphabet.indexOf(part[0]!);
    const colon = part.indexOf(':');
    const name = `${prefix}:${colon < 0 ? part.slice(1) : part.slice(1, colon)}`;
    const action: AwsAction = { name, levels: levelsOfBits[bits] ?? [], wildcardOnly: (bits & onlyWildcardBit) !== 0 };
    actions.push(action);
    byName.set(name.toLowerCase(), action);
    if (colon >= 0)
      templates.set(
        name.toLowerCase(),
        part
          .slice(colon + 1)
          .split('.')
          .map((index) => arns[parseInt(index, 36)]!),
      );
  }
  return { actions, byName, templates };
}

/** By ARN of any partition (or one that is not known), by path and name, or by name. */
function managedPolicy(policies: ReadonlyMap<string, string>, arnOrName: string): AwsManagedPolicy | undefined {
  const arn = /^(?:arn:[^:]*|\0?):iam::aws:policy\/(.+)$/.exec(arnOrName);
  if (!arn && arnOrName.includes(':')) return undefined;
  const path = arn ? arn[1]! : arnOrName;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const line = policies.get(name);
  if (line === undefined) return undefined;
  const [folder, kind, counts, holds] = line.split('|') as [string, AwsManagedPolicy['class'], string, string];
  const numbers = counts.split('.').map(Number);
  return {
    name,
    arn: `arn:aws:iam::aws:policy/${folder}${name}`,
    class: kind,
    holds: holds === '*' ? '*' : holds === '' ? [] : holds.split('.').map((index) => interestingActions[parseInt(index, 36)]!),
    counts: Object.fromEntries(accessLevels.map((level, index) => [level, numbers[index]!])) as Record<AccessLevel, number>,
  };
}
