// The texts of records, from a commit or from the working tree, before anybody has looked into them. Records can come from
// anyone: links are refused, sizes and counts are limited, and what cannot be read is said.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordProblem } from '../posture/strict-yaml.ts';
import { entriesOf, gitSync } from './git.ts';
import { insideOf } from './inside.ts';

/** More records than this in one folder are refused whole: a baseline of that size is an attack or an accident. */
const mostRecords = 50_000;

export interface RefusedRecord {
  readonly uri: string;
  readonly problems: readonly RecordProblem[];
}

export interface RecordText {
  readonly uri: string;
  readonly text: string;
}

export interface RecordTexts {
  readonly files: readonly RecordText[];
  readonly refused: readonly RefusedRecord[];
}

/** Files of a folder at a commit, read from the object store: no check-out, nothing fetched. `commit` is a full object name. */
export function recordTextsAt(root: string, commit: string, folder: string, suffix = '.yaml'): RecordTexts {
  const refused: RefusedRecord[] = [];
  const tree = gitSync({ cwd: root, command: ['ls-tree', '-r', '-z', '--full-tree', commit, `${folder}/`] });
  if (!tree.ok) return { files: [], refused: [refusal(folder, `the records of ${commit.slice(0, 12)} cannot be read: ${tree.message}`)] };
  const files: { uri: string; object: string }[] = [];
  for (const entry of entriesOf(tree.stdout)) {
    const match = /^(\d{6}) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
    if (!match || !match[4]!.endsWith(suffix)) continue;
    if (match[1] !== '100644' && match[1] !== '100755') refused.push(refusal(match[4]!, 'a record has to be a plain file, not a link'));
    else files.push({ uri: match[4]!, object: match[3]! });
  }
  if (files.length > mostRecords)
    return { files: [], refused: [refusal(folder, `${files.length} records; at most ${mostRecords} are read`)] };
  if (files.length === 0) return { files: [], refused };
  const batch = gitSync({ cwd: root, command: ['cat-file', '--batch'], input: files.map((file) => `${file.object}\n`).join('') });
  if (!batch.ok) return { files: [], refused: [...refused, refusal(folder, `the records cannot be read: ${batch.message}`)] };
  return { files: [...blobsOf(batch.stdout, files)], refused };
}

/** Files of a folder of the working tree; none where the folder is not there. `most` is the size in bytes from which one is refused. */
export function recordTextsIn(root: string, folder: string, most: number): RecordTexts {
  const refused: RefusedRecord[] = [];
  const files: RecordText[] = [];
  const full = join(root, folder);
  let names: string[] = [];
  try {
    if (lstatSync(full).isSymbolicLink() || !insideOf(root)(full))
      return { files, refused: [refusal(folder, 'the folder has to be a folder, not a link')] };
    names = readdirSync(full, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') refused.push(refusal(folder, (error as Error).message));
  }
  for (const name of names.sort()) {
    if (!name.endsWith('.yaml')) continue;
    const uri = `${folder}/${name.replaceAll('\\', '/')}`;
    try {
      const status = lstatSync(join(full, name));
      if (!status.isFile()) refused.push(refusal(uri, 'a record has to be a plain file, not a link'));
      else if (status.size > most) refused.push(refusal(uri, `a record of ${status.size} bytes is refused`));
      else files.push({ uri, text: readFileSync(join(full, name), 'utf8') });
    } catch (error) {
      refused.push(refusal(uri, (error as Error).message));
    }
  }
  return { files, refused };
}

function* blobsOf(output: Buffer, files: readonly { uri: string }[]): Generator<RecordText> {
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

function refusal(uri: string, message: string): RefusedRecord {
  return { uri, problems: [{ message, span: [0, 0] }] };
}
