// Edits of what stands in brackets: JSON, YAML flow collections, TOML arrays and inline tables. They differ in how words
// are quoted and in the mark between key and value, and in nothing else that matters here. Lines stay lines: where items
// stand one a line, new ones do too; trailing commas and comments are kept.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { Leaf, List, Mapping, Value } from '../facts/value.ts';
import { indentAt, lineEndOf, lineSpanAt, type Span } from '../text/text.ts';
import { locate } from './locate.ts';
import { isList, isRaw, ownEntries, type Printer, type Plain } from './notation.ts';

export interface BracketStyle {
  /** A word as it is written: quoted and escaped. */
  word(value: string | number | boolean): string;
  key(key: string): string;
  /** Between key and value: `: ` or ` = `. */
  readonly colon: string;
  readonly comment: '//' | '#';
}

const widest = 100;

/** A value on one line. */
export function inline(value: Plain, style: BracketStyle): string {
  if (typeof value !== 'object') return style.word(value);
  if (isRaw(value)) return value.raw;
  if (isList(value)) return `[${value.map((item) => inline(item, style)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, one]) => `${style.key(key)}${style.colon}${inline(one, style)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A value over several lines where one line would be too long; `indent` is that of the line on which it begins. */
function spread(value: Plain, style: BracketStyle, indent: string, unit: string, lineEnd: string, always = false): string {
  const line = inline(value, style);
  if (typeof value !== 'object' || isRaw(value) || line.length < 3 || (!always && indent.length + line.length <= widest)) return line;
  const inner = indent + unit;
  const parts = isList(value)
    ? value.map((item) => spread(item, style, inner, unit, lineEnd, always && typeof item === 'object'))
    : Object.entries(value).map(
        ([key, one]) => `${style.key(key)}${style.colon}${spread(one, style, inner, unit, lineEnd, always && !isList(one))}`,
      );
  const [open, close] = isList(value) ? '[]' : '{}';
  return `${open}${lineEnd}${parts.map((part) => inner + part).join(`,${lineEnd}`)}${lineEnd}${indent}${close}`;
}

/** What one step of indentation is in a text: its first indented line tells. */
function unitOf(text: string): string {
  const first = /\n(\t| +)(?=\S)/.exec(text)?.[1];
  return first === undefined ? '  ' : first[0] === '\t' ? '\t' : ' '.repeat(Math.min(first.length, 8));
}

export function bracketPrinter(style: BracketStyle, multilineObjects: boolean): Printer {
  const lines = (document: Document): string => lineEndOf(document.text);
  const written = (value: Plain, document: Document, at: number, always = false): string =>
    spread(value, style, indentAt(document.text, at), unitOf(document.text), lines(document), always);

  return {
    replaceText: (leaf, text) => edit(leaf, leaf.token.span, style.word(text)),

    replaceByList(leaf, texts, document) {
      if (texts.length === 0) return undefined;
      const { text } = document;
      const [start] = leaf.token.span;
      const call = callAround(leaf, document);
      if (call) return call.inList ? edit(leaf, call.span, texts.map((one) => `${call.before}${style.word(one)})`).join(', ')) : undefined;
      if (!standsInList(leaf, document)) return edit(leaf, leaf.token.span, written(texts, document, start));
      const ownLine = text.slice(lineSpanAt(text, start)[0], start).trim() === '';
      return edit(
        leaf,
        leaf.token.span,
        texts.map((one) => style.word(one)).join(ownLine ? `,${lines(document)}${indentAt(text, start)}` : ', '),
      );
    },

    replaceValue: (value, by, document) => edit(value, value.token.span, written(by, document, value.token.span[0])),

    addEntry(mapping, key, value, document, before) {
      const own = ownEntries(mapping).filter((entry) => entry.at.span[0] < entry.at.span[1]);
      const target = before === undefined ? undefined : own.find((entry) => entry.key.kind === 'scalar' && entry.key.value === before);
      const put = (at: number, always: boolean): string =>
        `${style.key(key)}${style.colon}${written(value, document, at, always && !isList(value))}`;
      if (own.length === 0)
        return fill(
          mapping,
          document,
          (at) => put(at, multilineObjects),
          (at) => spread({ [key]: value }, style, indentAt(document.text, at), unitOf(document.text), lines(document), multilineObjects),
        );
      const many = ownLine(document.text, own[0]!.at.span[0]);
      if (target) {
        const [at] = target.at.span;
        return edit(mapping, [at, at], `${put(at, many)},${many ? lines(document) + indentAt(document.text, at) : ' '}`);
      }
      return append(mapping, own.at(-1)!.at.span, put(own.at(-1)!.at.span[0], many), document);
    },

    addItem(list, value, document) {
      const last = list.items.filter((item) => item.via.length === 0).at(-1);
      const put = (at: number): string => written(value, document, at);
      if (!last) return fill(list, document, put, (at) => written([value], document, at));
      return append(list, last.token.span, put(last.token.span[0]), document);
    },

    removeEntry(mapping, key, document) {
      const own = ownEntries(mapping);
      const index = own.findLastIndex((entry) => entry.key.kind === 'scalar' && entry.key.value === key);
      if (index < 0) return undefined;
      if (own.length === 1)
        return edit(
          mapping,
          own[0]!.at.span,
          '',
          document.text.slice(...mapping.token.span).includes('\n') ? mapping.token.span : undefined,
          '{}',
        );
      return cut(
        mapping,
        own.map((entry) => entry.at.span),
        index,
        document.text,
        style,
      );
    },

    removeItem(item, document) {
      const found = locate(document, item.token.span);
      if (found?.parent?.kind === 'list') {
        return found.parent.items.length < 2
          ? undefined
          : cut(
              item,
              found.parent.items.map((one) => one.span),
              found.index,
              document.text,
              style,
            );
      }
      return found ? undefined : cutByMarks(item, document.text);
    },
  };

  function append(into: List | Mapping, last: Span, what: string, document: Document): TextEdit | undefined {
    const { text } = document;
    const many = ownLine(text, last[0]);
    const comma = commaAfter(text, last[1], into.token.span[1], style);
    const gap = many ? lines(document) + indentAt(text, last[0]) : ' ';
    // Behind a trailing comma the new one gets a trailing comma too; it goes behind a comment on the comma's line. What may
    // still follow is no entry of its own: a merge, or a key that is a list.
    if (comma !== undefined) {
      const at = lineTail(text, comma, many, style);
      const close = into.token.span[1] - 1;
      return edit(into, [at, at], `${gap}${what}${many || skipForward(text, comma, close, style) < close ? ',' : ''}`);
    }
    return edit(into, [last[1], last[1]], `,${gap}${what}`);
  }

  function fill(
    into: List | Mapping,
    document: Document,
    put: (at: number) => string,
    whole: (at: number) => string,
  ): TextEdit | undefined {
    const [start, end] = into.token.span;
    // Comments inside are kept: the new one goes right behind the bracket. What else stands there was not understood.
    if (skipForward(document.text, start + 1, end - 1, style) < end - 1) return undefined;
    if (document.text.slice(start + 1, end - 1).trim() !== '') {
      const inner = lines(document) + indentAt(document.text, start) + unitOf(document.text);
      return edit(into, [start + 1, start + 1], `${inner}${put(start)}`);
    }
    return edit(into, into.token.span, whole(start));
  }
}

function edit(value: Value, span: Span, text: string, instead?: Span, insteadText = ''): TextEdit | undefined {
  if (!value.editable) return undefined;
  return instead ? { uri: value.token.uri, span: instead, text: insteadText } : { uri: value.token.uri, span, text };
}

function ownLine(text: string, at: number): boolean {
  return text.slice(lineSpanAt(text, at)[0], at).trim() === '';
}

/** Where a comma stands behind `at`, with only blanks and comments between; undefined where none does. */
function commaAfter(text: string, at: number, end: number, style: BracketStyle): number | undefined {
  const next = skipForward(text, at, end, style);
  return text[next] === ',' ? next + 1 : undefined;
}

function skipForward(text: string, from: number, end: number, style: BracketStyle): number {
  let at = from;
  while (at < end) {
    if (/\s/.test(text[at]!)) at++;
    else if (text.startsWith(style.comment, at)) at = lineSpanAt(text, at)[1];
    else if (style.comment === '//' && text.startsWith('/*', at)) at = Math.max(at + 2, text.indexOf('*/', at) + 2);
    else break;
  }
  return at;
}

/** The end of a comment that follows on the same line, where lines are kept; else `at`. */
function lineTail(text: string, at: number, many: boolean, style: BracketStyle): number {
  if (!many) return at;
  const end = lineSpanAt(text, at)[1];
  const tail = text.slice(at, end).trim();
  return tail === '' || tail.startsWith(style.comment) ? end : at;
}

/** Takes one of several out: with what separates it from the next, or for the last from the one before. */
function cut(owner: Value, spans: readonly Span[], index: number, text: string, style: BracketStyle): TextEdit | undefined {
  const [start, end] = spans[index]!;
  const next = spans[index + 1];
  if (next) {
    if (!ownLine(text, start)) return edit(owner, [start, next[0]], '');
    // Whole lines, so that a comment above the next one stays with it.
    const comma = commaAfter(text, end, next[0], style) ?? end;
    const tail = lineTail(text, comma, true, style);
    const lineEnd = lineSpanAt(text, tail)[1];
    if (tail !== lineEnd) return edit(owner, [start, next[0]], '');
    return edit(owner, [lineSpanAt(text, start)[0], afterBreak(text, lineEnd)], '');
  }
  return edit(owner, [spans[index - 1]![1], end], '');
}

function afterBreak(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2;
  return at < text.length ? at + 1 : at;
}

/** Whether a word is an item of a list: what stands beside it is one, too. */
function standsInList(leaf: Leaf, document: Document): boolean {
  const found = locate(document, leaf.token.span);
  if (found) return found.parent?.kind === 'list';
  const before = textBefore(leaf, document);
  return takesMany.test(before) || (/[[{,]$/.test(before) && !pairs.test(before.slice(0, openingOf(before) + 1)));
}

/** What takes keys and values in turn, up to its bracket: `Map.of(`, `jsonProperty(`, `{ {`. */
const pairs = /(?:Map\.of|Map\.entry|singletonMap|jsonProperty|[{,])\s{0,80}[({]$/;

/** The bracket that a text ends in the midst of; -1 where none stands near by. */
function openingOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (')]}'.includes(text[at]!)) depth++;
    else if ('([{'.includes(text[at]!) && depth-- === 0) return at;
  }
  return -1;
}

/** Calls of programs that take one word or several: `jsii.Strings("a")`, `List.of("a")`, `.verbs("a")`; and those that take one. */
const takesMany = /(?:asList|listOf|jsonArray|(?<!Map)\.of|[a-z]s)\s{0,4}\($/;

/** The call whose one argument a word is, such as `pulumi.String("a")`: several words are several of them, where it stands in a list. */
function callAround(
  leaf: Leaf,
  document: Document,
): { readonly span: Span; readonly before: string; readonly inList: boolean } | undefined {
  if (locate(document, leaf.token.span)) return undefined;
  const around = textBefore(leaf, document);
  const [before] = /(?<![\w.])[\w.]{1,240}\($/.exec(around) ?? [];
  const [start, end] = leaf.token.span;
  if (before === undefined || takesMany.test(around)) return undefined;
  return {
    span: [start - before.length, end + 1],
    before,
    inList: document.text[end] === ')' && document.text[start - 1] === '(' && /[[{,]\s*$/.test(around.slice(0, -before.length)),
  };
}

function textBefore(leaf: Leaf, { text }: Document): string {
  const [start] = leaf.token.span;
  return text.slice(Math.max(0, start - 200), start).trimEnd();
}

/** The same without a tree, for text inside text. Comments near by make it give up. */
function cutByMarks(item: Value, text: string): TextEdit | undefined {
  const [start, end] = item.token.span;
  let before = start;
  while (before > 0 && /\s/.test(text[before - 1]!)) before--;
  let after = end;
  while (after < text.length && /\s/.test(text[after]!)) after++;
  const first = text[before - 1] === '[';
  if (!first && text[before - 1] !== ',') return undefined;
  if (text[after] === ',') {
    let next = after + 1;
    while (next < text.length && /\s/.test(text[next]!)) next++;
    return edit(item, [start, next], '');
  }
  return text[after] === ']' && !first ? edit(item, [before - 1, end], '') : undefined;
}
