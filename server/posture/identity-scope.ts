// What an identity may do, as the sorted `kind:value` items that an approval is bound to, and whether what stands now is
// provably no more than what was approved. Items are as written, never a catalogue's expansion.
import type { Grant, Principal, Trust } from '../engine/facts/types.ts';
import { covers, isNoWider, writtenItems } from './grant-items.ts';

/** `grant:action s3:get*; effect allow; resource *`. The identity itself is no part of it, nor are others that share the grant. */
export function grantScopeItem(grant: Grant): string {
  return `grant:${joined(writtenItems(grant, undefined, []).items)}`;
}

/** `trust:principal federated token.actions.githubusercontent.com; condition …`: one principal that may become it, and under what conditions. */
export function trustScopeItem(trust: Trust, principal: Principal): string {
  return `trust:${joined(writtenItems(trust, undefined, [principal]).items)}`;
}

/** What is compared as a grant and not as a word. */
const structured = ['grant:', 'trust:'] as const;

function joined(items: readonly string[]): string {
  return items.map((item) => item.replace(/[\\;]/g, '\\$&')).join('; ');
}

/** The parts of a structured item, without its kind. */
export function apart(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') part += text[++at] ?? '';
    else if (text[at] === ';') {
      parts.push(part);
      part = '';
      if (text[at + 1] === ' ') at++;
    } else part += text[at];
  }
  return [...parts, part];
}

/**
 * Of a grant or trust that no approval covers, the parts that one approval lacks: `resource arn:…:role/*`. Empty where what
 * changed is no part that could be taken out again: a condition that is gone, or a grant that is new altogether.
 */
export function partsBeyond(item: string, approved: readonly string[]): string[] {
  const kind = structured.find((prefix) => item.startsWith(prefix));
  if (!kind) return [];
  const now = apart(item.slice(kind.length));
  let fewest: string[] = [];
  for (const other of approved) {
    if (!other.startsWith(kind)) continue;
    const before = apart(other.slice(kind.length));
    const parts = now.filter(
      (part) =>
        /^(?:action|resource|role|principal) /.test(part) &&
        !before.some((known) => known === part || (/^(?:action|resource) /.test(part) && covers(known, part))),
    );
    const kept = now.filter((part) => !parts.includes(part));
    // Something of the approved grant has to stand still, else it is another one.
    if (
      parts.length > 0 &&
      ['action ', 'resource ', 'role ', 'principal '].every(
        (one) => !parts.some((part) => part.startsWith(one)) || kept.some((part) => part.startsWith(one)),
      ) &&
      isNoWider(kept, before) &&
      (fewest.length === 0 || parts.length < fewest.length)
    )
      fewest = parts;
  }
  return fewest;
}

/** Whether an item is one of those that were approved, or provably no more than one of them. */
export function isApprovedItem(item: string, approved: readonly string[]): boolean {
  if (approved.includes(item) || isHarmless(item)) return true;
  const kind = structured.find((prefix) => item.startsWith(prefix));
  if (kind) {
    const now = apart(item.slice(kind.length));
    if (now.includes('effect deny')) return true;
    return approved.some((other) => other.startsWith(kind) && isNoWider(now, apart(other.slice(kind.length))));
  }
  return approved.some((other) => !structured.some((prefix) => other.startsWith(prefix)) && coversItem(other, item));
}

/** Whether an approved item is a denial that nothing denies any more: an identity also grows by what is taken off. */
export function isLostDenial(approved: string, now: readonly string[]): boolean {
  if (!approved.startsWith('grant:')) return false;
  const denied = apart(approved.slice('grant:'.length));
  return (
    denied.includes('effect deny') &&
    !now.some((other) => other.startsWith('grant:') && isNoWider(denied, apart(other.slice('grant:'.length))))
  );
}

/** Values of a mode that are the narrowest it has: whatever was approved, these allow no more. */
const narrowest =
  /^mode:(?:.*\.)?(?:defaultMode=plan|permissionMode=plan|sandbox_mode=read-only|network_access=false|enableAllProjectMcpServers=false|skipDangerousModePermissionPrompt=false|autoApprove=false|sandbox\.enabled=true|folderTrust\.enabled=true)$/;

/** What never allows anything by itself: a secret that ends, a name of who answers for it. */
function isHarmless(item: string): boolean {
  return item === 'secret-expiry:dated' || item.startsWith('owner:') || narrowest.test(item);
}

/** `perm:contents=write` covers reading; `tool:*` covers a tool; a trigger of every type covers the same of some. */
function coversItem(approved: string, item: string): boolean {
  const permission = /^(perm:[^=]+)=(read|write|admin)$/.exec(approved);
  if (permission) {
    const levels = ['read', 'write', 'admin'];
    return levels.slice(0, levels.indexOf(permission[2]!)).some((level) => item === `${permission[1]}=${level}`);
  }
  if (approved.startsWith('trigger:')) return item.startsWith(`${approved}[`);
  // A star stands for a wildcard in tools and commands only; elsewhere it is a letter of a name or an address.
  return (
    /^(?:tool|cmd|mode:auto):/.test(approved) &&
    approved.includes('*') &&
    kindOf(approved) === kindOf(item) &&
    covers(approved.replaceAll('?', '\u0001'), item.replaceAll('?', '\u0001'))
  );
}

function kindOf(item: string): string {
  return item.slice(0, item.indexOf(':'));
}
