// Keeps what V8 made of our own bundles, so that the next start does not compile them again: half of a pre-commit check over
// five files is compiling. Node 22.8 does it itself; before that, this does the same for the files beside it and no others.
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

interface Loader {
  prototype: { _compile(this: { exports: unknown }, content: string, filename: string): unknown };
  wrap(content: string): string;
}

/**
 * From here on, modules below `home` (an absolute path) are compiled from the cache of `version`, and what is new is kept
 * when the process ends. Module names below `home` must change with their content, as the names of chunks do. Never throws.
 */
export function rememberCompiled(home: string, version: string): void {
  const folder = cacheFolder(join('code', `${version}-node-${process.versions.node}-${process.arch}`));
  if (folder === undefined) return;
  if ('enableCompileCache' in Module) {
    (Module as { enableCompileCache(folder: string): unknown }).enableCompileCache(folder);
    return;
  }
  const fresh: (readonly [Script, string])[] = [];
  const loader = Module as unknown as Loader;
  const compile = loader.prototype._compile;
  loader.prototype._compile = function (content, filename) {
    if (!filename.startsWith(home)) return compile.call(this, content, filename);
    const kept = join(folder, `${basename(filename)}.bin`);
    const script = new Script(loader.wrap(content), { filename, cachedData: intact(kept) });
    if (script.cachedDataRejected !== false) fresh.push([script, kept]);
    const run = script.runInThisContext() as (...names: unknown[]) => unknown;
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
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
