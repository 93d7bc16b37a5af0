// One engine, two fronts: over one repository the editor shows what `posture check` reports, finding by finding, and the
// editor's "apply all safe fixes" leaves the text that `check --fix` writes. Both run as the bundles that ship.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { allRules } from '../../rules/registry.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { readMarks } from '../support/rule-tester.ts';
import { startEditor, type Editor } from './editor.ts';
import { makeFolder, type Folder } from './folder.ts';

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'posture-bundles-'));
  execFileSync(process.execPath, ['build.mjs', '--outdir', join(out, 'out')], { cwd: join(import.meta.dirname, '../..'), stdio: ['ignore', 'ignore', 'inherit'] });
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

interface Point {
  readonly line: number;
  readonly column: number;
}

interface Reported {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
  readonly range: { readonly start: Point; readonly end: Point };
  readonly fixes: readonly { readonly safe: boolean }[];
}

/** Every example of every rule, each in a folder of its own, as one repository. */
async function exampleRepository(): Promise<Folder> {
  const files: Record<string, string> = {};
  for (const rule of await allRules()) {
    rule.meta.docs.bad.forEach((example, index) => {
      const base = `${rule.id.replace('/', '-')}-${index}`;
      for (const [file, text] of Object.entries({ ...example.beside, [example.file]: example.text })) files[`${base}/${file}`] = readMarks(fillTokens(text)).text;
    });
  }
  const folder = makeFolder({ ...files, '.posture/config.yaml': 'profile: audit\n' });
  execFileSync('git', ['init', '-q', folder.path]);
  return folder;
}

function cli(folder: Folder, ...options: string[]): { findings: Reported[] } {
  const run = spawnSync(process.execPath, [join(out, 'out/cli.js'), 'check', '--format', 'json', ...options], { cwd: folder.path, encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.status, run.stderr).toBeLessThan(2);
  return JSON.parse(run.stdout) as { findings: Reported[] };
}

async function published(editor: Editor, folder: Folder): Promise<Map<string, Diagnostic[]>> {
  await editor.connection.sendRequest('posture/checkWorkspace', {});
  const last = new Map<string, Diagnostic[]>();
  for (const { uri, diagnostics } of editor.published) last.set(decodeURIComponent(uri.slice(folder.uri.length + 1)), diagnostics);
  return last;
}

describe('the bundles', () => {
  it('agree on every finding in the examples of all rules', async () => {
    const folder = await exampleRepository();
    const reported = cli(folder).findings.map(({ rule, file, range: { start, end }, message }) => `${file}:${start.line}:${start.column}-${end.line}:${end.column} ${rule} ${message}`).sort();
    const editor = await startEditor({ folders: [folder.uri], command: [process.execPath, join(out, 'out/server.js'), '--stdio'] });
    const shown = [...(await published(editor, folder))].flatMap(([path, diagnostics]) =>
      diagnostics.map(({ range: { start, end }, code, message }) => `${path}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${code} ${message}`),
    ).sort();
    await editor.end();
    expect(reported.length).toBeGreaterThan(20);
    expect(shown).toEqual(reported);
  });

  it('leave the same text after all safe fixes', async () => {
    const folder = await exampleRepository();
    const editor = await startEditor({ folders: [folder.uri], command: [process.execPath, join(out, 'out/server.js'), '--stdio'] });
    const paths = [...new Set(cli(folder).findings.filter(({ fixes }) => fixes.some((fix) => fix.safe)).map(({ file }) => file))];
    expect(paths.length).toBeGreaterThan(0);
    const before = new Map(paths.map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]));
    const inEditor = new Map<string, string>();
    for (const path of paths) {
      const uri = folder.uriOf(path);
      await editor.open(uri, readFileSync(join(folder.path, path), 'utf8'));
      await editor.diagnostics(uri);
      const [action] = await editor.actions(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, { only: ['source.fixAll'] });
      if (action) await editor.apply((await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action)).edit!);
      inEditor.set(path, editor.text(uri));
      await editor.close(uri);
    }
    await editor.end();
    cli(folder, '--fix');
    const written = new Map(paths.map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]));
    expect(Object.fromEntries(inEditor)).toEqual(Object.fromEntries(written));
    expect(Object.fromEntries(inEditor)).not.toEqual(Object.fromEntries(before));
  }, 120_000);
});
