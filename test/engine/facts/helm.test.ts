// Pipelines of templates (facts/helm/expression.ts), and any text read as a template of a chart (facts/helm/templates.ts).
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { parseExpression, type Expression } from '../../../server/engine/facts/helm/expression.ts';
import { kubernetesReader } from '../../../server/engine/facts/kubernetes/reader.ts';
import { seeded } from '../../support/random-yaml.ts';
import { expectLinear } from '../../support/growth.ts';

function shown(expression: Expression | undefined): string {
  switch (expression?.kind) {
    case undefined:
      return '?';
    case 'literal':
      return JSON.stringify(expression.value);
    case 'path':
      return `${typeof expression.of === 'string' ? expression.of : `[${shown(expression.of)}]`}${expression.path.map((part) => `/${part}`).join('')}`;
    case 'call':
      return `${expression.name}(${expression.args.map(shown).join(', ')})`;
  }
}

describe('parseExpression', () => {
  it('reads paths, calls and pipes', () => {
    const cases: Readonly<Record<string, string>> = {
      '.Values.a.b': './Values/a/b',
      '.': '.',
      $: '$',
      '$.Values.a': '$/Values/a',
      '$one.two': '$one/two',
      'default "x" .Values.a | quote': 'quote(default("x", ./Values/a))',
      '.Values.a | default (printf "%s-%d" .b 3) | nindent 4': 'nindent(4, default(printf("%s-%d", ./b, 3), ./Values/a))',
      'include "a.b" (dict "x" $ "y" .)': 'include("a.b", dict("x", $, "y", .))',
      '(index .Values "a").b': '[index(./Values, "a")]/b',
      'required `it` true': 'required("it", true)',
      'list "a\\n" -1.5': 'list("a\\n", -1.5)',
    };
    for (const [text, expected] of Object.entries(cases)) expect([text, shown(parseExpression(text))]).toEqual([text, expected]);
  });
  it('gives nothing for what is no pipeline', () => {
    for (const text of [
      '',
      ' ',
      '.a .b',
      '(',
      '(.a',
      '.a)',
      '| quote',
      '.a |',
      '"open',
      '$x := .a',
      "'c'",
      '.a ? .b',
      'nil',
      '( '.repeat(100),
    ])
      expect([text, shown(parseExpression(text))]).toEqual([text, '?']);
  });
  it('takes any soup in linear time', () => {
    const random = seeded(7);
    const marks = ['.Values', '.a', '$', '$x', '(', ')', '|', '"', '`', ' ', 'quote', 'default', '1', '-', "'", '\\', '\n', 'dict'];
    for (let i = 0; i < 20_000; i++) {
      let text = '';
      for (let n = Math.floor(random() * 12); n > 0; n--) text += marks[Math.floor(random() * marks.length)]!;
      parseExpression(text);
    }
    for (const unit of ['(', '.a', '"', '| x ', '$', '\\"', ' ']) parseExpression(unit.repeat(100_000));
  });
});

describe('templates of a chart', () => {
  const read = (files: Readonly<Record<string, string>>) => {
    const documents = new Map(Object.entries(files).map(([uri, text]) => [uri, createDocument(uri, text)]));
    const context = {
      neighbour: (uri: string) => documents.get(uri),
      siblings: (folder: string) => [...documents.keys()].filter((uri) => uri.slice(0, uri.lastIndexOf('/')) === folder),
    };
    return kubernetesReader.read([documents.get('c/templates/a.yaml')!], context).get('c/templates/a.yaml')!;
  };
  it('end where a template includes itself', () => {
    const helpers =
      '{{ define "a" }}\n- verbs: [get]\n  more:\n    {{ include "b" . | nindent 4 }}\n{{ end }}{{ define "b" }}\n{{ include "a" . }}\n{{ end }}';
    const facts = read({
      'c/templates/_helpers.tpl': helpers,
      'c/templates/a.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules:\n  {{ include "a" . | nindent 2 }}\n',
    });
    expect(facts.grants).toHaveLength(1);
  });
  it('are read without a failure, whatever they hold', () => {
    const random = seeded(8);
    const words = [
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules:\n',
      '  {{- toYaml .Values.rules | nindent 2 }}\n',
      '{{ include "x" . | nindent 2 }}\n',
      '{{ range $k, $v := .Values.m }}\n',
      '{{ with .a }}\n',
      '{{ else }}\n',
      '{{ end }}\n',
      '{{ $x := .Values.a }}\n',
      '- verbs: {{ $x }}\n',
      '{{ define "x" }}\n',
      '{{ $v.b | default "c" }}',
      '  - ',
      '\n',
      '---\n',
      'a: ',
      '{{ tpl . $ }}\n',
      '{{ $x }}\n',
    ];
    const values = 'rules: [{verbs: ["*"]}]\na: [1, {b: 2}]\nm: {x: 1, y: {b: 2}}\n';
    for (let i = 0; i < 3000; i++) {
      let text = words[0]!;
      for (let n = Math.floor(random() * 16); n > 0; n--) text += words[Math.floor(random() * words.length)]!;
      read({ 'c/templates/a.yaml': text, 'c/values.yaml': values, 'c/templates/_helpers.tpl': text });
    }
  });
  it('cost no more than what is in them', async () => {
    await expectLinear('blocks', 400, (size) => {
      const text = `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules:\n${'{{ $x := .Values.a }}\n{{ with $x }}\n  {{ toYaml $x | nindent 2 }}\n{{ end }}\n'.repeat(size)}`;
      return () => read({ 'c/templates/a.yaml': text, 'c/values.yaml': 'a: [{verbs: [get]}]\n' });
    });
    await expectLinear('documents that are taken in', 1_000, (size) => {
      const text = '{{ include "x" . }}\n---\n'.repeat(size);
      return () => read({ 'c/templates/a.yaml': text, 'c/values.yaml': 'a: 1\n' });
    });
  });
});
