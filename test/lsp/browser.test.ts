// The server of the web build: its bundle in a thread that has no process, no Buffer and no require, spoken to as a browser
// speaks to a worker; and the stand-ins for Node's modules against Node's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { existsSync, lstatSync, provide, readdirSync, readFileSync, withdraw } from '../../server/lsp/browser/memory-files.ts';
import * as paths from '../../server/lsp/browser/paths.ts';
import type { CheckWorkspaceResult, FileFindings } from '../../server/lsp/protocol/findings.ts';

describe('paths in a browser', () => {
  const segment = fc.constantFrom('a', 'b.tf', '.', '..', '', '.posture', 'x y', 'ü');
  const path = fc
    .tuple(fc.boolean(), fc.array(segment, { maxLength: 6 }))
    .map(([absolute, parts]) => `${absolute ? '/' : ''}${parts.join('/')}`);

  it('are joined and taken apart as Node does it', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(paths.join(a, b)).toBe(posix.join(a, b).replace(/(.)\/$/, '$1'));
        const whole = paths.join('/', a);
        expect([paths.dirname(whole), paths.basename(whole), paths.extname(whole), paths.resolve('/x', a, b)]).toEqual([
          posix.dirname(whole),
          posix.basename(whole),
          posix.extname(whole),
          posix.resolve('/x', a, b),
        ]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('files in a browser', () => {
  it('are there from when they were handed in until they are withdrawn, with their folders', () => {
    provide('/v/h/r/infra/main.tf', 'text ü');
    expect([existsSync('/v/h/r/infra'), existsSync('/v/h/r/infra/main.tf'), existsSync('/v/h/r/other')]).toEqual([true, true, false]);
    expect(lstatSync('/v/h/r/infra/main.tf')).toMatchObject({ size: 7 });
    expect(readFileSync('/v/h/r/infra/main.tf', 'utf8')).toBe('text ü');
    expect(readdirSync('/v/h/r')).toEqual(['infra']);
    expect(readdirSync('/v', { recursive: true })).toEqual(['h/r/infra/main.tf']);
    withdraw('/v/h/r/infra/main.tf');
    expect(existsSync('/v/h/r/infra/main.tf')).toBe(false);
    expect(() => readFileSync('/v/h/r/infra/main.tf')).toThrow('ENOENT');
    expect(lstatSync('/v/h/r/infra/main.tf', { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('the server in a browser', () => {
  let folder: string;
  let worker: Worker;
  let nextId = 1;
  const answers = new Map<number, (message: { result?: unknown; error?: { message: string } }) => void>();
  const published = new Map<string, Diagnostic[]>();
  const send = (message: object): void => worker.postMessage({ jsonrpc: '2.0', ...message });
  const ask = <T>(method: string, params: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      answers.set(id, ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result as T)));
      send({ id, method, params });
    });
  const root = 'file:///vscode-vfs/github/acme/shop';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'posture-web-'));
    const { buildForBrowser } = (await import('../../scripts/build-for-browser.mjs' as string)) as {
      buildForBrowser(out: string, shared: object): Promise<unknown>;
    };
    await buildForBrowser(folder, { bundle: true, minify: true, legalComments: 'none', logLevel: 'warning', metafile: true });
    // What a worker of a browser has, and nothing of what Node has besides.
    const start = `
      const { parentPort, workerData } = require('node:worker_threads');
      const text = require('node:fs').readFileSync(workerData, 'utf8');
      globalThis.self = globalThis;
      globalThis.postMessage = (message) => parentPort.postMessage(message);
      globalThis.addEventListener = () => undefined;
      parentPort.on('message', (data) => globalThis.onmessage({ data }));
      for (const name of ['process', 'Buffer', 'setImmediate', 'global']) delete globalThis[name];
      (0, eval)(text);`;
    worker = new Worker(start, { eval: true, workerData: join(folder, 'server-web.js') });
    worker.on('message', (message: { id?: number; method?: string; params?: never; result?: unknown }) => {
      if (message.method === 'textDocument/publishDiagnostics') {
        const { uri, diagnostics } = message.params as unknown as { uri: string; diagnostics: Diagnostic[] };
        published.set(uri, diagnostics);
      } else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
      else if (message.id !== undefined) answers.get(message.id)?.(message);
    });
    await ask('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: root, name: 'shop' }],
      capabilities: { textDocument: { publishDiagnostics: {} } },
      initializationOptions: { trusted: true },
    });
    send({ method: 'initialized', params: {} });
  });
  afterAll(async () => {
    await worker?.terminate();
    rmSync(folder, { recursive: true, force: true });
  });

  it('checks an open document among the files that were handed in', async () => {
    const uri = `${root}/infra/main.tf`;
    await ask('posture/files', {
      files: [
        { uri: `${root}/infra/variables.tf`, text: 'variable "actions" {\n  default = "s3:*"\n}\n' },
        { uri, text: '' },
      ],
      gone: [],
    });
    const text =
      'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n';
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'terraform', version: 1, text } } });
    await expect.poll(() => published.get(uri)?.length).toBeGreaterThan(0);
  });

  it('checks a program, which takes TypeScript', async () => {
    const uri = `${root}/stack.ts`;
    const text =
      "import * as iam from 'aws-cdk-lib/aws-iam';\nexport const all = new iam.PolicyStatement({ actions: ['*'], resources: ['*'] });\n";
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'typescript', version: 1, text } } });
    await expect.poll(() => published.get(uri)?.length).toBeGreaterThan(0);
  });

  it('checks everything that was handed in, and calls no line new that git would have to tell', async () => {
    await ask('posture/files', {
      files: [
        {
          uri: `${root}/.github/workflows/ci.yml`,
          text: 'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n',
        },
      ],
      gone: [],
    });
    expect(await ask<CheckWorkspaceResult>('posture/checkWorkspace', {})).toMatchObject({ cancelled: false });
    const found = (await ask<FileFindings[]>('posture/findings', {})).find(({ path }) => path === '.github/workflows/ci.yml');
    expect(found?.findings.map(({ rule, changed }) => [rule, changed])).toEqual([['github/write-all-permissions', undefined]]);
  });
});
