// The shape that rules about decisions share: one kind of disagreement each, said at the line it is about.
import type { DecisionDrift as Drift, DecisionDriftKind } from '../../server/engine/drift.ts';
import { defineRule, type Rule, type RuleDocs, type RuleMeta } from '../../server/engine/rule.ts';

interface DecisionDrift {
  readonly id: `drift/${string}`;
  readonly kind: DecisionDriftKind;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly frameworks: readonly string[];
  /** With `{rule}`, `{owner}`, `{by}`, `{until}`, `{days}` (in words, without a sign), `{grew}`, `{why}` and `{state}` for data. */
  readonly message: string;
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
      messages: { drifted: one.message },
      docs: { ...one.docs, references: [] },
    },
    on: {
      drift(drift, context) {
        if (drift.kind !== one.kind || !('decision' in drift)) return;
        context.report({ at: drift.at, message: 'drifted', data: dataOf(drift), anchor: drift.decision.anchor });
      },
    },
  });
}

function dataOf(drift: Drift): Record<string, string | number> {
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

/** At most three items by name; the rest as a number. */
function listed(items: readonly string[]): string {
  const shown = items.slice(0, 3).map((item) => `"${item}"`).join(', ');
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}
