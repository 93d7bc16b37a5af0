import { expect, it } from 'vitest';
import { expectLinear } from '../support/growth.ts';
import { createDocument } from '../../server/engine/document.ts';
import { createMasker } from '../../server/cli/mask.ts';
import { secretValues } from '../../server/engine/secrets/cover.ts';

/** The masker of one text whose secrets stand at these places. */
function maskerOf(text: string, ...values: string[]) {
  const spans = values.map((value): [number, number] => [text.indexOf(value), text.indexOf(value) + value.length]);
  return createMasker({ spans: new Map([['a.env', spans]]), values: new Map([['a.env', secretValues(text, spans)]]) });
}

it('a value is covered at its place and wherever it is said again', () => {
  const text = 'KEY=qW3rTy91uIoP\n# qW3rTy91uIoP\n';
  const masker = maskerOf(text, 'qW3rTy91uIoP');
  expect(masker.cover(createDocument('a.env', text))).toBe('KEY=************\n# ************\n');
  expect(masker.coverText('took qW3rTy91uIoP out', ['a.env'])).toBe('took ************ out');
  expect(masker.coverText('took qW3rTy91uIoP out', ['b.env'])).toContain('qW3rTy91uIoP');
});

it('a value that is one of our own words is covered at its place only: messages stay sentences', () => {
  const text = 'DB_PASSWORD=password\n';
  const masker = maskerOf(text, 'password');
  expect(masker.cover(createDocument('a.env', text))).toBe('DB_PASSWORD=********\n');
  expect(masker.coverText('A password is written here', ['a.env'])).toBe('A password is written here');
  expect(masker.holdsSecret('A password is written here', 'a.env')).toBe(false);
});

it('what a server and its account are called is covered at its place only: it names images, users and settings, too', () => {
  const text = 'image: postgres:16\nPOSTGRES_PASSWORD=postgres\n';
  const place: [number, number] = [text.lastIndexOf('postgres'), text.lastIndexOf('postgres') + 8];
  const masker = createMasker({ spans: new Map([['a.env', [place]]]), values: new Map([['a.env', secretValues(text, [place])]]) });
  expect(masker.cover(createDocument('a.env', text))).toBe('image: postgres:16\nPOSTGRES_PASSWORD=********\n');
  expect(masker.coverText('`postgresPassword` is written here', ['a.env'])).toBe('`postgresPassword` is written here');
});

it('a key over many lines is covered line by line', () => {
  const text = 'abcdef123456\r\nghijkl789012\n';
  const masker = maskerOf(text, text.trim());
  expect(masker.coverText('> ghijkl789012', ['a.env'])).toBe('> ************');
});

it('values that overlap in what is said are covered from the first to the last', () => {
  const text = 'A=kT5mZp9xQ2\nB=9xQ2vL7wRn\n';
  expect(maskerOf(text, 'kT5mZp9xQ2', '9xQ2vL7wRn').coverText('kT5mZp9xQ2vL7wRn', ['a.env'])).toBe('*'.repeat(16));
});

it('takes time in proportion where a file holds thousands and each is reported', () =>
  expectLinear('values covered in as many messages', 500, (size) => {
    const values = Array.from({ length: size }, (_, index) => `${index.toString(36)}qW3rTy91uIoP${index}`);
    const masker = createMasker({ spans: new Map(), values: new Map([['a.env', values]]) });
    return () => {
      for (const value of values) expect(masker.coverText(`took ${value} out`, ['a.env'])).toContain('*****');
    };
  }));

it('values that begin alike are told apart, and one that the end of what is said cuts is covered, too', () => {
  const text = 'A=alikeBeginn1\nB=alikeBeginn12345\nC=alikeBeginn2\n';
  const masker = maskerOf(text, 'alikeBeginn1', 'alikeBeginn12345', 'alikeBeginn2');
  expect(masker.coverText('x alikeBeginn12345 y', ['a.env'])).toBe(`x ${'*'.repeat(16)} y`);
  expect(masker.coverText('x alikeBeginn123 y', ['a.env'])).toBe(`x ${'*'.repeat(12)}23 y`);
  expect(masker.coverText('x alikeBeginn123', ['a.env'])).toBe(`x ${'*'.repeat(14)}`);
  expect(masker.coverText('x alikeBeginn3 y', ['a.env'])).toBe('x alikeBeginn3 y');
});

it('takes time in proportion where thousands begin alike, as tokens of one kind do', () =>
  expectLinear('values that begin alike covered in as many messages', 500, (size) => {
    const values = Array.from({ length: size }, (_, index) => `alikeBeginn${index.toString(36).padStart(6, 'q')}`);
    const masker = createMasker({ spans: new Map(), values: new Map([['a.env', values]]) });
    return () => {
      for (const value of values) expect(masker.coverText(`took ${value} out`, ['a.env'])).toContain('*****');
    };
  }));
