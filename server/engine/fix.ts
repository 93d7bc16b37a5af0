// A fix is a title and the text edits it comes to. One function makes it, for the code action and for `check --fix`.
import { overlaps, type Span } from './text/text.ts';
import type { Document } from './document.ts';

export interface TextEdit {
  readonly uri: string;
  readonly span: Span;
  readonly text: string;
}

/** A file that a fix adds, or text that it appends to one that may exist (`.env.example`, `.gitignore`). */
export interface FileChange {
  readonly uri: string;
  /** Lines to append where they are not there yet; the file is made when it is missing. */
  readonly appendLines: readonly string[];
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly create?: readonly FileChange[];
}

/** What a fix may look at while it is made. */
export interface FixContext {
  /** The document as it stands now, or undefined when it is gone. */
  document(uri: string): Document | undefined;
  /** Uris of the documents directly in a folder, where that is known. */
  siblings?(folder: string): readonly string[];
  /** Today as `2026-11-21`. */
  readonly today: string;
}

/** A fix that is known to exist and made only when someone asks for it. `make` gives undefined when the text no longer fits. */
export interface FixMaker {
  readonly title: string;
  make(context: FixContext): Omit<Fix, 'title'> | undefined;
}

/** The text with the edits in it. Edits must not overlap; insertions at one offset keep their order. */
export function applyEdits(text: string, edits: readonly { readonly span: Span; readonly text: string }[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span[0] - b.edit.span[0] || a.edit.span[1] - b.edit.span[1] || a.index - b.index);
  let out = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.span[0] < at) throw new RangeError(`edits overlap at offset ${edit.span[0]}`);
    out += text.slice(at, edit.span[0]) + edit.text;
    at = edit.span[1];
  }
  return out + text.slice(at);
}

/** True when two fixes touch the same text, so that one of them has to wait for the next pass. */
export function editsCollide(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.some((x) =>
    b.some((y) => x.uri === y.uri && (overlaps(x.span, y.span) || (x.span[0] === y.span[0] && x.span[1] === y.span[1]))),
  );
}

/** True when edits of one fix touch the same text. Insertions at one offset do not: they keep their order. */
export function editsOverlap(edits: readonly TextEdit[]): boolean {
  const isInsertion = ({ span }: TextEdit): boolean => span[0] === span[1];
  return edits.some((edit, index) =>
    edits.slice(index + 1).some((other) => editsCollide([edit], [other]) && !(isInsertion(edit) && isInsertion(other))),
  );
}
