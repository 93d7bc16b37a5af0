// Exports can be cut, edited, nested without end and made to be hostile: no reader throws, none hangs, and what comes out
// can be kept.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observationSources } from '../../server/engine/observation.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { openJsonStream } from '../../server/observe/json-stream.ts';
import { factLine, readEvidenceLine, readEvidenceText } from '../../server/posture/evidence.ts';
import { read } from '../observe/read.ts';
import { samples } from '../observe/samples.ts';
import { expectLinear } from '../support/growth.ts';

const hostile = fc.constantFrom(
  'null',
  '[]',
  '{}',
  '"\\u0000"',
  '1e999',
  '-',
  '"',
  '\\',
  ']',
  '}',
  '{"__proto__":{"x":1}}',
  '"constructor"',
  '9999-99-99',
  '"2026-13-45T99:99:99Z"',
  '"🦊"',
  '[[[[',
  'true',
  ',',
  ':',
  '\uFFFD',
  '{"fact":"identity"}',
);

describe.each(samples.map((sample) => [sample.source, sample] as const))('%s', (source, sample) => {
  it('is read without an exception, whatever is in it', async () => {
    const text = fillTokens(sample.text);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(40), hostile, fc.nat(200), async (at, drop, put, piece) => {
        const { facts, gaps, refused } = await read(source, [text.slice(0, at) + put + text.slice(at + drop)], {
          ...sample,
          piece: piece + 1,
        });
        for (const fact of facts) {
          const line = readEvidenceLine(factLine(fact).trimEnd());
          // Names that a person could not read are refused by the record, and by nothing before it.
          if ('wrong' in line) expect(line.wrong).toMatch(/is not what it has to be/);
        }
        for (const words of [...gaps, refused ?? '']) expect(words).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
      }),
      { numRuns: 150 },
    );
  });

  it('is read without an exception, wherever it ends', async () => {
    const text = fillTokens(sample.text);
    for (let at = 0; at < text.length; at += Math.max(1, Math.floor(text.length / 60))) await read(source, [text.slice(0, at)], sample);
  });
});

describe('any JSON', () => {
  it('is read by every source without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...observationSources),
        fc.json({ maxDepth: 5 }),
        async (source, text) => void (await read(source, [text], { place: 'aws:1', subject: 'x' })),
      ),
      { numRuns: 600 },
    );
  });

  it('gives the same values as JSON.parse, in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.integer({ min: 1, max: 50 }), (values, piece) => {
        const text = JSON.stringify(values, undefined, values.length % 3);
        const found: unknown[] = [];
        const stream = openJsonStream([['#']], (_path, value) => void found.push(value));
        for (let at = 0; at < text.length; at += piece) stream.push(text.slice(at, at + piece));
        expect(stream.end()).toBeUndefined();
        expect(found).toEqual(JSON.parse(text));
      }),
      { numRuns: 1500 },
    );
  });

  it('that JSON.parse refuses is refused, where it is looked at', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', 'x', '1'), (text, at, put) => {
        const broken = text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1);
        const stream = openJsonStream([[]], () => undefined);
        stream.push(broken);
        const problem = stream.end();
        let valid = true;
        try {
          JSON.parse(broken);
        } catch {
          valid = false;
        }
        // Several values one after the other are more than JSON.parse takes, and nothing else is.
        if (valid) expect(problem).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });
});

describe('size and depth', () => {
  it('deep nesting ends in a sentence and no overflow', async () => {
    for (const deep of [
      '['.repeat(200_000),
      '{"a":'.repeat(200_000),
      `{"items":${'['.repeat(200_000)}`,
      `{"RoleDetailList":[${'{"a":'.repeat(100_000)}`,
    ]) {
      for (const source of ['kubectl', 'aws-authorization-details', 'github-members', 'terraform-state'] as const) {
        const { refused } = await read(source, [deep], { place: source === 'aws-authorization-details' ? undefined : 'x:y' });
        expect(refused).toMatch(/nested more than 200 deep|cut off/);
      }
    }
  });

  it('takes time in proportion to the size', async () => {
    const export_ = (count: number) =>
      JSON.stringify(
        Array.from({ length: count }, (_, index) => ({ login: `user${index}`, id: index, type: 'User', bio: 'x'.repeat(200) })),
      );
    await expectLinear('members', 5_000, (size) => {
      const text = export_(size);
      return () => read('github-members', [text], { place: 'github:acme', piece: 65_536 });
    });
  });
});

describe('records of evidence', () => {
  const header = {
    observation: {
      v: 1,
      source: 'kubectl',
      place: 'k8s:prod',
      taken: '2026-11-20T00:00:00Z',
      takenFrom: 'file',
      read: '2026-11-20T00:00:00Z',
      files: [],
      complete: [],
      gaps: [],
    },
  };
  const text = `${JSON.stringify(header)}\n${JSON.stringify({ fact: 'member', kind: 'person', handle: '@a' })}\n${JSON.stringify({ end: { facts: 1, sha256: '0'.repeat(64) } })}\n`;

  it('are refused in words, whatever is in them', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(30), fc.oneof(hostile, fc.string({ maxLength: 8 })), (at, drop, put) => {
        const result = readEvidenceText('x', text.slice(0, at) + put + text.slice(at + drop), () => '0'.repeat(64));
        if ('why' in result) expect(result.why.length).toBeGreaterThan(5);
      }),
      { numRuns: 3000 },
    );
  });

  it('with a prototype for a kind of fact are refused', () => {
    for (const kind of ['__proto__', 'constructor', 'toString']) expect(readEvidenceLine(`{"fact":"${kind}"}`)).toHaveProperty('wrong');
  });
});
