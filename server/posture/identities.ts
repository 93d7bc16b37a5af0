// Puts the identities of a tree beside the records about them. Pure: whose records count is said by the caller, and so is
// the day. An identity is approved as far as its record reaches; what it may do beyond that is drift, at the new item.
import type { IdentityDrift } from '../engine/drift.ts';
import type { IdentityRecord } from '../engine/identity-record.ts';
import type { Place } from '../engine/text/text.ts';
import { datedAhead, daysBetween } from './days.ts';
import { evidenceFolder } from './evidence.ts';
import { isIdentitySealed } from './identity-file.ts';
import { isApprovedItem, isLostDenial, partsBeyond } from './identity-scope.ts';
import type { InventoryEntry } from './inventory.ts';
import type { Policy } from './policy.ts';

/** A record of an identity and where it was read. */
export interface RecordedIdentity {
  readonly record: IdentityRecord;
  readonly at: Place;
}

export interface ScopeItem {
  readonly item: string;
  readonly at: Place;
  /** Of a grant: where each of its parts is written. */
  readonly places?: ReadonlyMap<string, Place>;
  /** Of one part of a grant: the whole grant. */
  readonly of?: string;
}

export interface IdentitiesInput {
  readonly entries: readonly InventoryEntry[];
  /** Records that count: those at the tip of the target branch. */
  readonly decided: readonly RecordedIdentity[];
  /** Records of the working tree; those that differ from `decided` ask for approval. */
  readonly proposed: readonly RecordedIdentity[];
  readonly policy: Policy;
  readonly today: string;
  /** Where an item of an identity's own scope stands; the identity where that is not known. */
  readonly placeOf: (entry: InventoryEntry, item: string) => Place;
  /** Whether a document was looked at. A record about another one is not said to be about something that is gone. */
  readonly concerns?: (uri: string) => boolean;
}

/** `pending`: only the working tree approves it as it is. */
export type IdentityStanding = 'approved' | 'pending' | 'grew' | 'void' | 'revoked' | 'unapproved';

export interface JudgedIdentity {
  readonly entry: InventoryEntry;
  readonly state: IdentityStanding;
  /** The record that counts, or the one that asks to. */
  readonly record?: IdentityRecord;
  readonly recordAt?: Place;
  readonly scope: readonly ScopeItem[];
  /** Of `scope`, what no approval covers. */
  readonly beyond: readonly ScopeItem[];
  /** Days until the review, negative after it. */
  readonly reviewIn?: number;
}

export interface IdentitiesReconciled {
  readonly judged: readonly JudgedIdentity[];
  readonly drift: readonly IdentityDrift[];
  /** Drift that a record of the working tree would settle. */
  readonly pending: readonly IdentityDrift[];
}

/** Everything that counts about an identity, as items, each once and sorted. Words without a place of their own stand at the identity. */
export function scopeOf(entry: InventoryEntry): ScopeItem[] {
  const items = new Map<string, Omit<ScopeItem, 'item'>>();
  const add = (text: string, at: Place, places?: ReadonlyMap<string, Place>): void => {
    // A record holds no control characters; a value that has some is compared without them.
    const item = text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
    if (!items.has(item)) items.set(item, places ? { at, places } : { at });
  };
  for (const { item, text, at, places } of [...entry.grants, ...entry.trusts]) add(item ?? text, at, places);
  for (const item of entry.scope) add(item, entry.at);
  if (entry.environment !== undefined && !entry.scope.some((item) => item.startsWith('env:'))) add(`env:${entry.environment}`, entry.at);
  return [...items].map(([item, where]) => ({ item, ...where })).sort((a, b) => (a.item < b.item ? -1 : a.item > b.item ? 1 : 0));
}

/** Credentials with their life, sorted. */
export function credentialsOf(entry: InventoryEntry): string[] {
  return [...new Set(entry.credentials.map(({ text }) => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()))].sort();
}

export function reconcileIdentities(input: IdentitiesInput): IdentitiesReconciled {
  const decided = new Map(input.decided.map((one) => [one.record.identity, one]));
  const proposed = new Map(input.proposed.map((one) => [one.record.identity, one]));
  const known = new Set(input.entries.map((entry) => entry.id));
  const orphans = input.decided.filter(({ record }) => !known.has(record.identity));
  const drift: IdentityDrift[] = [];
  const pending: IdentityDrift[] = [];
  const judged = input.entries.map((entry): JudgedIdentity => {
    const scope = scopeOf(entry);
    const found = decided.get(entry.id) ?? takeMoved(orphans, entry, scope, input);
    const verdict = judge(entry, scope, found, input);
    const asks = proposed.get(entry.id);
    const settles =
      verdict.drift.length > 0 &&
      asks &&
      asks.record.approved?.seal !== found?.record.approved?.seal &&
      judge(entry, scope, asks, input).state === 'approved';
    (settles ? pending : drift).push(...verdict.drift);
    if (verdict.state === 'unapproved' && asks && judge(entry, scope, asks, input).state === 'approved')
      return { entry, scope, state: 'pending', record: asks.record, recordAt: asks.at, beyond: verdict.beyond };
    const record = found?.record;
    return {
      entry,
      scope,
      state: settles ? 'pending' : verdict.state,
      beyond: verdict.beyond,
      ...(found ? { record: found.record, recordAt: found.at } : {}),
      ...(record?.approved ? { reviewIn: daysBetween(input.today, record.approved.review) } : {}),
    };
  });
  for (const { record, at } of orphans) {
    if (record.state === 'revoked' || !(input.concerns?.(record.place) ?? true)) continue;
    drift.push({ kind: 'identity-gone', identity: record.identity, identityKind: record.kind, name: record.name, record, at, related: [] });
  }
  return { judged, drift, pending };
}

interface Verdict {
  readonly state: IdentityStanding;
  readonly beyond: readonly ScopeItem[];
  readonly drift: readonly IdentityDrift[];
}

function judge(entry: InventoryEntry, scope: readonly ScopeItem[], found: RecordedIdentity | undefined, input: IdentitiesInput): Verdict {
  const { policy, today } = input;
  const { kind: identityKind, name, id: identity } = entry;
  const note = (
    kind: IdentityDrift['kind'],
    at: Place,
    more: Partial<Pick<IdentityDrift, 'days' | 'why' | 'grew' | 'owner'>> = {},
  ): IdentityDrift => ({
    kind,
    identity,
    identityKind,
    name,
    at,
    related: found ? [{ at: found.at, message: approvedInWords(found.record) }] : [],
    ...(found ? { record: found.record } : {}),
    ...more,
  });
  if (!found || found.record.state === 'open' || (!found.record.approved && found.record.state !== 'revoked')) {
    return { state: 'unapproved', beyond: scope, drift: isApprovalAsked(policy, entry) ? [note('unapproved-identity', entry.at)] : [] };
  }
  const { record } = found;
  // What only an export shows is not in the code; that it still runs is said beside what was observed.
  if (record.state === 'revoked')
    return {
      state: 'revoked',
      beyond: scope,
      drift: entry.at.uri.startsWith(`${evidenceFolder}/`) ? [] : [note('identity-revoked', entry.at)],
    };
  const approved = record.approved!;
  const why = !isIdentitySealed(record)
    ? 'its seal does not fit what the record says now'
    : (datedAhead(approved.on, today) ?? refusedApproval(policy, record));
  if (why !== undefined) return { state: 'void', beyond: scope, drift: [note('identity-void', entry.at, { why })] };
  const lost = record.scope.filter((item) =>
    isLostDenial(
      item,
      scope.map((one) => one.item),
    ),
  );
  const newCredentials = credentialsOf(entry).filter((one) => !(record.credentials ?? []).includes(one));
  const beyond: ScopeItem[] = [
    ...scope
      .filter(({ item }) => !isApprovedItem(item, record.scope))
      .flatMap((one): ScopeItem[] => beyondOf(one, record.scope, entry.scope.includes(one.item) ? input.placeOf(entry, one.item) : one.at)),
    ...lost.map((item) => ({ item: `no longer: ${item}`, at: entry.at })),
    ...newCredentials.map((item) => ({
      item: `credential:${item}`,
      at: entry.credentials.find(({ text }) => text === item)?.at ?? entry.at,
    })),
  ];
  const drift = byPlace(beyond).map(([at, grew]) => note('identity-scope-grew', at, { grew }));
  const days = daysBetween(today, approved.review);
  if (days < 0) drift.push(note('review-overdue', entry.at, { days }));
  if (entry.owner !== undefined && !isSameOwner(approved.owner, entry.owner))
    drift.push(note('owner-conflict', entry.at, { owner: entry.owner }));
  return { state: beyond.length > 0 ? 'grew' : 'approved', beyond, drift };
}

/** The parts that were added to an approved grant, each at its own token; else the whole item at its place. */
function beyondOf({ item, places }: ScopeItem, approved: readonly string[], at: Place): ScopeItem[] {
  const parts = partsBeyond(item, approved);
  return parts.length === 0 ? [{ item, at }] : parts.map((part) => ({ item: part, at: places?.get(part) ?? at, of: item }));
}

/** Whether the policy asks for an approval of this identity. What the tree only names counts once it may do something. */
export function isApprovalAsked(policy: Policy, entry: InventoryEntry): boolean {
  return (policy.approve.includes(entry.kind) || policy.approve.includes('*')) && (entry.declared || entry.grants.length > 0);
}

/** Why a policy does not let the approval of an identity count, in words that end a sentence; undefined when it does. */
export function refusedApproval(policy: Policy, record: IdentityRecord): string | undefined {
  const approved = record.approved!;
  if (policy.approvers.length > 0 && !policy.approvers.includes(approved.by))
    return `${approved.by} is none of the approvers that the policy names (${policy.approvers.slice(0, 3).join(', ')})`;
  const days = daysBetween(approved.on, approved.review);
  return days > policy.reviewDays
    ? `its review comes ${days} days after the approval, and the policy allows ${policy.reviewDays}`
    : undefined;
}

/** `approved by @lead on 2026-11-21 for @acme/payments: 12 items: …`. */
function approvedInWords({ scope, approved, purpose }: IdentityRecord): string {
  if (!approved) return `what the record holds: ${purpose}`;
  const shown = scope.slice(0, 8).join(', ');
  return `approved by ${approved.by} on ${approved.on} for ${approved.owner}: ${scope.length === 0 ? 'nothing' : scope.length > 8 ? `${shown} and ${scope.length - 8} more` : shown}`;
}

/** Items that stand at one place are said together. */
function byPlace(items: readonly ScopeItem[]): [Place, string[]][] {
  const places = new Map<string, [Place, string[]]>();
  for (const { item, at } of items) {
    const key = `${at.uri} ${at.span[0]} ${at.span[1]}`;
    const known = places.get(key);
    if (known) known[1].push(item);
    else places.set(key, [at, [item]]);
  }
  return [...places.values()];
}

/**
 * The record of an identity whose file was renamed: of its kind, with the same own name and exactly the same scope, and its
 * old place gone. What may do anything else is a new identity.
 */
function takeMoved(
  orphans: RecordedIdentity[],
  entry: InventoryEntry,
  scope: readonly ScopeItem[],
  input: IdentitiesInput,
): RecordedIdentity | undefined {
  if (scope.length === 0 || orphans.length === 0) return undefined;
  const items = JSON.stringify(scope.map((one) => one.item));
  const index = orphans.findIndex(
    ({ record }) =>
      record.kind === entry.kind &&
      ownName(record.name) === ownName(entry.name) &&
      (input.concerns?.(record.place) ?? true) &&
      JSON.stringify(record.scope) === items,
  );
  return index < 0 ? undefined : orphans.splice(index, 1)[0];
}

/** The name without the path that some identities have in front of it. */
function ownName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('#'), name.lastIndexOf('/')) + 1);
}

/** `@acme/payments`, `payments` and `payments@acme.com` are one owner as far as anyone can tell; of several, one is enough. */
function isSameOwner(recorded: string, found: string): boolean {
  const bare = (owner: string): string => {
    const name = owner.startsWith('@') ? owner.slice(1) : owner.replace(/@.*$/, '');
    return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  };
  return found.split(/[\s,]+/).some((one) => bare(one) === bare(recorded));
}
