// Begins the thread that computes. Loads nothing of ours, so that the server begins its thread first and loads what it speaks
// to the editor with meanwhile.
import { Worker } from 'node:worker_threads';

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
