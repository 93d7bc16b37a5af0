// The parts of the extension that decide something, without an editor.
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../client/finding-groups.ts';
import { createPauses } from '../../client/pauses.ts';
import type { FileFindings, ListedFinding } from '../../server/lsp/protocol.ts';

const finding = (rule: string, severity: ListedFinding['severity'], line: number): ListedFinding => ({ rule, severity, category: 'workflow', message: rule, range: { start: { line, character: 0 }, end: { line, character: 1 } }, fixable: false, anchor: '' });
const files: FileFindings[] = [
  { uri: 'file:///a', path: 'a', findings: [finding('x/two', 'low', 4), finding('x/one', 'high', 2)] },
  { uri: 'file:///b', path: 'b', findings: [finding('x/two', 'critical', 1)] },
];

describe('groups of the Posture view', () => {
  it.each([
    ['rule', ['x/two: b:1 a:4', 'x/one: a:2']],
    ['file', ['b: b:1', 'a: a:2 a:4']],
    ['severity', ['critical: b:1', 'high: a:2', 'low: a:4']],
  ] as const)('by %s, the worst first', (grouping, expected) => {
    expect(groupsOf(files, grouping).map(({ title, members }) => `${title}: ${members.map(({ path, finding: { range } }) => `${path}:${range.start.line}`).join(' ')}`)).toEqual(expected);
  });
});

describe('pauses before a restart', () => {
  it('grow, end, and begin anew after a calm while', () => {
    const pauses = createPauses();
    const times = [0, 1, 2, 3, 4, 5].map((second) => pauses.next(second * 1000));
    expect(times).toEqual([500, 1000, 2000, 5000, 10_000, undefined]);
    expect(pauses.next(10 * 60_000)).toBe(500);
    pauses.forget();
    expect(pauses.next(10 * 60_000 + 1)).toBe(500);
  });
});
