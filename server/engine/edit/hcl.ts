// Edits in HCL values: strings, lists, objects, with the alignment and the comments that stand there. Blocks and their
// attributes are edited by hcl-blocks.ts.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Value } from '../facts/value.ts';
import { parseHcl } from '../syntax/hcl/parse.ts';
import type { HclAttribute, HclBlock, HclBody, HclEntry, HclExpression, HclFile, HclObject, HclTuple } from '../syntax/hcl/tree.ts';
import { contains, indentAt, lineEndOf, lineSpanAt, type Span } from '../text/text.ts';
import { keyText, printed, quoted } from './hcl-words.ts';
import type { Plain, Printer } from './notation.ts';
import { addBlockEntry, removeBlockEntry } from './hcl-blocks.ts';

/** The tree of a document in native syntax; undefined for `.tf.json`, which the JSON printer would edit. */
function hclOf(document: Document): HclFile | undefined {
  return document.uri.endsWith('.json') ? undefined : document.tree(parseHcl);
}

export interface Held {
  readonly expression: HclExpression;
  readonly parent: HclTuple | HclObject | undefined;
  /** Its entry, where the parent is an object. */
  readonly entry?: HclEntry;
}

/** The expression whose token is exactly this span, with the list or object that holds it. */
function expressionAt(document: Document, token: Span): Held | undefined {
  const file = hclOf(document);
  const attribute = file && attributeAround(file.body, token);
  if (!attribute) return undefined;
  let held: Held = { expression: attribute.value, parent: undefined };
  for (;;) {
    const { expression } = held;
    if (expression.span[0] === token[0] && expression.span[1] === token[1]) return held;
    const next = childAround(expression, token);
    if (!next) return undefined;
    held = next;
  }
}

function attributeAround(body: HclBody, token: Span): HclAttribute | undefined {
  let items: readonly (HclAttribute | HclBlock)[] = body.items;
  for (;;) {
    const item = items.find((one) => contains(one.span, token));
    if (!item) return undefined;
    if (item.kind === 'attribute') return item;
    items = item.body.items;
  }
}

function childAround(at: HclExpression, token: Span): Held | undefined {
  const pick = (list: readonly (HclExpression | undefined)[], parent?: HclTuple): Held | undefined => {
    const expression = list.find((one) => one && contains(one.span, token));
    return expression && { expression, parent };
  };
  switch (at.kind) {
    case 'tuple':
      return pick(at.items, at);
    case 'object': {
      const entry = at.entries.find((one) => contains(one.span, token));
      if (!entry) return undefined;
      return contains(entry.key.span, token)
        ? { expression: entry.key, parent: undefined }
        : { expression: entry.value, parent: at, entry };
    }
    case 'call':
      return pick(at.arguments);
    case 'for':
      return pick([at.collection, at.key, at.value, at.condition]);
    case 'conditional':
      return pick([at.test, at.yes, at.no]);
    case 'binary':
      return pick([at.left, at.right]);
    case 'unary':
      return pick([at.operand]);
    case 'traversal':
      return pick([at.base, ...at.steps.map((step) => (step.kind === 'index' ? step.index : undefined))]);
    case 'template':
      return pick(at.parts.map((part) => (part.kind === 'value' ? part.value : undefined)));
    default:
      return undefined;
  }
}

function edit(value: Value, span: Span, text: string): TextEdit | undefined {
  return value.editable ? { uri: value.token.uri, span, text } : undefined;
}

function ownLine(text: string, at: number): boolean {
  return text.slice(lineSpanAt(text, at)[0], at).trim() === '';
}

export const hclPrinter: Printer = {
  replaceText: (leaf, text) => edit(leaf, leaf.token.span, quoted(text)),

  replaceByList(leaf, texts, document) {
    if (texts.length === 0) return undefined;
    const { text } = document;
    const [start] = leaf.token.span;
    const held = expressionAt(document, leaf.token.span);
    if (!held) return undefined;
    if (held.parent?.kind !== 'tuple') return edit(leaf, leaf.token.span, printed(texts, indentAt(text, start), lineEndOf(text)));
    return edit(leaf, leaf.token.span, texts.map(quoted).join(ownLine(text, start) ? `,${lineEndOf(text)}${indentAt(text, start)}` : ', '));
  },

  replaceValue: (value, by, document) =>
    edit(value, value.token.span, printed(by, indentAt(document.text, value.token.span[0]), lineEndOf(document.text))),

  addEntry(mapping, key, value, document, before) {
    const held = expressionAt(document, mapping.token.span);
    if (held?.expression.kind !== 'object') return mapping.editable ? addBlockEntry(mapping.token, key, value, document) : undefined;
    return addObjectEntry(mapping, held.expression, key, value, document, before);
  },

  addItem(list, value, document) {
    const held = expressionAt(document, list.token.span);
    if (held?.expression.kind !== 'tuple') return undefined;
    const { text } = document;
    const { items, span } = held.expression;
    const last = items.at(-1);
    if (!last) return edit(list, [span[0] + 1, span[0] + 1], printed(value, indentAt(text, span[0]), lineEndOf(text)));
    const many = ownLine(text, last.span[0]);
    const gap = many ? lineEndOf(text) + indentAt(text, last.span[0]) : ' ';
    const comma = /^[ \t]*,/.exec(text.slice(last.span[1], span[1]));
    const made = printed(value, indentAt(text, last.span[0]), lineEndOf(text));
    if (comma) {
      const at = many ? lineSpanAt(text, last.span[1])[1] : last.span[1] + comma[0].length;
      return edit(list, [Math.min(at, span[1] - 1), Math.min(at, span[1] - 1)], `${gap}${made}${many ? ',' : ''}`);
    }
    return edit(list, [last.span[1], last.span[1]], `,${gap}${made}`);
  },

  removeEntry(mapping, key, document) {
    const held = expressionAt(document, mapping.token.span);
    if (held?.expression.kind !== 'object') return mapping.editable ? removeBlockEntry(mapping.token, key, document) : undefined;
    const { entries } = held.expression;
    const index = entries.findLastIndex((entry) => nameOf(entry.key) === key);
    return index < 0
      ? undefined
      : cut(
          mapping,
          entries.map((entry) => entry.span),
          index,
          held.expression.span,
          document.text,
        );
  },

  removeItem(item, document) {
    const held = expressionAt(document, item.token.span);
    if (held?.parent?.kind !== 'tuple' || held.parent.items.length < 2) return undefined;
    return cut(
      item,
      held.parent.items.map((one) => one.span),
      held.parent.items.indexOf(held.expression),
      held.parent.span,
      document.text,
    );
  },
};

function nameOf(key: HclExpression): string | undefined {
  if (key.kind === 'name') return key.name;
  return key.kind === 'template' && key.parts.every((part) => part.kind === 'text')
    ? key.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    : undefined;
}

function addObjectEntry(
  mapping: Value,
  object: HclObject,
  key: string,
  value: Plain,
  document: Document,
  before: string | undefined,
): TextEdit | undefined {
  const { text } = document;
  const lineEnd = lineEndOf(text);
  const { entries, span } = object;
  const last = entries.at(-1);
  if (!last) {
    const indent = indentAt(text, span[0]);
    if (text.slice(span[0] + 1, span[1] - 1).trim() === '') return edit(mapping, span, printed({ [key]: value }, indent, lineEnd));
    return edit(mapping, [span[0] + 1, span[0] + 1], `${lineEnd}${indent}  ${keyText(key)} = ${printed(value, `${indent}  `, lineEnd)}`);
  }
  const colon = /^\s*:/.test(text.slice(last.key.span[1])) ? ': ' : '= ';
  const many = ownLine(text, last.span[0]);
  const indent = indentAt(text, last.span[0]);
  // Quoted keys stay quoted: objects copied from JSON.
  const name = last.key.kind === 'template' ? quoted(key) : keyText(key);
  const width = many ? alignedWidth(entries, text) : 0;
  const gap = colon === ': ' && width === 0 ? '' : ' ';
  const made = `${name.padEnd(width)}${gap}${colon}${printed(value, indent, lineEnd)}`;
  const target = before === undefined ? undefined : entries.find((entry) => nameOf(entry.key) === before);
  if (target) {
    const comma = usesCommas(entries, text) || !many;
    return edit(
      mapping,
      [target.span[0], target.span[0]],
      `${made}${comma ? ',' : ''}${many ? lineEnd + indentAt(text, target.span[0]) : ' '}`,
    );
  }
  const comma = /^[ \t]*,/.exec(text.slice(last.span[1], span[1]));
  const at = comma ? last.span[1] + comma[0].length : last.span[1];
  if (!many) return edit(mapping, [at, at], `${comma ? '' : ','} ${made}`);
  const tail = lineSpanAt(text, at)[1] < span[1] ? lineSpanAt(text, at)[1] : at;
  if (usesCommas(entries, text) && !comma) {
    // The comma goes behind the value, the new line behind a comment that follows it.
    if (text.slice(last.span[1], tail).trim() === '') return edit(mapping, [last.span[1], last.span[1]], `,${lineEnd}${indent}${made}`);
    return edit(mapping, [last.span[1], tail], `,${text.slice(last.span[1], tail)}${lineEnd}${indent}${made}`);
  }
  return edit(mapping, [tail, tail], `${lineEnd}${indent}${made}${comma ? ',' : ''}`);
}

function usesCommas(entries: readonly HclEntry[], text: string): boolean {
  return entries.length > 1 && /^[ \t]*,/.test(text.slice(entries[0]!.span[1], entries[1]!.span[0]));
}

/** The width to which keys are padded where their equals signs stand under each other; 0 where they do not. */
function alignedWidth(entries: readonly HclEntry[], text: string): number {
  const column = (entry: HclEntry): number => {
    const gap = /^[ \t]*[=:]/.exec(text.slice(entry.key.span[1]))?.[0].length ?? 1;
    return entry.key.span[1] - lineSpanAt(text, entry.key.span[0])[0] + gap;
  };
  const last = entries.at(-1)!;
  const padded = column(last) - 2 - (last.key.span[0] - lineSpanAt(text, last.key.span[0])[0]);
  return padded > last.key.span[1] - last.key.span[0] || entries.every((entry) => column(entry) === column(last)) ? padded : 0;
}

/** Takes one of several out: its whole lines where it has them, else with the comma before or behind it. */
function cut(owner: Value, spans: readonly Span[], index: number, outer: Span, text: string): TextEdit | undefined {
  const [start, end] = spans[index]!;
  const comma = /^[ \t]*,/.exec(text.slice(end, outer[1]));
  const after = comma ? end + comma[0].length : end;
  const [lineStart] = lineSpanAt(text, start);
  const lineEnd = lineSpanAt(text, after)[1];
  const tail = text.slice(after, lineEnd).trim();
  if (ownLine(text, start) && lineEnd < outer[1] && (tail === '' || tail.startsWith('#') || tail.startsWith('//'))) {
    const next = text[lineEnd] === '\r' ? lineEnd + 2 : lineEnd + 1;
    return edit(owner, [lineStart, Math.min(next, text.length)], '');
  }
  if (spans[index + 1]) return edit(owner, [start, spans[index + 1]![0]], '');
  return index > 0 ? edit(owner, [spans[index - 1]![1], comma ? after : end], '') : edit(owner, [start, after], '');
}
