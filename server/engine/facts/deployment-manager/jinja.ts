// Templates of Deployment Manager in Jinja as the YAML that they write: statements become blanks, outputs holes of the
// same length, so that every place stays. `set` and `for` over what is written out give their names a value; what comes
// from the configuration (`properties`, `env`) is not known here. Jinja is not run: each branch counts as possible.
import type { Document } from '../../document.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { countBefore, type Span } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { wordAt } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { itemsOf, type Value } from '../value.ts';

const opening = /\{[{%#]/g;
const closing = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
]);
/** A statement longer than this is none that was meant as one. */
const longest = 4000;
const assigned = /^[-+]?\s{0,20}set\s{1,20}([A-Za-z_]\w{0,80})\s{0,20}=\s{0,20}/;
const loop = /^[-+]?\s{0,20}for\s{1,20}([A-Za-z_]\w{0,80})\s{1,20}in\s{1,20}/;
const word = /^(["'])([^"'\\\n]{0,500})\1\s{0,20}[-+]?$/;

export interface JinjaTemplate {
  readonly roots: readonly Value[];
  /** Whether what stands at an offset is written only where a condition holds. */
  readonly isConditional: (offset: number) => boolean;
}

/** What a template writes, as far as it stands in it. Never throws. */
export function readJinja({ text, uri }: Document): JinjaTemplate {
  const holes: Span[] = [];
  const names = new Map<string, Value>();
  /** What holes stand for, by where they begin: a name may get another value further down. */
  const filled = new Map<number, Value>();
  /** The outermost, in their order. */
  const conditions: { readonly span: Span }[] = [];
  const open: number[] = [];
  let masked = '';
  let at = 0;
  for (const match of text.matchAll(opening)) {
    if (match.index < at) continue;
    const close = closing.get(match[0])!;
    const length = text.slice(match.index + 2, match.index + longest).indexOf(close);
    if (length < 0) continue;
    const [start, end] = [match.index, match.index + 2 + length + close.length];
    const inner = text.slice(start + 2, end - close.length);
    if (match[0] === '{{') {
      holes.push([start, end]);
      const value = names.get(inner.replace(/^[-+]|[-+]$/g, '').trim());
      if (value) filled.set(start, value);
    }
    if (match[0] === '{%') {
      if (/^[-+]?\s{0,20}if\b/.test(inner)) open.push(start);
      else if (/^[-+]?\s{0,20}endif\b/.test(inner)) addCondition([open.pop() ?? start, end]);
      else bind(inner, start + 2);
    }
    masked += text.slice(at, start) + (match[0] === '{{' ? 'x'.repeat(end - start) : text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  masked += text.slice(at);

  function addCondition(span: Span): void {
    while (conditions.length > 0 && conditions.at(-1)!.span[0] >= span[0]) conditions.pop();
    conditions.push({ span });
  }

  function bind(statement: string, offset: number): void {
    const found = assigned.exec(statement) ?? loop.exec(statement);
    if (!found) return;
    const source = statement.slice(found[0].length);
    const said = names.get(source.trim()) ?? written(source, offset + found[0].length);
    const value = said && found[0].includes('=') ? said : said && eachOf(said);
    if (value) names.set(found[1]!, value);
    // The same name with a value that is not known here.
    else names.delete(found[1]!);
  }

  /** A word or a list, where it is all that a statement says. */
  function written(source: string, from: number): Value | undefined {
    const quoted = word.exec(source)?.[2];
    if (quoted !== undefined)
      return {
        ...wordAt(quoted, { uri, span: [from + 1, from + 1 + quoted.length] }),
        token: { uri, span: [from, from + quoted.length + 2] },
      };
    const list = source.startsWith('[') ? readLiteral(text.slice(0, from + source.length), from, uri, false) : undefined;
    return list && /^\s*[-+]?$/.test(source.slice(list.at.span[1] - from)) ? list : undefined;
  }

  return {
    roots: parseYaml(masked).roots.map((root) => valueOf(root, uri, { holes, text, fill: ([start]) => filled.get(start) })),
    isConditional: (offset) => offset < (conditions[countBefore(conditions, offset + 1) - 1]?.span[1] ?? 0),
  };
}

/** A loop's name stands for each item in turn. */
function eachOf(list: Value): Value | undefined {
  const options = itemsOf(list);
  if (options.length === 0 || list.kind !== 'list') return undefined;
  const { at, token, via, encoding, editable } = list;
  return options.length === 1 ? options[0] : { kind: 'choice', options, at, token, via, encoding, editable };
}
