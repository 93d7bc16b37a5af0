// The shape that rules about observations share: one kind of disagreement between what an export said and the code, said
// at the line it is about, with the export's place and day.
import type { ObservationDriftKind } from '../../server/engine/drift.ts';
import { defineRule, type Rule, type RuleDocs, type RuleMeta } from '../../server/engine/rule.ts';

interface ObservationRule {
  readonly kind: ObservationDriftKind;
  /** The kind, unless the rule is named otherwise. */
  readonly id: `drift/${string}`;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly confidence?: RuleMeta['confidence'];
  readonly frameworks: readonly string[];
  /** By the name that the drift gives. `{place}` and `{taken}` are always there. */
  readonly messages: Readonly<Record<string, string>>;
  readonly whyNoFix: string;
  readonly docs: RuleDocs;
}

export function observationDrift(one: ObservationRule): Rule {
  return defineRule({
    id: one.id,
    meta: {
      title: one.title,
      category: 'drift',
      severity: one.severity,
      confidence: one.confidence ?? 'high',
      frameworks: one.frameworks,
      peers: [],
      fix: 'none',
      whyNoFix: one.whyNoFix,
      messages: one.messages,
      docs: one.docs,
    },
    on: {
      drift(drift, context) {
        if (!('observed' in drift) || drift.kind !== one.kind) return;
        const { at, message, data, about, severity, related } = drift;
        context.report({ at, message, data, anchor: `observed|${steady(at.uri)}|${about}`, related, ...(severity ? { severity } : {}) });
      },
    },
  });
}

/** Each export is kept in a file of its own. What the next one says about the same thing is the same finding. */
function steady(uri: string): string {
  return uri.replace(/^(\.posture\/evidence\/[^/]+\/[^/]+)\/[^/]+$/, '$1');
}
