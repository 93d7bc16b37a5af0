// Evidence on disk: written beside, flushed and renamed, so that a reader sees the old record or the new one; read back
// only when it is whole. A folder of evidence could come with a repository from anyone, so links are refused.
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  observationSources,
  type Observation,
  type ObservationHeader,
  type ObservationSource,
  type Observed,
  type ObservedFact,
} from '../engine/observation.ts';
import {
  endLine,
  evidenceFolder,
  evidenceName,
  evidencePlaceFolder,
  factLine,
  headerLine,
  readEvidenceLine,
  readEvidenceText,
  takenOfName,
} from '../posture/evidence.ts';
import { daysBetween } from '../posture/days.ts';
import { FileError } from './errors.ts';

/** A record larger than this is not read: it would not be one of ours. */
const largest = 1 << 29;
const chunk = 1 << 20;

export interface RefusedEvidence {
  readonly uri: string;
  readonly why: string;
}

export interface EvidenceWriter {
  add(fact: ObservedFact): void;
  readonly facts: number;
  /** Puts the record in place and gives its path below the root. */
  finish(header: ObservationHeader): string;
  /** Leaves everything as it was. */
  drop(): void;
}

/** Opens a record. Facts go to a file of their own until `finish`; nothing that stood there is touched before. */
export function openEvidenceWriter(root: string): EvidenceWriter {
  const { folder, isNew } = makeFolder(root);
  let kept = false;
  const gathering = join(folder, `.${randomBytes(8).toString('hex')}.facts`);
  let file: number | undefined = openSync(gathering, 'wx', 0o600);
  let held: string[] = [];
  let size = 0;
  let facts = 0;
  const flush = (): void => {
    writeAll(file!, Buffer.from(held.join(''), 'utf8'));
    held = [];
    size = 0;
  };
  const drop = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    rmSync(gathering, { force: true });
    if (isNew && !kept) removeIfUnused(root, folder);
  };
  return {
    get facts() {
      return facts;
    },
    add(fact) {
      const line = factLine(fact);
      held.push(line);
      size += line.length;
      facts++;
      if (size > chunk) flush();
    },
    drop,
    finish(header) {
      flush();
      closeSync(file!);
      const record = join(folder, `.${randomBytes(8).toString('hex')}.record`);
      const into = openSync(record, 'wx', 0o600);
      const from = openSync(gathering, 'r');
      file = from;
      try {
        const digest = createHash('sha256');
        const put = (bytes: Buffer): void => {
          digest.update(bytes);
          writeAll(into, bytes);
        };
        put(Buffer.from(headerLine(header), 'utf8'));
        const buffer = Buffer.alloc(chunk);
        for (let read = readSync(from, buffer); read > 0; read = readSync(from, buffer)) put(buffer.subarray(0, read));
        const sha256 = digest.digest('hex');
        writeAll(into, Buffer.from(endLine({ facts, sha256 }), 'utf8'));
        fsyncSync(into);
        const place = evidencePlaceFolder(header.source, header.place);
        refuseLinks(root, place);
        mkdirSync(join(root, place), { recursive: true, mode: 0o700 });
        const beside = recordsIn(root, place);
        const uri = `${place}/${evidenceName(header, sha256, beside)}`;
        const again = beside.filter((name) => takenOfName(name) === header.taken && isSameExport(root, `${place}/${name}`, header));
        renameSync(record, join(root, uri));
        kept = true;
        // The same export read again is no second observation: the one before it has to stay the one before.
        for (const name of again) rmSync(join(root, place, name), { force: true });
        return uri;
      } finally {
        closeSync(into);
        rmSync(record, { force: true });
        drop();
      }
    },
  };
}

/** Whether a record was made of the same files. Only its first line is read. */
function isSameExport(root: string, uri: string, { files }: ObservationHeader): boolean {
  const buffer = Buffer.alloc(65_536);
  const file = openSync(join(root, uri), 'r');
  try {
    const start = buffer.toString('utf8', 0, readSync(file, buffer));
    const line = readEvidenceLine(start.slice(0, Math.max(0, start.indexOf('\n'))));
    return (
      'header' in line && JSON.stringify(line.header.files.map((one) => one.sha256)) === JSON.stringify(files.map((one) => one.sha256))
    );
  } finally {
    closeSync(file);
  }
}

/** Every record of the root, by source and place: what each folder holds, the newest first. Nothing is read yet. */
export function listEvidence(root: string): readonly { readonly folder: string; readonly names: readonly string[] }[] {
  const found: { folder: string; names: readonly string[] }[] = [];
  for (const source of observationSources) {
    for (const place of namesIn(root, `${evidenceFolder}/${source}`, 'folders')) {
      const folder = `${evidenceFolder}/${source}/${place}`;
      const names = recordsIn(root, folder);
      if (names.length > 0) found.push({ folder, names });
    }
  }
  return found;
}

/** What counts on a day: of each source and place the newest record that was taken by its end, and the one before it. */
export function readObserved(
  root: string,
  day: string,
  evidenceDays: number,
): { readonly observed: Observed; readonly refused: readonly RefusedEvidence[] } {
  const current: Observation[] = [];
  const old: Observation[] = [];
  const before: Observation[] = [];
  const refused: RefusedEvidence[] = [];
  for (const { folder, names } of listEvidence(root)) {
    let wanted = current;
    for (const name of names) {
      const taken = takenOfName(name)!.slice(0, 10);
      if (taken > day) continue;
      const read = readEvidence(root, `${folder}/${name}`);
      if ('why' in read) {
        refused.push(read);
        continue;
      }
      if (wanted === before) {
        before.push(read);
        break;
      }
      (daysBetween(taken, day) > evidenceDays ? old : current).push(read);
      wanted = before;
    }
  }
  return { observed: { current, old, before }, refused };
}

/** One record; refused unless it is whole and as it was written. */
function readEvidence(root: string, uri: string): Observation | RefusedEvidence {
  const refuse = (why: string): RefusedEvidence => ({ uri, why });
  let text: string;
  try {
    const status = lstatSync(join(root, uri));
    if (!status.isFile()) return refuse('evidence has to be a plain file, not a link');
    if (status.size > largest) return refuse(`evidence of ${status.size} bytes is refused`);
    text = readFileSync(join(root, uri), 'utf8');
  } catch (error) {
    return refuse((error as Error).message);
  }
  const read = readEvidenceText(uri, text, (part) => createHash('sha256').update(part, 'utf8').digest('hex'));
  if ('why' in read) return refuse(read.why);
  const { source, place } = read.header;
  return uri.startsWith(`${evidencePlaceFolder(source, place)}/`) ? read : refuse(`it is about ${place} of ${source} and lies elsewhere`);
}

/** Removes records of this place that are older than `keepDays`, but never the newest two. Gives the names of what went. */
export function forgetOldEvidence(
  root: string,
  source: ObservationSource,
  place: string,
  today: string,
  keepDays: number,
): readonly string[] {
  const folder = evidencePlaceFolder(source, place);
  const names = recordsIn(root, folder);
  const gone = names.slice(2).filter((name) => daysBetween(takenOfName(name)!.slice(0, 10), today) > keepDays);
  for (const name of gone) rmSync(join(root, folder, name), { force: true });
  return gone;
}

/**
 * The folder for evidence, made where it is not there yet. Git ignores what lies in it until the team says otherwise: an
 * export names people, and is large. Only a new folder gets the list of what to ignore, so that a team that took it away is
 * not overruled.
 */
function makeFolder(root: string): { readonly folder: string; readonly isNew: boolean } {
  refuseLinks(root, evidenceFolder);
  const folder = join(root, evidenceFolder);
  const isNew = !existsSync(folder);
  if (isNew) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, '.gitignore'), '# Exports name people and are large. Delete this file to keep them in git.\n*\n');
  }
  return { folder, isNew };
}

/** An export that was refused leaves nothing behind, not even the folder that was made for it. */
function removeIfUnused(root: string, folder: string): void {
  if (readdirSync(folder).some((name) => name !== '.gitignore')) return;
  rmSync(join(folder, '.gitignore'), { force: true });
  rmdirSync(folder);
  const above = join(root, '.posture');
  if (readdirSync(above).length === 0) rmdirSync(above);
}

function refuseLinks(root: string, path: string): void {
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length++) {
    const part = parts.slice(0, length).join('/');
    const status = lstatSync(join(root, part), { throwIfNoEntry: false });
    if (status && !status.isDirectory())
      throw new FileError(`${part} has to be a folder, not a ${status.isSymbolicLink() ? 'link' : 'file'}; nothing was written`);
  }
}

/** Names of the records in a folder, the newest first. */
function recordsIn(root: string, folder: string): string[] {
  return namesIn(root, folder, 'files')
    .filter((name) => takenOfName(name) !== undefined)
    .sort()
    .reverse();
}

function namesIn(root: string, folder: string, kind: 'folders' | 'files'): string[] {
  try {
    refuseLinks(root, folder);
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => (kind === 'folders' ? entry.isDirectory() : entry.isFile()))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Whether there is any evidence: one look, before anything about it is loaded. */
export function mayHoldEvidence(root: string): boolean {
  try {
    return statSync(join(root, evidenceFolder), { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // What is closed, or leads in a circle, gives none; that it cannot be read is said with the records.
    return false;
  }
}
