// The laws of merging, for records of identities: those of decisions are in merge.test.ts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityRecord } from '../../server/engine/identity-record.ts';
import { identityRecordId, isIdentitySealed, printIdentity, readIdentity, sealedIdentity } from '../../server/posture/identity-file.ts';
import { mergeIdentities } from '../../server/posture/merge.ts';

const identity = 'aws:role:ci';
const scopes = [
  ['grant:action *; effect allow'],
  ['grant:action s3:*; effect allow'],
  ['env:prod', 'grant:action s3:*; effect allow'],
] as const;
/** Few values a field, so that sides collide often. */
const records: fc.Arbitrary<IdentityRecord> = fc
  .record({
    state: fc.constantFrom('open' as const, 'approved' as const, 'approved' as const, 'approved' as const, 'revoked' as const),
    scope: fc.constantFrom(...scopes),
    credentials: fc.constantFrom(undefined, ['access-key k, standing']),
    owner: fc.constantFrom('@acme/a', '@acme/b'),
    by: fc.constantFrom('@lead', '@ciso'),
    review: fc.constantFrom('2027-01-01', '2027-03-01'),
    purpose: fc.constantFrom('deploys', 'builds', 'see "PAY-812"'),
  })
  .map(({ state, scope, credentials, owner, by, review, purpose }) => {
    const open = {
      v: 1 as const,
      id: identityRecordId(identity),
      identity,
      kind: 'role',
      name: 'ci',
      place: 'a.tf',
      state,
      scope: [...scope],
      ...(credentials ? { credentials } : {}),
      purpose,
    };
    return state === 'approved' ? sealedIdentity(open, { owner, by, on: '2026-11-01', review }) : open;
  });
const merged = (a: IdentityRecord, b: IdentityRecord) => mergeIdentities(undefined, a, b).record!;
const text = (one: IdentityRecord | undefined) => (one ? printIdentity(one) : 'gone');

/** What was approved is exactly what one of the sides had approved. */
function expectNothingInvented(result: IdentityRecord, sides: readonly IdentityRecord[]): void {
  if (!result.approved || !isIdentitySealed(result)) return;
  expect(
    sides.some(
      (side) =>
        side.approved?.seal === result.approved!.seal &&
        JSON.stringify(side.scope) === JSON.stringify(result.scope) &&
        JSON.stringify(side.credentials) === JSON.stringify(result.credentials),
    ),
  ).toBe(true);
}

describe('merging two records of an identity', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(records, records, records, (a, b, c) => {
        expect(text(merged(a, b))).toBe(text(merged(b, a)));
        expect(text(merged(merged(a, b), c))).toBe(text(merged(a, merged(b, c))));
        expect(text(merged(a, a))).toBe(text(a));
        expect(text(merged(merged(a, b), b))).toBe(text(merged(a, b)));
      }),
      { numRuns: 10_000 },
    );
  });

  it('never invents, lengthens or widens an approval, and takes the safer state', () => {
    const order = ['open', 'revoked', 'approved'];
    fc.assert(
      fc.property(fc.option(records, { nil: undefined }), records, records, (base, a, b) => {
        const { record } = mergeIdentities(base, a, b);
        expectNothingInvented(record!, [a, b]);
        const changed = !base || (text(a) !== text(base) && text(b) !== text(base));
        if (changed && record!.approved && a.approved && b.approved && text(a) !== text(b))
          expect(record!.approved.review <= a.approved.review || record!.approved.review <= b.approved.review).toBe(true);
        if (!base) expect(order.indexOf(record!.state)).toBeLessThanOrEqual(Math.min(order.indexOf(a.state), order.indexOf(b.state)));
        if (!base && JSON.stringify(a.scope) !== JSON.stringify(b.scope)) expect(record!.approved).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  it('keeps and reopens what one side deleted and the other changed, and shows two purposes', () => {
    fc.assert(
      fc.property(records, records, (base, a) => {
        const { record, conflicts } = mergeIdentities(base, a, undefined);
        if (text(a) === text(base)) expect(record).toBeUndefined();
        else expect({ record, conflicts }).toMatchObject({ record: { state: 'open' }, conflicts: [{ field: 'deleted' }] });
        const both = mergeIdentities(undefined, a, base);
        expect(both.record!.purpose).toContain(a.purpose);
        expect(both.conflicts.some((one) => one.field === 'purpose')).toBe(a.purpose !== base.purpose);
      }),
      { numRuns: 2000 },
    );
  });

  it("through the host's plain text merge, yields no approval that neither side had", () => {
    const folder = mkdtempSync(join(tmpdir(), 'posture-merge-'));
    let clean = 0;
    try {
      fc.assert(
        fc.property(records, records, records, (base, a, b) => {
          const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
          [a, base, b].forEach((one, index) => writeFileSync(names[index]!, printIdentity(one)));
          const run = spawnSync('git', ['merge-file', '-p', ...names], { encoding: 'utf8' });
          const { record, problems } = readIdentity(run.stdout);
          if (run.status === 0) clean++;
          else expect(problems).toMatchObject([{ conflict: true }]);
          if (record) expectNothingInvented(record, [a, b]);
        }),
        { numRuns: 300 },
      );
      expect(clean, 'some merges are clean').toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
