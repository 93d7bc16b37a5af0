// Decision records, from the tip of the target branch or from the working tree. Records can come from anyone: links are
// refused, sizes and counts are limited, and a record that cannot be read is said and counts for nothing.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from '../posture/reconcile.ts';
import { longestRecord, readDecision } from '../posture/record.ts';
import type { RecordProblem } from '../posture/strict-yaml.ts';
import { entriesOf, gitSync } from './git.ts';

export const decisionsFolder = '.posture/decisions';

/** More records than this are refused whole: a baseline of that size is an attack or an accident. */
export const mostRecords = 50_000;

export interface RefusedRecord {
  readonly uri: string;
  readonly problems: readonly RecordProblem[];
}

export interface DecisionFiles {
  readonly records: readonly Recorded[];
  readonly refused: readonly RefusedRecord[];
}

/** Records at a commit, read from the object store: no check-out, nothing fetched. `commit` is a full object name. */
export function decisionsAt(root: string, commit: string, folder = decisionsFolder): DecisionFiles {
  const refused: RefusedRecord[] = [];
  const tree = gitSync({ cwd: root, command: ['ls-tree', '-r', '-z', '--full-tree', commit, `${folder}/`] });
  if (!tree.ok) return { records: [], refused: [refusal(folder, `the records of ${commit.slice(0, 12)} cannot be read: ${tree.message}`)] };
  const files: { uri: string; object: string }[] = [];
  for (const entry of entriesOf(tree.stdout)) {
    const match = /^(\d{6}) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
    if (!match || !match[4]!.endsWith('.yaml')) continue;
    if (match[1] !== '100644' && match[1] !== '100755') refused.push(refusal(match[4]!, 'a record has to be a plain file, not a link'));
    else files.push({ uri: match[4]!, object: match[3]! });
  }
  if (files.length > mostRecords) return { records: [], refused: [refusal(decisionsFolder, `${files.length} records; at most ${mostRecords} are read`)] };
  if (files.length === 0) return { records: [], refused };
  const batch = gitSync({ cwd: root, command: ['cat-file', '--batch'], input: files.map((file) => `${file.object}\n`).join('') });
  if (!batch.ok) return { records: [], refused: [...refused, refusal(decisionsFolder, `the records cannot be read: ${batch.message}`)] };
  return readAll([...blobsOf(batch.stdout, files)], refused, folder);
}

/** Records of the working tree. A folder that is not there holds none. */
export function decisionsIn(root: string): DecisionFiles {
  const refused: RefusedRecord[] = [];
  const found: { uri: string; text: string }[] = [];
  const folder = join(root, decisionsFolder);
  let names: string[] = [];
  try {
    if (lstatSync(folder).isSymbolicLink()) return { records: [], refused: [refusal(decisionsFolder, 'the folder has to be a folder, not a link')] };
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') refused.push(refusal(decisionsFolder, (error as Error).message));
  }
  for (const name of names.sort()) {
    if (!name.endsWith('.yaml')) continue;
    const uri = `${decisionsFolder}/${name.replaceAll('\\', '/')}`;
    try {
      const status = lstatSync(join(folder, name));
      if (!status.isFile()) refused.push(refusal(uri, 'a record has to be a plain file, not a link'));
      else if (status.size > longestRecord * 4) refused.push(refusal(uri, `a record of ${status.size} bytes is refused`));
      else found.push({ uri, text: readFileSync(join(folder, name), 'utf8') });
    } catch (error) {
      refused.push(refusal(uri, (error as Error).message));
    }
  }
  return readAll(found, refused);
}

function* blobsOf(output: Buffer, files: readonly { uri: string }[]): Generator<{ uri: string; text: string }> {
  let at = 0;
  for (const { uri } of files) {
    const line = output.indexOf(10, at);
    const header = output.toString('latin1', at, line).split(' ');
    const size = Number(header[2]);
    if (header[1] !== 'blob' || !Number.isInteger(size)) {
      at = line + 1;
      yield { uri, text: '' };
      continue;
    }
    yield { uri, text: output.toString('utf8', line + 1, line + 1 + size) };
    at = line + 1 + size + 1;
  }
}

function readAll(files: readonly { uri: string; text: string }[], refused: RefusedRecord[], folder = decisionsFolder): DecisionFiles {
  const records: Recorded[] = [];
  for (const { uri, text } of files) {
    const { decision, at, problems } = readDecision(text, `${decisionsFolder}${uri.slice(folder.length)}`);
    if (decision) records.push({ decision, at: { uri, span: at } });
    else refused.push({ uri, problems });
  }
  return { records, refused };
}

function refusal(uri: string, message: string): RefusedRecord {
  return { uri, problems: [{ message, span: [0, 0] }] };
}
