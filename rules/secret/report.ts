// What all secret rules share: how bad a candidate is, where else it stands, what to say about it, and how it can be
// repaired. Rules differ in which candidates they take and in how they explain them.
import { formatOf } from '../../server/engine/document.ts';
import type { FactIndex } from '../../server/engine/fact-index.ts';
import { lowered, type Related, type Severity } from '../../server/engine/finding.ts';
import { pathClassOf } from '../../server/engine/path-class.ts';
import type { RuleContext } from '../../server/engine/rule.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { repairsOf } from './repair.ts';
import { filesSharing, variableOf } from './repair-names.ts';

const byRisk: Readonly<Record<SecretCandidate['risk'], Severity>> = {
  full: 'critical',
  'key-material': 'critical',
  write: 'high',
  read: 'medium',
  ingest: 'medium',
  'short-lived': 'high',
  none: 'low',
};

/** How bad a live one is, lowered for what is uncertain or over. */
export function severityOf(candidate: SecretCandidate, today: string): Severity {
  let severity = byRisk[candidate.risk];
  if (candidate.format === 'generic' || candidate.format === 'url-password')
    severity = inItsPlace(candidate, candidate.confidence === 'high' ? 'high' : candidate.confidence);
  else if (candidate.format === 'jwt') severity = inItsPlace(candidate, severity);
  else if (candidate.confidence === 'medium') severity = lowered(severity);
  if (candidate.confidence === 'low' || isExpired(candidate, today)) return 'low';
  return severity;
}

/** What people make up for a test or a page of documentation looks like a password, because it is one there. */
function inItsPlace({ at: { uri }, title, format, confidence }: SecretCandidate, severity: Severity): Severity {
  if (formatOf(uri) === 'markdown' || /\.(?:rst|adoc|txt)$/i.test(uri)) return lowered(severity);
  if (!(title.startsWith('password') || format === 'url-password')) return severity;
  const place = pathClassOf(uri);
  // Nobody drew it, and it stands where people make up users: a test's own.
  if (confidence !== 'high' && place !== undefined && /test|fixture/.test(place)) return 'low';
  return severity === 'high' && place !== undefined ? 'medium' : severity;
}

function isExpired(candidate: SecretCandidate, today: string): boolean {
  return candidate.expires !== undefined && candidate.expires < today;
}

/** Facts that the value tells about itself, and where it is given, as the end of a sentence: `, AWS account 1234…`. */
function factsOf(candidate: SecretCandidate, today: string): string {
  const facts = [...candidate.decoded];
  if (candidate.expires) facts.push(isExpired(candidate, today) ? `expired ${candidate.expires}` : `valid until ${candidate.expires}`);
  if (candidate.check === 'valid' && candidate.format !== 'jwt' && candidate.format !== 'private-key')
    facts.unshift('its checksum or structure fits');
  // Who reads `low` beside a live key wants to know why.
  if (candidate.shown) facts.push(candidate.shown);
  else if (candidate.confidence === 'low' && candidate.check === 'none' && candidate.provider !== undefined && !candidate.placeholder)
    facts.push('it is too regular to be sure that it is a real one');
  return facts.length > 0 ? `; ${facts.join(', ')}` : '';
}

/** Copies that a finding leads to; all of them are counted. */
const mostShown = 20;

const byDigest: FactIndex<SecretCandidate> = {
  name: 'secrets-by-digest',
  *entriesOf({ secrets }) {
    for (const one of secrets) if (one.digest) yield [one.digest, one, one.at.span.join(' ')];
  },
};

/** Everywhere else that the same credential stands. */
export function copiesOf(candidate: SecretCandidate, context: RuleContext): readonly SecretCandidate[] {
  if (!candidate.digest) return [];
  return context.project
    .lookup(byDigest, candidate.digest)
    .filter(({ at }) => at.uri !== candidate.at.uri || at.span[0] !== candidate.at.span[0]);
}

/** `, also in 3 files`; empty where it stands alone. */
function copiesText(copies: readonly SecretCandidate[], uri: string): string {
  const files = new Set(copies.map((one) => one.at.uri));
  files.delete(uri);
  if (files.size > 0) return `, also in ${files.size} other ${files.size === 1 ? 'file' : 'files'}`;
  return copies.length > 0 ? ', and again in this file' : '';
}

/** What to do at this place, what to use instead and where to revoke, from the format table. */
function remedyOf(candidate: SecretCandidate): string {
  const instead = candidate.instead ? ` Better: ${candidate.instead}.` : '';
  const revoke = candidate.revoke ? ` Revoke: ${candidate.revoke}` : '';
  const further = candidate.context.kubernetesSecret
    ? 'then seal the manifest (SOPS, Sealed Secrets), let an operator fetch the value from a store (External Secrets), or have kustomize make the Secret of a file that is not committed.'
    : 'then read it from the environment or a secret store.';
  return `Rotate it first, because it stays in the history; ${further}${instead}${revoke}`;
}

/** Reports a candidate with the message `message`, which takes `what`, `name`, `facts`, `copies` and `remedy`. */
export function reportSecret<Message extends string>(
  candidate: SecretCandidate,
  context: RuleContext<Message>,
  message: Message,
  severity: Severity,
  further: readonly Related[] = [],
  more: Readonly<Record<string, string>> = {},
): void {
  const { today } = context.project.workspace;
  const copies = copiesOf(candidate, context);
  const related = [
    ...further,
    ...(candidate.partners ?? []).map(({ at, what }) => ({ at, message: what })),
    ...copies.slice(0, mostShown).map((other) => ({ at: other.at, message: 'the same credential stands here' })),
  ];
  context.report({
    at: candidate.at,
    message,
    anchor: candidate.anchor,
    severity,
    confidence: candidate.confidence,
    related,
    suggestions: repairsOf(candidate, variableOf(candidate, context.project), filesSharing(candidate, context.project)),
    data: {
      what: `${candidate.title} ${candidate.preview}`,
      name: candidate.context.name && !/^\[/.test(candidate.context.name) ? ` in ${candidate.context.name}` : '',
      facts: factsOf(candidate, today),
      copies: copiesText(copies, candidate.at.uri),
      remedy: remedyOf(candidate),
      ...more,
    },
  });
}
