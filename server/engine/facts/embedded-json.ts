// JSON inside something else: a policy in a heredoc, in a quoted string, in a `run:` block. Reads the text straight into
// values, so that every token keeps its place in the outer document. Holes (interpolations of the outer language) are
// written `\0` and may stand inside a string or in place of a value. It does not decide what the JSON means, and it
// reads files of their own no more than strings: those go through syntax/json.ts.
import { createScanner, type JSONScanner } from 'jsonc-parser';
import { nestedDeeper } from '../syntax/limits.ts';
import type { Place } from '../text/text.ts';
import { textOf, type Encoding, type Entry, type Leaf, type Value, type Written } from './value.ts';

/**
 * Where an offset of the inner text lies in the outer document: the offset at which the inner text begins when it stands
 * there verbatim, a function when escapes or interpolations move it, undefined when the place is not known exactly. In
 * the last case every value is placed at the whole string and nothing is editable. Where a text is put together of pieces,
 * an offset between two of them is the end of the one or the start of the other.
 */
export type OffsetMap = number | ((offset: number, isEnd?: boolean) => number) | undefined;

export interface EmbeddedJsonOptions {
  /** What the n-th `\0` of the text stands for, where the outer language knows it. */
  readonly holes?: readonly Value[];
  /** References that the text itself came through. */
  readonly via?: readonly Place[];
  /** False when the text is shared by several uses or stands outside the workspace. */
  readonly editable?: boolean;
  /** Called with what was not read because it is nested too deeply. */
  readonly onLimit?: (limit: string) => void;
}

const deepest = 200;

/** jsonc-parser's `SyntaxKind`, which is a const enum and cannot be imported as it is. */
const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  unknown: 16,
  end: 17,
} as const;

/**
 * The value of a JSON text found at `at`, or undefined when the text is no object or list. Tolerant: comments, trailing
 * commas and a missing end are read over, so that a policy being typed is still judged. Never throws.
 */
export function parseEmbeddedJson(
  text: string,
  at: Place,
  map: OffsetMap,
  encoding: Encoding,
  options: EmbeddedJsonOptions = {},
): Value | undefined {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first !== '{' && first !== '[') return undefined;
  const scanner = createScanner(text, true);
  const reader: Reader = { scanner, text, at, map, encoding, options, holesSeen: 0, holeOffset: 0 };
  scanner.scan();
  const value = readValue(reader, 0);
  return value && (value.kind === 'mapping' || value.kind === 'list') ? value : undefined;
}

interface Reader {
  readonly scanner: JSONScanner;
  readonly text: string;
  readonly at: Place;
  readonly map: OffsetMap;
  readonly encoding: Encoding;
  readonly options: EmbeddedJsonOptions;
  /** Holes before `holeOffset`, so that counting them stays linear. */
  holesSeen: number;
  holeOffset: number;
}

function kindOf(scanner: JSONScanner): number {
  return scanner.getToken();
}

/** Reads the value that begins at the current token and leaves the scanner on the token after it. Undefined where none begins. */
function readValue(reader: Reader, depth: number): Value | undefined {
  const { scanner } = reader;
  const start = scanner.getTokenOffset();
  switch (kindOf(scanner)) {
    case token.openBrace:
      return depth > deepest ? skipNested(reader, start) : readMapping(reader, start, depth);
    case token.openBracket:
      return depth > deepest ? skipNested(reader, start) : readList(reader, start, depth);
    case token.string: {
      const leaf = stringLeaf(reader);
      scanner.scan();
      return leaf;
    }
    case token.number:
      return literal(reader, start, Number(scanner.getTokenValue()));
    case token.true:
      return literal(reader, start, true);
    case token.false:
      return literal(reader, start, false);
    case token.null:
      return literal(reader, start, null);
    case token.unknown: {
      const word = scanner.getTokenValue();
      const end = start + scanner.getTokenLength();
      scanner.scan();
      if (word === '\0') return holeValue(reader, start) ?? unknown(reader, start, end, 'an interpolation');
      return unknown(reader, start, end, 'not JSON');
    }
    default:
      return undefined;
  }
}

function readMapping(reader: Reader, start: number, depth: number): Value {
  const { scanner } = reader;
  const entries: Entry[] = [];
  let complete = true;
  scanner.scan();
  for (;;) {
    const kind = kindOf(scanner);
    if (kind === token.end || kind === token.closeBracket) {
      complete = false;
      break;
    }
    if (kind === token.closeBrace) break;
    if (kind === token.comma) {
      scanner.scan();
      continue;
    }
    if (kind !== token.string) {
      complete = false;
      if (!readValue(reader, depth + 1)) scanner.scan();
      continue;
    }
    const keyStart = scanner.getTokenOffset();
    const key = stringLeaf(reader);
    let end = keyStart + scanner.getTokenLength();
    if ((scanner.scan() as number) !== token.colon) {
      complete = false;
      continue;
    }
    scanner.scan();
    const valueStart = scanner.getTokenOffset();
    const value = readValue(reader, depth + 1) ?? unknown(reader, valueStart, valueStart, 'nothing is written');
    end = Math.max(end, endOfPrevious(reader));
    entries.push({ key, value, at: placeAt(reader, keyStart, end) });
  }
  return { kind: 'mapping', entries, complete, ...close(reader, start) };
}

function readList(reader: Reader, start: number, depth: number): Value {
  const { scanner } = reader;
  const items: Value[] = [];
  let complete = true;
  scanner.scan();
  for (;;) {
    const kind = kindOf(scanner);
    if (kind === token.end || kind === token.closeBrace) {
      complete = false;
      break;
    }
    if (kind === token.closeBracket) break;
    const item = kind === token.comma ? undefined : readValue(reader, depth + 1);
    if (item) items.push(item);
    else scanner.scan();
  }
  return { kind: 'list', items, complete, ...close(reader, start) };
}

/** Steps over the closing bracket, where there is one, and gives the place of what was opened at `start`. */
function close(reader: Reader, start: number): Written {
  const { scanner } = reader;
  const kind = kindOf(scanner);
  const closes = kind === (reader.text[start] === '{' ? token.closeBrace : token.closeBracket);
  const end = closes ? scanner.getTokenOffset() + 1 : endOfPrevious(reader);
  if (closes) scanner.scan();
  return written(reader, start, end, start, end);
}

/** Where the text before the current token ends, without white space. */
function endOfPrevious(reader: Reader): number {
  let end = reader.scanner.getTokenOffset();
  while (end > 0 && /\s/.test(reader.text[end - 1]!)) end--;
  return end;
}

/** Steps over brackets that are nested deeper than any policy, without recursion. */
function skipNested(reader: Reader, start: number): Value {
  const { scanner } = reader;
  let open = 0;
  for (;;) {
    const kind = kindOf(scanner);
    if (kind === token.openBrace || kind === token.openBracket) open++;
    else if (kind === token.closeBrace || kind === token.closeBracket) open--;
    else if (kind === token.end) break;
    scanner.scan();
    if (open === 0) break;
  }
  reader.options.onLimit?.(nestedDeeper(deepest));
  return unknown(reader, start, scanner.getTokenOffset(), 'nested too deeply');
}

function literal(reader: Reader, start: number, value: number | boolean | null): Leaf {
  const end = start + reader.scanner.getTokenLength();
  reader.scanner.scan();
  return { kind: 'scalar', known: 'literal', value, ...written(reader, start, end, start, end) };
}

function stringLeaf(reader: Reader): Leaf {
  const { scanner } = reader;
  const start = scanner.getTokenOffset();
  const end = start + scanner.getTokenLength();
  const closed = end - start >= 2 && reader.text[end - 1] === '"';
  const place = written(reader, start + 1, closed ? end - 1 : end, start, end);
  const value = scanner.getTokenValue();
  if (!value.includes('\0')) return { kind: 'scalar', known: 'literal', value, ...place };
  return withHoles(reader, value, start, place);
}

/** A string with holes: resolved where all of them are known text, else a pattern. */
function withHoles(reader: Reader, value: string, start: number, place: Written): Leaf {
  let index = holesBefore(reader, start);
  let all = true;
  const via = [...place.via];
  const pattern = value.replace(/\0/g, () => {
    const hole = reader.options.holes?.[index++];
    const text = textOf(hole);
    if (hole) via.push(...hole.via);
    if (text !== undefined) return text;
    all = false;
    return hole?.kind === 'partial' ? hole.pattern : '\0';
  });
  // An edit would have to take the interpolation away with the text.
  const at = { ...place, via, editable: false };
  if (all) return { kind: 'scalar', known: 'resolved', value: pattern, ...at };
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'an interpolation', ...at } : { kind: 'partial', pattern, ...at };
}

function holeValue(reader: Reader, start: number): Value | undefined {
  return reader.options.holes?.[holesBefore(reader, start)];
}

function holesBefore(reader: Reader, offset: number): number {
  if (offset < reader.holeOffset) {
    reader.holeOffset = 0;
    reader.holesSeen = 0;
  }
  for (let i = reader.text.indexOf('\0', reader.holeOffset); i >= 0 && i < offset; i = reader.text.indexOf('\0', i + 1)) {
    reader.holesSeen++;
    reader.holeOffset = i + 1;
  }
  return reader.holesSeen;
}

function unknown(reader: Reader, start: number, end: number, why: string): Leaf {
  return { kind: 'unknown', why, ...written(reader, start, end, start, end) };
}

function written(reader: Reader, start: number, end: number, tokenStart: number, tokenEnd: number): Written {
  const { map, encoding, options } = reader;
  return {
    at: placeAt(reader, start, end),
    token: placeAt(reader, tokenStart, tokenEnd),
    via: options.via ?? [],
    encoding: map === undefined ? 'none' : encoding,
    editable: map !== undefined && options.editable !== false,
  };
}

function placeAt(reader: Reader, start: number, end: number): Place {
  const { map, at } = reader;
  if (map === undefined) return at;
  return { uri: at.uri, span: typeof map === 'number' ? [map + start, map + end] : [map(start), map(end, true)] };
}
