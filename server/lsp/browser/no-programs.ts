// What stands in the web build in the place of Node's modules for programs, threads and random bytes: every call fails as
// it would where the program is not installed, and the server says what it could not know.

const absent = (): Error => Object.assign(new Error('there are no programs in a browser'), { code: 'ENOENT' });

export function spawnSync(): { readonly error: Error } {
  return { error: absent() };
}

export function spawn(): unknown {
  // Listeners are called once they are all there, as Node does it.
  const listen = (event: string, listener: (error: Error) => void): unknown => {
    if (event === 'error') queueMicrotask(() => listener(absent()));
    return child;
  };
  const stream = { on: () => stream, end: () => undefined, write: () => false };
  const child = { stdout: stream, stderr: stream, stdin: stream, on: listen, once: listen, kill: () => false };
  return child;
}
export const execFile = spawn;
export const execFileSync = spawnSync;

export const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined;
  } catch {
    return false;
  }
};

export const homedir = (): string => '/';
export const tmpdir = (): string => '/tmp';
export const randomBytes = (count: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(count));
