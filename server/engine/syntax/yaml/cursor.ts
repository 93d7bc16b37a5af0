// Where the YAML reader stands in its text, and the small steps that every part of it takes: blanks, line ends, comments,
// document markers. A column is a count of characters since the line began; a tab counts as one.
import type { Span } from '../../text/text.ts';
import type { DataNode, DataProblem, DataScalar } from '../data.ts';

export interface Cursor {
  readonly text: string;
  at: number;
  lineStart: number;
  depth: number;
  /** Set when a flow collection was given up because the text around it goes on as a block. */
  flowLost: boolean;
  readonly problems: DataProblem[];
  readonly anchors: Map<string, DataNode>;
  /** Longer words that were cut out so far. */
  readonly words: Map<string, string>;
}

/** Deeper nesting is read past: no real file comes near it, and each level costs the machine's stack. */
export const deepest = 400;
const mostProblems = 100;

export function createCursor(text: string): Cursor {
  return { text, at: 0, lineStart: 0, depth: 0, flowLost: false, problems: [], anchors: new Map(), words: new Map() };
}

/** Shorter ones are copied by the machine anyway. */
const longWord = 13;

/**
 * A part of the text as a string of its own, the same one for the same part. V8 cuts a longer word by pointing into the
 * text, so that a fact with one name in it would hold the whole file in memory for as long as the fact is kept.
 */
export function cut(c: Cursor, start: number, end: number): string {
  const word = c.text.slice(start, end);
  if (end - start < longWord) return word;
  const known = c.words.get(word);
  if (known !== undefined) return known;
  // Joining writes the characters anew.
  const own = [word.slice(0, 1), word.slice(1)].join('');
  c.words.set(own, own);
  return own;
}

export function problem(c: Cursor, message: string, span: Span): void {
  if (c.problems.length < mostProblems) c.problems.push({ message, span });
}

export function columnOf(c: Cursor): number {
  return c.at - c.lineStart;
}

export function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** Space, tab, line end or the end of the text (`NaN`). */
export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code !== code;
}

/** `,` `[` `]` `{` `}`. */
export function isFlowMark(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

export function skipSpaces(c: Cursor): void {
  const { text } = c;
  for (let code = text.charCodeAt(c.at); code === 32 || code === 9; code = text.charCodeAt(++c.at));
}

export function skipRestOfLine(c: Cursor): void {
  const { text } = c;
  while (c.at < text.length && !isBreak(text.charCodeAt(c.at))) c.at++;
}

/** Steps over one line end; the cursor must stand on it. */
export function stepOverBreak(c: Cursor): void {
  if (c.text.charCodeAt(c.at) === 13 && c.text.charCodeAt(c.at + 1) === 10) c.at++;
  c.at++;
  c.lineStart = c.at;
}

/** Moves to the next thing that is neither blank, line end nor comment. True when that is on a later line. */
export function skipTrivia(c: Cursor): boolean {
  const { text } = c;
  let crossed = false;
  while (c.at < text.length) {
    const code = text.charCodeAt(c.at);
    if (code === 32 || code === 9) {
      c.at++;
    } else if (code === 10 || code === 13) {
      stepOverBreak(c);
      crossed = true;
    } else if (code === 35) {
      skipRestOfLine(c);
    } else {
      break;
    }
  }
  return crossed;
}

/** Whether the cursor stands on `---` or `...` at the start of a line: the end of all that is open. */
export function atDocumentMarker(c: Cursor): boolean {
  if (c.at !== c.lineStart) return false;
  const { text, at } = c;
  const code = text.charCodeAt(at);
  if (code !== 45 && code !== 46) return false;
  return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && isBlankOrEnd(text.charCodeAt(at + 3));
}

/** Nothing more in this document. */
export function atEnd(c: Cursor): boolean {
  return c.at >= c.text.length || atDocumentMarker(c);
}

/** Whether the cursor stands on a mark (`-`, `?`, `:`) that a blank follows. */
export function atMark(c: Cursor, mark: number): boolean {
  return c.text.charCodeAt(c.at) === mark && isBlankOrEnd(c.text.charCodeAt(c.at + 1));
}

export interface Properties {
  tag: string | undefined;
  tagSpan: Span | undefined;
  anchor: string | undefined;
}

export const noProperties: Properties = { tag: undefined, tagSpan: undefined, anchor: undefined };

/** Tag and anchor before a node, on one line. Undefined when there is neither. */
export function readProperties(c: Cursor): Properties | undefined {
  let found: Properties | undefined;
  for (;;) {
    const code = c.text.charCodeAt(c.at);
    if (code !== 33 && code !== 38) return found;
    if (found && (code === 33 ? found.tag !== undefined : found.anchor !== undefined)) return found;
    found ??= { ...noProperties };
    const start = c.at;
    if (code === 33 && c.text.charCodeAt(start + 1) === 60) {
      while (c.at < c.text.length && c.text.charCodeAt(c.at) !== 62 && !isBreak(c.text.charCodeAt(c.at))) c.at++;
      if (c.text.charCodeAt(c.at) === 62) c.at++;
    } else {
      skipName(c);
    }
    if (code === 33) {
      found.tag = c.text.slice(start, c.at);
      found.tagSpan = [start, c.at];
    } else {
      found.anchor = c.text.slice(start + 1, c.at);
    }
    skipSpaces(c);
  }
}

/** From a mark to the end of the name that follows it. */
export function skipName(c: Cursor): void {
  for (c.at++; c.at < c.text.length; c.at++) {
    const code = c.text.charCodeAt(c.at);
    if (isBlankOrEnd(code) || isFlowMark(code)) return;
  }
}

export function emptyScalar(at: number, properties: Properties = noProperties): DataScalar {
  const value = properties.tag !== undefined && !/^!!(?:null|int|float|bool)$/.test(properties.tag) ? '' : null;
  return {
    kind: 'scalar',
    value,
    span: [at, at],
    inner: [at, at],
    style: 'plain',
    exact: false,
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  };
}

/** Notes the node's anchor and hands the node on. */
export function kept<T extends DataNode>(c: Cursor, node: T): T {
  if (node.anchor !== undefined) c.anchors.set(node.anchor, node);
  return node;
}

/**
 * Whether the line at the cursor begins like an entry of a block (`- `, `word:`, `"word":`). Used only to give up on a
 * quote or bracket that was never closed, so it is strict about what a word is.
 */
export function looksLikeEntry(c: Cursor): boolean {
  const { text } = c;
  if (atMark(c, 45)) return true;
  let at = c.at;
  const quote = text.charCodeAt(at);
  if (quote === 34 || quote === 39) {
    at++;
    while (at < text.length && text.charCodeAt(at) !== quote && !isBreak(text.charCodeAt(at))) at++;
    return text.charCodeAt(at) === quote && text.charCodeAt(at + 1) === 58 && isBlankOrEnd(text.charCodeAt(at + 2));
  }
  const start = at;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const inWord =
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 45 ||
      code === 95 ||
      code === 46 ||
      code === 47 ||
      code === 36;
    if (!inWord) break;
  }
  return at > start && text.charCodeAt(at) === 58 && isBlankOrEnd(text.charCodeAt(at + 1));
}
