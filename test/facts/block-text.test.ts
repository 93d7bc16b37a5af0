// Places in YAML blocks: each letter of a block's text is found again in the document.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOffsets } from '../../server/engine/facts/block-text.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import { entryOf } from '../../server/engine/facts/value.ts';
import { parseYaml } from '../../server/engine/syntax/yaml.ts';

function block(text: string): { value: string; span: readonly [number, number] } {
  const value = entryOf(valueOf(parseYaml(text).roots[0]!, 'a.yaml'), 'policy')?.value;
  if (value?.kind !== 'scalar') throw new Error('no block');
  return { value: String(value.value), span: value.at.span };
}

/** Every letter of the text that is no white space stands where the map says. */
function check(text: string): void {
  const { value, span } = block(text);
  const map = blockOffsets(value, span, text);
  expect(typeof map).toBe('function');
  if (typeof map !== 'function') return;
  for (let i = 0; i < value.length; i++) if (!/\s/.test(value[i]!)) expect(text[map(i)], `letter ${i}`).toBe(value[i]);
}

describe('offsets in a block', () => {
  it('follow the lines of a literal one', () => check('policy: |\n  {\n    "Action": "*",\n\n    "Resource": "*"\n  }\nnext: 1\n'));
  it('follow folded lines', () => check('a:\n  b: 1\npolicy: >-\n    {"Action": "*",\n    "Resource": "*"}\n'));
  it('follow Windows line ends', () => check('policy: |\r\n  {\r\n    "Action": "*"\r\n  }\r\n'));
  it('follow a block that ends the document', () => check('policy: |\n  {"Action": "*"}'));

  it('give nothing where the text is another', () => {
    const text = 'policy: |\n  { "a": 1 }\n';
    expect(blockOffsets('{ "b": 1 }\n', block(text).span, text)).toBeUndefined();
  });

  it('hold for any literal block', () => {
    const line = fc.string({ unit: fc.constantFrom(...'{}":,a *\u{1F600}'), maxLength: 12 }).map((one) => one.trimEnd());
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 6 }), (lines, indent) => {
        const text = `policy: |\n${['{', ...lines, '}'].map((one) => (one === '' ? '' : ' '.repeat(indent) + one)).join('\n')}\nnext: 1\n`;
        check(text);
      }),
      { numRuns: 300 },
    );
  });
});
