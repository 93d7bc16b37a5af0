// What waking the extension costs: its bundle, read and activated in a fresh process over an editor that does nothing, so
// that the work measured is ours alone. What a machine takes for it is measured by `npm run bench`; what holds on every
// machine is how much there is to read, that nothing is read beside it, and 50 ms of processor time, of which it takes two.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
const wake = `
const Module = require('node:module');
const editor = new Proxy(function () {}, {
  get: (_target, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : key === 'textDocuments' ? [] : editor),
  set: () => true, apply: () => editor, construct: () => editor,
});
const load = Module._load;
const asked = [];
Module._load = function (name, ...rest) {
  asked.push(name);
  return name === 'vscode' ? editor : load.call(this, name, ...rest);
};
const context = { subscriptions: [], extension: { packageJSON: require(process.argv[3]), id: 'x' }, workspaceState: { get: (_key, other) => other }, globalState: editor, extensionUri: editor, asAbsolutePath: (path) => path };
const before = process.cpuUsage();
require(process.argv[2]).activate(context);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ milliseconds: (user + system) / 1000, asked: asked.slice(1) }));
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posture-activation-'));
  await build({
    entryPoints: ['client/extension.ts'],
    outfile: join(folder, 'extension.cjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'vscode-languageclient/node'],
    supported: { 'dynamic-import': false },
  });
  writeFileSync(join(folder, 'wake.cjs'), wake);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('reads little, and nothing but the editor beside it', () => {
  const runs = Array.from(
    { length: 5 },
    () =>
      JSON.parse(
        execFileSync(process.execPath, [join(folder, 'wake.cjs'), join(folder, 'extension.cjs'), resolve('package.json')], {
          encoding: 'utf8',
        }),
      ) as { milliseconds: number; asked: string[] },
  );
  expect(new Set(runs[0]!.asked.filter((name) => !name.endsWith('extension.cjs') && !name.endsWith('package.json')))).toEqual(
    new Set(['vscode']),
  );
  expect(statSync(join(folder, 'extension.cjs')).size).toBeLessThan(100_000);
  expect(Math.min(...runs.map(({ milliseconds }) => milliseconds))).toBeLessThanOrEqual(50);
});
