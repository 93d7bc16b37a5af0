// Sees to it that a text which got its fixes while it was being saved is written with them. VS Code waits 1.75 seconds for what
// others have to change before a save, and writes the file then. Edits that were on their way by that time, on a busy machine,
// come to a document whose file is written already: repaired to look at, and not on disk. Knows no editor.
import type { TextDocument } from 'vscode';

/** When it is looked, in milliseconds after the fixes were handed over. Later on, people may have taken back what they saved. */
const looks = [500, 1500, 2500];

/** A replacement of `[start, end)` in the text as it was. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with these replacements, which must not overlap. */
export function textWith(text: string, replacements: readonly Replacement[]): string {
  let all = '';
  let at = 0;
  for (const { start, end, text: between } of [...replacements].sort((a, b) => a.start - b.start || a.end - b.end)) {
    all += text.slice(at, start) + between;
    at = end;
  }
  return all + text.slice(at);
}

/**
 * Saves the document again for as long as it says `repaired`, and that was not written. Any other text is somebody's work in
 * progress. A save that is still under way is not begun twice: VS Code takes it for the same.
 */
export function seeWritten(document: Pick<TextDocument, 'isClosed' | 'isDirty' | 'getText' | 'save'>, repaired: string): void {
  for (const after of looks) {
    setTimeout(() => {
      if (!document.isClosed && document.isDirty && withoutReturns(document.getText()) === withoutReturns(repaired)) void document.save();
    }, after);
  }
}

/** An editor writes line ends as the document has them, whatever an edit says. */
const withoutReturns = (text: string): string => text.replaceAll('\r\n', '\n');
