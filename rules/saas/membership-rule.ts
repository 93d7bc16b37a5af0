// The shape of a rule about who administers a service or what it does by default: a row over the type of a resource and what
// it gives. The rows are in tables of their own.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

export interface MembershipRule extends RuleRow {
  readonly id: string;
  readonly category: Category;
  readonly peers: readonly string[];
  readonly types: RegExp;
  readonly values: RegExp;
  readonly severityOf?: (grant: Grant) => Severity | undefined;
  readonly message: string;
  /** The path of the examples, where they are no Terraform. */
  readonly file?: string;
  readonly references: readonly string[];
  readonly suggest?: (grant: Grant) => readonly FixMaker[];
}

/** Another word in the place of what is given. */
export const instead =
  (text: string, title: string) =>
  (grant: Grant): FixMaker[] => {
    const leaf = grant.entitlement!;
    return leaf.editable && leaf.via.length === 0 ? [editing(title, leaf.token.uri, () => [replaceText(leaf, text)])] : [];
  };

/** An attribute of the resource with another value. Offered where its block can be edited: in Terraform, not in a program or in JSON. */
export const setting =
  (attribute: string, value: boolean, title: string) =>
  ({ carrier: { dialect, block } }: Grant): FixMaker[] =>
    dialect === 'terraform' && !block.uri.endsWith('.json')
      ? [editing(title, block.uri, (document) => [setAttribute(block, attribute, value, document)])]
      : [];

const scopes: Readonly<Record<string, string>> = { folder: 'the folder', account: 'the cloud', org: 'the organization' };

/** The rule that a row stands for. */
export function membershipRule(entry: MembershipRule): Rule {
  return defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: entry.category,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: entry.suggest ? 'suggestion' : 'none',
      messages: { role: entry.message },
      file: entry.file ?? 'infra/main.tf',
    }),
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
