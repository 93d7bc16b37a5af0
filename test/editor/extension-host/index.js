// Runs inside VS Code's extension host: what the extension does before and after it wakes, and that every command it
// contributes can be called. `run` rejects with the first thing that is not as it should be.
const assert = require('node:assert/strict');
const vscode = require('vscode');

async function until(test, what) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await Promise.resolve(test()).catch(() => undefined);
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const run = (command, ...given) => vscode.commands.executeCommand(`posture.${command}`, ...given);

/** Calls a command that asks something, and leaves the question; it has to come back. */
async function asked(command, ...given) {
  const running = run(command, ...given);
  let back = false;
  running.then(
    () => (back = true),
    () => (back = true),
  );
  await until(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return back;
  }, `posture.${command} comes back when its question is left`);
  return running;
}

/** What each contributed command has to do when it is called: one entry a command, so that a new one is not forgotten. */
const calls = {
  checkWorkspace: () => run('checkWorkspace'),
  showMenu: () => asked('showMenu'),
  repair: async (document, place) => {
    await run('repair', {
      kind: 'finding',
      located: { uri: document.uri.toString(), path: '', finding: { rule: 'github/write-all-permissions', range: place } },
    });
    await vscode.commands.executeCommand('hideCodeActionWidget').then(undefined, () => undefined);
    assert.equal(document.isDirty, false, 'a repair without a title opens the menu and changes nothing');
  },
  accept: (document, place, ref) => asked('accept', ref),
  approveIdentity: () => asked('approveIdentity'),
  compareApproved: (_document, _place, ref) => run('compareApproved', ref),
  review: () => run('review'),
  showIdentity: () => asked('showIdentity'),
  goToIdentity: async (document) => {
    await run('goToIdentity', {
      root: '',
      id: '',
      location: { uri: document.uri.toString(), range: { start: { line: 5, character: 2 }, end: { line: 5, character: 7 } } },
    });
    await until(() => vscode.window.activeTextEditor?.selection.start.line === 5, 'the line of the identity is shown');
    await run('goToIdentity');
  },
  syncDecisions: () => run('syncDecisions'),
  resolveConflicts: () => run('resolveConflicts'),
  refreshDecisions: () => run('refreshDecisions'),
  openRecord: async (document) => {
    await run('openRecord', {
      kind: 'decision',
      decision: { record: { uri: document.uri.toString(), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } } },
    });
    await until(() => vscode.window.activeTextEditor?.selection.start.line === 0, 'the record is shown');
  },
  fixEverywhere: () => run('fixEverywhere', { rule: 'github/write-all-permissions', title: 'No such repair' }),
  async toggleAllProblems() {
    const setting = () => vscode.workspace.getConfiguration('posture').get('problems');
    await run('toggleAllProblems');
    assert.equal(setting(), 'all');
    await run('toggleAllProblems');
    assert.equal(setting(), 'important');
  },
  filterFindings: () => run('filterFindings', 'nothing holds this'),
  clearFilter: () => run('clearFilter'),
  filterIdentities: () => run('filterIdentities', 'nothing holds this'),
  clearIdentityFilter: () => run('clearIdentityFilter'),
  groupByRule: () => run('groupByRule'),
  groupByFile: () => run('groupByFile'),
  groupBySeverity: () => run('groupBySeverity'),
  groupByOwner: () => run('groupByOwner'),
  groupByCause: () => run('groupByCause'),
  refreshFindings: () => run('refreshFindings'),
  async showRule() {
    await run('showRule', 'github/write-all-permissions');
    await until(() => tabs().some((tab) => tab.label.includes('write-all-permissions')), 'the page of the rule is open');
  },
  async openWalkthrough() {
    await run('openWalkthrough');
    await until(() => tabs().some((tab) => /Welcome|Identity Posture/.test(tab.label)), 'the walkthrough is open');
  },
  showOutput: () => run('showOutput'),
  // Last: the others ask the server that runs.
  restartServer: () => run('restartServer'),
};

async function everyCommand(contributed, document) {
  assert.deepEqual(
    contributed.map((command) => command.replace('posture.', '')).sort(),
    Object.keys(calls).sort(),
    'every contributed command is called here',
  );
  const [finding] = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === 'posture');
  const place = { start: finding.range.start, end: finding.range.end };
  const ref = { uri: document.uri.toString(), rule: finding.code.value, anchor: 'gone' };
  for (const view of ['findings', 'decisions', 'identities']) await run(`${view}.focus`);
  for (const [name, call] of Object.entries(calls)) {
    await Promise.race([
      call(document, place, ref),
      new Promise((_, reject) => setTimeout(() => reject(new Error(`waited in vain until posture.${name} came back`)), 60_000)),
    ]);
  }
}

/**
 * VS Code drops its question for fixes on save when an extension registers code actions before everybody has answered. Here
 * one does exactly that, the first time it is asked: before our server can have answered.
 */
async function fixesOnSave() {
  const editor = vscode.workspace.getConfiguration('editor');
  await editor.update('codeActionsOnSave', { 'source.fixAll.posture': 'explicit' }, vscode.ConfigurationTarget.Global);
  const [file] = await vscode.workspace.findFiles('.vscode/mcp.json');
  const document = await vscode.workspace.openTextDocument(file);
  await until(
    () => vscode.languages.getDiagnostics(document.uri).some((one) => one.source === 'posture'),
    'the finding of the agent is there',
  );
  const kind = vscode.CodeActionKind.SourceFixAll.append('posture');
  const registered = [];
  const provideCodeActions = (_document, _range, { only }) => {
    if (registered.length === 1 && only)
      registered.push(vscode.languages.registerCodeActionsProvider('plaintext', { provideCodeActions: () => [] }));
    return [];
  };
  registered.push(
    vscode.languages.registerCodeActionsProvider({ pattern: '**/mcp.json' }, { provideCodeActions }, { providedCodeActionKinds: [kind] }),
  );
  try {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 1), ' ');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await until(() => !document.isDirty, 'the document is saved');
    assert.match(document.getText(), /"password": true/, 'what is saved is repaired');
    assert.equal(registered.length, 2, 'and the question was dropped once');
  } finally {
    registered.forEach((one) => one.dispose());
    await editor.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
  }
}

exports.run = async () => {
  const extension = vscode.extensions.getExtension('identity-posture.identity-posture');
  assert.ok(extension, 'the extension is installed');
  // The editor may open a JSON document of its own while it starts, so whether it is awake by now is not for us to say;
  // what wakes it is.
  const wakes = extension.packageJSON.activationEvents;
  assert.ok(
    wakes.length > 0 && wakes.every((event) => /^on(?:Language|View|Command|Walkthrough):/.test(event)),
    `nothing is loaded before it is needed: ${wakes.join(', ')}`,
  );
  // How long it takes is measured apart (test/lsp/activation.test.ts): here all other extensions wake at the same time.
  await extension.activate();

  const [file] = await vscode.workspace.findFiles('.github/workflows/ci.yml');
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  const own = () => vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === 'posture');
  await until(() => own().length === 1, 'the finding is there');
  assert.equal(document.getText(own()[0].range), 'write-all');
  assert.equal(own()[0].code.value, 'github/write-all-permissions');

  const contributed = extension.packageJSON.contributes.commands.map(({ command }) => command);
  const known = await vscode.commands.getCommands(true);
  assert.deepEqual(
    contributed.filter((command) => !known.includes(command)),
    [],
    'every contributed command is registered',
  );

  await everyCommand(contributed, document);
  await vscode.window.showTextDocument(document, editor.viewColumn);
  await until(() => own().length === 1, 'the finding is there again after a restart');
  await vscode.workspace.getConfiguration('posture').update('minimumSeverity', 'critical', vscode.ConfigurationTarget.Global);
  await until(() => own().length === 0, 'the setting hides what is milder');
  await vscode.workspace.getConfiguration('posture').update('minimumSeverity', undefined, vscode.ConfigurationTarget.Global);
  await until(() => own().length === 1, 'the setting shows it again');

  const actions = await until(async () => {
    const found = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, own()[0].range, undefined, 10);
    return found.length > 1 && found;
  }, 'actions are offered');
  await vscode.workspace.applyEdit(actions[0].edit);
  await until(() => own().length === 0, 'the repair removes the finding');

  await fixesOnSave();

  const untitled = await vscode.workspace.openTextDocument({
    language: 'json',
    content: '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }',
  });
  await until(
    () => vscode.languages.getDiagnostics(untitled.uri).some((one) => one.source === 'posture'),
    'a buffer that was never saved is checked',
  );
};
