// Runs inside VS Code's extension host: what the extension does before and after it wakes, and that every command it
// contributes can be called. `run` rejects with the first thing that is not as it should be.
const assert = require('node:assert/strict');
const vscode = require('vscode');

async function until(test, what) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await Promise.resolve(test()).catch(() => undefined);
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

exports.run = async () => {
  const extension = vscode.extensions.getExtension('identity-posture.identity-posture');
  assert.ok(extension, 'the extension is installed');
  // The editor may open a JSON document of its own while it starts, so whether it is awake by now is not for us to say;
  // what wakes it is.
  const wakes = extension.packageJSON.activationEvents;
  assert.ok(wakes.length > 0 && wakes.every((event) => /^on(?:Language|View|Command|Walkthrough):/.test(event)), `nothing is loaded before it is needed: ${wakes.join(', ')}`);
  const asleep = !extension.isActive;

  // Work is measured, not waiting: the machine that runs this may have other things to do.
  const began = performance.now();
  const before = process.cpuUsage();
  await extension.activate();
  const { user, system } = process.cpuUsage(before);
  const work = (user + system) / 1000;
  console.log(`activated in ${(performance.now() - began).toFixed(1)} ms, ${work.toFixed(1)} ms of work`);
  assert.ok(!asleep || work < 200, `the extension took ${work} ms of work to wake`);

  const [file] = await vscode.workspace.findFiles('.github/workflows/ci.yml');
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  const own = () => vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === 'posture');
  await until(() => own().length === 1, 'the finding is there');
  assert.equal(document.getText(own()[0].range), 'write-all');
  assert.equal(own()[0].code.value, 'github/write-all-permissions');

  const contributed = extension.packageJSON.contributes.commands.map(({ command }) => command);
  const known = await vscode.commands.getCommands(true);
  assert.deepEqual(contributed.filter((command) => !known.includes(command)), [], 'every contributed command is registered');
  await vscode.commands.executeCommand('posture.showOutput');
  await vscode.commands.executeCommand('posture.checkWorkspace');
  for (const command of ['posture.groupByFile', 'posture.groupBySeverity', 'posture.groupByRule', 'posture.refreshFindings', 'posture.findings.focus']) await vscode.commands.executeCommand(command);
  await vscode.commands.executeCommand('posture.showRule', 'github/write-all-permissions');
  await until(() => vscode.window.tabGroups.all.flatMap((group) => group.tabs).some((tab) => tab.label.includes('write-all-permissions')), 'the page of the rule is open');
  await vscode.window.showTextDocument(document, editor.viewColumn);

  await vscode.commands.executeCommand('posture.restartServer');
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

  const untitled = await vscode.workspace.openTextDocument({ language: 'json', content: '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] }' });
  await until(() => vscode.languages.getDiagnostics(untitled.uri).some((one) => one.source === 'posture'), 'a buffer that was never saved is checked');
};
