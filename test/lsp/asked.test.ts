// What the views show of an answer: told of once, kept when the next one does not come, and never taken from an older one.
import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({
  EventEmitter: class {
    readonly #heard: (() => void)[] = [];
    event = (listener: () => void) => this.#heard.push(listener);
    fire = () => this.#heard.forEach((listener) => listener());
    dispose = () => this.#heard.splice(0);
  },
}));
const { createAsked } = await import('../../client/asked.ts');

let answers: (() => Promise<unknown>)[];
let isRunning: boolean;
let failures: string[];
const server = {
  isRunning: () => isRunning,
  ask: <Result>() => (answers.shift() ?? (() => Promise.reject(new Error('not expected'))))() as Promise<Result>,
};
const gives = (answer: unknown) => () => Promise.resolve(answer);
function asked() {
  const made = createAsked<string[]>(server, 'posture/any', (error) => failures.push(String(error)));
  let told = 0;
  made.onDidChange(() => told++);
  return { ...made, told: () => told };
}

beforeEach(() => {
  answers = [];
  isRunning = true;
  failures = [];
});

describe('an answer that is shown', () => {
  it('is told of only when it is another one', async () => {
    const { ask, told, current } = asked();
    answers = [gives(['a']), gives(['a']), gives(['a', 'b'])];
    await ask();
    await ask();
    expect(told()).toBe(1);
    await ask();
    expect(told()).toBe(2);
    expect(current()).toEqual(['a', 'b']);
  });
  it('stays when the next one does not come, and that is said until one comes', async () => {
    const { ask, told, current, trouble } = asked();
    answers = [gives(['a']), () => Promise.reject(new Error('it broke')), gives(['a'])];
    await ask();
    await ask();
    expect([current(), trouble(), told()]).toEqual([['a'], 'The server did not answer: it broke. What is shown was known before.', 2]);
    expect(failures).toEqual(['Error: it broke']);
    await ask();
    expect([current(), trouble(), told()]).toEqual([['a'], undefined, 3]);
  });
  it('is not known, rather than empty, when the first one does not come', async () => {
    const { ask, current, trouble } = asked();
    answers = [() => Promise.reject(new Error('it broke'))];
    await ask();
    expect([current(), trouble()]).toEqual([undefined, 'The server did not answer: it broke']);
  });
  it('starts no server, and says that what is shown comes from one that ended', async () => {
    const { ask, told, trouble } = asked();
    isRunning = false;
    await ask();
    expect([told(), trouble()]).toEqual([0, undefined]);
    isRunning = true;
    answers = [gives(['a'])];
    await ask();
    isRunning = false;
    await ask();
    expect([told(), trouble()]).toEqual([2, 'The server does not run. What is shown was known before.']);
  });
  it('is never an older one that came late', async () => {
    const { ask, current } = asked();
    let late: (answer: string[]) => void = () => undefined;
    answers = [() => new Promise((resolve) => (late = resolve)), gives(['new'])];
    const first = ask();
    await ask();
    late(['old']);
    await first;
    expect(current()).toEqual(['new']);
  });
  it('is asked for once after a pause', async () => {
    vi.useFakeTimers();
    try {
      const { askAfter, current } = asked();
      answers = [gives(['a'])];
      askAfter(400);
      askAfter(2000);
      await vi.advanceTimersByTimeAsync(400);
      expect(current()).toEqual(['a']);
      await vi.advanceTimersByTimeAsync(5000);
      expect(failures).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
