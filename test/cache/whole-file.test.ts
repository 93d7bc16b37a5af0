import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('several threads write one file at once: each succeeds, and what stays is what one of them wrote', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'posture-whole-'));
  const script = join(folder, 'whole-file.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../server/start/whole-file.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const file = join(folder, 'cache.bin');
  const size = 100_000;
  const threads = Array.from({ length: 4 }, (_, n) => {
    const thread = new Worker(
      `const { workerData: { script, file, n, size } } = require('node:worker_threads');
       import(script).then(({ writeWhole }) => { for (let turn = 0; turn < 100; turn++) writeWhole(file, Buffer.alloc(size + n, n)); });`,
      { eval: true, workerData: { script: pathToFileURL(script).href, file, n, size } },
    );
    return new Promise<void>((resolve, reject) => {
      thread.on('error', reject);
      thread.on('exit', () => resolve());
    });
  });
  await Promise.all(threads);
  const bytes = readFileSync(file);
  const n = bytes[0]!;
  expect(bytes.equals(Buffer.alloc(size + n, n))).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['cache.bin', 'whole-file.mjs']);
});
