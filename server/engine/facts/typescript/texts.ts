// Values that stand at an expression of a program: texts and templates, with the JSON that they hold, sums of texts, and what
// is not known. The parts of a template are given: what they come to is for fold.ts to say.
import type { Node } from '../../syntax/typescript.ts';
import { parseEmbeddedJson, type OffsetMap } from '../embedded-json.ts';
import { countBefore, type Span } from '../../text/text.ts';
import { patternOf, textOf, type Leaf, type Scalar, type Value, type Written } from '../value.ts';
import type { Folding } from './folding.ts';

/** Choices that a text is put together for. */
const mostOptions = 100;

/** A constant of the language; a text that is JSON of a policy is read as JSON, unless it is a piece of a sum. */
export function literal(node: Extract<Node, { type: 'Literal' }>, folding: Folding, isPiece = false): Value {
  const { value } = node;
  if (typeof value === 'string') {
    // A quote that is never closed may be all there is of it.
    const span = [node.range[0] + 1, Math.max(node.range[0] + 1, node.range[1] - 1)] as const;
    const json = isPiece
      ? undefined
      : embedded(value, span, () => placesIn(span, value, folding), folding, { editable: span[1] - span[0] === value.length });
    return json ?? { kind: 'scalar', known: known(folding), value, ...written(span, node.range, folding) };
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { kind: 'scalar', known: known(folding), value, ...written(node.range, node.range, folding) };
  return unknown(node, folding, 'not a text');
}

/** A template: its text where all holes are known, else a pattern. A JSON text in it is read as JSON, unless it is a piece of a sum. */
export function template(
  node: Node,
  folding: Folding,
  quasis: readonly Extract<Node, { type: 'TemplateElement' }>[],
  holes: readonly Value[],
  isPiece = false,
): Value {
  const pieces = quasis.flatMap((quasi, index): Piece[] => {
    // A quasi's range holds the signs around it: a backtick or `}` before, a backtick or `${` behind.
    const from = quasi.range[0] + 1;
    const to = Math.max(from, quasi.range[1] - (index < holes.length ? 2 : 1));
    const next = quasis[index + 1];
    const own: Piece = { text: quasi.value.cooked ?? quasi.value.raw, at: [from, to], isVerbatim: true };
    return next ? [own, { text: '\0', at: [to, next.range[0] + 1], isVerbatim: false }] : [own];
  });
  const text = pieces.map((piece) => piece.text).join('');
  const from = node.type === 'TaggedTemplateExpression' ? node.quasi.range : node.range;
  const span = [from[0] + 1, Math.max(from[0] + 1, from[1] - 1)] as const;
  const json = isPiece
    ? undefined
    : embedded(text, span, () => mapOver(pieces, folding), folding, { holes, editable: node.type !== 'TaggedTemplateExpression' });
  if (json) return json;
  const open = holes.findIndex((hole) => hole.kind === 'choice');
  const choices = holes[open];
  const place = written(span, from, folding, holes.length === 0);
  const known_ = known(folding);
  if (choices?.kind === 'choice' && choices.options.length <= mostOptions)
    return choice(
      node,
      choices.options.map((option) => textWith(text, holes.with(open, option), place, known_)),
      folding,
    );
  return textWith(text, holes, place, holes.length > 0 ? 'resolved' : known_);
}

/** A text with its holes filled where they are known. */
function textWith(text: string, holes: readonly Value[], place: Written, known: Scalar['known']): Leaf {
  let index = 0;
  let all = true;
  const pattern = text.replace(/\0/g, () => {
    // The text may hold the sign itself: that is a hole of its own.
    const hole = holes[index++];
    const filled = textOf(hole);
    if (filled === undefined) all = false;
    return filled ?? (hole?.kind === 'partial' ? hole.pattern : '\0');
  });
  if (all) return { kind: 'scalar', known, value: pattern, ...place };
  return /^\0+$/.test(pattern)
    ? { kind: 'unknown', why: 'a template of what is not known', ...place }
    : { kind: 'partial', pattern, ...place };
}

/** The JSON of a policy that a text holds; `mapOf` says where its offsets lie in the file. */
function embedded(
  text: string,
  span: Span,
  mapOf: () => OffsetMap,
  folding: Folding,
  { holes = [], editable }: { readonly holes?: readonly Value[]; readonly editable: boolean },
): Value | undefined {
  if (!/"(?:Statement|Effect|Action|bindings)"/.test(text)) return undefined;
  return parseEmbeddedJson(text, { uri: folding.module.document.uri, span }, mapOf(), 'json-in-string', {
    holes,
    via: folding.via,
    editable: editable && !folding.shared,
  });
}

/** A piece of a text: where it is written, and whether its letters are there one by one, as they are or escaped. */
interface Piece {
  readonly text: string;
  readonly at: Span;
  readonly isVerbatim: boolean;
}

/** An escape of a text: of a character, of one by its number, or of the end of a line, which stands for nothing. */
const escape = /\\(?:x[\da-fA-F]{2}|u\{[\da-fA-F]{1,6}\}|u[\da-fA-F]{4}|\r\n|[^])/y;

/** Where the offsets of a literal's text lie in the file, past its escapes; undefined where they do not come out at its end. */
function placesIn([from, to]: Span, value: string, { module }: Folding): OffsetMap {
  if (to - from === value.length) return from;
  const { text } = module.document;
  const places: number[] = [];
  for (let at = from; at < to;) {
    escape.lastIndex = at;
    const escaped = escape.exec(text)?.[0];
    const isLineEnd = escaped !== undefined && /[\r\n\u2028\u2029]$/.test(escaped);
    const width = escaped?.startsWith('\\u{') && parseInt(escaped.slice(3), 16) > 0xffff ? 2 : 1;
    for (let i = 0; i < (isLineEnd ? 0 : width); i++) places.push(at);
    // A template's text has one letter for the end of a line, however the file has it.
    at += escaped?.length ?? (text.startsWith('\r\n', at) ? 2 : 1);
  }
  return places.length === value.length ? (offset) => places[offset] ?? to : undefined;
}

/** Where the offsets of a text lie in the file that is put together of pieces; undefined where those of one are not known. */
function mapOver(pieces: readonly Piece[], folding: Folding): OffsetMap {
  const parts: { readonly span: Span; readonly outer: (offset: number) => number }[] = [];
  let length = 0;
  for (const { text, at, isVerbatim } of pieces) {
    const map = isVerbatim ? placesIn(at, text, folding) : (offset: number) => at[offset === 0 ? 0 : 1];
    if (map === undefined) return undefined;
    parts.push({ span: [length, length + text.length], outer: typeof map === 'number' ? (offset) => map + offset : map });
    length += text.length;
  }
  // Between two pieces one thing ends and the next begins.
  return (offset, isEnd) => {
    const part = parts[Math.max(0, countBefore(parts, isEnd ? offset : offset + 1) - 1)]!;
    return part.outer(offset - part.span[0]);
  };
}

/** A sum of texts, as `'a' + b`. A policy that is written in pieces is read as JSON, what is not written here being holes. */
export function joined(node: Node, parts: readonly Value[], folding: Folding): Value {
  const leaves = parts.map((part) => (part.kind === 'scalar' || part.kind === 'partial' || part.kind === 'unknown' ? part : undefined));
  if (leaves.some((leaf) => leaf === undefined)) return unknown(node, folding, 'a sum');
  const pattern = (leaves as Leaf[]).map(patternOf).join('');
  const json = /^\s*\{/.test(pattern) ? inPieces(node, leaves as Leaf[], folding) : undefined;
  if (json) return json;
  const place = written(node.range, node.range, folding, false);
  if (!pattern.includes('\0')) return { kind: 'scalar', known: 'resolved', value: pattern, ...place };
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'a sum of what is not known', ...place } : { kind: 'partial', pattern, ...place };
}

function inPieces(node: Node, leaves: readonly Leaf[], folding: Folding): Value | undefined {
  const { uri } = folding.module.document;
  const pieces = leaves.map((leaf): Piece => {
    const [from, to] = leaf.at.span;
    const isHere = leaf.at.uri === uri && node.range[0] <= from && to <= node.range[1];
    const isVerbatim = isHere && leaf.kind === 'scalar' && leaf.known === 'literal' && leaf.encoding === 'typescript';
    // What holds signs of JSON, or nothing but blanks, is no value that could be a hole.
    const known = patternOf(leaf);
    const isText = isVerbatim || /["{}[\],]|^\s*$/.test(known);
    return { text: isText ? known : '\0', at: isHere ? leaf.at.span : [node.range[0], node.range[1]], isVerbatim };
  });
  const holes = leaves.flatMap((leaf, index) =>
    pieces[index]!.text === '\0'
      ? [leaf]
      : Array.from(pieces[index]!.text.matchAll(/\0/g), () => unknown(node, folding, 'an interpolation')),
  );
  const text = pieces.map((piece) => piece.text).join('');
  return embedded(text, [node.range[0], node.range[1]], () => mapOver(pieces, folding), folding, { holes, editable: false });
}

/** A separator between two items of a list that is joined. */
export function between(separator: string, item: Value): Scalar {
  return {
    kind: 'scalar',
    known: 'literal',
    value: separator,
    at: item.at,
    token: item.token,
    via: item.via,
    encoding: 'none',
    editable: false,
  };
}

export function choice(node: Node, options: readonly Value[], folding: Folding): Value {
  return { kind: 'choice', options, ...written(node.range, node.range, folding, false) };
}

export function unknown(node: Node, folding: Folding, why: string): Leaf {
  return { kind: 'unknown', why, ...written(node.range, node.range, folding, false) };
}

function known(folding: Folding): 'literal' | 'resolved' {
  return folding.via.length > 0 ? 'resolved' : 'literal';
}

export function written(span: readonly [number, number], token: readonly [number, number], folding: Folding, editable = true): Written {
  const { uri } = folding.module.document;
  return {
    at: { uri, span: [span[0], span[1]] },
    token: { uri, span: [token[0], token[1]] },
    via: folding.via,
    encoding: 'typescript',
    editable: editable && !folding.shared,
  };
}
