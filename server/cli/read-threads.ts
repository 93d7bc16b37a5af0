// Reads a tree in several threads (`--jobs`). Files are loaded here, a whole folder goes to a thread, and what comes back is
// taken over in the order of the folders, so that a run gives the same with one thread and with many, and keeps the same.
import { Worker } from 'node:worker_threads';
import { asking } from '../cache/asked.ts';
import { factsFrom } from '../cache/folder-facts.ts';
import { nothingKnown } from '../cache/plain-data.ts';
import { readFolder, type FolderReading } from '../cache/read-folders.ts';
import type { Document } from '../engine/document.ts';
import type { Source } from '../engine/engine.ts';
import type { DocumentFacts } from '../engine/project.ts';
import { bundled } from '../start/bundled.ts';
import { PostureError } from '../workspace/errors.ts';
import type { FolderAnswer, FolderTask, ThreadData } from './read-thread.ts';
import type { RunOptions } from './run.ts';

export interface ReadThreads {
  /** Has the documents of a folder, given whole, read. Resolves when more may be given, which may be before they are read and `isRead` is called. */
  read(folder: string, given: readonly Document[], isRead: () => void): Promise<void>;
  /** Resolves when everything is read. Both reject when a thread ends before its time: what is not read is not clean. */
  finish(): Promise<void>;
  close(): void;
}

/** A folder on its way: what was kept of it, with the documents that it is of, or what a thread will answer. */
interface Open {
  readonly folder: string;
  readonly given: readonly Document[];
  readonly isRead: () => void;
  readonly known?: { readonly facts: readonly DocumentFacts[]; readonly documents: readonly Document[] };
  readonly answer?: Promise<FolderAnswer>;
}

/** Characters of the folders that are on their way at once; enough to do for every thread, and less than their trees weigh. */
const mostOnTheWay = 8_000_000;

/** Starts its threads when the first folder is to be read. */
export function openThreads(options: RunOptions, into: FolderReading): ReadThreads {
  const { engine, kept } = into;
  const source: Source = options.view ?? options.source;
  const threads = createThreads(options.jobs ?? 1, {
    root: options.source.root,
    repository: options.repository,
    secretsOnly: options.secretsOnly,
  });
  const open: Open[] = [];
  let onTheWay = 0;
  const texts = nothingKnown();

  const documentsOf = (facts: readonly DocumentFacts[], given: readonly Document[]): Document[] => {
    const own = new Map(given.map((document) => [document.uri, document]));
    return facts.flatMap(({ uri }) => own.get(uri) ?? into.document(uri) ?? []);
  };

  /** Takes over the folder that was given first of those on their way. */
  async function settle(): Promise<void> {
    const { folder, given, isRead, known, answer } = open.shift()!;
    onTheWay -= sizeOf(given);
    if (known) {
      engine.adopt(known.facts, known.documents, []);
      into.after?.(known.documents);
      return isRead();
    }
    const { bytes, words, questions, failures } = await answer!;
    const own = new Map(given.map((document) => [document.uri, document]));
    const asked = asking({ document: (uri) => own.get(uri) ?? source.document(uri), siblings: source.siblings });
    for (const uri of questions.documents) asked.source.document(uri);
    for (const name of questions.folders) asked.source.siblings(name);
    // What the thread was told of neighbours has to be what is told here: a file may have changed in between.
    if (asked.words().join('\0') !== words.join('\0')) await readFolder(folder, given, into);
    else {
      const facts = factsFrom(asBuffer(bytes), texts);
      const documents = documentsOf(facts, given);
      engine.adopt(facts, documents, failures);
      into.after?.(documents);
      if (failures.length === 0) kept?.keepBytes(folder, given, asBuffer(bytes), asked);
    }
    options.source.forget();
    isRead();
  }

  return {
    async read(folder, given, isRead) {
      onTheWay += sizeOf(given);
      const facts = kept?.recall(folder, given);
      if (facts) open.push({ folder, given, isRead, known: { facts, documents: documentsOf(facts, given) } });
      else {
        const answer = threads.ask({ folder, given: given.map(({ uri, text, bom }) => ({ uri, text: bom ? `\uFEFF${text}` : text })) });
        // It is awaited when its turn comes; until then nobody else hears of its failure.
        answer.catch(() => undefined);
        open.push({ folder, given, isRead, answer });
      }
      while (onTheWay > mostOnTheWay && open.length > 1) await settle();
    },
    async finish() {
      while (open.length > 0) await settle();
    },
    close: () => threads.close(),
  };
}

/** A buffer crosses as the bytes it is made of. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, byteLength);

const sizeOf = (given: readonly Document[]): number => given.reduce((sum, { text }) => sum + text.length, 0);

const outOfMemory = (): PostureError =>
  new PostureError(
    'a thread that reads ran out of memory',
    '--jobs 1 reads in one; NODE_OPTIONS=--max-old-space-size=4096 gives each 4 GB',
  );

/** So many folders wait in front of each thread, so that it never waits for the next. */
const waiting = 2;

/** Threads that take tasks in turn. One that ends fails everything that is still asked. */
function createThreads(count: number, data: ThreadData): { ask(task: FolderTask): Promise<FolderAnswer>; close(): void } {
  const queue: { task: FolderTask; resolve: (answer: FolderAnswer) => void; reject: (error: unknown) => void }[] = [];
  const threads: { readonly worker: Worker; readonly at: typeof queue }[] = [];
  let broken: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    broken ??= { error };
    for (const { reject } of [...threads.flatMap(({ at }) => at.splice(0)), ...queue.splice(0)]) reject(error);
  };
  const next = (): void => {
    for (const { worker, at } of threads) {
      while (at.length < waiting && queue.length > 0) {
        const one = queue.shift()!;
        at.push(one);
        worker.postMessage(one.task);
      }
    }
  };
  const start = (): void => {
    const worker = new Worker(bundled('cli.js'), { workerData: data });
    const at: typeof queue = [];
    threads.push({ worker, at });
    worker.on('message', (answer: FolderAnswer) => {
      // Where another thread has ended nobody waits for this one any more.
      at.shift()?.resolve(answer);
      next();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory() : error));
    worker.on('exit', () => fail(new Error('a thread that reads has ended')));
  };
  return {
    ask(task) {
      if (broken) return Promise.reject(broken.error as Error);
      // Where everything was kept there is nothing to ask, and no thread to start.
      while (threads.length < count) start();
      return new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      });
    },
    close() {
      const [first, ...others] = threads;
      for (const { worker } of threads) worker.removeAllListeners('exit');
      // One ends by itself, and keeps what it compiled for the next run.
      if (broken || first?.at.length !== 0) void first?.worker.terminate();
      else first.worker.postMessage('end' satisfies FolderTask | 'end');
      for (const { worker } of others) void worker.terminate();
    },
  };
}
