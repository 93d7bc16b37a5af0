import { describe, expect, it } from 'vitest';
import { findExpressions, parseCondition, type WrittenText } from '../../../../server/engine/facts/github/expression.ts';
import { mentionsOf, pathOf, resultsOf, secretsIn } from '../../../../server/engine/facts/github/expression-paths.ts';
import type { ExpressionNode } from '../../../../server/engine/facts/workflow.ts';

const written = (text: string): WrittenText => ({ text, offsetOf: (index) => index });
const tree = (text: string): ExpressionNode => {
  const parsed = parseCondition(written(text));
  if (!parsed) throw new Error(`does not parse: ${text}`);
  return parsed;
};

describe('finding expressions', () => {
  it('gives the braces and what stands between them', () => {
    const text = 'echo ${{ github.sha }} and ${{inputs.name}}';
    expect(findExpressions(written(text)).map(({ at }) => text.slice(...at))).toEqual(['${{ github.sha }}', '${{inputs.name}}']);
  });

  it('does not end at braces inside a string', () => {
    const text = "${{ format('}}{0}', github.sha) }} rest";
    expect(findExpressions(written(text)).map(({ at }) => text.slice(...at))).toEqual(["${{ format('}}{0}', github.sha) }}"]);
  });

  it('keeps one that does not parse, without a tree, and goes on', () => {
    const text = '${{ github. }} ${{ github.ref }}';
    expect(findExpressions(written(text)).map(({ at, tree: found }) => [text.slice(...at), found !== undefined])).toEqual([
      ['${{ github. }}', false],
      ['${{ github.ref }}', true],
    ]);
  });

  it('leaves out one that is never closed', () => {
    expect(findExpressions(written('${{ github.sha'))).toEqual([]);
  });
});

describe('parsing', () => {
  it('binds as GitHub does: not, comparison, and, or', () => {
    const parsed = tree("!a && b == 'x' || c");
    expect(parsed).toMatchObject({
      kind: 'operation',
      operator: '||',
      operands: [
        { operator: '&&', operands: [{ operator: '!' }, { operator: '==' }] },
        { kind: 'name', name: 'c' },
      ],
    });
  });

  it('reads doubled quotes, numbers, null and truth', () => {
    expect(tree("'it''s'")).toMatchObject({ kind: 'literal', value: "it's" });
    expect(tree('0xff')).toMatchObject({ value: 255 });
    expect(tree('-9.2')).toMatchObject({ value: -9.2 });
    expect(tree('null')).toMatchObject({ value: null });
    expect(tree('true')).toMatchObject({ value: true });
  });

  it('takes a literal index for a name', () => {
    expect(pathOf(tree("github['event'].pull_request['head'].ref"))).toBe('github.event.pull_request.head.ref');
    expect(pathOf(tree('github.event.commits.*.message'))).toBe('github.event.commits.*.message');
    expect(pathOf(tree('needs[matrix.job].outputs.x'))).toBe('needs.[].outputs.x');
  });

  it('refuses what GitHub refuses', () => {
    for (const text of ['', 'a b', 'a +', '"double"', "'open", 'a.', 'f(a,,b)', '(a', 'a)', '&& a'])
      expect(parseCondition(written(text)), text).toBeUndefined();
  });

  it('gives up on nesting that nobody writes, without overflowing', () => {
    expect(parseCondition(written('('.repeat(100_000)))).toBeUndefined();
    expect(parseCondition(written('!'.repeat(100_000) + 'a'))).toBeUndefined();
    expect(parseCondition(written(`a${'.b'.repeat(100_000)}`))).toBeUndefined();
    expect(parseCondition(written(Array.from({ length: 20_000 }, () => 'a').join(' && ')))).toBeDefined();
  });
});

describe('paths', () => {
  const paths = (nodes: ExpressionNode[]) => nodes.map(pathOf);

  it('mentions everything, also behind comparisons and functions', () => {
    expect(paths(mentionsOf(tree("contains(github.event.issue.title, 'x') && secrets.A == env.B")))).toEqual([
      'github.event.issue.title',
      'secrets.a',
      'env.b',
    ]);
    expect(paths(mentionsOf(tree('fromJSON(secrets.CONFIG).key')))).toEqual(['secrets.config']);
    expect(paths(mentionsOf(tree('env[inputs.name]')))).toEqual(['env.[]', 'inputs.name']);
  });

  it('tells what can become the result', () => {
    expect(paths(resultsOf(tree('github.head_ref || github.ref_name')))).toEqual(['github.head_ref', 'github.ref_name']);
    expect(paths(resultsOf(tree("github.event.issue.title == 'x'")))).toEqual([]);
    expect(paths(resultsOf(tree("github.event.issue.title && 'yes' || 'no'")))).toEqual([]);
    expect(paths(resultsOf(tree("contains(github.head_ref, 'x')")))).toEqual([]);
    expect(paths(resultsOf(tree("format('{0}', github.head_ref)")))).toEqual(['github.head_ref']);
  });

  it('names secrets as they are written, and says when the name is computed', () => {
    expect(secretsIn(tree('secrets.Deploy_Key'))).toEqual(['Deploy_Key']);
    expect(secretsIn(tree("secrets['Deploy-Key']"))).toEqual(['Deploy-Key']);
    expect(secretsIn(tree('secrets[matrix.name]'))).toEqual([undefined]);
    expect(secretsIn(tree('toJSON(secrets)'))).toEqual([undefined]);
  });
});
