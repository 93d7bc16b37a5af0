// The shape that rules about decisions and about identities share: one kind of disagreement each, said at the line it is
// about.
import type { DecisionDrift as OnDecision, DecisionDriftKind, IdentityDriftKind } from '../../server/engine/drift.ts';
import { defineRule, type Rule, type RuleDocs, type RuleMeta } from '../../server/engine/rule.ts';
import { isAutonomous, reportOfIdentity } from './identity-drift.ts';
import { listed } from './listed.ts';

interface DecisionDrift {
  readonly id: `drift/${string}`;
  readonly kind: DecisionDriftKind;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly frameworks: readonly string[];
  /** With `{rule}`, `{owner}`, `{by}`, `{until}`, `{days}` (in words, without a sign), `{grew}`, `{why}` and `{state}` for data. */
  readonly message: string;
  /** The same disagreement between an identity and its record, with the data of `identityData`. */
  readonly identity?: { readonly kind: IdentityDriftKind; readonly message: string };
  readonly whyNoFix: string;
  readonly docs: Omit<RuleDocs, 'references'>;
}

export function decisionDrift(one: DecisionDrift): Rule {
  return defineRule({
    id: one.id,
    meta: {
      title: one.title,
      category: 'drift',
      severity: one.severity,
      confidence: 'high',
      frameworks: one.frameworks,
      peers: [],
      fix: 'none',
      whyNoFix: one.whyNoFix,
      messages: { drifted: one.message, ...(one.identity && { identity: one.identity.message }) } as Record<'drifted' | 'identity', string>,
      docs: { ...one.docs, references: [] },
    },
    on: {
      drift(drift, context) {
        if ('decision' in drift && drift.kind === one.kind)
          context.report({ at: drift.at, message: 'drifted', data: dataOf(drift), anchor: drift.decision.anchor });
        if (one.identity && 'identity' in drift && drift.kind === one.identity.kind && !isAutonomous(drift))
          context.report(reportOfIdentity(drift, 'identity'));
      },
    },
  });
}

function dataOf(drift: OnDecision): Record<string, string | number> {
  const { decision, days, grew } = drift;
  return {
    rule: decision.rule,
    owner: decision.approved?.owner ?? 'nobody',
    by: decision.approved?.by ?? 'nobody',
    until: decision.approved?.until ?? 'no end',
    days: Math.abs(days ?? 0) === 1 ? '1 day' : `${Math.abs(days ?? 0)} days`,
    grew: listed(grew ?? []),
    why: drift.why ?? '',
    state: decision.state,
    id: decision.id,
  };
}
