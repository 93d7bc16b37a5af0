// What comes from git and from files of a repository may be anything: the readers of it never throw, and keep to their time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchParser } from '../../server/workspace/blobs.ts';
import { linesOfPatch, unquote } from '../../server/workspace/changed-lines.ts';
import { readCodeowners } from '../../server/workspace/codeowners.ts';
import { patchParser } from '../../server/workspace/history.ts';
import { remoteOf } from '../../server/workspace/repository.ts';
import { decodeText } from '../../server/workspace/text-file.ts';
import { frameOf, harmless, widthOf } from '../../server/cli/report/frame.ts';
import { lineStarts } from '../../server/engine/text/text.ts';
import { expectLinear } from '../support/growth.ts';

const often = { numRuns: 400 };
const patchLine = fc.oneof(
  fc.constantFrom(
    '\x01abc 2026-01-01',
    'diff --git a/x b/x',
    'diff --cc x',
    'index 0..1',
    '--- a/x',
    '+++ b/x',
    '+++ "b/\\',
    '@@ -1,2 +3,4 @@',
    '@@ -0,0 +1 @@',
    '@@@ -1 -1 +1,3 @@@',
    '@@ -1,999999999 +1,999999999 @@',
    '+a',
    '-a',
    ' a',
    '++a',
    '\\ No newline',
    'rename to "',
    'Binary files a and b differ',
    '',
  ),
  fc.string(),
);

describe('readers of what git prints', () => {
  it('take any lines, in pieces of any size, and give the same', () => {
    fc.assert(
      fc.property(fc.array(patchLine, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (lines, size) => {
        const bytes = Buffer.from(lines.join('\n'));
        const read = (step: number) => {
          const parser = patchParser(() => undefined);
          const changes = [];
          for (let at = 0; at < bytes.length; at += step) changes.push(...parser.feed(bytes.subarray(at, at + step)));
          changes.push(...parser.end());
          return changes;
        };
        expect(read(size)).toEqual(read(bytes.length + 1));
        linesOfPatch(lines.join('\n'));
        for (const line of lines) unquote(line);
      }),
      often,
    );
  });

  it('take any bytes for objects', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, headed) => {
        const feed = batchParser(() => undefined);
        if (headed) feed(Buffer.from(`${'0'.repeat(40)} blob 100\n`));
        feed(Buffer.from(bytes));
        decodeText(Buffer.from(bytes));
      }),
      often,
    );
  });

  it('take any text for owners and addresses, in time that grows with it', async () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, uri) => {
        if (uri.length > 0 && !uri.startsWith('/')) readCodeowners(text)(uri);
        remoteOf(text);
      }),
      often,
    );
    const linear = (textOf: (size: number) => string, work: (text: string) => unknown) =>
      expectLinear(textOf(1), 25_000, (size) => {
        const text = textOf(size);
        return () => work(text);
      });
    await linear((size) => 'a.'.repeat(size), remoteOf);
    await linear((size) => `https://${'a@'.repeat(size)}`, remoteOf);
    await linear((size) => `@@ -1 +1 @@\n${'+'.repeat(size * 10)}`, linesOfPatch);
    await linear((size) => 'a\\'.repeat(size), readCodeowners);
  });
});

describe('a code frame', () => {
  it('takes any text and range, marks what it shows, and steers no terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(450), fc.nat(450), (text, a, b) => {
        const starts = lineStarts(text);
        const position = (offset: number) => {
          let line = 0;
          while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
          return { line, column: offset - starts[line]! };
        };
        const frame = frameOf(text, starts, { start: position(Math.min(a, b)), end: position(Math.max(a, b)) });
        expect(frame.marks).toMatch(/^ *\^+$/);
        // eslint-disable-next-line no-control-regex
        expect(frame.code).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(widthOf(frame.code)).toBeGreaterThanOrEqual(0);
        harmless(text);
      }),
      often,
    );
  });
});
