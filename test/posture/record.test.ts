import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionId, decisionPath, isSealed, sealed } from '../../server/posture/seal.ts';
import { longestRecord, printDecision, readDecision } from '../../server/posture/record.ts';
import { decisionArbitrary } from './decisions.ts';

const base = {
  v: 1 as const,
  id: decisionId('aws/x', 'terraform|a.tf|b'),
  rule: 'aws/x',
  anchor: 'terraform|a.tf|b',
  kind: 'accepted-risk' as const,
  state: 'accepted' as const,
  grant: ['action *', 'effect allow'],
  reason: 'old: "deployer" #1',
};
const decision = sealed(base, { owner: '@acme/payments', by: '@lead', on: '2026-11-21', until: '2027-02-01' });
const text = printDecision(decision);
const problemsOf = (changed: string, path?: string) => readDecision(changed, path).problems.map((problem) => problem.message);

describe('a decision record', () => {
  it('has one canonical form', () => {
    expect(text).toMatchInlineSnapshot(`
      "v: 1

      id: ${decision.id}

      rule: aws/x

      anchor: "terraform|a.tf|b"

      kind: accepted-risk

      state: accepted

      grant: ["action *", "effect allow"]

      approved: {owner: "@acme/payments", by: "@lead", on: 2026-11-21, until: 2027-02-01, seal: "${decision.approved!.seal}"}

      reason: "old: \\"deployer\\" #1"
      "
    `);
  });

  it('is read back as it was written, and printed the same again', () => {
    fc.assert(
      fc.property(decisionArbitrary, (one) => {
        const printed = printDecision(one);
        const read = readDecision(printed, decisionPath(one));
        expect(read.problems).toEqual([]);
        expect(read.decision).toEqual(one);
        expect(printDecision(read.decision!)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with the place of what is wrong', () => {
    expect(problemsOf(text.replace('v: 1', 'v: 2'))).toEqual([expect.stringContaining('newer posture')]);
    expect(problemsOf(text.replace('v: 1', 'v: 1\n\nextra: 1'))).toEqual([expect.stringContaining('"extra" is no field')]);
    expect(problemsOf(text.replace('state: accepted', 'state: fine'))[0]).toContain('none of open, revoked, fixed, accepted');
    expect(problemsOf(text.replace(/id: \w+/, 'id: aaaaaaaaaaaaaaaa'))[0]).toContain(decision.id);
    expect(problemsOf(text.replace('until: 2027-02-01', 'until: 2027-02-30'))[0]).toContain('2027-02-30');
    expect(problemsOf(text.replace('"action *", "effect allow"', '"effect allow", "action *"'))[0]).toContain('sorted');
    expect(problemsOf(text.replace('g1:', 'g9:'))[0]).toContain('newer posture');
    expect(problemsOf(text.replace(/reason: .*/, 'reason: ""'))[0]).toContain('reason is required');
    expect(problemsOf(text, '.posture/decisions/aws/y-0000.yaml')[0]).toContain(decisionPath(decision));
    expect(problemsOf(text.replace('kind: accepted-risk', 'kind: accepted-risk\n\nkind: test-data'))[0]).toContain('stands twice');
    const place = readDecision(text.replace('state: accepted', 'state: fine')).problems[0]!.span;
    expect(text.replace('state: accepted', 'state: fine').slice(...place)).toBe('fine');
  });

  it('may not be clever', () => {
    expect(problemsOf(text.replace('rule: aws/x', 'rule: &r aws/x'))[0]).toContain('anchors');
    expect(problemsOf(text.replace('rule: aws/x', 'rule: !env aws/x'))[0]).toContain('tags');
    expect(problemsOf(`${text}---\nv: 1\n`)[0]).toContain('one record a file');
    expect(problemsOf('x'.repeat(longestRecord + 1))[0]).toContain('refused');
  });

  it('says a conflict where a merge left one', () => {
    const conflicted = text.replace('state: accepted', '<<<<<<< ours\nstate: accepted\n=======\nstate: open\n>>>>>>> theirs');
    expect(readDecision(conflicted).problems).toMatchObject([{ conflict: true }]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 6 }), fc.nat(20), (at, put, drop) => {
        const read = readDecision(text.slice(0, at) + put + text.slice(at + drop));
        expect(read.decision !== undefined || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('loses its seal when anything that was approved changes', () => {
    expect(isSealed(decision)).toBe(true);
    expect(isSealed({ ...decision, grant: ['action *', 'effect allow', 'resource *'] })).toBe(false);
    expect(isSealed({ ...decision, kind: 'compensated' })).toBe(false);
    expect(isSealed({ ...decision, approved: { ...decision.approved!, until: '2028-01-01' } })).toBe(false);
    expect(isSealed({ ...decision, approved: { ...decision.approved!, by: '@someone' } })).toBe(false);
    expect(isSealed({ ...decision, reason: 'better words' })).toBe(true);
  });
});
