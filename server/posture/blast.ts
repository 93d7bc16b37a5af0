// How far a breach reaches: of a credential every place it stands, of an identity everything that it may do and may become,
// hop by hop, with the line that says so. Pure. What is not known by name ends a path and is not guessed.
import { escalationSets } from '../engine/catalog/aws-escalation.ts';
import type { Finding } from '../engine/finding.ts';
import type { Place } from '../engine/text/text.ts';
import type { JudgedIdentity } from './identities.ts';
import { covers } from './grant-items.ts';
import { apart } from './identity-scope.ts';
import type { InventoryEntry } from './inventory.ts';

export interface Hop {
  /** 1 for what the identity itself may become. */
  readonly depth: number;
  readonly from: string;
  readonly to: string;
  /** What lets it: `oidc:aws=…`, `allow sts:AssumeRole on …`. */
  readonly by: string;
  readonly at: Place;
}

export interface Reach {
  readonly identity: JudgedIdentity;
  /** Identities that can be reached from it. */
  readonly becomes: readonly Hop[];
  /** Identities that can reach it. */
  readonly from: readonly Hop[];
}

const deepest = 8;

/** Who reaches whom, from the scope of each identity and from what trusts it. */
export function hopsOf(identities: readonly JudgedIdentity[]): Map<string, Omit<Hop, 'depth'>[]> {
  const hops = new Map<string, Omit<Hop, 'depth'>[]>();
  const roles = new Map<string, string>();
  for (const { entry } of identities) if (entry.platform === 'aws' && entry.kind === 'role') roles.set(entry.name.toLowerCase(), entry.id);
  const add = (from: string, to: string | undefined, by: string, at: Place): void => {
    if (to === undefined || to === from) return;
    const list = hops.get(from) ?? [];
    if (!list.some((one) => one.to === to)) hops.set(from, [...list, { from, to, by, at }]);
  };
  const roleIn = (text: string): string[] =>
    [...text.matchAll(/arn:aws[\w-]*:iam::[\d*]*:role\/([\w+=.@/-]+)/g)].flatMap(
      (match) => roles.get(match[1]!.slice(match[1]!.lastIndexOf('/') + 1).toLowerCase()) ?? [],
    );
  const ids = new Map(identities.map(({ entry }) => [entry.id.toLowerCase(), entry.id]));
  for (const { entry } of identities) {
    for (const item of entry.scope)
      if (item.startsWith('account:'))
        add(entry.id, ids.get(`k8s:service-account:${item.slice('account:'.length)}`.toLowerCase()), 'runs as it', entry.at);
    for (const item of entry.scope)
      if (item.startsWith('oidc:')) for (const to of [...roleIn(item), ...accountIn(item, ids)]) add(entry.id, to, item, entry.at);
    for (const { text, at } of entry.grants)
      if (/^allow .*\bsts:(?:assumerole|\*)/i.test(text)) for (const to of roleIn(text)) add(entry.id, to, text, at);
    for (const { to, by, at } of passedRoles(entry, identities)) add(entry.id, to, by, at);
    for (const { text, at } of entry.trusts) for (const from of principalsIn(text, entry, ids)) add(from, entry.id, `trusted: ${text}`, at);
  }
  return hops;
}

const waysToRun = escalationSets
  .filter(({ kind }) => kind === 'pass-role')
  .map(({ actions }) => actions.map((action) => action.toLowerCase()));

/** Roles of the tree that an identity of AWS can hand to something it starts itself, and so act as. */
function passedRoles(entry: InventoryEntry, identities: readonly JudgedIdentity[]): Omit<Hop, 'depth' | 'from'>[] {
  if (entry.platform !== 'aws') return [];
  const allowed = entry.grants.flatMap(({ text, item, at, places }) => {
    const parts = item === undefined ? [] : apart(item.slice('grant:'.length));
    const of = (kind: string): string[] => parts.filter((part) => part.startsWith(`${kind} `)).map((part) => part.slice(kind.length + 1));
    return parts.includes('effect allow') ? [{ text, at, places, actions: of('action'), resources: of('resource') }] : [];
  });
  const may = (action: string): boolean => allowed.some(({ actions }) => actions.some((pattern) => covers(pattern, action)));
  if (!may('iam:passrole') || !waysToRun.some((actions) => actions.every(may))) return [];
  return allowed
    .filter(({ actions }) => actions.some((pattern) => covers(pattern, 'iam:passrole')))
    .flatMap(({ text, at, places, resources }) =>
      identities.flatMap(({ entry: role }) => {
        // Only a role that a service may take on can be handed to one.
        if (
          role.platform !== 'aws' ||
          role.kind !== 'role' ||
          role.id === entry.id ||
          !role.trusts.some((trust) => trust.text.startsWith('service '))
        )
          return [];
        const through = resources.find((pattern) => passes(pattern, role.name));
        return through === undefined
          ? []
          : [{ to: role.id, by: `hands it to what it starts: ${text}`, at: places?.get(`resource ${through}`) ?? at }];
      }),
    );
}

/** Whether a pattern of roles matches a role of this name, whatever its account and path: both are seldom in the tree. */
function passes(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  const resource = /^arn:[^:]*:iam::[^:]*:(.+)$/.exec(pattern)?.[1];
  return resource !== undefined && covers(resource, `role/${name}`);
}

/** The Google service account that a job signs in as: `oidc:gcp=deploy@shop.iam.gserviceaccount.com`. */
function accountIn(item: string, ids: ReadonlyMap<string, string>): string[] {
  const name = /=([^@\s]{1,400})@/.exec(item)?.[1];
  const id = name === undefined ? undefined : ids.get(`gcp:service-account:${name}`.toLowerCase());
  return id === undefined ? [] : [id];
}

/** Identities of the tree that a trust lets in by name. */
function principalsIn(text: string, { platform }: InventoryEntry, ids: ReadonlyMap<string, string>): string[] {
  const named = /^(role|user|serviceAccount|group) (\S+)/.exec(text);
  if (!named) return [];
  const kinds = named[1] === 'serviceAccount' ? ['service-account', 'managed-identity'] : [named[1]!];
  const name = named[2]!
    .replace(/,$/, '')
    .replace(/^arn:[^/]*\//, '')
    .replace(/^.*\//, '')
    .replace(/@.*$/, '');
  return kinds.flatMap((kind) => ids.get(`${platform}:${kind}:${name}`.toLowerCase()) ?? []);
}

export function reachOf(identity: JudgedIdentity, identities: readonly JudgedIdentity[]): Reach {
  const forward = hopsOf(identities);
  const backward = new Map<string, Omit<Hop, 'depth'>[]>();
  for (const hops of forward.values()) for (const hop of hops) backward.set(hop.to, [...(backward.get(hop.to) ?? []), hop]);
  return { identity, becomes: walk(identity.entry.id, forward, 'to'), from: walk(identity.entry.id, backward, 'from') };
}

function walk(start: string, hops: ReadonlyMap<string, readonly Omit<Hop, 'depth'>[]>, end: 'to' | 'from'): Hop[] {
  const seen = new Set([start]);
  const found: Hop[] = [];
  let front = [start];
  for (let depth = 1; front.length > 0 && depth <= deepest; depth++) {
    const next: string[] = [];
    for (const id of front) {
      for (const hop of hops.get(id) ?? []) {
        if (seen.has(hop[end])) continue;
        seen.add(hop[end]);
        found.push({ depth, ...hop });
        next.push(hop[end]);
      }
    }
    front = next;
  }
  return found;
}

/** Findings about the same credential, wherever it stands: by the digest of its value, which is never shown. */
export function copiesOf(finding: Finding, findings: readonly Finding[]): Finding[] {
  const digest = finding.subject?.kind === 'secret' ? finding.subject.fact.digest : undefined;
  return digest === undefined ? [finding] : findings.filter(({ subject }) => subject?.kind === 'secret' && subject.fact.digest === digest);
}

/** Places that are this identity's own: where it stands, and its credentials. */
export function ownPlaces({ at, credentials }: InventoryEntry): Place[] {
  return [at, ...credentials.map((credential) => credential.at)];
}
