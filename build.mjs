// Builds out/. The extension is CommonJS, because VS Code 1.91 runs a Node that cannot require ES modules. Server and CLI
// share chunks, so that TypeScript and the catalogues are read only by runs that need them; esbuild splits ES modules only,
// so they are bundled as such and then turned into CommonJS, which is what Node 20 can take from a compile cache.
import { build, transform } from 'esbuild';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { writeThirdParty } from './scripts/third-party.mjs';
import { buildForBrowser } from './scripts/build-for-browser.mjs';
import { oneTypeScript } from './scripts/one-typescript.mjs';

if (process.argv.includes('--if-missing') && existsSync('out/cli.js')) process.exit(0);
const flag = process.argv.indexOf('--outdir');
const out = flag > 0 ? process.argv[flag + 1] : 'out';
rmSync(out, { recursive: true, force: true });

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

// `--for editor` leaves the CLI and its chunks out of the folder that becomes the VSIX.
const forEditor = process.argv.includes('--for') && process.argv[process.argv.indexOf('--for') + 1] === 'editor';
const starts = {
  server: 'server/lsp/start.ts',
  worker: 'server/lsp/worker-start.ts',
  ...(forEditor ? {} : { cli: 'server/cli/start.ts' }),
};
/** What a start brings in. It is never in the same file, because an entry itself is not compiled from the cache. */
const mains = ['server/lsp/main.ts', 'server/lsp/worker-main.ts', ...(forEditor ? [] : ['server/cli/main.ts'])];
const modules = {
  ...shared,
  entryPoints: starts,
  outdir: out,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  write: false,
};
const metafiles = [];
const { outputFiles, metafile } = await build({
  ...modules,
  plugins: [oneTypeScript, { name: 'late-builtins', setup: lateBuiltinsIn }, lightImportsInside(await heavyModules())],
});
metafiles.push(metafile);
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await commonJs(text));
}
writeFileSync(join(out, 'package.json'), '{"type":"commonjs"}\n');
if (existsSync('client/extension.ts')) {
  // The language client is a file of its own, read when the server starts: waking the extension reads next to nothing. It has
  // to be required: what `import()` brings in does not see the module `vscode`.
  const apart = {
    name: 'apart',
    setup: (bundle) =>
      bundle.onResolve({ filter: /^vscode-languageclient\/node$/ }, () => ({ path: './language-client.cjs', external: true })),
  };
  const extension = await build({
    ...shared,
    entryPoints: ['client/extension.ts'],
    outfile: `${out}/extension.cjs`,
    format: 'cjs',
    external: ['vscode'],
    plugins: [apart],
    supported: { 'dynamic-import': false },
  });
  const client = await build({
    ...shared,
    stdin: { contents: "module.exports = require('vscode-languageclient/node');", resolveDir: '.' },
    outfile: `${out}/language-client.cjs`,
    format: 'cjs',
    external: ['vscode'],
  });
  metafiles.push(extension.metafile, client.metafile);
}
if (existsSync('client/browser-extension.ts')) metafiles.push(...(await buildForBrowser(out, shared)));
writeThirdParty(out, metafiles, JSON.parse(readFileSync('package.json', 'utf8')));
if (existsSync(`${out}/cli.js`)) chmodSync(`${out}/cli.js`, 0o755);

/** Modules that bring much with them (TypeScript, a catalogue), found by looking: those are files of their own. */
async function heavyModules() {
  const { metafile } = await build(modules);
  const size = new Map();
  const closure = (input, seen = new Set()) => {
    if (seen.has(input)) return seen;
    seen.add(input);
    for (const one of metafile.inputs[input]?.imports ?? []) if (one.kind !== 'dynamic-import' && !one.external) closure(one.path, seen);
    return seen;
  };
  const always = new Set(mains.flatMap((entry) => [...closure(entry)]));
  for (const { imports } of Object.values(metafile.inputs)) {
    for (const { path, kind, external } of imports) {
      if (kind !== 'dynamic-import' || external || size.has(path)) continue;
      size.set(
        path,
        [...closure(path)].filter((input) => !always.has(input)).reduce((sum, input) => sum + metafile.inputs[input].bytes, 0),
      );
    }
  }
  return new Set([...mains, ...[...size].filter(([, bytes]) => bytes > 400_000).map(([path]) => path)]);
}

/** Modules of Node that few runs call, brought in by the first call: each takes up to some milliseconds to set up. */
function lateBuiltinsIn(context) {
  context.onResolve({ filter: /^node:(?:zlib|readline\/promises)$/ }, ({ path, namespace }) =>
    namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
  );
  context.onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => {
    const names = Object.keys(await import(path)).filter((name) => name !== 'default');
    return {
      contents: `let late; for (const name of ${JSON.stringify(names)}) Object.defineProperty(exports, name, { enumerable: true, get: () => (late ??= require('${path}'))[name] });`,
    };
  });
}

/**
 * A file of its own costs most of a millisecond to find, open and link, and a hook over five files would load fifty. So
 * what a light `import()` names stays in the same file and is still run only when it is asked for.
 */
function lightImportsInside(heavy) {
  return {
    name: 'light-imports-inside',
    setup(context) {
      context.onLoad({ filter: /[\\/](?:server|rules)[\\/].*\.ts$/ }, ({ path }) => ({
        loader: 'ts',
        contents: readFileSync(path, 'utf8').replace(/\bimport\('(\.[^']+)'\)/g, (whole, target) =>
          heavy.has(relative(process.cwd(), resolve(dirname(path), target)).replaceAll('\\', '/'))
            ? whole
            : `Promise.resolve().then(() => require('${target}'))`,
        ),
      }));
    },
  };
}

async function commonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    target: shared.target,
    minify: true,
    logLevel: 'warning',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__moduleUrl' },
  });
  return asciiOnly(
    code.includes('__moduleUrl')
      ? code.replace(/^(#!.*\n)?/, '$1const __moduleUrl=require("node:url").pathToFileURL(__filename).href;')
      : code,
  );
}

/**
 * Characters that esbuild leaves as they are stand in regular expressions, where an escape says the same. One of them in a
 * file has V8 hold the whole file at two bytes a character, and read it more slowly.
 */
function asciiOnly(code) {
  if (/\bString\.raw`[^`]*[^\0-\x7f]/.test(code)) throw new Error('a raw template would be changed by escapes');
  return code.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
