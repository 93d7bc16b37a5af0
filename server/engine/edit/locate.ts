// Finds the place of a token in a document's tree: what it stands in, and beside what. Printers need it because values
// are plain data and know nothing of their parents.
import type { Document } from '../document.ts';
import { parseFrontMatter } from '../syntax/front-matter.ts';
import { isTemplate, parseHelm } from '../syntax/helm.ts';
import { parseJson } from '../syntax/json.ts';
import { parseToml } from '../syntax/toml.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { DataEntry, DataList, DataMap, DataNode, DataTree } from '../syntax/data.ts';
import { contains, type Span } from '../text/text.ts';

export interface Located {
  readonly node: DataNode;
  /** The collection that holds it; undefined for a root. */
  readonly parent: DataMap | DataList | undefined;
  /** Its place in the parent's entries or items. */
  readonly index: number;
  /** The entry that it is the value of, where the parent is a map. */
  readonly entry?: DataEntry;
}

/** The node whose token is exactly this span, or undefined: in embedded text and in languages that are no data there is none. */
export function locate(document: Document, token: Span): Located | undefined {
  for (const tree of treesOf(document)) {
    for (const root of tree.roots) {
      const found = contains(root.span, token) ? descend(root, token) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** The nodes that hold a place inside of a scalar, from the root to that scalar; undefined where none does. */
export function locateAround(document: Document, place: Span): readonly Located[] | undefined {
  for (const tree of treesOf(document)) {
    for (const root of tree.roots) {
      const chain: Located[] = [];
      let at: Located | undefined = contains(root.span, place) ? { node: root, parent: undefined, index: 0 } : undefined;
      while (at) {
        chain.push(at);
        if (at.node.kind === 'scalar') return chain;
        at = childHolding(at.node, place);
      }
    }
  }
  return undefined;
}

function* treesOf(document: Document): Generator<DataTree> {
  if (document.format === 'json' || document.format === 'notebook') yield document.tree(parseJson);
  else if (document.format === 'toml') yield document.tree(parseToml);
  else if (document.format === 'markdown') yield document.tree(parseFrontMatter);
  else if (document.format === 'yaml') {
    yield document.tree(parseYaml);
    if (isTemplate(document.text)) yield document.tree(parseHelm).tree;
  }
}

function descend(root: DataNode, token: Span): Located | undefined {
  let at: Located = { node: root, parent: undefined, index: 0 };
  for (;;) {
    const { node } = at;
    if (sameSpan(node.span, token)) return at;
    const next = childHolding(node, token);
    if (!next) return undefined;
    at = next;
  }
}

function childHolding(node: DataNode, token: Span): Located | undefined {
  if (node.kind === 'list') {
    const index = node.items.findIndex((item) => contains(item.span, token));
    return index < 0 ? undefined : { node: node.items[index]!, parent: node, index };
  }
  if (node.kind === 'map') {
    const index = node.entries.findIndex((entry) => contains(entry.value.span, token));
    const entry = node.entries[index];
    if (entry) return { node: entry.value, parent: node, index, entry };
  }
  return undefined;
}

function sameSpan(a: Span, b: Span): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
