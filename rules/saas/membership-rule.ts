// The shape of a rule about who administers a service or what it does by default: a row over the type of a resource and what
// it gives. The rows are in tables of their own.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Profile, type Rule } from '../../server/engine/rule.ts';

export interface MembershipRule {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile?: Profile;
  readonly peers: readonly string[];
  readonly types: RegExp;
  readonly values: RegExp;
  readonly severityOf?: (grant: Grant) => Severity | undefined;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly bad: string;
  readonly good: string;
  readonly suggest?: (grant: Grant) => readonly FixMaker[];
  readonly whyNoFix?: string;
}

/** Another word in the place of what is given. */
export const instead =
  (text: string, title: string) =>
  (grant: Grant): FixMaker[] => {
    const leaf = grant.entitlement!;
    return leaf.editable && leaf.via.length === 0 ? [editing(title, leaf.token.uri, () => [replaceText(leaf, text)])] : [];
  };

const scopes: Readonly<Record<string, string>> = { folder: 'the folder', account: 'the cloud', org: 'the organization' };

/** The rule that a row stands for. */
export function membershipRule(entry: MembershipRule): Rule {
  return defineRule({
    id: entry.id,
    meta: {
      title: entry.title,
      category: entry.category,
      severity: entry.severity,
      confidence: 'high',
      profile: entry.profile,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: entry.peers,
      fix: entry.suggest ? 'suggestion' : 'none',
      whyNoFix: entry.whyNoFix,
      messages: { role: entry.message },
      docs: {
        what: entry.what,
        why: entry.why,
        remedy: entry.remedy,
        bad: [{ file: 'infra/main.tf', text: entry.bad }],
        good: [{ file: 'infra/main.tf', text: entry.good }],
        references: entry.references,
      },
    },
    on: {
      grant(grant, context) {
        if (grant.role !== 'binding' || grant.enabled === 'no' || !grant.entitlement || !entry.types.test(grant.carrier.kind)) return;
        const value = textOf(grant.entitlement);
        if (value === undefined || !entry.values.test(value)) return;
        const [first] = grant.principals;
        const who = !first || first.id.kind === 'unknown' ? 'its holder' : `\`${shownOf(first.id)}\``;
        context.report({
          at: placeOf(grant.entitlement),
          message: 'role',
          anchor: grant.anchor,
          severity: entry.severityOf?.(grant),
          data: { value, who, scope: scopes[grant.scope[0]?.level ?? ''] ?? 'its scope' },
          suggestions: entry.suggest?.(grant),
        });
      },
    },
  });
}
