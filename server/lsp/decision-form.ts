// From a finding to a decision about it: what a person has to know to decide, and the record as an edit, so that undo
// works. The record is made by the same code as `posture accept`; nothing counts until it stands on the target branch.
import type { CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { decisionKinds, type Decision, type DecisionKind } from '../engine/decision.ts';
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { acceptanceOf, isDecision, type Acceptance } from '../posture/accept.ts';
import { dayAfter, isDay } from '../posture/days.ts';
import { breakGlassDays, type Policy } from '../posture/policy.ts';
import { bindOf, findingId } from '../posture/reconcile.ts';
import { printDecision, readDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { codeownersPaths, ownersNamedIn } from '../workspace/codeowners.ts';
import { positionOf, rangeOf, type EditTargets } from './convert.ts';
import type { Comparison, DecideParams, DecideResult, DecisionForm, DecisionFormKind } from './protocol/decisions.ts';
import type { FindingRef } from './protocol/findings.ts';
import type { Workplace } from './workplace.ts';

export interface DecisionQuestion {
  readonly finding: Finding;
  readonly document: Document;
  readonly workplace: Workplace;
  readonly policy: Policy;
  readonly today: string;
}

const labels: Readonly<Record<DecisionKind, readonly [label: string, explanation: string]>> = {
  'accepted-risk': ['Accepted risk', 'The risk is real, known and borne by the owner until the last day.'],
  compensated: ['Compensated elsewhere', 'Something outside this code limits it: a boundary, a network, a second approval.'],
  'false-positive': ['False positive', 'What is reported is not so. No end is needed, the reason is.'],
  'test-data': ['Test data', 'Made up, or worth nothing outside a test.'],
  'break-glass': ['Break-glass', 'An emergency: 72 hours without prior approval, said in every run, reviewed afterwards.'],
};
const offeredFirst: readonly DecisionKind[] = ['accepted-risk', 'compensated', 'false-positive', 'test-data', 'break-glass'];

/** Days that are offered where the policy would allow more. */
const usualDays = 90;

/** The finding that a client names, among those that are shown and those that a decision covers. */
export function findingNamed({ rule, anchor }: FindingRef, findings: Iterable<Finding>): Finding | undefined {
  for (const finding of findings) if (finding.rule === rule && finding.anchor === anchor) return finding;
  return undefined;
}

export function decisionForm(question: DecisionQuestion): DecisionForm {
  const { finding, document, workplace, policy } = question;
  const decision = workplace.decisions.on(finding)?.decision;
  const bind = bindOf(finding);
  const kinds = offeredFirst.flatMap((kind) => kindFor(kind, question) ?? []);
  const cannot = kinds.length > 0 ? undefined : whyNot(question);
  return {
    finding: { uri: workplace.targets.clientUri(document.uri), rule: finding.rule, anchor: finding.anchor },
    path: document.uri,
    line: rangeOf(document, finding.at.span).start.line,
    severity: finding.severity,
    title: finding.rule,
    message: finding.message,
    ...(cannot === undefined ? {} : { cannot }),
    grant: typeof bind === 'object' && 'grant' in bind ? bind.grant : [],
    ...(decision?.approved
      ? {
          approvedBefore: {
            grant: decision.grant ?? [],
            owner: decision.approved.owner,
            by: decision.approved.by,
            ...(decision.approved.until ? { until: decision.approved.until } : {}),
            reason: decision.reason,
          },
        }
      : {}),
    ...(finding.standing ? { state: finding.standing } : {}),
    kinds,
    owners: ownersFor(document.uri, workplace, policy),
    approvers: policy.approvers,
    record: decisionPath({ rule: finding.rule, id: findingId(finding) }),
  };
}

/** A kind with its last day, where the finding can be accepted as such. */
function kindFor(kind: DecisionKind, question: DecisionQuestion): DecisionFormKind | undefined {
  const { policy, today, finding } = question;
  const [label, explanation] = labels[kind];
  if (isDecision(tried(kind, undefined, question))) return { kind, label, explanation, needsUntil: false };
  const most = kind === 'break-glass' ? breakGlassDays : policy.lifetimes[finding.severity];
  const until = dayAfter(today, Math.min(usualDays, most));
  return isDecision(tried(kind, until, question))
    ? { kind, label, explanation, needsUntil: true, until, latest: dayAfter(today, most) }
    : undefined;
}

/** The decision that would be made, with someone whom the policy lets approve. */
function tried(kind: DecisionKind, until: string | undefined, { finding, policy, today }: DecisionQuestion) {
  return acceptanceOf(finding, { kind, owner: '@owner', by: policy.approvers[0] ?? '@owner', on: today, until, reason: 'tried' }, policy);
}

function whyNot(question: DecisionQuestion): string {
  const result = tried('accepted-risk', dayAfter(question.today, 1), question);
  return isDecision(result) ? 'nothing of the kind can be accepted here' : result.why;
}

/** Owners of the path, of other decisions, of what nobody owns, and then whoever owns anything; the likeliest first. */
export function ownersFor(uri: string, workplace: Workplace, policy: Policy): string[] {
  const owners = new Set(workplace.knowledge.ownersOf(uri));
  if (policy.fallbackOwner !== undefined) owners.add(policy.fallbackOwner);
  const decided = new Map<string, number>();
  for (const { decision } of workplace.decisions.reading?.decided ?? [])
    if (decision.approved) decided.set(decision.approved.owner, (decided.get(decision.approved.owner) ?? 0) + 1);
  for (const [owner] of [...decided].sort((a, b) => b[1] - a[1])) owners.add(owner);
  for (const owner of namedOwners(workplace)) owners.add(owner);
  return [...owners].slice(0, 200);
}

/** Everybody whom CODEOWNERS names. */
export function namedOwners(workplace: Workplace): readonly string[] {
  const text = codeownersPaths.map((path) => workplace.source.document(path)?.text).find((one) => one !== undefined);
  return text === undefined ? [] : ownersNamedIn(text);
}

/** The record as an edit, or why it would not count. `createFiles` is for clients that can be told to make one. */
export function decide(params: DecideParams, question: DecisionQuestion): DecideResult {
  const { finding, workplace, policy, today } = question;
  const missing = [
    ['an owner', params.owner],
    ['who approves', params.by],
    ['a reason', params.reason],
  ]
    .filter(([, value]) => !String(value ?? '').trim())
    .map(([name]) => name);
  if (missing.length > 0) return { refused: `${missing.join(' and ')} is missing` };
  if (!decisionKinds.includes(params.kind)) return { refused: `${String(params.kind).slice(0, 30)} is no kind of decision` };
  if (params.until !== undefined && !isDay(params.until))
    return { refused: `${params.until.slice(0, 20)} is no day of the form 2027-01-31` };
  if (params.until !== undefined && params.until < today) return { refused: `${params.until} is over` };
  const decision = decisionOf(params, question);
  if ('why' in decision) return { refused: decision.why };
  const path = decisionPath(decision);
  const text = printDecision(decision);
  const problem = readDecision(text, path).problems[0];
  if (problem) return { refused: problem.message };
  const uri = workplace.targets.clientUri(path);
  return {
    edit: recordEdit(path, text, workplace.targets),
    record: uri,
    next: `${finding.rule} is accepted in this working tree. ${nextStep(workplace, policy)}`,
  };
}

function decisionOf(params: Acceptance | DecideParams, { finding, policy, today }: DecisionQuestion): Decision | { readonly why: string } {
  const { kind, owner, by, until, reason } = params;
  return acceptanceOf(
    finding,
    { kind, owner: owner.trim(), by: by.trim(), on: today, ...(until ? { until } : {}), reason: reason.trim() },
    policy,
  );
}

export function nextStep({ decisions }: Workplace, policy: Policy): string {
  const source = decisions.reading?.source;
  const branch = source === undefined ? 'the target branch' : source.slice(0, source.lastIndexOf('@'));
  const who = policy.approvers.length > 0 ? ` ${policy.approvers.slice(0, 3).join(' or ')} has to approve it.` : '';
  return `It counts when it is merged into ${branch}: commit it and have it reviewed.${who}`;
}

/** The whole text of a record, whether it is there already or not. */
export function recordEdit(path: string, text: string, targets: EditTargets): WorkspaceEdit {
  const uri = targets.clientUri(path);
  const before = targets.document(path);
  const range = before
    ? { start: { line: 0, character: 0 }, end: positionOf(before, before.text.length) }
    : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const created: CreateFile[] = before ? [] : [{ kind: 'create', uri, options: { ignoreIfExists: true } }];
  const edit: TextDocumentEdit = { textDocument: { uri, version: targets.version(path) }, edits: [{ range, newText: text }] };
  return { documentChanges: [...created, edit] };
}

/** What was approved beside what is there; undefined where nothing was decided. */
export function comparison({ finding, workplace, today }: DecisionQuestion): Comparison | undefined {
  const recorded = workplace.decisions.on(finding);
  if (!recorded) return undefined;
  const { decision, at } = recorded;
  const bind = bindOf(finding);
  const approved = decision.approved;
  const head = [`${decision.rule}`, `${finding.at.uri}`, ''];
  const items = (grant: readonly string[]): string[] => ['grant:', ...grant.map((item) => `  ${item}`)];
  const then = decision.grant ? items(decision.grant) : [decision.secret === undefined ? 'the place alone' : 'a secret'];
  const now =
    bind === 'unresolvable'
      ? ['grant:', '  a part of it is not known here']
      : bind === 'anchor'
        ? ['the place alone']
        : 'grant' in bind
          ? items(bind.grant)
          : [bind.secret === decision.secret ? 'a secret' : 'another secret'];
  const lines = (state: string, what: readonly string[], until: string): string =>
    `${[...head, `state: ${state}`, `owner: ${approved?.owner ?? 'nobody'}`, `approved by: ${approved?.by ?? 'nobody'}`, `until: ${until}`, '', ...what].join('\n')}\n`;
  const until = approved?.until ?? 'no end';
  const ended = approved?.until !== undefined && approved.until < today;
  const record = workplace.targets.document(at.uri);
  return {
    title: `${finding.rule}: approved and actual`,
    approved: lines(decision.state, then, until),
    actual: lines(decision.state, now, ended ? `${until}, which is over` : until),
    record: {
      uri: workplace.targets.clientUri(at.uri),
      range: record ? rangeOf(record, at.span) : { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    },
  };
}
