// What a rule is. Rules are plain constants: stateless, synchronous, written once for all dialects, because they see
// facts and never a syntax tree.
import type { Category, Confidence, Related, Severity } from './finding.ts';
import type { Drift } from './drift.ts';
import type { FixMaker } from './fix.ts';
import type { Place } from './text/text.ts';
import type { Agent, AgentServer, AgentSetting } from './facts/agent.ts';
import type { OAuthClient } from './facts/oauth.ts';
import type { Credential, Grant, Identity, Trust } from './facts/types.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from './facts/workflow.ts';
import type { SecretCandidate } from './secrets/types.ts';
import type { Project } from './project.ts';
import type { SuppressionState } from './suppress.ts';

export type Profile = 'default' | 'strict' | 'audit';
export const areas = [
  'secret',
  'aws',
  'gcp',
  'azure',
  'cloud',
  'k8s',
  'vault',
  'sql',
  'saas',
  'github',
  'ci',
  'agent',
  'oauth',
  'identity',
  'drift',
] as const;
export type AreaName = (typeof areas)[number];

/**
 * An example that is executed. `«…»` stands around each span that the rule itself must report; a `good` example must be
 * clean under every rule. `file` names the path, from which the format follows. Tokens are written `{{token:github-pat}}`
 * and made at run time, so that no token-shaped text lies in the repository.
 */
export interface Example {
  readonly file: string;
  readonly text: string;
  /** Further files that the example needs, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

export interface RuleDocs {
  /** One sentence: what is found. It feeds the index table. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  readonly references: readonly string[];
}

export interface RuleMeta<Message extends string = string> {
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The first profile in which the rule is on. `default` when left out; `audit` has every rule. */
  readonly profile?: Profile;
  /** A milder severity in the default profile than in strict and audit. */
  readonly severityInDefault?: Severity;
  /** OWASP NHI Top 10 (2025) and NIST CSF 2.0 ids. */
  readonly frameworks: readonly string[];
  /** The edition in which the rule came; the first when left out. See `edition.ts`. */
  readonly since?: number;
  /** Rules that this one takes the place of: decisions about them go on counting for it. */
  readonly replaces?: readonly string[];
  /** Checks of other tools on the same condition. */
  readonly peers: readonly string[];
  readonly fix: 'none' | 'safe' | 'suggestion';
  /** Why there is no fix, where `fix` is `none`. */
  readonly whyNoFix?: string;
  /** Messages by id, with `{name}` for data. They say what is wrong here, with numbers. */
  readonly messages: Readonly<Record<Message, string>>;
  /** Rules whose findings at the same place or anchor, or at one that the report says it speaks for, are dropped when this one reports. */
  readonly subsumes?: readonly string[];
  readonly docs: RuleDocs;
}

export interface Report<Message extends string = string> {
  readonly at: Place;
  readonly message: Message;
  readonly data?: Readonly<Record<string, string | number>>;
  /** The fact's anchor, with a part of its own where one fact can have several findings of this rule. */
  readonly anchor: string;
  /** Anchors beside its own of which this says what there is to say: a path is made of several statements. */
  readonly speaksFor?: readonly string[];
  readonly related?: readonly Related[];
  /** Only where this case is milder or worse than the rule says. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly fix?: FixMaker;
  readonly suggestions?: readonly FixMaker[];
}

export interface RuleContext<Message extends string = string> {
  report(report: Report<Message>): void;
  /** Facts of the whole tree, catalogues and what the workspace knows (owners, remote, today). */
  readonly project: Project;
}

export interface Handlers<Message extends string = string> {
  secret?(candidate: SecretCandidate, context: RuleContext<Message>): void;
  grant?(grant: Grant, context: RuleContext<Message>): void;
  trust?(trust: Trust, context: RuleContext<Message>): void;
  credential?(credential: Credential, context: RuleContext<Message>): void;
  identity?(identity: Identity, context: RuleContext<Message>): void;
  workflow?(workflow: Workflow, context: RuleContext<Message>): void;
  job?(job: WorkflowJob, workflow: Workflow, context: RuleContext<Message>): void;
  step?(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: RuleContext<Message>): void;
  agent?(agent: Agent, context: RuleContext<Message>): void;
  server?(server: AgentServer, agent: Agent, context: RuleContext<Message>): void;
  setting?(setting: AgentSetting, agent: Agent, context: RuleContext<Message>): void;
  oauthClient?(client: OAuthClient, context: RuleContext<Message>): void;
  /** A disagreement between code and decision; the second pass, over what reconciling found. */
  drift?(drift: Drift, context: RuleContext<Message>): void;
  /** Each inline suppression after all findings are known. */
  suppression?(suppression: SuppressionState, context: RuleContext<Message>): void;
  /** Once a run, for what only the whole tree shows. Findings may stand in any document. */
  project?(context: RuleContext<Message>): void;
}

export interface Rule<Message extends string = string> {
  readonly id: string;
  readonly meta: RuleMeta<Message>;
  readonly on: Handlers<Message>;
}

/** Gives a rule its type: messages that are reported must be messages that exist. */
export function defineRule<const Message extends string>(rule: Rule<Message>): Rule {
  return rule as unknown as Rule;
}

export function areaOf(ruleId: string): AreaName {
  return ruleId.slice(0, ruleId.indexOf('/')) as AreaName;
}
