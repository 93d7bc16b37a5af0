// `npm run fuzz -- [minutes] [seed] [target]`: runs every target on mutated samples for as long as it is given, guided by
// the blocks of our code that an input reaches, and prints each failure as small as it gets.
import { isMainThread, workerData } from 'node:worker_threads';
import { supervise } from './supervise.ts';
import { targets } from './targets.ts';
import { work, type Work } from './work.ts';

if (isMainThread) {
  const [minutes = '10', seed = String(Date.now() % 1_000_000), only] = process.argv.slice(2);
  if (!(Number(minutes) > 0) || !Number.isInteger(Number(seed)) || (only !== undefined && !targets.some(({ name }) => name === only))) {
    console.error(`npm run fuzz -- [minutes] [seed] [target]\ntargets: ${targets.map(({ name }) => name).join(', ')}`);
    process.exitCode = 2;
  } else process.exitCode = (await supervise(import.meta.url, Number(minutes), Number(seed), only)) > 0 ? 1 : 0;
} else await work(workerData as Work, import.meta.url);
