// What a team asks of a decision: `.posture/policy.yaml`. Like decisions, it counts as it stands at the tip of the target
// branch. A team without one gets the defaults below.
import type { Decision } from '../engine/decision.ts';
import type { Severity } from '../engine/finding.ts';
import { daysBetween } from './reconcile.ts';
import { listIn, mapOf, numberIn, readStrictly, stringIn, type RecordProblem, type Refuse } from './strict-yaml.ts';

export const policyPath = '.posture/policy.yaml';

export interface Policy {
  /** Handles and teams whose approval counts; empty means that anyone's does. */
  readonly approvers: readonly string[];
  /** Owner of what nobody owns. */
  readonly fallbackOwner?: string;
  /** Longest life of an accepted risk in days, by severity. */
  readonly lifetimes: Readonly<Record<Severity, number>>;
  /** Days before its end on which an approval is said to be expiring. */
  readonly warnDays: number;
  /** Names of environments that are production. */
  readonly production: readonly string[];
  /** Principals that may stand without an end: what a team names, never what a name suggests. */
  readonly breakGlass: readonly string[];
  /** Days after which an observation is unknown. */
  readonly evidenceDays: number;
}

export const defaultPolicy: Policy = {
  approvers: [],
  lifetimes: { critical: 30, high: 90, medium: 180, low: 365, info: 365 },
  warnDays: 14,
  production: ['prod', 'production'],
  breakGlass: [],
  evidenceDays: 7,
};

/** Reads a policy. One that has a problem is not used at all: half a policy is none. */
export function readPolicy(text: string): { policy?: Policy; problems: readonly RecordProblem[] } {
  const problems: RecordProblem[] = [];
  const refuse: Refuse = (message, span = [0, 0]) => void problems.push({ message, span });
  const root = readStrictly(text, problems);
  const map = root && mapOf(root, 'the policy', ['v', 'approvers', 'fallback-owner', 'lifetimes', 'warn-days', 'production', 'break-glass', 'evidence-days'], refuse);
  if (!map) return { problems };
  const version = map.get('v');
  if (version?.kind !== 'scalar' || version.value !== 1) refuse('v: 1 is the only version known here; a newer posture may be needed', version?.span);
  const list = (name: string, otherwise: readonly string[]) => (map.has(name) ? listIn(map.get(name)!, name, refuse) : otherwise);
  const number = (name: string, otherwise: number) => (map.has(name) ? numberIn(map.get(name), name, 0, 3650, refuse) : otherwise);
  const lifetimes = { ...defaultPolicy.lifetimes };
  const given = map.has('lifetimes') ? mapOf(map.get('lifetimes')!, 'lifetimes', Object.keys(lifetimes), refuse) : undefined;
  for (const [severity, node] of given ?? []) lifetimes[severity as Severity] = numberIn(node, `lifetimes.${severity}`, 1, 3650, refuse);
  const policy: Policy = {
    approvers: list('approvers', defaultPolicy.approvers),
    ...(map.has('fallback-owner') ? { fallbackOwner: stringIn(map.get('fallback-owner'), 'fallback-owner', refuse) } : {}),
    lifetimes,
    warnDays: number('warn-days', defaultPolicy.warnDays),
    production: list('production', defaultPolicy.production),
    breakGlass: list('break-glass', defaultPolicy.breakGlass),
    evidenceDays: number('evidence-days', defaultPolicy.evidenceDays),
  };
  return problems.length > 0 ? { problems } : { policy, problems };
}

/** Kinds that are about a risk that stands: only they need an end. */
const risks: readonly Decision['kind'][] = ['accepted-risk', 'compensated', 'break-glass'];

/** Why a policy does not let this approval count, in words that end a sentence; undefined when it does. */
export function refusedBy(policy: Policy, decision: Decision, severity: Severity): string | undefined {
  const approved = decision.approved;
  if (!approved) return undefined;
  if (policy.approvers.length > 0 && !policy.approvers.includes(approved.by)) return `${approved.by} is none of the approvers that the policy names (${policy.approvers.slice(0, 3).join(', ')})`;
  if (!risks.includes(decision.kind)) return undefined;
  if (approved.until === undefined) return 'the policy asks for an end, and it has none';
  const most = decision.kind === 'break-glass' ? 3 : policy.lifetimes[severity];
  const days = daysBetween(approved.on, approved.until);
  return days > most ? `it lasts ${days} days, and the policy allows ${most} for ${decision.kind === 'break-glass' ? 'break-glass' : `what is ${severity}`}` : undefined;
}
