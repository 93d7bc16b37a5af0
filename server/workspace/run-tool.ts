// Runs a vendor's tool that the user is signed in with. The command comes from our own list, never from a file; the
// program is looked for on PATH outside of the working tree, and runs outside of it too, with the user's own environment.
import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { PostureError } from './errors.ts';

/** The program on PATH. Throws when it is not there, or only where the repository could have put it. */
export function findTool(name: string, root: string, environment: NodeJS.ProcessEnv): string {
  let inside: string | undefined;
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const suffix of process.platform === 'win32' ? ['.exe'] : ['']) {
      const path = join(folder, name + suffix);
      try {
        accessSync(path, constants.X_OK);
        if (!statSync(path).isFile()) continue;
        const real = realpathSync.native(path);
        if (real === root || real.startsWith(root + sep) || path.startsWith(root + sep)) inside = path;
        else return path;
      } catch {
        // Not in this folder, or not to be run.
      }
    }
  }
  if (inside !== undefined) throw new PostureError(`${name} is on PATH only as ${inside}, inside of the working tree: that is not run`);
  throw new PostureError(`${name} is not on PATH`, `install it and sign in, or give the export as a file`);
}

/** Runs it, hands over what it prints, and throws with its code when it fails. What it says on stderr goes to the user's. */
export function runTool(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onOutput: (bytes: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: homedirOr(), env: environment, stdio: ['inherit', 'pipe', 'inherit'], windowsHide: true });
    child.stdout.on('data', (bytes: Buffer) => {
      try {
        onOutput(bytes);
      } catch (error) {
        child.kill();
        reject(error as Error);
      }
    });
    child.on('error', (error) => reject(new PostureError(`${program} cannot be started: ${error.message}`)));
    child.on('close', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new PostureError(`${program} ended with ${signal ?? code}; nothing was kept`, 'what it said stands above')),
    );
  });
}

function homedirOr(): string {
  const home = homedir();
  return statSync(home, { throwIfNoEntry: false })?.isDirectory() ? home : sep;
}
