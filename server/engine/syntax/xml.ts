// XML to a data tree, as far as metadata files need it: elements with text or with elements. Attributes, comments and
// processing instructions are passed over, entities stay as they are written (a text that holds one is not exact). A
// repeated element is a repeated key. Never throws: an element without an end ends where its parent does.
import type { Span } from '../text/text.ts';
import type { DataEntry, DataMap, DataNode, DataProblem, DataScalar, DataTree } from './data.ts';
import { nestedDeeper } from './limits.ts';

interface OpenElement {
  readonly name: string;
  readonly nameSpan: Span;
  readonly start: number;
  readonly inner: number;
  readonly entries: DataEntry[];
}

const deepest = 200;

/** One root map with the document's element as its only entry. */
export function parseXml(text: string): DataTree {
  const problems: DataProblem[] = [];
  const root: OpenElement = { name: '', nameSpan: [0, 0], start: 0, inner: 0, entries: [] };
  const open: OpenElement[] = [root];
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    if (tag < 0) break;
    const skip = text.startsWith('<!--', tag)
      ? '-->'
      : text.startsWith('<![CDATA[', tag)
        ? ']]>'
        : text.startsWith('<?', tag)
          ? '?>'
          : text.startsWith('<!', tag)
            ? '>'
            : undefined;
    const end = skip === undefined ? text.indexOf('>', tag) : text.indexOf(skip, tag + 2);
    if (end < 0) {
      problems.push({ message: 'a tag has no end', span: [tag, text.length] });
      break;
    }
    at = end + (skip?.length ?? 1);
    if (skip !== undefined) continue;
    if (text[tag + 1] === '/') close(text.slice(tag + 2, end).trim(), tag, at);
    else begin(tag, end);
  }
  while (open.length > 1) finish(text.length, text.length);
  return { roots: [mapOf(root, text.length)], problems };

  function begin(tag: number, end: number): void {
    let nameEnd = tag + 1;
    while (nameEnd < end && !/[\s/]/.test(text[nameEnd]!)) nameEnd++;
    const element: OpenElement = {
      name: text.slice(tag + 1, nameEnd),
      nameSpan: [tag + 1, nameEnd],
      start: tag,
      inner: end + 1,
      entries: [],
    };
    if (element.name === '') return;
    if (open.length > deepest) {
      if (!problems.some(({ message }) => message === nestedDeeper(deepest)))
        problems.push({ message: nestedDeeper(deepest), span: [tag, tag + 1] });
      return;
    }
    open.push(element);
    if (text[end - 1] === '/') finish(end + 1, end + 1);
  }

  function close(name: string, tag: number, after: number): void {
    let depth = open.length - 1;
    while (depth > 0 && open[depth]!.name !== name) depth--;
    if (depth === 0) {
      if (problems.length < 50) problems.push({ message: `nothing is open that </${name.slice(0, 40)}> could close`, span: [tag, after] });
      return;
    }
    while (open.length - 1 > depth) finish(tag, tag);
    finish(tag, after);
  }

  function finish(innerEnd: number, end: number): void {
    const element = open.pop()!;
    const value: DataNode = element.entries.length > 0 ? mapOf(element, innerEnd) : scalarOf(element, Math.max(element.inner, innerEnd));
    open.at(-1)!.entries.push({ key: word(element.name, element.nameSpan), value, span: [element.start, end] });
  }

  function scalarOf(element: OpenElement, innerEnd: number): DataScalar {
    let [from, to] = [Math.min(element.inner, innerEnd), innerEnd];
    while (from < to && /\s/.test(text[from]!)) from++;
    while (to > from && /\s/.test(text[to - 1]!)) to--;
    const value = text.slice(from, to);
    return {
      kind: 'scalar',
      value,
      inner: [from, to],
      span: [from, to],
      style: 'xml-text',
      exact: !value.includes('&') && !value.includes('<'),
    };
  }
}

const word = (value: string, span: Span): DataScalar => ({ kind: 'scalar', value, inner: span, span, style: 'xml-text', exact: true });
const mapOf = (element: OpenElement, end: number): DataMap => ({
  kind: 'map',
  notation: 'xml',
  entries: element.entries,
  flow: false,
  span: [element.inner, Math.max(element.inner, end)],
});
