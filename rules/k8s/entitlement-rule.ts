// Rules of one shape: an entitlement that the readers of Argo CD, Flux and guards of a cluster name, said where its value stands,
// with a word that takes the place of the value where there is one.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Example, type Rule, type RuleMeta } from '../../server/engine/rule.ts';

export interface EntitlementRule {
  readonly id: string;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly profile?: RuleMeta['profile'];
  readonly frameworks: readonly string[];
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: Example;
  readonly good: Example;
  readonly reference: string;
  /** What takes the place of the value, and how it is called; or why nothing does. */
  readonly fix: { readonly title: string; readonly to: string } | { readonly why: string };
  /** Data for the message; undefined where the grant is none of this rule's. */
  data(grant: Grant, entitlement: string): Readonly<Record<string, string>> | undefined;
}

/** The rule of a row. */
export function entitlementRule(row: EntitlementRule): Rule {
  const { fix } = row;
  return defineRule({
    id: row.id,
    meta: {
      title: row.title,
      category: 'rbac',
      severity: row.severity,
      confidence: 'high',
      ...(row.profile ? { profile: row.profile } : {}),
      frameworks: row.frameworks,
      peers: [],
      ...('why' in fix ? { fix: 'none', whyNoFix: fix.why } : { fix: 'suggestion' }),
      messages: { found: row.message },
      docs: { what: row.what, why: row.why, remedy: row.remedy, bad: [row.bad], good: [row.good], references: [row.reference] },
    },
    on: {
      grant(grant, context) {
        const [leaf] = grant.actions;
        if (grant.platform !== 'k8s' || grant.role !== 'entitlement' || grant.enabled === 'no' || !leaf) return;
        const data = row.data(grant, textOf(grant.entitlement) ?? '');
        if (!data) return;
        context.report({
          at: leaf.at,
          message: 'found',
          data,
          anchor: grant.anchor,
          suggestions: 'to' in fix && leaf.editable ? [editing(fix.title, leaf.token.uri, () => [replaceText(leaf, fix.to)])] : [],
        });
      },
    },
  });
}
