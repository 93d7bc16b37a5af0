#!/usr/bin/env node
// Entry of out/cli.js: as little as it takes to have the rest compiled from the cache.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { rememberCompiled } from '../start/compile-cache.ts';
import { expectShortRun } from '../start/v8-settings.ts';
import { version } from '../../package.json';

expectShortRun();
const [command, ...options] = process.argv.slice(2);
rememberCompiled(
  dirname(fileURLToPath(import.meta.url)),
  version,
  !isMainThread ? 'reading' : command !== 'check' ? 'command' : options.includes('--staged') ? 'hook' : 'check',
);
void import('./main.ts');
