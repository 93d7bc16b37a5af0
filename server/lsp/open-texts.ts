// Which texts are open, and at which root each of them is at work. Roots come to work with the first text or question that
// belongs to them, and texts move when folders come or go. Computes nothing.
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams } from 'vscode-languageserver/node';
import { Refusal, refusedAs } from './refusal.ts';
import { rootFor, rootsAround, rootsOf, type Root } from './roots.ts';
import type { SessionHost } from './session-terms.ts';
import type { Workplace } from './workplace.ts';

interface OpenText {
  readonly buffer: TextDocument;
  workplace: Workplace;
}

export interface OpenTexts {
  /** Everything that is at work, by the URI of its root. */
  readonly workplaces: ReadonlyMap<string, Workplace>;
  /** Where a document belongs, open or not. */
  workplaceOf(uri: string): Workplace;
  /** An open text and where it is at work. Refuses what is not open. */
  known(uri: string): Readonly<OpenText>;
  /** The roots of the workspace folders, each once. */
  roots(): Root[];
  /** Folders came or went: documents may belong elsewhere now. */
  setFolders(uris: readonly string[]): void;
  filesChanged(uris: readonly string[]): void;
  didOpen(params: DidOpenTextDocumentParams): void;
  didChange(params: DidChangeTextDocumentParams): void;
  /** Whether it was open. */
  didClose(params: DidCloseTextDocumentParams): boolean;
}

export function createOpenTexts(setToWork: (root: Root) => Workplace, log: SessionHost['log']): OpenTexts {
  const open = new Map<string, OpenText>();
  const workplaces = new Map<string, Workplace>();
  let folders: readonly Root[] = [];

  function workplaceAround(uri: string): Workplace {
    const root = rootFor(uri, folders);
    let workplace = workplaces.get(root.uri);
    if (!workplace) workplaces.set(root.uri, (workplace = setToWork(root)));
    return workplace;
  }

  return {
    workplaces,
    workplaceOf: (uri) => open.get(uri)?.workplace ?? workplaceAround(uri),
    known(uri) {
      const text = open.get(uri);
      // Mostly it was closed while the question was under way. An editor shows other errors to its user.
      if (!text) throw new Refusal(refusedAs.contentModified, `${uri} is not open`);
      return text;
    },
    roots: () => rootsAround(folders),
    setFolders(uris) {
      folders = rootsOf(uris);
      for (const text of open.values()) {
        const workplace = workplaceAround(text.buffer.uri);
        if (workplace === text.workplace) continue;
        text.workplace.closed(text.buffer.uri);
        text.workplace = workplace;
        workplace.opened(text.buffer);
      }
    },
    filesChanged(uris) {
      for (const uri of uris) workplaces.get(rootFor(uri, folders).uri)?.fileChanged(uri);
    },
    didOpen({ textDocument: { uri, languageId, version, text } }) {
      const buffer = TextDocument.create(uri, languageId, version, text);
      const workplace = workplaceAround(uri);
      open.set(uri, { buffer, workplace });
      workplace.opened(buffer);
    },
    didChange({ textDocument: { uri, version }, contentChanges }) {
      const text = open.get(uri);
      if (!text) return log('warning', `A change came for ${uri}, which is not open`);
      if (version <= text.buffer.version)
        log('warning', `Version ${version} of ${uri} came after version ${text.buffer.version}; its text counts`);
      TextDocument.update(text.buffer, contentChanges, version);
      text.workplace.changed(uri);
    },
    didClose({ textDocument: { uri } }) {
      const text = open.get(uri);
      open.delete(uri);
      text?.workplace.closed(uri);
      return text !== undefined;
    },
  };
}
