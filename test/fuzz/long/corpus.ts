// What the long fuzz starts from: the examples of every rule, the cases of every test, those of each notation, and exports of every
// vendor.
// The cases are read out of the tests by the TypeScript parser, because a case that is only run is nowhere listed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { allRules } from '../../../rules/registry.ts';
import { createDocument, type Document } from '../../../server/engine/document.ts';
import { readerEntries } from '../../../server/engine/facts/readers.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { samples as exportSamples } from '../../observe/samples.ts';

export interface Sample {
  /** The path, from which a format and readers follow. */
  readonly file: string;
  readonly text: string;
}

/** The readers that a text is for, by their dialects; '' for a text of none. */
export const dialectsOf = (document: Document): string =>
  [...new Set(readerEntries.filter(({ claims }) => claims(document)).map(({ dialect }) => dialect))].join();

/** Draws samples: every second one by its readers first, so that what few samples are of is read as often as Terraform. */
export function drawer(samples: readonly Sample[]): (random: () => number) => Sample {
  const byReaders = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = dialectsOf(createDocument(sample.file, sample.text));
    const group = byReaders.get(key);
    if (group) group.push(sample);
    else byReaders.set(key, [sample]);
  }
  const groups = [...byReaders.values()];
  return (random) => {
    const from = random() < 0.5 ? samples : groups[Math.floor(random() * groups.length)]!;
    return from[Math.floor(random() * from.length)]!;
  };
}

/** Every sample of the repository once, tokens filled in and marks taken out, in a fixed order. */
export async function repositorySamples(): Promise<Sample[]> {
  const found = new Map<string, Sample>();
  const add = (file: string, text: string) => {
    const plain = filled(text).replace(/[«»]/g, '');
    if (plain.length < 64_000) found.set(`${file}\0${plain}`, { file, text: plain });
  };
  for (const rule of await allRules()) {
    for (const { file, text, beside } of [...rule.meta.docs.bad, ...rule.meta.docs.good]) {
      add(file, text);
      for (const [other, content] of Object.entries(beside ?? {})) add(other, content);
    }
  }
  const tags = readTags('test/support/rule-tester.ts');
  for (const name of readdirSync('test', { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.test.ts')) for (const { file, text } of casesIn(join('test', name), tags)) add(file, text);
    if (/^notations.cases..*\.txt$/.test(name))
      for (const { file, text } of notationsIn(readFileSync(join('test', name), 'utf8'))) add(file, text);
  }
  for (const sample of exportSamples) add(`exports/${sample.source}`, sample.text);
  for (const name of readdirSync('templates'))
    add(name === 'check.yml' ? '.gitlab-ci.yml' : name, readFileSync(join('templates', name), 'utf8'));
  return [...found.values()];
}

/** Tokens of a name that does not exist any more are left as they are: a test of the tests finds those. */
function filled(text: string): string {
  try {
    return fillTokens(text);
  } catch {
    return text;
  }
}

/** `export const terraform = tag('infra/main.tf')`, by name. */
function readTags(path: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  visit(path, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer &&
      ts.isCallExpression(node.initializer) &&
      node.initializer.expression.getText() === 'tag'
    ) {
      const [file] = node.initializer.arguments;
      if (file && ts.isStringLiteral(file)) tags.set(node.name.text, file.text);
    }
  });
  return tags;
}

const isPath = (text: string): boolean => /^[\w.@/-]+\.\w+$/.test(text);
const textIn = (node: ts.Node): string | undefined => (ts.isStringLiteralLike(node) ? node.text : undefined);

/**
 * Templates with a tag that names a path, and properties `'path': 'text'` whose name looks like one. Texts that a test hands to
 * a function of its own are taken for each path that it gives to what it is handed: `{ 'setup.sh': text }`.
 */
function casesIn(path: string, tags: ReadonlyMap<string, string>): Sample[] {
  const cases: Sample[] = [];
  const paths = new Set<string>();
  const handed = new Set<string>();
  visit(path, (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isNoSubstitutionTemplateLiteral(node.template)) {
      const file = ts.isIdentifier(node.tag)
        ? tags.get(node.tag.text)
        : ts.isCallExpression(node.tag) && node.tag.arguments[0] && ts.isStringLiteral(node.tag.arguments[0])
          ? node.tag.arguments[0].text
          : undefined;
      if (file !== undefined) cases.push({ file, text: withoutMargin(node.template.rawText ?? node.template.text) });
    }
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && isPath(node.name.text)) {
      const text = textIn(node.initializer);
      if (text === undefined) paths.add(node.name.text);
      else cases.push({ file: node.name.text, text });
    }
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments.map(textIn);
      if (first !== undefined && isPath(first) && second !== undefined) cases.push({ file: first, text: second });
      else for (const text of node.arguments.map(textIn)) if (text !== undefined && text.length > 20 && /\s/.test(text)) handed.add(text);
    }
  });
  for (const file of [...paths].slice(0, 4)) for (const text of handed) cases.push({ file, text });
  return cases;
}

/** `=== path: rules`, then the text. */
function notationsIn(text: string): Sample[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => ({ file: /^[^:\n]*/.exec(part)![0], text: part.slice(part.indexOf('\n') + 1) }));
}

function visit(path: string, look: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, step);
  };
  step(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
}

function withoutMargin(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length));
  return lines.map((line) => line.slice(Number.isFinite(margin) ? margin : 0)).join('\n');
}
