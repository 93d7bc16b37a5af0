// Begins the thread that computes, and lets it end. Loads nothing of ours, so that the server begins its thread first and
// loads what it speaks to the editor with meanwhile.
import { Worker } from 'node:worker_threads';
import type { ToWorker } from './worker-messages.ts';

export interface ThreadTerms {
  readonly worker: URL;
  readonly workerData: unknown;
  /** Megabytes that the thread's heap may grow to. */
  readonly memory: number;
}

/**
 * Megabytes for what is new in the thread's heap. With half of what V8 takes a keystroke costs a twentieth more of processor
 * time, and the server holds a tenth less.
 */
const youngGeneration = 24;

/** A thread that runs this script. It says nothing before it is told where to start. */
export function beginThread({ worker, workerData, memory }: ThreadTerms): Worker {
  return new Worker(worker, {
    workerData: { ...(workerData as object), entry: worker.href },
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: youngGeneration },
  });
}

/** Milliseconds that a thread may take to keep what was compiled for it. Editors wait two seconds for a server to end. */
const patience = 1000;

/**
 * Lets a thread end by itself: what it compiled is kept for the next start, which saves that a fifth of its processor time. One
 * that is too busy to hear of it is ended. Resolves when the thread is gone.
 */
export async function endThread(thread: Worker): Promise<void> {
  if (thread.threadId === -1) return;
  const gone = new Promise((resolve) => thread.once('exit', resolve));
  thread.postMessage({ kind: 'end' } satisfies ToWorker);
  const timer = setTimeout(() => void thread.terminate(), patience);
  await gone;
  clearTimeout(timer);
}
