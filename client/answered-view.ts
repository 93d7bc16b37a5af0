// A view of the side bar that shows one answer of the server as a tree. It asks while somebody looks, and says it when
// the answer did not come. What the rows are is for the views.
import { EventEmitter, window, type Disposable, type TreeItem, type TreeView } from 'vscode';
import { createAsked } from './asked.ts';
import type { Server } from './server.ts';

const pause = 600;

export interface AnsweredView<Node> extends Disposable {
  readonly view: TreeView<Node>;
  /** What the server knows may have changed. */
  refresh(): void;
  /** What is shown of the same answer has changed: a filter, say. */
  redraw(): void;
}

export interface AnsweredViewOptions<Answer, Node> {
  /** As the manifest calls it. */
  readonly id: string;
  /** The request, which has no parameters. */
  readonly method: string;
  readonly server: Server;
  failed(error: unknown): void;
  /** Rows of an answer, and what is said beside them. */
  show(answer: Answer): { readonly rows: Node[]; readonly message?: string; readonly description?: string };
  childrenOf(node: Node): Node[];
  itemOf(node: Node): TreeItem;
}

export function createAnsweredView<Answer, Node>({
  id,
  method,
  server,
  failed,
  show,
  childrenOf,
  itemOf,
}: AnsweredViewOptions<Answer, Node>): AnsweredView<Node> {
  const asked = createAsked<Answer>(server, method, failed);
  const changed = new EventEmitter<void>();

  function roots(): Node[] {
    const answer = asked.current();
    const shown = answer === undefined ? { rows: [] } : show(answer);
    view.message = asked.trouble() ?? shown.message;
    view.description = shown.description;
    return shown.rows;
  }

  const view: TreeView<Node> = window.createTreeView(id, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => (node ? childrenOf(node) : roots()),
      getTreeItem: itemOf,
    },
    showCollapseAll: true,
  });
  const listening = [asked.onDidChange(() => changed.fire()), view.onDidChangeVisibility(({ visible }) => void (visible && asked.ask()))];
  if (view.visible) void asked.ask();
  return {
    view,
    refresh() {
      if (view.visible) asked.askAfter(pause);
    },
    redraw: () => changed.fire(),
    dispose() {
      for (const one of listening) one.dispose();
      asked.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}
