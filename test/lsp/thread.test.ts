// How the thread that computes ends: by itself, so that it can keep what was compiled for it.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { startSettings } from '../../server/lsp/editor-settings.ts';
import { endThread } from '../../server/lsp/thread.ts';
import { checkInThread } from '../../server/lsp/workspace-check.ts';
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

it('what breaks in a thread on its way out takes nothing from what it answered', async () => {
  const worker = join(makeFolder().path, 'worker.mjs');
  writeFileSync(
    worker,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ kind, id, name }) => {
       if (kind === 'question') parentPort.postMessage({ kind: 'answer', id, result: name === 'readAhead' ? false : name });
       if (kind !== 'end') return;
       parentPort.postMessage({ kind: 'busy', uris: ['file:///app/main.tf'] });
       throw new Error('no memory is left to keep anything in');
     });`,
  );
  const logs: string[] = [];
  const { findings, leftOut } = await checkInThread({
    worker: pathToFileURL(worker),
    workerData: {},
    memory: 64,
    budget: 5000,
    start: {
      folders: [],
      trusted: true,
      settings: startSettings,
      abilities: {
        publish: true,
        runsCommands: false,
        documentChanges: false,
        createFiles: false,
        lazyEdits: false,
        annotations: false,
        snippets: false,
      },
      commands: new Set(),
    },
    progress: { report: () => undefined, signal: new AbortController().signal },
    avoid: [],
    log: (_, message) => logs.push(message),
    signal: new AbortController().signal,
  });
  expect({ findings, leftOut, logs }).toEqual({ findings: 'listFindings', leftOut: [], logs: [] });
});
