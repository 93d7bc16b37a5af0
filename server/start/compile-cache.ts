// Keeps what V8 made of our own bundles, so that the next start does not compile them again: half of a pre-commit check over
// five files is compiling. Node's own cache (22.8 on) keeps what loading a file compiled, and not the functions that a run
// called then: with it a hook takes half as much again. This is for the files beside it and no others, and finds them
// without Node's rules for packages, which cost more than reading them.
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';
import { writeWhole } from './whole-file.ts';

const digestLength = 32;
const serverIsWarmAfter = 20_000;
/** What was compiled this long ago is compiled again, so that nothing of builds that are gone stays. */
const staleAfter = 14 * 24 * 60 * 60 * 1000;

interface Bundle {
  exports: unknown;
}

interface Loader {
  prototype: { _compile(this: Bundle, content: string, filename: string, ...format: readonly unknown[]): unknown };
  /** Modules by their paths; Node's own, so that one that it loaded is not loaded twice. */
  _cache: Record<string, Bundle | undefined>;
  wrap(content: string): string;
}

/**
 * From here on, modules below `home` (an absolute path) are compiled from the cache of `version`, and what is new is kept
 * when the process ends. `use` says what the process is there for: a bundle is kept with the functions that the first such
 * run called, so that runs which call others keep their own. Module names below `home` must change with their content, as
 * the names of chunks do. Never throws.
 */
export function rememberCompiled(home: string, version: string, use: string): void {
  const folder = cacheFolder(join('code', `${version}-v8-${process.versions.v8}-${process.arch}-${use}${flagsOfNode()}`));
  if (folder === undefined) return;
  const fresh: (readonly [Script, string])[] = [];
  const loader = Module as unknown as Loader;
  const compile = loader.prototype._compile;
  const [head, tail] = loader.wrap('\0').split('\0') as [string, string];
  const run = (module: Bundle, wrappedContent: string, filename: string): unknown => {
    const kept = join(folder, `${basename(filename)}.bin`);
    const script = new Script(wrappedContent, { filename, cachedData: intact(kept) });
    if (script.cachedDataRejected !== false) fresh.push([script, kept]);
    const wrapped = script.runInThisContext() as (...names: unknown[]) => unknown;
    return wrapped.call(module.exports, module.exports, requireIn(dirname(filename)), module, filename, dirname(filename));
  };
  const load = (filename: string): unknown => {
    const known = loader._cache[filename];
    if (known) return known.exports;
    const module: Bundle = { exports: {} };
    loader._cache[filename] = module;
    try {
      run(module, readBytes(filename, head, tail).toString('latin1'), filename);
    } catch (error) {
      delete loader._cache[filename];
      throw error;
    }
    return module.exports;
  };
  const requireOther = createRequire(join(home, 'start.js'));
  const requires = new Map<string, NodeJS.Require>();
  const requireIn = (folder: string): NodeJS.Require => {
    let own = requires.get(folder);
    if (!own)
      requires.set(
        folder,
        (own = Object.assign(
          (name: string): unknown => (/^\.\.?\//.test(name) ? load(join(folder, name)) : requireOther(name)),
          requireOther,
        )),
      );
    return own;
  };
  loader.prototype._compile = function (content, filename, ...format) {
    return filename.startsWith(home) ? run(this, loader.wrap(content), filename) : compile.call(this, content, filename, ...format);
  };
  const keepFresh = (): void => {
    if (fresh.length === 0) return;
    try {
      for (const [script, kept] of fresh.splice(0)) {
        const data = script.createCachedData();
        writeWhole(kept, Buffer.concat([digest(data), data]));
      }
      forgetStale(dirname(folder));
      forgetStale(folder);
    } catch {
      // A full disk or a folder that is gone: the next start compiles again.
    }
  };
  // By its end a run has compiled what such runs need. A server is not ended, it is killed.
  process.on('exit', keepFresh);
  setTimeout(keepFresh, serverIsWarmAfter).unref();
}

/** V8 takes nothing that it made under other options. What they share a folder with, they would write anew by turns. */
function flagsOfNode(): string {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  return flags === '' ? '' : `-${digest(Buffer.from(flags)).toString('hex', 0, 6)}`;
}

/** What was kept, if it is whole: V8 itself looks at versions and lengths only. Holds until the next file is read. */
function intact(file: string): Buffer | undefined {
  try {
    const bytes = readBytes(file);
    const data = bytes.subarray(digestLength);
    return digest(data).equals(bytes.subarray(0, digestLength)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One memory for every file that is read, one after the other: fresh memory is got page by page, and that costs more than
 * reading does. Room for the largest bundle but TypeScript, and given back when a while has passed: threads of a server live long.
 */
let memory: Buffer | undefined;
const room = 1_600_000;
const givenBackAfter = 2000;

/** A file between two words, which is cheaper than putting them around it afterwards. What is given holds until the next call. */
function readBytes(path: string, head = '', tail = ''): Buffer {
  const file = openSync(path, 'r');
  try {
    const end = head.length + fstatSync(file).size;
    if (memory === undefined) setTimeout(() => (memory = undefined), givenBackAfter).unref();
    if (memory === undefined || end + tail.length > memory.length) memory = Buffer.allocUnsafeSlow(Math.max(room, end + tail.length));
    memory.write(head, 0, 'latin1');
    for (let at = head.length; at < end;) {
      const read = readSync(file, memory, at, end - at, null);
      if (read === 0) throw new Error(`${path} became shorter`);
      at += read;
    }
    memory.write(tail, end, 'latin1');
    return memory.subarray(0, end + tail.length);
  } finally {
    closeSync(file);
  }
}

function forgetStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (Date.now() - statSync(join(folder, name)).mtimeMs > staleAfter) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const digest = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
