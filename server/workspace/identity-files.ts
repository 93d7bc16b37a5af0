// Records of identities, from the tip of the target branch or from the working tree. A record that cannot be read is said
// and counts for nothing.
import { identitiesFolder, longestIdentity, readIdentity } from '../posture/identity-file.ts';
import type { RecordedIdentity } from '../posture/identities.ts';
import { recordTextsAt, recordTextsIn, type RecordText, type RefusedRecord } from './record-files.ts';

export interface IdentityFiles {
  readonly records: readonly RecordedIdentity[];
  readonly refused: readonly RefusedRecord[];
}

/** Records at a commit. `folder` is where they lie, in a team's repository another one than here. */
export function identitiesAt(root: string, commit: string, folder = identitiesFolder): IdentityFiles {
  const { files, refused } = recordTextsAt(root, commit, folder);
  return readAll(files, refused, folder);
}

/** Records of the working tree. A folder that is not there holds none. */
export function identitiesIn(root: string): IdentityFiles {
  const { files, refused } = recordTextsIn(root, identitiesFolder, longestIdentity * 4);
  return readAll(files, refused);
}

function readAll(files: readonly RecordText[], refusedBefore: readonly RefusedRecord[], folder = identitiesFolder): IdentityFiles {
  const records: RecordedIdentity[] = [];
  const refused = [...refusedBefore];
  for (const { uri, text } of files) {
    const { record, at, problems } = readIdentity(text, `${identitiesFolder}${uri.slice(folder.length)}`);
    if (record) records.push({ record, at: { uri, span: at } });
    else refused.push({ uri, problems });
  }
  return { records, refused };
}
