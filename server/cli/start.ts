#!/usr/bin/env node
// Entry of out/cli.js: as little as it takes to have the rest compiled from the cache.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberCompiled } from '../start/compile-cache.ts';
import { version } from '../../package.json';

rememberCompiled(dirname(fileURLToPath(import.meta.url)), version);
void import('./main.ts');
