// What an action pattern really grants, by access level, the dangerous first. A pure question to the catalogue; knows
// nothing of documents or of the protocol.
import type { AccessLevel, AwsAction, AwsCatalog } from '../engine/catalog/aws.ts';

/** From what can change who may do what, down to what only looks. */
const levelsByDanger: readonly AccessLevel[] = ['Permissions management', 'Write', 'Tagging', 'Read', 'List'];

export interface LevelReach {
  readonly level: AccessLevel;
  /** Action names in AWS's own case, sorted. */
  readonly actions: readonly string[];
}

export interface WildcardReach {
  readonly pattern: string;
  readonly total: number;
  readonly services: number;
  /** Only levels that are there, the dangerous first. An action counts at the most dangerous of its levels. */
  readonly levels: readonly LevelReach[];
}

/** The reach of a pattern such as `s3:*`; undefined for a plain action and for what the catalogue does not know. */
export function reachOfPattern(pattern: string, catalog: AwsCatalog): WildcardReach | undefined {
  if (!/[*?]/.test(pattern)) return undefined;
  const actions = catalog.expand(pattern);
  if (actions.length === 0) return undefined;
  const byLevel = new Map<AccessLevel, string[]>();
  const services = new Set<string>();
  for (const action of actions) {
    services.add(action.name.slice(0, action.name.indexOf(':')));
    const level = worstLevel(action);
    const list = byLevel.get(level);
    if (list) list.push(action.name);
    else byLevel.set(level, [action.name]);
  }
  return {
    pattern,
    total: actions.length,
    services: services.size,
    levels: levelsByDanger.flatMap((level) => (byLevel.has(level) ? [{ level, actions: byLevel.get(level)!.sort() }] : [])),
  };
}

function worstLevel(action: AwsAction): AccessLevel {
  return levelsByDanger.find((level) => action.levels.includes(level)) ?? 'Read';
}
