// Entry of out/worker.js, as start.ts is of out/server.js.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberCompiled } from '../start/compile-cache.ts';
import { version } from '../../package.json';

rememberCompiled(dirname(fileURLToPath(import.meta.url)), version, 'worker');
void import('./worker-main.ts');
