// How the time of a piece of work grows with its input: the only way in which a test may judge time. A limit in seconds
// says something about the machine; a ratio of two measurements of the same work, in processor time of this process, the
// best of several rounds, says something about the work. Whoever is too slow once is measured again.
import { expect } from 'vitest';

export type Work = () => unknown;

/** Milliseconds of processor time, in all threads of this process, for one run of the work. */
export async function processorTime(work: Work): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const times = 8;
/** Milliseconds below which a measurement says nothing: a collection of garbage on a busy machine takes as much. */
const noise = 15;
const rounds = 6;

/**
 * Expects that work over eight times the input takes no more time than proportion with generous room: less than 8 to
 * the power of one and a half, 23 times as long, where a square takes 64 times. `prepare` makes an input of the given
 * size, outside of what is measured, and gives the work to be done over it, which is done many times. A size at which
 * the work takes six milliseconds and more says most: a square is seen from there on.
 */
export async function expectLinear(what: string, size: number, prepare: (size: number) => Work): Promise<void> {
  const small = prepare(size);
  const large = prepare(size * times);
  await small();
  let [least, most] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    least = Math.min(least, await processorTime(small));
    most = Math.min(most, await processorTime(large));
    if (most < Math.max(least, noise) * times ** 1.5) return;
  }
  expect.fail(
    `${JSON.stringify(what)}: ${least.toFixed(1)} ms, and ${most.toFixed(1)} ms for ${times} times as much, the best of ${rounds} rounds each`,
  );
}
