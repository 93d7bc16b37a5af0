// The run that `check` and its relatives share: files of a source through the engine, folder by folder, so that no more
// than one folder's text is held at a time. Knows nothing of options, reports or exit codes.
import { createHash } from 'node:crypto';
import { openKept } from '../cache/open-kept.ts';
import { folders, readFolder, type FolderReading } from '../cache/read-folders.ts';
import type { Analysis } from '../engine/settle.ts';
import { folderOf, type Document } from '../engine/document.ts';
import { createEngine, type Engine, type Source } from '../engine/engine.ts';
import type { WorkspaceFacts } from '../engine/project.ts';
import type { SettingsFor } from '../engine/settings.ts';
import { lineStarts, notContained, type Span } from '../engine/text/text.ts';
import type { Repository } from '../workspace/repository.ts';
import type { FileSource } from '../workspace/source.ts';
import { rulesOf } from '../../rules/registry.ts';
import { secretValues, spansToCover } from '../engine/secrets/cover.ts';
import type { KnownSecrets } from './mask.ts';

export interface RunOptions {
  readonly source: FileSource;
  /** What the engine sees in place of `source`, where texts are going to be changed. */
  readonly view?: Source;
  readonly uris: readonly string[];
  readonly settingsFor: SettingsFor;
  readonly workspace: WorkspaceFacts;
  /** Looks for secrets and reads nothing else: for runs whose rules ask for no other fact. */
  readonly secretsOnly?: boolean;
  /** Threads that read, besides this one; 1 or less reads here. Only files of a working tree can be read so. */
  readonly jobs?: number;
  /** The repository around the files, for those threads. */
  readonly repository?: Repository;
  /** Called after each folder with the number of files that were read. */
  readonly progress?: (done: number, total: number) => void;
}

export interface Run {
  readonly engine: Engine;
  readonly analysis: Analysis;
  /** Line starts of the text that was judged, for every document that can hold a finding: the file may change before it is reported. */
  readonly lines: Map<string, readonly number[]>;
  /** Digest of each of those texts, to see whether a file changed since. */
  readonly digests: Map<string, string>;
  /** For masking alone. */
  readonly secrets: KnownSecrets;
  readonly filesRead: number;
}

/** Reads every file and judges none: for the inventory, which needs facts alone. */
export async function readFiles(options: RunOptions): Promise<Omit<Run, 'analysis'>> {
  const { source } = options;
  const kept =
    source.isWorkingTree && !options.view
      ? await openKept(source.root, source, options.uris.length, options.secretsOnly ? ' secrets only' : '')
      : undefined;
  const engine = createEngine({
    rulesOf,
    workspace: options.workspace,
    settingsFor: options.settingsFor,
    source: options.view ?? kept?.source ?? source,
    readers: options.secretsOnly ? [] : undefined,
  });
  const lines = new Map<string, readonly number[]>();
  const digests = new Map<string, string>();
  const spans = new Map<string, readonly Span[]>();
  const values = new Map<string, readonly string[]>();
  let done = 0;
  let filesRead = 0;
  const note = (documents: Iterable<Document>): void => {
    for (const { uri, text } of documents) {
      const facts = engine.facts.get(uri);
      if (!facts || !holdsSomething(facts)) continue;
      lines.set(uri, lineStarts(text));
      digests.set(uri, digestOf(text));
      if (facts.secrets.length === 0) continue;
      spans.set(uri, spansToCover(facts.secrets));
      values.set(uri, secretValues(text, spans.get(uri)!));
    }
  };
  const into: FolderReading = { engine, kept, document: (uri) => source.document(uri), after: note };
  const threads =
    (options.jobs ?? 1) > 1 && source.isWorkingTree ? (await import('./read-threads.ts')).openThreads(options, into) : undefined;
  try {
    for (const uris of folders(options.uris)) {
      const documents = await source.load(uris);
      filesRead += documents.length;
      const isRead = (): void => options.progress?.((done += uris.length), options.uris.length);
      if (threads) await threads.read(folderOf(uris[0]!), documents, isRead);
      else {
        await readFolder(folderOf(uris[0]!), documents, into);
        isRead();
      }
      source.forget();
    }
    await threads?.finish();
  } finally {
    threads?.close();
  }
  kept?.write();
  return { engine, lines, digests, secrets: { spans, values }, filesRead };
}

/** Reads every file and runs the rules. */
export async function runEngine(options: RunOptions): Promise<Run> {
  const { source } = options;
  const read = await readFiles(options);
  const { engine, lines, digests } = read;
  const { spans, values } = read.secrets;
  const analysis = await engine.analyze();
  // A variable's default is judged where a neighbour uses it: its own file may declare nothing.
  for (const { at } of [...analysis.findings, ...analysis.suppressed]) {
    const document = digests.has(at.uri) ? undefined : source.document(at.uri);
    if (!document) continue;
    lines.set(at.uri, lineStarts(document.text));
    digests.set(at.uri, digestOf(document.text));
  }
  const shown = new Map<string, Span[]>();
  for (const { category, at, rule } of [...analysis.findings, ...analysis.suppressed]) {
    if (category !== 'secret' || rule === 'secret/unmasked-parameter') continue;
    const known = shown.get(at.uri);
    if (known) known.push(at.span);
    else shown.set(at.uri, [at.span]);
  }
  for (const [uri, found] of shown) {
    const covered = spans.get(uri) ?? [];
    const more = notContained(found, covered);
    if (more.length === 0) continue;
    spans.set(uri, [...covered, ...more]);
    const document = source.document(uri);
    if (document && digests.get(uri) === digestOf(document.text)) values.set(uri, secretValues(document.text, spans.get(uri)!));
  }
  source.forget();
  return { ...read, analysis };
}

export function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

function holdsSomething({
  facts,
  secrets,
  suppressions,
}: {
  facts: object;
  secrets: readonly unknown[];
  suppressions: readonly unknown[];
}): boolean {
  return secrets.length > 0 || suppressions.length > 0 || Object.values(facts).some((list) => (list as readonly unknown[]).length > 0);
}
