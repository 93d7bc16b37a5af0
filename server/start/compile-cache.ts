// Keeps what V8 made of our own bundles, so that the next start does not compile them again: half of a pre-commit check over
// five files is compiling. Node 22.8 does it itself; before that, this does the same for the files beside it and no others,
// and finds them without Node's rules for packages, which cost more than reading them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder } from './cache-folder.ts';

const digestLength = 32;
const serverIsWarmAfter = 20_000;
/** What was compiled this long ago is compiled again, so that nothing of builds that are gone stays. */
const staleAfter = 14 * 24 * 60 * 60 * 1000;

interface Bundle {
  exports: unknown;
}

interface Loader {
  prototype: { _compile(this: Bundle, content: string, filename: string): unknown };
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
  const folder = cacheFolder(join('code', `${version}-node-${process.versions.node}-${process.arch}-${use}${flagsOfNode()}`));
  if (folder === undefined) return;
  if ('enableCompileCache' in Module) {
    (Module as { enableCompileCache(folder: string): unknown }).enableCompileCache(folder);
    return;
  }
  const fresh: (readonly [Script, string])[] = [];
  const loader = Module as unknown as Loader;
  const compile = loader.prototype._compile;
  const run = (module: Bundle, content: string, filename: string): unknown => {
    const kept = join(folder, `${basename(filename)}.bin`);
    const script = new Script(loader.wrap(content), { filename, cachedData: intact(kept) });
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
      run(module, readFileSync(filename, 'latin1'), filename);
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
    if (!own) requires.set(folder, (own = Object.assign((name: string): unknown => (/^\.\.?\//.test(name) ? load(join(folder, name)) : requireOther(name)), requireOther)));
    return own;
  };
  loader.prototype._compile = function (content, filename) {
    return filename.startsWith(home) ? run(this, content, filename) : compile.call(this, content, filename);
  };
  const keepFresh = (): void => {
    if (fresh.length === 0) return;
    try {
      for (const [script, kept] of fresh.splice(0)) keep(kept, script.createCachedData());
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

/** What was kept, if it is whole. V8 itself looks at versions and lengths only. */
function intact(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(digestLength);
    return digest(data).equals(bytes.subarray(0, digestLength)) ? data : undefined;
  } catch {
    return undefined;
  }
}

function keep(file: string, data: Buffer): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, Buffer.concat([digest(data), data]), { mode: 0o600 });
  renameSync(beside, file);
}

function forgetStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (Date.now() - statSync(join(folder, name)).mtimeMs > staleAfter) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

const digest = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
