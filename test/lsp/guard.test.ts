// A text that the engine never comes back from costs its thread, and nothing else: other documents keep their findings,
// the connection answers, and the text is tried again when it changes.
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { PublishDiagnosticsParams, TextDocumentEdit } from 'vscode-languageserver/node';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { createGuard } from '../../server/lsp/guard.ts';
import type { Status } from '../../server/lsp/protocol/status.ts';
import { makeFolder } from './folder.ts';
import { startSettings } from '../../server/lsp/editor-settings.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posture-guard-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'stuck-worker.ts')],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: {
      js: "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';const require=__cr(import.meta.url);const __filename=__fu(import.meta.url);const __dirname=__fu(new URL('.',import.meta.url));",
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (name: string): string => `file:///nowhere/app/.github/workflows/${name}.yml`;
const workflow = (name: string): string => `name: ${name}\non: push\npermissions: write-all\njobs: {}\n`;

function startGuard(root = 'file:///nowhere/app') {
  const published: PublishDiagnosticsParams[] = [];
  const statuses: Status[] = [];
  const logs: string[] = [];
  const guard = createGuard({
    worker: pathToFileURL(join(folder, 'worker.mjs')),
    workerData: { package: 'file:///nowhere/' },
    budget: 5000,
    memory: 120,
    host: {
      publish: (params) => published.push(params),
      status: (status) => statuses.push(status),
      log: (_, message) => logs.push(message),
      working: () => undefined,
      refreshDiagnostics: () => undefined,
      refreshInlayHints: () => undefined,
      refreshCodeLenses: () => undefined,
    },
  });
  onTestFinished(() => guard.stop());
  guard.start({
    folders: [root],
    trusted: true,
    settings: startSettings,
    abilities: {
      publish: true,
      documentChanges: true,
      createFiles: true,
      lazyEdits: true,
      annotations: false,
      snippets: false,
      runsCommands: false,
    },
    commands: new Set(),
  });
  const open = (name: string, text = workflow(name)): void =>
    guard.didOpen({ textDocument: { uri: uriOf(name), languageId: 'yaml', version: 1, text } });
  const findings = (name: string): number | undefined => published.findLast((one) => one.uri === uriOf(name))?.diagnostics.length;
  return { guard, published, statuses, logs, open, findings };
}

describe.each([
  ['stuck', 'it took longer than 5 s'],
  ['greedy', 'memory'],
])('a document that is %s', (name, why) => {
  it('is left out, in words, and the others are checked on', async () => {
    const { guard, statuses, logs, open, findings } = startGuard();
    open('well');
    await expect.poll(() => findings('well')).toBe(1);
    open(name);
    await expect.poll(() => logs.join('\n')).toContain(`${uriOf(name)} is not checked until it changes`);
    expect(logs.join('\n')).toContain(why);
    expect(statuses.at(-1)).toMatchObject({ state: 'degraded' });
    guard.didChange({
      textDocument: { uri: uriOf('well'), version: 2 },
      contentChanges: [{ text: workflow('well').replace('write-all', '{}') }],
    });
    await expect.poll(() => findings('well')).toBe(0);
    guard.didChange({ textDocument: { uri: uriOf(name), version: 2 }, contentChanges: [{ text: workflow('well again') }] });
    await expect.poll(() => findings(name)).toBe(1);
    expect(statuses.at(-1)).toMatchObject({ state: 'ready' });
  });
});

describe('questions', () => {
  it('that are open when the thread is lost are refused, and later ones are answered', async () => {
    const { guard, open, findings } = startGuard();
    open('well');
    await expect.poll(() => findings('well')).toBe(1);
    open('stuck');
    const hover = guard.hover({ textDocument: { uri: uriOf('stuck') }, position: { line: 2, character: 15 } });
    await expect(hover).rejects.toMatchObject({ code: -32802 });
    await expect
      .poll(() => guard.hover({ textDocument: { uri: uriOf('well') }, position: { line: 2, character: 15 } }))
      .toMatchObject({ contents: { kind: 'markdown' } });
  });
});

describe('a check of the whole workspace', () => {
  const progress = { report: () => undefined, signal: new AbortController().signal };

  it('leaves out the files that a thread is lost on, and tells the others', async () => {
    const files = Object.fromEntries(['well', 'stuck', 'other'].map((name) => [`${name}/.github/workflows/ci.yml`, workflow(name)]));
    // Many files between them, so that they are read in different portions.
    for (let n = 0; n < 50; n++) files[`p${n}/notes.txt`] = 'nothing';
    const folder = makeFolder(files);
    const { guard, published, logs } = startGuard(folder.uri);
    const result = await guard.checkWorkspace(progress);
    expect(logs.join('\n')).toContain('stuck/.github/workflows/ci.yml is left out of the workspace check');
    expect(result.findings).toBeGreaterThanOrEqual(1);
    expect(published.find((one) => one.uri === folder.uriOf('other/.github/workflows/ci.yml'))?.diagnostics).toHaveLength(1);
  });

  it('knows what stands on disk when a document is closed without being saved', async () => {
    const folder = makeFolder({ '.github/workflows/ci.yml': workflow('well') });
    const { guard, published } = startGuard(folder.uri);
    const uri = folder.uriOf('.github/workflows/ci.yml');
    const last = (): number | undefined => published.findLast((one) => one.uri === uri)?.diagnostics.length;
    await guard.checkWorkspace(progress);
    expect(last()).toBe(1);
    guard.didOpen({ textDocument: { uri, languageId: 'yaml', version: 1, text: workflow('well').replace('write-all', '{}') } });
    await expect.poll(last).toBe(0);
    expect(await guard.listFindings()).toEqual([]);
    guard.didClose({ textDocument: { uri } });
    await expect.poll(last).toBe(1);
    expect(await guard.listFindings()).toMatchObject([
      { path: '.github/workflows/ci.yml', findings: [{ rule: 'github/write-all-permissions' }] },
    ]);
  });

  it('says nothing of the file of a notebook while a cell of it is open', async () => {
    const token = fillTokens('TOKEN = "{{token:github-pat}}"\n');
    const folder = makeFolder({
      'train.ipynb': JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: [{ cell_type: 'code', metadata: {}, outputs: [], source: [token] }],
      }),
    });
    const { guard, published } = startGuard(folder.uri);
    const notebook = folder.uriOf('train.ipynb');
    const cell = `${notebook.replace(/^file:/, 'vscode-notebook-cell:')}#a`;
    const last = (uri: string): number | undefined => published.findLast((one) => one.uri === uri)?.diagnostics.length;
    await guard.checkWorkspace(progress);
    expect(last(notebook)).toBe(1);
    guard.didOpen({ textDocument: { uri: cell, languageId: 'python', version: 1, text: token } });
    await expect.poll(() => [last(notebook), last(cell)]).toEqual([0, 1]);
    expect((await guard.listFindings()).map(({ uri }) => uri)).toEqual([cell]);
    guard.didClose({ textDocument: { uri: cell } });
    await expect.poll(() => [last(notebook), last(cell)]).toEqual([1, 0]);
  });

  it('that the user ends is ended at once, and what was known before stays', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`p${n}/.github/workflows/ci.yml`, workflow('well')]));
    const folder = makeFolder(files);
    const { guard, published } = startGuard(folder.uri);
    const endedAt = async (files: number) => {
      const ending = new AbortController();
      return guard.checkWorkspace({ report: (done) => done >= files && ending.abort(), signal: ending.signal });
    };
    expect(await endedAt(1)).toMatchObject({ cancelled: true, findings: 0 });
    expect(await guard.overview()).toMatchObject({ complete: false, total: 0 });
    await guard.checkWorkspace(progress);
    const known = published.length;
    const second = await endedAt(80);
    expect(second.cancelled).toBe(true);
    expect(second.files).toBeGreaterThanOrEqual(80);
    expect(await guard.overview()).toMatchObject({ complete: true, total: 200 });
    expect(published.length).toBe(known);
  });

  it('answers what matters first, and repairs everywhere, open texts as they stand', async () => {
    const folder = makeFolder({ 'one/.github/workflows/ci.yml': workflow('one'), 'two/.github/workflows/ci.yml': workflow('two') });
    const { guard } = startGuard(folder.uri);
    await guard.checkWorkspace(progress);
    const overview = await guard.overview();
    expect(overview).toMatchObject({ complete: true, total: 2, first: [{ rule: 'github/write-all-permissions', places: 2 }] });
    const uri = folder.uriOf('one/.github/workflows/ci.yml');
    guard.didOpen({ textDocument: { uri, languageId: 'yaml', version: 4, text: `# typed\n${workflow('one')}` } });
    const { edit, files, fixes } = await guard.fixEverywhere(
      { rule: 'github/write-all-permissions', title: overview.first[0]!.fix! },
      progress,
    );
    expect([files, fixes]).toEqual([2, 2]);
    expect(edit.documentChanges!.map((one) => (one as TextDocumentEdit).textDocument.version).sort()).toEqual([4, null]);
    expect(await guard.identities()).toEqual([]);
  });

  const ci = '.github/workflows/ci.yml';
  const wide = 'on: push\npermissions: write-all\njobs: {}\n';

  it('says nothing of an open file, in whichever way the client writes its address', async () => {
    const workspace = makeFolder({ [`@acme/(auth)/${ci}`]: wide, [`other/${ci}`]: wide });
    const { guard, published } = startGuard(workspace.uri);
    const asNeovim = workspace.uriOf(`@acme/(auth)/${ci}`);
    expect(asNeovim).toContain('@acme/(auth)');
    guard.didOpen({ textDocument: { uri: asNeovim, languageId: 'yaml', version: 1, text: wide.replace('write-all', '{}') } });
    await guard.checkWorkspace(progress);
    expect(published.filter(({ diagnostics }) => diagnostics.length > 0).map(({ uri }) => uri)).toEqual([workspace.uriOf(`other/${ci}`)]);
    guard.didClose({ textDocument: { uri: asNeovim } });
    await expect.poll(() => published.findLast(({ uri }) => uri === asNeovim)?.diagnostics.length, { timeout: 60_000 }).toBe(1);
  });

  it('follows a folder that moves: what was said of its files is taken back, and said of them where they are', async () => {
    const workspace = makeFolder({ [`infra/${ci}`]: wide });
    const { guard, published } = startGuard(workspace.uri);
    const said = (folder: string): number | undefined =>
      published.findLast(({ uri }) => uri === workspace.uriOf(`${folder}/${ci}`))?.diagnostics.length;
    await guard.checkWorkspace(progress);
    expect(said('infra')).toBe(1);
    renameSync(join(workspace.path, 'infra'), join(workspace.path, 'live'));
    // Of a folder clients tell the folder, and none of its files.
    guard.filesChanged([workspace.uriOf('infra'), workspace.uriOf('live')]);
    await expect.poll(() => [said('infra'), said('live')], { timeout: 60_000 }).toEqual([0, 1]);
  });
});
