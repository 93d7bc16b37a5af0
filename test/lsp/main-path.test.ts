// The main path of an editor: a text is opened, findings stand on the exact tokens, typing moves them, a fix repairs.
import { afterEach, describe, expect, it } from 'vitest';
import { CodeActionTriggerKind, type CodeAction } from 'vscode-languageserver/node';
import { makeFolder } from './folder.ts';
import { startEditor, type Editor } from './editor.ts';

const uri = 'file:///srv/app/.github/workflows/ci.yml';
const workflow = `name: CI
on: push
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
`;

let editor: Editor;
afterEach(() => editor.end());

describe('diagnostics', () => {
  it('underlines the exact token, names the rule and links its page', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    const [diagnostic, ...others] = await editor.diagnostics(uri);
    expect(others).toEqual([]);
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    expect(diagnostic).toMatchObject({
      code: 'github/write-all-permissions',
      source: 'posture',
      severity: 1,
      codeDescription: { href: 'file:///pages/github/write-all-permissions.md' },
      range: { start: { line: 2, character: 13 }, end: { line: 2, character: 22 } },
    });
  });

  it('follows unsaved typing and says which version it is about', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    await editor.type(uri, 'name: CI\n', 'name: CI\n# \u{1F600}\n\n');
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    await editor.type(uri, 'write-all', '{}');
    expect(await editor.diagnostics(uri)).toEqual([]);
    await editor.type(uri, '{}', 'write-all');
    expect(await editor.underlined(uri)).toEqual(['write-all']);
    expect(editor.published.at(-1)).toMatchObject({ uri, version: 4 });
  });
});

describe('code actions', () => {
  it('repair the text when the user picks one, and the finding goes', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    const [diagnostic] = await editor.diagnostics(uri);
    const actions = await editor.actions(uri, diagnostic!.range);
    expect(
      actions.every(
        (action) => action.kind === 'quickfix' && action.edit === undefined && action.diagnostics?.[0]?.code === diagnostic!.code,
      ),
    ).toBe(true);
    const repair = actions[0]!;
    const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', repair);
    await editor.apply(resolved.edit!);
    expect(editor.text(uri)).not.toContain('write-all');
    expect(await editor.underlined(uri)).toEqual([]);
  });

  it('suppress with a reason and an end, on a line above', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    const [diagnostic] = await editor.diagnostics(uri);
    const actions = await editor.actions(uri, diagnostic!.range);
    const ignore = actions.at(-1)!;
    expect(ignore.title).toBe('Ignore github/write-all-permissions here, with a reason, for 90 days');
    const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', ignore);
    await editor.apply(resolved.edit!);
    expect(editor.text(uri)).toContain(
      'on: push\n# posture-ignore github/write-all-permissions until=2027-02-19: say why this is fine\npermissions: write-all\n',
    );
    expect(await editor.diagnostics(uri)).toEqual([]);
  });

  it('repair every finding of the rule in the file at once', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    const jobs = workflow.replace('permissions: write-all\n', '').replace('    steps:', '    permissions: write-all\n    steps:');
    await editor.open(
      uri,
      `${jobs}  other:\n    runs-on: ubuntu-latest\n    permissions: write-all\n    steps:\n      - run: make\n`,
      'yaml',
    );
    const [first, second] = await editor.diagnostics(uri);
    expect(second).toBeDefined();
    const actions = await editor.actions(uri, first!.range);
    expect(actions[1]!.title).toBe(`${actions[0]!.title}: all 2 in this file`);
    const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', actions[1]);
    await editor.apply(resolved.edit!);
    expect(editor.text(uri)).not.toContain('write-all');
    expect(await editor.diagnostics(uri)).toEqual([]);
  });

  it('are offered for a whole file only where they can be made together, and each that is offered can be made', async () => {
    const folder = makeFolder();
    editor = await startEditor({
      folders: [folder.uri],
      initializationOptions: { settings: { profile: 'audit', minimumSeverity: 'info' } },
    });
    const roles = folder.uriOf('main.bicep');
    const identity = (name: string): string =>
      `resource ${name} 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: '${name}'\n  location: 'westeurope'\n}\n`;
    await editor.open(roles, identity('a') + identity('b'), 'bicep');
    const ownerless = (await editor.diagnostics(roles)).filter(({ code }) => code === 'identity/no-owner');
    expect(ownerless).toHaveLength(2);
    const actions = await editor.actions(roles, ownerless[0]!.range);
    // Each would make the file with the owners anew.
    expect(actions.map(({ title }) => title)).toContain('Name an owner in CODEOWNERS: fill in the team');
    expect(actions.filter(({ title }) => title.endsWith('in this file'))).toEqual([]);
    for (const action of actions)
      if (!action.command)
        expect((await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action)).edit, action.title).toBeDefined();
  });

  it('are not made for a text that has moved on', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    const [diagnostic] = await editor.diagnostics(uri);
    const [repair] = await editor.actions(uri, diagnostic!.range);
    await editor.type(uri, 'name: CI', 'name: Other');
    await expect(editor.connection.sendRequest('codeAction/resolve', repair)).rejects.toMatchObject({ code: -32801 });
  });

  it('carry their edits where the client cannot ask for them later', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'], capabilities: {} });
    await editor.open(uri, workflow, 'yaml');
    const [diagnostic] = await editor.diagnostics(uri);
    const actions = await editor.actions(uri, diagnostic!.range);
    expect(actions.length).toBeGreaterThan(1);
    for (const action of actions) expect(Object.keys(action.edit!.changes!)).toEqual([uri]);
  });
});

describe('source.fixAll.posture', () => {
  const mcpUri = 'file:///srv/app/.vscode/mcp.json';
  const mcp =
    '{\n  "inputs": [\n    { "id": "api-key", "type": "promptString", "description": "API key" }\n  ],\n  "servers": {\n    "search": { "command": "search-mcp", "env": { "API_KEY": "${input:api-key}" } }\n  }\n}\n';
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };

  it('applies the safe fixes of the document, and only when it is asked for', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(mcpUri, mcp, 'jsonc');
    expect(await editor.underlined(mcpUri)).toEqual(['api-key']);
    expect((await editor.actions(mcpUri, everywhere)).every((action) => action.kind === 'quickfix')).toBe(true);
    const [action, ...others] = await editor.actions(mcpUri, everywhere, { only: ['source.fixAll.posture'] });
    expect(others).toEqual([]);
    const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    await editor.apply(resolved.edit!);
    expect(editor.text(mcpUri)).toBe(mcp.replace('"API key" }', '"API key", "password": true }'));
    expect(await editor.diagnostics(mcpUri)).toEqual([]);
    expect(await editor.actions(mcpUri, everywhere, { only: ['source'] })).toEqual([]);
  });

  it('brings its edit at once to a client that asks while it saves', async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(mcpUri, mcp, 'jsonc');
    const only = ['source.fixAll.posture'];
    const [menu] = await editor.actions(mcpUri, everywhere, { only, triggerKind: CodeActionTriggerKind.Invoked });
    expect(menu!.edit).toBeUndefined();
    const [saving] = await editor.actions(mcpUri, everywhere, { only, triggerKind: CodeActionTriggerKind.Automatic });
    await editor.apply(saving!.edit!);
    expect(editor.text(mcpUri)).toContain('"password": true');
    expect(await editor.actions(mcpUri, everywhere, { only, triggerKind: CodeActionTriggerKind.Automatic })).toEqual([]);
  });
});

describe('hover', () => {
  it("shows the rule's text on the token and nothing beside it", async () => {
    editor = await startEditor({ folders: ['file:///srv/app'] });
    await editor.open(uri, workflow, 'yaml');
    const hover = await editor.hover(uri, 'write-all');
    expect(hover).toMatchObject({ contents: { kind: 'markdown' }, range: { start: { line: 2, character: 13 } } });
    expect((hover!.contents as { value: string }).value).toContain('github/write-all-permissions');
    expect(await editor.hover(uri, 'ubuntu')).toBeNull();
  });
});
