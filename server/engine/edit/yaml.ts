// Edits in YAML: blocks by lines and indentation, flow collections as brackets. Quotes stay what they are, sequences
// are indented as the document indents its sequences, comments stay.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Leaf, List, Mapping, Value } from '../facts/value.ts';
import type { DataNode } from '../syntax/data.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { lineEndOf, lineSpanAt, type Span } from '../text/text.ts';
import { bracketPrinter, inline, type BracketStyle } from './brackets.ts';
import { locate } from './locate.ts';
import { isList, isRaw, ownEntries, type Printer, type Plain } from './notation.ts';
import { isPlainSafe, yamlQuoted, yamlWord } from './yaml-words.ts';

const flowStyle: BracketStyle = { word: (value) => yamlWord(value, true), key: (key) => yamlWord(key, true), colon: ': ', comment: '#' };
const flow = bracketPrinter(flowStyle, false);

const byLines: Printer = {
  replaceText(leaf, text) {
    const written = wordFor(leaf, text);
    // Where nothing was written yet, the colon or dash still has to be kept apart.
    return written === undefined ? undefined : edit(leaf, leaf.token.span, isEmpty(leaf.token.span) ? ` ${written}` : written);
  },

  replaceByList(leaf, texts, document) {
    if (texts.length === 0) return undefined;
    const found = locate(document, leaf.token.span);
    if (!found?.parent || found.node.tag !== undefined || found.node.anchor !== undefined || leaf.encoding === 'yaml-block')
      return undefined;
    const words = texts.map((text) => wordFor(leaf, text)!);
    if (found.parent.kind === 'list') {
      if (found.parent.flow) return listInFlow(leaf, words, document);
      const column = columnAt(document.text, found.parent.span[0]);
      const items = words.join(`${lineEndOf(document.text)}${' '.repeat(column)}- `);
      return edit(leaf, leaf.token.span, isEmpty(leaf.token.span) ? ` ${items}` : items);
    }
    if (found.parent.flow) return edit(leaf, leaf.token.span, `[${texts.map((text) => wordFor(leaf, text, true)!).join(', ')}]`);
    const column = columnAt(document.text, found.entry!.span[0]) + sequenceStep(document);
    return edit(
      leaf,
      [afterColon(document.text, leaf.token.span[0]), leaf.token.span[1]],
      words.map((word) => `${lineEndOf(document.text)}${' '.repeat(column)}- ${word}`).join(''),
    );
  },

  replaceValue(value, by, document) {
    const found = locate(document, value.token.span);
    if (!found || found.node.anchor !== undefined) return undefined;
    const { text } = document;
    const nodeIsBlock = (found.node.kind === 'map' || found.node.kind === 'list') && !found.node.flow;
    if (found.parent?.flow || (found.node.kind !== 'scalar' && !nodeIsBlock && typeof by === 'object'))
      return edit(value, value.token.span, apart(inline(by, flowStyle), value.token.span, text));
    // The tag said what the old value meant.
    const start = found.node.tagSpan?.[0] ?? value.token.span[0];
    if (!found.parent)
      return edit(value, [start, value.token.span[1]], lineSpanAt(text, start)[0] === start ? atRoot(by, document) : inline(by, flowStyle));
    if (found.parent.kind === 'list') {
      // More lines of it stand under its first one, however far that is from its dash.
      const dash = columnAt(text, found.parent.span[0]);
      const isNothing = start === value.token.span[1];
      const column = isNothing ? dash : Math.max(dash, columnAt(text, start) - 2);
      const item = itemText(by, column, document);
      return edit(value, [start, value.token.span[1]], isNothing ? ` ${item}` : item);
    }
    if (isEmpty(value.token.span)) return edit(value, value.token.span, rendered(by, columnAt(text, found.entry!.span[0]), document));
    return edit(value, [afterColon(text, start), value.token.span[1]], rendered(by, columnAt(text, found.entry!.span[0]), document));
  },

  addEntry(mapping, key, value, document, before) {
    const { text } = document;
    if (isFlow(mapping, document)) return isBraced(mapping, text) ? flow.addEntry(mapping, key, value, document, before) : undefined;
    const own = ownEntries(mapping);
    if (own.length === 0) return undefined;
    const lineEnd = lineEndOf(text);
    const column = columnAt(text, own[0]!.at.span[0]);
    // No line beside one that begins with a tab is indented like it.
    if (text.slice(own[0]!.at.span[0] - column, own[0]!.at.span[0]).includes('\t')) return undefined;
    const pad = ' '.repeat(column);
    const written = `${yamlWord(key, false)}:${rendered(value, column, document)}`;
    const target = before === undefined ? undefined : own.find((entry) => entry.key.kind === 'scalar' && entry.key.value === before);
    if (!target) {
      const [, at] = lineSpanAt(text, own.at(-1)!.at.span[1]);
      return edit(mapping, [at, at], `${lineEnd}${pad}${written}`);
    }
    const [at] = target.at.span;
    const [lineStart] = lineSpanAt(text, at);
    // The first entry of a sequence item shares its line with the dash.
    if (text.slice(lineStart, at).trim() !== '') return edit(mapping, [at, at], `${written}${lineEnd}${pad}`);
    const start = commentsAbove(text, lineStart);
    const apart = isBlankLineBefore(text, start);
    const kept = own[own.indexOf(target) - 1]?.at.span;
    // In a job a blank line sets the next entry apart; behind `|+` it belongs to the text.
    if (apart && column > 0 && kept && !/[|>]\d?\+/.test(text.slice(...kept))) {
      const [, end] = lineSpanAt(text, kept[0] + text.slice(kept[0], start).trimEnd().length);
      return edit(mapping, [end, end], `${lineEnd}${pad}${written}`);
    }
    return edit(mapping, [start, start], `${pad}${written}${lineEnd}${apart && column === 0 ? lineEnd : ''}`);
  },

  addItem(list, value, document) {
    const { text } = document;
    if (text[list.token.span[0]] === '[') return flow.addItem(list, value, document);
    const last = list.items.filter((item) => item.via.length === 0).at(-1);
    if (!last || text[list.token.span[0]] !== '-') return undefined;
    const column = columnAt(text, list.token.span[0]);
    const [, at] = lineSpanAt(text, list.token.span[1]);
    return edit(list, [at, at], `${lineEndOf(text)}${' '.repeat(column)}- ${itemText(value, column, document)}`);
  },

  removeEntry(mapping, key, document) {
    const { text } = document;
    if (isFlow(mapping, document)) return isBraced(mapping, text) ? flow.removeEntry(mapping, key, document) : undefined;
    const own = ownEntries(mapping);
    const index = own.findLastIndex((entry) => entry.key.kind === 'scalar' && entry.key.value === key);
    if (index < 0) return undefined;
    if (own.length === 1) return byLines.replaceValue(mapping, {}, document);
    return removeLines(mapping, own[index]!.at.span, own[index + 1]?.at.span, text);
  },

  removeItem(item, document) {
    const found = locate(document, item.token.span);
    if (found?.parent?.kind !== 'list' || found.parent.items.length < 2) return undefined;
    const { text } = document;
    if (found.parent.flow) return hasChoice(found.parent.span, text) ? undefined : flow.removeItem(item, document);
    const dash = (node: DataNode | undefined): Span | undefined => {
      if (!node) return undefined;
      const at = text.lastIndexOf('-', Math.max(0, (node.tagSpan?.[0] ?? node.span[0]) - 1));
      return [at, node.span[1]];
    };
    return removeLines(item, dash(found.node)!, dash(found.parent.items[found.index + 1]), text);
  },
};

/** Whether a mapping is written in a flow collection. A pair in a list has no braces of its own there: `[a: b]`. */
function isFlow(mapping: Mapping, document: Document): boolean {
  const node = locate(document, mapping.token.span)?.node;
  return node?.kind === 'map' ? node.flow : isBraced(mapping, document.text);
}

function isBraced(mapping: Mapping, text: string): boolean {
  return text[mapping.token.span[0]] === '{';
}

/** A word in a flow collection, kept apart from what it would be one word with. */
function apart(word: string, [start, end]: Span, text: string): string {
  const before = /[\s,[{]/.test(text[start - 1] ?? ' ') ? '' : ' ';
  const after = /[\s,\]}]/.test(text[end] ?? ' ') ? '' : ' ';
  return before + word + after;
}

/** Whether a template chooses among the items of a list, so that its commas belong to what is chosen. */
function hasChoice(list: Span, text: string): boolean {
  return /\{\{-?[ \t]*(?:if|else|end|range|with)\b/.test(text.slice(...list));
}

/**
 * YAML ends a line with a carriage return alone as well; everything above counts lines by their line feeds. Nobody writes
 * such a text on purpose: only the words in it are edited, and its lines are left as they are.
 */
const hasOddLines = (document: Document): boolean => document.memo(hasOddLines, () => /\r(?!\n)/.test(document.text));

export const yamlPrinter: Printer = {
  replaceText: byLines.replaceText,
  replaceByList: (leaf, texts, document) => (hasOddLines(document) ? undefined : byLines.replaceByList(leaf, texts, document)),
  replaceValue: (value, by, document) => (hasOddLines(document) ? undefined : byLines.replaceValue(value, by, document)),
  addEntry: (mapping, key, value, document, before) =>
    hasOddLines(document) ? undefined : byLines.addEntry(mapping, key, value, document, before),
  addItem: (list, value, document) => (hasOddLines(document) ? undefined : byLines.addItem(list, value, document)),
  removeEntry: (mapping, key, document) => (hasOddLines(document) ? undefined : byLines.removeEntry(mapping, key, document)),
  removeItem: (item, document) => (hasOddLines(document) ? undefined : byLines.removeItem(item, document)),
};

/** The text as this token would be written: in its own quotes, or plain where it was plain and can be. */
function wordFor(leaf: Leaf, text: string, inFlow = false): string | undefined {
  switch (leaf.encoding) {
    case 'yaml-single':
      return yamlQuoted(text, 'single');
    case 'yaml-double':
      return yamlQuoted(text, 'double');
    case 'yaml-flow':
      return yamlWord(text, true);
    case 'yaml-block':
      return text.includes('\n') ? undefined : yamlWord(text, false);
    default:
      return isPlainSafe(text, inFlow) ? text : yamlWord(text, inFlow);
  }
}

function listInFlow(leaf: Leaf, words: readonly string[], document: Document): TextEdit | undefined {
  const { text } = document;
  const [lineStart] = lineSpanAt(text, leaf.token.span[0]);
  const indent = text.slice(lineStart, leaf.token.span[0]);
  return edit(leaf, leaf.token.span, words.join(indent.trim() === '' ? `,${lineEndOf(text)}${indent}` : ', '));
}

/** A value behind `key:`, with the blank or line end before it. */
function rendered(value: Plain, column: number, document: Document): string {
  if (typeof value === 'string' && value.includes('\n')) {
    const lineEnd = lineEndOf(document.text);
    const pad = ' '.repeat(column + 2);
    const lines = (value.endsWith('\n') ? value.slice(0, -1) : value).split('\n');
    return ` |${value.endsWith('\n') ? '' : '-'}${lines.map((line) => lineEnd + (line === '' ? '' : pad + line)).join('')}`;
  }
  if (typeof value !== 'object') return ` ${yamlWord(value, false)}`;
  if (isRaw(value)) return ` ${value.raw}`;
  const lineEnd = lineEndOf(document.text);
  if (isList(value)) {
    if (value.length === 0) return ' []';
    const at = column + sequenceStep(document);
    return value.map((item) => `${lineEnd}${' '.repeat(at)}- ${itemText(item, at, document)}`).join('');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries
    .map(([key, one]) => `${lineEnd}${' '.repeat(column + 2)}${yamlWord(key, false)}:${rendered(one, column + 2, document)}`)
    .join('');
}

/** A whole document: nothing stands before it, so nothing is indented. */
function atRoot(value: Plain, document: Document): string {
  const lines = rendered(value, 0, document)
    .replace(/^\r?\n/, '')
    .split(lineEndOf(document.text));
  const margin = /^ */.exec(lines[0]!)![0].length;
  return lines.map((line) => line.slice(margin)).join(lineEndOf(document.text));
}

/** A value behind `- ` at a column. */
function itemText(value: Plain, column: number, document: Document): string {
  if (typeof value === 'object' && !isRaw(value) && !isList(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, one]) => `${yamlWord(key, false)}:${rendered(one, column + 2, document)}`)
      .join(`${lineEndOf(document.text)}${' '.repeat(column + 2)}`);
  }
  return typeof value === 'object' ? inline(value, flowStyle) : rendered(value, column, document).trimStart();
}

/** How far sequences stand to the right of their key here: 0 or 2, as the first one does. */
function sequenceStep(document: Document): number {
  return document.memo(sequenceStep, () => {
    for (const root of document.tree(parseYaml).roots) {
      const step = firstStep(root, document.text, 0);
      if (step !== undefined) return step;
    }
    return 2;
  });
}

function firstStep(node: DataNode, text: string, depth: number): number | undefined {
  if (depth > 30) return undefined;
  if (node.kind === 'list') {
    for (const item of node.items) {
      const step = firstStep(item, text, depth + 1);
      if (step !== undefined) return step;
    }
  }
  if (node.kind === 'map' && !node.flow) {
    for (const entry of node.entries) {
      if (entry.value.kind === 'list' && !entry.value.flow)
        return columnAt(text, entry.value.span[0]) > columnAt(text, entry.span[0]) ? 2 : 0;
      const step = firstStep(entry.value, text, depth + 1);
      if (step !== undefined) return step;
    }
  }
  return undefined;
}

function removeLines(owner: Value, [start, end]: Span, next: Span | undefined, text: string): TextEdit | undefined {
  const [lineStart] = lineSpanAt(text, start);
  // The first of a nested block shares its line with what is around it; the next one moves up into its place.
  if (text.slice(lineStart, start).trim() !== '') return next ? edit(owner, [start, next[0]], '') : undefined;
  let [, lineEnd] = lineSpanAt(text, end);
  if (text[lineEnd] === '\r') lineEnd++;
  if (text[lineEnd] === '\n') lineEnd++;
  else if (lineStart > 0) return edit(owner, [beforeBreak(text, lineStart), lineEnd], '');
  return edit(owner, [lineStart, lineEnd], '');
}

function beforeBreak(text: string, lineStart: number): number {
  return text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1;
}

/** The start of the comment lines that stand right above a line; its own start where there are none. */
function commentsAbove(text: string, lineStart: number): number {
  let at = lineStart;
  while (at > 0) {
    const [start, end] = lineSpanAt(text, beforeBreak(text, at));
    if (!text.slice(start, end).trimStart().startsWith('#')) break;
    at = start;
  }
  return at;
}

function isBlankLineBefore(text: string, lineStart: number): boolean {
  if (lineStart === 0) return false;
  const [start, end] = lineSpanAt(text, beforeBreak(text, lineStart));
  return text.slice(start, end).trim() === '';
}

/** Behind the colon of the key that a value belongs to, so that blanks and line ends between them can go. */
function afterColon(text: string, at: number): number {
  while (at > 0 && /\s/.test(text[at - 1]!)) at--;
  return at;
}

function columnAt(text: string, at: number): number {
  return at - lineSpanAt(text, at)[0];
}

function isEmpty([start, end]: Span): boolean {
  return start === end;
}

function edit(value: Leaf | List | Mapping | Value, span: Span, text: string): TextEdit | undefined {
  return value.editable ? { uri: value.token.uri, span, text } : undefined;
}
