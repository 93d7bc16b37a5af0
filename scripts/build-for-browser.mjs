// The web build (vscode.dev): the same client and the same server, one file each, because a worker of the browser cannot
// import from elsewhere. What the server takes from Node is replaced by the stand-ins in server/lsp/browser.
import { build } from 'esbuild';
import { resolve } from 'node:path';
import { oneTypeScript } from './one-typescript.mjs';

/** Writes extension-web.cjs and server-web.js into `out`; returns their metafiles. `shared` are the options that all bundles have in common. */
export async function buildForBrowser(out, shared) {
  const forBrowser = { ...shared, platform: 'browser', target: 'es2022', mainFields: ['browser', 'module', 'main'] };
  const client = await build({
    ...forBrowser,
    entryPoints: ['client/browser-extension.ts'],
    outfile: `${out}/extension-web.cjs`,
    format: 'cjs',
    external: ['vscode'],
  });
  const server = await build({
    ...forBrowser,
    entryPoints: ['server/lsp/browser/main.ts'],
    outfile: `${out}/server-web.js`,
    format: 'iife',
    plugins: [oneTypeScript, withoutNode],
    define: { setImmediate: 'setTimeout' },
  });
  return [client.metafile, server.metafile];
}

const standIns = { fs: 'memory-files', 'fs/promises': 'memory-files', path: 'paths' };
/** TypeScript, its reader and the reader of ignore files ask for these where they run in Node, and look whether they are there. */
const lookedFor = /^(?:fs|path|os|crypto|inspector|perf_hooks|util|url|assert|module|child_process|source-map-support)$/;

const withoutNode = {
  name: 'without-node',
  setup(context) {
    context.onResolve({ filter: /^vscode-languageserver\/node$/ }, ({ resolveDir }) =>
      context.resolve('vscode-languageserver/browser', { kind: 'import-statement', resolveDir }),
    );
    context.onResolve({ filter: /^node:/ }, ({ path }) => ({
      path: resolve(`server/lsp/browser/${standIns[path.slice('node:'.length)] ?? 'no-programs'}.ts`),
    }));
    context.onResolve({ filter: lookedFor }, ({ path }) => ({ path, namespace: 'absent' }));
    context.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
  },
};
