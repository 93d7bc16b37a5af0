// JSON inside other text: places, holes, escapes, and any text at all.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseEmbeddedJson, type OffsetMap } from '../../server/engine/facts/embedded-json.ts';
import { maskTemplates } from '../../server/engine/facts/template-holes.ts';
import { leavesOf, patternOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import { expectLinear } from '../support/growth.ts';

const parse = (text: string, map: OffsetMap = 0, holes: readonly Value[] = []): Value | undefined =>
  parseEmbeddedJson(text, { uri: 'a', span: [0, text.length] }, map, 'json', { holes });

/** What JSON.parse would give, from a value. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'mapping':
      return Object.fromEntries(value.entries.map((entry) => [patternOf(entry.key), plain(entry.value)]));
    default:
      return `<${value.kind}>`;
  }
}

function allValues(value: Value): Value[] {
  const inner =
    value.kind === 'list' ? value.items : value.kind === 'mapping' ? value.entries.flatMap((entry) => [entry.key, entry.value]) : [];
  return [value, ...inner.flatMap(allValues)];
}

describe('values', () => {
  it('are those of JSON.parse, each at its own text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
        fc.constantFrom(undefined, 1, 2),
        (source, indent) => {
          const text = JSON.stringify(source, null, indent);
          const wanted = JSON.parse(text) as unknown;
          if (JSON.stringify(wanted).includes('\\u0000') || /"__proto__"/.test(text)) return;
          const value = parse(text)!;
          expect(plain(value)).toEqual(wanted);
          for (const one of allValues(value)) expect(JSON.parse(text.slice(...one.token.span))).toEqual(plain(one));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are moved by the map', () => {
    const outer = 'policy = <<EOF\n  { "Action": ["s3:*"] }\nEOF';
    const inner = '{ "Action": ["s3:*"] }';
    const start = outer.indexOf('{');
    const [leaf] = leavesOf(valueAt(parse(inner, start), 'Action'));
    expect(outer.slice(...leaf!.at.span)).toBe('s3:*');
  });

  it('without a map stand at the whole and cannot be edited', () => {
    const [leaf] = leavesOf(valueAt(parseEmbeddedJson('{"a":"b"}', { uri: 'a', span: [10, 40] }, undefined, 'json'), 'a'));
    expect([leaf!.at.span, leaf!.editable]).toEqual([[10, 40], false]);
  });
});

describe('holes', () => {
  it('make a string partly known, and a value unknown', () => {
    const value = parse('{ "a": "arn:\0/*", "b": \0, "c": "\0", "d": ["\0", "x"] }');
    expect(['a', 'b', 'c'].map((key) => valueAt(value, key)!.kind)).toEqual(['partial', 'unknown', 'unknown']);
    expect(patternOf(leavesOf(valueAt(value, 'a'))[0]!)).toBe('arn:\0/*');
  });

  it('take the values that the outer language knows', () => {
    const known = (text: string): Value => ({
      kind: 'scalar',
      known: 'resolved',
      value: text,
      at: { uri: 'b', span: [0, 1] },
      token: { uri: 'b', span: [0, 1] },
      via: [],
      encoding: 'hcl',
      editable: true,
    });
    const value = parse('{ "a": "x-\0-\0", "b": \0 }', 0, [known('1'), known('2'), known('*')]);
    expect([patternOf(leavesOf(valueAt(value, 'a'))[0]!), patternOf(leavesOf(valueAt(value, 'b'))[0]!)]).toEqual(['x-1-2', '*']);
  });

  it('are made of templates, with their places kept, and not of policy variables', () => {
    const text = '{ "a": "${account}:x", "b": "${aws:username}", "c": "{{ name }}/y", "d": "$${literal}" }';
    const { text: masked, map } = maskTemplates(text);
    const value = parse(masked, map);
    expect(['a', 'b', 'c', 'd'].map((key) => patternOf(leavesOf(valueAt(value, key))[0]!))).toEqual([
      '\0:x',
      '${aws:username}',
      '\0/y',
      '$${literal}',
    ]);
    expect(text.slice(...leavesOf(valueAt(value, 'd'))[0]!.at.span)).toBe('$${literal}');
    expect(text.slice(...leavesOf(valueAt(value, 'c'))[0]!.at.span)).toBe('{{ name }}/y');
  });
});

describe('what a template decides', () => {
  it('puts nothing into the text, and what is put in is a hole', () => {
    const of = (text: string) => maskTemplates(text).text;
    expect(of('[{{- if eq .open "yes" }} 1 {{- else }} 2 {{ end }}]')).toBe('[ 1  2 ]');
    expect(of('[{{#each rows}}{{name}},{{/each}}{{! never "mind" }}]')).toBe('[\0,]');
    expect(of('[<% rows.each do |r| %>"<%= r %>"<% end %>]')).toBe('["\0"]');
    expect(of('{{ iffy }} {{ endpoint }} {{ "quoted" }}')).toBe('\0 \0 {{ "quoted" }}');
  });
});

describe('any text', () => {
  it('is read as far as it goes, and never thrown at', () => {
    const whole = JSON.stringify(
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*', 'a:b'], Resource: '*', Condition: { Bool: { x: true } } }] },
      null,
      2,
    );
    for (let end = 1; end <= whole.length; end++) expect(parse(whole.slice(0, end))).toBeDefined();
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\0', 'a', '1', '\n', '/', '*', ' ') }),
        (text) => {
          for (const one of allValues(parse(`{${text}`) ?? parse('{}')!)) expect(one.token.span[0]).toBeLessThanOrEqual(one.token.span[1]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is no JSON when it does not begin with a bracket', () => {
    for (const text of ['', '  ', 'null', '"a"', 'policy', '<xml/>']) expect(parse(text)).toBeUndefined();
  });

  it('may be nested and long without end', async () => {
    const linear = (what: string, textOf: (size: number) => string, work: (text: string) => unknown) =>
      expectLinear(what, 12_500, (size) => {
        const text = textOf(size);
        return () => work(text);
      });
    await linear(
      'lists',
      (size) => '['.repeat(size),
      (text) => expect(parse(text)).toBeDefined(),
    );
    await linear(
      'objects',
      (size) => '{"a":'.repeat(size),
      (text) => expect(parse(text)).toBeDefined(),
    );
    await linear(
      'masked strings',
      (size) => `{"a": [${'"\0",'.repeat(size / 2)}]}`,
      (text) => expect(parse(text)).toBeDefined(),
    );
    await linear('templates', (size) => '${'.repeat(size), maskTemplates);
  });
});
