// What both fronts call. Holds facts by document and findings by document, reads what changed, and re-runs only the
// rules that can see a difference. No I/O: documents come from `source`.
import { runProjectRules, runRules, type RawFindings } from './run-rules.ts';
import type { Settings, SettingsFor } from './settings.ts';
import { settle, type Analysis } from './settle.ts';
import { loadCatalogs } from './catalog/load.ts';
import { folderOf, type Document } from './document.ts';
import { createFactIndexes, questionOfAll, questionOfDocument } from './fact-index.ts';
import { isOn } from './finding-of.ts';
import { readerEntries } from './facts/readers.ts';
import type { Facts } from './facts/types.ts';
import { neededAreas } from './needed-areas.ts';
import { createProject, type Catalogs, type DocumentFacts, type Project, type WorkspaceFacts } from './project.ts';
import { readDocuments, type Failure } from './read.ts';
import { claimingOf, loadReaders, type LoadedReaders, type ReaderEntry } from './readers.ts';
import type { AreaName, Rule } from './rule.ts';
import { createSecretCover } from './secrets/cover.ts';
import { scanSecrets } from './secrets/scan.ts';

/** Where documents come from. Both calls are synchronous and must be cheap to repeat. */
export interface Source {
  /** The document as it stands now, or undefined where there is none. The same object as long as the text is the same. */
  document(uri: string): Document | undefined;
  /** Uris of the documents directly in a folder. */
  siblings(folder: string): readonly string[];
}

export interface EngineOptions {
  readonly rulesOf: (areas: Iterable<AreaName>) => Promise<readonly Rule[]>;
  readonly workspace: WorkspaceFacts;
  readonly settingsFor: SettingsFor;
  readonly source: Source;
  /** In place of all readers: none, where only secrets are asked for. */
  readonly readers?: readonly ReaderEntry[];
  /** Called before the rules run over a document, so that a front can say on which one it was lost. */
  readonly onDocument?: (uri: string) => void;
}

export interface Engine {
  /**
   * Reads documents. Folders that a module-wide reader claims must be given whole (see `withSiblings`). Facts replace
   * those that stood under the same uris. With `remember` readers keep what they need to read the same folders again soon,
   * as at the next keystroke.
   */
  read(documents: readonly Document[], options?: { readonly remember: boolean }): Promise<void>;
  /** The documents and those of their folders that are read together with them. */
  withSiblings(documents: readonly Document[]): Document[];
  /**
   * Documents that asked for this one when they were read: templates for the values of a chart, overlays for their base,
   * callers for a module. Of one that comes or goes also those that asked which documents are in its folder.
   */
  askersOf(uri: string): readonly string[];
  /** The same for everything below a folder. */
  askersBelow(folder: string): readonly string[];
  /** Whether a module-wide reader claims the document, so that it must be read together with its siblings. */
  isReadByFolder(document: Document): boolean;
  /** Takes over what another engine has read of these documents, in another thread or at another time. */
  adopt(read: readonly DocumentFacts[], documents: readonly Document[], failures: readonly Failure[]): void;
  /** What readers and scanner could not do so far. */
  readFailures(): readonly Failure[];
  remove(uri: string): void;
  /** What rules know beside the facts is another: owners, what git tracks. */
  judgeAgain(): void;
  /** Findings over everything read so far. Only what a change can reach is computed again. */
  analyze(): Promise<Analysis>;
  readonly facts: ReadonlyMap<string, DocumentFacts>;
  /** The project as rules see it, for hover, explain and inventory. */
  project(): Promise<Project>;
}

export function createEngine(options: EngineOptions): Engine {
  const entries = options.readers ?? readerEntries;
  const folderReaders = (document: Document): readonly ReaderEntry[] =>
    claimingOf(entries, document).filter(({ scope }) => scope === 'folder');
  const facts = new Map<string, DocumentFacts>();
  const indexes = createFactIndexes(facts);
  const cover = createSecretCover();
  const readers: LoadedReaders = new Map();
  const memory = new Map<string, object>();
  const readFailures = new Map<string, Failure[]>();
  const raw = new Map<string, RawFindings>();
  /** Who asked for a neighbour, by its uri. */
  const askers = new Map<string, Set<string>>();
  const dirty = new Set<string>();
  /** Questions about all facts of a kind whose answers changed since the last analysis. */
  const changedKinds = new Set<string>();
  let catalogs: Catalogs = {};
  let rules: readonly Rule[] = [];
  /** All settings that were met so far, and the rules that one of them asks for. */
  const settings = new Set<Settings>();
  let running: readonly Rule[] = [];
  /** The day that everything was last judged on: what ends, ends with it. */
  let day = '';
  const loadedAreas = new Set<AreaName>();

  /** Facts of a document take the place of those that stood there, or nothing does. */
  function put(uri: string, entry: DocumentFacts | undefined): void {
    for (const one of [facts.get(uri), entry]) {
      if (!one) continue;
      for (const kind of Object.keys(one.facts) as (keyof Facts)[]) if (one.facts[kind].length > 0) changedKinds.add(questionOfAll(kind));
      if (one.secrets.length > 0) changedKinds.add(questionOfAll('secrets'));
    }
    if (entry) facts.set(uri, entry);
    else facts.delete(uri);
    dirty.add(uri);
  }

  /** Says whether any of them holds other secrets than it did. */
  function noteSecrets(documents: readonly Document[]): boolean {
    let isNews = false;
    for (const document of documents) if (cover.note(document, facts.get(document.uri)?.secrets ?? [])) isNews = true;
    return isNews;
  }

  /**
   * Puts the documents in the order of their names. Of findings that say one thing twice the first counts, and what is asked
   * over all documents comes in this order: which one was opened or edited first must not decide.
   */
  function putInOrder(): void {
    let last = '';
    let inOrder = true;
    for (const uri of facts.keys()) {
      inOrder &&= last <= uri;
      last = uri;
    }
    if (inOrder) return;
    const entries = [...facts].sort(([a], [b]) => (a < b ? -1 : 1));
    facts.clear();
    for (const [uri, entry] of entries) facts.set(uri, entry);
  }

  async function prepare(): Promise<Project> {
    putInOrder();
    const areas = neededAreas(facts.values());
    catalogs = await loadCatalogs(areas, catalogs);
    if ([...areas].some((area) => !loadedAreas.has(area))) {
      for (const area of areas) loadedAreas.add(area);
      rules = await options.rulesOf(loadedAreas);
      raw.clear();
      judgeAgain();
    }
    return createProject(facts, catalogs, options.workspace, indexes, cover);
  }

  function judgeAgain(): void {
    for (const uri of facts.keys()) dirty.add(uri);
  }

  /** A rule that is off in all settings would only have its reports dropped. When one more runs, it runs over everything. */
  function chooseRules(): void {
    for (const uri of dirty) settings.add(options.settingsFor(uri));
    const now = rules.filter((rule) => [...settings].some((one) => isOn(rule, one)));
    if (now.length !== running.length) judgeAgain();
    running = now;
  }

  return {
    facts,
    async read(documents, { remember } = { remember: false }) {
      await loadReaders(entries, documents, readers);
      const result = readDocuments(documents, entries, readers, scanSecrets, {
        neighbour: (uri) => options.source.document(uri),
        siblings: (folder) => options.source.siblings(folder),
        onAsked(uri, by) {
          const known = askers.get(uri) ?? askers.set(uri, new Set()).get(uri)!;
          for (const document of by) if (document.uri !== uri) known.add(document.uri);
        },
        ...(remember ? { memory } : {}),
      });
      for (const document of documents) readFailures.delete(document.uri);
      for (const failure of result.failures) readFailures.set(failure.uri, [...(readFailures.get(failure.uri) ?? []), failure]);
      for (const entry of result.facts) {
        const before = facts.get(entry.uri);
        if (!before || !saysTheSame(before, entry)) put(entry.uri, entry);
      }
      // Findings of those that came to the same facts may quote what is a secret only now.
      if (noteSecrets(documents)) for (const { uri } of documents) dirty.add(uri);
    },
    withSiblings(documents) {
      const all = new Map(documents.map((document) => [document.uri, document]));
      for (const document of documents) {
        const whole = folderReaders(document);
        if (whole.length === 0) continue;
        for (const uri of options.source.siblings(folderOf(document.uri))) {
          const sibling = all.has(uri) ? undefined : options.source.document(uri);
          if (sibling && folderReaders(sibling).some((entry) => whole.includes(entry))) all.set(uri, sibling);
        }
      }
      return [...all.values()];
    },
    askersOf(uri) {
      const all = new Set(askers.get(uri));
      if (!facts.has(uri) || !options.source.document(uri)) for (const asker of askers.get(`${folderOf(uri)}/`) ?? []) all.add(asker);
      all.delete(uri);
      return [...all].filter((asker) => facts.has(asker));
    },
    askersBelow(folder) {
      const below = `${folder}/`;
      const all = [...askers].flatMap(([uri, by]) => (uri.startsWith(below) ? [...by] : []));
      return [...new Set(all)].filter((asker) => facts.has(asker));
    },
    isReadByFolder: (document) => folderReaders(document).length > 0,
    adopt(read, documents, failures) {
      for (const entry of read) {
        put(entry.uri, entry);
        readFailures.delete(entry.uri);
      }
      noteSecrets(documents);
      for (const failure of failures) readFailures.set(failure.uri, [...(readFailures.get(failure.uri) ?? []), failure]);
    },
    readFailures: () => [...readFailures.values()].flat(),
    remove(uri) {
      put(uri, undefined);
      raw.delete(uri);
      readFailures.delete(uri);
      cover.forget(uri);
    },
    project: prepare,
    judgeAgain,
    async analyze() {
      const project = await prepare();
      if (day !== options.workspace.today) judgeAgain();
      day = options.workspace.today;
      if (dirty.size > 0) {
        const changed = new Set(changedKinds);
        changedKinds.clear();
        chooseRules();
        for (const uri of dirty) {
          changed.add(questionOfDocument(uri));
          for (const question of indexes.update(uri)) changed.add(question);
        }
        for (const uri of facts.keys()) {
          const known = dirty.has(uri) ? undefined : raw.get(uri);
          if (known && !known.wide && !asksAny(known, changed)) continue;
          options.onDocument?.(uri);
          raw.set(uri, runRules(project, running, uri, options.settingsFor));
        }
        dirty.clear();
      }
      const everything = [...facts.keys()].map((uri) => raw.get(uri)!);
      everything.push(runProjectRules(project, running, options.settingsFor));
      const analysis = settle(project, rules, everything, options.settingsFor);
      return { ...analysis, failures: [...[...readFailures.values()].flat(), ...analysis.failures] };
    },
  };
}

/** Whether one of the questions that changed their answers was asked for these findings. */
function asksAny({ asked }: RawFindings, changed: ReadonlySet<string>): boolean {
  if (!asked || asked.size === 0 || changed.size === 0) return false;
  const [few, many] = asked.size < changed.size ? [asked, changed] : [changed, asked];
  for (const question of few) if (many.has(question)) return true;
  return false;
}

/** Whether a document came to the very facts that it had: readers gave the same objects, and there is nothing to judge again. */
function saysTheSame(before: DocumentFacts, now: DocumentFacts): boolean {
  const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
    one.length === other.length && one.every((fact, index) => fact === other[index]);
  return (
    before.secrets === now.secrets &&
    before.suppressions === now.suppressions &&
    isSame(before.dialects, now.dialects) &&
    (Object.keys(now.facts) as (keyof Facts)[]).every((kind) => isSame(before.facts[kind], now.facts[kind]))
  );
}
