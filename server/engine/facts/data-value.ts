// Data trees to values: aliases and merge keys resolved, encodings set. Does not evaluate tags: what `!Sub` or `!Ref`
// mean is for the reader of that dialect, which walks the tree itself or gives `tagged`.
import { resolved, type DataEntry, type DataList, type DataMap, type DataNode, type DataScalar } from '../syntax/data.ts';
import type { Place, Span } from '../text/text.ts';
import { itemsOf, type Encoding, type Entry, type Value } from './value.ts';

export interface ValueOptions {
  /** Spans of template actions in the text, in order; scalars that overlap one are partial or unknown. */
  readonly holes?: readonly Span[];
  /** The text the tree was read from, with the templates in it. Needed with `holes`. */
  readonly text?: string;
  /** What a template action comes to, where that is known. Whole values take its place, parts of words its text. */
  readonly fill?: (hole: Span) => Value | undefined;
  /** Actions that write whole lines, in the order of the text. Blocks that they are indented for take what they write. */
  readonly lines?: readonly WrittenLines[];
  /** Makes what stands at `inside` once for each round of the loops around it that are not around `around`, too; once where there is none. */
  readonly each?: <T>(inside: Span, around: Span | undefined, make: () => T) => readonly T[];
  /** What the conditions that begin in a span leave unwritten of it, in order; undefined where that is not known. */
  readonly leftOut?: (span: Span) => readonly { readonly span: Span }[] | undefined;
  /** The text with its actions blanked. Needed with `lines`. */
  readonly masked?: string;
  /** Called for each node that carries a tag other than YAML's own; gives its value, or undefined to read on as if untagged. */
  readonly tagged?: (node: DataNode, convert: (node: DataNode) => Value) => Value | undefined;
}

/** Lines that a template action writes. */
export interface WrittenLines {
  readonly at: number;
  /** How far they are indented. */
  readonly column: number;
  /** Undefined where it is not known. Made when it is asked for. */
  value(): Value | undefined;
}

/** Values made through aliases and merge keys in one call; more is a bomb, and becomes unknown. */
const mostExpanded = 20_000;
const deepest = 1000;

/**
 * The value of a node. Aliases give the value of their anchor, with the alias in `via` and not editable, because the
 * token is shared. Merge keys (`<<`) give their entries before those of the map itself, so that the map's own count.
 */
export function valueOf(node: DataNode, uri: string, options: ValueOptions = {}): Value {
  let expanded = 0;
  const open = new Set<DataNode>();
  const place = (span: Span): Place => ({ uri, span });

  // Most tokens have no quotes: their two places are one object, which halves what a value weighs. All values are written
  // out and not spread together, which would give each a shape of its own and twice the size.
  const tokenPlace = (at: Place, token: Span): Place => (at.span[0] === token[0] && at.span[1] === token[1] ? at : place(token));
  const unknown = (span: Span, via: readonly Place[], why: string): Value => {
    const at = place(span);
    return { kind: 'unknown', why, at, token: at, via, encoding: 'none', editable: false };
  };

  /** `from` is where lines of a template may begin to add to a block: behind its key. */
  const convert = (node: DataNode, via: readonly Place[], inFlow: boolean, depth: number, from = node.span[0]): Value => {
    if (via.length > 0 && ++expanded > mostExpanded) return unknown(node.span, via, 'too many aliases');
    if (depth > deepest) return unknown(node.span, via, 'nested too deeply');
    if (node.tag && options.tagged && !node.tag.startsWith('!!')) {
      const made = options.tagged(node, (inner) => convert(inner, via, inFlow, depth + 1));
      if (made) return made;
    }
    switch (node.kind) {
      case 'scalar':
        return scalarValue(node, via, inFlow);
      case 'alias': {
        const target = resolved(node);
        if (!target) return unknown(node.span, via, `no anchor named ${node.name}`);
        if (open.has(target)) return unknown(node.span, via, 'an alias inside its own anchor');
        open.add(target);
        const value = convert(target, [...via, place(node.span)], inFlow, depth + 1);
        open.delete(target);
        return value;
      }
      case 'list': {
        const flow = inFlow || node.flow;
        const once = (item: DataNode): Value => convert(item, via, flow, depth + 1);
        const items = node.items.flatMap((item) => options.each?.(item.span, [from, node.span[1]], () => once(item)) ?? [once(item)]);
        for (const value of linesOf(node, from)) items.push(...itemsOf(value));
        const at = place(node.span);
        return {
          kind: 'list',
          items,
          complete: isComplete(node),
          at,
          token: at,
          via,
          encoding: encodingOfCollection(node),
          editable: via.length === 0,
        };
      }
      case 'map': {
        const flow = inFlow || node.flow;
        const entries: Entry[] = [];
        for (const entry of node.entries) if (isMerge(entry)) entries.push(...merged(entry.value, via, depth + 1));
        for (const entry of node.entries) {
          if (isMerge(entry)) continue;
          const key = convert(entry.key, via, flow, depth + 1);
          if (key.kind !== 'scalar' && key.kind !== 'partial' && key.kind !== 'unknown') continue;
          const below = linesBelow(entry);
          const value = below ?? convert(entry.value, via, flow, depth + 1, entry.key.span[1]);
          // A key without a colon (`{ a }`) has no place where a value could be written.
          const hasColon = below !== undefined || entry.value.span[1] > entry.key.span[1];
          entries.push({ key, value: hasColon ? value : { ...value, editable: false }, at: place(entry.span) });
        }
        for (const value of linesOf(node, from)) if (value.kind === 'mapping') entries.push(...value.entries);
        const at = place(node.span);
        return {
          kind: 'mapping',
          entries,
          complete: isComplete(node),
          at,
          token: at,
          via,
          encoding: encodingOfCollection(node),
          editable: via.length === 0,
        };
      }
    }
  };

  const columnOf = (offset: number): number => offset - (options.masked!.lastIndexOf('\n', offset - 1) + 1);
  const isBlank = (from: number, to: number): boolean => options.masked!.slice(from, to).trim() === '';

  /** What whole lines add to a block: those inside of it, those right above and right below, that are indented as its items are. */
  const linesOf = (node: DataMap | DataList, from: number): Value[] => {
    const found: Value[] = [];
    if (!options.lines || options.lines.length === 0 || node.flow) return found;
    const column = columnOf(node.span[0]);
    let end = node.span[1];
    for (let at = firstLineFrom(options.lines, from); at < options.lines.length; at++) {
      const line = options.lines[at]!;
      if (line.at >= end && !isBlank(end, line.at)) break;
      end = Math.max(end, line.at);
      const value = line.column === column ? line.value() : undefined;
      if (value && value.kind === (node.kind === 'map' ? 'mapping' : 'list')) found.push(value);
    }
    return found;
  };

  /** What whole lines put below a key that has nothing else. A list may be indented no further than its key. */
  const linesBelow = ({ key, value }: DataEntry): Value | undefined => {
    if (!options.lines || value.kind !== 'scalar' || value.span[0] !== value.span[1]) return undefined;
    const keyColumn = columnOf(key.span[0]);
    const found: Value[] = [];
    let end = value.span[0];
    for (let at = firstLineFrom(options.lines, end); at < options.lines.length; at++) {
      const line = options.lines[at]!;
      if (!isBlank(end, line.at)) break;
      end = line.at;
      const made = line.column >= keyColumn ? line.value() : undefined;
      if (made && (made.kind === 'list' || line.column > keyColumn)) found.push(made);
    }
    const [first] = found;
    if (first?.kind === 'list') return { ...first, items: found.flatMap(itemsOf), complete: false };
    if (first?.kind === 'mapping')
      return { ...first, entries: found.flatMap((one) => (one.kind === 'mapping' ? one.entries : [])), complete: false };
    return found.length === 1 ? first : undefined;
  };

  /** A template that writes whole lines may add to the block that it stands in or right below. */
  const isComplete = (node: DataMap | DataList): boolean => {
    if (!options.holes || node.flow) return !options.holes || holesIn(options.holes, node.span).length === 0;
    return (
      !holesIn(options.holes, node.span).some(([start]) => beginsLine(options.text!, start)) &&
      holeBelow(options.text!, options.holes, node.span[1]) === undefined
    );
  };

  const merged = (source: DataNode, via: readonly Place[], depth: number): Entry[] => {
    const value = convert(source, via, false, depth);
    // In a list of maps the earlier one counts.
    const maps = value.kind === 'list' ? [...value.items].reverse() : [value];
    return maps.flatMap((map) => (map.kind === 'mapping' ? map.entries : []));
  };

  const scalarValue = (node: DataScalar, via: readonly Place[], inFlow: boolean): Value => {
    const at = place(node.inner);
    const token = tokenPlace(at, node.span);
    const encoding = encodingOf(node, inFlow);
    const editable = via.length === 0;
    const holes = options.holes ? holesIn(options.holes, node.span) : [];
    if (options.holes && node.span[0] === node.span[1]) {
      const below = holeBelow(options.text!, options.holes, node.span[0]);
      if (below) return options.fill?.(below) ?? { kind: 'unknown', why: 'filled in by a template', at, token, via, encoding, editable };
    }
    if (holes.length > 0) {
      const [only] = holes;
      const whole = holes.length === 1 && only![0] <= node.inner[0] && node.inner[1] <= only![1] ? options.fill?.(only!) : undefined;
      if (whole) return whole;
      const leftOut = options.leftOut?.(withHolesAround(options.text!, options.holes!, node.span)) ?? [];
      const pattern = patternWithHoles(options.text!, node, holes, leftOut, options.fill);
      if (!pattern.includes('\0')) return { kind: 'scalar', known: 'resolved', value: pattern, at, token, via, encoding, editable: false };
      return pattern.replaceAll('\0', '').trim() === ''
        ? { kind: 'unknown', why: 'filled in by a template', at, token, via, encoding, editable }
        : { kind: 'partial', pattern, at, token, via, encoding, editable };
    }
    return { kind: 'scalar', known: via.length > 0 ? 'resolved' : 'literal', value: node.value, at, token, via, encoding, editable };
  };

  return convert(node, [], false, 0);
}

function isMerge(entry: DataEntry): boolean {
  return entry.key.kind === 'scalar' && entry.key.style === 'plain' && entry.key.value === '<<';
}

function encodingOfCollection(node: DataMap | DataList): Encoding {
  return node.notation !== 'yaml' ? node.notation : node.flow ? 'yaml-flow' : 'yaml-block';
}

function encodingOf(node: DataScalar, inFlow: boolean): Encoding {
  switch (node.style) {
    case 'xml-text':
      return 'xml';
    case 'single':
      return 'yaml-single';
    case 'double':
      return 'yaml-double';
    case 'literal':
    case 'folded':
      return 'yaml-block';
    case 'json-string':
    case 'json-word':
      return 'json';
    case 'plain':
      return inFlow ? 'yaml-flow' : 'yaml-plain';
    default:
      return 'toml';
  }
}

/** The template that follows with nothing but blanks and line ends before it. */
function holeBelow(text: string, holes: readonly Span[], at: number): Span | undefined {
  const next = holes[firstHoleFrom(holes, at)];
  return next !== undefined && next[0] >= at && text.slice(at, next[0]).trim() === '' ? next : undefined;
}

function firstLineFrom(lines: readonly WrittenLines[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.at < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function beginsLine(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return line.trim() === '';
}

/** The holes that overlap a span, found by halving: a chart has thousands of templates and scalars. */
function holesIn(holes: readonly Span[], [start, end]: Span): Span[] {
  const low = firstHoleFrom(holes, start);
  const found: Span[] = [];
  for (let i = low; i < holes.length && holes[i]![0] < end; i++) found.push(holes[i]!);
  return found;
}

/** Index of the first hole that ends after an offset. */
function firstHoleFrom(holes: readonly Span[], offset: number): number {
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holes[middle]![1] <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function patternWithHoles(
  text: string,
  node: DataScalar,
  holes: readonly Span[],
  leftOut: readonly { readonly span: Span }[],
  fill: ValueOptions['fill'],
): string {
  let out = '';
  let at = node.inner[0];
  const take = ([start, end]: Span, written: string): void => {
    out += text.slice(at, Math.max(at, start)) + written;
    at = Math.max(at, end);
  };
  let next = 0;
  const takeLeftOut = (before: number): void => {
    for (; next < leftOut.length && leftOut[next]!.span[0] <= before; next++) take(leftOut[next]!.span, '');
  };
  for (const hole of holes) {
    takeLeftOut(hole[0]);
    if (hole[1] <= at) continue;
    const filled = fill?.(hole);
    take(hole, filled?.kind === 'scalar' && filled.value !== null ? String(filled.value) : '\0');
  }
  takeLeftOut(node.inner[1]);
  out += text.slice(at, Math.max(at, node.inner[1]));
  return leftOut.length > 0 ? out.trim() : out;
}

/** A span with the holes right before and right behind it. */
function withHolesAround(text: string, holes: readonly Span[], [start, end]: Span): Span {
  let [from, to] = [start, end];
  for (let index = firstHoleFrom(holes, start) - 1; index >= 0 && isGap(text, holes[index]![1], from); index--) from = holes[index]![0];
  for (let index = firstHoleFrom(holes, end); index < holes.length && isGap(text, to, holes[index]![0]); index++) to = holes[index]![1];
  return [from, to];
}

function isGap(text: string, from: number, to: number): boolean {
  return /^[ \t]*$/.test(text.slice(from, to));
}
