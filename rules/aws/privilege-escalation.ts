// Paths to administrator over all that one principal holds. Three rules by the kind of path; each says the path that needs
// least, shows where its parts stand, and counts the others.
import type { EscalationSet } from '../../server/engine/catalog/aws-escalation.ts';
import { escalationsOf, holdersIn, isWholeService, type Held, type Holder } from '../../server/engine/facts/aws/holdings.ts';
import { everyResourceOf } from '../../server/engine/facts/aws/statement.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import type { AwsAction } from '../../server/engine/catalog/aws.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { patternOf, placeOf, shownOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule, type RuleContext } from '../../server/engine/rule.ts';
import { takesOnlyStar } from './limitable-actions.ts';
import { arnsInsteadOfStar, splitOffStar } from './narrowing.ts';
import { keepNamed, passingAnchor } from './passrole.ts';

interface Kind {
  readonly id: string;
  readonly kind: EscalationSet['kind'];
  readonly title: string;
  readonly severity: Severity;
  readonly severityInDefault?: Severity;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: string;
  readonly good: string;
}

const statement = (body: string) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${body}\n  ]\n}\n`;

function escalation(kind: Kind): Rule {
  return defineRule({
    id: kind.id,
    meta: {
      title: kind.title,
      category: 'admin',
      severity: kind.severity,
      severityInDefault: kind.severityInDefault,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: ['CKV_AWS_110', 'CKV_AWS_286', 'cloudsplaining PrivilegeEscalation', 'parliament privilege_escalation'],
      fix: 'suggestion',
      messages: {
        one: '{who} can {how}, with {actions}: that leads to administrator; limit {last} to what is meant',
        more: '{who} can {how}, with {actions}, and has {others} to administrator; limit {last} to what is meant',
      },
      subsumes: [
        'aws/resource-star-permissions-management',
        'aws/resource-star-write',
        'aws/resource-star-sensitive-read',
        'aws/passrole-star',
        'aws/credentials-exposure',
      ],
      docs: {
        what: kind.what,
        why: kind.why,
        remedy: kind.remedy,
        bad: [{ file: 'policies/deployer.json', text: statement(kind.bad) }],
        good: [{ file: 'policies/deployer.json', text: statement(kind.good) }],
        references: ['https://pathfinding.cloud', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
      },
    },
    on: {
      project(context) {
        // One gathering for the three rules.
        reportAll(kind, holdersIn(context.project), context);
      },
    },
  });
}

/** A way that one holder has: the set that needs least, and the part of it that was added last. */
interface Way {
  readonly holder: Holder;
  readonly set: EscalationSet;
  readonly parts: readonly Held[];
  /** It makes the path: it is where the reader's eye should go. */
  readonly last: Held;
  /** How many more sets the holder has. */
  readonly others: number;
}

function wayOf(kind: Kind, holder: Holder): Way | undefined {
  // Becoming any role that trusts the account is said by assume-role-star.
  const sets = escalationsOf(holder, kind.kind).filter((set) => set.id !== 'assume-role');
  const partsOf = (set: EscalationSet): Held[] => set.actions.map((action) => holder.held.get(action.toLowerCase())!);
  // A set that is nothing but `iam:*`, or `lambda:*` for the code of others, is said where the service is given whole.
  const set = sets.find(
    (one) => !partsOf(one).every((part) => isWholeService(part) && (kind.kind === 'existing' || part.action.startsWith('iam:'))),
  );
  if (!set) return undefined;
  const parts = partsOf(set);
  return { holder, set, parts, last: parts.reduce((a, b) => (isLater(b, a) ? b : a)), others: sets.length - 1 };
}

/** One finding a place, whoever holds what stands there: a document may be attached to many, and be read by itself as well. */
function reportAll(kind: Kind, holders: readonly Holder[], context: RuleContext<'one' | 'more'>): void {
  const byPlace = new Map<string, Way[]>();
  for (const holder of holders) {
    const way = wayOf(kind, holder);
    if (!way) continue;
    const { uri, span } = placeOf(way.last.by);
    const key = `${uri}\0${span[0]}`;
    (byPlace.get(key) ?? byPlace.set(key, []).get(key)!).push(way);
  }
  for (const ways of byPlace.values()) {
    const named = ways.filter((way) => way.holder.name !== undefined);
    report(named[0] ?? ways[0]!, new Set(named.map((way) => way.holder.name)).size, context);
  }
}

function report({ holder, set, parts, last, others }: Way, holding: number, context: RuleContext<'one' | 'more'>): void {
  // Passing a role to one function or machine of a name is as good as to any: only the roles break that path.
  const passing = parts.filter((part) => part.action.toLowerCase() === 'iam:passrole');
  const suggestions = statementsOf(passing.length > 0 ? passing : parts).flatMap((grant) => narrowed(grant, set, context.project));
  context.report({
    at: placeOf(last.by),
    message: others > 0 ? 'more' : 'one',
    data: {
      who: holder.name ? `\`${holder.name}\`${holding > 1 ? `, like ${holding - 1} more,` : ''}` : 'Whoever holds this policy',
      how: set.how,
      actions: set.actions.map((action) => `\`${action}\``).join(', '),
      others: others === 1 ? '1 more way' : `${others} more ways`,
      last: `\`${shownOf(last.by)}\``,
    },
    anchor: `${last.grant.anchor}|${set.id}`,
    // Who has no repair to offer takes none from others: a role pattern beside named ones is taken out by the rule that marks it.
    speaksFor: suggestions.length > 0 ? parts.flatMap(({ grant }) => [grant.anchor, passingAnchor(grant)]) : [],
    suggestions,
    related: parts
      .filter((part) => part !== last && part.by !== last.by)
      .map((part) => ({
        at: placeOf(part.by),
        message: `${set.actions.find((action) => action.toLowerCase() === part.action.toLowerCase())} is allowed here`,
      })),
  });
}

function statementsOf(parts: readonly Held[]): Grant[] {
  return [...new Set(parts.map((part) => part.grant))];
}

/** A part of a path that is narrowed breaks it. A service in `iam:PassedToService` would not: it is the one that the path goes by. */
function narrowed(grant: Grant, set: EscalationSet, project: Project): FixMaker[] {
  const catalog = project.catalogs.aws;
  const star = everyResourceOf(grant);
  if (!catalog || !star || grant.entitlement) return [];
  const leads = (action: AwsAction): boolean => set.actions.includes(action.name) && !takesOnlyStar(action);
  const covered = grant.actions.flatMap((leaf) => catalog.expand(patternOf(leaf)));
  if (!covered.every(leads)) return splitOffStar(grant, star, catalog, project, leads);
  return [...keepNamed(grant, star), ...arnsInsteadOfStar(star, covered, catalog, project)];
}

function isLater(a: Held, b: Held): boolean {
  const [left, right] = [placeOf(a.by), placeOf(b.by)];
  return left.uri === right.uri ? left.span[0] > right.span[0] : left.uri > right.uri;
}

export const escalationRules: readonly Rule[] = [
  escalation({
    id: 'aws/privesc-single',
    kind: 'identity',
    title: 'Permissions that rewrite identities',
    severity: 'critical',
    what: 'A principal that may change users, groups, roles or policies anywhere, and so may give itself everything.',
    why: 'Whoever attaches policies, writes them, or makes keys for others is an administrator in one call, whatever else the policy says.',
    remedy:
      'Limit the actions to the users and roles that are meant, by ARN or path, and require a permissions boundary on what is created with a condition on `iam:PermissionsBoundary`.',
    bad: '{ "Effect": "Allow", "Action": ["iam:ListRoles", "«iam:AttachRolePolicy»"], "Resource": "*" }',
    good: '{ "Effect": "Allow", "Action": ["iam:ListRoles"], "Resource": "*" },\n    { "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::111122223333:role/app/*" }',
  }),
  escalation({
    id: 'aws/privesc-passrole-compute',
    kind: 'pass-role',
    title: "Any role passed to code of one's own",
    severity: 'critical',
    what: 'A principal that may pass every role and start something that runs its code under the role.',
    why: "Passing an administrator's role to an instance, a function or a build, and running a line of code there, makes the passer an administrator.",
    remedy: 'Name the roles in the statement with `iam:PassRole`, and the service in `iam:PassedToService`.',
    bad: '{ "Effect": "Allow", "Action": ["iam:PassRole", "«ec2:RunInstances»"], "Resource": "*" }',
    good: '{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } }',
  }),
  escalation({
    id: 'aws/privesc-existing-compute',
    kind: 'existing',
    title: 'Code changed under any existing role',
    severity: 'high',
    severityInDefault: 'medium',
    what: 'A principal that may run its own code on every existing function, machine, build or notebook.',
    why: 'Whatever role is in place there answers to the new code: the strongest role of the account that any of them has.',
    remedy: 'Name the functions, projects or machines in `Resource`, or limit them by tag.',
    bad: '{ "Effect": "Allow", "Action": "«lambda:UpdateFunctionCode»", "Resource": "*" }',
    good: '{ "Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:eu-central-1:111122223333:function:shop-*" }',
  }),
];
