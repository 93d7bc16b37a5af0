// The end of a long report names where to begin.
import { describe, expect, it } from 'vitest';
import { firstOf } from '../../server/cli/report/first.ts';
import type { Shown } from '../../server/cli/result.ts';
import { folderOf, posture } from './posture.ts';

const shown = (rule: string, severity: string, more: object = {}): Shown =>
  ({ finding: { rule, severity, suggestions: [], ...more } }) as unknown as Shown;

describe('where to begin', () => {
  it('is the worst of each rule, the unknown before the known, then what can be repaired, then what occurs most', () => {
    const names = (findings: readonly Shown[]) =>
      firstOf(findings).map(({ shown: { finding }, places }) => `${finding.rule} ${finding.severity} ${places}`);
    expect(names([shown('a', 'low'), shown('a', 'high'), shown('b', 'critical'), shown('c', 'medium'), shown('d', 'high')])).toEqual([
      'b critical 1',
      'a high 2',
      'd high 1',
    ]);
    expect(names([shown('a', 'high', { standing: 'existing' }), shown('b', 'high')])).toEqual(['b high 1', 'a high 1']);
    expect(names([shown('a', 'high'), shown('a', 'high'), shown('b', 'high', { suggestions: [{}] }), shown('c', 'high')])).toEqual([
      'b high 1',
      'a high 2',
      'c high 1',
    ]);
    expect(names([])).toEqual([]);
  });

  it('stands at the end of a long report, and not of a short one', () => {
    const role = (n: number) =>
      `resource "aws_iam_role_policy" "p${n}" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n`;
    const many = Array.from({ length: 30 }, (_, n) => role(n)).join('\n');
    const long = posture(folderOf({ 'main.tf': many, '.env': 'TOKEN={{token:github-pat}}\n' }), ['check', '--no-color']).stdout;
    const end = long.slice(long.indexOf('Begin with:'));
    expect(
      end
        .split('\n')
        .filter((line) => / {2}(?:critical|high) {2}/.test(line))
        .map((line) => line.trim().split(/ {2,}/)[2])
        .sort(),
    ).toEqual(['aws/admin-statement, the first of 30', 'secret/provider-token']);
    expect(end).toContain('posture check --diff BASE');
    expect(posture(folderOf({ 'main.tf': role(1) }), ['check']).stdout).not.toContain('Begin with:');
  });

  it('follows a list in which what is mild takes place and message alone, so that the rest is seen', () => {
    const queue = (n: number) =>
      `resource "aws_iam_role_policy" "q${n}" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "arn:aws:sqs:eu-west-1:111122223333:jobs" }] })\n}\n`;
    const excerpts = (text: string) => text.split('\n').filter((line) => line.includes('│') && line.includes('sqs:*')).length;
    const heads = (text: string) => text.split('\n').filter((line) => line.endsWith('aws/wildcard-action')).length;
    const of = (count: number) =>
      posture(folderOf({ 'main.tf': Array.from({ length: count }, (_, n) => queue(n)).join('\n') }), ['check', '--no-color']).stdout;
    const [short, long] = [of(3), of(30)];
    expect([heads(short), excerpts(short)]).toEqual([3, 3]);
    expect([heads(long), excerpts(long)]).toEqual([30, 0]);
  });
});
