// The fewest patterns that cover a set of actions and nothing else: what a wildcard is replaced by. AWS caps the size of
// policies (6,144 characters without white space for managed ones), so lists are folded by verb where that is exact.
import type { AwsAction, AwsCatalog } from './aws.ts';

/** Patterns such as `s3:Get*` and names, sorted, whose expansion is exactly `actions`. All of one service. */
export function foldActions(actions: readonly AwsAction[], catalog: AwsCatalog): string[] {
  const wanted = new Set(actions.map((action) => action.name));
  const folded: string[] = [];
  const byVerb = new Map<string, AwsAction[]>();
  for (const action of actions) {
    const verb = /^[^:]+:[A-Z]?[a-z0-9]+/.exec(action.name)?.[0] ?? action.name;
    const group = byVerb.get(verb);
    if (group) group.push(action);
    else byVerb.set(verb, [action]);
  }
  for (const [verb, group] of byVerb) {
    if (group.length > 1 && catalog.expand(`${verb}*`).every((action) => wanted.has(action.name))) folded.push(`${verb}*`);
    else folded.push(...group.map((action) => action.name));
  }
  return folded.sort();
}

/** Actions that only look: every level is List or Read. */
export function readOnly(actions: readonly AwsAction[]): AwsAction[] {
  return actions.filter((action) => action.levels.every((level) => level === 'List' || level === 'Read'));
}

export function withoutPermissionsManagement(actions: readonly AwsAction[]): AwsAction[] {
  return actions.filter((action) => !action.levels.includes('Permissions management'));
}

/** True when an action changes something. Tags count: they decide who may do what under tag conditions. */
export function changes(action: AwsAction): boolean {
  return action.levels.some((level) => level === 'Write' || level === 'Tagging' || level === 'Permissions management');
}
