// Why something that looks like a finding is none: what limits a grant, what makes a star unavoidable, and what could not
// be read. Said of facts, in the terms that the rules use; a rule that is switched off is the front's to say.
import type { AwsCatalog } from '../catalog/aws.ts';
import { touchesOnlyOwn } from '../catalog/aws-consequence.ts';
import { isBounded, isBreakGlass } from '../facts/aws/lookup.ts';
import { breadthOf, everyResourceOf, isLimited } from '../facts/aws/statement.ts';
import { isNamedBreakGlass, lifetimeOf } from '../facts/lifetime.ts';
import type { Condition, Grant } from '../facts/types.ts';
import { patternOf, textOf, type Leaf } from '../facts/value.ts';
import type { Project } from '../project.ts';
import { listed, shown, type ExplainedLine } from './explanation.ts';

const limitRoles: Readonly<Partial<Record<Grant['role'], string>>> = {
  boundary: 'a permissions boundary',
  'org-limit': 'a policy of the organization',
  session: 'a session policy',
  endpoint: 'an endpoint policy',
};

/** Reasons why a grant is judged mildly or not at all. */
export function whyQuiet(grant: Grant, project: Project): ExplainedLine[] {
  const lines: ExplainedLine[] = [];
  const limit = limitRoles[grant.role];
  if (limit) lines.push({ text: `this is ${limit}: it takes away and gives nothing, so that its breadth is not reported` });
  if (grant.effect === 'deny') lines.push({ text: 'it denies: what it names is taken away, so that its breadth is not reported' });
  if (grant.enabled === 'no') lines.push({ text: 'it is switched off here, by a count of 0 or a condition that is false' });
  const { today, standing } = project.workspace;
  const life = lifetimeOf(grant, today, standing?.grantDays);
  if (grant.platform === 'aws' ? isBreakGlass(grant, project) : isNamedBreakGlass(grant, project))
    lines.push({ text: 'the policy of the team names its holder as break-glass, so that it may stand' });
  if (grant.platform === 'aws' && isBounded(grant, project)) lines.push({ text: 'a permissions boundary limits its holder' });
  if (life === 'ended')
    lines.push({
      text: `it ended on ${textOf(grant.lifetime.until) ?? 'a day that is past'}, so that it gives nothing any more`,
      at: grant.lifetime.at,
    });
  if (life === 'temporary')
    lines.push({
      text: `it is no standing grant: it ${grant.lifetime.kind === 'eligible' ? 'has to be activated' : `ends on ${textOf(grant.lifetime.until) ?? 'a day that is set'}`}`,
      at: grant.lifetime.at,
    });
  if (limit || grant.effect === 'deny') return lines;
  if (grant.platform === 'aws') lines.push(...awsReasons(grant, project.catalogs.aws));
  return lines;
}

function awsReasons(grant: Grant, catalog: AwsCatalog | undefined): ExplainedLine[] {
  const lines: ExplainedLine[] = [];
  if (grant.role === 'identity' && isLimited(grant))
    lines.push({
      text: `a condition narrows it (${listed(
        narrowing(grant).map((one) => one.key),
        4,
      )}), so that \`*\` in it is not reported as such`,
      at: narrowing(grant)[0]?.at,
    });
  const everything = everyResourceOf(grant);
  if (everything && catalog && grant.role === 'identity' && grant.polarity.actions === 'only') {
    const actions = grant.actions.flatMap((leaf) => catalog.expand(patternOf(leaf)));
    const onlyStar = actions.filter((action) => action.wildcardOnly);
    if (onlyStar.length === actions.length && actions.length > 0)
      lines.push({
        text: `${actions.length === 1 ? 'the action takes' : `all ${actions.length} actions take`} nothing but \`*\` as their resource: no ARN could stand there`,
      });
    else if (onlyStar.length > 0)
      lines.push({
        text: `${onlyStar.length} of ${actions.length} actions take nothing but \`*\`: ${listed(
          onlyStar.map((action) => action.name),
          5,
        )}`,
      });
    const own = actions.filter((action) => !action.wildcardOnly && touchesOnlyOwn(action, catalog));
    if (own.length > 0)
      lines.push({
        text: `${listed(
          own.map((action) => action.name),
          5,
        )} ${own.length === 1 ? 'cannot' : 'cannot'} change what is there already, so that \`*\` is a hint for ${own.length === 1 ? 'it' : 'them'}`,
      });
  }
  if (grant.scope.length > 0 && grant.polarity.resources === 'only' && grant.scope.every((scope) => breadthOf(scope) === 'narrow')) {
    lines.push({
      text: `every resource is narrower than a whole type: ${listed(
        grant.scope.map((scope) => shown(scope.id)),
        4,
      )}`,
    });
  }
  return lines;
}

function narrowing(grant: Grant): Condition[] {
  return grant.conditions.filter((condition) => condition.limits !== 'none' && condition.limits !== 'time' && condition.limits !== 'mfa');
}

const limitWords: Readonly<Record<Condition['limits'], string>> = {
  principal: 'narrows who',
  resource: 'narrows upon what',
  time: 'narrows when',
  network: 'narrows from where',
  mfa: 'asks for a second factor',
  service: 'narrows through which service',
  other: 'may narrow; not known how',
  none: 'narrows nothing',
};

/** What each condition asks for and narrows; `isOpen` says of one that what it asks for is what everyone has. */
export function conditionsInWords(grant: Grant, isOpen: (condition: Condition) => boolean = () => false): ExplainedLine[] {
  return grant.conditions.map((condition) =>
    condition.operator === 'unknown'
      ? { text: 'a condition that could not be read: taken to narrow', at: condition.at }
      : {
          text: `${condition.operator} ${condition.key.replaceAll('\0', '…')} = ${listed(condition.values.map(shown), 3)}: ${limitWords[isOpen(condition) ? 'none' : condition.limits]}`,
          at: condition.at,
        },
  );
}

/** What of a grant is not known, and why. Unknown is never the reason for a finding. */
export function unresolvedIn(grant: Grant): ExplainedLine[] {
  const of = (what: string, leaves: readonly Leaf[]): ExplainedLine[] =>
    leaves.flatMap((leaf) => {
      if (leaf.kind === 'unknown') return [{ text: `${what}: ${leaf.why}`, at: leaf.at }];
      return leaf.kind === 'partial' ? [{ text: `part of ${what} ${shown(leaf)}`, at: leaf.at }] : [];
    });
  return [
    ...of('an action', grant.actions),
    ...of(
      'a resource',
      grant.scope.map((scope) => scope.id),
    ),
    ...of(
      'a principal',
      grant.principals.map((principal) => principal.id),
    ),
    ...of('the role', grant.entitlement ? [grant.entitlement] : []),
    ...grant.conditions.flatMap((condition) => of(`the value of ${condition.key.replaceAll('\0', '…')}`, condition.values)),
    ...(grant.lifetime.kind === 'unknown' ? [{ text: 'when it ends', at: grant.lifetime.at }] : []),
  ];
}
