// When the workspace is read again after files have changed: soon after a few changes, and at its share of the time while they
// never end; and what is told of files that are gone until then.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FileFindings } from '../../server/lsp/protocol/findings.ts';
import { createWholeWorkspace } from '../../server/lsp/whole-workspace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A workspace that takes `milliseconds` to read, and how often it was read. `files` are there and have findings. */
function workspaceOf(milliseconds: number, files = new Set<string>()) {
  let read = 0;
  const told: string[] = [];
  const diagnostic = { message: 'wrong', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
  const whole = createWholeWorkspace({
    async check() {
      read++;
      const result = { files: 1, findings: 0, milliseconds, cancelled: false };
      const diagnostics = new Map([...files].map((uri) => [uri, [diagnostic]]));
      const findings = [...files].map((uri): FileFindings => ({ uri, path: uri, findings: [] }));
      return { result, diagnostics, findings, identities: [], observed: [], leftOut: [] };
    },
    isOpen: () => false,
    publish: (all) => void told.push(...all.map(({ uri, diagnostics }) => `${uri} ${diagnostics.length}`)),
    exists: (uri) => files.has(uri),
    failed: (error) => {
      throw error;
    },
  });
  return { whole, told, times: () => read };
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

it('a file that is renamed, or whose folder goes, is told no more at once, and the others stay', async () => {
  const files = new Set(['a/one.tf', 'a/b/two.tf', 'a/bc/three.tf', 'four.tf'].map((path) => `file:///srv/${path}`));
  const { whole, told } = workspaceOf(1, files);
  await whole.check(asked);
  told.length = 0;
  files.delete('file:///srv/a/one.tf');
  whole.changed(['file:///srv/a/one.tf', 'file:///srv/a/renamed.tf', 'file:///srv/four.tf']);
  expect(told).toEqual(['file:///srv/a/one.tf 0']);
  files.delete('file:///srv/a/b/two.tf');
  whole.changed(['file:///srv/a/b']);
  expect(told).toEqual(['file:///srv/a/one.tf 0', 'file:///srv/a/b/two.tf 0']);
  expect(whole.findings.map(({ uri }) => uri)).toEqual(['file:///srv/a/bc/three.tf', 'file:///srv/four.tf']);
  expect(whole.shownOf('file:///srv/four.tf')).toHaveLength(1);
});
