// Only the thread that reads a workspace in the background gives way; the one that answers the editor stays as it is.
import { getPriority, constants } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { makeFolder } from './folder.ts';

it.skipIf(process.platform !== 'linux')('a thread that steps aside does so alone', async () => {
  const outfile = join(makeFolder().path, 'aside.mjs');
  await build({
    stdin: {
      contents: `import { getPriority } from 'node:os';
        import { parentPort } from 'node:worker_threads';
        import { stepAside } from './server/start/step-aside.ts';
        stepAside();
        parentPort.postMessage(getPriority());`,
      resolveDir: '.',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const before = getPriority();
  const theirs = await new Promise<number>((resolve, reject) => new Worker(outfile).once('message', resolve).once('error', reject));
  // Whoever runs the tests at a lower one may not raise it.
  expect(theirs).toBe(Math.max(before, constants.priority.PRIORITY_BELOW_NORMAL));
  expect(getPriority()).toBe(before);
});
