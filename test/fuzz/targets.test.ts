// The short run of the long fuzz (`npm run fuzz`): every target over its samples, and over as many mutations as fit into
// a test; and every input that once failed. A failure here is made smaller by the long run: it prints target and seed.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seeded } from '../support/random-yaml.ts';
import { drawer, repositorySamples, type Sample } from './long/corpus.ts';
import { minimise } from './long/minimise.ts';
import { mutate } from './long/mutate.ts';
import { targets } from './long/targets.ts';

const samples = await repositorySamples();
const seed = 20261122;

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('takes samples and mutations of them', async () => {
    const random = seeded(seed);
    const own = samples.filter(target.takes);
    expect(own.length, 'a target has samples').toBeGreaterThan(0);
    const draw = drawer(own);
    const any = (): Sample => draw(random);
    // Engines with every rule take milliseconds a text, parsers a fraction of one.
    const until = performance.now() + 1_200;
    for (let n = 0; n < 400 && performance.now() < until; n++) {
      const { file, text } = any();
      const input = n < 40 ? text : mutate(random, text, () => any().text);
      await expect(
        Promise.resolve(target.run({ file, text: input }, seeded(n))),
        `${file}, input ${n} of seed ${seed}: ${JSON.stringify(input.slice(0, 400))}`,
      ).resolves.toBeUndefined();
    }
  });
});

describe('inputs that failed once', () => {
  const folder = 'test/fuzz/cases';
  it.each(readdirSync(folder))('%s', async (name) => {
    const { target, file, text } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as { target: string; file: string; text: string };
    const found = targets.find((one) => one.name === target);
    for (let n = 0; n < 40; n++) await found!.run({ file, text }, seeded(n));
  });
});

it('a failing text is made as short as it can be', async () => {
  expect(await minimise(`${'x'.repeat(1000)}(${'y'.repeat(500)})${'z'.repeat(77)}`, async (text) => /\(.*\)/.test(text))).toBe('()');
});

it('a seed gives the same mutations', () => {
  const run = () => {
    const random = seeded(5);
    return Array.from({ length: 200 }, () => mutate(random, samples[7]!.text, () => samples[9]!.text));
  };
  expect(run()).toEqual(run());
});
