import { describe, expect, it } from 'vitest';
import { createDocument, type Document } from '../../../server/engine/document.ts';
import {
  addAfterBlock,
  addBlock,
  removeBlock,
  removeFromBlock,
  replaceBlock,
  setAttribute,
} from '../../../server/engine/edit/hcl-blocks.ts';
import {
  addEntry,
  addItem,
  removeEntry,
  removeItem,
  replaceByList,
  replaceText,
  replaceValue,
} from '../../../server/engine/edit/printer.ts';
import { applyEdits, type TextEdit } from '../../../server/engine/fix.ts';
import { evaluate, newEvaluation } from '../../../server/engine/facts/terraform/evaluate.ts';
import { readModule } from '../../../server/engine/facts/terraform/module.ts';
import { entryOf, type Leaf, type List, type Mapping, type Value } from '../../../server/engine/facts/value.ts';
import { parseHcl } from '../../../server/engine/syntax/hcl/parse.ts';
import { attributeOf, type HclBlock } from '../../../server/engine/syntax/hcl/tree.ts';

/** The value of `x` in a text, and the text after an edit of it. */
function edited(text: string, edit: (value: Value, document: Document) => TextEdit | undefined): string | undefined {
  const document = createDocument('main.tf', text);
  const module = readModule([document], { folder: '' });
  const attribute = attributeOf(document.tree(parseHcl).body, 'x')!;
  const value = evaluate(attribute.value, {
    module,
    uri: 'main.tf',
    bindings: new Map(),
    evaluation: newEvaluation(() => undefined),
    depth: 0,
  });
  const made = edit(value, document);
  if (!made) return undefined;
  const after = applyEdits(text, [made]);
  expect(parseHcl(after).problems).toEqual([]);
  return after;
}

const item = (value: Value, index: number): Leaf => (value as List).items[index] as Leaf;

describe('edits of HCL values', () => {
  it('replaces strings, with templates and quotes escaped', () => {
    expect(edited('x = "*"\n', (value) => replaceText(value as Leaf, 'a "b" ${c}'))).toBe('x = "a \\"b\\" $${c}"\n');
    expect(edited('x = "a-${var.b}"\n', (value) => replaceText(value as Leaf, 'c'))).toBe('x = "c"\n');
  });

  it.each([
    ['alone, by a list', 'x = "*"\n', undefined, 'x = ["a", "b"]\n'],
    ['in a list on one line', 'x = ["*", "c"]\n', 0, 'x = ["a", "b", "c"]\n'],
    ['in a list of lines', 'x = [\n  "*", # all\n  "c",\n]\n', 0, 'x = [\n  "a",\n  "b", # all\n  "c",\n]\n'],
  ])('replaces a string by several, %s', (_, text, index, after) => {
    expect(
      edited(text, (value, document) => replaceByList(index === undefined ? (value as Leaf) : item(value, index), ['a', 'b'], document)),
    ).toBe(after);
  });

  it.each([
    ['the first of a line', 'x = ["a", "b"]\n', 0, 'x = ["b"]\n'],
    ['the last of a line', 'x = ["a", "b"]\n', 1, 'x = ["a"]\n'],
    ['a line with its comment', 'x = [\n  "a", # one\n  "b",\n]\n', 0, 'x = [\n  "b",\n]\n'],
    ['the last line, without a comma', 'x = [\n  "a",\n  "b"\n]\n', 1, 'x = [\n  "a",\n]\n'],
    ['the only one, which is refused', 'x = ["a"]\n', 0, undefined],
  ])('removes an item: %s', (_, text, index, after) => {
    expect(edited(text, (value, document) => removeItem(item(value, index), document))).toBe(after);
  });

  it.each([
    ['an empty list', 'x = []\n', 'x = ["n"]\n'],
    ['one line', 'x = ["a"]\n', 'x = ["a", "n"]\n'],
    ['lines with a trailing comma', 'x = [\n  "a", # one\n]\n', 'x = [\n  "a", # one\n  "n",\n]\n'],
    ['lines without one', 'x = [\n  "a"\n]\n', 'x = [\n  "a",\n  "n"\n]\n'],
  ])('adds an item to %s', (_, text, after) => {
    expect(edited(text, (value, document) => addItem(value as List, 'n', document))).toBe(after);
  });

  it.each([
    ['an empty object', 'x = {}\n', 'x = {\n  new = "n"\n}\n'],
    ['aligned lines', 'x = {\n  a     = 1\n  other = 2 # two\n}\n', 'x = {\n  a     = 1\n  other = 2 # two\n  new   = "n"\n}\n'],
    ['lines with commas', 'x = {\n  a = 1,\n  b = 2\n}\n', 'x = {\n  a = 1,\n  b = 2,\n  new = "n"\n}\n'],
    ['one line', 'x = { a = 1 }\n', 'x = { a = 1, new = "n" }\n'],
    ['JSON-like text', 'x = {\n  "a" : 1,\n  "b" : 2\n}\n', 'x = {\n  "a" : 1,\n  "b" : 2,\n  "new" : "n"\n}\n'],
  ])('adds an entry to %s', (_, text, after) => {
    expect(edited(text, (value, document) => addEntry(value as Mapping, 'new', 'n', document))).toBe(after);
  });

  it('removes an entry with its line', () => {
    expect(edited('x = {\n  a = 1\n  b = 2 # two\n}\n', (value, document) => removeEntry(value as Mapping, 'b', document))).toBe(
      'x = {\n  a = 1\n}\n',
    );
    expect(edited('x = { a = 1, b = 2 }\n', (value, document) => removeEntry(value as Mapping, 'a', document))).toBe('x = { b = 2 }\n');
  });

  it('prints nested values over lines', () => {
    expect(edited('  x = 1\n', (value, document) => replaceValue(value, { StringEquals: { 'a:b': ['c'] } }, document))).toBe(
      '  x = {\n    StringEquals = {\n      "a:b" = ["c"]\n    }\n  }\n',
    );
  });

  it('refuses to edit what another use shares', () => {
    expect(edited('locals {\n  a = "*"\n}\nx = local.a\ny = local.a\n', (value) => replaceText(value as Leaf, 'b'))).toBeUndefined();
  });
});

/** The text after an edit of its first block. */
function onBlock(
  text: string,
  edit: (place: { uri: string; span: readonly [number, number] }, document: Document) => TextEdit | undefined,
): string | undefined {
  const document = createDocument('main.tf', text);
  const block = document.tree(parseHcl).body.items.find((one): one is HclBlock => one.kind === 'block')!;
  const made = edit({ uri: 'main.tf', span: block.span }, document);
  if (!made) return undefined;
  const after = applyEdits(text, [made]);
  expect(parseHcl(after).problems).toEqual([]);
  return after;
}

const block = 'resource "t" "n" {\n  name   = "a"\n  longer = 1 # one\n\n  inner {\n    x = 1\n  }\n}\n';

describe('edits of HCL blocks', () => {
  it('sets an attribute in place, and adds one behind the attributes, aligned', () => {
    expect(onBlock(block, (place, document) => setAttribute(place, 'name', true, document))).toBe(block.replace('"a"', 'true'));
    expect(onBlock(block, (place, document) => setAttribute(place, 'new', ['a'], document))).toBe(
      block.replace('# one\n', '# one\n  new    = ["a"]\n'),
    );
    expect(onBlock('resource "t" "n" {}\n', (place, document) => setAttribute(place, 'new', 1, document))).toBe(
      'resource "t" "n" {\n  new = 1\n}\n',
    );
    expect(onBlock('resource "t" "n" { a = 1 }\n', (place, document) => setAttribute(place, 'new', 1, document))).toBe(
      'resource "t" "n" {\n  a = 1\n  new = 1\n}\n',
    );
  });

  it('adds a nested block at the end', () => {
    expect(onBlock(block, (place, document) => addBlock(place, ['condition {', '  x = 1', '}'], document))).toBe(
      block.replace('  }\n}\n', '  }\n\n  condition {\n    x = 1\n  }\n}\n'),
    );
  });

  it('removes attributes, nested blocks and whole blocks with their lines', () => {
    expect(onBlock(block, (place, document) => removeFromBlock(place, 'longer', document))).toBe(block.replace('  longer = 1 # one\n', ''));
    expect(onBlock(block, (place, document) => removeFromBlock(place, 'inner', document))).toBe(
      'resource "t" "n" {\n  name   = "a"\n  longer = 1 # one\n\n}\n',
    );
    expect(onBlock(`${block}\nlocals {}\n`, (place, document) => removeBlock(place, document))).toBe('locals {}\n');
  });

  it('replaces a block, and adds lines behind it', () => {
    expect(onBlock('a "b" {\n}\nc = 1\n', (place, document) => replaceBlock(place, ['d {', '  e = 1', '}'], document))).toBe(
      'd {\n  e = 1\n}\nc = 1\n',
    );
    expect(onBlock('a "b" {\n}\n', (place, document) => addAfterBlock(place, ['d {', '}'], document))).toBe('a "b" {\n}\n\nd {\n}\n');
  });

  it('keeps the line ends of the file', () => {
    expect(onBlock('resource "t" "n" {\r\n  a = 1\r\n}\r\n', (place, document) => setAttribute(place, 'b', 2, document))).toBe(
      'resource "t" "n" {\r\n  a = 1\r\n  b = 2\r\n}\r\n',
    );
  });

  it('writes policy elements in the words of a statement block', () => {
    const text =
      'data "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:*"]\n    resources = ["*"]\n  }\n}\noutput "o" {\n  value = data.aws_iam_policy_document.d.json\n}\n';
    const document = createDocument('main.tf', text);
    const module = readModule([document], { folder: '' });
    const output = module.outputs.get('o')!;
    const policy = evaluate(attributeOf(output.block.body, 'value')!.value, {
      module,
      uri: 'main.tf',
      bindings: new Map(),
      evaluation: newEvaluation(() => undefined),
      depth: 0,
    });
    const statement = (entryOf(policy, 'Statement')!.value as List).items[0] as Mapping;
    const conditioned = applyEdits(text, [addEntry(statement, 'Condition', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, document)!]);
    expect(conditioned).toContain(
      '    resources = ["*"]\n\n    condition {\n      test     = "StringEquals"\n      variable = "aws:PrincipalOrgID"\n      values   = ["o-1"]\n    }\n  }\n',
    );
    expect(applyEdits(text, [addEntry(statement, 'Sid', 'One', document)!])).toContain('    resources = ["*"]\n    sid       = "One"\n');
    expect(applyEdits(text, [removeEntry(statement, 'Resource', document)!])).not.toContain('resources');
  });
});
