// What is wrong with a file of the team as it stands in the editor: a record that would be refused, a policy that would not
// be used, an approval whose seal is broken. The same readers as everywhere else; a file that counts for nothing must not
// look as if it did.
import type { Document } from '../engine/document.ts';
import type { Span } from '../engine/text/text.ts';
import { isIdentitySealed, readIdentity } from '../posture/identity-file.ts';
import { readPolicy } from '../posture/policy.ts';
import { readDecision } from '../posture/record.ts';
import { isSealed } from '../posture/seal.ts';

export interface RecordMistake {
  readonly message: string;
  readonly span: Span;
}

/** Nothing for documents that are none of the team's. */
export function mistakesIn(document: Document): readonly RecordMistake[] {
  return document.memo(mistakesIn, () => {
    const { uri, text } = document;
    // While a new file is empty, nobody has made a mistake yet.
    if (text.trim() === '') return [];
    if (/(?:^|\/)\.posture\/policy\.yaml$/.test(uri)) return readPolicy(text).problems;
    if (/(?:^|\/)\.posture\/decisions\/.+\.yaml$/.test(uri)) {
      const { decision, problems } = readDecision(text, uri);
      return decision?.approved && !isSealed(decision) ? [brokenSeal(text, 'posture accept')] : problems;
    }
    if (/(?:^|\/)\.posture\/identities\/.+\.yaml$/.test(uri)) {
      const { record, problems } = readIdentity(text, uri);
      return record?.approved && !isIdentitySealed(record) ? [brokenSeal(text, 'posture approve')] : problems;
    }
    return [];
  });
}

function brokenSeal(text: string, command: string): RecordMistake {
  const at = Math.max(0, text.search(/^approved:/m));
  return {
    message: `The seal does not fit what the record says now: an edit by hand voids the approval. Have it approved anew with \`${command}\`.`,
    span: [at, at + 'approved'.length],
  };
}
