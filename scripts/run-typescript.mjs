// Runs a TypeScript file of this repository on Node 20, which cannot by itself: `node scripts/run-typescript.mjs FILE [ARG…]`.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [file, ...args] = process.argv.slice(2);
// Inside the repository, so that packages resolve from its node_modules.
const folder = mkdtempSync(join('node_modules', '.run-'));
try {
  const outfile = join(folder, 'main.mjs');
  await build({ entryPoints: [file], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' });
  process.argv = [process.argv[0], resolve(file), ...args];
  await import(pathToFileURL(resolve(outfile)).href);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
