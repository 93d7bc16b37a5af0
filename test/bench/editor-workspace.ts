// Typing while the server reads a workspace of many files in the background, and what that reading takes. Ours alone: the
// other servers read open documents only.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workflowText } from './corpus.ts';
import { startClient } from './lsp-client.ts';
import { cpuOfProcess, memoryOfProcess, percentile } from './measure.ts';
import type { Tree } from './tree.ts';

/** Keystrokes come about as fast as somebody types quickly. */
const between = 60;
const afterwards = 40;

export async function typeWhileReading(tree: Tree, server: string, cache: string, say: (line: string) => void): Promise<void> {
  const text = workflowText(300);
  const file = join(tree.folder, '.github/workflows/ci.yml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const rootUri = pathToFileURL(tree.folder).href;
  // As the extension starts it (client/extension.ts).
  const memory = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' };
  const client = startClient(process.execPath, [server, '--stdio'], tree.folder, { POSTURE_CACHE: cache, ...memory });
  try {
    await client.ask('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'bench' }],
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
    });
    client.notify('initialized', {});
    const first = client.published(uri, 1);
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    await first;
    let isReading = true;
    const began = performance.now();
    const read = client.ask<{ readonly files: number; readonly findings: number }>('posture/checkWorkspace', {}).then((result) => {
      isReading = false;
      return { ...result, took: performance.now() - began };
    });
    const meanwhile: number[] = [];
    const later: number[] = [];
    for (let version = 2; isReading || later.length < afterwards; version++) {
      const list = isReading ? meanwhile : later;
      const at = { line: 150, character: 9999 };
      const arrived = client.published(uri, version);
      const sent = performance.now();
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: at, end: at }, text: version === 2 ? ' # ' : 'x' }],
      });
      list.push((await arrived) - sent);
      await new Promise((done) => setTimeout(done, between));
    }
    const { files, findings, took } = await read;
    const pid = client.child.pid!;
    const words = (times: readonly number[]): string =>
      times.length === 0
        ? 'none'
        : `median ${percentile(times, 0.5).toFixed(0)} ms, one of twenty ${percentile(times, 0.95).toFixed(0)} ms`;
    say(
      `a workspace of ${files} files is read in ${(took / 1000).toFixed(1)} s (${findings} findings); ${((cpuOfProcess(pid) ?? 0) / 1000).toFixed(1)} s of processor time with all keystrokes, at most ${memoryOfProcess(pid)?.toFixed(0) ?? '?'} MB`,
    );
    say(`a keystroke meanwhile: ${words(meanwhile)}; afterwards: ${words(later)}`);
  } finally {
    await client.end();
  }
}
