// Notebooks: each cell is a document of its own, in its own language, judged as a part of the folder that its notebook lies
// in.
import { onTestFinished, expect, it } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import type { FileFindings } from '../../server/lsp/protocol/findings.ts';
import { startEditor } from './editor.ts';
import { makeFolder } from './folder.ts';

it('cells are opened, changed, added and closed one by one', async () => {
  const folder = makeFolder({ 'lab/train.ipynb': '{ "cells": [] }', '.git/HEAD': 'ref: refs/heads/main\n' });
  const editor = await startEditor({ folders: [folder.uri] });
  onTestFinished(() => editor.end());
  expect(editor.initialized.capabilities.notebookDocumentSync).toMatchObject({ notebookSelector: [{ notebook: '*' }] });
  const notebook = folder.uriOf('lab/train.ipynb');
  const cell = (id: string): string => `${notebook.replace(/^file:/, 'vscode-notebook-cell:')}#${id}`;
  const secret = fillTokens('TOKEN = "{{token:github-pat}}"\n');
  const item = (uri: string, text: string, languageId = 'python') => ({ uri, languageId, version: 1, text });
  const last = (uri: string): PublishDiagnosticsParams | undefined => editor.published.findLast((one) => one.uri === uri);
  const found = (uri: string): unknown[] | undefined => last(uri)?.diagnostics.map((one) => one.code);
  await editor.connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: {
      uri: notebook,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: [
        { kind: 2, document: cell('a') },
        { kind: 2, document: cell('b') },
      ],
    },
    cellTextDocuments: [item(cell('a'), 'import os\n'), item(cell('b'), secret)],
  });
  await expect.poll(() => found(cell('b'))).toEqual(['secret/provider-token']);
  expect(found(cell('a'))).toEqual([]);
  expect(last(cell('b'))!.diagnostics[0]!.range.start).toEqual({ line: 0, character: 9 });
  await editor.connection.sendNotification('notebookDocument/didChange', {
    notebookDocument: { uri: notebook, version: 2 },
    change: { cells: { textContent: [{ document: { uri: cell('a'), version: 2 }, changes: [{ text: `\n${secret}` }] }] } },
  });
  await expect.poll(() => last(cell('a'))).toMatchObject({ version: 2, diagnostics: [{ range: { start: { line: 1 } } }] });
  await editor.connection.sendNotification('notebookDocument/didChange', {
    notebookDocument: { uri: notebook, version: 3 },
    change: {
      cells: {
        structure: {
          array: { start: 1, deleteCount: 1, cells: [{ kind: 2, document: cell('c') }] },
          didOpen: [item(cell('c'), `export TOKEN=${secret.slice(9, -2)}\n`, 'shellscript')],
          didClose: [{ uri: cell('b') }],
        },
      },
    },
  });
  await expect.poll(() => [found(cell('b')), found(cell('c'))]).toEqual([[], ['secret/provider-token']]);
  // The configuration of the folder counts for cells as well.
  folder.write('.posture/config.yaml', 'rules:\n  secret/provider-token:\n    off: made for this test\n');
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: folder.uriOf('.posture/config.yaml'), type: 1 }],
  });
  await expect.poll(() => [found(cell('a')), found(cell('c'))]).toEqual([[], []]);
  await editor.connection.sendNotification('notebookDocument/didClose', {
    notebookDocument: { uri: notebook },
    cellTextDocuments: [{ uri: cell('a') }, { uri: cell('c') }],
  });
  await expect.poll(() => last(cell('c'))).toEqual({ uri: cell('c'), diagnostics: [] });
});

it('that are open are told cell by cell, and their files only while they are closed', async () => {
  const secret = fillTokens('TOKEN = "{{token:github-pat}}"\n');
  const text = JSON.stringify(
    { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: 'code', metadata: {}, outputs: [], source: [secret] }] },
    undefined,
    1,
  );
  const folder = makeFolder({ 'lab/train.ipynb': text, 'lab/beside.py': 'import os\n', '.git/HEAD': 'ref: refs/heads/main\n' });
  const editor = await startEditor({ folders: [folder.uri], initializationOptions: { settings: { problems: 'all' } } });
  onTestFinished(() => editor.end());
  const notebook = folder.uriOf('lab/train.ipynb');
  const cell = `${notebook.replace(/^file:/, 'vscode-notebook-cell:')}#a`;
  const found = (uri: string): unknown[] => editor.published.findLast((one) => one.uri === uri)?.diagnostics.map((one) => one.code) ?? [];
  const listed = async (): Promise<string[]> =>
    (await editor.connection.sendRequest<FileFindings[]>('posture/findings', {})).map(({ path }) => path);
  await editor.connection.sendRequest('posture/checkWorkspace', {});
  expect(found(notebook)).toEqual(['secret/provider-token']);
  await editor.connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: { uri: notebook, notebookType: 'jupyter-notebook', version: 1, cells: [{ kind: 2, document: cell }] },
    cellTextDocuments: [{ uri: cell, languageId: 'python', version: 1, text: secret }],
  });
  await expect.poll(() => [found(cell), found(notebook)]).toEqual([['secret/provider-token'], []]);
  expect(await listed()).toEqual(['lab/train.ipynb#a']);
  await editor.connection.sendNotification('notebookDocument/didClose', {
    notebookDocument: { uri: notebook },
    cellTextDocuments: [{ uri: cell }],
  });
  await expect.poll(() => [found(cell), found(notebook)]).toEqual([[], ['secret/provider-token']]);
  expect(await listed()).toEqual(['lab/train.ipynb']);
});
