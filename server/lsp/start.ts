// Entry of out/server.js: as little as it takes to have the rest compiled from the cache, and to have the thread that computes
// load its part at the same time.
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from '../start/bundled.ts';
import { rememberCompiled } from '../start/compile-cache.ts';
import { version } from '../../package.json';
import { beginThread, type ThreadTerms } from './thread.ts';
import type { WorkerData } from './worker.ts';

// Both bundles lie in out/, one folder below the package.
const workerData: WorkerData = { package: pathToFileURL(bundled('../')).href };
const terms: ThreadTerms = { worker: pathToFileURL(bundled('worker.js')), workerData, memory: 1024 };
const begun = beginThread(terms);
// Until the guard listens: it sees that the thread has ended, and begins another.
begun.on('error', () => undefined);
rememberCompiled(dirname(fileURLToPath(import.meta.url)), version, 'server');
void import('./main.ts').then(({ serve }) => serve(terms, begun));
