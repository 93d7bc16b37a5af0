// Words that readers look for before they look closer: found wherever they stand, in any case, in one pass with everything else.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { literalsOf, mentioning } from '../../server/engine/mentions.ts';

const textOf = (text: string) => createDocument('src/app.py', text);

describe('what a document mentions', () => {
  const fruit = mentioning('quince', 'medlar ');
  const trees = mentioning('quince tree', 'xq');

  it.each([
    ['quince', true, false],
    ['aQUINCEb', true, false],
    ['a quince Tree', true, true],
    ['medlar', false, false],
    ['medlars, a medlar\n', false, false],
    ['the medlar here', true, false],
    ['quinc', false, false],
    ['a xq', false, true],
    ['', false, false],
    ['é quince', true, false],
  ])('in %j', (text, isFruit, isTree) => {
    const document = textOf(text);
    expect([fruit(document), trees(document)]).toEqual([isFruit, isTree]);
  });

  it('holds for words that are declared later', () => {
    const document = textOf('a sloe');
    expect(fruit(document)).toBe(false);
    const sloe = mentioning('SLOE');
    expect([fruit(document), sloe(document)]).toEqual([false, true]);
  });

  it('leaves what the scanner looks for as it is', () => {
    const { ids } = literalsOf(textOf('quince'));
    expect(ids).toEqual([]);
    expect(literalsOf(textOf('api_key = quince')).ids.length).toBeGreaterThan(0);
  });
});
