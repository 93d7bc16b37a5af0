// `posture lsp`: the language server as a process of its own, with our standard input and output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { FileError } from '../workspace/errors.ts';
import { bundled } from '../start/bundled.ts';
import { printError } from './print.ts';

export function lspCommand(): Promise<void> {
  const server = bundled('server.js');
  if (!existsSync(server)) throw new FileError(`the language server is not beside this program (${server})`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [server, '--stdio'], { stdio: 'inherit' });
    // An editor ends us by a signal; the server must not live on.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      printError(`posture: the language server could not be started: ${error.message}\n`);
      process.exitCode = 2;
      resolve();
    });
    child.on('close', (code) => {
      process.exitCode = code ?? 2;
      resolve();
    });
  });
}
