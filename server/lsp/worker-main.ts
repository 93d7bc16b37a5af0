// The thread that computes, with all rules.
import { workerData } from 'node:worker_threads';
import { rulesOf } from '../../rules/registry.ts';
import { openKept } from '../cache/open-kept.ts';
import { stepAside } from '../start/step-aside.ts';
import { createCollector } from '../start/v8-settings.ts';
import { answerBaselineTask, baselineInThread } from './baseline-thread.ts';
import { answerSyncTask, syncInThread } from './team-sync.ts';
import { serve, type WorkerData } from './worker.ts';

/** Bytes that the heap of a thread that reads the workspace may grow by until its garbage is collected. */
const growth = 24 * 1024 * 1024;

if (!answerBaselineTask() && !answerSyncTask()) {
  const data = workerData as WorkerData;
  const entry = new URL(data.entry!);
  if (data.once) stepAside();
  serve(rulesOf, data, {
    baseline: baselineInThread(entry),
    sync: syncInThread(entry),
    ...(data.once ? { kept: openKept, tidy: createCollector(growth) } : {}),
  });
}
