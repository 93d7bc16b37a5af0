// Keeps the findings of one root up to date with its texts. Changes are gathered for a moment and computed in one go; a
// result is handed on only for the version it was made from, so that nobody ever sees a finding of an older text.
import type { KeptReading } from '../cache/kept-reading.ts';
import { folders, readFolder } from '../cache/read-folders.ts';
import { createEngine, type Engine, type EngineOptions, type Source } from '../engine/engine.ts';
import { folderOf, type Document } from '../engine/document.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import type { Project, WorkspaceFacts } from '../engine/project.ts';
import type { Failure } from '../engine/read.ts';
import { calledFiles } from './called-files.ts';
import type { Decisions, JudgedAnalysis } from './decisions.ts';
import type { FolderSettings } from './folder-settings.ts';

/**
 * How long changes are gathered before the texts are read: what an editor sends together is one run. Nobody types that fast,
 * so a keystroke waits for no other; those that come while a run lasts are the next one.
 */
const gatherFor = 2;

export interface ChecksOptions {
  readonly source: Source;
  readonly rulesOf: EngineOptions['rulesOf'];
  readonly workspace: WorkspaceFacts;
  readonly settings: FolderSettings;
  readonly decisions: Decisions;
  /** Called after each run with the documents that were read. */
  readonly onResult: (result: CheckResult) => void;
  /** Called before documents are read and judged, and with none when that has ended. */
  readonly onWork: (engineUris: readonly string[]) => void;
  /** Called when a run itself fails, which no text may cause. */
  readonly onBroken: (error: unknown) => void;
}

export interface CheckResult {
  /** The documents that the findings were made from, by engine uri. */
  readonly documents: ReadonlyMap<string, Document>;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly suppressed: readonly Finding[];
  /** Findings that a decision of the team covers. */
  readonly accepted: readonly Finding[];
  readonly failures: readonly Failure[];
}

export interface Checks {
  /** The text of a document is another one now, or the document is gone. */
  changed(engineUri: string): void;
  /**
   * A file changed on disk, or everything below a folder did. Counts where it was read, where one that was read asked for it,
   * or where it stands beside one.
   */
  fileChanged(engineUri: string): void;
  /** Configurations may have changed: they are read again, and everything is judged anew if they have. */
  reconfigured(): void;
  /** What rules know of the world around the texts is another: everything is judged anew. */
  worldChanged(): void;
  /** A result is wanted although no text changed: documents were read in the background. */
  again(): void;
  /** These are going to be read in the background: their configurations are, now and at once. */
  foresee(engineUris: readonly string[]): Promise<void>;
  /**
   * Reads further documents in the background, those that are open left out; their findings are part of the next result.
   * Of whole folders it takes from `kept` what was kept of them, and keeps there what had to be read.
   */
  readMore(engineUris: readonly string[], kept?: KeptReading): Promise<void>;
  /** Reads documents only for what is kept of them: nothing of those that are not open stays here, and no result has it. */
  readAhead(engineUris: readonly string[], kept: KeptReading): Promise<void>;
  /** The result for all changes so far; waits for a run where one is due. */
  settled(): Promise<CheckResult>;
  /** The last result, however old. */
  last(): CheckResult;
  project(): Promise<Project>;
  /** Nothing is computed from now on. */
  stop(): void;
  /** An engine with the same rules and settings over other texts, for trying what a change would do. */
  engineOver(source: Source): Engine;
}

const nothing: CheckResult = { documents: new Map(), findings: new Map(), suppressed: [], accepted: [], failures: [] };

export function createChecks(options: ChecksOptions): Checks {
  const engineOver = (source: Source): Engine =>
    createEngine({ rulesOf: options.rulesOf, workspace: options.workspace, settingsFor: options.settings.settingsFor, source });
  /** The engine asks through this: while a folder is read that is going to be kept, it is noted what for. */
  let asked = options.source;
  const noted: Source = { document: (uri) => asked.document(uri), siblings: (folder) => asked.siblings(folder) };
  const engineAtWork = (): Engine =>
    createEngine({
      rulesOf: options.rulesOf,
      workspace: options.workspace,
      settingsFor: options.settings.settingsFor,
      source: noted,
      onDocument: (uri) => options.onWork([uri]),
    });
  let engine = engineAtWork();
  let result = nothing;
  /** Everything that the engine holds. Documents are kept for open texts and for what was read together with them. */
  const read = new Set<string>();
  const documents = new Map<string, Document>();
  const pending = new Set<string>();
  let stopped = false;
  /** Settings changed while files were read in the background. */
  let outdated = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function once(): Promise<void> {
    const uris = [...pending];
    // What the changed ones are a part of: the templates of these values, the overlays of this base.
    for (const uri of pending) for (const asker of engine.askersOf(uri)) if (!pending.has(asker) && !uris.includes(asker)) uris.push(asker);
    pending.clear();
    options.onWork(uris);
    if ((await options.settings.refresh(uris)) || outdated) {
      outdated = false;
      engine = engineAtWork();
      for (const uri of read) if (!uris.includes(uri)) uris.push(uri);
    }
    const present: Document[] = [];
    for (const uri of uris) {
      const document = options.settings.isIgnored(uri) ? undefined : options.source.document(uri);
      if (document) present.push(document);
      else if (read.has(uri)) {
        const gone = documents.get(uri);
        forget(uri);
        // What was read together with it is less by one.
        if (!gone || engine.isReadByFolder(gone)) uris.push(...besides(uri).filter((one) => !uris.includes(one)));
      }
    }
    const together = engine.withSiblings(present);
    for (const document of together) {
      read.add(document.uri);
      documents.set(document.uri, document);
    }
    await engine.read(together, { remember: true });
    await readCalledBy(together);
    const analysis = await engine.analyze();
    const judged = await options.decisions.over(analysis, engine.facts, () => engine.project(), options.settings);
    const seen = [...documents.values()].flatMap((document) => options.decisions.seenIn(document));
    result = gather(
      seen.length > 0 ? { ...judged, findings: [...judged.findings, ...seen].sort(compareFindings) } : judged,
      new Map(documents),
    );
    if (!stopped) options.onResult(result);
  }

  /** Reads what these run of their own repository, and what that runs. */
  async function readCalledBy(callers: readonly Document[]): Promise<void> {
    const called = new Set(callers.flatMap(({ uri }) => calledFiles(engine.facts.get(uri)!)));
    const found = [...called]
      .filter((uri) => !read.has(uri) && !options.settings.isIgnored(uri))
      .flatMap((uri) => options.source.document(uri) ?? []);
    if (found.length === 0) return;
    for (const document of found) {
      read.add(document.uri);
      documents.set(document.uri, document);
    }
    await engine.read(found);
    await readCalledBy(found);
  }

  /** What is read of the same folder by readers of whole folders. */
  function besides(uri: string): string[] {
    const folder = folderOf(uri);
    return [...read].filter((one) => {
      const document = folderOf(one) === folder && !options.settings.isIgnored(one) ? options.source.document(one) : undefined;
      return document !== undefined && engine.isReadByFolder(document);
    });
  }

  function forget(uri: string): void {
    documents.delete(uri);
    if (read.delete(uri)) engine.remove(uri);
  }

  /** Those of these documents that are there and not open. */
  function closedOnes(uris: readonly string[]): Document[] {
    const given: Document[] = [];
    for (const uri of uris) {
      if (documents.has(uri) || options.settings.isIgnored(uri)) continue;
      const document = options.source.document(uri);
      if (document) given.push(document);
      else forget(uri);
    }
    return given;
  }

  async function readMoreOf(folder: string, uris: readonly string[], kept: KeptReading | undefined): Promise<void> {
    const given = closedOnes(uris);
    const into = engine;
    // Texts beside one that is open are read with it as it stands, which is nothing to keep.
    const keeping = [...documents.keys()].some((uri) => folderOf(uri) === folder) ? undefined : kept;
    if (keeping) asked = keeping.source;
    try {
      await readFolder(folder, given, {
        engine: into,
        kept: keeping,
        document: options.source.document,
        before: (together) => options.onWork(together.map(({ uri }) => uri)),
        after: (together) => together.forEach(({ uri }) => read.add(uri)),
      });
    } finally {
      asked = options.source;
      options.onWork([]);
    }
    // Other settings came meanwhile, and with them another engine.
    if (into !== engine) await readMoreOf(folder, uris, kept);
  }

  async function run(): Promise<void> {
    while (pending.size > 0) {
      try {
        await once();
      } catch (error) {
        options.onBroken(error);
      } finally {
        options.onWork([]);
      }
    }
  }

  function runNow(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    changed(uri) {
      pending.add(uri);
      if (!running && !stopped) timer ??= setTimeout(() => void runNow(), gatherFor);
    },
    fileChanged(uri) {
      const below = `${uri}/`;
      const touched = [...read].filter((one) => one === uri || one.startsWith(below)).concat(engine.askersBelow(uri));
      if (engine.askersOf(uri).length > 0) touched.push(uri);
      const beside = touched.length > 0 ? undefined : [...read].find((one) => folderOf(one) === folderOf(uri));
      for (const one of beside === undefined ? touched : [beside, ...besides(uri).slice(0, 1)]) this.changed(one);
    },
    reconfigured() {
      options.settings.invalidate();
      this.again();
    },
    worldChanged() {
      engine.judgeAgain();
      this.again();
    },
    again() {
      const [any] = read;
      if (any !== undefined) this.changed(any);
    },
    async foresee(uris) {
      if (await options.settings.refresh(uris)) outdated = true;
    },
    async readMore(uris, kept) {
      await this.foresee(uris);
      for (const together of folders(uris)) await readMoreOf(folderOf(together[0]!), together, kept);
    },
    async readAhead(uris, kept) {
      for (const together of folders(uris)) {
        const folder = folderOf(together[0]!);
        if (kept.holds(folder, closedOnes(together))) continue;
        await this.readMore(together, kept);
        for (const uri of [...read]) if (!documents.has(uri)) forget(uri);
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    async settled() {
      while ((pending.size > 0 || running) && !stopped) await runNow();
      return result;
    },
    last: () => result,
    project: () => engine.project(),
    engineOver,
  };
}

function gather(analysis: JudgedAnalysis, documents: ReadonlyMap<string, Document>): CheckResult {
  const findings = new Map<string, Finding[]>();
  for (const finding of analysis.findings) {
    const list = findings.get(finding.at.uri);
    if (list) list.push(finding);
    else findings.set(finding.at.uri, [finding]);
  }
  return { documents, findings, suppressed: analysis.suppressed, accepted: analysis.accepted, failures: analysis.failures };
}
