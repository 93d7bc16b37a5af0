// Rules by name, and the page of one.
import type { Severity } from '../../engine/finding.ts';

/** Client to server: the page of one rule as Markdown, or null where there is no such rule. */
export type RulePageMethod = 'posture/rulePage';
export interface RulePageParams {
  readonly rule: string;
}

/** Client to server: ids and titles of all rules, to choose from. */
export type RuleListMethod = 'posture/rules';
export interface RuleListEntry {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
}
