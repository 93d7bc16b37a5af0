import { describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';
import { bindOf, findingId, reconcile, type ReconcileInput } from '../../server/posture/reconcile.ts';
import { decisionId, sealed } from '../../server/posture/seal.ts';
import { analyzeTexts } from '../support/analyze-text.ts';

const policy = (action: string, name = 'deploy') => `resource "aws_iam_role_policy" "${name}" {
  role   = "ci"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Admin", Effect = "Allow", Action = ${action}, Resource = "*" }] })
}
`;
const findingsOf = async (texts: Record<string, string>): Promise<Finding[]> =>
  (await analyzeTexts(texts)).findings.filter((finding) => finding.subject?.kind === 'grant');
const at = { uri: '.posture/decisions/x.yaml', span: [0, 0] as const };

function accept(finding: Finding, more: Partial<Decision> = {}, until: string | undefined = '2026-12-20'): Decision {
  const bind = bindOf(finding);
  const base = {
    v: 1 as const,
    id: findingId(finding),
    rule: finding.rule,
    anchor: finding.anchor,
    kind: 'accepted-risk' as const,
    state: 'accepted' as const,
    reason: 'why',
    ...(typeof bind === 'object' ? bind : {}),
    ...more,
  };
  return sealed(base, { owner: '@acme/a', by: '@lead', on: '2026-11-21', ...(until ? { until } : {}) });
}

const run = (findings: readonly Finding[], decisions: readonly Decision[], more: Partial<ReconcileInput> = {}) =>
  reconcile({
    findings,
    decided: decisions.map((decision) => ({ decision, at })),
    proposed: [],
    today: '2026-11-21',
    policy: defaultPolicy,
    ...more,
  });

const [admin] = await findingsOf({ 'infra/main.tf': policy('"*"') });
const states = (result: ReturnType<typeof run>) => result.judged.map((one) => one.state);
const kinds = (result: ReturnType<typeof run>) => result.drift.map((one) => one.kind);

describe('a finding and its decision', () => {
  it('is new without one, existing when the target branch has it, pending when only the working tree accepts it', () => {
    expect(states(run([admin!], []))).toEqual(['new']);
    expect(states(run([admin!], [], { existing: new Set([findingId(admin!)]) }))).toEqual(['existing']);
    const pending = run([admin!], [], { proposed: [{ decision: accept(admin!), at }] });
    expect(states(pending)).toEqual(['pending']);
    expect(pending.drift).toEqual([]);
  });

  it('is accepted while the grant is what was approved, to the end of the last day', () => {
    expect(states(run([admin!], [accept(admin!)]))).toEqual(['accepted']);
    for (const [today, state] of [
      ['2026-12-19', 'accepted'],
      ['2026-12-20', 'accepted'],
      ['2026-12-21', 'expired'],
    ] as const) {
      expect(states(run([admin!], [accept(admin!)], { today }))).toEqual([state]);
    }
  });

  it('warns before the end and says how long ago it passed', () => {
    expect(run([admin!], [accept(admin!)], { today: '2026-12-06' }).drift).toMatchObject([{ kind: 'approval-expiring', days: 14 }]);
    expect(run([admin!], [accept(admin!)], { today: '2026-12-05' }).drift).toEqual([]);
    expect(run([admin!], [accept(admin!)], { today: '2026-12-23' }).drift).toMatchObject([{ kind: 'approval-expired', days: -3 }]);
  });

  it('is void when the seal is broken, whatever the state says', () => {
    const result = run([admin!], [{ ...accept(admin!), kind: 'false-positive' }]);
    expect(states(result)).toEqual(['void']);
    expect(kinds(result)).toEqual(['approval-void']);
  });

  it('is void when the policy does not allow it, and says why', () => {
    const policyOf = (more: Partial<typeof defaultPolicy>) => ({ policy: { ...defaultPolicy, ...more } });
    expect(run([admin!], [accept(admin!, {}, '2027-06-01')]).drift).toMatchObject([
      { kind: 'approval-void', why: expect.stringContaining('192 days') },
    ]);
    expect(run([admin!], [accept(admin!)], policyOf({ approvers: ['@ciso'] })).drift).toMatchObject([
      { why: expect.stringContaining('@lead is none of the approvers that the policy names (@ciso)') },
    ]);
    expect(states(run([admin!], [accept(admin!, { kind: 'false-positive' }, '2028-01-01')]))).toEqual(['accepted']);
  });

  it('is void when it is dated ahead, which would make a short approval long', () => {
    const dated = (on: string, until: string): Decision => {
      const { approved: _before, ...rest } = accept(admin!);
      return sealed(rest, { owner: '@acme/a', by: '@lead', on, until });
    };
    expect(run([admin!], [dated('2030-01-01', '2030-01-20')]).drift).toMatchObject([
      { kind: 'approval-void', why: 'it is dated 2030-01-01, which is yet to come' },
    ]);
    expect(states(run([admin!], [dated('2026-11-22', '2026-12-10')])), 'east of here it is tomorrow already').toEqual(['accepted']);
  });

  it('comes back when it was called fixed or revoked', () => {
    const { approved: _approved, ...rest } = accept(admin!);
    for (const state of ['fixed', 'revoked'] as const) {
      const result = run([admin!], [{ ...rest, state }]);
      expect(states(result)).toEqual(['changed']);
      expect(kinds(result)).toEqual(['resurrected']);
    }
  });
});

describe('a grant that changes under its approval', () => {
  it('stays approved when lines move, the file is reformatted or a comment is added', async () => {
    for (const text of [
      `# moved\n\n\n${policy('"*"')}`,
      policy('"*"').replace('Sid = "Admin", ', '\n\n  Sid = "Admin", # why\n  '),
      policy('["*"]'),
    ]) {
      const found = (await findingsOf({ 'infra/main.tf': text })).filter((finding) => finding.rule === admin!.rule);
      expect(states(run(found, [accept(admin!)])), text).toEqual(['accepted']);
    }
  });

  it('is void when it grows, with what grew', async () => {
    const [narrow] = await findingsOf({ 'infra/main.tf': policy('"s3:*"') });
    const wider = (await findingsOf({ 'infra/main.tf': policy('["s3:*", "iam:*"]') })).find(
      (finding) => finding.rule === narrow!.rule && finding.anchor === narrow!.anchor,
    );
    const result = run([wider!], [accept(narrow!)]);
    expect(states(result)).toEqual(['changed']);
    expect(result.drift).toMatchObject([{ kind: 'scope-grew', grew: ['action iam:*'] }]);
  });

  it('follows a move and takes a copy for new', async () => {
    const [moved] = await findingsOf({ 'other/main.tf': policy('"*"') });
    expect(states(run([moved!], [accept(admin!)]))).toEqual(['moved']);
    expect(states(run([admin!, moved!], [accept(admin!)]))).toEqual(['accepted', 'new']);
  });

  it('leaves a stale decision behind when it is gone', () => {
    expect(kinds(run([], [accept(admin!)]))).toEqual(['stale']);
  });
});

it('an id belongs to rule and anchor', () => {
  expect(findingId(admin!)).toBe(decisionId(admin!.rule, admin!.anchor));
  expect(decisionId('aws/a', 'x')).not.toBe(decisionId('aws/b', 'x'));
});
