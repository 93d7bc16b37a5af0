// Edits in Bicep: words in single quotes, objects and arrays over lines. Items on lines of their own stand there without
// commas, items on one line with them; what is added follows what stands there. No formatter: nothing else moves.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Leaf, Value } from '../facts/value.ts';
import { parseBicep } from '../syntax/bicep/parse.ts';
import type { BicepDeclaration, BicepExpression } from '../syntax/bicep/tree.ts';
import { contains, indentAt, lineEndOf, lineSpanAt, type Place, type Span } from '../text/text.ts';
import { isList, isRaw, type Printer, type Plain } from './notation.ts';

/** A string as Bicep writes it. Interpolation is escaped: a text is never read as code. */
export function bicepText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t').replaceAll('${', '\\${')}'`;
}

function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : bicepText(key);
}

/** A value over lines; `indent` is that of the line on which it begins. */
function printed(value: Plain, indent: string, lineEnd: string): string {
  if (typeof value !== 'object') return typeof value === 'string' ? bicepText(value) : String(value);
  if (isRaw(value)) return value.raw;
  const inner = `${indent}  `;
  const parts = isList(value)
    ? value.map((item) => printed(item, inner, lineEnd))
    : Object.entries(value).map(([key, one]) => `${keyText(key)}: ${printed(one, inner, lineEnd)}`);
  const [open, close] = isList(value) ? '[]' : '{}';
  return parts.length === 0
    ? `${open}${close}`
    : `${open}${lineEnd}${parts.map((part) => `${inner}${part}${lineEnd}`).join('')}${indent}${close}`;
}

function inline(value: Plain): string {
  if (typeof value !== 'object' || isRaw(value)) return printed(value, '', '\n');
  const parts = isList(value) ? value.map(inline) : Object.entries(value).map(([key, one]) => `${keyText(key)}: ${inline(one)}`);
  return isList(value) ? `[${parts.join(', ')}]` : parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

type Collection = Extract<BicepExpression, { kind: 'tuple' | 'object' }>;

const isCollection = (node: BicepExpression | undefined): node is Collection => node?.kind === 'tuple' || node?.kind === 'object';

/** The declaration at a place; undefined when the text has changed. */
export function bicepDeclarationAt(block: Place, document: Document): BicepDeclaration | undefined {
  let among: readonly BicepDeclaration[] = document.tree(parseBicep).declarations;
  for (;;) {
    const found = among.find((one) => contains(one.span, block.span));
    if (!found || (found.span[0] === block.span[0] && found.span[1] === block.span[1])) return found;
    among = found.children;
  }
}

/** The collection whose token is this span, or the one that directly holds it. */
function collectionAt(document: Document, span: Span, holding: boolean): Collection | undefined {
  let found: Collection | undefined;
  const look = (node: BicepExpression | undefined): void => {
    if (!node || !contains(node.span, span)) return;
    const same = node.span[0] === span[0] && node.span[1] === span[1];
    if (isCollection(node) && (holding ? !same : same)) found = node;
    if (node.kind === 'tuple') node.items.forEach(look);
    else if (node.kind === 'object') node.entries.forEach((entry) => look(entry.value));
    else if (node.kind === 'for') look(node.value);
    else if (node.kind === 'call') node.arguments.forEach(look);
    else if (node.kind === 'conditional') [node.yes, node.no].forEach(look);
  };
  const walk = (declaration: BicepDeclaration): void => {
    if (!contains(declaration.span, span)) return;
    look(declaration.value);
    look(declaration.loop?.over);
    declaration.children.forEach(walk);
  };
  document.tree(parseBicep).declarations.forEach(walk);
  return found;
}

const spansOf = (node: Collection): readonly Span[] =>
  node.kind === 'tuple' ? node.items.map((item) => item.span) : node.entries.map((entry) => entry.span);

function ownLine(text: string, at: number): boolean {
  return text.slice(lineSpanAt(text, at)[0], at).trim() === '';
}

function put(value: { readonly editable: boolean; readonly token: Place }, span: Span, text: string): TextEdit | undefined {
  return value.editable ? { uri: value.token.uri, span, text } : undefined;
}

/** Puts one more into a collection: behind the last, in its style. `write` is given the indentation, or nothing for one line. */
function added(
  node: Collection,
  owner: { readonly editable: boolean; readonly token: Place },
  write: (indent: string | undefined) => string,
  document: Document,
): TextEdit | undefined {
  const { text } = document;
  const last = spansOf(node).at(-1);
  const lineEnd = lineEndOf(text);
  if (!last) {
    const indent = indentAt(text, node.span[0]);
    const inside = text.slice(node.span[0] + 1, node.span[1] - 1);
    const [open, close] = node.kind === 'tuple' ? '[]' : '{}';
    // A comment alone is kept: the new one goes right behind the bracket.
    if (inside.trim() !== '') return put(owner, [node.span[0] + 1, node.span[0] + 1], `${lineEnd}${indent}  ${write(`${indent}  `)}`);
    return put(owner, node.span, `${open}${lineEnd}${indent}  ${write(`${indent}  `)}${lineEnd}${indent}${close}`);
  }
  if (!ownLine(text, last[0])) return put(owner, [last[1], last[1]], `, ${write(undefined)}`);
  const indent = indentAt(text, last[0]);
  const [, end] = lineSpanAt(text, last[1]);
  const tail = text.slice(last[1], end).trim();
  const at = tail === '' || tail === ',' || tail.startsWith('//') ? end : last[1];
  return put(owner, [at, at], `${lineEnd}${indent}${write(indent)}`);
}

/** Takes one out: its lines where it has its own, else it and a comma. */
function removed(
  node: Collection,
  index: number,
  owner: { readonly editable: boolean; readonly token: Place },
  document: Document,
): TextEdit | undefined {
  const { text } = document;
  const spans = spansOf(node);
  const [start, end] = spans[index]!;
  const next = spans[index + 1];
  const before = spans[index - 1];
  const [lineStart] = lineSpanAt(text, start);
  const [, lineStop] = lineSpanAt(text, end);
  const tail = text.slice(end, lineStop).trim();
  if (ownLine(text, start) && (tail === '' || tail === ',' || tail.startsWith('//'))) {
    const stop = text.startsWith('\r\n', lineStop) ? lineStop + 2 : Math.min(text.length, lineStop + 1);
    return put(owner, [lineStart, stop], '');
  }
  if (next) return put(owner, [start, next[0]], '');
  return put(owner, before ? [before[1], end] : [start, end], '');
}

export const bicepPrinter: Printer = {
  replaceText: (leaf, text) => put(leaf, leaf.token.span, bicepText(text)),

  replaceByList(leaf: Leaf, texts, document) {
    if (texts.length === 0) return undefined;
    const { text } = document;
    const [start] = leaf.token.span;
    const holder = collectionAt(document, leaf.token.span, true);
    const among = holder?.kind === 'tuple' && holder.items.some((item) => item.span[0] === start);
    if (!among) return put(leaf, leaf.token.span, printed(texts, indentAt(text, start), lineEndOf(text)));
    return put(leaf, leaf.token.span, texts.map(bicepText).join(ownLine(text, start) ? lineEndOf(text) + indentAt(text, start) : ', '));
  },

  replaceValue: (value: Value, by, document) =>
    put(value, value.token.span, printed(by, indentAt(document.text, value.token.span[0]), lineEndOf(document.text))),

  addEntry(mapping, key, value, document, before) {
    const node = collectionAt(document, mapping.token.span, false);
    if (node?.kind !== 'object') return undefined;
    const write = (indent: string | undefined): string =>
      `${keyText(key)}: ${indent === undefined ? inline(value) : printed(value, indent, lineEndOf(document.text))}`;
    const target =
      before === undefined ? undefined : node.entries.find((entry) => document.text.slice(...entry.key.span) === keyText(before));
    if (!target) return added(node, mapping, write, document);
    const [at] = target.span;
    const many = ownLine(document.text, at);
    return put(
      mapping,
      [at, at],
      many ? `${write(indentAt(document.text, at))}${lineEndOf(document.text)}${indentAt(document.text, at)}` : `${write(undefined)}, `,
    );
  },

  addItem(list, value, document) {
    const node = collectionAt(document, list.token.span, false);
    if (node?.kind !== 'tuple') return undefined;
    return added(
      node,
      list,
      (indent) => (indent === undefined ? inline(value) : printed(value, indent, lineEndOf(document.text))),
      document,
    );
  },

  removeEntry(mapping, key, document) {
    const node = collectionAt(document, mapping.token.span, false);
    const index =
      node?.kind === 'object'
        ? node.entries.findLastIndex((entry) => [key, keyText(key)].includes(document.text.slice(...entry.key.span)))
        : -1;
    return node && index >= 0 ? removed(node, index, mapping, document) : undefined;
  },

  removeItem(item, document) {
    const node = collectionAt(document, item.token.span, true);
    const index = node?.kind === 'tuple' ? node.items.findIndex((one) => one.span[0] === item.token.span[0]) : -1;
    return node && index >= 0 && spansOf(node).length > 1 ? removed(node, index, item, document) : undefined;
  },
};

/** Sets a property of a resource by its path, with the objects on the way that are missing. Keys are compared in any case, as Azure does. */
export function setBicepProperty(block: Place, path: readonly string[], value: Plain, document: Document): TextEdit | undefined {
  let node = bicepDeclarationAt(block, document)?.value;
  const owner = { editable: true, token: block };
  for (const [depth, key] of path.entries()) {
    if (node?.kind !== 'object') return undefined;
    const entry: { readonly value: BicepExpression } | undefined = node.entries.findLast(
      (one) =>
        document.text
          .slice(...one.key.span)
          .replace(/^'|'$/g, '')
          .toLowerCase() === key.toLowerCase(),
    );
    const rest = path.slice(depth + 1);
    if (!entry) {
      const nested = rest.reduceRight<Plain>((inner, one) => ({ [one]: inner }), value);
      return added(
        node,
        owner,
        (indent) => `${keyText(key)}: ${indent === undefined ? inline(nested) : printed(nested, indent, lineEndOf(document.text))}`,
        document,
      );
    }
    if (rest.length === 0)
      return put(owner, entry.value.span, printed(value, indentAt(document.text, entry.value.span[0]), lineEndOf(document.text)));
    node = entry.value;
  }
  return undefined;
}

/** Replaces an entry of a resource's object, found by its path, by others. Undefined where it is not there. */
export function replaceBicepEntry(
  block: Place,
  path: readonly string[],
  by: Readonly<Record<string, Plain>>,
  document: Document,
): TextEdit | undefined {
  const { text } = document;
  let node = bicepDeclarationAt(block, document)?.value;
  for (const [depth, key] of path.entries()) {
    const entry: { readonly value: BicepExpression; readonly span: Span } | undefined =
      node?.kind === 'object' ? node.entries.findLast((one) => text.slice(...one.key.span).toLowerCase() === key.toLowerCase()) : undefined;
    if (!entry) return undefined;
    if (depth < path.length - 1) {
      node = entry.value;
      continue;
    }
    const many = ownLine(text, entry.span[0]);
    const indent = indentAt(text, entry.span[0]);
    const written = Object.entries(by).map(
      ([name, value]) => `${keyText(name)}: ${many ? printed(value, indent, lineEndOf(text)) : inline(value)}`,
    );
    return { uri: block.uri, span: entry.span, text: written.join(many ? lineEndOf(text) + indent : ', ') };
  }
  return undefined;
}
