// Reads a working tree in several threads (`--jobs`). Whole folders go to each, so that modules stay together, and what
// comes back is taken over in the order of the paths, so that a run gives the same with one thread and with many.
import { Worker } from 'node:worker_threads';
import { folders } from '../cache/read-folders.ts';
import { createEngine } from '../engine/engine.ts';
import type { DocumentFacts } from '../engine/project.ts';
import type { Failure } from '../engine/read.ts';
import type { Span } from '../engine/text/text.ts';
import type { FileSource } from '../workspace/source.ts';
import type { NotRead, TextEncoding } from '../workspace/text-file.ts';
import { rulesOf } from '../../rules/registry.ts';
import { bundled } from '../start/bundled.ts';
import type { ThreadData } from './read-thread.ts';
import type { Run, RunOptions } from './run.ts';

export interface ReadPart {
  readonly facts: readonly DocumentFacts[];
  readonly failures: readonly Failure[];
  readonly lines: readonly (readonly [string, readonly number[]])[];
  readonly digests: readonly (readonly [string, string])[];
  readonly spans: readonly (readonly [string, readonly Span[]])[];
  readonly values: readonly (readonly [string, readonly string[]])[];
  readonly filesRead: number;
  readonly notRead: readonly NotRead[];
  readonly encodings: readonly (readonly [string, TextEncoding])[];
}

/** Folders are sent together until they hold this many files. */
const batchSize = 64;

export async function readInThreads(options: RunOptions, tree: NonNullable<FileSource['tree']>): Promise<Omit<Run, 'analysis'>> {
  const batches = batchesOf(options.uris);
  const parts = await readBatches(
    batches,
    Math.min(options.jobs ?? 1, batches.length),
    { root: tree.root, repository: options.repository, secretsOnly: options.secretsOnly },
    options,
  );
  const engine = createEngine({
    rulesOf,
    workspace: options.workspace,
    settingsFor: options.settingsFor,
    source: options.view ?? options.source,
  });
  const of = <T>(pick: (part: ReadPart) => readonly (readonly [string, T])[]) => new Map(parts.flatMap(pick));
  for (const part of parts) {
    engine.adopt(part.facts, part.failures);
    tree.note(part.notRead, part.encodings);
  }
  return {
    engine,
    lines: of((part) => part.lines),
    digests: of((part) => part.digests),
    secrets: { spans: of((part) => part.spans), values: of((part) => part.values) },
    filesRead: parts.reduce((sum, part) => sum + part.filesRead, 0),
  };
}

function batchesOf(uris: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (const folder of folders(uris)) {
    const last = batches.at(-1);
    if (last && last.length < batchSize) last.push(...folder);
    else batches.push([...folder]);
  }
  return batches;
}

/** Parts in the order of the batches. Rejects when a thread ends before its time: what is not read is not clean. */
function readBatches(batches: readonly string[][], threads: number, data: ThreadData, options: RunOptions): Promise<ReadPart[]> {
  return new Promise((resolve, reject) => {
    const parts: ReadPart[] = new Array(batches.length);
    const workers: Worker[] = [];
    let next = 0;
    let open = batches.length;
    let done = 0;
    const finish = (settle: () => void): void => {
      for (const worker of workers) void worker.terminate();
      settle();
    };
    if (open === 0) return resolve([]);
    for (let i = 0; i < threads; i++) {
      const worker = new Worker(bundled('cli.js'), { workerData: data });
      workers.push(worker);
      let current = -1;
      const send = (): void => {
        current = next < batches.length ? next++ : -1;
        if (current >= 0) worker.postMessage(batches[current]);
      };
      worker.on('message', (part: ReadPart) => {
        parts[current] = part;
        done += batches[current]!.length;
        options.progress?.(done, options.uris.length);
        if (--open === 0) finish(() => resolve(parts));
        else send();
      });
      worker.on('error', (error) => finish(() => reject(error)));
      send();
    }
  });
}
