// The other side of read-threads.ts: reads the folders that it is sent, each with an engine of its own, and sends back what
// would be kept of them, and what was asked for beyond them.
import { parentPort, workerData } from 'node:worker_threads';
import { asking, type Questions } from '../cache/asked.ts';
import { bytesOf } from '../cache/folder-facts.ts';
import { readFolder } from '../cache/read-folders.ts';
import { createDocument } from '../engine/document.ts';
import { createEngine } from '../engine/engine.ts';
import { unknownWorkspace } from '../engine/project.ts';
import type { Failure } from '../engine/read.ts';
import { defaultSettings } from '../engine/settings.ts';
import type { Repository } from '../workspace/repository.ts';
import { workingTree } from '../workspace/source.ts';
import { createCollector } from '../start/v8-settings.ts';
import { listedIn } from './plan.ts';

export interface ThreadData {
  readonly root: string;
  readonly repository: Repository | undefined;
  readonly secretsOnly?: boolean;
}

/** The documents of one folder that are wanted, with their texts as they were loaded. */
export interface FolderTask {
  readonly folder: string;
  readonly given: readonly { readonly uri: string; readonly text: string }[];
}

export interface FolderAnswer {
  /** Facts of the documents that were read, the given ones and those that are read together with them. */
  readonly bytes: Uint8Array;
  readonly failures: readonly Failure[];
  /** What readers asked for beside the given documents, and in words what it was answered. */
  readonly questions: Questions;
  readonly words: readonly string[];
}

/** Bytes that the heap of a thread may grow by until its garbage is collected: it holds nothing from folder to folder. */
const growth = 24 * 1024 * 1024;

export function readThread(): void {
  const data = workerData as ThreadData;
  const tree = workingTree(data.root, data.repository && listedIn(data.repository));
  const read = async ({ folder, given }: FolderTask): Promise<FolderAnswer> => {
    const documents = given.map(({ uri, text }) => createDocument(uri, text));
    const own = new Map(documents.map((document) => [document.uri, document]));
    const asked = asking({ document: (uri) => own.get(uri) ?? tree.document(uri), siblings: tree.siblings });
    // Rules run on the other side; what they would ask of the workspace is not needed to read.
    const engine = createEngine({
      rulesOf: async () => [],
      workspace: unknownWorkspace(''),
      settingsFor: () => defaultSettings,
      source: asked.source,
      readers: data.secretsOnly ? [] : undefined,
    });
    await readFolder(folder, documents, { engine, document: asked.source.document });
    tree.forget();
    return {
      bytes: bytesOf([...engine.facts.values()]),
      failures: engine.readFailures(),
      questions: asked.questions(),
      words: asked.words(),
    };
  };
  const tidy = createCollector(growth);
  let before = Promise.resolve();
  parentPort!.on('message', (task: FolderTask | 'end') => {
    if (task === 'end') return parentPort!.close();
    before = before
      .then(() => read(task))
      .then((answer) => {
        parentPort!.postMessage(answer);
        tidy();
      })
      // An uncaught error ends the thread, and the other side says so.
      .catch(
        (error: unknown) =>
          void setImmediate(() => {
            throw error;
          }),
      );
  });
}
