// Code, decision and observation, each absent, the same or changed: all 27 combinations, with the state of the finding and
// every disagreement. docs/team-baseline.md has the same table in words.
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import type { Drift } from '../../server/engine/drift.ts';
import type { Finding } from '../../server/engine/finding.ts';
import type { Observation, ObservedFact } from '../../server/engine/observation.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';
import { bindOf, findingId } from '../../server/posture/reconcile.ts';
import { sealed } from '../../server/posture/seal.ts';
import { underDecisions } from '../../server/posture/under-decisions.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { createDocument } from '../../server/engine/document.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { rulesOf } from '../../rules/registry.ts';

type Side = 'absent' | 'same' | 'changed';
const sides: readonly Side[] = ['absent', 'same', 'changed'];

const today = '2026-11-21';
const rule = 'aws/wildcard-action';

/** What the team once agreed on: `s3:*` on one bucket. Changed is wider by `iam:PassRole`, or by `sqs:*` where it runs. */
const code: Readonly<Record<Side, string>> = {
  absent: '# nothing\n',
  same: policy('"s3:*"'),
  changed: policy('"s3:*", "iam:PassRole"'),
};

function policy(actions: string): string {
  return `resource "aws_iam_role_policy" "ship" {\n  role   = "ship"\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Ship", Effect = "Allow", Action = [${actions}], Resource = "arn:aws:s3:::b/*" }] })\n}\n`;
}

const items = (...actions: string[]) =>
  [...actions.map((action) => `action ${action}`), 'effect allow', 'resource arn:aws:s3:::b/*'].sort();

const lived: Readonly<Record<Side, readonly ObservedFact[]>> = {
  absent: [
    {
      fact: 'identity',
      id: 'aws:role:ship',
      platform: 'aws',
      kind: 'role',
      name: 'ship',
      reference: 'arn:aws:iam::123456789012:role/ship',
    },
  ],
  same: [
    {
      fact: 'identity',
      id: 'aws:role:ship',
      platform: 'aws',
      kind: 'role',
      name: 'ship',
      reference: 'arn:aws:iam::123456789012:role/ship',
    },
    { fact: 'grant', identity: 'aws:role:ship', by: 'ship', items: items('s3:*') },
  ],
  changed: [
    {
      fact: 'identity',
      id: 'aws:role:ship',
      platform: 'aws',
      kind: 'role',
      name: 'ship',
      reference: 'arn:aws:iam::123456789012:role/ship',
    },
    { fact: 'grant', identity: 'aws:role:ship', by: 'ship', items: items('s3:*', 'sqs:*') },
  ],
};

function observation(side: Side): Observation {
  return {
    header: {
      v: 1,
      source: 'aws-authorization-details',
      place: 'aws:123456789012',
      taken: '2026-11-20T00:00:00Z',
      takenFrom: 'file',
      read: '2026-11-20T00:00:00Z',
      files: [],
      complete: ['grant', 'identity'],
      gaps: [],
    },
    facts: lived[side],
    uri: '.posture/evidence/x.jsonl',
    placeOf: () => ({ uri: '.posture/evidence/x.jsonl', span: [0, 0] }),
  };
}

async function engineOf(text: string) {
  const document = createDocument('infra/main.tf', text);
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace(today),
    settingsFor: () => ({ ...defaultSettings, profile: 'audit', only: [rule] }),
    source: { document: () => document, siblings: () => ['infra/main.tf'] },
  });
  await engine.read([document]);
  return { engine, analysis: await engine.analyze() };
}

const [agreed] = (await engineOf(code.same)).analysis.findings;

function decision(side: Side, grant = bindOf(agreed!)): Decision[] {
  if (side === 'absent') return [];
  const bound = grant as { grant: readonly string[] };
  // A decision that changed since is about another grant: one bucket less wide.
  const of = side === 'same' ? bound.grant : bound.grant.map((item) => item.replace('arn:aws:s3:::b/*', 'arn:aws:s3:::b/builds/*'));
  return [
    sealed(
      { v: 1, id: findingId(agreed!), rule, anchor: agreed!.anchor, kind: 'accepted-risk', state: 'accepted', grant: of, reason: 'why' },
      { owner: '@acme/a', by: '@lead', on: '2026-11-01', until: '2026-12-20' },
    ),
  ];
}

/** A rule that reports nothing and keeps what it is told. */
function listener(): { readonly drift: Drift[]; readonly listening: Rule } {
  const drift: Drift[] = [];
  const listening = defineRule({
    id: 'drift/listening',
    meta: {
      title: '',
      category: 'drift',
      severity: 'info',
      confidence: 'high',
      frameworks: [],
      peers: [],
      fix: 'none',
      messages: {},
      docs: { what: '', why: '', remedy: '', bad: [], good: [], references: [] },
    },
    on: { drift: (one) => void drift.push(one) },
  });
  return { drift, listening };
}

async function triangle(here: Side, decided: Side, live: Side): Promise<{ state: string; drift: string[] }> {
  const { engine, analysis } = await engineOf(code[here]);
  const { drift, listening } = listener();
  const findings = analysis.findings.filter((finding: Finding) => finding.anchor === agreed!.anchor);
  const result = underDecisions({
    findings,
    decided: decision(decided).map((one) => ({ decision: one, at: { uri: '.posture/decisions/x.yaml', span: [0, 0] } })),
    proposed: [],
    policy: defaultPolicy,
    today,
    settingsFor: () => defaultSettings,
    project: await engine.project(),
    driftRules: [listening],
    observations: { observed: { current: [observation(live)], old: [], before: [] }, owners: [] },
  });
  const [finding] = [...result.findings, ...result.accepted];
  return {
    state: finding?.standing ?? 'none',
    drift: drift.map((one) => ('message' in one ? `${one.kind} (${one.message})` : one.kind)).sort(),
  };
}

/** Code, decision, observation; the state of the finding; every drift. */
const table: readonly (readonly [Side, Side, Side, string, readonly string[]])[] = [
  ['absent', 'absent', 'absent', 'none', []],
  ['absent', 'absent', 'same', 'none', []],
  ['absent', 'absent', 'changed', 'none', []],
  ['absent', 'same', 'absent', 'none', ['stale']],
  ['absent', 'same', 'same', 'none', ['shadow (decision)']],
  ['absent', 'same', 'changed', 'none', ['shadow (decision)']],
  ['absent', 'changed', 'absent', 'none', ['stale']],
  ['absent', 'changed', 'same', 'none', ['shadow (decision)']],
  ['absent', 'changed', 'changed', 'none', ['shadow (decision)']],
  ['same', 'absent', 'absent', 'new', ['not-live (grant)']],
  ['same', 'absent', 'same', 'new', []],
  ['same', 'absent', 'changed', 'new', ['shadow (grant)']],
  ['same', 'same', 'absent', 'accepted', ['not-live (grant)']],
  ['same', 'same', 'same', 'accepted', []],
  ['same', 'same', 'changed', 'accepted', ['shadow (grant)']],
  ['same', 'changed', 'absent', 'changed', ['not-live (grant)', 'scope-grew']],
  ['same', 'changed', 'same', 'changed', ['scope-grew']],
  ['same', 'changed', 'changed', 'changed', ['scope-grew', 'shadow (grant)']],
  ['changed', 'absent', 'absent', 'new', ['not-live (grant)']],
  ['changed', 'absent', 'same', 'new', []],
  ['changed', 'absent', 'changed', 'new', ['shadow (grant)']],
  ['changed', 'same', 'absent', 'changed', ['not-live (grant)', 'scope-grew']],
  ['changed', 'same', 'same', 'changed', ['scope-grew']],
  ['changed', 'same', 'changed', 'changed', ['scope-grew', 'shadow (grant)']],
  ['changed', 'changed', 'absent', 'changed', ['not-live (grant)', 'scope-grew']],
  ['changed', 'changed', 'same', 'changed', ['scope-grew']],
  ['changed', 'changed', 'changed', 'changed', ['scope-grew', 'shadow (grant)']],
];

describe('code, decision and observation', () => {
  it('are all 27 combinations, each once', () => {
    const all = sides.flatMap((a) => sides.flatMap((b) => sides.map((c) => `${a} ${b} ${c}`)));
    expect(table.map(([a, b, c]) => `${a} ${b} ${c}`).sort()).toEqual(all.sort());
  });

  it.each(table)('code %s, decision %s, observation %s: %s', async (here, decided, live, state, drift) => {
    expect(await triangle(here, decided, live)).toEqual({ state, drift });
  });

  it('says nothing about what was observed too long ago, but that it is', async () => {
    const { engine } = await engineOf(code.same);
    const { drift, listening } = listener();
    underDecisions({
      findings: [],
      decided: [],
      proposed: [],
      policy: defaultPolicy,
      today,
      settingsFor: () => defaultSettings,
      project: await engine.project(),
      driftRules: [listening],
      observations: { observed: { current: [], old: [observation('changed')], before: [] }, owners: [] },
    });
    expect(drift.map(({ kind }) => kind)).toEqual(['evidence-too-old']);
  });
});
