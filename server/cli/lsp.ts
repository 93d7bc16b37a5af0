// `posture lsp`: the language server as a process of its own, with our standard input and output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FileError } from '../workspace/errors.ts';

export function lspCommand(): Promise<void> {
  // This module ends up in a chunk, in a folder below the bundles.
  const server = ['./server.js', '../server.js'].map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (server === undefined) throw new FileError('the language server is not beside this program (server.js)');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [server, '--stdio'], { stdio: 'inherit' });
    // An editor ends us by a signal; the server must not live on.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      process.stderr.write(`posture: the language server could not be started: ${error.message}\n`);
      process.exitCode = 2;
      resolve();
    });
    child.on('close', (code) => {
      process.exitCode = code ?? 2;
      resolve();
    });
  });
}
