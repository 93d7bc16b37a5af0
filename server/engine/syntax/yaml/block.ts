// Block structure: mappings and sequences by indentation, implicit and explicit keys, what stands behind `key:` and `-`.
// Broken indentation is noted and the line is taken as an entry of the innermost collection that it can belong to.
import type { DataEntry, DataList, DataMap, DataNode } from '../data.ts';
import {
  atEnd,
  atMark,
  columnOf,
  cut,
  deepest,
  emptyScalar,
  isBlankOrEnd,
  isBreak,
  kept,
  noProperties,
  problem,
  readProperties,
  skipName,
  skipRestOfLine,
  skipSpaces,
  skipTrivia,
  type Cursor,
  type Properties,
} from './cursor.ts';
import { readFlowCollection } from './flow.ts';
import { readBlockScalar } from './block-scalar.ts';
import { plainScalar, readPlainRest, skipPlainLine } from './plain-scalar.ts';
import { readQuoted } from './quoted-scalar.ts';
import { nestedDeeper } from '../limits.ts';

const dash = 45;
const question = 63;
const colon = 58;

/**
 * The node that begins behind the cursor, on this line or a later one. `parentIndent` is the column of the collection
 * that it is in: a node on a later line must stand further right, a sequence at least at `sequenceIndent`. `compact`
 * allows a collection to begin on the cursor's own line (after `- `, not after `key:`).
 */
export function readBlockNode(c: Cursor, parentIndent: number, sequenceIndent: number, compact: boolean): DataNode {
  const from = c.at;
  skipSpaces(c);
  let fresh = compact;
  let outer: Properties | undefined;
  for (;;) {
    if (c.at >= c.text.length || atCommentOrBreak(c)) {
      const emptyAt = outer ? c.at : from;
      skipTrivia(c);
      if (!reaches(c, parentIndent, sequenceIndent)) return kept(c, emptyScalar(emptyAt, outer));
      fresh = true;
    }
    const start = c.at;
    const column = columnOf(c);
    const properties = readProperties(c);
    if (properties && (c.at >= c.text.length || atCommentOrBreak(c))) {
      // Alone on their line, they belong to what follows as a whole.
      outer = outer ? joined(outer, properties) : properties;
      const emptyAt = c.at;
      skipTrivia(c);
      if (!reaches(c, parentIndent, sequenceIndent)) return kept(c, emptyScalar(emptyAt, outer));
      fresh = true;
      if (c.text.charCodeAt(c.at) === 33 || c.text.charCodeAt(c.at) === 38) continue;
      return readContent(c, parentIndent, fresh, c.at, columnOf(c), outer, undefined);
    }
    return readContent(c, parentIndent, fresh, start, column, outer, properties);
  }
}

/** `start` and `column` are where the node's own properties began. */
function readContent(
  c: Cursor,
  parentIndent: number,
  fresh: boolean,
  start: number,
  column: number,
  outer: Properties | undefined,
  own: Properties | undefined,
): DataNode {
  if (c.depth >= deepest) {
    problem(c, nestedDeeper(deepest), [c.at, c.at + 1]);
    const at = c.at;
    skipRestOfLine(c);
    return plainScalar(c.text.slice(at, c.at), [at, c.at], true, noProperties);
  }
  const properties = own ?? outer ?? noProperties;
  const both = outer && own ? joined(outer, own) : properties;
  if (atMark(c, dash)) {
    if (!fresh) problem(c, 'a sequence begins on the line of its key', [c.at, c.at + 1]);
    return readSequence(c, both);
  }
  if (fresh && (atMark(c, question) || atMark(c, colon))) return readMap(c, columnOf(c), both, start, undefined);
  const code = c.text.charCodeAt(c.at);
  if (code === 124 || code === 62) return kept(c, readBlockScalar(c, parentIndent, both));
  const line = c.lineStart;
  // An anchor or tag before a key on its line belongs to the key, so what is read here may turn out to be the first key.
  const atom = readAtom(c, parentIndent, own ?? noProperties, fresh);
  if (fresh && c.lineStart === line && atKeyEnd(c, atom)) return readMap(c, column, outer ?? noProperties, start, kept(c, atom));
  const node: DataNode = outer && atom.kind !== 'alias' ? withProperties(c, atom, both) : atom;
  if (atom.kind === 'scalar' && atom.style === 'plain') return kept(c, node);
  skipSpaces(c);
  if (!atCommentOrBreak(c) && c.at < c.text.length) {
    problem(c, 'text after the end of a value', [c.at, c.at + 1]);
    skipRestOfLine(c);
  }
  return kept(c, node);
}

/** A scalar, alias or flow collection. A plain scalar stops at `: ` when it may be a key, and takes the rest of its line and the lines below otherwise. */
function readAtom(c: Cursor, parentIndent: number, properties: Properties, mayBeKey: boolean): DataNode {
  const { text } = c;
  const start = c.at;
  const code = text.charCodeAt(start);
  if (code === 34 || code === 39) return readQuoted(c, parentIndent, properties);
  if (code === 91 || code === 123) {
    const node = readFlowCollection(c, parentIndent, properties);
    c.flowLost = false;
    return node;
  }
  if (code === 42 && !isBlankOrEnd(text.charCodeAt(start + 1))) {
    skipName(c);
    const name = text.slice(start + 1, c.at);
    if (!c.anchors.has(name)) problem(c, `no anchor named ${name}`, [start, c.at]);
    return { kind: 'alias', name, target: c.anchors.get(name), span: [start, c.at], tag: undefined, tagSpan: undefined, anchor: undefined };
  }
  if ([37, 44, 64, 93, 96, 125].includes(code)) problem(c, 'a value that begins with a reserved character', [start, start + 1]);
  let end = skipPlainLine(c, false);
  if (text.charCodeAt(c.at) === colon) {
    if (mayBeKey) return plainScalar(cut(c, start, end), [start, end], true, properties);
    problem(c, 'a key inside a value', [c.at, c.at + 1]);
    while (text.charCodeAt(c.at) === colon) {
      c.at++;
      end = Math.max(c.at, skipPlainLine(c, false));
    }
  }
  return readPlainRest(c, start, end, parentIndent, false, properties);
}

/** Whether `:` follows, so that the atom is a key. The cursor moves onto the colon. */
function atKeyEnd(c: Cursor, atom: DataNode): boolean {
  const before = c.at;
  skipSpaces(c);
  if (atMark(c, colon)) return true;
  if (atom.kind === 'scalar' && atom.style === 'plain') c.at = before;
  return false;
}

function readMap(c: Cursor, column: number, properties: Properties, start: number, firstKey: DataNode | undefined): DataMap {
  c.depth++;
  const entries: DataEntry[] = [];
  let key = firstKey;
  let keyStart = start;
  for (;;) {
    let explicit = false;
    if (!key) {
      keyStart = c.at;
      if (atMark(c, question)) {
        explicit = true;
        c.at++;
        key = readBlockNode(c, column, column + 1, true);
        skipTrivia(c);
      } else if (atMark(c, colon)) {
        key = emptyScalar(c.at);
      } else {
        const own = readProperties(c) ?? noProperties;
        key = kept(c, readAtom(c, column, own, true));
        skipSpaces(c);
      }
    }
    let value: DataNode;
    let entryEnd: number;
    if (atMark(c, colon) && (!explicit || (columnOf(c) === column && !atEnd(c)))) {
      c.at++;
      const colonEnd = c.at;
      value = readBlockNode(c, column, column, explicit);
      entryEnd = Math.max(colonEnd, value.span[1]);
    } else {
      if (!explicit) {
        problem(c, 'a key without a colon', key.span);
        if (!atCommentOrBreak(c)) skipRestOfLine(c);
      }
      value = emptyScalar(key.span[1]);
      entryEnd = key.span[1];
    }
    entries.push({ key, value, span: [keyStart, Math.max(keyStart, entryEnd)] });
    key = undefined;
    skipTrivia(c);
    noteTabs(c);
    if (atEnd(c)) break;
    const next = columnOf(c);
    if (next < column) break;
    if (atMark(c, dash)) {
      if (next === column) break;
      problem(c, 'a sequence where an entry is expected', [c.at, c.at + 1]);
      readBlockNode(c, next - 1, next, true);
      skipTrivia(c);
      if (atEnd(c) || columnOf(c) < column) break;
    } else if (next > column) {
      problem(c, 'indented further than the entries before it', [c.lineStart, c.at]);
    }
  }
  c.depth--;
  const span: readonly [number, number] = [entries[0]!.span[0], entries.at(-1)!.span[1]];
  return kept(c, {
    kind: 'map',
    notation: 'yaml',
    entries,
    flow: false,
    span,
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  });
}

function readSequence(c: Cursor, properties: Properties): DataList {
  c.depth++;
  const start = c.at;
  const column = columnOf(c);
  const items: DataNode[] = [];
  let end = start + 1;
  for (;;) {
    if (atMark(c, dash)) c.at++;
    const dashEnd = c.at;
    const item = readBlockNode(c, column, column + 1, true);
    items.push(item);
    end = Math.max(end, dashEnd, item.span[1]);
    skipTrivia(c);
    if (atEnd(c)) break;
    const next = columnOf(c);
    if (next < column || (next === column && !atMark(c, dash))) break;
    if (next > column) problem(c, 'indented further than the items before it', [c.lineStart, c.at]);
  }
  c.depth--;
  return kept(c, {
    kind: 'list',
    notation: 'yaml',
    items,
    flow: false,
    span: [start, end],
    tag: properties.tag,
    tagSpan: properties.tagSpan,
    anchor: properties.anchor,
  });
}

function reaches(c: Cursor, parentIndent: number, sequenceIndent: number): boolean {
  if (atEnd(c)) return false;
  const column = columnOf(c);
  return column > parentIndent || (column >= sequenceIndent && atMark(c, dash));
}

/** A tab in the indentation: read as one column, which is a guess. */
function noteTabs(c: Cursor): void {
  if (c.text.charCodeAt(c.at - 1) === 9 && c.at > c.lineStart && c.at < c.text.length)
    problem(c, 'a tab in the indentation', [c.lineStart, c.at]);
}

function atCommentOrBreak(c: Cursor): boolean {
  const code = c.text.charCodeAt(c.at);
  return code === 35 || isBreak(code);
}

function joined(outer: Properties, own: Properties): Properties {
  return { tag: own.tag ?? outer.tag, tagSpan: own.tagSpan ?? outer.tagSpan, anchor: own.anchor ?? outer.anchor };
}

function withProperties(c: Cursor, node: Exclude<DataNode, { kind: 'alias' }>, properties: Properties): DataNode {
  if (node.kind === 'scalar' && node.style === 'plain') {
    // Read again under the tag: `!!str` on a line of its own keeps `true` a word.
    const written = typeof node.value === 'string' ? node.value : c.text.slice(node.span[0], node.span[1]);
    return plainScalar(written, node.span, node.exact || typeof node.value !== 'string', properties);
  }
  return { ...node, ...properties };
}
