import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionStates, type Decision } from '../../server/engine/decision.ts';
import { mergeDecisions } from '../../server/posture/merge.ts';
import { printDecision, readDecision } from '../../server/posture/record.ts';
import { isSealed } from '../../server/posture/seal.ts';
import { decisionArbitrary } from './decisions.ts';

const merge = (base: Decision | undefined, ours: Decision | undefined, theirs: Decision | undefined) =>
  mergeDecisions(base, ours, theirs).decision;
const maybe = fc.option(decisionArbitrary, { nil: undefined });
const many = { numRuns: 10_000 };

/** An approval counts when its seal holds. */
const approval = (one: Decision | undefined) => (one?.state === 'accepted' && isSealed(one) ? one : undefined);

function expectNothingInvented(result: Decision | undefined, sides: (Decision | undefined)[]): void {
  const approved = approval(result);
  if (!approved) return;
  const source = sides
    .map(approval)
    .find(
      (side) =>
        side &&
        JSON.stringify([side.approved, side.grant, side.kind]) === JSON.stringify([approved.approved, approved.grant, approved.kind]),
    );
  expect(source, 'an approval comes whole from one side').toBeDefined();
}

describe('merging decisions', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(maybe, maybe, maybe, (base, a, b) => void expect(merge(base, a, b)).toEqual(merge(base, b, a))),
      many,
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(maybe, decisionArbitrary, (base, a) => void expect(merge(base, a, a)).toEqual(a)),
      many,
    );
  });

  it('is associative where all sides changed', () => {
    fc.assert(
      fc.property(decisionArbitrary, decisionArbitrary, decisionArbitrary, (a, b, c) => {
        expect(merge(undefined, merge(undefined, a, b), c)).toEqual(merge(undefined, a, merge(undefined, b, c)));
      }),
      many,
    );
  });

  it('never invents, lengthens or widens an approval', () => {
    fc.assert(
      fc.property(maybe, maybe, maybe, (base, a, b) => expectNothingInvented(merge(base, a, b), [a, b])),
      many,
    );
  });

  it('ends at the earlier day when both sides approved', () => {
    fc.assert(
      fc.property(decisionArbitrary, decisionArbitrary, (a, b) => {
        const result = approval(merge(undefined, a, b));
        if (!result || !approval(a) || !approval(b)) return;
        for (const side of [a, b]) expect((result.approved!.until ?? '9999') <= (side.approved!.until ?? '9999')).toBe(true);
      }),
      many,
    );
  });

  it('takes the safer state where both changed', () => {
    fc.assert(
      fc.property(decisionArbitrary, decisionArbitrary, (a, b) => {
        const rank = (one: Decision) => decisionStates.indexOf(one.state);
        expect(rank(merge(undefined, a, b)!)).toBeLessThanOrEqual(Math.min(rank(a), rank(b)));
      }),
      many,
    );
  });

  it('keeps and reopens what one side deleted and the other changed', () => {
    fc.assert(
      fc.property(decisionArbitrary, decisionArbitrary, (base, a) => {
        const result = mergeDecisions(base, a, undefined);
        if (JSON.stringify(a) === JSON.stringify(base)) expect(result.decision).toBeUndefined();
        else expect(result).toMatchObject({ decision: { state: 'open' }, conflicts: [{ field: 'deleted' }] });
      }),
      { numRuns: 2000 },
    );
  });

  it('loses no reason and shows that two were given', () => {
    fc.assert(
      fc.property(decisionArbitrary, decisionArbitrary, (a, b) => {
        const { decision, conflicts } = mergeDecisions(undefined, a, b);
        expect(decision!.reason).toContain(a.reason);
        expect(decision!.reason).toContain(b.reason);
        expect(conflicts.some((one) => one.field === 'reason')).toBe(a.reason !== b.reason);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("through the host's plain text merge", () => {
  it('never yields an approval that neither side had', () => {
    const folder = mkdtempSync(join(tmpdir(), 'posture-merge-'));
    let clean = 0;
    let conflicts = 0;
    try {
      fc.assert(
        fc.property(decisionArbitrary, decisionArbitrary, decisionArbitrary, (base, a, b) => {
          const names = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
          [a, base, b].forEach((one, index) => writeFileSync(names[index]!, printDecision(one)));
          const run = spawnSync('git', ['merge-file', '-p', ...names], { encoding: 'utf8' });
          const { decision, problems } = readDecision(run.stdout);
          if (run.status === 0) clean++;
          else {
            conflicts++;
            expect(problems).toMatchObject([{ conflict: true }]);
          }
          // What merged cleanly counts as approved only when its seal holds, and then one side had just that.
          if (decision) expectNothingInvented(decision, [a, b]);
        }),
        { numRuns: 400 },
      );
      expect(clean, 'some merges are clean').toBeGreaterThan(0);
      expect(conflicts, 'some conflict').toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('merges 300 records that 40 branches changed in different places without a conflict', () => {
    const folder = mkdtempSync(join(tmpdir(), 'posture-merge-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    try {
      git('init', '-q', '-b', 'main');
      const [sample] = fc.sample(decisionArbitrary, 1);
      for (let n = 0; n < 300; n++)
        writeFileSync(join(folder, `record-${n}.yaml`), printDecision({ ...sample!, anchor: `${sample!.anchor}${n}` }));
      git('add', '.');
      git('commit', '-qm', 'base');
      for (let branch = 0; branch < 40; branch++) {
        git('checkout', '-q', '-b', `b${branch}`, 'main');
        writeFileSync(
          join(folder, `record-${branch}.yaml`),
          printDecision({ ...sample!, anchor: `${sample!.anchor}${branch}`, reason: `changed by ${branch}` }),
        );
        writeFileSync(join(folder, `new-${branch}.yaml`), printDecision({ ...sample!, anchor: `new ${branch}` }));
        git('add', '.');
        git('commit', '-qm', `b${branch}`);
      }
      git('checkout', '-q', 'main');
      for (let branch = 0; branch < 40; branch++) git('merge', '-q', '--no-edit', `b${branch}`);
      expect(git('ls-files').trim().split('\n')).toHaveLength(340);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
