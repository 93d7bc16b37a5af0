// Decision records, from the tip of the target branch or from the working tree. A record that cannot be read is said and
// counts for nothing.
import type { Recorded } from '../posture/reconcile.ts';
import { longestRecord, readDecision } from '../posture/record.ts';
import { recordTextsAt, recordTextsIn, type RecordText, type RefusedRecord } from './record-files.ts';

export const decisionsFolder = '.posture/decisions';

export type { RefusedRecord };

export interface DecisionFiles {
  readonly records: readonly Recorded[];
  readonly refused: readonly RefusedRecord[];
}

/** Records at a commit, read from the object store: no check-out, nothing fetched. `commit` is a full object name. */
export function decisionsAt(root: string, commit: string, folder = decisionsFolder): DecisionFiles {
  const { files, refused } = recordTextsAt(root, commit, folder);
  return readAll(files, refused, folder);
}

/** Records of the working tree. A folder that is not there holds none. */
export function decisionsIn(root: string): DecisionFiles {
  const { files, refused } = recordTextsIn(root, decisionsFolder, longestRecord * 4);
  return readAll(files, refused);
}

function readAll(files: readonly RecordText[], refusedBefore: readonly RefusedRecord[], folder = decisionsFolder): DecisionFiles {
  const records: Recorded[] = [];
  const refused = [...refusedBefore];
  for (const { uri, text } of files) {
    const { decision, at, problems } = readDecision(text, `${decisionsFolder}${uri.slice(folder.length)}`);
    if (decision) records.push({ decision, at: { uri, span: at } });
    else refused.push({ uri, problems });
  }
  return { records, refused };
}
