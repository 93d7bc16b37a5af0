// A rule about bindings of Google Cloud, made of what is its own: what of a binding is wrong, and what to say and do about
// it. What a role can do is a fact of the catalogue, so that roles nobody thought of are judged like those that everybody knows.
import type { RoleFacts } from '../../server/engine/catalog/roles.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';
import { isBinding, memberNames, roleOf, scopeName } from './bindings.ts';

export interface BindingRule extends RuleRow {
  readonly id: string;
  readonly category: Category;
  readonly peers: readonly string[];
  readonly frameworks?: readonly string[];
  /** May name {role}, {scope}, {members}, {member} and what `data` gives. */
  readonly message: string;
  readonly references: readonly string[];
  /** What of a binding is wrong: the role, or each member that is. Nothing when it is fine. `stands`: no end within reach. */
  readonly find: (grant: Grant, role: string, facts: RoleFacts | undefined, stands: boolean) => readonly Hit[];
}

export interface Hit {
  readonly at: Leaf;
  readonly member?: Principal;
  readonly severity?: Severity;
  readonly data?: Readonly<Record<string, string>>;
  readonly suggestions: readonly FixMaker[];
}

/** An example with one binding on a project, folder or organization, its role or its member marked. */
export const memberExample = (
  role: string,
  who: string,
  mark: 'role' | 'member',
  type: 'project' | 'organization' | 'folder' = 'project',
): string => {
  const target = { project: 'project = "acme-prod"', organization: 'org_id = "123456789012"', folder: 'folder = "folders/42"' }[type];
  return `resource "google_${type}_iam_member" "app" {
  ${target}
  role   = "${mark === 'role' ? `«${role}»` : role}"
  member = "${mark === 'member' ? `«${who}»` : who}"
}
`;
};

/** What the flags of the catalogue that concern service accounts mean, in words. */
export const impersonation: readonly (readonly [flag: string, words: string, severity: Severity])[] = [
  ['mints-sa-token', 'mint tokens of', 'critical'],
  ['signs-as-sa', 'sign as', 'critical'],
  ['creates-sa-keys', 'make keys of', 'critical'],
  ['sets-sa-iam-policy', 'decide who may use', 'critical'],
  ['implicit-delegation', 'chain through', 'high'],
  ['acts-as-service-account', 'run code as', 'high'],
];

const clean = (text: string): string => text.replace(/[«»]/g, '');

/** The rule of an entry. */
export function bindingRule(entry: BindingRule): Rule {
  const suggests = entry.whyNoFix === undefined;
  return defineRule({
    id: entry.id,
    meta: metaOfRow(
      { ...entry, good: clean(entry.good) },
      {
        category: entry.category,
        frameworks: entry.frameworks ?? ['NHI5:2025', 'PR.AA-05'],
        fix: suggests ? 'suggestion' : 'none',
        messages: { role: entry.message },
        file: 'infra/main.tf',
      },
    ),
    on: {
      grant(grant, context) {
        if (!isBinding(grant)) return;
        const role = roleOf(grant) ?? '';
        for (const hit of entry.find(grant, role, context.project.catalogs.gcp?.find(role), isStanding(grant, context.project))) {
          const memberText = hit.member ? shownOf(hit.member.id) : '';
          context.report({
            at: placeOf(hit.at),
            message: 'role',
            severity: hit.severity,
            anchor: hit.member ? `${grant.anchor}|${memberText}` : grant.anchor,
            data: {
              role: role || 'a role',
              scope: scopeName(grant),
              members: memberNames(grant.principals),
              member: memberText,
              ...hit.data,
            },
            suggestions: hit.suggestions,
          });
        }
      },
    },
  });
}
