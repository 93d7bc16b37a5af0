// All safe fixes of one document at once, for `source.fixAll.posture` and so for saving. The same loop as `check --fix`
// proves each fix; only the document itself is changed, and only where lines differ.
import type { Document } from '../engine/document.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { converge, editable } from '../engine/converge.ts';
import type { Finding } from '../engine/finding.ts';
import type { TextEdit } from '../engine/fix.ts';
import { splitBom } from '../engine/text/text.ts';

export interface FixAllQuestion {
  readonly document: Document;
  readonly source: Source;
  readonly today: string;
  /** An engine that reads from the given source and from nothing else. */
  engineOver(source: Source): Engine;
  wanted(finding: Finding): boolean;
}

/** The edits, or none where no safe fix can be proved. */
export async function fixAllEdits({ document, source, today, engineOver, wanted }: FixAllQuestion): Promise<TextEdit[]> {
  const texts = editable(source);
  const engine = engineOver(texts);
  await engine.read(engine.withSiblings([document]));
  const result = await converge({
    engine,
    today,
    source: texts,
    wanted: (finding) => finding.at.uri === document.uri && wanted(finding),
    forbidden: (uri) => (uri === document.uri ? undefined : 'only the document itself is changed here'),
  });
  const changed = result.texts.get(document.uri);
  return changed ? lineEdits(document, splitBom(changed.text).text) : [];
}

/** Edits that turn the document's text into another one, a run of changed lines each. */
async function lineEdits(document: Document, text: string): Promise<TextEdit[]> {
  const { diffLines } = await import('diff');
  const edits: TextEdit[] = [];
  let at = 0;
  let open: { start: number; removed: number; added: string } | undefined;
  const close = (): void => {
    if (open) edits.push({ uri: document.uri, span: [open.start, open.start + open.removed], text: open.added });
    open = undefined;
  };
  for (const part of diffLines(document.text, text)) {
    if (!part.added && !part.removed) {
      close();
      at += part.value.length;
      continue;
    }
    open ??= { start: at, removed: 0, added: '' };
    if (part.added) {
      open.added += part.value;
    } else {
      open.removed += part.value.length;
      at += part.value.length;
    }
  }
  close();
  return edits;
}
