import { describe, expect, it } from 'vitest';
import { parseHelm, regionsAt } from '../../../server/engine/syntax/helm.ts';
import { valueOf } from '../../../server/engine/facts/data-value.ts';
import type { Value } from '../../../server/engine/facts/value.ts';
import { seeded } from '../../support/random-yaml.ts';
import { expectLinear } from '../../support/growth.ts';

function shown(value: Value): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'partial':
      return value.pattern.replaceAll('\0', '◦');
    case 'unknown':
      return '?';
    case 'choice':
      return value.options.map(shown);
    case 'list':
      return [...value.items.map(shown), ...(value.complete ? [] : ['…'])];
    case 'mapping':
      return Object.fromEntries([
        ...value.entries.map((entry) => [String(shown(entry.key)), shown(entry.value)]),
        ...(value.complete ? [] : [['…', true]]),
      ]);
  }
}

function read(text: string): unknown[] {
  const { tree, holes } = parseHelm(text);
  expect(tree.problems).toEqual([]);
  return tree.roots.map((root) => shown(valueOf(root, 'u', { text, holes })));
}

describe('parseHelm', () => {
  it('makes a value unknown where a template is all of it, and partial where it is a part', () => {
    expect(
      read(
        'a: {{ .Values.x }}\nb: "{{ .Release.Name }}-{{ .Values.y }}"\nc: pre-{{ .x }}-post\nd: plain\ne: [{{ .x }}, f]\n{{ .k }}-key: 1\n',
      ),
    ).toEqual([{ a: '?', b: '◦-◦', c: 'pre-◦-post', d: 'plain', e: ['?', 'f', '…'], '◦-key': 1, '…': true }]);
  });
  it('takes control lines away and says what is not complete', () => {
    const text =
      'rules:\n{{- if .Values.admin }}\n- verbs: ["*"]\n{{- else }}\n- verbs: ["get"]\n{{- end }}\nlabels:\n  {{- include "labels" . | nindent 2 }}\nmore:\n  a: 1\n  {{- toYaml .Values.more | nindent 2 }}\n{{- /* a comment: with {{ braces */}}\nlast: 1\n';
    expect(read(text)).toEqual([
      { rules: [{ verbs: ['*'] }, { verbs: ['get'] }], labels: '?', more: { a: 1, '…': true }, last: 1, '…': true },
    ]);
  });
  it('knows the conditions around a place', () => {
    const text = '{{- if .a }}\na: 1\n{{- range .b }}\nb: 2\n{{- end }}\n{{- else }}\nc: 3\n{{- end }}\nd: 4\n';
    const helm = parseHelm(text);
    expect(regionsAt(helm, text.indexOf('b: 2')).map((region) => `${region.keyword} ${region.expression}`)).toEqual(['if .a', 'range .b']);
    expect(regionsAt(helm, text.indexOf('d: 4'))).toEqual([]);
    expect(helm.regions[0]!.elses).toEqual([text.indexOf('{{- else')]);
  });
  it('keeps every place', () => {
    const text = 'kind: {{ "Cluster" }}Role # {{ x }}\nname: "{{ .a }}"\nverbs: ["*"]\n';
    const value = valueOf(
      parseHelm(text).tree.roots[0]!,
      'u',
      parseHelm(text).holes.length > 0 ? { text, holes: parseHelm(text).holes } : {},
    );
    if (value.kind !== 'mapping') throw new Error('a mapping');
    expect(value.entries.map((entry) => text.slice(...entry.value.token.span))).toEqual(['{{ "Cluster" }}Role', '"{{ .a }}"', '["*"]']);
  });
  it('reads actions over lines, strings with braces, and control inside a line', () => {
    expect(read('a: {{ printf "}}%s"\n  .x }}\nb: {{ if .y }}one{{ else }}two{{ end }}\nc: {{`{{ raw }}`}}\n')).toEqual([
      { a: '?', b: 'one◦two', c: '?' },
    ]);
  });
  it('takes any soup, in time that grows with it', async () => {
    const random = seeded(5);
    const marks = ['{{', '}}', '{{-', '-}}', 'if', ' end ', 'else', '"', '`', '/*', '*/', '\n', 'a: ', '- ', ' ', '$x :=', "'", '|'];
    for (let i = 0; i < 5000; i++) {
      let text = '';
      for (let n = Math.floor(random() * 40); n > 0; n--) text += marks[Math.floor(random() * marks.length)]!;
      const { tree, holes } = parseHelm(text);
      for (const root of tree.roots) JSON.stringify(valueOf(root, 'u', { text, holes }));
    }
    for (const unit of ['{{', '{{/*', '{{`', '{{"', '}}', '{{ if }}', '{{ end }}', 'a: {{ x }}\n']) {
      await expectLinear(unit, 5_000, (size) => {
        const text = unit.repeat(size);
        return () => {
          const { tree, holes } = parseHelm(text);
          for (const root of tree.roots) valueOf(root, 'u', { text, holes });
        };
      });
    }
  });
});
