// Entry of out/server.js: as little as it takes to have the rest compiled from the cache.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberCompiled } from '../start/compile-cache.ts';
import { expectFullThreads, expectShortLived } from '../start/v8-settings.ts';
import { version } from '../../package.json';

expectShortLived();
expectFullThreads();
rememberCompiled(dirname(fileURLToPath(import.meta.url)), version, 'server');
void import('./main.ts');
