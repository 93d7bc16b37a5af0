import { describe, expect, it } from 'vitest';
import { asking, digestOf } from '../../server/cache/asked.ts';
import { createDocument, type Document } from '../../server/engine/document.ts';

function over(texts: Record<string, string>) {
  return asking({
    document: (uri): Document | undefined => (texts[uri] === undefined ? undefined : createDocument(uri, texts[uri])),
    siblings: (folder) => Object.keys(texts).filter((uri) => uri.startsWith(`${folder}/`)),
  });
}

describe('what was asked of a source', () => {
  it('is the same words in whatever order, for the same answers', () => {
    const one = over({ 'a/x': '1', 'a/y': '2' });
    const other = over({ 'a/x': '1', 'a/y': '2' });
    for (const uri of ['a/x', 'a/y', 'a/z', 'a/x']) one.source.document(uri);
    one.source.siblings('a');
    other.source.siblings('a');
    for (const uri of ['a/z', 'a/y', 'a/x']) other.source.document(uri);
    expect(one.words()).toEqual(other.words());
    expect(one.questions()).toEqual({ documents: ['a/x', 'a/y', 'a/z'], folders: ['a'] });
  });

  it('is other words for another text, one that came, one that went, and another file beside it', () => {
    const words = (texts: Record<string, string>): string[] => {
      const asked = over(texts);
      for (const uri of ['a/x', 'a/y']) asked.source.document(uri);
      asked.source.siblings('a');
      return asked.words();
    };
    const trees: Record<string, string>[] = [
      { 'a/x': '1' },
      { 'a/x': '2' },
      { 'a/x': '1', 'a/y': '' },
      {},
      { 'a/x': '1', 'a/z': '' },
      { 'a/x': '\ufeff1' },
    ];
    const all = trees.map(words);
    expect(new Set(all.map((one) => JSON.stringify(one)))).toHaveProperty('size', all.length);
  });

  it('is not steady where a document was another at another time, until it is forgotten', () => {
    const texts: Record<string, string> = { x: '1' };
    const asked = over(texts);
    asked.source.document('x');
    asked.source.document('x');
    expect(asked.isSteady()).toBe(true);
    asked.note('x', createDocument('x', '2'));
    expect(asked.isSteady()).toBe(false);
    asked.forget();
    expect([asked.isSteady(), asked.words()]).toEqual([true, []]);
    // Coming and going are changes, too.
    asked.source.document('y');
    texts['y'] = '';
    asked.source.document('y');
    expect(asked.isSteady()).toBe(false);
  });

  it('knows a document that was given from one that changed since', () => {
    const asked = over({ x: '1' });
    asked.source.document('x');
    expect(asked.isSame(createDocument('x', '1'))).toBe(true);
    expect(asked.isSame(createDocument('x', '2'))).toBe(false);
    expect(asked.isSame(createDocument('y', '1'))).toBe(false);
  });

  it('a digest outlives what readers made of a document', () => {
    const document = createDocument('x', 'text');
    const before = digestOf(document);
    document.release();
    expect(digestOf(document)).toBe(before);
  });
});
