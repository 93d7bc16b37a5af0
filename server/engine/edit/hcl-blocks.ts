// Edits of HCL blocks: attributes and nested blocks added, set and removed, whole blocks replaced or put beside another.
// Places are those of carriers (`carrier.block`), so that rules need no tree.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import { parseHcl } from '../syntax/hcl/parse.ts';
import type { HclAttribute, HclBlock } from '../syntax/hcl/tree.ts';
import { contains, indentAt, lineEndOf, lineSpanAt, type Place } from '../text/text.ts';
import { printed } from './hcl-words.ts';
import { isList, isRaw, type Plain } from './notation.ts';
import { tableOf } from '../table.ts';

/** The block at a place; undefined when the text has changed or is in JSON syntax. */
export function blockAt(place: Place, document: Document): HclBlock | undefined {
  if (document.uri.endsWith('.json')) return undefined;
  let items: readonly (HclAttribute | HclBlock)[] = document.tree(parseHcl).body.items;
  for (;;) {
    const block = items.find((item): item is HclBlock => item.kind === 'block' && contains(item.span, place.span));
    if (!block) return undefined;
    if (block.span[0] === place.span[0] && block.span[1] === place.span[1]) return block;
    items = block.body.items;
  }
}

/** Sets an attribute of a block: its value where it is there, else a new line behind the last attribute, aligned with it. */
export function setAttribute(block: Place, name: string, value: Plain, document: Document): TextEdit | undefined {
  const found = blockAt(block, document);
  if (!found?.closed) return undefined;
  const own = found.body.items.find((item): item is HclAttribute => item.kind === 'attribute' && item.name === name);
  const { text } = document;
  const lineEnd = lineEndOf(text);
  if (own) return { uri: block.uri, span: own.value.span, text: printed(value, indentAt(text, own.span[0]), lineEnd) };
  const attributes = leadingAttributes(found);
  const last = attributes.at(-1);
  const ownLine = last && text.slice(lineSpanAt(text, last.span[0])[0], last.span[0]).trim() === '';
  const indent = last && ownLine ? indentAt(text, last.span[0]) : `${indentAt(text, found.span[0])}  `;
  const width = last ? paddedWidth(last, text) : 0;
  const line = `${indent}${name.padEnd(width)} = ${printed(value, indent, lineEnd)}`;
  return insertInto(found, last, line, false, document);
}

/** Adds a nested block at the end of a block, after an empty line. `lines` are without indentation. */
export function addBlock(block: Place, lines: readonly string[], document: Document): TextEdit | undefined {
  const found = blockAt(block, document);
  if (!found?.closed) return undefined;
  const indent = `${indentAt(document.text, found.span[0])}  `;
  const text = lines.map((line) => (line === '' ? '' : indent + line)).join(lineEndOf(document.text));
  return insertInto(found, found.body.items.at(-1), text, found.body.items.length > 0, document);
}

function insertInto(
  block: HclBlock,
  after: HclAttribute | HclBlock | undefined,
  lines: string,
  gap: boolean,
  document: Document,
): TextEdit {
  const { text, uri } = document;
  const lineEnd = lineEndOf(text);
  const outer = indentAt(text, block.span[0]);
  const [start, end] = block.body.span;
  const onOneLine = !text.slice(start, end).includes('\n');
  if (onOneLine) {
    // `{ a = 1 }`: opened up, so that more than one item can stand in it.
    const inner = text.slice(start, end).trim();
    return {
      uri,
      span: [start, end],
      text: `${lineEnd}${inner === '' ? '' : `${outer}  ${inner}${lineEnd}${gap ? lineEnd : ''}`}${lines}${lineEnd}${outer}`,
    };
  }
  const at = after ? Math.min(lineSpanAt(text, after.span[1])[1], end) : lineSpanAt(text, start)[1];
  return { uri, span: [at, at], text: `${lineEnd}${gap ? lineEnd : ''}${lines}` };
}

/** Attributes before the first nested block: where a new one belongs. */
function leadingAttributes(block: HclBlock): HclAttribute[] {
  const first = block.body.items.findIndex((item) => item.kind === 'block');
  const lead = block.body.items.slice(0, first < 0 ? undefined : first);
  return lead.filter((item): item is HclAttribute => item.kind === 'attribute');
}

function paddedWidth(attribute: HclAttribute, text: string): number {
  const gap = /^[ \t]*/.exec(text.slice(attribute.nameSpan[1]))![0].length;
  return attribute.nameSpan[1] - attribute.nameSpan[0] + gap - 1;
}

/** Removes an attribute or a nested block of a block with its lines. */
export function removeFromBlock(block: Place, name: string, document: Document): TextEdit | undefined {
  const item = blockAt(block, document)?.body.items.find((one) => (one.kind === 'attribute' ? one.name : one.type) === name);
  return item && { uri: block.uri, span: wholeLines(item.span, document.text), text: '' };
}

/** Removes a whole block, with the empty line behind it. */
export function removeBlock(block: Place, document: Document): TextEdit | undefined {
  const found = blockAt(block, document);
  if (!found) return undefined;
  const [start, end] = wholeLines(found.span, document.text);
  const gap = /^[ \t]*\r?\n/.exec(document.text.slice(end))?.[0].length ?? 0;
  return { uri: block.uri, span: [start, end + gap], text: '' };
}

function wholeLines(span: readonly [number, number], text: string): [number, number] {
  const [lineStart] = lineSpanAt(text, span[0]);
  const [, lineEnd] = lineSpanAt(text, span[1]);
  if (text.slice(lineStart, span[0]).trim() !== '') return [span[0], span[1]];
  const tail = text.slice(span[1], lineEnd).trim();
  if (tail !== '' && !tail.startsWith('#') && !tail.startsWith('//')) return [span[0], span[1]];
  const next = text[lineEnd] === '\r' ? lineEnd + 2 : Math.min(text.length, lineEnd + 1);
  return [lineStart, next];
}

/** Replaces a block by other lines, which keep its indentation. */
export function replaceBlock(block: Place, lines: readonly string[], document: Document): TextEdit | undefined {
  const found = blockAt(block, document);
  if (!found?.closed) return undefined;
  return {
    uri: block.uri,
    span: found.span,
    text: lines
      .map((line, index) => (index === 0 || line === '' ? line : indentAt(document.text, found.span[0]) + line))
      .join(lineEndOf(document.text)),
  };
}

/** Writes another type for a resource. Undefined where `to` has none for it, and where its document refers to it by the old one. */
export function retypeResource(block: Place, to: (type: string) => string | undefined, document: Document): TextEdit | undefined {
  const [type, name] = blockAt(block, document)?.labels ?? [];
  const wanted = type && to(type.text);
  if (!type || !name || wanted === undefined || document.text.includes(`${type.text}.${name.text}`)) return undefined;
  return { uri: block.uri, span: type.span, text: wanted };
}

/** Puts lines behind a block, after an empty line. */
export function addAfterBlock(block: Place, lines: readonly string[], document: Document): TextEdit | undefined {
  const found = blockAt(block, document);
  if (!found?.closed) return undefined;
  const lineEnd = lineEndOf(document.text);
  const at = lineSpanAt(document.text, found.span[1])[1];
  return { uri: block.uri, span: [at, at], text: lineEnd + lineEnd + lines.join(lineEnd) };
}

/** The source of an attribute's value, for a fix that carries it over into another block. */
export function attributeText(block: Place, name: string, document: Document): string | undefined {
  const attribute = blockAt(block, document)?.body.items.find(
    (item): item is HclAttribute => item.kind === 'attribute' && item.name === name,
  );
  return attribute && document.text.slice(...attribute.value.span);
}

/** Elements of a policy as `statement` blocks of `aws_iam_policy_document` name them. */
const statementNames = tableOf<string>({
  Sid: 'sid',
  Effect: 'effect',
  Action: 'actions',
  NotAction: 'not_actions',
  Resource: 'resources',
  NotResource: 'not_resources',
  Condition: 'condition',
  Principal: 'principals',
  NotPrincipal: 'not_principals',
});

/**
 * Adds what a policy element means to the block that stands for the mapping: an attribute or a `condition` block of a
 * statement, one more condition beside a `condition` block.
 */
export function addBlockEntry(place: Place, key: string, value: Plain, document: Document): TextEdit | undefined {
  const block = blockAt(place, document);
  if (!block) return undefined;
  if (block.type === 'condition') {
    const own = block.body.items.find((item): item is HclAttribute => item.kind === 'attribute' && item.name === 'test');
    const conditions = isObject(value)
      ? conditionBlocks({ [key]: value }, indentAt(document.text, block.span[0]))
      : own
        ? conditionBlocks(
            { [document.text.slice(...own.value.span).slice(1, -1)]: { [key]: value } },
            indentAt(document.text, block.span[0]),
          )
        : undefined;
    if (!conditions) return undefined;
    const indent = indentAt(document.text, block.span[0]);
    return addAfterBlock(
      place,
      conditions.map((line) => (line === '' ? '' : indent + line)),
      document,
    );
  }
  // Other blocks write the same object in their own words: `resourceNames` is `resource_names`.
  if (block.type !== 'statement' && !(block.type === 'content' && statementNames.has(key)))
    return isObject(value) ? undefined : setAttribute(place, snakeCase(key), value, document);
  const name = statementNames.get(key);
  if (name === 'condition') {
    const conditions = isObject(value) ? conditionBlocks(value, indentAt(document.text, block.span[0])) : undefined;
    return conditions && addBlock(place, conditions, document);
  }
  if (!name || name.endsWith('principals')) return undefined;
  const listed = name === 'sid' || name === 'effect' || isList(value) ? value : [value];
  return setAttribute(place, name, listed, document);
}

/** Removes what a policy element means from the block that stands for the mapping. */
export function removeBlockEntry(place: Place, key: string, document: Document): TextEdit | undefined {
  const block = blockAt(place, document);
  if (!block || block.type === 'condition') return undefined;
  const name =
    block.type === 'statement' || (block.type === 'content' && statementNames.has(key)) ? statementNames.get(key) : snakeCase(key);
  return name === undefined ? undefined : removeFromBlock(place, name, document);
}

function snakeCase(key: string): string {
  return key.replace(/URLs$/, 'Urls').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && !isList(value) && !isRaw(value);
}

/** `{ operator: { key: values } }` as `condition` blocks, without indentation of their own. */
function conditionBlocks(conditions: { readonly [key: string]: Plain }, indent: string): string[] | undefined {
  const blocks: string[][] = [];
  for (const [operator, pairs] of Object.entries(conditions)) {
    if (!isObject(pairs)) return undefined;
    for (const [key, values] of Object.entries(pairs)) {
      const list = isList(values) ? values : [values];
      blocks.push([
        'condition {',
        `  test     = ${printed(operator, '', '\n')}`,
        `  variable = ${printed(key, '', '\n')}`,
        `  values   = ${printed(list, `${indent}    `, '\n')}`,
        '}',
      ]);
    }
  }
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}
