// Entry of out/worker.js, as start.ts is of out/server.js.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';
import { rememberCompiled } from '../start/compile-cache.ts';
import { version } from '../../package.json';
import type { BaselineTask } from './baseline-thread.ts';
import type { SyncTask } from './team-sync.ts';
import type { WorkerData } from './worker.ts';

/** What this thread is there for. Each of these calls other functions, and what is kept are those that the first one called. */
function useOf(data: Partial<WorkerData & BaselineTask & SyncTask> | null): string {
  if (data?.baselineOf !== undefined || data?.syncOf !== undefined) return 'worker-git';
  return data?.once ? 'worker-check' : 'worker';
}

rememberCompiled(dirname(fileURLToPath(import.meta.url)), version, useOf(workerData as Parameters<typeof useOf>[0]));
void import('./worker-main.ts');
