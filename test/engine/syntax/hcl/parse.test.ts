import { describe, expect, it } from 'vitest';
import { parseHcl } from '../../../../server/engine/syntax/hcl/parse.ts';
import { parseHclJson } from '../../../../server/engine/syntax/hcl/json.ts';
import type { HclAttribute, HclBlock, HclExpression } from '../../../../server/engine/syntax/hcl/tree.ts';

/** An expression as one line, so that a test shows the whole tree. */
function show(at: HclExpression): string {
  switch (at.kind) {
    case 'literal':
      return JSON.stringify(at.value);
    case 'name':
      return at.name;
    case 'template':
      return `${at.form === 'heredoc' ? '<<' : ''}"${at.parts.map((part) => (part.kind === 'text' ? JSON.stringify(part.text).slice(1, -1) : part.kind === 'value' ? `\${${show(part.value)}}` : `%{${part.word}}`)).join('')}"`;
    case 'traversal':
      return (
        show(at.base) +
        at.steps
          .map((step) => (step.kind === 'attribute' ? `.${step.name}` : step.kind === 'splat' ? '[*]' : `[${show(step.index)}]`))
          .join('')
      );
    case 'call':
      return `${at.name}(${at.arguments.map(show).join(', ')}${at.expanded ? '...' : ''})`;
    case 'tuple':
      return `[${at.items.map(show).join(', ')}]`;
    case 'object':
      return `{${at.entries.map((entry) => `${show(entry.key)}=${show(entry.value)}`).join(', ')}}`;
    case 'for':
      return `for(${at.names.join(',')} in ${show(at.collection)} : ${at.key ? `${show(at.key)} => ` : ''}${show(at.value)}${at.grouped ? '...' : ''}${at.condition ? ` if ${show(at.condition)}` : ''})`;
    case 'conditional':
      return `(${show(at.test)} ? ${show(at.yes)} : ${show(at.no)})`;
    case 'unary':
      return `${at.operator}${show(at.operand)}`;
    case 'binary':
      return `(${show(at.left)} ${at.operator} ${show(at.right)})`;
    case 'lambda':
      return `(${at.names.join(', ')} => ${show(at.body)})`;
    case 'unreadable':
      return '<unreadable>';
  }
}

function expression(source: string): string {
  const { body, problems } = parseHcl(`x = ${source}\n`);
  expect(problems).toEqual([]);
  expect(body.items).toHaveLength(1);
  return show((body.items[0] as HclAttribute).value);
}

describe('expressions of HCL', () => {
  it.each([
    ['1', '1'],
    ['-1.5e3', '-1500'],
    ['true', 'true'],
    ['null', 'null'],
    ['"a"', '"a"'],
    ['"a\\n\\"b\\u0041"', '"a\\n\\"bA"'],
    ['"$${x} %%{y}"', '"${x} %{y}"'],
    ['"a-${var.b}-c"', '"a-${var.b}-c"'],
    ['"${ "x${1}y" }"', '"${"x${1}y"}"'],
    ['"${a["b"]}"', '"${a["b"]}"'],
    ['"%{ if a }b%{ else }c%{ endif }"', '"%{if}b%{else}c%{endif}"'],
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['a && b || !c', '((a && b) || !c)'],
    ['a == b ? 1 : c ? 2 : 3', '((a == b) ? 1 : (c ? 2 : 3))'],
    ['[1, "a", true,]', '[1, "a", true]'],
    ['[\n  1, # one\n  2\n]', '[1, 2]'],
    ['[]', '[]'],
    ['{ a = 1, "b" : 2\n  (c) = 3\n  "${d}-e" = 4 }', '{a=1, "b"=2, c=3, "${d}-e"=4}'],
    ['{}', '{}'],
    ['f(a, [b]...)', 'f(a, [b]...)'],
    ['f(\n  a,\n  b,\n)', 'f(a, b)'],
    ['provider::aws::arn_parse("x")', 'provider::aws::arn_parse("x")'],
    ['a.b[0].c["d"].*.e[*].f', 'a.b[0].c["d"][*].e[*].f'],
    ['a.0.b', 'a.0.b'],
    ['[for x in y : x if x != ""]', '[for(x in y : x if (x != ""))]'.slice(1, -1)],
    ['{ for k, v in m : k => v... }', 'for(k,v in m : k => v...)'],
    ['(\n  a +\n  b\n)', '(a + b)'],
    ['a-b', 'a-b'],
    ['a - b', '(a - b)'],
  ])('%s', (source, shown) => {
    expect(expression(source)).toBe(shown);
  });

  it('reads heredocs with their inner spans', () => {
    const text = 'x = <<EOT\n{"a": "${b}"}\n  EOT\ny = 1\n';
    const { body, problems } = parseHcl(text);
    expect(problems).toEqual([]);
    const template = (body.items[0] as HclAttribute).value;
    expect(template.kind === 'template' && text.slice(...template.inner)).toBe('{"a": "${b}"}\n');
    expect(show(template)).toBe('<<"{\\"a\\": \\"${b}\\"}\\n"');
    expect((body.items[1] as HclAttribute).name).toBe('y');
  });

  it('strips the common indentation of <<- from the text and keeps spans', () => {
    const text = 'x = <<-EOT\n    a\n      b ${c}\n    d\n  EOT\n';
    const { body } = parseHcl(text);
    const template = (body.items[0] as HclAttribute).value;
    expect(show(template)).toBe('<<"a\\n  b ${c}\\nd\\n"');
    expect(template.kind === 'template' && text.slice(...template.parts[0]!.span)).toBe('    a\n      b ');
  });

  it('bounds chains and nesting', () => {
    expect(parseHcl(`x = ${'['.repeat(50_000)}`).problems.length).toBeGreaterThan(0);
    expect(parseHcl(`x = ${'('.repeat(50_000)}1${')'.repeat(50_000)}`).problems.length).toBeGreaterThan(0);
    expect(parseHcl(`x = ${'a + '.repeat(50_000)}a\n`).problems).toEqual([]);
    expect(parseHcl(`x = ${'!'.repeat(50_000)}a\n`).problems).toEqual([]);
    expect(parseHcl('a {\n'.repeat(20_000)).problems.length).toBeGreaterThan(0);
    expect(parseHcl(`x = "${'${"'.repeat(20_000)}`).problems.length).toBeGreaterThan(0);
  });
});

describe('blocks of HCL', () => {
  it('gives types, labels and spans', () => {
    const text = 'resource "aws_iam_role" ci {\n  name = "x"\n  inline_policy { policy = "y" }\n}\n';
    const { body, problems } = parseHcl(text);
    expect(problems).toEqual([]);
    const block = body.items[0] as HclBlock;
    expect([block.type, ...block.labels.map((label) => label.text)]).toEqual(['resource', 'aws_iam_role', 'ci']);
    expect(text.slice(...block.head)).toBe('resource "aws_iam_role" ci');
    expect(text.slice(...block.span)).toBe(text.trimEnd());
    const inner = block.body.items[1] as HclBlock;
    expect(text.slice(...inner.span)).toBe('inline_policy { policy = "y" }');
  });

  it.each([
    ['a lost closing bracket', 'a = [1, 2\nb = 3\n', ['a', 'b']],
    ['a lost closing brace of an object', 'a = {\n  x = 1\n\nresource "t" "n" {\n  y = 1\n}\n', ['a', 'resource.t.n']],
    ['a lost closing brace of a block', 'resource "t" "one" {\n  x = 1\n\nresource "t" "two" {\n}\n', ['resource.t.one', 'resource.t.two']],
    ['a lost quote', 'resource "t" "one" {\n  x = "abc\n}\nresource "t" "two" {\n}\n', ['resource.t.one', 'resource.t.two']],
    [
      'a lost brace of an interpolation',
      'resource "t" "one" {\n  x = "${a.b"\n}\nresource "t" "two" {\n}\n',
      ['resource.t.one', 'resource.t.two'],
    ],
    ['a lost parenthesis', 'resource "t" "one" {\n  x = f(a\n}\nresource "t" "two" {\n}\n', ['resource.t.one', 'resource.t.two']],
    [
      'a heredoc without an end',
      'resource "t" "one" {\n  x = <<EOT\n  abc\n}\n\nresource "t" "two" {\n}\n',
      ['resource.t.one', 'resource.t.two'],
    ],
    ['an opening brace too few', 'resource "t" "one"\n  x = 1\n}\nresource "t" "two" {\n}\n', ['x', 'resource.t.two']],
    ['a closing brace too many', 'a = 1\n}\nb = 2\n', ['a', 'b']],
  ])('goes on after %s', (_, text, wanted) => {
    const { body, problems } = parseHcl(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(
      body.items.map((item) => (item.kind === 'attribute' ? item.name : [item.type, ...item.labels.map((label) => label.text)].join('.'))),
    ).toEqual(wanted);
  });

  it('reads unindented nested blocks as nested, as long as brackets match', () => {
    const { body, problems } = parseHcl('resource "t" "n" {\ndynamic "x" {\ncontent {\n}\n}\n}\n');
    expect(problems).toEqual([]);
    expect(body.items).toHaveLength(1);
  });
});

describe('the JSON syntax of Terraform', () => {
  it('gives the same blocks, with strings as templates', () => {
    const text = '{"resource": {"aws_iam_role": {"ci": {"name": "a-${var.b}", "tags": {"x": 1}}}}, "locals": {"y": [true]}}';
    const { body, problems } = parseHclJson(text);
    expect(problems).toEqual([]);
    const [resource, locals] = body.items as HclBlock[];
    expect([resource!.type, ...resource!.labels.map((label) => label.text)]).toEqual(['resource', 'aws_iam_role', 'ci']);
    expect(resource!.body.items.map((item) => item.kind === 'attribute' && `${item.name}=${show(item.value)}`)).toEqual([
      'name="a-${var.b}"',
      'tags={"x"=1}',
    ]);
    expect(locals!.body.items.map((item) => item.kind === 'attribute' && `${item.name}=${show(item.value)}`)).toEqual(['y=[true]']);
    const name = (resource!.body.items[0] as HclAttribute).value;
    expect(text.slice(...name.span)).toBe('"a-${var.b}"');
  });

  it('reads a list of objects as several blocks', () => {
    const { body } = parseHclJson('{"provider": {"aws": [{"region": "a"}, {"region": "b"}]}}');
    expect((body.items as HclBlock[]).map((block) => block.labels[0]!.text)).toEqual(['aws', 'aws']);
  });
});
