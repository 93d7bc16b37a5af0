// YAML text to a data tree, all documents of a stream. Never throws. First form, over the `yaml` library.
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Node } from 'yaml';
import type { DataEntry, DataNode, DataProblem, DataTree } from './data.ts';

/** All documents of a YAML stream, with everything that could be read in spite of what is wrong. */
export function parseYaml(text: string): DataTree {
  const roots: DataNode[] = [];
  const problems: DataProblem[] = [];
  let documents;
  try {
    documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent', strict: false });
  } catch (error) {
    return { roots, problems: [{ message: String(error), span: [0, 0] }] };
  }
  for (const document of documents) {
    for (const error of document.errors) problems.push({ message: error.message, span: [error.pos[0], error.pos[1]] });
    if (!document.contents) continue;
    roots.push(convert(text, document.contents as Node, new Map(), 0));
  }
  return { roots, problems };
}

const empty = (at: number): DataNode => ({ kind: 'scalar', value: null, span: [at, at], inner: [at, at], style: 'plain', exact: false });

function convert(text: string, node: Node | null, anchors: Map<string, DataNode>, at: number, depth = 0): DataNode {
  if (!node || depth > 200) return empty(at);
  const [start, end] = node.range ?? [at, at];
  if (isAlias(node)) return { kind: 'alias', name: node.source, target: anchors.get(node.source), span: [start, end] };
  const anchor = (node as { anchor?: string }).anchor;
  const written = (node as { tag?: string }).tag;
  const tag = written && text.lastIndexOf(written, start) >= 0 ? written : undefined;
  const base = { ...(anchor ? { anchor } : {}), ...(tag ? { tag } : {}) };
  const keep = (made: DataNode): DataNode => {
    if (anchor) anchors.set(anchor, made);
    return made;
  };
  if (isMap(node)) {
    const entries = node.items.filter(isPair).map((pair): DataEntry => {
      const key = convert(text, pair.key as Node | null, anchors, start, depth + 1);
      const value = convert(text, pair.value as Node | null, anchors, key.span[1], depth + 1);
      return { key, value, span: [key.span[0], Math.max(key.span[1], value.span[1])] };
    });
    return keep({ kind: 'map', notation: 'yaml', entries, flow: node.flow === true, span: [start, end], ...base });
  }
  if (isSeq(node)) return keep({ kind: 'list', notation: 'yaml', items: node.items.map((item) => convert(text, item as Node | null, anchors, start, depth + 1)), flow: node.flow === true, span: [start, end], ...base });
  if (isScalar(node)) {
    const styles = { PLAIN: 'plain', QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double', BLOCK_LITERAL: 'literal', BLOCK_FOLDED: 'folded' } as const;
    const style = styles[(node.type ?? 'PLAIN') as keyof typeof styles] ?? 'plain';
    const quoted = style === 'single' || style === 'double';
    const inner: [number, number] = quoted ? [start + 1, Math.max(start + 1, end - 1)] : [start, end];
    const value = node.value as string | number | boolean | null;
    const plain = value === null || typeof value !== 'object' ? (typeof value === 'bigint' ? String(value) : value) : String(value);
    return keep({ kind: 'scalar', value: plain, style, span: [start, end], inner, exact: plain === text.slice(...inner), ...base });
  }
  return empty(start);
}
