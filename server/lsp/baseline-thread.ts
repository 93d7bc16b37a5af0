// Decisions read in a thread of its own, which ends with the reading: no keystroke waits for git, however many records
// there are, and their texts are given back at once.
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { mayHoldRecords, observed, readForEditor, released, watchBaseline, type BaselineReading } from './baseline-reading.ts';
import type { BaselineAccess } from './decisions.ts';

/** What the thread is started with. */
export interface BaselineTask {
  readonly baselineOf: string;
}

/** A baseline that is not read by then is a git that hangs. */
const longest = 30_000;

export function baselineInThread(entry: URL): BaselineAccess {
  return {
    watch: watchBaseline,
    mayHoldRecords,
    observed,
    released,
    read: (root) =>
      new Promise<BaselineReading | undefined>((resolve, reject) => {
        const task: BaselineTask = { baselineOf: root };
        const thread = new Worker(entry, { workerData: task });
        thread.unref();
        const timer = setTimeout(
          () => end(() => reject(new Error(`decisions of ${root} were not read within ${longest / 1000} s`))),
          longest,
        );
        timer.unref();
        const end = (act: () => void): void => {
          clearTimeout(timer);
          thread.removeAllListeners();
          void thread.terminate();
          act();
        };
        thread.once('message', (reading: BaselineReading | undefined) => end(() => resolve(reading)));
        thread.once('error', (error) => end(() => reject(error)));
        thread.once('exit', () => end(() => reject(new Error(`the thread that reads decisions of ${root} ended`))));
      }),
  };
}

/** Whether this thread was started to read decisions. Reads them then. */
export function answerBaselineTask(): boolean {
  const task = workerData as Partial<BaselineTask> | null;
  if (!task?.baselineOf) return false;
  parentPort!.postMessage(readForEditor(task.baselineOf));
  return true;
}
