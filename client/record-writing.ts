// A record that the server made, written as an edit, so that undo works, and saved: it counts when the team has merged it.
import { commands, window, workspace } from 'vscode';
import type { DecideResult } from '../server/lsp/protocol/decisions.ts';
import { plain, uriIn } from './places.ts';
import type { Server } from './server.ts';

export async function writeRecord(server: Server, { edit: made, record, next }: Extract<DecideResult, { edit: unknown }>): Promise<void> {
  const edit = await server.editOf(made);
  if (!(await workspace.applyEdit(edit))) return void window.showErrorMessage('The record was not written: the editor refused the edit.');
  for (const [uri] of edit.entries()) await (await workspace.openTextDocument(uri)).save();
  void window.showInformationMessage(plain(next), 'Open Record').then((choice) => {
    if (choice) void commands.executeCommand('vscode.open', uriIn(server, record));
  });
}
