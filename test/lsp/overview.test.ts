// The first three minutes in a repository with a past: what matters is named, the rest is counted, and nothing of it shouts.
import { onTestFinished, describe, expect, it } from 'vitest';
import { overviewOf } from '../../server/lsp/overview.ts';
import type { FileFindings, ListedFinding, Overview } from '../../server/lsp/protocol/findings.ts';
import { startEditor } from './editor.ts';
import { makeRepository } from './repository.ts';

const finding = (rule: string, more: Partial<ListedFinding> = {}): ListedFinding => ({
  rule,
  severity: 'high',
  category: 'workflow',
  message: `${rule} here`,
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  anchor: `a|${rule}`,
  fixable: false,
  changed: false,
  ...more,
});
const file = (path: string, ...findings: ListedFinding[]): FileFindings => ({ uri: `file:///${path}`, path, findings });
const rules = ['x/one', 'x/two', 'x/three', 'x/four'].map((id) => ({ id, title: `Title of ${id}`, severity: 'high' as const }));

describe('an overview', () => {
  it('says what is on this branch, what is critical, and how much blocks nobody', () => {
    const at = (...findings: ListedFinding[]): string => overviewOf([file('a', ...findings)], rules, true).headline;
    expect(at()).toBe('Nothing found');
    expect(at(finding('x/one'), finding('x/two'))).toBe('2 existing, not blocking');
    expect(at(finding('x/one', { changed: true }), finding('x/two', { severity: 'critical' }), finding('x/three'))).toBe(
      '1 on lines of this branch, 1 critical elsewhere, 1 existing, not blocking',
    );
    expect(at(finding('x/one', { severity: 'critical' }))).toBe('1 critical');
    expect(
      at(
        finding('x/one', { changed: true, severity: 'low' }),
        finding('x/two', { changed: true, standing: 'pending' }),
        finding('x/two', { severity: 'critical', standing: 'existing' }),
      ),
    ).toBe('1 minor on lines of this branch, 1 asking for approval, 1 existing, not blocking');
    expect(at(finding('x/one', { changed: true }), finding('x/two', { changed: true, severity: 'info' }), finding('x/three'))).toBe(
      '1 on lines of this branch, 1 minor there, 1 existing, not blocking',
    );
    // Where git cannot tell, nothing is called old.
    expect(at(finding('x/one', { changed: undefined }))).toBe('1 found, not blocking');
    expect(at(finding('x/one', { changed: undefined }), finding('x/two', { changed: undefined, severity: 'critical' }))).toBe(
      '1 critical, 1 more, not blocking',
    );
  });

  it('groups what one repair would end, and folds single ones into their rule', () => {
    const { causes } = overviewOf(
      [
        file(
          'a',
          finding('x/one', { cause: 'roles/owner' }),
          finding('x/one', { cause: 'roles/editor' }),
          finding('x/two', { severity: 'critical', cause: '*' }),
        ),
        file(
          'b',
          finding('x/one', { cause: 'roles/owner', fixable: true, fix: 'Take it away' }),
          finding('x/one', { cause: 'roles/viewer' }),
          finding('x/three', { severity: 'low' }),
        ),
      ],
      rules,
      true,
    );
    expect(causes.map(({ title, findings, severity, fixable }) => [title, findings.length, severity, fixable])).toEqual([
      ['Title of x/two', 1, 'critical', 0],
      ['Title of x/one', 2, 'high', 0],
      ['Title of x/one: roles/owner', 2, 'high', 1],
      ['Title of x/three', 1, 'low', 0],
    ]);
    expect(new Set(causes.map(({ key }) => key)).size).toBe(causes.length);
  });

  it('names three of different rules: the worst, then what this branch brought, then what can be repaired', () => {
    const { first } = overviewOf(
      [
        file('a', finding('x/one', { changed: true }), finding('x/one', { severity: 'critical' })),
        file(
          'b',
          finding('x/two', { fixable: true, fix: 'Repair' }),
          finding('x/three', { changed: true, severity: 'high' }),
          finding('x/four'),
        ),
      ],
      rules,
      true,
    );
    expect(first.map(({ rule, severity, fix }) => [rule, severity, fix])).toEqual([
      ['x/one', 'critical', undefined],
      ['x/three', 'high', undefined],
      ['x/two', 'high', 'Repair'],
    ]);
  });
});

it('five hundred findings of the past are counted, one new one is named, and the list of problems holds that one', async () => {
  const workflow = (permissions: string): string =>
    `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    permissions: ${permissions}\n    steps:\n      - run: make\n`;
  const past = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`team-${n}/.github/workflows/ci.yml`, workflow('write-all')]));
  const repository = makeRepository(past);
  repository.write('new/.github/workflows/ci.yml', workflow('write-all'));
  const editor = await startEditor({ folders: [repository.uri] });
  onTestFinished(() => editor.end());
  expect(await editor.connection.sendRequest<Overview>('posture/overview', {})).toMatchObject({ complete: false, total: 0 });
  await editor.connection.sendRequest('posture/checkWorkspace', {});
  const overview = await editor.connection.sendRequest<Overview>('posture/overview', {});
  expect(overview).toMatchObject({
    complete: true,
    total: 501,
    blocking: 1,
    existing: 500,
    headline: '1 on lines of this branch, 500 existing, not blocking',
  });
  expect(overview.first).toHaveLength(1);
  expect(overview.first[0]).toMatchObject({
    path: 'new/.github/workflows/ci.yml',
    rule: 'github/write-all-permissions',
    places: 501,
    fix: expect.any(String),
  });
  expect(overview.causes).toHaveLength(1);
  expect(editor.published.filter((one) => one.diagnostics.length > 0).map((one) => one.uri)).toEqual([
    repository.uriOf('new/.github/workflows/ci.yml'),
  ]);
});
