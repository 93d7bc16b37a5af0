// One repair of one rule over everything that was read: an edit with a change annotation a file, so that an editor shows
// all of it before anything is done. Only repairs of the title that was picked are made.
import type { AnnotatedTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import type { FixContext, TextEdit } from '../engine/fix.ts';
import { editsCollide } from '../engine/fix.ts';
import type { ActionAbilities } from './code-actions.ts';
import { workspaceEditOf } from './convert.ts';
import type { FixEverywhereParams, FixEverywhereResult } from './protocol/findings.ts';
import type { Publisher } from './publisher.ts';
import type { Workplace } from './workplace.ts';

export function fixEverywhere(
  { rule, title }: FixEverywhereParams,
  workplaces: Iterable<Workplace>,
  shown: Publisher['shown'],
  today: string,
  abilities: ActionAbilities,
): FixEverywhereResult {
  let edit: WorkspaceEdit = abilities.documentChanges ? { documentChanges: [] } : { changes: {} };
  let fixes = 0;
  let left = 0;
  const files = new Set<string>();
  for (const workplace of workplaces) {
    const { checks, targets } = workplace;
    const context: FixContext = { document: targets.document, siblings: targets.siblings, today };
    const result = checks.last();
    const edits: TextEdit[] = [];
    for (const uri of [...result.findings.keys()].sort()) {
      for (const finding of shown(result, uri)) {
        if (finding.rule !== rule) continue;
        const made = [finding.fix, ...finding.suggestions].find((maker) => maker?.title === title)?.make(context);
        // A file that would have to be made is for a person to look at, one by one.
        if (!made || made.create || made.edits.length === 0 || editsCollide(edits, made.edits)) {
          left++;
          continue;
        }
        edits.push(...made.edits);
        fixes++;
      }
    }
    const one = edits.length > 0 ? workspaceEditOf({ edits }, targets, abilities) : undefined;
    for (const { uri } of edits) files.add(targets.clientUri(uri));
    if (one)
      edit = {
        ...edit,
        documentChanges: [...(edit.documentChanges ?? []), ...(one.documentChanges ?? [])],
        ...(one.changes ? { changes: { ...edit.changes, ...one.changes } } : {}),
      };
  }
  if (!abilities.documentChanges) delete edit.documentChanges;
  return { edit: abilities.annotations ? annotated(edit, title) : edit, files: files.size, fixes, left };
}

const annotation = 'posture-fix';

/** Everything asks to be looked at before it is done. */
function annotated(edit: WorkspaceEdit, label: string): WorkspaceEdit {
  return {
    documentChanges: (edit.documentChanges ?? []).map((change) =>
      'edits' in change
        ? ({
            ...change,
            edits: change.edits.map((one): AnnotatedTextEdit => ({ ...(one as AnnotatedTextEdit), annotationId: annotation })),
          } satisfies TextDocumentEdit)
        : change,
    ),
    changeAnnotations: { [annotation]: { label, needsConfirmation: true } },
  };
}
