// Terraform's JSON syntax (`.tf.json`, `.tfvars.json`) as the same tree as the native one: strings are templates, keys
// of the first levels are block types and labels, everything deeper stays an object. CDK for Terraform writes these files.
import { findEntry, keyText, resolved, type DataEntry, type DataMap, type DataNode } from '../data.ts';
import { parseJson } from '../json.ts';
import { parseTemplateText } from './parse.ts';
import type { Span } from '../../text/text.ts';
import type { HclAttribute, HclBlock, HclExpression, HclFile, HclLabel, HclTemplate } from './tree.ts';
import { tableOf } from '../../table.ts';

/** How many labels a block of the first level has. All other keys of the first level are attributes. */
const labelsOf = tableOf<number>({
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  check: 1,
  locals: 0,
  terraform: 0,
  moved: 0,
  import: 0,
  removed: 0,
});

const deepest = 200;

/** The tree of a JSON text. Never throws. A file of values (`.tfvars.json`) gives attributes only. */
export function parseHclJson(text: string): HclFile {
  const { roots, problems } = parseJson(text);
  const root = resolved(roots[0]);
  const items: (HclAttribute | HclBlock)[] = [];
  if (root?.kind === 'map') {
    const isConfiguration = [...labelsOf.keys()].some((key) => isMapOrList(findEntry(root, key)));
    for (const entry of root.entries) {
      const type = keyText(entry)!;
      const labels = isConfiguration ? labelsOf.get(type) : undefined;
      if (labels === undefined) items.push(attribute(entry, text));
      else collectBlocks(type, entry, entry.value, labels, [], text, items);
    }
  }
  return { body: { items, span: [0, text.length] }, problems: problems.map(({ message, span }) => ({ message, span })) };
}

function isMapOrList(entry: DataEntry | undefined): boolean {
  const value = resolved(entry?.value);
  return value?.kind === 'map' || value?.kind === 'list';
}

function collectBlocks(
  type: string,
  head: DataEntry,
  node: DataNode,
  labels: number,
  found: readonly HclLabel[],
  text: string,
  into: HclBlock[] | (HclAttribute | HclBlock)[],
): void {
  const value = resolved(node);
  if (value?.kind === 'list') {
    for (const item of value.items) collectBlocks(type, head, item, labels, found, text, into);
    return;
  }
  if (value?.kind !== 'map') return;
  if (labels > 0) {
    for (const entry of value.entries) {
      const key = resolved(entry.key);
      const span = key?.kind === 'scalar' ? key.inner : entry.key.span;
      collectBlocks(type, entry, entry.value, labels - 1, [...found, { text: keyText(entry) ?? '', span }], text, into);
    }
    return;
  }
  into.push(block(type, head, value, found, text));
}

function block(type: string, head: DataEntry, map: DataMap, labels: readonly HclLabel[], text: string): HclBlock {
  return {
    kind: 'block',
    type,
    typeSpan: head.key.span,
    labels,
    head: labels.at(-1)?.span ?? head.key.span,
    body: { items: map.entries.map((entry) => attribute(entry, text)), span: map.span },
    span: head.span,
    closed: true,
  };
}

function attribute(entry: DataEntry, text: string): HclAttribute {
  return {
    kind: 'attribute',
    name: keyText(entry) ?? '',
    nameSpan: entry.key.span,
    value: expression(entry.value, text, 0),
    span: entry.span,
  };
}

function expression(node: DataNode, text: string, depth: number): HclExpression {
  const value = resolved(node);
  if (!value || depth > deepest) return { kind: 'unreadable', span: node.span };
  switch (value.kind) {
    case 'map':
      return {
        kind: 'object',
        entries: value.entries.map((entry) => ({
          key: expression(entry.key, text, depth + 1),
          value: expression(entry.value, text, depth + 1),
          span: entry.span,
        })),
        span: value.span,
      };
    case 'list':
      return { kind: 'tuple', items: value.items.map((item) => expression(item, text, depth + 1)), span: value.span };
    case 'alias':
      return { kind: 'unreadable', span: node.span };
    case 'scalar': {
      if (typeof value.value !== 'string') return { kind: 'literal', value: value.value, span: value.span };
      return template(value.value, value.exact, value.span, value.inner, text);
    }
  }
}

function template(decoded: string, exact: boolean, span: Span, inner: Span, text: string): HclTemplate {
  if (!/[$%]\{/.test(decoded))
    return { kind: 'template', form: 'quoted', parts: [{ kind: 'text', text: decoded, span: inner, exact }], inner, span };
  if (exact) return parseTemplateText(text, span, inner);
  return (
    templateBehindEscapes(decoded, span, inner, text) ?? {
      kind: 'template',
      form: 'quoted',
      parts: [{ kind: 'value', value: { kind: 'unreadable', span: inner }, span: inner }],
      inner,
      span,
    }
  );
}

/** A template whose text has escapes: read as it was meant, and placed where it is written. Undefined where the places are not sure. */
function templateBehindEscapes(decoded: string, span: Span, inner: Span, text: string): HclTemplate | undefined {
  const offsets: number[] = [];
  for (let at = inner[0]; at < inner[1]; at++) {
    offsets.push(at);
    if (text.charCodeAt(at) === 92) at += text.charCodeAt(at + 1) === 117 ? 5 : 1;
  }
  if (offsets.length !== decoded.length) return undefined;
  offsets.push(inner[1]);
  const { parts } = parseTemplateText(decoded, [0, decoded.length], [0, decoded.length], 'heredoc');
  return { kind: 'template', form: 'quoted', parts: parts.map((part) => placed(part, offsets)), inner, span, escaped: true };
}

/** A piece of a tree with every place moved. Text is its source no more where an escape stands in it. */
function placed<T>(node: T, offsets: readonly number[]): T {
  if (Array.isArray(node))
    return (
      node.length === 2 && typeof node[0] === 'number'
        ? node.map((offset: number) => offsets[offset])
        : node.map((one) => placed(one, offsets))
    ) as T;
  if (typeof node !== 'object' || node === null) return node;
  const moved = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, placed(value, offsets)])) as T & {
    kind?: string;
    span: Span;
    exact?: boolean;
  };
  return moved.kind === 'text' &&
    moved.exact &&
    moved.span[1] - moved.span[0] !== (node as unknown as { span: Span }).span[1] - (node as unknown as { span: Span }).span[0]
    ? { ...moved, exact: false }
    : moved;
}
