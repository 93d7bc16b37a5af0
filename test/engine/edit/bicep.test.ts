// Edits of Bicep: what is written means the same to the parser, and nothing else moves.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../../server/engine/document.ts';
import { bicepText, replaceBicepEntry, setBicepProperty } from '../../../server/engine/edit/bicep.ts';
import {
  addEntry,
  addItem,
  removeEntry,
  removeItem,
  replaceByList,
  replaceText,
  replaceValue,
} from '../../../server/engine/edit/printer.ts';
import { evaluateAzure } from '../../../server/engine/facts/azure/evaluate.ts';
import { newAzureScope } from '../../../server/engine/facts/azure/names.ts';
import { textOf, valueAt, type Leaf, type List, type Mapping, type Value } from '../../../server/engine/facts/value.ts';
import { applyEdits, type TextEdit } from '../../../server/engine/fix.ts';
import { parseBicep } from '../../../server/engine/syntax/bicep/parse.ts';

const uri = 'infra/main.bicep';
const lines = `resource r 'Microsoft.X/y@2022-01-01' = {
  name: 'r' // its name
  properties: {
    actions: [
      'a'
      '*' // all
    ]
    inline: { a: 1, b: ['x', 'y'] }
    none: []
  }
}
`;

function valueIn(text: string): Value {
  return evaluateAzure(parseBicep(text).declarations[0]!.value!, newAzureScope(uri, 'bicep', new Map()));
}

function edited(
  text: string,
  edit: (value: Value, document: ReturnType<typeof createDocument>) => TextEdit | undefined,
): string | undefined {
  const document = createDocument(uri, text);
  const made = edit(valueIn(text), document);
  return made && applyEdits(text, [made]);
}

const at = (value: Value, ...path: string[]): Value => valueAt(value, ...path)!;
const item = (value: Value, index: number, ...path: string[]): Leaf => (at(value, ...path) as List).items[index] as Leaf;

describe('the Bicep printer', () => {
  it.each<[string, Parameters<typeof edited>[1], string, string]>([
    ['another text', (value) => replaceText(at(value, 'name') as Leaf, "it's ${x}"), "name: 'r' //", "name: 'it\\'s \\${x}' //"],
    [
      'several for one, over lines',
      (value, document) => replaceByList(item(value, 1, 'properties', 'actions'), ['b', 'c'], document),
      "'*' // all",
      "'b'\n      'c' // all",
    ],
    [
      'several for one, on one line',
      (value, document) => replaceByList(item(value, 0, 'properties', 'inline', 'b'), ['b', 'c'], document),
      "['x', 'y']",
      "['b', 'c', 'y']",
    ],
    ['a list for a text', (value, document) => replaceByList(at(value, 'name') as Leaf, ['b'], document), "'r' //", "[\n    'b'\n  ] //"],
    [
      'an item out, with its line',
      (value, document) => removeItem(item(value, 1, 'properties', 'actions'), document),
      "      '*' // all\n",
      '',
    ],
    [
      'the first item out, on one line',
      (value, document) => removeItem(item(value, 0, 'properties', 'inline', 'b'), document),
      "'x', ",
      '',
    ],
    ['the last item out, on one line', (value, document) => removeItem(item(value, 1, 'properties', 'inline', 'b'), document), ", 'y'", ''],
    [
      'an item in, over lines',
      (value, document) => addItem(at(value, 'properties', 'actions') as List, 'z', document),
      "'*' // all\n",
      "'*' // all\n      'z'\n",
    ],
    [
      'an item in, on one line',
      (value, document) => addItem(at(value, 'properties', 'inline', 'b') as List, 'z', document),
      "'y']",
      "'y', 'z']",
    ],
    [
      'the first item',
      (value, document) => addItem(at(value, 'properties', 'none') as List, 'z', document),
      'none: []',
      "none: [\n      'z'\n    ]",
    ],
    [
      'an entry in',
      (value, document) => addEntry(at(value, 'properties') as Mapping, 'on', { off: false }, document),
      'none: []\n',
      'none: []\n    on: {\n      off: false\n    }\n',
    ],
    [
      'an entry before another',
      (value, document) => addEntry(at(value, 'properties') as Mapping, 'on', true, document, 'inline'),
      '    inline:',
      '    on: true\n    inline:',
    ],
    [
      'an entry on one line',
      (value, document) => addEntry(at(value, 'properties', 'inline') as Mapping, 'c-d', 2, document),
      "'y'] }",
      "'y'], 'c-d': 2 }",
    ],
    ['an entry out', (value, document) => removeEntry(at(value, 'properties') as Mapping, 'none', document), '    none: []\n', ''],
    [
      'another value',
      (value, document) => replaceValue(at(value, 'properties', 'none'), { a: [1] }, document),
      'none: []',
      'none: {\n      a: [\n        1\n      ]\n    }',
    ],
  ])('puts %s', (_, edit, from, to) => {
    expect(lines).toContain(from);
    const result = edited(lines, edit);
    expect(result).toBe(lines.replace(from, () => to));
    expect(parseBicep(result!).problems).toEqual([]);
    expect(edited(lines.replaceAll('\n', '\r\n'), edit)).toBe(lines.replace(from, () => to).replaceAll('\n', '\r\n'));
  });

  it('leaves a list its only item', () => {
    expect(
      edited("resource r 'X/y@1' = {\n  a: ['x']\n}\n", (value, document) => removeItem(item(value, 0, 'a'), document)),
    ).toBeUndefined();
  });

  it('sets what is there, what is missing, and the object on the way', () => {
    const block = (text: string) => ({ uri, span: parseBicep(text).declarations[0]!.span });
    const set = (text: string, path: readonly string[]) =>
      edited(text, (_, document) => setBicepProperty(block(text), path, true, document));
    expect(set("resource r 'X/y@1' = {\n  properties: {\n    off: false\n  }\n}\n", ['properties', 'Off'])).toBe(
      "resource r 'X/y@1' = {\n  properties: {\n    off: true\n  }\n}\n",
    );
    expect(set("resource r 'X/y@1' = {\n  properties: {}\n}\n", ['properties', 'off'])).toBe(
      "resource r 'X/y@1' = {\n  properties: {\n    off: true\n  }\n}\n",
    );
    expect(set("resource r 'X/y@1' = {\n  name: 'r'\n}\n", ['properties', 'off'])).toBe(
      "resource r 'X/y@1' = {\n  name: 'r'\n  properties: {\n    off: true\n  }\n}\n",
    );
    expect(set("resource r 'X/y@1' = {\n  properties: given\n}\n", ['properties', 'off'])).toBeUndefined();
  });

  it('replaces an entry by several', () => {
    const text = "resource r 'X/y@1' = {\n  properties: {\n    a: 1\n    b: 2\n  }\n}\n";
    expect(
      edited(text, (_, document) =>
        replaceBicepEntry({ uri, span: parseBicep(text).declarations[0]!.span }, ['properties', 'a'], { c: 1, d: { e: 'f' } }, document),
      ),
    ).toBe("resource r 'X/y@1' = {\n  properties: {\n    c: 1\n    d: {\n      e: 'f'\n    }\n    b: 2\n  }\n}\n");
  });

  it('writes any text so that it is read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const source = `var x = ${bicepText(text)}\n`;
        expect(textOf(valueIn(source))).toBe(text);
        expect(parseBicep(source).problems).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
