import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../../../server/engine/document.ts';
import { evaluate, newEvaluation, type Scope } from '../../../../server/engine/facts/terraform/evaluate.ts';
import { readModule } from '../../../../server/engine/facts/terraform/module.ts';
import { placeOf, type Value } from '../../../../server/engine/facts/value.ts';
import { attributeOf } from '../../../../server/engine/syntax/hcl/tree.ts';
import { expectLinear } from '../../../support/growth.ts';

/** A value as one line; `?` for what is not known, `…` behind lists and mappings that may hold more. */
function show(value: Value): string {
  switch (value.kind) {
    case 'scalar':
      return JSON.stringify(value.value);
    case 'partial':
      return `~${JSON.stringify(value.pattern.replaceAll('\0', '*HOLE*'))}`;
    case 'unknown':
      return '?';
    case 'list':
      return `[${value.items.map(show).join(', ')}${value.complete ? '' : '…'}]`;
    case 'mapping':
      return `{${value.entries.map((entry) => `${show(entry.key)}: ${show(entry.value)}`).join(', ')}${value.complete ? '' : '…'}}`;
    case 'choice':
      return `(${value.options.map(show).join(' | ')})`;
  }
}

function outputOf(text: string, beside: Readonly<Record<string, string>> = {}): { value: Value; text: string } {
  const documents = [
    createDocument('infra/main.tf', text),
    ...Object.entries(beside)
      .filter(([uri]) => uri.endsWith('.tf') || uri.endsWith('.tfvars'))
      .map(([uri, other]) => createDocument(uri, other)),
  ];
  const module = readModule(documents, { folder: 'infra' });
  const neighbours = new Map(Object.entries(beside).map(([uri, other]) => [uri, createDocument(uri, other)]));
  const scope: Scope = {
    module,
    uri: 'infra/main.tf',
    bindings: new Map(),
    evaluation: newEvaluation((uri) => neighbours.get(uri)),
    depth: 0,
  };
  const output = module.outputs.get('x')!;
  return { value: evaluate(attributeOf(output.block.body, 'value')!.value, { ...scope, uri: output.uri }), text };
}

const given = (expression: string, more = '', beside: Readonly<Record<string, string>> = {}): string =>
  show(outputOf(`${more}\noutput "x" {\n  value = ${expression}\n}\n`, beside).value);

describe('Terraform expressions as values', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['true ? "a" : "b"', '"a"'],
    ['var.unknown ? "a" : "b"', '("a" | "b")'],
    ['!true', 'false'],
    ['"a" == "b"', 'false'],
    ['null', 'null'],
    ['"${"a"}-${1}"', '"a-1"'],
    ['"a-${var.x}-b"', '~"a-*HOLE*-b"'],
    ['"${var.x}"', '?'],
    ['"%{ if var.x }a%{ endif }b"', '~"*HOLE*b"'],
    ['["a", var.x]', '["a", ?]'],
    ['{ a = 1, (var.k) = 2 }', '{"a": 1, ?: 2…}'],
    ['concat(["a"], var.x, ["b"])', '["a", "b"…]'],
    ['flatten([["a"], [["b"]]])', '["a", "b"]'],
    ['merge({ a = 1 }, { a = 2, b = 3 })', '{"a": 2, "b": 3}'],
    ['merge({ a = 1 }, var.x)', '{"a": 1…}'],
    ['toset(["a"])', '["a"]'],
    ['format("%s-%d", "a", 1)', '"a-1"'],
    ['format("arn:%s:x", var.x)', '~"arn:*HOLE*:x"'],
    ['join("/", ["a", "b"])', '"a/b"'],
    ['join(",", ["a", var.x])', '~"a,*HOLE*"'],
    ['split(",", "a,b")', '["a", "b"]'],
    ['lower("AbC")', '"abc"'],
    ['replace("a.b", ".", "-")', '"a-b"'],
    ['lookup({ a = "1" }, "a", "2")', '"1"'],
    ['lookup({ a = "1" }, "b", "2")', '"2"'],
    ['lookup(var.m, "b", "2")', '(? | "2")'],
    ['coalesce(null, "", "a")', '"a"'],
    ['try(var.x.y, "a")', '(? | "a")'],
    ['element(["a", "b"], 3)', '"b"'],
    ['length(["a", "b"])', '2'],
    ['contains(["a"], "a")', 'true'],
    ['keys({ a = 1 })', '["a"]'],
    ['values({ a = 1 })', '[1]'],
    ['[for s in ["a", "b"] : upper(s) if s != "b"]', '["A"]'],
    ['{ for k, v in { a = 1 } : "${k}x" => v }', '{"ax": 1}'],
    // The key of a loop is an expression, unlike the key of an object.
    ['{ for k, v in { a = 1, b = 2 } : k => v }', '{"a": 1, "b": 2}'],
    ['{ for k, v in { a = 1, b = 2 } : v => { k = v } }', '{"1": {"k": 1}, "2": {"k": 2}}'.replaceAll(/"(\d)":/g, '$1:')],
    ['{ for p in [["x", 1], ["y", 2], ["x", 3]] : p[0] => p[1]... }', '{"x": [1, 3], "y": [2]}'],
    ['{ for p in [var.x, var.x] : p => 1... }', '{?: [1…], ?: [1…]}'],
    ['{ for x in var.x : "a" => 1... }', '{"a": [1…]…}'],
    ['[for s in var.x : "fixed"]', '["fixed"…]'],
    ['[{ n = "a" }, { n = "b" }][*].n', '["a", "b"]'],
    ['{ a = { b = ["c"] } }.a.b[0]', '"c"'],
    ['formatlist("%s:%s", "s3", ["a", "b"])', '["s3:a", "s3:b"]'],
    ['zipmap(["a"], ["b"])', '{"a": "b"}'],
    ['jsonencode({ a = [1] })', '{"a": [1]}'],
    ['jsondecode("{\\"a\\": [1]}")', '{"a": [1]}'],
    ['unheard_of("a")', '?'],
    ['concat([["a"], ["b"]]...)', '["a", "b"]'],
    ['setproduct(["a"], ["b", "c"])', '[["a", "b"], ["a", "c"]]'],
    ['setproduct(["a"], var.x)', '[…]'],
    ['{ for p in setproduct(["a"], ["x/b"]) : "${p[0]}-${basename(p[1])}" => p[1] }', '{"a-b": "x/b"}'],
    ['setproduct(range(100), range(100), range(100))', '?'],
    ['setproduct(range(100), range(100), range(100), range(100), range(100), [])', '[]'],
    ['setproduct(range(100), range(100), range(100), range(100), range(100), var.x)', '[…]'],
    ['basename("a/b/")', '"b"'],
    ['basename("${var.x}/b")', '"b"'],
    ['basename("a/b-${var.x}-c")', '~"*HOLE*-c"'],
    ['dirname("a/b")', '"a"'],
    ['dirname("${var.x}/b")', '?'],
    ['dirname("a/b-${var.x}.json")', '~"a*HOLE*"'],
    ['dirname("b-${var.x}.json")', '?'],
    ['substr("abcd", 1, 2)', '"bc"'],
    ['substr("abcd", 1, -1)', '"bcd"'],
    ['substr("a${var.x}", 0, 3)', '?'],
    ['strcontains("s3:Get*", "*")', 'true'],
  ])('%s is %s', (expression, shown) => {
    expect(given(expression)).toBe(shown);
  });

  it('follows locals, variables by their defaults and files of values, and data', () => {
    expect(
      given('local.b', 'locals {\n  a = ["s3:Get*"]\n  b = concat(local.a, [var.more])\n}\nvariable "more" {\n  default = "iam:*"\n}\n'),
    ).toBe('["s3:Get*", "iam:*"]');
    expect(given('var.a', 'variable "a" {}\n')).toBe('?');
    expect(given('var.a', 'variable "a" {\n  default = 1\n}\n', { 'infra/terraform.tfvars': 'a = 2\n' })).toBe('2');
    expect(given('local.a', '', { 'infra/locals.tf': 'locals {\n  a = "beside"\n}\n' })).toBe('"beside"');
    expect(given('"${data.azurerm_subscription.s.id}/x"', 'data "azurerm_subscription" "s" {}\n')).toBe('~"/subscriptions/*HOLE*/x"');
  });

  it('knows nothing of a local that is declared twice, which Terraform refuses, and says where; an override file replaces it', () => {
    const why = (beside: Readonly<Record<string, string>>, own = 'locals {\n  a = 1\n}\n'): string | undefined => {
      const { value } = outputOf(`${own}output "x" {\n  value = local.a\n}\n`, beside);
      return value.kind === 'unknown' ? value.why : show(value);
    };
    expect(why({ 'infra/more.tf': 'locals {\n  a = 2\n}\n' })).toBe(
      'local.a is declared in main.tf and in more.tf, which Terraform refuses',
    );
    expect(why({}, 'locals {\n  a = 1\n}\nlocals {\n  a = 1\n}\n')).toBe('local.a is declared twice in main.tf, which Terraform refuses');
    expect(why({ 'infra/a_override.tf': 'locals {\n  a = 2\n}\n' })).toBe('2');
    expect(why({ 'infra/overrides.tf': 'locals {\n  b = 2\n}\n' })).toBe('1');
  });

  it('offers no text for an edit that comes to another value for each member', () => {
    const editable = (expression: string) => {
      const { value } = outputOf(`locals {\n  a = "s3"\n}\noutput "x" {\n  value = ${expression}\n}\n`);
      return value.kind === 'list' ? value.items.map((item) => item.editable) : [];
    };
    expect(editable('[for p in ["s3", "ec2"] : "${p}:*"]')).toEqual([false, false]);
    expect(editable('["${local.a}:*"]')).toEqual([true]);
    expect(editable('[for p in ["s3", "ec2"] : p]')).toEqual([true, true]);
    expect(editable('[for p in ["s3", "ec2"] : "iam:*"]')).toEqual([true, true]);
  });

  it('takes a cycle and what refers to itself as unknown', () => {
    expect(given('local.a', 'locals {\n  a = local.b\n  b = [local.a]\n}\n')).toBe('[?]');
    expect(given('local.a', 'locals {\n  a = local.a\n}\n')).toBe('?');
  });

  it('reads policy documents of data sources as the JSON they write', () => {
    const more = `data "aws_iam_policy_document" "base" {
  statement {
    sid     = "One"
    actions = ["s3:*"]
  }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  dynamic "statement" {
    for_each = ["a", "b"]
    content {
      effect    = "Deny"
      resources = [statement.value]
      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = ["o-1"]
      }
    }
  }
}
`;
    expect(given('data.aws_iam_policy_document.d.json', more)).toBe(
      '{"Statement": [{"Sid": "One", "Action": ["s3:*"], "Effect": "Allow"}, ' +
        '{"Effect": "Deny", "Resource": ["a"], "Principal": {"AWS": ["*"]}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}}}, ' +
        '{"Effect": "Deny", "Resource": ["b"], "Principal": {"AWS": ["*"]}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}}}]}',
    );
  });

  it('reads the objects that loops and conditions of a template write, and makes a hole of what else they write', () => {
    const json = (items: string): string => `<<-EOT\n[\n${items}\n]\nEOT\n`;
    expect(given(json('%{ for n in var.names ~}\n{ "a": "${n}" },\n%{ endfor ~}\n{ "b": 1 }'))).toBe('[{"a": ?}, {"b": 1}]');
    expect(given(json('%{ if var.x }{ "a": 1 }%{ else }{ "b": { "c": 2 } }%{ endif }'))).toBe('[{"a": 1}, {"b": {"c": 2}}]');
    expect(given(json('%{ for n in var.names }%{ if n != "" }{ "a": 1 },%{ endif }%{ endfor }{ "b": 1 }'))).toBe('[{"a": 1}, {"b": 1}]');
    expect(given(json('%{ if var.x }"a"%{ else }"b"%{ endif }'))).toBe('[?]');
    expect(given(json('{ "a": 1 %{ if var.x }, "b": 2 }, { "c": 3 %{ endif } }'))).toContain('{"a": 1');
    const deep = 40;
    expect(given(json('%{ if var.x }'.repeat(deep) + '{ "a": 1 }' + '%{ endif }'.repeat(deep)))).toBe('[?]');
  });

  it('reads JSON in heredocs and strings with exact places', () => {
    const { value, text } = outputOf(
      'output "x" {\n  value = <<-EOT\n    {"Action": ["a", "${var.x}/*"], "Resource": ${jsonencode(["r"])}}\n  EOT\n}\n',
    );
    expect(show(value)).toBe('{"Action": ["a", ~"*HOLE*/*"], "Resource": ["r"]}');
    const action = value.kind === 'mapping' && value.entries[0]!.value.kind === 'list' ? value.entries[0]!.value.items[0]! : undefined;
    expect(text.slice(...action!.at.span)).toBe('a');
    const quoted = outputOf('output "x" {\n  value = "{\\"Action\\": \\"iam:*\\"}"\n}\n');
    const leaf = quoted.value.kind === 'mapping' ? quoted.value.entries[0]!.value : undefined;
    expect(quoted.text.slice(...leaf!.at.span)).toBe('iam:*');
  });

  it('reads files beside the module, and templates with their variables', () => {
    expect(given('file("${path.module}/p.json")', '', { 'infra/p.json': '{"a": ["b"]}' })).toBe('{"a": ["b"]}');
    expect(given('templatefile("p.tpl", { name = "b" })', '', { 'infra/p.tpl': '{"a": "${name}", "c": "${other}"}' })).toBe(
      '{"a": "b", "c": ?}',
    );
    expect(given('file("gone.json")')).toBe('?');
    expect(given('file("../../etc/passwd")')).toBe('?');
  });

  it('says where a value came through, and lets only what nothing shares be edited', () => {
    const once = outputOf('locals {\n  a = "*"\n}\noutput "x" {\n  value = local.a\n}\n');
    expect(once.value.via.map((place) => once.text.slice(...place.span))).toEqual(['local.a']);
    expect(once.value.editable).toBe(true);
    expect(once.text.slice(...placeOf(once.value).span)).toBe('*');
    const twice = outputOf('locals {\n  a = "*"\n}\noutput "x" {\n  value = local.a\n}\noutput "y" {\n  value = local.a\n}\n');
    expect(twice.value.editable).toBe(false);
    expect(twice.text.slice(...placeOf(twice.value).span)).toBe('local.a');
  });

  it('bounds its work on text that asks for too much', async () => {
    const locals = (count: number, first: string, next: (before: string) => string) =>
      `locals {\n${Array.from({ length: count }, (_, index) => `  l${index} = ${index === 0 ? first : next(`local.l${index - 1}`)}\n`).join('')}}\n`;
    // Each is twice the one before: eight times as many would be two to the power of 140 times as long.
    await expectLinear('lists that double', 20, (count) => {
      const text = locals(count, '["a"]', (before) => `concat(${before}, ${before})`);
      return () => given(`local.l${count - 1}`, text);
    });
    await expectLinear('lists of lists that double', 20, (count) => {
      const text = locals(count, '[]', (before) => `[${before}, ${before}]`);
      return () => given(`flatten(local.l${count - 1})`, text);
    });
  });

  it('never throws, whatever the expression', () => {
    const atom = fc.constantFrom(
      'var.a',
      'local.b',
      '"x"',
      '1',
      'null',
      '[]',
      '{}',
      'data.t.n.a',
      'each.value',
      '["*"]',
      '{ a = "b" }',
      '"${var.a}/*"',
      'module.m.o',
    );
    const name = fc.constantFrom(
      'concat',
      'merge',
      'flatten',
      'join',
      'format',
      'lookup',
      'try',
      'one',
      'element',
      'keys',
      'values',
      'replace',
      'split',
      'jsonencode',
      'toset',
      'zipmap',
      'coalesce',
      'file',
      'range',
      'slice',
      'contains',
      'formatlist',
      'yamldecode',
    );
    const expression = fc.letrec<{ e: string }>((tie) => ({
      e: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        fc.tuple(name, fc.array(tie('e'), { maxLength: 3 })).map(([f, list]) => `${f}(${list.join(', ')})`),
        fc.tuple(tie('e'), tie('e'), tie('e')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc.tuple(tie('e'), tie('e')).map(([a, b]) => `[for k, v in ${a} : ${b}]`),
        fc.tuple(tie('e'), tie('e')).map(([a, b]) => `${a}[${b}]`),
        fc.tuple(tie('e'), tie('e')).map(([a, b]) => `(${a} == ${b})`),
        tie('e').map((a) => `${a}[*].x`),
      ),
    })).e;
    fc.assert(
      fc.property(expression, (text) => void given(text, 'locals {\n  b = ["x", { c = 1 }]\n}\n')),
      { numRuns: 800 },
    );
  });
});
