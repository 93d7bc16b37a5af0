// Secrets by what is known about them elsewhere: rotated in the vault, reported, revoked, readable by too many. Values are
// compared by digest, and only where the format guarantees that a digest gives nothing away.
import type { SecretCandidate } from '../engine/secrets/types.ts';
import { textOf } from '../engine/facts/value.ts';
import { daysBetween } from './days.ts';
import { dayOf, inDays, type Comparison } from './comparison.ts';

export function secretDrift(comparison: Comparison): void {
  const byDigest = new Map<string, SecretCandidate[]>();
  for (const { secrets } of comparison.documents) {
    for (const secret of secrets)
      if (secret.digest !== undefined) (byDigest.get(secret.digest) ?? byDigest.set(secret.digest, []).get(secret.digest)!).push(secret);
  }
  behindVault(comparison);
  reported(comparison, byDigest);
  replaced(comparison, byDigest);
  readable(comparison);
}

/** The code names a version of a kept secret that is no longer the current one. */
function behindVault({ documents, live, note }: Comparison): void {
  const rotations = live.facts('rotation');
  if (rotations.length === 0) return;
  for (const { facts } of documents) {
    for (const reference of facts.vaultReferences) {
      const path = textOf(reference.path);
      const version = Number(textOf(reference.version));
      if (path === undefined || !Number.isInteger(version) || version <= 0) continue;
      const seen = rotations.find(({ fact }) => samePath(fact.path, path));
      if (!seen || seen.fact.version <= version) continue;
      const mine = seen.fact.versions.find((one) => one.version === version);
      note('record-behind-vault', seen.in, `${path}|${version}`, {
        at: reference.version.at,
        message: mine?.gone ? 'gone' : 'older',
        data: { path, version, current: seen.fact.version, written: dayOf(seen.fact.created) },
        ...(mine?.gone ? { severity: 'high' } : {}),
        related: [{ at: seen.in.placeOf(seen.fact), message: 'what was observed' }],
      });
    }
  }
}

/** Paths are written with the mount, without it, and with the `data` that version 2 of the engine puts between. */
function samePath(observed: string, written: string): boolean {
  const plain = (path: string) => path.replace(/^\/+|\/+$/g, '').replace(/^([^/]+)\/(?:data|metadata)\//, '$1/');
  const [a, b] = [plain(observed), plain(written)];
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** Somebody was told that a secret leaked, and it still stands here. */
function reported({ live, note, today }: Comparison, byDigest: ReadonlyMap<string, readonly SecretCandidate[]>): void {
  for (const seen of live.facts('alert')) {
    for (const secret of seen.fact.digests.flatMap((digest) => byDigest.get(digest) ?? [])) {
      const { fact } = seen;
      const related = [{ at: seen.in.placeOf(fact), message: 'the report' }];
      if (fact.revoked)
        note('rotated-but-old-still-here', seen.in, secret.anchor, {
          at: secret.at,
          message: 'revoked',
          data: { title: secret.title, preview: secret.preview, when: dayOf(fact.resolved), alert: fact.name },
          related,
        });
      else {
        const days = fact.reported === undefined ? undefined : daysBetween(fact.reported.slice(0, 10), today);
        note('still-present-after-report', seen.in, secret.anchor, {
          at: secret.at,
          data: {
            title: secret.title,
            preview: secret.preview,
            since: dayOf(fact.reported),
            days: days === undefined ? 'some time' : inDays(days),
            alert: fact.name,
            state: fact.state,
          },
          related,
        });
      }
    }
  }
}

/** A key that was switched off, or a value whose decision says that it was rotated, and a copy of it elsewhere. */
function replaced({ live, decided, note, observed }: Comparison, byDigest: ReadonlyMap<string, readonly SecretCandidate[]>): void {
  for (const seen of live.facts('credential')) {
    if (seen.fact.digest === undefined || seen.fact.active !== false) continue;
    for (const secret of byDigest.get(seen.fact.digest) ?? []) {
      note('rotated-but-old-still-here', seen.in, secret.anchor, {
        at: secret.at,
        message: 'inactive',
        data: { title: secret.title, preview: secret.preview, name: seen.fact.identity?.split(':')[2] ?? 'somebody' },
        related: [{ at: seen.in.placeOf(seen.fact), message: 'what was observed' }],
      });
    }
  }
  const [any] = observed.current;
  if (!any) return;
  for (const { decision, at } of decided) {
    if (decision.secret === undefined || (decision.state !== 'fixed' && decision.state !== 'revoked')) continue;
    for (const secret of byDigest.get(decision.secret.replace(/^sha256:/, '')) ?? []) {
      if (secret.anchor === decision.anchor) continue;
      note('rotated-but-old-still-here', any, secret.anchor, {
        at: secret.at,
        message: 'copy',
        data: {
          title: secret.title,
          preview: secret.preview,
          state: decision.state,
          where: decision.anchor.split('|')[1] ?? decision.anchor,
        },
        related: [{ at, message: 'the decision' }],
      });
    }
  }
}

/** A secret of the whole organization, and one that nobody changed for long, at the step that uses it. */
function readable({ documents, live, note, policy, today }: Comparison): void {
  const usesOf = (name: string) =>
    documents
      .flatMap(({ facts }) =>
        facts.workflows.flatMap((workflow) => [
          ...workflow.expressions,
          ...workflow.steps.flatMap((step) => step.expressions),
          ...workflow.jobs.flatMap((job) => [...job.expressions, ...job.steps.flatMap((step) => step.expressions)]),
        ]),
      )
      .filter((expression) => names(expression.tree, name));
  for (const seen of live.facts('variable')) {
    const changed = seen.fact.updated ?? seen.fact.created;
    const days = changed === undefined ? 0 : daysBetween(changed.slice(0, 10), today);
    const [use] = days > policy.keyDays ? usesOf(seen.fact.name) : [];
    if (use)
      note('rotation-overdue', seen.in, seen.fact.name, {
        at: use.at,
        message: 'secret',
        data: { name: seen.fact.name, days, limit: policy.keyDays, created: dayOf(changed) },
        related: [{ at: seen.in.placeOf(seen.fact), message: 'what was observed' }],
      });
  }
  const shared = live
    .facts('variable')
    .filter(
      ({ fact }) => fact.visibility === 'all' && (fact.level === 'organization' || fact.level === 'instance' || fact.level === 'group'),
    );
  if (shared.length === 0) return;
  for (const seen of shared) {
    const { fact } = seen;
    const uses = usesOf(fact.name);
    const data = { name: fact.name, level: fact.level, updated: fact.updated ? `, last changed ${dayOf(fact.updated)}` : '' };
    // Another repository of the organization may use it; here there is only the evidence to point at.
    if (uses.length === 0) note('secret-for-every-repository', seen.in, fact.name, { at: seen.in.placeOf(fact), data, severity: 'low' });
    else
      note('secret-for-every-repository', seen.in, fact.name, {
        at: uses[0]!.at,
        data,
        related: [
          { at: seen.in.placeOf(fact), message: 'what was observed' },
          ...uses.slice(1, 5).map(({ at }) => ({ at, message: 'also used here' })),
        ],
      });
  }
}

function names(tree: unknown, secret: string): boolean {
  const pending: unknown[] = [tree];
  for (let node = pending.pop(); node !== undefined || pending.length > 0; node = pending.pop()) {
    if (Array.isArray(node)) for (const one of node) pending.push(one);
    else if (typeof node === 'object' && node !== null) {
      const member = node as { kind?: string; name?: string; of?: { kind?: string; name?: string } };
      if (
        member.kind === 'member' &&
        member.of?.kind === 'name' &&
        member.of.name?.toLowerCase() === 'secrets' &&
        member.name?.toLowerCase() === secret.toLowerCase()
      )
        return true;
      for (const one of Object.values(node)) if (typeof one === 'object') pending.push(one);
    }
  }
  return false;
}
