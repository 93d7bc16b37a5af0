// Builds out/. Three bundles in the forms that their hosts need: the extension as CommonJS (VS Code 1.91 runs a Node that
// cannot require ES modules), server and CLI as ES modules with shared chunks, so that TypeScript and the catalogues are
// read only by runs that need them.
import { build } from 'esbuild';
import { existsSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

if (process.argv.includes('--if-missing') && existsSync('out/cli.js')) process.exit(0);
const flag = process.argv.indexOf('--outdir');
const out = flag > 0 ? process.argv[flag + 1] : 'out';
rmSync(out, { recursive: true, force: true });

const shared = { bundle: true, platform: 'node', target: 'node20.9', mainFields: ['module', 'main'], minify: true, legalComments: 'none', logLevel: 'warning' };

// `--for editor` leaves the CLI and its chunks out of the folder that becomes the VSIX.
const forEditor = process.argv.includes('--for') && process.argv[process.argv.indexOf('--for') + 1] === 'editor';
const wanted = forEditor ? { server: 'server/lsp/main.ts', worker: 'server/lsp/worker-main.ts' } : { server: 'server/lsp/main.ts', worker: 'server/lsp/worker-main.ts', cli: 'server/cli/main.ts' };
const entries = Object.fromEntries(Object.entries(wanted).filter(([, file]) => existsSync(file)));
const modules = {
  ...shared,
  entryPoints: entries,
  outdir: out,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // typescript is CommonJS inside an ES module: it needs require and __filename.
  banner: { js: "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';const require=__cr(import.meta.url);const __filename=__fu(import.meta.url);const __dirname=__fu(new URL('.',import.meta.url));" },
};
await build({ ...modules, plugins: [lightImportsInside(await heavyModules())] });
if (existsSync('client/extension.ts')) {
  // The language client is a file of its own, read when the server starts: waking the extension reads next to nothing. It has
  // to be required: what `import()` brings in does not see the module `vscode`.
  const apart = { name: 'apart', setup: (bundle) => bundle.onResolve({ filter: /^vscode-languageclient\/node$/ }, () => ({ path: './language-client.cjs', external: true })) };
  await build({ ...shared, entryPoints: ['client/extension.ts'], outfile: `${out}/extension.cjs`, format: 'cjs', external: ['vscode'], plugins: [apart], supported: { 'dynamic-import': false } });
  await build({ ...shared, stdin: { contents: "module.exports = require('vscode-languageclient/node');", resolveDir: '.' }, outfile: `${out}/language-client.cjs`, format: 'cjs', external: ['vscode'] });
}
if (existsSync(`${out}/cli.js`)) chmodSync(`${out}/cli.js`, 0o755);

/** Modules that bring much with them (TypeScript, a catalogue), found by looking: those are files of their own. */
async function heavyModules() {
  const { metafile } = await build({ ...modules, write: false, metafile: true });
  const size = new Map();
  const closure = (input, seen = new Set()) => {
    if (seen.has(input)) return seen;
    seen.add(input);
    for (const one of metafile.inputs[input]?.imports ?? []) if (one.kind !== 'dynamic-import' && !one.external) closure(one.path, seen);
    return seen;
  };
  const always = new Set(Object.values(entries).flatMap((entry) => [...closure(entry)]));
  for (const { imports } of Object.values(metafile.inputs)) {
    for (const { path, kind, external } of imports) {
      if (kind !== 'dynamic-import' || external || size.has(path)) continue;
      size.set(path, [...closure(path)].filter((input) => !always.has(input)).reduce((sum, input) => sum + metafile.inputs[input].bytes, 0));
    }
  }
  return new Set([...size].filter(([, bytes]) => bytes > 400_000).map(([path]) => path));
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
          heavy.has(relative(process.cwd(), resolve(dirname(path), target)).replaceAll('\\', '/')) ? whole : `Promise.resolve().then(() => require('${target}'))`),
      }));
    },
  };
}
