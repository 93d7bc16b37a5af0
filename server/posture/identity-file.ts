// Records of identities as text: one canonical form to write, and the same strict reader as for decisions. The scope
// stands one item a line, so that a review shows what came and what went.
import { identityStates, type IdentityApproval, type IdentityRecord } from '../engine/identity-record.ts';
import { sha256 } from '../engine/secrets/sha256.ts';
import type { DataNode } from '../engine/syntax/data.ts';
import type { Span } from '../engine/text/text.ts';
import { decisionId } from './seal.ts';
import { dayIn, listIn, mapOf, oneOf, readStrictly, stringIn, type RecordProblem, type Refuse } from './strict-yaml.ts';

export const identitiesFolder = '.posture/identities';

/** An identity with hundreds of grants is long; one longer than this is not reviewed by anybody. */
export const longestIdentity = 131_072;

export interface ReadIdentity {
  readonly record?: IdentityRecord;
  /** The name of the identity in the record: where something about the record itself is said. */
  readonly at: Span;
  readonly problems: readonly RecordProblem[];
}

/** The name of a record follows from the identity alone: whatever it may do, it is the same identity. */
export function identityRecordId(identity: string): string {
  return decisionId('identity', identity);
}

/** Path below the repository's root: `.posture/identities/role/ci-7kq3m9v2c4hx0dwz.yaml`. */
export function identityPath(record: Pick<IdentityRecord, 'kind' | 'name' | 'id'>): string {
  const slug =
    record.name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(-60) || 'unnamed';
  return `${identitiesFolder}/${record.kind}/${slug}-${record.id}.yaml`;
}

/** The seal that belongs to a record as it stands: `i1:` and 128 bits over everything that an approval is about. */
export function identitySeal(record: Omit<IdentityRecord, 'approved'>, approval: Omit<IdentityApproval, 'seal'>): string {
  const parts = [
    record.identity,
    record.kind,
    record.state,
    JSON.stringify(record.scope),
    JSON.stringify(record.credentials ?? null),
    approval.owner,
    approval.by,
    approval.on,
    approval.review,
  ];
  const digest = sha256(new TextEncoder().encode(parts.map((part) => `${part.length}:${part}`).join('\n')));
  return `i1:${[...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function isIdentitySealed(record: IdentityRecord): boolean {
  return record.approved !== undefined && record.approved.seal === identitySeal(record, record.approved);
}

/** The record with a fresh seal. For commands by which a person approves; a merge never calls this. */
export function sealedIdentity(record: Omit<IdentityRecord, 'approved'>, approval: Omit<IdentityApproval, 'seal'>): IdentityRecord {
  return { ...record, approved: { ...approval, seal: identitySeal(record, approval) } };
}

const fields = ['v', 'id', 'identity', 'kind', 'name', 'place', 'state', 'scope', 'credentials', 'approved', 'purpose'] as const;
const approvalFields = ['owner', 'by', 'on', 'review', 'seal'] as const;

export function printIdentity(record: IdentityRecord): string {
  const quote = (text: string) => JSON.stringify(text);
  const list = (name: string, items: readonly string[]) =>
    items.length === 0 ? `${name}: []` : `${name}:\n${items.map((item) => `  - ${quote(item)}`).join('\n')}`;
  const lines = [
    `v: ${record.v}`,
    `id: ${record.id}`,
    `identity: ${quote(record.identity)}`,
    `kind: ${record.kind}`,
    `name: ${quote(record.name)}`,
    `place: ${quote(record.place)}`,
    `state: ${record.state}`,
    list('scope', record.scope),
  ];
  if (record.credentials) lines.push(list('credentials', record.credentials));
  if (record.approved) {
    const { owner, by, on, review, seal } = record.approved;
    lines.push(`approved: {owner: ${quote(owner)}, by: ${quote(by)}, on: ${on}, review: ${review}, seal: ${quote(seal)}}`);
  }
  lines.push(`purpose: ${quote(record.purpose)}`);
  return `${lines.join('\n\n')}\n`;
}

/**
 * Reads one record. With `path`, the file's name has to match. Gives a record only when nothing at all is wrong; with
 * `anyOrder`, for the formatter alone, lists that are not sorted are sorted.
 */
export function readIdentity(text: string, path?: string, anyOrder = false): ReadIdentity {
  const problems: RecordProblem[] = [];
  const refuse = (message: string, span: Span = [0, 0]) => void problems.push({ message, span });
  if (text.length > longestIdentity) {
    refuse(`a record of ${text.length} characters is refused: at most ${longestIdentity} are read`);
    return { at: [0, 0], problems };
  }
  const root = readStrictly(text, problems);
  const map = root && mapOf(root, 'the record', fields, refuse);
  if (!root || !map || problems.length > 0) return { at: [0, 0], problems };
  const at = withoutQuotes(text, map.get('identity')?.span ?? root.span);
  const word = (name: string): string => stringIn(map.get(name), name, refuse);
  const v = map.get('v');
  if (v?.kind !== 'scalar' || v.value !== 1) refuse('v: 1 is the only version known here; a newer posture may be needed', v?.span);
  const identity = word('identity');
  const id = word('id');
  const kind = word('kind');
  if (kind && !/^[a-z][a-z-]*$/.test(kind))
    refuse(`kind: "${kind.slice(0, 40)}" is no kind of identity, such as role, agent or workflow-job`, map.get('kind')!.span);
  const name = word('name');
  const place = word('place');
  const state = oneOf(map.get('state'), 'state', identityStates, refuse);
  const scope = sortedList(map.get('scope'), 'scope', refuse, anyOrder);
  const credentials = map.has('credentials') ? sortedList(map.get('credentials'), 'credentials', refuse, anyOrder) : undefined;
  const purpose = word('purpose');
  if (purpose.trim() === '') refuse('a purpose is required', map.get('purpose')?.span ?? root.span);
  const approved = map.has('approved') ? approvalIn(map.get('approved')!, refuse) : undefined;
  if (state === 'approved' && !map.has('approved')) refuse('state: approved needs an approved line', map.get('state')!.span);
  if (identity && id && id !== identityRecordId(identity))
    refuse(`id: ${id.slice(0, 20)} does not belong to this identity, which gives ${identityRecordId(identity)}`, map.get('id')!.span);
  if (problems.length > 0) return { at, problems };
  const record: IdentityRecord = {
    v: 1,
    id,
    identity,
    kind,
    name,
    place,
    state: state!,
    scope,
    ...(credentials ? { credentials } : {}),
    ...(approved ? { approved } : {}),
    purpose,
  };
  if (path !== undefined && !`/${path}`.endsWith(`/${identityPath(record)}`)) refuse(`the file has to be named ${identityPath(record)}`);
  return problems.length > 0 ? { at, problems } : { record, at, problems };
}

/** The token itself, as everything is underlined. */
function withoutQuotes(text: string, [start, end]: Span): Span {
  return end - start > 1 && /["']/.test(text[start]!) && text[end - 1] === text[start] ? [start + 1, end - 1] : [start, end];
}

function sortedList(node: DataNode | undefined, name: string, refuse: Refuse, anyOrder: boolean): string[] {
  if (!node) {
    refuse(`${name} is missing`);
    return [];
  }
  const items = listIn(node, name, refuse);
  if (anyOrder) return [...new Set(items)].sort();
  if (items.some((item, index) => index > 0 && items[index - 1]! >= item))
    refuse(`${name}: the items are sorted and none stands twice; \`posture fmt\` writes them so`, node.span);
  return items;
}

function approvalIn(node: DataNode, refuse: Refuse): IdentityApproval | undefined {
  const map = mapOf(node, 'approved', approvalFields, refuse);
  if (!map) return undefined;
  const owner = stringIn(map.get('owner'), 'owner', refuse);
  const by = stringIn(map.get('by'), 'by', refuse);
  const on = dayIn(map.get('on'), 'on', refuse);
  const review = dayIn(map.get('review'), 'review', refuse);
  const seal = stringIn(map.get('seal'), 'seal', refuse);
  if (seal && !seal.startsWith('i1:'))
    refuse(`seal: "${seal.slice(0, 12)}" is of a kind not known here; a newer posture may be needed`, map.get('seal')!.span);
  return { owner, by, on, review, seal };
}
