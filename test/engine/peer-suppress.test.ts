import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { readSuppressions } from '../../server/engine/suppress.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { expectLinear } from '../support/growth.ts';

const read = (text: string, uri = '.github/workflows/ci.yml') => readSuppressions(createDocument(uri, text));
const covered = (text: string) => read(text).map((one) => text.slice(...one.covers));

const workflow = (comment: string) => `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: someone/setup-thing@v1${comment}
      - uses: someone/other-thing@v1
`;

describe('a comment for zizmor', () => {
  it('names checks and may give a reason', () => {
    expect(read('a: 1 # zizmor: ignore[unpinned-uses, artipacked] vendored by us')).toMatchObject([
      { peers: ['zizmor unpinned-uses', 'zizmor artipacked'], rules: [], reason: 'vendored by us' },
    ]);
    expect(read('a: 1 # zizmor: ignore[artipacked]')[0]!.reason).toContain('without a reason');
  });

  it('is a comment of YAML, in its one form', () => {
    expect(read('a: 1 # zizmor: disable[artipacked]')).toEqual([]);
    expect(read('a: zizmor: ignore[artipacked]')).toEqual([]);
    expect(read('a: 1 # zizmor: ignore[]')).toEqual([]);
    expect(read('# zizmor: ignore[artipacked]\nx', 'a.sh')).toEqual([]);
  });

  it('covers its entry and what is indented below, and the whole step of a key of a step', () => {
    expect(covered('on: # zizmor: ignore[dangerous-triggers]\n  pull_request_target:\njobs:\n')).toEqual([
      'on: # zizmor: ignore[dangerous-triggers]\n  pull_request_target:',
    ]);
    expect(covered('steps:\n  - name: a\n    uses: b/c@v1 # zizmor: ignore[artipacked]\n    with:\n      d: e\n  - name: f\n')).toEqual([
      '  - name: a\n    uses: b/c@v1 # zizmor: ignore[artipacked]\n    with:\n      d: e',
    ]);
    expect(covered('steps:\n  - run: | # zizmor: ignore[template-injection]\n      a\n\n      b\n  - run: c\n')).toEqual([
      '  - run: | # zizmor: ignore[template-injection]\n      a\n\n      b',
    ]);
    expect(covered('env:\r\n  # zizmor: ignore[secrets-outside-env]\r\n  A: b\r\n  C: d\r\n')).toEqual([
      '  # zizmor: ignore[secrets-outside-env]\r\n  A: b',
    ]);
    expect(covered('    with:\n      a: 1 # zizmor: ignore[artipacked]\n      b: 2\n')).toEqual([
      '      a: 1 # zizmor: ignore[artipacked]',
    ]);
    expect(covered('a: 1\n# zizmor: ignore[artipacked]')).toEqual(['# zizmor: ignore[artipacked]']);
  });

  it('sets aside what our rules say they find as well, there and nowhere else', async () => {
    const at = async (comment: string) => {
      const { findings, suppressed } = await analyzeTexts({ '.github/workflows/ci.yml': workflow(comment) });
      return {
        found: findings.filter((one) => one.rule === 'github/unpinned-action').length,
        suppressed: suppressed.map((one) => one.rule),
        drift: findings.filter((one) => one.rule.startsWith('drift/')),
      };
    };
    expect(await at('')).toEqual({ found: 2, suppressed: [], drift: [] });
    expect(await at(' # zizmor: ignore[unpinned-uses]')).toEqual({ found: 1, suppressed: ['github/unpinned-action'], drift: [] });
    expect(await at(' # zizmor: ignore[template-injection]')).toEqual({ found: 2, suppressed: [], drift: [] });
    expect(await at(' # zizmor: ignore[no-such-check]')).toEqual({ found: 2, suppressed: [], drift: [] });
  });

  it('costs no more than the text is long', async () => {
    const nested = Array.from({ length: 3000 }, (_, index) => `${' '.repeat(index % 200)}k${index}: # zizmor: ignore[artipacked]\n`).join(
      '',
    );
    await expectLinear('comments', 1, (size) => {
      const text = nested.repeat(size);
      return () => read(text);
    });
  });
});
