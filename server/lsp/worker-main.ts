// Entry of out/worker.js: the thread that computes, with all rules.
import { workerData } from 'node:worker_threads';
import { rulesOf } from '../../rules/registry.ts';
import { serve, type WorkerData } from './worker.ts';

serve(rulesOf, workerData as WorkerData);
