// Fixes that misbehave in every way that a fix can, over a rule made for it: a word is a finding, and what follows it says
// what its fix does.
import { describe, expect, it } from 'vitest';
import { appended, converge, editable, inLineEndsOf } from '../../server/engine/converge.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import type { Fix } from '../../server/engine/fix.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { defaultSettings } from '../../server/engine/settings.ts';

const today = '2026-11-21';
type Make = (document: Document, span: readonly [number, number]) => Omit<Fix, 'title'> | undefined;

/** Reports every `bad-NAME`; the fix is the one of that name. */
function ruleOver(documents: () => Iterable<Document>, fixes: Readonly<Record<string, Make>>): Rule {
  return defineRule({
    id: 'drift/test',
    meta: {
      title: '',
      category: 'drift',
      severity: 'high',
      confidence: 'high',
      frameworks: [],
      peers: [],
      fix: 'safe',
      messages: { bad: '{name}' },
      docs: { what: '', why: '', remedy: '', bad: [], good: [], references: [] },
    },
    on: {
      project(context) {
        for (const document of documents()) {
          const seen = new Map<string, number>();
          for (const match of document.text.matchAll(/bad-(\w+)/g)) {
            const span = [match.index, match.index + match[0].length] as const;
            const make = fixes[match[1]!]!;
            const ordinal = (seen.get(match[1]!) ?? 0) + 1;
            seen.set(match[1]!, ordinal);
            context.report({
              at: { uri: document.uri, span },
              message: 'bad',
              data: { name: match[1]! },
              anchor: `${document.uri}|${match[1]}${ordinal > 1 ? `#${ordinal}` : ''}`,
              fix: { title: match[1]!, make: (its) => make(its.document(document.uri)!, span) },
            });
          }
        }
      },
    },
  });
}

async function repaired(
  texts: Record<string, string>,
  fixes: Record<string, Make>,
  forbidden: (uri: string) => string | undefined = () => undefined,
) {
  const originals = new Map(Object.entries(texts).map(([uri, text]) => [uri, createDocument(uri, text)]));
  const source = editable({
    document: (uri) => originals.get(uri),
    siblings: (folder) => [...originals.keys()].filter((uri) => folderOf(uri) === folder),
  });
  const rule = ruleOver(() => [...new Set([...originals.keys(), ...source.changed.keys()])].map((uri) => source.document(uri)!), fixes);
  const engine = createEngine({
    rulesOf: async () => [rule],
    workspace: unknownWorkspace(today),
    settingsFor: () => defaultSettings,
    source,
  });
  // A directive makes the engine load rules at all; it covers nothing.
  await engine.read([createDocument('x.tf', '# posture-ignore drift/test: here\n'), ...originals.values()]);
  const result = await converge({ engine, source, today, wanted: () => true, forbidden });
  return {
    texts: Object.fromEntries([...result.texts].map(([uri, { text }]) => [uri, text])),
    created: [...result.texts].filter(([, { created }]) => created).map(([uri]) => uri),
    applied: result.applied.map((one) => one.title),
    refused: Object.fromEntries(result.refused.map((one) => [one.title, one.why])),
    left: result.analysis.findings.filter((finding) => finding.rule === 'drift/test').map((finding) => finding.message),
  };
}

const replaceBy =
  (text: string): Make =>
  ({ uri }, span) => ({ edits: [{ uri, span, text }] });

describe('fixes', () => {
  it('are applied together where they do not touch, and again until none is left', async () => {
    const result = await repaired(
      { 'a.txt': 'bad-one bad-two bad-one\n' },
      { one: replaceBy('bad-three'), two: replaceBy('good'), three: replaceBy('fine') },
    );
    expect(result).toMatchObject({ texts: { 'a.txt': 'fine good fine\n' }, refused: {}, left: [] });
    expect(result.applied).toHaveLength(5);
  });

  it('may insert several texts at one place, which keep their order', async () => {
    const around: Make = ({ uri }, [start, end]) => ({
      edits: [
        { uri, span: [start, end], text: 'one' },
        { uri, span: [end, end], text: ' two' },
        { uri, span: [end, end], text: ' three' },
      ],
    });
    expect(await repaired({ 'a.txt': 'bad-around' }, { around })).toMatchObject({
      texts: { 'a.txt': 'one two three' },
      applied: ['around'],
      refused: {},
    });
  });

  it('bring a line that both of them need once, in the same pass', async () => {
    const imported: Make = ({ uri }, span) => ({
      edits: [
        { uri, span: [0, 0], text: 'import os\n' },
        { uri, span, text: 'os.x' },
      ],
    });
    const line: Make = ({ uri }, [start, end]) => ({ edits: [{ uri, span: [start, end], text: 'ok' }] });
    expect(
      await repaired({ 'a.txt': 'bad-first bad-second bad-other\n' }, { first: imported, second: imported, other: line }),
    ).toMatchObject({
      texts: { 'a.txt': 'import os\nos.x os.x ok\n' },
      applied: ['first', 'second', 'other'],
      refused: {},
    });
  });

  it('wait for the next pass where they overlap; the first in order wins', async () => {
    const whole: Make = ({ uri, text }) => ({ edits: [{ uri, span: [0, text.length], text: text.replace('bad-first', 'ok') }] });
    expect(await repaired({ 'a.txt': 'bad-first bad-second' }, { first: whole, second: replaceBy('ok') })).toMatchObject({
      texts: { 'a.txt': 'ok ok' },
      applied: ['first', 'second'],
      refused: {},
    });
  });

  it('that break the syntax are taken back, and the others stay', async () => {
    const result = await repaired(
      { 'a.json': '{ "a": "bad-breaks", "b": "bad-fine" }' },
      { breaks: replaceBy('"'), fine: replaceBy('ok') },
    );
    expect(result).toMatchObject({
      texts: { 'a.json': '{ "a": "bad-breaks", "b": "ok" }' },
      refused: { breaks: 'a.json would no longer be valid' },
      left: ['breaks'],
    });
  });

  it('may repair a text that was broken before', async () => {
    expect((await repaired({ 'a.json': '{ "a": "bad-fine", ' }, { fine: replaceBy('ok') })).texts).toEqual({ 'a.json': '{ "a": "ok", ' });
  });

  it('that leave their finding, or bring more of it, are refused', async () => {
    const result = await repaired(
      { 'a.txt': 'bad-same', 'b.txt': 'bad-more' },
      { same: replaceBy('x bad-same'), more: replaceBy('bad-other bad-other'), other: replaceBy('x') },
    );
    expect(result.texts).toEqual({});
    expect(result.refused).toMatchObject({ same: 'the finding would still be there', more: 'it would bring new findings of its own rule' });
  });

  it('of the first of two with one name leave the other, which takes its place', async () => {
    const first: Make = ({ uri }, span) => (span[0] === 0 ? { edits: [{ uri, span, text: 'ok-again' }] } : undefined);
    expect((await repaired({ 'a.txt': 'bad-twin bad-twin' }, { twin: first })).texts).toEqual({ 'a.txt': 'ok-again bad-twin' });
  });

  it('that never come to an end are taken back whole', async () => {
    const result = await repaired(
      { 'a.txt': 'bad-ping', 'b.txt': 'bad-fine' },
      { ping: replaceBy('bad-pong'), pong: replaceBy('bad-ping'), fine: replaceBy('ok') },
    );
    expect(result.texts).toEqual({ 'b.txt': 'ok' });
    expect(Object.values(result.refused)[0]).toContain('still change each other');
    expect(result.applied).toEqual(['fine']);
  });

  it('over several files are applied whole or not at all', async () => {
    const both: Make = ({ uri }, span) => ({
      edits: [
        { uri, span, text: 'ok' },
        { uri: 'b.txt', span: [0, 1], text: 'B' },
      ],
      create: [{ uri: '.env.example', appendLines: ['TOKEN='] }],
    });
    expect(await repaired({ 'a.txt': 'bad-both', 'b.txt': 'b' }, { both })).toMatchObject({
      texts: { 'a.txt': 'ok', 'b.txt': 'B', '.env.example': 'TOKEN=\n' },
      created: ['.env.example'],
    });
    expect(
      await repaired({ 'a.txt': 'bad-both', 'b.txt': 'b' }, { both }, (uri) => (uri === 'b.txt' ? 'b is not to be touched' : undefined)),
    ).toMatchObject({ texts: {}, refused: { both: 'b is not to be touched' } });
  });

  it('that fail, give nothing, or overlap themselves are refused and said', async () => {
    const result = await repaired(
      { 'a.txt': 'bad-throws bad-nothing bad-overlaps' },
      {
        throws: () => {
          throw new TypeError('no');
        },
        nothing: () => undefined,
        overlaps: ({ uri }, [start, end]) => ({
          edits: [
            { uri, span: [start, end], text: 'a' },
            { uri, span: [start, start + 2], text: 'b' },
          ],
        }),
      },
    );
    expect(result.texts).toEqual({});
    expect(result.refused).toEqual({
      throws: 'it failed: TypeError',
      nothing: 'the text here has a form that it cannot rewrite',
      overlaps: 'its own edits overlap',
    });
  });

  it('keep the byte order mark and the line ends of the text', async () => {
    expect((await repaired({ 'a.txt': '\ufeffa\r\nbad-lines\r\n' }, { lines: replaceBy('b\nc') })).texts).toEqual({
      'a.txt': '\ufeffa\r\nb\r\nc\r\n',
    });
    expect(inLineEndsOf('a\r\nb\n', 'x\ny')).toBe('x\ny');
    expect(inLineEndsOf('a\nb\n', 'x\ny')).toBe('x\ny');
  });

  it('append lines that are not there yet', () => {
    expect(appended('', ['A=', 'B='])).toBe('A=\nB=\n');
    expect(appended('A=\r\n', ['A=', 'B='])).toBe('A=\r\nB=\r\n');
    expect(appended('X', ['A='])).toBe('X\nA=\n');
    expect(appended('A=\n', ['A='])).toBe('A=\n');
  });
});
