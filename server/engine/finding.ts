// A finding: a rule's verdict on a fact, at an exact place, with its fixes.
import type { Place } from './text/text.ts';
import type { FindingState } from './decision.ts';
import type { FixMaker } from './fix.ts';
import type { Agent, AgentServer } from './facts/agent.ts';
import type { OAuthClient } from './facts/oauth.ts';
import type { Credential, Grant, Identity } from './facts/types.ts';
import type { Workflow, WorkflowJob } from './facts/workflow.ts';
import type { SecretCandidate } from './secrets/types.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

export const categories = [
  'secret',
  'wildcard',
  'admin',
  'long-lived',
  'trust',
  'workflow',
  'rbac',
  'agent',
  'oauth',
  'ownership',
  'drift',
] as const;
export type Category = (typeof categories)[number];

export interface Related {
  readonly at: Place;
  readonly message: string;
}

/** The fact that a rule was looking at when it reported: what a hover explains and what an approval is bound to. */
export type Subject =
  | { readonly kind: 'grant'; readonly fact: Grant }
  | { readonly kind: 'secret'; readonly fact: SecretCandidate }
  | { readonly kind: 'credential'; readonly fact: Credential }
  | { readonly kind: 'identity'; readonly fact: Identity }
  | { readonly kind: 'workflow'; readonly fact: Workflow }
  | { readonly kind: 'job'; readonly fact: WorkflowJob }
  | { readonly kind: 'agent'; readonly fact: Agent }
  | { readonly kind: 'server'; readonly fact: AgentServer }
  | { readonly kind: 'oauthClient'; readonly fact: OAuthClient };

export interface Finding {
  /** `area/noun-phrase`. */
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly at: Place;
  /** Where in the structure; see `Grant.anchor`. Identical for the same thing however the text moves. */
  readonly anchor: string;
  /** Further anchors at which the findings of weaker rules are dropped for this one. */
  readonly speaksFor?: readonly string[];
  readonly related: readonly Related[];
  /** A safe fix: nothing the author meant is lost and the program keeps working. */
  readonly fix?: FixMaker;
  /** For a person to choose from; the best first. */
  readonly suggestions: readonly FixMaker[];
  /** Absent where a rule looked at the whole tree at once. */
  readonly subject?: Subject;
  /** Why the severity is not the rule's own, for `posture why`: the class of the path, the profile, the configuration. */
  readonly adjusted?: string;
  /** Rules that its own took the place of, and under which it may have been decided. */
  readonly replaces?: readonly string[];
  /** How it stands with the team's decisions, where there are any. */
  readonly standing?: FindingState;
  /** The suppression or decision that covers this finding, where one does. */
  readonly suppressed?: { readonly reason: string; readonly at: Place; readonly until?: string; readonly owner?: string };
}

/** Rank of a severity: 0 is the worst. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** True when `severity` is `least` or worse. */
export function atLeast(severity: Severity, least: Severity): boolean {
  return rankOf(severity) <= rankOf(least);
}

/** The severity `steps` milder, held at `info`. */
export function lowered(severity: Severity, steps = 1): Severity {
  return severities[Math.min(severities.length - 1, rankOf(severity) + steps)]!;
}

/** The one order of findings: uri, start, end, rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.at.uri, b.at.uri) ||
    a.at.span[0] - b.at.span[0] ||
    a.at.span[1] - b.at.span[1] ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
