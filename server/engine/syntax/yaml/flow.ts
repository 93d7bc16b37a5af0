// Flow collections: `[a, b]` and `{a: b}`, over several lines, nested. A bracket that is never closed ends where the text
// around it goes on as a block.
import type { DataEntry, DataList, DataMap, DataNode } from '../data.ts';
import {
  atDocumentMarker,
  columnOf,
  deepest,
  emptyScalar,
  isBlankOrEnd,
  isFlowMark,
  kept,
  looksLikeEntry,
  noProperties,
  problem,
  readProperties,
  skipName,
  skipTrivia,
  type Cursor,
  type Properties,
} from './cursor.ts';
import { readPlainRest, skipPlainLine } from './plain-scalar.ts';
import { readQuoted } from './quoted-scalar.ts';
import { nestedDeeper } from '../limits.ts';

/** A flow collection; the cursor stands on its bracket. `parentIndent` is the column of the block around it, -1 at the root. */
export function readFlowCollection(c: Cursor, parentIndent: number, properties: Properties): DataMap | DataList {
  const start = c.at;
  const isList = c.text.charCodeAt(start) === 91;
  if (c.depth >= deepest) {
    problem(c, nestedDeeper(deepest), [start, start + 1]);
    skipBrackets(c);
    return { kind: 'list', notation: 'yaml', items: [], flow: true, span: [start, c.at], ...properties };
  }
  c.depth++;
  c.at++;
  const items: DataNode[] = [];
  const entries: DataEntry[] = [];
  let end = c.at;
  let separated = true;
  for (;;) {
    skipFlowTrivia(c, parentIndent);
    const code = c.text.charCodeAt(c.at);
    if (c.flowLost || c.at >= c.text.length) {
      problem(c, 'a bracket is not closed', [start, start + 1]);
      break;
    }
    if (code === 93 || code === 125) {
      if ((code === 93) !== isList) problem(c, 'a bracket of the wrong kind', [c.at, c.at + 1]);
      end = ++c.at;
      break;
    }
    if (code === 44) {
      c.at++;
      separated = true;
      continue;
    }
    if (!separated) problem(c, 'a comma is missing', [c.at, c.at + 1]);
    separated = false;
    const entryStart = c.at;
    const explicit = code === 63 && isBlankOrEnd(c.text.charCodeAt(c.at + 1));
    if (explicit) {
      c.at++;
      skipFlowTrivia(c, parentIndent);
    }
    const key = readFlowNode(c, parentIndent);
    const keyEnd = c.at;
    const keyLine = c.lineStart;
    skipFlowTrivia(c, parentIndent);
    if (!c.flowLost && c.text.charCodeAt(c.at) === 58) {
      c.at++;
      const colonEnd = c.at;
      skipFlowTrivia(c, parentIndent);
      const next = c.text.charCodeAt(c.at);
      const value =
        c.flowLost || next === 44 || next === 93 || next === 125 || next !== next ? emptyScalar(colonEnd) : readFlowNode(c, parentIndent);
      const entry: DataEntry = { key, value, span: [entryStart, Math.max(colonEnd, value.span[1])] };
      if (isList)
        items.push({
          kind: 'map',
          notation: 'yaml',
          entries: [entry],
          flow: true,
          span: entry.span,
          tag: undefined,
          tagSpan: undefined,
          anchor: undefined,
        });
      else entries.push(entry);
      end = entry.span[1];
    } else {
      if (c.flowLost) {
        c.at = keyEnd;
        c.lineStart = keyLine;
      }
      if (isList && !explicit) items.push(key);
      else entries.push({ key, value: emptyScalar(key.span[1]), span: [entryStart, key.span[1]] });
      end = key.span[1];
    }
    if (c.at === entryStart) c.at++;
  }
  c.depth--;
  const span: readonly [number, number] = [start, Math.max(end, start + 1)];
  return kept(
    c,
    isList
      ? {
          kind: 'list',
          notation: 'yaml',
          items,
          flow: true,
          span,
          tag: properties.tag,
          tagSpan: properties.tagSpan,
          anchor: properties.anchor,
        }
      : {
          kind: 'map',
          notation: 'yaml',
          entries,
          flow: true,
          span,
          tag: properties.tag,
          tagSpan: properties.tagSpan,
          anchor: properties.anchor,
        },
  );
}

function readFlowNode(c: Cursor, parentIndent: number): DataNode {
  const properties = readProperties(c) ?? noProperties;
  if (properties !== noProperties) skipFlowTrivia(c, parentIndent);
  const { text } = c;
  const start = c.at;
  const code = text.charCodeAt(start);
  if (c.flowLost) return emptyScalar(start, properties);
  if (code === 91 || code === 123) return readFlowCollection(c, parentIndent, properties);
  if (code === 34 || code === 39) return kept(c, readQuoted(c, parentIndent, properties));
  if (code === 42) {
    skipName(c);
    const name = text.slice(start + 1, c.at);
    return { kind: 'alias', name, target: c.anchors.get(name), span: [start, c.at], tag: undefined, tagSpan: undefined, anchor: undefined };
  }
  if (
    code === 44 ||
    code === 93 ||
    code === 125 ||
    (code === 58 && (isBlankOrEnd(text.charCodeAt(start + 1)) || isFlowMark(text.charCodeAt(start + 1))))
  )
    return kept(c, emptyScalar(start, properties));
  return kept(c, readPlainRest(c, start, skipPlainLine(c, true), parentIndent, true, properties));
}

/** Blanks, line ends and comments. Marks the collection as lost where a line outside its indentation begins a block entry. */
function skipFlowTrivia(c: Cursor, parentIndent: number): void {
  if (c.flowLost) return;
  const before = c.at;
  const beforeLine = c.lineStart;
  if (skipTrivia(c) && (atDocumentMarker(c) || (columnOf(c) <= parentIndent && looksLikeEntry(c)))) {
    c.at = before;
    c.lineStart = beforeLine;
    c.flowLost = true;
  }
}

/** Past a bracket and everything in it, without keeping any of it. */
function skipBrackets(c: Cursor): void {
  let open = 0;
  for (; c.at < c.text.length; c.at++) {
    const code = c.text.charCodeAt(c.at);
    if (code === 10 || code === 13) c.lineStart = c.at + 1;
    if (code === 91 || code === 123) open++;
    else if ((code === 93 || code === 125) && --open === 0) {
      c.at++;
      return;
    }
  }
}
