// Suggestions that several rules share: narrower actions, an end date, a condition. Each is made by the printers and is
// offered only where the token may be edited.
import type { AwsAction, AwsCatalog } from '../../server/engine/catalog/aws.ts';
import { foldActions, readOnly, withoutPermissionsManagement } from '../../server/engine/catalog/aws-fold.ts';
import { matchesPattern } from '../../server/engine/catalog/aws-pattern.ts';
import { splitStatement } from '../../server/engine/edit/aws-split.ts';
import { referenceName, replaceByReference } from '../../server/engine/edit/aws-reference.ts';
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { replaceByList, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { folderOf, type Document } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { declaredIn } from '../../server/engine/facts/aws/lookup.ts';
import { typeOfTemplate } from '../../server/engine/facts/aws/declared-types.ts';
import { isEveryAction } from '../../server/engine/facts/aws/statement.ts';
import type { DeclaredResource, Grant } from '../../server/engine/facts/types.ts';
import type { Project } from '../../server/engine/project.ts';
import { patternOf, type Leaf } from '../../server/engine/facts/value.ts';

/** AWS's cap on a managed policy; a replacement that could not be deployed is none. */
const longestList = 5000;

/**
 * Replaces a pattern by the actions that the holder's own program calls, where its source is known. An action of which the
 * catalogue does not know the name makes the list unsure, and then there is none.
 */
export function actionsOfCode(leaf: Leaf, grant: Grant, catalog: AwsCatalog): FixMaker[] {
  const pattern = patternOf(leaf);
  const { calls } = grant;
  if (!calls || !leaf.editable || leaf.kind !== 'scalar') return [];
  const known = calls.actions.map((action) => catalog.expand(action));
  if (known.some((found) => found.length !== 1)) return [];
  const beside = new Set(grant.actions.map((one) => patternOf(one).toLowerCase()));
  const names = known.map(([action]) => action!.name).filter((name) => matchesPattern(pattern, name) && !beside.has(name.toLowerCase()));
  const [first, ...more] = calls.uris;
  return names.length === 0 || (leaf.named && names.length > 1)
    ? []
    : [
        editing(
          `Replace "${pattern}" by what ${first}${more.length === 0 ? '' : ` and ${more.length} more file${more.length === 1 ? '' : 's'}`} ${more.length === 0 ? 'calls' : 'call'}: ${listedActions(names)}`,
          leaf.at.uri,
          (document) => [names.length === 1 ? replaceText(leaf, names[0]!) : replaceByList(leaf, names, document)],
        ),
      ];
}

/** Replaces a pattern by what it covers: what the code calls, only reading, all but permissions management, all by name. */
export function narrowerActions(leaf: Leaf, grant: Grant, catalog: AwsCatalog): FixMaker[] {
  return [...actionsOfCode(leaf, grant, catalog), ...coveredActions(leaf, catalog)];
}

function coveredActions(leaf: Leaf, catalog: AwsCatalog): FixMaker[] {
  const pattern = patternOf(leaf);
  // What `*` covers is no list that anyone would want.
  if (!leaf.editable || leaf.kind !== 'scalar' || isEveryAction(pattern)) return [];
  const known = narrowings.get(catalog) ?? narrowings.set(catalog, new Map()).get(catalog)!;
  const choices = known.get(pattern) ?? known.set(pattern, narrowingsOf(pattern, catalog)).get(pattern)!;
  const fitting = leaf.named ? choices.filter(({ names }) => names.length === 1) : choices;
  return fitting.map(({ title, names }) =>
    editing(`Replace "${pattern}" by ${title}`, leaf.at.uri, (document) => [replaceByList(leaf, names, document)]),
  );
}

/** What a pattern can be narrowed to is the same as long as the catalogue is, and policies repeat their patterns. */
const narrowings = new WeakMap<AwsCatalog, Map<string, readonly Narrowing[]>>();

interface Narrowing {
  readonly title: string;
  readonly names: readonly string[];
}

function narrowingsOf(pattern: string, catalog: AwsCatalog): Narrowing[] {
  const all = catalog.expand(pattern);
  const choices = [
    { title: 'only what reads', actions: readOnly(all) },
    { title: 'all but permissions management', actions: withoutPermissionsManagement(all) },
  ];
  return choices.flatMap(({ title, actions }) => {
    if (actions.length === 0 || actions.length === all.length) return [];
    const names = foldActions(actions, catalog);
    if (names.length === 0 || names.join('","').length > longestList) return [];
    return [{ title: `${title} (${names.length} patterns, ${actions.length} actions)`, names }];
  });
}

/** Lets a statement end in thirty days: time to find out what is needed. */
export function endInThirtyDays(grant: Grant, today: string): FixMaker[] {
  const statement = grant.statement?.value;
  if (!statement?.editable || grant.lifetime.kind !== 'standing') return [];
  const end = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * 86_400_000).toISOString().slice(0, 10);
  return [
    editing(`Let the statement end on ${end}`, statement.at.uri, (document) => [
      addCondition(statement, { operator: 'DateLessThan', key: 'aws:CurrentTime', values: [`${end}T00:00:00Z`] }, document),
    ]),
  ];
}

/**
 * Where some actions could be limited and others take nothing but `*`: two statements, the first with ARNs to fill in. A
 * pattern that covers both kinds goes with the star, so that nothing is lost.
 */
export function splitOffStar(
  grant: Grant,
  star: Leaf,
  catalog: AwsCatalog,
  project: Project,
  limits: (action: AwsAction) => boolean,
): FixMaker[] {
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
  const into = (on: string, resources: (document: Document) => TextEdit | undefined): FixMaker =>
    editing(`Split the statement: ${listedActions(kept)} on ${on}, the rest on *`, statement.at.uri, (document) =>
      splitStatement(statement, { kept, moved, suffix: 'Star', alsoInKept: [resources(document)] }, document),
    );
  return [
    ...siblingsOf(star, limited, catalog, project).map(({ resource, inside }) =>
      into(referenceName(resource, inside), (document) => replaceByReference(star, resource, inside, document)),
    ),
    into(`${arns.join(', ')} (fill in the names)`, (document) =>
      arns.length === 1 ? replaceText(star, arns[0]!) : replaceByList(star, arns, document),
    ),
  ];
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
export function arnsInsteadOfStar(star: Leaf, actions: readonly AwsAction[], catalog: AwsCatalog, project: Project): FixMaker[] {
  if (!star.editable || star.kind !== 'scalar' || patternOf(star) !== '*') return [];
  const arns = arnsFor(actions, catalog);
  if (!arns) return [];
  return [
    ...siblingsInsteadOf(star, actions, catalog, project),
    editing(`Limit to ${arns.join(', ')} (fill in the names)`, star.at.uri, (document) => [
      arns.length === 1 ? replaceText(star, arns[0]!) : replaceByList(star, arns, document),
    ]),
  ];
}

/** More of one kind beside a policy than this, and which one is meant is anyone's guess. */
const mostSiblings = 3;

/** Resources of the actions' own type that are declared beside the policy: one suggestion each, as references. */
export function siblingsInsteadOf(star: Leaf, actions: readonly AwsAction[], catalog: AwsCatalog, project: Project): FixMaker[] {
  return siblingsOf(star, actions, catalog, project).map(({ resource, inside }) =>
    editing(`Limit to ${referenceName(resource, inside)}`, star.at.uri, (document) => [
      replaceByReference(star, resource, inside, document),
    ]),
  );
}

function siblingsOf(
  star: Leaf,
  actions: readonly AwsAction[],
  catalog: AwsCatalog,
  project: Project,
): { resource: DeclaredResource; inside: boolean }[] {
  const kinds = actions.map((action) => catalog.resourceTemplates(action.name).flatMap((template) => typeOfTemplate(template) ?? []));
  const [first] = kinds;
  // One reference must do for every action: the same type, and all of them upon it or all upon what is in it.
  const common = first?.find((kind) => kinds.every((one) => one.some((other) => other.type === kind.type && other.inside === kind.inside)));
  if (!common || !star.editable) return [];
  const { uri } = star.at;
  const siblings = declaredIn(folderOf(uri), project).filter((resource) => resource.type === common.type && canName(resource, star));
  if (siblings.length > mostSiblings) return [];
  return siblings.map((resource) => ({ resource, inside: common.inside }));
}

/** Whether the notation and the scope at a leaf have a name for the resource. */
function canName(resource: DeclaredResource, { at: { uri, span }, encoding }: Leaf): boolean {
  if (resource.dialect === 'terraform') return /\.(?:tf|tofu)$/.test(uri);
  if ((resource.dialect === 'cdk' || resource.dialect === 'pulumi') && encoding !== 'typescript') return false;
  return resource.at.uri === uri && (!resource.visible || (resource.visible[0] <= span[0] && span[1] <= resource.visible[1]));
}

/** ARNs with placeholders that cover every action; undefined where one takes none, or where they are of too many types. */
function arnsFor(actions: readonly AwsAction[], catalog: AwsCatalog): string[] | undefined {
  const chosen: string[] = [];
  for (const action of actions) {
    const templates = catalog.resourceTemplates(action.name);
    if (templates.length === 0) return undefined;
    // The shortest names the thing itself: a bucket, not an access point of one.
    if (!templates.some((template) => chosen.includes(template))) chosen.push([...templates].sort((a, b) => a.length - b.length)[0]!);
  }
  return chosen.length === 0 || chosen.length > mostTypes ? undefined : chosen.map(withPlaceholders);
}

/** What lies in a thing that is named: all of it is meant. */
const inner = new Set(['ObjectName', 'IndexName', 'LogStreamName', 'StreamLabel']);

function withPlaceholders(template: string): string {
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (name === 'Partition') return 'aws';
    if (name === 'Region' || name === 'Account' || inner.has(name)) return '*';
    return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  });
}
