// Repairs that are called from a view: the same code actions that the editor offers at the place, found by their title.
import { commands, ConfigurationTarget, ProgressLocation, window, workspace, type CodeAction, type TextEditor } from 'vscode';
import type { FirstThing, FixEverywhereMethod, FixEverywhereParams, FixEverywhereResult } from '../server/lsp/protocol/findings.ts';
import { counted, plain, rangeIn, uriIn } from './places.ts';
import type { Server } from './server.ts';

const fixEverywhere: FixEverywhereMethod = 'posture/fixEverywhere';
/** Right after a file was opened the server still reads it. */
const attempts = 25;
const pause = 200;

/** Opens the file and applies the first repair there. Where it is not offered, the editor's own menu of repairs opens. */
export async function repairThing(server: Server, thing: Pick<FirstThing, 'uri' | 'range' | 'fix' | 'rule'>): Promise<void> {
  const editor = await showAt(server, thing);
  const action = thing.fix === undefined ? undefined : await offered(editor, thing.fix, thing.rule);
  if (!action?.edit) return void (await commands.executeCommand('editor.action.quickFix'));
  await workspace.applyEdit(action.edit);
  if (action.command) await commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Puts the cursor on a finding. */
async function showAt(server: Server, { uri, range }: Pick<FirstThing, 'uri' | 'range'>): Promise<TextEditor> {
  const document = await workspace.openTextDocument(uriIn(server, uri));
  return window.showTextDocument(document, { selection: rangeIn(range), preview: false });
}

async function offered(editor: TextEditor, title: string, rule: string): Promise<CodeAction | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      const found = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        editor.selection,
        'quickfix',
        50,
      );
      const action =
        found.find((one) => one.title === title && one.diagnostics?.some(({ code }) => codeText(code) === rule)) ??
        found.find((one) => one.title === title);
      if (action?.edit) return action;
    } catch {
      // Cancelled because the text is still being read: asked again.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return undefined;
}

function codeText(code: unknown): unknown {
  return typeof code === 'object' && code !== null && 'value' in code ? code.value : code;
}

/** One repair of one rule in the whole workspace, shown for a yes before anything changes. */
export async function repairEverywhere(server: Server, params: FixEverywhereParams): Promise<void> {
  const result = await window.withProgress({ location: ProgressLocation.Window, title: `${plain(params.title)}: everywhere` }, () =>
    server.ask<FixEverywhereResult>(fixEverywhere, params),
  );
  if (result.fixes === 0)
    return void window.showInformationMessage(`No finding of ${params.rule} can be repaired by “${plain(params.title)}”.`);
  const how = await window.showQuickPick(
    [
      { label: `$(check) Change ${counted(result.files, 'file')}`, detail: 'Nothing is saved; undo takes it back.', preview: false },
      { label: '$(preview) Choose in a preview', detail: 'File by file, each with what changes.', preview: true },
    ],
    {
      title: `${plain(params.title)}: ${counted(result.fixes, 'place')} in ${counted(result.files, 'file')}`,
      placeHolder: result.left > 0 ? `It does not fit ${counted(result.left, 'more finding')} of ${params.rule}` : params.rule,
    },
  );
  if (!how) return;
  // Each file asks for confirmation by its annotation, and the editor then shows all of them.
  const edit = how.preview
    ? result.edit
    : {
        ...result.edit,
        changeAnnotations: Object.fromEntries(
          Object.entries(result.edit.changeAnnotations ?? {}).map(([id, annotation]) => [id, { ...annotation, needsConfirmation: false }]),
        ),
      };
  const applied = await workspace.applyEdit(await server.editOf(edit), { isRefactoring: true });
  if (applied)
    void window.setStatusBarMessage(
      `$(shield) ${counted(result.fixes, 'repair')} in ${counted(result.files, 'file')}${result.left > 0 ? `; ${result.left} left` : ''}`,
      10_000,
    );
}

/** What the Problems list holds of files that are not open: everything, or what asks for attention. */
export async function toggleAllProblems(): Promise<void> {
  const settings = workspace.getConfiguration('posture');
  const all = settings.get('problems') === 'all';
  const target = settings.inspect('problems')?.workspaceValue === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await settings.update('problems', all ? undefined : 'all', target);
  void window.setStatusBarMessage(
    `$(shield) ${all ? 'The Problems list holds what asks for attention.' : 'The Problems list holds every finding.'}`,
    5000,
  );
}
