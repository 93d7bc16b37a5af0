// The thread that computes, with all rules.
import { workerData } from 'node:worker_threads';
import { rulesOf } from '../../rules/registry.ts';
import { answerBaselineTask, baselineInThread } from './baseline-thread.ts';
import { serve, type WorkerData } from './worker.ts';

if (!answerBaselineTask()) {
  const data = workerData as WorkerData;
  serve(rulesOf, data, baselineInThread(new URL(data.entry!)));
}
