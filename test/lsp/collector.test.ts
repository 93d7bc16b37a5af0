// A thread in the background gives its garbage back as soon as there is enough of it.
import { cachedDataVersionTag, getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { createCollector } from '../../server/start/v8-settings.ts';

const megabyte = 1024 * 1024;
const used = (): number => getHeapStatistics().used_heap_size;

let held: number[][] = [];

/** Holds about so many megabytes of the heap. */
function hold(megabytes: number): void {
  held = Array.from({ length: megabytes * 16 }, (_, n) => new Array<number>(8192).fill(n));
}

it('collects once the heap has grown by the step', () => {
  const tidy = createCollector(32 * megabyte);
  hold(96);
  expect(held.length).toBe(96 * 16);
  held = [];
  const before = used();
  const settings = cachedDataVersionTag();
  tidy();
  expect(before - used()).toBeGreaterThan(64 * megabyte);
  // What is compiled is kept under the settings that V8 has then: under others no start would take it.
  expect(cachedDataVersionTag()).toBe(settings);
});
