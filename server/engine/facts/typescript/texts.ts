// Values that stand at an expression of a program: texts and templates, with the JSON that they hold, sums of texts, and what
// is not known. The parts of a template are given: what they come to is for fold.ts to say.
import type { Node } from '../../syntax/typescript.ts';
import { parseEmbeddedJson, type OffsetMap } from '../embedded-json.ts';
import { countBefore, type Span } from '../../text/text.ts';
import { patternOf, textOf, type Leaf, type Scalar, type Value, type Written } from '../value.ts';
import type { Folding } from './folding.ts';

/** Choices that a text is put together for. */
const mostOptions = 100;

export function literal(node: Extract<Node, { type: 'Literal' }>, folding: Folding, isPiece = false): Value {
  const { value } = node;
  if (typeof value === 'string') {
    // A quote that is never closed may be all there is of it.
    const span = [node.range[0] + 1, Math.max(node.range[0] + 1, node.range[1] - 1)] as const;
    // A piece of a sum may begin like JSON of its own.
    const json = isPiece
      ? undefined
      : embedded(value, span, () => placesIn(span, value, folding), folding, { editable: span[1] - span[0] === value.length });
    return json ?? { kind: 'scalar', known: known(folding), value, ...written(span, node.range, folding) };
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { kind: 'scalar', known: known(folding), value, ...written(node.range, node.range, folding) };
  return unknown(node, folding, 'not a text');
}

/** A template: its text where all holes are known, else a pattern. A JSON text in it is read as JSON. */
export function template(
  node: Node,
  folding: Folding,
  quasis: readonly Extract<Node, { type: 'TemplateElement' }>[],
  holes: readonly Value[],
): Value {
  let text = '';
  const starts: { inner: number; outer: number }[] = [];
  let exact = true;
  quasis.forEach((quasi, index) => {
    const cooked = quasi.value.cooked ?? quasi.value.raw;
    if (cooked !== quasi.value.raw) exact = false;
    starts.push({ inner: text.length, outer: quasi.range[0] + 1 });
    text += cooked + (index < holes.length ? '\0' : '');
  });
  const from = node.type === 'TaggedTemplateExpression' ? node.quasi.range : node.range;
  const span = [from[0] + 1, Math.max(from[0] + 1, from[1] - 1)] as const;
  const map = exact
    ? (offset: number) => {
        let start = starts[0]!;
        for (const one of starts) if (one.inner <= offset) start = one;
        return start.outer + (offset - start.inner);
      }
    : undefined;
  const json = embedded(text, span, () => map, folding, { holes, editable: node.type !== 'TaggedTemplateExpression' });
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
    at += escaped?.length ?? 1;
  }
  return places.length === value.length ? (offset) => places[offset] ?? to : undefined;
}

/**
 * A sum of texts, as `'a' + b`. A policy that is written in pieces is read as JSON: pieces that are literals of the file
 * have their places in it, all others are holes.
 */
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

function inPieces(node: Node, pieces: readonly Leaf[], folding: Folding): Value | undefined {
  const holes: Value[] = [];
  const starts: { readonly span: Span; readonly outer: (offset: number) => number }[] = [];
  let text = '';
  for (const piece of pieces) {
    const { uri, span } = piece.at;
    const isHere = piece.kind === 'scalar' && piece.known === 'literal' && uri === folding.module.document.uri;
    const own = isHere && typeof piece.value === 'string' ? piece.value : undefined;
    const map = own === undefined ? span[0] : placesIn(span, own, folding);
    if (map === undefined) return undefined;
    if (own === undefined) holes.push(piece);
    const next = text + (own ?? '\0');
    starts.push({ span: [text.length, next.length], outer: typeof map === 'number' ? (offset) => map + offset : map });
    text = next;
  }
  // An offset between two pieces is the end of the first: what is underlined never begins with one, because quotes are around it.
  const map = (offset: number): number => {
    const start = starts[Math.max(0, countBefore(starts, offset) - 1)]!;
    return start.outer(offset - start.span[0]);
  };
  return embedded(text, [node.range[0], node.range[1]], () => map, folding, { holes, editable: false });
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
