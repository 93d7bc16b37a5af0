// Folders that Terraform would refuse, because a name is declared twice: examples, copies and alternatives beside each other.
// Each block is judged, and what it refers to is what stands in its own file.
import { describe, expect, it } from 'vitest';
import { positionAt, lineStarts } from '../../../../server/engine/text/text.ts';
import { analyzeTexts } from '../../../support/analyze-text.ts';
import { expectLinear } from '../../../support/growth.ts';

const policy = (action: string, name = 'ci'): string =>
  `resource "aws_iam_policy" "${name}" {\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;
const document = (action: string, name = 'this'): string =>
  `data "aws_iam_policy_document" "${name}" {\n  statement {\n    actions   = ["${action}"]\n    resources = ["*"]\n  }\n}\nresource "aws_iam_role_policy" "${name}" {\n  role   = "r"\n  policy = data.aws_iam_policy_document.${name}.json\n}\n`;

async function places(texts: Record<string, string>, rule = 'aws/admin-statement'): Promise<string[]> {
  const { findings } = await analyzeTexts(texts);
  return findings
    .filter((one) => one.rule === rule)
    .map(({ at }) => `${at.uri}:${positionAt(lineStarts(texts[at.uri]!), at.span[0]).line + 1}`)
    .sort();
}

describe('a name that is declared twice', () => {
  it('in two files: each is judged', async () => {
    expect(await places({ 'a.tf': policy('*'), 'b.tf': policy('*'), 'c.tf': policy('s3:GetObject') })).toEqual(['a.tf:2', 'b.tf:2']);
    expect(await places({ 'a.tf': policy('s3:GetObject'), 'b.tf': policy('*') })).toEqual(['b.tf:2']);
  });

  it('in two files: a reference means what stands beside it', async () => {
    expect(await places({ 'bad.tf': document('*'), 'good.tf': document('s3:GetObject') })).toEqual(['bad.tf:3']);
    expect(await places({ 'bad.tf': document('s3:GetObject'), 'worse.tf': document('*') })).toEqual(['worse.tf:3']);
  });

  it('in two files: what neither declares is known to both', async () => {
    const roles = 'variable "action" {\n  default = "*"\n}\n';
    expect(await places({ 'a.tf': policy('${var.action}'), 'b.tf': policy('${var.action}'), 'variables.tf': roles })).toEqual([
      'variables.tf:2',
    ]);
    expect(await places({ 'b.tf': policy('${var.action}'), 'a.tf': policy('s3:GetObject'), 'variables.tf': roles })).toEqual([
      'variables.tf:2',
    ]);
  });

  it('in two files: what one of them gives to a module that it calls is judged, where a third writes it', async () => {
    const call = 'module "m" {\n  source = "./called"\n  action = local.action\n}\n';
    expect(
      await places({
        'a.tf': policy('s3:GetObject'),
        'b.tf': policy('s3:GetObject') + call,
        'locals.tf': 'locals {\n  action = "*"\n}\n',
        'called/main.tf': `variable "action" {}\n${policy('${var.action}')}`,
      }),
    ).toEqual(['locals.tf:2']);
  });

  it('in one file: each is judged, once', async () => {
    expect(await places({ 'a.tf': policy('s3:GetObject') + policy('*') + policy('*') })).toEqual(['a.tf:5', 'a.tf:8']);
  });

  it('by a file that overrides: what it puts there is judged', async () => {
    expect(await places({ 'main.tf': policy('s3:GetObject'), 'override.tf': policy('*') })).toEqual(['override.tf:2']);
  });

  it('costs what its files cost', () =>
    expectLinear('files of one name', 150, (count) => {
      const folder = Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`${n}.tf`, document('*', n % 2 === 0 ? 'ci' : `own${n}`)]),
      );
      return () => analyzeTexts(folder);
    }));
});
