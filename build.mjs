// Builds out/. Three bundles in the forms that their hosts need: the extension as CommonJS (VS Code 1.91 runs a Node that
// cannot require ES modules), server and CLI as ES modules with shared chunks, so that TypeScript and the catalogues are
// read only by runs that need them.
import { build } from 'esbuild';
import { existsSync, rmSync, chmodSync } from 'node:fs';

if (process.argv.includes('--if-missing') && existsSync('out/cli.js')) process.exit(0);
const flag = process.argv.indexOf('--outdir');
const out = flag > 0 ? process.argv[flag + 1] : 'out';
rmSync(out, { recursive: true, force: true });

const shared = { bundle: true, platform: 'node', target: 'node20.9', mainFields: ['module', 'main'], minify: true, legalComments: 'none', logLevel: 'warning' };

// `--for editor` leaves the CLI and its chunks out of the folder that becomes the VSIX.
const forEditor = process.argv.includes('--for') && process.argv[process.argv.indexOf('--for') + 1] === 'editor';
const wanted = forEditor ? { server: 'server/lsp/main.ts' } : { server: 'server/lsp/main.ts', cli: 'server/cli/main.ts' };
const entries = Object.fromEntries(Object.entries(wanted).filter(([, file]) => existsSync(file)));
await build({
  ...shared,
  entryPoints: entries,
  outdir: out,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // typescript is CommonJS inside an ES module: it needs require and __filename.
  banner: { js: "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';const require=__cr(import.meta.url);const __filename=__fu(import.meta.url);const __dirname=__fu(new URL('.',import.meta.url));" },
});
if (existsSync('client/extension.ts')) {
  await build({ ...shared, entryPoints: ['client/extension.ts'], outfile: `${out}/extension.cjs`, format: 'cjs', external: ['vscode'] });
}
if (existsSync(`${out}/cli.js`)) chmodSync(`${out}/cli.js`, 0o755);
