// Strings of Terraform to values: text with what is known filled in, holes for the rest. Text that holds JSON is read as
// what it holds, because a policy means the same as a string and as an object.
import type { Place } from '../../text/text.ts';
import type { HclExpression, HclTemplate, HclTemplatePart } from '../../syntax/hcl/tree.ts';
import { parseEmbeddedJson, type OffsetMap } from '../embedded-json.ts';
import { evaluate, longestText, type Scope } from './evaluate.ts';
import { written } from './made.ts';
import { placeOf, textOf, type Encoding, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';

const escapes = tableOf<string>({ n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' });

export function evaluateTemplate(template: HclTemplate, scope: Scope): Value {
  const { parts } = template;
  const encoding: Encoding = template.form === 'heredoc' ? 'hcl-heredoc' : 'hcl';
  const place = written(scope.uri, template.inner, template.span, encoding);
  const only = parts[0];
  if (parts.length === 0) return { kind: 'scalar', known: 'literal', value: '', ...place };
  if (parts.length === 1 && template.form === 'quoted' && only!.kind === 'value')
    return template.escaped ? fixed(evaluate(only!.value, scope)) : evaluate(only!.value, scope);
  // `{1b0c…}:*`, a subject of Bitbucket, is no JSON.
  if (only!.kind === 'text' && /^\s*(?:\{\s*(?:["}/]|$)|\[)/.test(only!.text)) {
    const json = jsonIn(template, scope);
    if (json) return json;
  }
  if (parts.length === 1 && only!.kind === 'text') return { kind: 'scalar', known: 'literal', value: only!.text, ...place };
  let pattern = '';
  let known = true;
  let handed: Value | undefined;
  const references: string[] = [];
  for (const piece of pieces(parts)) {
    if (piece === undefined) {
      pattern += '\0';
      known = false;
    } else if (piece.kind === 'text') pattern += piece.text;
    else {
      const value = evaluate(piece.value, scope);
      if (isHanded(value, scope) && (!handed || (isPattern(value) && !isPattern(handed)))) handed = value;
      if (value.kind === 'scalar' && value.value !== null) pattern += String(value.value);
      else {
        pattern += value.kind === 'partial' ? value.pattern : '\0';
        references.push(
          ...(value.kind === 'partial'
            ? (value.references ?? [])
            : value.kind === 'unknown' && value.reference !== undefined
              ? [value.reference]
              : []),
        );
        known = false;
      }
    }
    if (pattern.length > longestText) return { kind: 'unknown', why: 'text that is too large', ...place, editable: false };
  }
  // One text that comes to another value for each member: what is put there for one would be put there for all.
  const perMember = parts.some((part) => part.kind === 'value' && namesMember(part.value, scope));
  const from = handed ? { via: [placeOf(handed), ...place.via], editable: false } : perMember ? { editable: false } : {};
  if (known) return { kind: 'scalar', known: 'resolved', value: pattern, ...place, ...from };
  const holes = pattern.split('\0').length - 1;
  pattern = pattern.replace(/\0+/g, '\0');
  return pattern === '\0'
    ? { kind: 'unknown', why: 'an interpolation', ...place, editable: false }
    : {
        kind: 'partial',
        pattern,
        ...(references.length === holes && pattern.split('\0').length - 1 === holes ? { references } : {}),
        ...place,
        ...from,
      };
}

/** Of what is put together the part that may match several is what is said of the whole. */
const isPattern = (value: Value): boolean => textOf(value)?.includes('*') === true;

/** Whether a caller of this module has written the value: what is put together of it is said of what the caller gives. */
function isHanded({ kind, at }: Value, { module }: Scope): boolean {
  return kind === 'scalar' && module.given !== undefined && !module.documents.has(at.uri);
}

/** A value that no printer may edit, as none knows of the escapes that its expression is written with. */
function fixed(value: Value): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, editable: false, items: value.items.map(fixed) };
    case 'mapping':
      return { ...value, editable: false, entries: value.entries.map((entry) => ({ ...entry, value: fixed(entry.value) })) };
    case 'choice':
      return { ...value, options: value.options.map(fixed) };
    default:
      return { ...value, editable: false };
  }
}

/** Whether an interpolation is a member of the collection that is gone through here: `p` of a `for`, `each.value`, `count.index`. */
function namesMember(expression: HclExpression, scope: Scope): boolean {
  const base = expression.kind === 'traversal' ? expression.base : expression;
  return base.kind === 'name' && (scope.bindings.has(base.name) || base.name === 'count');
}

type Piece = Extract<HclTemplatePart, { kind: 'text' | 'value' }> | undefined;

/** Parts with every `%{ if … }…%{ endif }` and loop as one hole: which text stands there is not known. */
function* pieces(parts: readonly HclTemplatePart[]): Generator<Piece> {
  let open = 0;
  for (const part of parts) {
    if (part.kind === 'directive') {
      if (part.word === 'if' || part.word === 'for') {
        if (open === 0) yield undefined;
        open++;
      } else if (part.word === 'endif' || part.word === 'endfor') open = Math.max(0, open - 1);
    } else if (open === 0) yield part;
  }
}

/** As deep as directives in each other are read; each level looks once more at all that stands in it. */
const deepest = 8;

/**
 * The same for JSON, where what a loop or a condition writes is read if it is whole objects: statements that stand there for
 * each member, or in one case. What else it writes is a hole.
 */
function* jsonPieces(parts: readonly HclTemplatePart[], depth = 0): Generator<Piece> {
  let from = 0;
  while (from < parts.length) {
    const part = parts[from]!;
    if (part.kind !== 'directive') {
      yield part;
      from++;
      continue;
    }
    const inner = part.word === 'if' || part.word === 'for' ? insideOf(parts, from) : { branches: [], end: from + 1 };
    if (inner.branches.length > 0 && depth < deepest && inner.branches.every(isWholeObjects))
      for (const branch of inner.branches) yield* jsonPieces(branch, depth + 1);
    else if (inner.branches.length > 0) yield undefined;
    from = inner.end;
  }
}

/** What stands between a directive and its end, parted at its `else`, and where what follows begins. */
function insideOf(parts: readonly HclTemplatePart[], start: number): { branches: HclTemplatePart[][]; end: number } {
  const branches: HclTemplatePart[][] = [[]];
  let open = 0;
  let at = start;
  for (; at < parts.length; at++) {
    const part = parts[at]!;
    const word = part.kind === 'directive' ? part.word : undefined;
    if (word === 'if' || word === 'for') open++;
    if ((word === 'endif' || word === 'endfor') && --open === 0) break;
    if (word === 'else' && open === 1) branches.push([]);
    else if (at > start) branches.at(-1)!.push(part);
  }
  return { branches, end: at + 1 };
}

/** `{ … }` or `{ … }, { … }`, with a comma before or behind; empty text is none of it, and all of nothing. */
function isWholeObjects(branch: readonly HclTemplatePart[]): boolean {
  const text = branch.map((part) => (part.kind === 'text' ? part.text : part.kind === 'value' ? '\0' : '')).join('');
  return /^[\s,]*(?:$|\{)/.test(text) && /(?:^|[}\s,])$/.test(text) && depthOf(text) === 0;
}

/** How many braces stay open in a text; -1 where one closes that none opened. */
function depthOf(text: string): number {
  let depth = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) if ((depth += brace === '{' ? 1 : -1) < 0) return -1;
  return depth;
}

/** The object or list that a template writes as JSON; undefined where it writes something else. */
function jsonIn(template: HclTemplate, scope: Scope): Value | undefined {
  const at: Place = { uri: scope.uri, span: template.inner };
  const source = scope.module.documents.get(scope.uri)?.text;
  const holes: Value[] = [];
  const offsets: number[] = [];
  let text = '';
  let verbatim = true;
  let exact = true;
  for (const part of jsonPieces(template.parts)) {
    if (part?.kind === 'text') {
      // The source stands for the text where nothing is escaped; stripped indentation means nothing to JSON.
      const raw = source?.slice(...part.span);
      if (part.exact || (template.form === 'heredoc' && raw !== undefined)) {
        const kept = part.exact ? part.text : raw!;
        for (let i = 0; i < kept.length; i++) offsets.push(part.span[0] + i);
        text += kept;
      } else if (raw !== undefined) {
        verbatim = false;
        const decoded = decodeWithOffsets(raw, part.span[0], offsets);
        text += decoded;
        if (decoded !== part.text) exact = false;
      } else return undefined;
    } else {
      verbatim = false;
      text += '\0';
      offsets.push(part?.span[0] ?? template.inner[0]);
      holes.push(
        part
          ? evaluate(part.value, scope)
          : { kind: 'unknown', why: 'a template directive', ...written(scope.uri, template.inner, template.span), editable: false },
      );
    }
  }
  const first = template.parts[0]!;
  offsets.push(template.inner[1]);
  const map: OffsetMap = !exact
    ? undefined
    : verbatim && template.parts.length === 1
      ? first.span[0]
      : (offset) => offsets[Math.min(offset, offsets.length - 1)]!;
  const encoding: Encoding = template.form === 'heredoc' || (verbatim && exact) ? 'json-in-heredoc' : 'json-in-string';
  return parseEmbeddedJson(text, at, map, encoding, { holes });
}

/** Escapes of a quoted string resolved one by one; the source offset of every character is pushed to `offsets`. */
function decodeWithOffsets(raw: string, start: number, offsets: number[]): string {
  let text = '';
  for (let i = 0; i < raw.length; i++) {
    const from = start + i;
    let char = raw[i]!;
    if (char === '\\' && i + 1 < raw.length) {
      const next = raw[i + 1]!;
      const simple = escapes.get(next);
      const digits = next === 'u' ? /^[0-9A-Fa-f]{4}/.exec(raw.slice(i + 2, i + 6))?.[0] : undefined;
      if (simple !== undefined) {
        char = simple;
        i++;
      } else if (digits) {
        char = String.fromCharCode(parseInt(digits, 16));
        i += 5;
      }
    } else if ((char === '$' || char === '%') && raw[i + 1] === char && raw[i + 2] === '{') i++;
    text += char;
    offsets.push(from);
  }
  return text;
}
