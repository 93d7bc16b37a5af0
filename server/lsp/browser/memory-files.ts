// The part of `node:fs` that the server reads with, over texts that the client has handed in: the web build puts it in the
// place of the real one. Nothing here writes to a disk, and there are no links.
import { join } from './paths.ts';

/** Texts by path. A folder is there when a file lies below it. */
const files = new Map<string, { readonly bytes: Uint8Array; readonly stamp: number }>();
/** Names directly in a folder, each with whether it is a folder itself. */
const folders = new Map<string, Map<string, boolean>>([['/', new Map()]]);
let stamp = 0;

/** A file is there from now on, or has another text. */
export function provide(path: string, text: string): void {
  files.set(path, { bytes: new TextEncoder().encode(text), stamp: ++stamp });
  let child = path;
  for (let isFolder = false; child !== '/' && child !== ''; isFolder = true) {
    const parent = child.slice(0, child.lastIndexOf('/')) || '/';
    const names = folders.get(parent) ?? new Map<string, boolean>();
    folders.set(parent, names);
    names.set(child.slice(child.lastIndexOf('/') + 1), isFolder);
    child = parent;
  }
}

/** A file is gone. Its folder stays; an empty folder means nothing to the reader. */
export function withdraw(path: string): void {
  files.delete(path);
  folders.get(path.slice(0, path.lastIndexOf('/')) || '/')?.delete(path.slice(path.lastIndexOf('/') + 1));
}

function missing(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file, '${path}'`), { code: 'ENOENT' });
}

function textOf(bytes: Uint8Array): Uint8Array {
  // What calls this expects a Buffer, and of it only `toString`.
  return Object.assign(bytes.slice(), {
    toString: (encoding?: string) => new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-8', { ignoreBOM: true }).decode(bytes),
  });
}

const kinds = (isFolder: boolean) => ({ isFile: () => !isFolder, isDirectory: () => isFolder, isSymbolicLink: () => false });

export function existsSync(path: string): boolean {
  return files.has(path) || folders.has(path);
}

export function lstatSync(path: string, options?: { readonly throwIfNoEntry?: boolean }): unknown {
  const file = files.get(path);
  if (file) return { ...kinds(false), size: file.bytes.length, mtimeMs: file.stamp, ino: 0 };
  if (folders.has(path)) return { ...kinds(true), size: 0, mtimeMs: 0, ino: 0 };
  if (options?.throwIfNoEntry === false) return undefined;
  throw missing(path);
}

export function readFileSync(path: string, encoding?: string): Uint8Array | string {
  const file = files.get(path);
  if (!file) throw missing(path);
  const bytes = textOf(file.bytes);
  return encoding === undefined ? bytes : bytes.toString();
}

export function readdirSync(path: string, options: { readonly withFileTypes?: boolean; readonly recursive?: boolean } = {}): unknown[] {
  const names = folders.get(path);
  if (!names) throw missing(path);
  if (options.recursive) return [...files.keys()].filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1));
  return [...names].map(([name, isFolder]) => (options.withFileTypes ? { name, ...kinds(isFolder) } : name));
}

export async function readdir(path: string, options?: { readonly withFileTypes?: boolean }): Promise<unknown[]> {
  return readdirSync(path, options);
}

export const realpathSync = { native: (path: string): string => join(path) };
export const statSync = lstatSync;

/** Whatever would write has no business in a browser: the client writes. */
function refuse(): never {
  throw Object.assign(new Error('nothing is written here'), { code: 'EROFS' });
}
export {
  refuse as closeSync,
  refuse as fchmodSync,
  refuse as fsyncSync,
  refuse as mkdirSync,
  refuse as openSync,
  refuse as renameSync,
  refuse as rmSync,
  refuse as writeFileSync,
  refuse as writeSync,
};

/** Modules of the older kind take the whole module in one. */
export default { existsSync, lstatSync, statSync, readFileSync, readdirSync, realpathSync, promises: { readdir } };
