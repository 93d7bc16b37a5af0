// Which documents are templates of Packer that give a build a policy, or an image to others: by name and a word.
import type { Document } from '../../document.ts';

/** The block that holds the policy of a build. */
export const profileDocument = 'temporary_iam_instance_profile_policy_document';

/** In JSON such a policy stands as any other does. */
export function claimsPacker({ uri, text }: Document): boolean {
  return uri.endsWith('.pkr.hcl') && (text.includes(profileDocument) || text.includes('ami_groups') || text.includes('snapshot_groups'));
}
