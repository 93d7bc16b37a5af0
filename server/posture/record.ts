// Decision records as text: one canonical form to write, a strict reader that refuses what it does not know. A record in
// a repository can come from anyone, so the reader allows no anchors, tags or aliases, no unknown field, no file whose
// name does not match, and says the place of everything it refuses.
import { decisionKinds, decisionStates, type Approval, type Decision } from '../engine/decision.ts';
import type { DataNode } from '../engine/syntax/data.ts';
import type { Span } from '../engine/text/text.ts';
import { decisionId, decisionPath } from './seal.ts';
import { dayIn, listIn, mapOf, oneOf, readStrictly, stringIn, type RecordProblem, type Refuse } from './strict-yaml.ts';

/** Longer records are refused: nothing a person reviews is that long. */
export const longestRecord = 16_384;

export interface ReadRecord {
  readonly decision?: Decision;
  /** The rule that the record names: where something about the record itself is said. */
  readonly at: Span;
  readonly problems: readonly RecordProblem[];
}

const fields = ['v', 'id', 'rule', 'anchor', 'kind', 'state', 'grant', 'secret', 'approved', 'reason'] as const;
const approvalFields = ['owner', 'by', 'on', 'until', 'seal'] as const;

/**
 * The canonical text: fixed order, an empty line between fields, so that edits to different fields merge as text, and
 * the approval on one line, so that edits to it conflict.
 */
export function printDecision(decision: Decision): string {
  const quote = (text: string) => JSON.stringify(text);
  const lines = [
    `v: ${decision.v}`,
    `id: ${decision.id}`,
    `rule: ${decision.rule}`,
    `anchor: ${quote(decision.anchor)}`,
    `kind: ${decision.kind}`,
    `state: ${decision.state}`,
  ];
  if (decision.grant) lines.push(`grant: [${decision.grant.map(quote).join(', ')}]`);
  if (decision.secret) lines.push(`secret: ${quote(decision.secret)}`);
  if (decision.approved) {
    const { owner, by, on, until, seal } = decision.approved;
    lines.push(`approved: {owner: ${quote(owner)}, by: ${quote(by)}, on: ${on}${until ? `, until: ${until}` : ''}, seal: ${quote(seal)}}`);
  }
  lines.push(`reason: ${quote(decision.reason)}`);
  return `${lines.join('\n\n')}\n`;
}

/**
 * Reads one record. With `path`, the file's name has to match. Gives a decision only when nothing at all is wrong; with
 * `anyOrder`, for the formatter alone, a list that is not sorted is sorted.
 */
export function readDecision(text: string, path?: string, anyOrder = false): ReadRecord {
  const problems: RecordProblem[] = [];
  const refuse = (message: string, span: Span = [0, 0]) => void problems.push({ message, span });
  if (text.length > longestRecord) {
    refuse(`a record of ${text.length} characters is refused: at most ${longestRecord} are read`);
    return { at: [0, 0], problems };
  }
  const root = readStrictly(text, problems);
  if (!root) return { at: [0, 0], problems };
  const record = mapOf(root, 'the record', fields, refuse);
  if (!record || problems.length > 0) return { at: [0, 0], problems };
  const at = record.get('rule')?.span ?? root.span;

  const text_ = (name: string, node = record.get(name)): string => stringIn(node, name, refuse);
  const v = record.get('v');
  if (v?.kind !== 'scalar' || v.value !== 1) refuse(`v: 1 is the only version known here; a newer posture may be needed`, v?.span);
  const rule = text_('rule');
  if (rule && !/^[a-z0-9]+\/[a-z0-9-]+$/.test(rule)) refuse(`"${rule.slice(0, 60)}" is no rule id (area/name)`, record.get('rule')!.span);
  const anchor = text_('anchor');
  const id = text_('id');
  const kind = oneOf(record.get('kind'), 'kind', decisionKinds, refuse);
  const state = oneOf(record.get('state'), 'state', decisionStates, refuse);
  const reason = text_('reason');
  if (reason.trim() === '') refuse('a reason is required', record.get('reason')?.span ?? root.span);
  const written = record.has('grant') ? listIn(record.get('grant')!, 'grant', refuse) : undefined;
  const grant = written && anyOrder ? [...new Set(written)].sort() : written;
  if (grant && grant.some((item, index) => index > 0 && grant[index - 1]! >= item))
    refuse('grant: the items are sorted and none stands twice; `posture fmt` writes them so', record.get('grant')!.span);
  const secret = record.has('secret') ? text_('secret') : undefined;
  const approved = record.has('approved') ? approvalIn(record.get('approved')!, refuse) : undefined;
  if (state === 'accepted' && !record.has('approved')) refuse('state: accepted needs an approved line', record.get('state')!.span);
  if (rule && anchor && id && id !== decisionId(rule, anchor))
    refuse(
      `id: ${id.slice(0, 20)} does not belong to this rule and anchor, which give ${decisionId(rule, anchor)}`,
      record.get('id')!.span,
    );
  if (problems.length > 0) return { at, problems };
  const decision: Decision = {
    v: 1,
    id,
    rule,
    anchor,
    kind: kind!,
    state: state!,
    ...(grant ? { grant } : {}),
    ...(secret ? { secret } : {}),
    ...(approved ? { approved } : {}),
    reason,
  };
  if (path !== undefined && !`/${path}`.endsWith(`/${decisionPath(decision)}`))
    refuse(`the file has to be named ${decisionPath(decision)}`);
  return problems.length > 0 ? { at, problems } : { decision, at, problems };
}

function approvalIn(node: DataNode, refuse: Refuse): Approval | undefined {
  const map = mapOf(node, 'approved', approvalFields, refuse);
  if (!map) return undefined;
  const owner = stringIn(map.get('owner'), 'owner', refuse);
  const by = stringIn(map.get('by'), 'by', refuse);
  const on = dayIn(map.get('on'), 'on', refuse);
  const until = map.has('until') ? dayIn(map.get('until'), 'until', refuse) : undefined;
  const seal = stringIn(map.get('seal'), 'seal', refuse);
  if (seal && !seal.startsWith('g1:'))
    refuse(`seal: "${seal.slice(0, 12)}" is of a kind not known here; a newer posture may be needed`, map.get('seal')!.span);
  return { owner, by, on, ...(until ? { until } : {}), seal };
}
