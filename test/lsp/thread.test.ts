// How the thread that computes ends: by itself, so that it can keep what was compiled for it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { endThread } from '../../server/lsp/thread.ts';
import { makeFolder } from './folder.ts';

it('a thread that hears of its end does what it has to before', async () => {
  const kept = join(makeFolder().path, 'kept');
  const thread = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     process.on('exit', () => require('node:fs').writeFileSync(workerData, ''));
     parentPort.on('message', ({ kind }) => kind === 'end' && process.exit());`,
    { eval: true, workerData: kept },
  );
  await endThread(thread);
  expect(existsSync(kept)).toBe(true);
});

it('one that never hears of it is ended, and one that is gone is not waited for', async () => {
  const thread = new Worker('for (;;);', { eval: true });
  await endThread(thread);
  expect(thread.threadId).toBe(-1);
  await endThread(thread);
});
