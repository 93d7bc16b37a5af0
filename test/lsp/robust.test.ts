// What no client should send and every server gets: ranges outside the text, changes to closed documents, thousands of
// edits, a byte order mark, and a rule that throws.
import { onTestFinished, describe, expect, it } from 'vitest';
import { rulesOf } from '../../rules/registry.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';

const uri = 'file:///srv/app/.github/workflows/ci.yml';
const workflow = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';

async function start(options: EditorOptions = { folders: ['file:///srv/app'] }): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

describe('odd clients', () => {
  it('may ask about places outside the text', async () => {
    const editor = await start();
    await editor.open(uri, workflow, 'yaml');
    const far = { start: { line: 900, character: 900 }, end: { line: 7, character: 900 } };
    expect(await editor.actions(uri, far)).toEqual([]);
    expect(await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 5000, character: 3 } })).toBeNull();
    await editor.change(uri, [{ range: { start: { line: 99, character: 0 }, end: { line: 99, character: 4 } }, text: '# end\n' }]);
    expect(await editor.underlined(uri)).toEqual(['write-all']);
  });

  it('may change and close what is not open, and ask about it', async () => {
    const editor = await start();
    await editor.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 7 }, contentChanges: [{ text: 'x' }] });
    await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await expect(editor.actions(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })).rejects.toMatchObject({ code: -32602 });
    await editor.open(uri, workflow, 'yaml');
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    expect(editor.logs.join('\n')).toContain('which is not open');
  });

  it('may type thousands of characters a second', async () => {
    const editor = await start();
    await editor.open(uri, workflow, 'yaml');
    const sent = [];
    for (let i = 0; i < 3000; i++) sent.push(editor.change(uri, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: i % 40 === 0 ? '#\n' : '#' }]));
    await Promise.all(sent);
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    expect(editor.published.length).toBeLessThan(300);
  });

  it('never get findings of an older version', async () => {
    const editor = await start();
    await editor.open(uri, workflow, 'yaml');
    for (let i = 0; i < 20; i++) {
      await editor.type(uri, i % 2 === 0 ? 'write-all' : '{}', i % 2 === 0 ? '{}' : 'write-all');
      expect(await editor.underlined(uri)).toEqual(i % 2 === 0 ? [] : ['write-all']);
    }
    const versions = editor.published.map((one) => one.version!);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it('may begin a text with a byte order mark, and end lines as they like', async () => {
    const editor = await start();
    await editor.open(uri, `\uFEFFpermissions: write-all\r\non: push\r\njobs: {}\r\n`, 'yaml');
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    const [diagnostic] = await editor.diagnostics(uri);
    expect(diagnostic!.range.start).toEqual({ line: 0, character: 14 });
  });

  it('are told UTF-16 whatever else they offer', async () => {
    const editor = await start({ folders: [], capabilities: { general: { positionEncodings: ['utf-8', 'utf-16'] } } });
    expect(editor.initialized.capabilities.positionEncoding).toBe('utf-16');
  });
});

describe('a rule that throws', () => {
  it('loses its own findings only, and is said', async () => {
    const throwing = async (areas: Parameters<typeof rulesOf>[0]): Promise<readonly Rule[]> => {
      const rules = await rulesOf(areas);
      const broken: Rule = { ...rules[0]!, id: 'github/broken', on: { workflow: () => { throw new Error('not prepared for this'); } } };
      return [broken, ...rules];
    };
    const editor = await start({ folders: ['file:///srv/app'], rulesOf: throwing });
    await editor.open(uri, workflow, 'yaml');
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    await expect.poll(() => editor.statuses.at(-1)).toMatchObject({ state: 'degraded', troubles: ['rule github/broken failed on .github/workflows/ci.yml'] });
    expect(editor.logs.join('\n')).toContain('not prepared for this');
  });
});
