// When the workspace is read again after files have changed: soon after a few changes, and at its share of the time while they
// never end.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWholeWorkspace } from '../../server/lsp/whole-workspace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A workspace that takes `milliseconds` to read, and how often it was read. */
function workspaceOf(milliseconds: number) {
  let read = 0;
  const whole = createWholeWorkspace({
    async check() {
      read++;
      const result = { files: 1, findings: 0, milliseconds, cancelled: false };
      return { result, diagnostics: new Map(), findings: [], identities: [], observed: [], leftOut: [] };
    },
    isOpen: () => false,
    publish: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  return { whole, times: () => read };
}

const asked = { report: () => undefined, signal: new AbortController().signal };

it('a branch that is switched after a long first check is read in a few seconds, and so is the next one', async () => {
  const { whole, times } = workspaceOf(4000);
  await whole.check(asked);
  for (const expected of [2, 3, 4]) {
    for (let i = 0; i < 500; i++) whole.outdated();
    await vi.advanceTimersByTimeAsync(5000);
    expect(times()).toBe(expected);
  }
});

it('files that change without end are read a tenth of the time', async () => {
  const { whole, times } = workspaceOf(2000);
  await whole.check(asked);
  for (let second = 0; second < 600; second++) {
    whole.outdated();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(times()).toBeGreaterThan(25);
  expect(times()).toBeLessThan(40);
});

it('nothing is read again before anything was read', async () => {
  const { whole, times } = workspaceOf(1);
  whole.outdated();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(times()).toBe(0);
});
