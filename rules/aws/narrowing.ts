// Suggestions that several rules share: narrower actions, an end date, a condition. Each is made by the printers and is
// offered only where the token may be edited.
import type { AwsAction, AwsCatalog } from '../../server/engine/catalog/aws.ts';
import { foldActions, readOnly, withoutPermissionsManagement } from '../../server/engine/catalog/aws-fold.ts';
import { splitStatement } from '../../server/engine/edit/aws-split.ts';
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { replaceByList, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { isEveryAction } from '../../server/engine/facts/aws/statement.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, type Leaf } from '../../server/engine/facts/value.ts';

/** AWS's cap on a managed policy; a replacement that could not be deployed is none. */
const longestList = 5000;

/** Replaces a pattern by what it covers: only reading, all but permissions management, all by name. */
export function narrowerActions(leaf: Leaf, catalog: AwsCatalog): FixMaker[] {
  const pattern = patternOf(leaf);
  // What `*` covers is no list that anyone would want.
  if (!leaf.editable || leaf.kind !== 'scalar' || isEveryAction(pattern)) return [];
  const all = catalog.expand(pattern);
  const choices = [
    { title: 'only what reads', actions: readOnly(all) },
    { title: 'all but permissions management', actions: withoutPermissionsManagement(all) },
  ];
  return choices.flatMap(({ title, actions }) => {
    if (actions.length === 0 || actions.length === all.length) return [];
    const names = foldActions(actions, catalog);
    if (names.length === 0 || names.join('","').length > longestList) return [];
    return [editing(`Replace "${pattern}" by ${title} (${names.length} patterns, ${actions.length} actions)`, leaf.at.uri, (document) => [replaceByList(leaf, names, document)])];
  });
}

/** Lets a statement end in thirty days: time to find out what is needed. */
export function endInThirtyDays(grant: Grant, today: string): FixMaker[] {
  const statement = grant.statement?.value;
  if (!statement?.editable || grant.lifetime.kind !== 'standing') return [];
  const end = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * 86_400_000).toISOString().slice(0, 10);
  return [editing(`Let the statement end on ${end}`, statement.at.uri, (document) => [addCondition(statement, { operator: 'DateLessThan', key: 'aws:CurrentTime', values: [`${end}T00:00:00Z`] }, document)])];
}

/**
 * Where some actions could be limited and others take nothing but `*`: two statements, the first with ARNs to fill in. A
 * pattern that covers both kinds goes with the star, so that nothing is lost.
 */
export function splitOffStar(grant: Grant, star: Leaf, catalog: AwsCatalog, limits: (action: AwsAction) => boolean): FixMaker[] {
  const statement = grant.statement?.value;
  if (!statement?.editable || !star.editable || grant.scope.length !== 1) return [];
  const [kept, moved]: [string[], string[]] = [[], []];
  const limited: AwsAction[] = [];
  for (const leaf of grant.actions) {
    const covered = catalog.expand(patternOf(leaf));
    const isLimited = covered.length > 0 && covered.every(limits);
    (isLimited ? kept : moved).push(patternOf(leaf));
    if (isLimited) limited.push(...covered);
  }
  const arns = arnsFor(limited, catalog);
  if (kept.length === 0 || moved.length === 0 || !arns) return [];
  return [editing(`Split the statement: ${listedActions(kept)} on ${arns.join(', ')} (fill in the names), the rest on *`, statement.at.uri, (document) => splitStatement(statement, {
    kept, moved, suffix: 'Star', alsoInKept: [arns.length === 1 ? replaceText(star, arns[0]!) : replaceByList(star, arns, document)],
  }, document))];
}

function listedActions(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

/** More resource types than this are not one thing that a placeholder could name. */
const mostTypes = 3;

/**
 * Puts ARNs of the actions' own resource types in place of `*`, with the names left to fill in: `arn:aws:sqs:*:*:QUEUE_NAME`.
 * Each action is covered by at least one of them.
 */
export function arnsInsteadOfStar(star: Leaf, actions: readonly AwsAction[], catalog: AwsCatalog): FixMaker[] {
  if (!star.editable || star.kind !== 'scalar' || patternOf(star) !== '*') return [];
  const arns = arnsFor(actions, catalog);
  if (!arns) return [];
  return [editing(`Limit to ${arns.join(', ')} (fill in the names)`, star.at.uri, (document) => [arns.length === 1 ? replaceText(star, arns[0]!) : replaceByList(star, arns, document)])];
}

/** ARNs with placeholders that cover every action; undefined where one takes none, or where they are of too many types. */
function arnsFor(actions: readonly AwsAction[], catalog: AwsCatalog): string[] | undefined {
  const chosen: string[] = [];
  for (const action of actions) {
    const templates = catalog.resourceTemplates(action.name);
    if (templates.length === 0) return undefined;
    if (!templates.some((template) => chosen.includes(template))) chosen.push(templates[0]!);
  }
  return chosen.length === 0 || chosen.length > mostTypes ? undefined : chosen.map(withPlaceholders);
}

function withPlaceholders(template: string): string {
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (name === 'Partition') return 'aws';
    if (name === 'Region' || name === 'Account') return '*';
    return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  });
}
