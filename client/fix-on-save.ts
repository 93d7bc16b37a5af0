// Safe fixes as a document is saved, for people who have set `editor.codeActionsOnSave` so. VS Code asks for them itself, and
// drops the question when any extension registers code actions before it is answered, as many do in their first seconds. What
// it does then differs: it saves what should have been repaired, or it does not save at all, and never says so. A document
// that is about to be saved is therefore handed its fixes here as well (whoever of the two comes second finds nothing left to
// repair), and one whose save was given up with the question, or that was written before its fixes came to it, is saved
// again, as its user would.
import {
  languages,
  workspace,
  type CancellationToken,
  type CodeActionContext,
  type Disposable,
  type DocumentFilter,
  type TextDocument,
  type TextEdit,
} from 'vscode';
import type { CodeAction, CodeActionParams } from 'vscode-languageclient';
import { asksForFixes, fixAllKind } from './save-setting.ts';
import { seeWritten, textWith } from './see-written.ts';
import type { Server } from './server.ts';

/** `CodeActionTriggerKind.Automatic`, in VS Code as in the protocol: whoever asks acts on the answer by itself. */
const automatic = 2;
/** From then on, in milliseconds, VS Code shows that it is saving, and people may end that. They are not worked against. */
const endedByUser = 3000;
/** So often one text is saved again. */
const mostTimes = 5;

export function createFixOnSave(server: Server, selector: readonly DocumentFilter[], failed: (error: unknown) => void): Disposable {
  return workspace.onWillSaveTextDocument((event) => {
    const { document, reason } = event;
    if (!server.isRunning() || languages.match(selector, document) === 0) return;
    if (!asksForFixes(workspace.getConfiguration('editor', document).get('codeActionsOnSave'), reason)) return;
    event.waitUntil(
      safeFixes(server, document).then(
        (edits) => {
          if (edits.length > 0)
            seeWritten(
              document,
              textWith(
                document.getText(),
                edits.map(({ range, newText }) => ({
                  start: document.offsetAt(range.start),
                  end: document.offsetAt(range.end),
                  text: newText,
                })),
              ),
            );
          return edits;
        },
        (error: unknown) => {
          failed(error);
          return [];
        },
      ),
    );
  });
}

/** Edits of the document, as its text stands now; none when it has moved on meanwhile. */
async function safeFixes(server: Server, document: TextDocument): Promise<TextEdit[]> {
  const { version } = document;
  const params: CodeActionParams = {
    textDocument: { uri: server.toServer(document.uri.toString()) },
    range: { start: { line: 0, character: 0 }, end: { line: document.lineCount, character: 0 } },
    context: { diagnostics: [], only: [fixAllKind], triggerKind: automatic },
  };
  const actions = await server.ask<CodeAction[] | null>('textDocument/codeAction', params);
  const edits: TextEdit[] = [];
  for (const { edit } of actions ?? []) if (edit) edits.push(...(await server.editOf(edit)).get(document.uri));
  return document.version === version ? edits : [];
}

/** Gives what looks at each question for actions, and saves again what VS Code gave up saving when it dropped one. */
export function createSavingAgain() {
  const again = new WeakMap<TextDocument, { readonly version: number; times: number }>();

  function saveAgain(document: TextDocument, version: number): void {
    if (document.isClosed || !document.isDirty || document.version !== version) return;
    const known = again.get(document);
    const tries = known?.version === version ? known : { version, times: 0 };
    again.set(document, tries);
    if (tries.times++ < mostTimes) void document.save();
  }

  return function watch(document: TextDocument, { only, triggerKind }: CodeActionContext, token: CancellationToken): void {
    if (only === undefined || !only.value.startsWith('source') || triggerKind !== automatic) return;
    const { version } = document;
    const at = Date.now();
    token.onCancellationRequested(() => {
      // The editor hears first that the question was dropped, and saves after that.
      if (Date.now() - at <= endedByUser) setTimeout(() => saveAgain(document, version));
    });
  };
}
