// Grants of one identity, live against written: what runs and is not in the code, what is in the code and does not run.
// Sound for what it reports: a live permission is said to be missing in the code only when no written grant could cover it.
import type { ObservedGrant } from '../engine/observation.ts';
import { holes, type CodeGrant, type CodeIdentity } from './observed-code.ts';
import type { Live, LiveIdentity, Seen } from './observed-live.ts';
import { covers } from './grant-items.ts';

/** What one live policy, binding or attachment allows beyond the code. */
export interface Beyond {
  readonly grant: Seen<ObservedGrant>;
  /** In words for a message: `iam:passrole on *`, `roles/owner on shop-prod`. */
  readonly items: readonly string[];
  readonly admin: boolean;
}

/** A live grant as statements: an attachment of a policy that the export holds is what that policy says. */
interface LiveStatement {
  readonly items: readonly string[];
}

function statementsOfLive(seen: Seen<ObservedGrant>, live: Live): readonly LiveStatement[] {
  const role = itemsOf(seen.fact.items, 'role');
  const policy = role.length === 1 ? live.policy(role[0]!) : undefined;
  return policy ? policy.fact.statements.map((items) => ({ items })) : [{ items: seen.fact.items }];
}

/** Live grants beyond what the code writes. Empty when the code cannot be read: nobody can say then. */
export function beyondCode(identity: CodeIdentity, lived: LiveIdentity, live: Live): readonly Beyond[] {
  if (!identity.readable) return [];
  return lived.grants.flatMap((seen): Beyond[] => {
    // What a person has to activate, and what a group brings, is not written at the identity itself.
    if (seen.fact.eligible || itemsOf(seen.fact.items, 'group').length > 0) return [];
    // Attached by name in the code too: what the policy says is for whoever declares it.
    if (uncovered(seen.fact.items, identity.grants).length === 0) return [];
    const items = new Set(statementsOfLive(seen, live).flatMap((statement) => uncovered(statement.items, identity.grants)));
    return items.size === 0 ? [] : [{ grant: seen, items: [...items].sort(), admin: isAdmin(seen, live) }];
  });
}

export function isAdmin(seen: Seen<ObservedGrant>, live: Live): boolean {
  return seen.fact.reach === 'admin' || itemsOf(seen.fact.items, 'role').some((role) => live.policy(role)?.fact.reach === 'admin');
}

/** Whether an export of this place would hold a grant: one on another project or subscription is not in it. */
function isAbout(items: readonly string[], place: string): boolean {
  const [platform, id] = [place.slice(0, place.indexOf(':')), place.slice(place.indexOf(':') + 1).toLowerCase()];
  const resources = itemsOf(items, 'resource').map((resource) => resource.toLowerCase());
  if (platform === 'gcp') return resources.some((resource) => resource === id || resource === `projects/${id}`);
  if (platform === 'azure')
    return resources.some((resource) => resource === `/subscriptions/${id}` || resource.startsWith(`/subscriptions/${id}/`));
  return true;
}

/** Written grants of which nothing runs in a place. Only grants that are wholly known and have a lifetime that has not ended. */
export function notLive(identity: CodeIdentity, lived: LiveIdentity, live: Live, place: string): readonly CodeGrant[] {
  const statements = lived.grants.flatMap((seen) => statementsOfLive(seen, live));
  return identity.grants.filter(({ fact, items }) => {
    if (
      fact.effect !== 'allow' ||
      fact.enabled !== 'yes' ||
      fact.lifetime.kind === 'eligible' ||
      fact.entitlement?.kind === 'unknown' ||
      items.some((item) => holes.test(item))
    )
      return false;
    if (!['identity', 'entitlement', 'binding'].includes(fact.role) || !isAbout(items, place)) return false;
    const actions = itemsOf(items, 'action');
    if (actions.length > 0)
      return !statements.some((statement) =>
        itemsOf(statement.items, 'action').some((action) => actions.some((mine) => covers(mine, action) || covers(action, mine))),
      );
    const roles = itemsOf(items, 'role');
    // A policy that the export holds was turned into its statements; its name is looked for among the attachments.
    return (
      roles.length > 0 &&
      !lived.grants.some(({ fact: grant }) =>
        itemsOf(grant.items, 'role')
          .concat(itemsOf(grant.items, 'role-id'))
          .some((role) => roles.some((mine) => sameRole(mine, role))),
      )
    );
  });
}

/** What of a live statement no written grant covers, in words. */
function uncovered(items: readonly string[], written: readonly CodeGrant[]): string[] {
  if (!items.includes('effect allow')) return [];
  const where = itemsOf(items, 'resource');
  const on = where.length > 0 ? ` on ${listed(where)}` : '';
  const roles = itemsOf(items, 'role');
  const allowing = written.filter(({ items: mine }) => mine.includes('effect allow'));
  const reaching = allowing.filter(({ items: mine }) => reaches(mine, items));
  if (roles.length > 0) {
    const names = [...roles, ...itemsOf(items, 'role-id')];
    return reaching.some(({ items: mine }) => itemsOf(mine, 'role').some((role) => names.some((name) => sameRole(role, name))))
      ? []
      : [`${roles[0]!}${on}`];
  }
  const excepted = itemsOf(items, 'not-action');
  if (excepted.length > 0) {
    const same = reaching.some(
      ({ items: mine }) =>
        itemsOf(mine, 'action').some((action) => action === '*' || action === '*:*') ||
        (itemsOf(mine, 'not-action').length > 0 &&
          itemsOf(mine, 'not-action').every((one) => excepted.some((other) => covers(other, one)))),
    );
    return same ? [] : [`everything but ${listed(excepted)}${on}`];
  }
  return itemsOf(items, 'action')
    .filter((action) => !reaching.some(({ items: mine }) => allows(mine, action)))
    .map((action) => `${action}${on}`);
}

function allows(mine: readonly string[], action: string): boolean {
  const excepted = itemsOf(mine, 'not-action');
  // Whether an exception leaves the action out cannot be seen from patterns alone; in doubt it is covered.
  if (excepted.length > 0) return !excepted.some((one) => covers(one, action));
  return itemsOf(mine, 'action').some((pattern) => covers(pattern, action));
}

/** Whether a written grant reaches everything that the live one does, under no stricter condition. Holes are taken for anything. */
function reaches(mine: readonly string[], items: readonly string[]): boolean {
  const patterns = itemsOf(mine, 'resource').map((pattern) => withStars(pattern));
  const resources = itemsOf(items, 'resource');
  const exceptions = itemsOf(mine, 'not-resource').length > 0 || itemsOf(items, 'not-resource').length > 0;
  if (patterns.length > 0 && !exceptions && !resources.every((resource) => patterns.some((pattern) => isWithin(pattern, resource))))
    return false;
  const conditions = itemsOf(mine, 'condition');
  const live = itemsOf(items, 'condition');
  if (conditions.length === 0) return true;
  if (live.length === 0) return false;
  // The same limit can be written in many ways; only a live one with fewer limits is surely wider.
  return live.length >= conditions.length;
}

/** Scopes are patterns (AWS), names (Google, Kubernetes) or paths under which everything lies (Azure). */
function isWithin(pattern: string, resource: string): boolean {
  if (pattern === '*' || pattern === 'cluster' || covers(pattern, resource)) return true;
  if (pattern.startsWith('/subscriptions/'))
    return resource.toLowerCase() === pattern.toLowerCase() || resource.toLowerCase().startsWith(`${pattern.toLowerCase()}/`);
  return false;
}

function sameRole(written: string, live: string): boolean {
  // The address of a policy that the tree declares: what that one says is compared, and it is no name for any other.
  if (/^\$\{[^}]*\}$/.test(written)) return false;
  const pattern = withStars(written).toLowerCase();
  const name = live.toLowerCase();
  return (
    pattern === name ||
    (pattern.includes('*') && covers(pattern, name)) ||
    name.endsWith(`/roledefinitions/${pattern}`) ||
    pattern.endsWith(`/roledefinitions/${name}`)
  );
}

/** What is not known can be anything. */
function withStars(text: string): string {
  return text.replace(new RegExp(holes, 'g'), '*');
}

export function itemsOf(items: readonly string[], kind: string): string[] {
  return items.filter((item) => item.startsWith(`${kind} `)).map((item) => item.slice(kind.length + 1));
}

function listed(texts: readonly string[]): string {
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} and ${texts.length - 2} more` : texts.join(', ');
}
