// `posture observe`: takes an export of what really runs and keeps it as dated evidence beside the code. Reads files and
// what vendors' own tools print; signs in nowhere and sends nothing.
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { observationSources, type ObservationHeader, type ObservationSource, type ObservedFact } from '../engine/observation.ts';
import { instantOf, fromMilliseconds } from '../observe/fields.ts';
import { openExport, shown, type ExportCommand, type ExportReader, type ReadExport, type Source } from '../observe/reading.ts';
import { sourceOf } from '../observe/recognise.ts';
import { sourceNamed, sourceNames } from '../observe/sources.ts';
import { evidenceFolder, takenOfName } from '../posture/evidence.ts';
import { FileError, PostureError, UsageError, reasonOf } from '../workspace/errors.ts';
import { forgetOldEvidence, listEvidence, openEvidenceWriter, type EvidenceWriter } from '../workspace/evidence-files.ts';
import { findRepository } from '../workspace/repository.ts';
import { findTool, runTool } from '../workspace/run-tool.ts';
import { sizeInWords } from '../workspace/text-file.ts';
import { confirm } from './confirm.ts';
import { printError, printOut } from './print.ts';
import { openProgress } from './progress.ts';
import { coverSecrets } from './cover-evidence.ts';
import { tableOf } from '../engine/table.ts';

export interface ObserveFlags {
  readonly place?: string;
  readonly about?: string;
  readonly takenAt?: string;
  readonly run?: boolean;
  readonly yes?: boolean;
}

/** Evidence older than this goes when new evidence of the same place comes; the newest two always stay. */
const keepDays = 400;

export async function observeCommand(name: string | undefined, files: readonly string[], flags: ObserveFlags): Promise<void> {
  const root = await rootOf(process.cwd());
  if (name === undefined) return listWhatIsThere(root);
  if (!(sourceNames as readonly string[]).includes(name)) {
    const guess = existsSync(name) ? sourceOf(startOf(name)) : undefined;
    throw new UsageError(
      `there is no source ${shown(name)}`,
      guess ? `say what it is first: posture observe ${guess} ${[name, ...files].join(' ')}` : `known are ${sourceNames.join(', ')}`,
    );
  }
  const source = await sourceNamed(name as ObservationSource);
  if (flags.run && files.length > 0) throw new UsageError('--run asks the tool itself: it takes no files');
  if (!flags.run && files.length === 0) throw new UsageError(`give the files of the export`, howTo(source));
  printOut(await observe({ root, source, files, flags, now: new Date() }));
}

/** The first part of a file, for recognising it. */
export function startOf(path: string): string {
  const buffer = Buffer.alloc(65_536);
  try {
    const file = openSync(path, 'r');
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new FileError(`${path} cannot be read (${reasonOf(error)})`);
  }
}

export interface ObserveRequest {
  readonly root: string;
  readonly source: Source;
  readonly files: readonly string[];
  readonly flags: ObserveFlags;
  readonly now: Date;
}

interface ReadFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly modified: number;
}

/** Reads an export and keeps it; gives what was kept in words. Throws with nothing kept. */
export async function observe({ root, source, files, flags, now }: ObserveRequest): Promise<string> {
  const nowText = fromMilliseconds(now.getTime())!;
  const calls = flags.run ? commandsOf(source, flags) : [];
  const tools = calls.map(({ program }) => findTool(program, root, process.env));
  if (flags.run) {
    printError(`${calls.map(inWords).join('\n')}\n`);
    if (!flags.yes) await confirm(calls.length === 1 ? 'Run this?' : 'Run these?');
  }
  const writer: EvidenceWriter = openEvidenceWriter(root);
  const counts = new Map<ObservedFact['fact'], number>();
  const reader = openExport(source, {
    now: nowText,
    place: flags.place,
    subject: flags.about,
    add(fact) {
      counts.set(fact.fact, (counts.get(fact.fact) ?? 0) + 1);
      writer.add(coverSecrets(fact));
    },
  });
  try {
    const read = flags.run ? [await readTool(calls, tools, reader, now)] : await readFiles(root, files, reader);
    const result = reader.finish();
    if (result.refused !== undefined) throw new PostureError(`${result.refused}. Nothing was kept; evidence from before still stands`);
    const header = headerOf(source, result, read, flags, nowText);
    const uri = writer.finish(header);
    const forgotten = forgetOldEvidence(root, source.id, header.place, nowText.slice(0, 10), keepDays);
    return report(header, result, counts, uri, forgotten.length);
  } finally {
    writer.drop();
  }
}

function headerOf(source: Source, result: ReadExport, files: readonly ReadFile[], flags: ObserveFlags, now: string): ObservationHeader {
  const given = flags.takenAt === undefined ? undefined : instantOf(flags.takenAt);
  if (flags.takenAt !== undefined && given === undefined)
    throw new UsageError(`--taken-at ${shown(flags.takenAt)} is no moment of the form 2026-11-21T10:00:00Z`);
  // Of several files the oldest counts: what they say together is no newer than that.
  const byFile = fromMilliseconds(Math.min(...files.map((file) => file.modified)));
  const [taken, takenFrom] = result.taken
    ? [result.taken, 'export' as const]
    : given
      ? [given, 'person' as const]
      : [byFile, flags.run ? ('run' as const) : ('file' as const)];
  if (taken === undefined) throw new UsageError('the time of the file is not known', 'give --taken-at 2026-11-21T10:00:00Z');
  if (Date.parse(taken) > Date.parse(now) + 300_000)
    throw new UsageError(
      `this export says that it was taken at ${taken}, which is later than it is now (${now})`,
      'look at the clocks, or say when it was taken with --taken-at. Nothing was kept',
    );
  return {
    v: 1,
    source: source.id,
    place: result.place!,
    taken,
    takenFrom,
    read: now,
    files: files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
    complete: result.complete,
    gaps: result.gaps,
  };
}

async function readFiles(root: string, files: readonly string[], reader: ExportReader): Promise<ReadFile[]> {
  const sizes = files.map((file) => {
    try {
      const status = statSync(file);
      if (status.isDirectory()) throw new FileError(`${file} is a folder; give the files in it`);
      return status;
    } catch (error) {
      if (error instanceof FileError) throw error;
      throw new FileError(`${file} cannot be read (${reasonOf(error)})`);
    }
  });
  const total = sizes.reduce((sum, one) => sum + one.size, 0);
  const progress = openProgress(true, 'MB');
  const inMegabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  let before = 0;
  const out: ReadFile[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const pieces = openPieces(basename(file), reader, pathIn(root, file));
      try {
        for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) {
          pieces.push(bytes as Buffer);
          progress.at(inMegabytes(before + pieces.bytes), inMegabytes(total));
          if (reader.refused !== undefined) break;
        }
      } catch (error) {
        throw error instanceof PostureError || (error as NodeJS.ErrnoException).code === undefined
          ? error
          : new FileError(`${file} cannot be read (${reasonOf(error)})`);
      }
      const sha256 = pieces.end();
      before += pieces.bytes;
      out.push({ name: basename(file), sha256, bytes: pieces.bytes, modified: sizes[index]!.mtimeMs });
      if (reader.refused !== undefined) break;
    }
  } finally {
    progress.end();
  }
  return out;
}

async function readTool(calls: readonly ExportCommand[], tools: readonly string[], reader: ExportReader, now: Date): Promise<ReadFile> {
  const last = calls.length - 1;
  for (const [index, call] of calls.entries()) if (index < last) await runTool(tools[index]!, call.args, process.env, () => undefined);
  const name = `${calls[last]!.program} ${calls[last]!.args.slice(0, 2).join(' ')}`;
  const pieces = openPieces(name, reader);
  await runTool(tools[last]!, calls[last]!.args, process.env, (bytes) => pieces.push(bytes));
  return { name, sha256: pieces.end(), bytes: pieces.bytes, modified: now.getTime() };
}

/** Where a file lies in the tree; undefined outside of it. */
function pathIn(root: string, file: string): string | undefined {
  const path = relative(root, resolve(file));
  return path === '' || path.startsWith('..') || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

/** Bytes to text, hashed on the way. PowerShell writes UTF-16 with a byte order mark; all else is UTF-8. */
function openPieces(
  name: string,
  reader: ExportReader,
  path?: string,
): { push(bytes: Buffer): void; end(): string; readonly bytes: number } {
  const file = reader.file(shown(name), path);
  const digest = createHash('sha256');
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    push(piece) {
      bytes += piece.length;
      digest.update(piece);
      decoder ??= new TextDecoder(
        piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : piece[0] === 0xfe && piece[1] === 0xff ? 'utf-16be' : 'utf-8',
      );
      file.push(decoder.decode(piece, { stream: true }));
    },
    end() {
      if (decoder) file.push(decoder.decode());
      if (reader.refused === undefined) file.end();
      return digest.digest('hex');
    },
  };
}

/** The commands with what the person gave in them. What is given begins with no dash and holds nothing that a tool could take for more. */
function commandsOf(source: Source, flags: ObserveFlags): readonly ExportCommand[] {
  if (source.commands.length === 0) throw new UsageError(`no command line prints ${source.title}`, howTo(source));
  const fill = (argument: string): string =>
    argument.replace(/<place>|<about>/g, (word) => {
      const value = word === '<place>' ? flags.place?.slice(flags.place.indexOf(':') + 1) : flags.about;
      const option = word === '<place>' ? '--place' : '--about';
      if (value === undefined || value === '')
        throw new UsageError(`--run needs ${option}${word === '<place>' ? ` ${source.placeForm ?? ''}` : `: ${source.subjectForm ?? ''}`}`);
      if (!/^[A-Za-z0-9][A-Za-z0-9._@:/+=-]*$/.test(value) || value.split('/').includes('..'))
        throw new UsageError(`${option} ${shown(value)} holds characters that are not handed to a tool`);
      return value;
    });
  return source.commands.map(({ program, args }) => ({ program, args: args.map(fill) }));
}

const inWords = ({ program, args }: ExportCommand): string =>
  [program, ...args].map((one) => (/^[A-Za-z0-9_./:@=,+-]+$/.test(one) ? one : `'${one}'`)).join(' ');

function howTo(source: Source): string {
  const commands = source.commands.map((command) => `  ${inWords(command)}`);
  return commands.length > 0
    ? `get them with\n${commands.join('\n')}\nor let posture run that: posture observe ${source.id} --run`
    : `how to get them: ${source.reference}`;
}

function report(
  header: ObservationHeader,
  result: ReadExport,
  counts: ReadonlyMap<string, number>,
  uri: string,
  forgotten: number,
): string {
  const words = tableOf<string>({ identity: 'identities', policy: 'policies', use: 'last uses' });
  const held = [...counts]
    .map(
      ([fact, count]) =>
        `${count.toLocaleString('en')} ${count === 1 ? (fact === 'use' ? 'last use' : fact) : (words.get(fact) ?? `${fact}s`)}`,
    )
    .join(', ');
  const from = { export: 'as the export says', person: 'as you say', file: 'by the time of the file', run: 'just now' }[header.takenFrom];
  const lines = [
    `${header.source} of ${shown(header.place)}: ${held || 'nothing'}`,
    `taken ${header.taken.replace('T', ' ').slice(0, 16)} UTC, ${from}`,
    ...header.files.map((file) => `from ${file.name}, ${sizeInWords(file.bytes)}, sha256 ${file.sha256.slice(0, 16)}…`),
    ...(result.duplicates > 0
      ? [
          `${result.duplicates.toLocaleString('en')} ${result.duplicates === 1 ? 'entry stood' : 'entries stood'} twice and alike: read once`,
        ]
      : []),
    ...result.gaps.map((gap) => `not understood: ${gap}`),
    ...(forgotten > 0 ? [`${forgotten} older than ${keepDays} days forgotten`] : []),
    `kept in ${uri}`,
  ];
  return `${lines.join('\n')}\n\`posture drift\` puts it beside the code.\n`;
}

function listWhatIsThere(root: string): void {
  const there = listEvidence(root);
  const rows = there.map(
    ({ folder, names }) =>
      `${folder.slice(evidenceFolder.length + 1).padEnd(52)}taken ${takenOfName(names[0]!)!.replace('T', ' ').slice(0, 16)} UTC${names.length > 1 ? `, ${names.length - 1} before it` : ''}`,
  );
  printOut(
    rows.length > 0
      ? `${rows.join('\n')}\n`
      : `Nothing was observed yet. \`posture observe SOURCE FILE…\` reads an export; sources are:\n${observationSources
          .filter((name) => sourceNames.includes(name))
          .map((name) => `  ${name}`)
          .join('\n')}\n`,
  );
}

async function rootOf(cwd: string): Promise<string> {
  const found = await findRepository(cwd);
  return 'root' in found ? found.root : cwd;
}
