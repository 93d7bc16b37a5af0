// HCL on every text: no throw, spans inside the text and inside their parents, time linear in the length.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseHcl } from '../../server/engine/syntax/hcl/parse.ts';
import { parseHclJson } from '../../server/engine/syntax/hcl/json.ts';
import { childrenOf } from '../../server/engine/facts/terraform/module.ts';
import type { HclAttribute, HclBlock, HclExpression, HclFile } from '../../server/engine/syntax/hcl/tree.ts';
import { expectLinear } from '../support/growth.ts';

const sample = `# roles
locals {
  actions = ["s3:Get*", "s3:List*"]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for a in local.actions : { Effect = "Allow", Action = a, Resource = var.all ? "*" : "\${var.bucket}/*" } if a != ""]
  })
}

resource "aws_iam_role" "ci" { // one
  name               = "ci-\${terraform.workspace}"
  assume_role_policy = <<-EOF
    {
      "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "\${var.account}" }, "Action": "sts:AssumeRole" }]
    }
  EOF
  dynamic "inline_policy" {
    for_each = { a = 1, b = 2 }
    content {
      name   = inline_policy.key
      policy = "%{ if a }x%{ else }y%{ endif }"
    }
  }
  /* tags */ tags = merge(local.tags, { "Owner" : "a" }, { (var.key) = -1 })
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = concat(local.actions, ["iam:PassRole"]...)
    resources = [aws_iam_role.ci[0].arn, aws_iam_role.ci.*.arn, aws_iam_role.ci[*].id]
  }
}
`;

function check(text: string, file: HclFile): void {
  const inside = (span: readonly [number, number], outer: readonly [number, number]) => {
    if (!(span[0] <= span[1] && span[0] >= outer[0] && span[1] <= outer[1])) throw new Error(`span ${span} is not in ${outer}`);
  };
  const expression = (at: HclExpression, outer: readonly [number, number]) => {
    inside(at.span, outer);
    for (const child of childrenOf(at)) expression(child, [at.span[0], Math.max(at.span[1], child.span[1])]);
  };
  const items = (list: readonly (HclAttribute | HclBlock)[], outer: readonly [number, number]) => {
    let last = outer[0];
    for (const item of list) {
      inside(item.span, outer);
      if (item.span[0] < last) throw new Error('items overlap');
      last = item.span[1];
      if (item.kind === 'attribute') expression(item.value, [item.span[0], text.length]);
      else {
        inside(item.head, item.span);
        items(item.body.items, item.body.span);
      }
    }
  };
  items(file.body.items, [0, text.length]);
  for (const problem of file.problems) inside(problem.span, [0, text.length]);
}

describe('the HCL parser on any text', () => {
  it('reads every truncation of a valid file, and most of its blocks', () => {
    for (let end = 0; end <= sample.length; end++) {
      const text = sample.slice(0, end);
      check(text, parseHcl(text));
    }
    const rest = '\nresource "t" "after" {\n  x = 1\n}\n';
    let found = 0;
    for (let end = 0; end <= sample.length; end++) {
      const file = parseHcl(sample.slice(0, end) + rest);
      if (file.body.items.some((item) => item.kind === 'block' && item.labels[1]?.text === 'after')) found++;
    }
    // What is lost stands inside a comment that the cut left open, or glued to the last word.
    expect(found / (sample.length + 1)).toBeGreaterThan(0.97);
  });

  it('reads texts with characters taken out, put in and swapped', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      '${',
      '%{',
      '<<EOF\n',
      'EOF\n',
      '\n',
      '=',
      ',',
      '#',
      '/*',
      '*/',
      '\\',
      '\u{1F600}',
      '\0',
      '~',
      '=>',
      '...',
      'for ',
      ' in ',
      '?',
      ':',
      '::',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sample.length), fc.nat(8), pieces), { minLength: 1, maxLength: 8 }), (changes) => {
        let text = sample;
        for (const [at, cut, put] of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        check(text, parseHcl(text));
      }),
      { numRuns: 600 },
    );
  });

  it('reads any text at all', () => {
    const token = fc.constantFrom(
      'a',
      'b ',
      '= ',
      '"',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '${',
      '%{',
      '\n',
      '<<A\n',
      'A\n',
      '.',
      '*',
      ',',
      '?',
      ':',
      '!',
      '-',
      '/*',
      '#',
      'for x in ',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token, { maxLength: 200 }).map((list) => list.join('')),
        ),
        (text) => check(text, parseHcl(text)),
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseHclJson(text)),
      { numRuns: 300 },
    );
  });

  it('takes time in proportion to the text, on good and on hostile input', async () => {
    const hostile = [
      '<<A\n',
      '${',
      '"${',
      '[',
      '{ a = ',
      'a {\n',
      '/*',
      '"\n',
      'x = <<B\n${\n',
      '<<Q1\n<<Q2\n',
      'x = "${"a\n',
      '}\n',
      'a = [\n',
      'f(',
    ];
    for (const piece of [sample, ...hostile]) {
      await expectLinear(piece.slice(0, 20), 100_000, (size) => {
        const text = piece.repeat(Math.ceil(size / piece.length));
        return () => parseHcl(text);
      });
    }
  });
});
