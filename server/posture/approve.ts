// From an identity of the inventory to the record that approves it. The caller says who, what for and until when it is
// looked at again; what exactly is approved is read from the tree.
import { folderOf } from '../engine/document.ts';
import type { IdentityRecord } from '../engine/identity-record.ts';
import { identityRecordId, sealedIdentity } from './identity-file.ts';
import { credentialsOf, refusedApproval, scopeOf } from './identities.ts';
import type { InventoryEntry } from './inventory.ts';
import { isObservedPlace } from './observed-clients.ts';
import type { Policy } from './policy.ts';

export interface IdentityApprovalWords {
  readonly owner: string;
  readonly by: string;
  readonly on: string;
  readonly review: string;
  readonly purpose: string;
}

/** The record that approves an identity as it stands, or why there can be none. */
export function approvalOf(
  entry: InventoryEntry,
  { owner, by, on, review, purpose }: IdentityApprovalWords,
  policy: Policy,
): IdentityRecord | { readonly why: string } {
  if (review <= on) return { why: `its review on ${review} is not after the approval on ${on}` };
  const credentials = credentialsOf(entry);
  const clean = (text: string) => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  const record = sealedIdentity(
    {
      v: 1,
      id: identityRecordId(clean(entry.id)),
      identity: clean(entry.id),
      kind: entry.kind,
      name: clean(entry.name),
      place: placeOf(entry.at.uri),
      state: 'approved',
      scope: scopeOf(entry).map(({ item }) => item),
      ...(credentials.length > 0 ? { credentials } : {}),
      purpose: clean(purpose),
    },
    { owner, by, on, review },
  );
  const refused = refusedApproval(policy, record);
  return refused === undefined ? record : { why: `it would not count: ${refused}` };
}

/** What an approval adds to the one before it and takes away, in the order of the items. */
export function scopeChange(
  before: IdentityRecord | undefined,
  after: IdentityRecord,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const was = new Set([...(before?.scope ?? []), ...(before?.credentials ?? [])]);
  const is = new Set([...after.scope, ...(after.credentials ?? [])]);
  return { added: [...is].filter((item) => !was.has(item)), removed: [...was].filter((item) => !is.has(item)) };
}

/** Evidence gets a new file with each export; what was observed belongs to the folder. */
function placeOf(uri: string): string {
  return isObservedPlace(uri) ? folderOf(uri) : uri;
}
