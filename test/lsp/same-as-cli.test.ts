// One engine, two fronts: over one repository the editor shows what `posture check` reports, finding by finding, and the
// editor's "apply all safe fixes" leaves the text that `check --fix` writes. Both run as the bundles that ship.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { allRules } from '../../rules/registry.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { authorizationDetails, credentialReport } from '../observe/samples.ts';
import { readMarks } from '../support/rule-tester.ts';
import { startEditor, type Editor } from './editor.ts';
import { makeFolder, type Folder } from './folder.ts';

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'posture-bundles-'));
  execFileSync(process.execPath, ['build.mjs', '--outdir', join(out, 'out')], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
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
      for (const [file, text] of Object.entries({ ...example.beside, [example.file]: example.text }))
        files[`${base}/${file}`] = readMarks(fillTokens(text)).text;
    });
  }
  const folder = makeFolder({ ...files, '.posture/config.yaml': 'profile: audit\n' });
  execFileSync('git', ['init', '-q', folder.path]);
  return folder;
}

function cli(folder: Folder, ...options: string[]): { findings: Reported[] } {
  const run = spawnSync(process.execPath, [join(out, 'out/cli.js'), 'check', '--format', 'json', ...options], {
    cwd: folder.path,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
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
    const reported = cli(folder)
      .findings.map(
        ({ rule, file, range: { start, end }, message }) =>
          `${file}:${start.line}:${start.column}-${end.line}:${end.column} ${rule} ${message}`,
      )
      .sort();
    expect(reported.length).toBeGreaterThan(20);
    const cache = makeFolder();
    // And once more, from what the first check kept.
    for (const start of ['first', 'second']) {
      const editor = await startEditor({
        folders: [folder.uri],
        command: [process.execPath, join(out, 'out/server.js'), '--stdio'],
        env: { POSTURE_CACHE: cache.path },
      });
      const shown = [...(await published(editor, folder))]
        .flatMap(([path, diagnostics]) =>
          diagnostics.map(
            ({ range: { start, end }, code, message }) =>
              `${path}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${code} ${message}`,
          ),
        )
        .sort();
      await editor.end();
      expect(shown, start).toEqual(reported);
      expect(readdirSync(join(cache.path, 'reading')), start).toHaveLength(1);
    }
  });

  it('leave the same text after all safe fixes', async () => {
    const folder = await exampleRepository();
    const editor = await startEditor({ folders: [folder.uri], command: [process.execPath, join(out, 'out/server.js'), '--stdio'] });
    const paths = [
      ...new Set(
        cli(folder)
          .findings.filter(({ fixes }) => fixes.some((fix) => fix.safe))
          .map(({ file }) => file),
      ),
    ];
    expect(paths.length).toBeGreaterThan(0);
    const before = new Map(paths.map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]));
    const inEditor = new Map<string, string>();
    for (const path of paths) {
      const uri = folder.uriOf(path);
      await editor.open(uri, readFileSync(join(folder.path, path), 'utf8'));
      await editor.diagnostics(uri);
      const [action] = await editor.actions(
        uri,
        { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        { only: ['source.fixAll'] },
      );
      if (action) await editor.apply((await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action)).edit!);
      inEditor.set(path, editor.text(uri));
      await editor.close(uri);
    }
    await editor.end();
    cli(folder, '--fix');
    const written = new Map(paths.map((path) => [path, readFileSync(join(folder.path, path), 'utf8')]));
    expect(Object.fromEntries(inEditor)).toEqual(Object.fromEntries(written));
    expect(Object.fromEntries(inEditor)).not.toEqual(Object.fromEntries(before));
  });

  it('agree on what was observed beside the code, also in a file that is open and typed in', async () => {
    const main =
      'resource "aws_iam_role" "deploy" {\n  name = "deploy"\n  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })\n}\n';
    const folder = makeFolder({
      'infra/main.tf': main,
      'other/user.tf':
        'resource "aws_iam_user" "alice" {\n  name = "alice"\n}\n\nresource "aws_iam_access_key" "alice" {\n  user = aws_iam_user.alice.name\n}\n',
    });
    execFileSync('git', ['init', '-q', folder.path]);
    const taken = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, '');
    for (const [source, name, text] of [
      ['aws-authorization-details', 'auth.json', JSON.stringify(authorizationDetails)],
      ['aws-credential-report', 'report.csv', credentialReport],
    ] as const) {
      writeFileSync(join(out, name), text);
      execFileSync(process.execPath, [join(out, 'out/cli.js'), 'observe', source, join(out, name), '--taken-at', taken], {
        cwd: folder.path,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    }
    const said = (path: string, range: Reported['range'], by: number, rule: unknown, message: string) =>
      `${path}:${range.start.line - by}:${range.start.column}-${range.end.line - by}:${range.end.column} ${rule} ${message}`;
    const reported = cli(folder, '.')
      .findings.filter(({ rule }) => rule.startsWith('drift/'))
      .map(({ rule, file, range, message }) => said(file, range, 0, rule, message))
      .sort();
    expect(reported.join('\n')).toMatch(/^infra\/main\.tf:1:.* drift\/shadow /m);

    const editor = await startEditor({ folders: [folder.uri], command: [process.execPath, join(out, 'out/server.js'), '--stdio'] });
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { posture: { problems: 'all' } } });
    const uri = folder.uriOf('infra/main.tf');
    await editor.open(uri, main, 'terraform');
    await editor.diagnostics(uri);
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const shown = (by: number): string[] => {
      const last = new Map<string, Diagnostic[]>();
      for (const { uri: at, diagnostics } of editor.published) last.set(decodeURIComponent(at.slice(folder.uri.length + 1)), diagnostics);
      return [...last]
        .flatMap(([path, diagnostics]) =>
          diagnostics
            .filter(({ code }) => String(code).startsWith('drift/'))
            .map(({ range: { start, end }, code, message }) =>
              said(
                path,
                { start: { line: start.line + 1, column: start.character + 1 }, end: { line: end.line + 1, column: end.character + 1 } },
                path === 'infra/main.tf' ? by : 0,
                code,
                String(message),
              ),
            ),
        )
        .sort();
    };
    await expect.poll(() => shown(0)).toEqual(reported);
    await editor.change(uri, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# a line\n\n' }]);
    await editor.diagnostics(uri);
    expect(shown(2)).toEqual(reported);
    await editor.end();
  });
});
