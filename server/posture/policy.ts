// What a team asks of a decision: `.posture/policy.yaml`. Like decisions, it counts as it stands at the tip of the target
// branch. A team without one gets the defaults below.
import type { Decision } from '../engine/decision.ts';
import { severities, type Severity } from '../engine/finding.ts';
import type { DataNode } from '../engine/syntax/data.ts';
import { daysBetween } from './days.ts';
import { dayIn, listIn, mapOf, numberIn, readStrictly, stringIn, type RecordProblem, type Refuse } from './strict-yaml.ts';

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
  /** Branches besides the default one whose records count for requests against them, as patterns: `release/*`. */
  readonly targets: readonly string[];
  /** Names of environments that are production. */
  readonly production: readonly string[];
  /** Principals that may stand without an end: what a team names, never what a name suggests. */
  readonly breakGlass: readonly string[];
  /** Days within which a grant has to end to count as given for a while; one that ends later is standing. */
  readonly grantDays: number;
  /** Days after which an observation is unknown. */
  readonly evidenceDays: number;
  /** Days after which a live key has to have been rotated. */
  readonly keyDays: number;
  /** Days without use after which a live grant is said to be unused. */
  readonly unusedDays: number;
  /** Days before its end on which a certificate is said to be ending. */
  readonly certificateDays: number;
  /** Kinds of identities that need an approved record: `agent`, `workflow-job`, `*` for all. Empty: none is asked for. */
  readonly approve: readonly string[];
  /** Most days from the approval of an identity to its next review. */
  readonly reviewDays: number;
  /** The last day on which what is recorded as open stops nobody, by severity. Where none is given, it never does. */
  readonly openUntil: Readonly<Partial<Record<Severity, string>>>;
  /** Keys whose signature proves an approval, by handle: `ssh-ed25519 AAAA…` or `openpgp:` and a fingerprint. */
  readonly signers: Readonly<Record<string, readonly string[]>>;
}

/** The keys of a policy, in the order in which they are written. The same stand in schemas/policy.schema.json. */
export const policyKeys = [
  'v',
  'approvers',
  'signers',
  'fallback-owner',
  'lifetimes',
  'warn-days',
  'open-until',
  'approve',
  'review-days',
  'targets',
  'production',
  'break-glass',
  'grant-days',
  'evidence-days',
  'key-days',
  'unused-days',
  'certificate-days',
] as const;

/** Days that a break-glass acceptance lasts: 72 hours, whatever its severity. */
export const breakGlassDays = 3;

export const defaultPolicy: Policy = {
  approvers: [],
  lifetimes: { critical: 30, high: 90, medium: 180, low: 365, info: 365 },
  warnDays: 14,
  production: ['prod', 'production'],
  breakGlass: [],
  grantDays: 90,
  evidenceDays: 7,
  keyDays: 90,
  unusedDays: 90,
  certificateDays: 30,
  approve: [],
  reviewDays: 180,
  targets: [],
  openUntil: {},
  signers: {},
};

/** Reads a policy. One that has a problem is not used at all: half a policy is none. */
export function readPolicy(text: string): { policy?: Policy; problems: readonly RecordProblem[] } {
  const problems: RecordProblem[] = [];
  const refuse: Refuse = (message, span = [0, 0]) => void problems.push({ message, span });
  const root = readStrictly(text, problems);
  const map = root && mapOf(root, 'the policy', policyKeys, refuse);
  if (!map) return { problems };
  const version = map.get('v');
  if (version?.kind !== 'scalar' || version.value !== 1)
    refuse('v: 1 is the only version known here; a newer posture may be needed', version?.span);
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
    grantDays: number('grant-days', defaultPolicy.grantDays),
    evidenceDays: number('evidence-days', defaultPolicy.evidenceDays),
    keyDays: number('key-days', defaultPolicy.keyDays),
    unusedDays: number('unused-days', defaultPolicy.unusedDays),
    certificateDays: number('certificate-days', defaultPolicy.certificateDays),
    approve: list('approve', defaultPolicy.approve),
    reviewDays: number('review-days', defaultPolicy.reviewDays),
    targets: list('targets', defaultPolicy.targets),
    openUntil: Object.fromEntries(
      [...(map.has('open-until') ? (mapOf(map.get('open-until')!, 'open-until', severities, refuse) ?? []) : [])].map(
        ([severity, node]) => [severity, dayIn(node, `open-until.${severity}`, refuse)],
      ),
    ),
    signers: map.has('signers') ? signersIn(map.get('signers')!, refuse) : defaultPolicy.signers,
  };
  return problems.length > 0 ? { problems } : { policy, problems };
}

function signersIn(node: DataNode, refuse: Refuse): Record<string, readonly string[]> {
  if (node.kind !== 'map') {
    refuse('signers is a mapping from handles to lists of keys', node.span);
    return {};
  }
  const signers: Record<string, readonly string[]> = {};
  for (const { key, value } of node.entries) {
    const handle = stringIn(key, 'a handle of signers', refuse);
    // A handle stands in a line of git's list of allowed signers, where a space or a comma would begin something else.
    if (!/^@[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(handle)) refuse(`"${handle.slice(0, 40)}" is no handle such as @sec-lead`, key.span);
    const keys = listIn(value, `signers of ${handle.slice(0, 40)}`, refuse);
    for (const one of keys) {
      if (!/^(?:(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+|openpgp:[0-9A-Fa-f]{40,64})$/.test(one))
        refuse(`"${one.slice(0, 24)}…" is no key: ssh-ed25519 AAAA… or openpgp: and a fingerprint of 40 digits`, value.span);
    }
    signers[handle] = keys;
  }
  return signers;
}

/** Kinds that are about a risk that stands: only they need an end. */
const risks: readonly Decision['kind'][] = ['accepted-risk', 'compensated', 'break-glass'];

/** Why a policy does not let this approval count, in words that end a sentence; undefined when it does. */
export function refusedBy(policy: Policy, decision: Decision, severity: Severity): string | undefined {
  const approved = decision.approved;
  if (!approved) return undefined;
  // Break-glass needs no approver beforehand; it lasts three days and is said in every run instead.
  if (decision.kind !== 'break-glass' && policy.approvers.length > 0 && !policy.approvers.includes(approved.by))
    return `${approved.by} is none of the approvers that the policy names (${policy.approvers.slice(0, 3).join(', ')})`;
  if (!risks.includes(decision.kind)) return undefined;
  if (approved.until === undefined) return 'the policy asks for an end, and it has none';
  const most = decision.kind === 'break-glass' ? breakGlassDays : policy.lifetimes[severity];
  const days = daysBetween(approved.on, approved.until);
  return days > most
    ? `it lasts ${days} days, and the policy allows ${most} for ${decision.kind === 'break-glass' ? 'break-glass' : `what is ${severity}`}`
    : undefined;
}
