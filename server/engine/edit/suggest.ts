// Fix makers over printers: a title, one document, and the edits that printers give for it.
import type { Document } from '../document.ts';
import type { FixMaker, TextEdit } from '../fix.ts';

/**
 * A fix of one document. It comes to nothing when the document is gone or when any of the edits cannot be made: half a
 * repair is none.
 */
export function editing(title: string, uri: string, edits: (document: Document) => readonly (TextEdit | undefined)[]): FixMaker {
  return {
    title,
    make(context) {
      const document = context.document(uri);
      if (!document) return undefined;
      const made = edits(document);
      return made.every((edit) => edit !== undefined) && made.length > 0 ? { edits: made as TextEdit[] } : undefined;
    },
  };
}
