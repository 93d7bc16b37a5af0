// What the rules about openings of Azure share: a row of words, with a look at one grant, becomes a rule.
import { booleanAt } from '../../server/engine/edit/azure.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { AzureOpening } from '../../server/engine/facts/azure/opening-settings.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Profile, type Rule } from '../../server/engine/rule.ts';

export interface Opening {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile?: Profile;
  readonly framework: string;
  readonly peers: readonly string[];
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly fix: 'suggestion' | 'none';
  readonly whyNoFix?: string;
  readonly bad: readonly { readonly file: string; readonly text: string }[];
  readonly good: readonly { readonly file: string; readonly text: string }[];
  readonly grant: (
    grant: Grant,
  ) => readonly { at: Leaf; severity?: Severity; data?: Readonly<Record<string, string>>; suggestions: readonly FixMaker[] }[];
}

export const terraform = (text: string) => ({ file: 'infra/main.tf', text });
export const bicep = (text: string) => ({ file: 'infra/main.bicep', text });

export const opens = (grant: Grant, opening: AzureOpening): boolean => grant.role === 'resource' && textOf(grant.actions[0]) === opening;
export const instead = (leaf: Leaf, value: string | boolean, title: string): FixMaker[] =>
  leaf.editable
    ? [
        editing(title, leaf.token.uri, (document) => [
          (typeof value === 'boolean' ? booleanAt(leaf.at, value, document) : undefined) ?? replaceValue(leaf, value, document),
        ]),
      ]
    : [];

/** What stands at everybody a grant opens something to, with repairs where there are any. */
export const everyone =
  (opening: AzureOpening, repair: (leaf: Leaf) => FixMaker[] = () => []): Opening['grant'] =>
  (grant) =>
    opens(grant, opening) ? grant.principals.map(({ id }) => ({ at: id, suggestions: repair(id) })) : [];

/** The rule that a row is: what the row finds in a grant of Azure, said at the value that opens. */
export const openingRule = (entry: Opening): Rule =>
  defineRule({
    id: entry.id,
    meta: {
      title: entry.title,
      category: entry.category,
      severity: entry.severity,
      confidence: 'high',
      profile: entry.profile,
      frameworks: [entry.framework, 'PR.AA-05'],
      peers: entry.peers,
      fix: entry.fix,
      whyNoFix: entry.whyNoFix,
      messages: { open: entry.message },
      docs: { what: entry.what, why: entry.why, remedy: entry.remedy, bad: entry.bad, good: entry.good, references: entry.references },
    },
    on: {
      grant(grant, context) {
        if (grant.platform !== 'azure' || grant.enabled === 'no') return;
        for (const found of entry.grant(grant))
          context.report({
            at: placeOf(found.at),
            message: 'open',
            anchor: `${grant.anchor}|${textOf(found.at) ?? ''}`,
            severity: found.severity,
            data: found.data,
            suggestions: found.suggestions,
          });
      },
    },
  });
