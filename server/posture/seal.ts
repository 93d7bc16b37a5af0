// Names and seals of records. A seal is no signature: it makes two edits that a plain text merge puts together visible.
import type { Approval, Decision } from '../engine/decision.ts';
import { sha256 } from '../engine/secrets/sha256.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const encoder = /*#__PURE__*/ new TextEncoder();

/** Sixteen base32 characters of SHA-256 over rule and anchor. A thing that moves has a new anchor, and so a new name. */
export function decisionId(rule: string, anchor: string): string {
  const digest = sha256(encoder.encode(`${rule}\0${anchor}`));
  let bits = 0;
  let held = 0;
  let out = '';
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && out.length < 16) {
      bits -= 5;
      out += alphabet[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return out;
}

/** Path of a record below the repository's root; the name must match what stands in it. */
export function decisionPath(decision: Pick<Decision, 'rule' | 'id'>): string {
  const slash = decision.rule.indexOf('/');
  return `.posture/decisions/${decision.rule.slice(0, slash)}/${decision.rule.slice(slash + 1)}-${decision.id}.yaml`;
}

/** The seal that belongs to a decision as it stands: `g1:` and 128 bits over everything an approval is about. */
export function sealOf(decision: Omit<Decision, 'approved'>, approval: Omit<Approval, 'seal'>): string {
  const parts = [
    decision.rule,
    decision.anchor,
    decision.kind,
    decision.state,
    JSON.stringify(decision.grant ?? null),
    decision.secret ?? '',
    approval.owner,
    approval.by,
    approval.on,
    approval.until ?? '',
  ];
  const digest = sha256(encoder.encode(parts.map((part) => `${part.length}:${part}`).join('\n')));
  return `g1:${[...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Whether the approval is about exactly what the record says now. */
export function isSealed(decision: Decision): boolean {
  return decision.approved !== undefined && decision.approved.seal === sealOf(decision, decision.approved);
}

/** The decision with a fresh seal. For commands by which a person approves; a merge never calls this. */
export function sealed(decision: Omit<Decision, 'approved'>, approval: Omit<Approval, 'seal'>): Decision {
  return { ...decision, approved: { ...approval, seal: sealOf(decision, approval) } };
}
