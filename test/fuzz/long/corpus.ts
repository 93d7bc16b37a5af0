// What the long fuzz starts from: the examples of every rule, the cases of every rule's test, and exports of every vendor.
// The cases are read out of the tests by the TypeScript parser, because a case that is only run is nowhere listed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { allRules } from '../../../rules/registry.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { samples as exportSamples } from '../../observe/samples.ts';

export interface Sample {
  /** The path, from which a format and readers follow. */
  readonly file: string;
  readonly text: string;
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
  }
  for (const sample of exportSamples) add(`exports/${sample.source}`, sample.text);
  for (const name of readdirSync('templates')) add(name === 'check.yml' ? '.gitlab-ci.yml' : name, readFileSync(join('templates', name), 'utf8'));
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
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && ts.isCallExpression(node.initializer) && node.initializer.expression.getText() === 'tag') {
      const [file] = node.initializer.arguments;
      if (file && ts.isStringLiteral(file)) tags.set(node.name.text, file.text);
    }
  });
  return tags;
}

/** Templates with a tag that names a path, and properties `'path': 'text'` whose name looks like one. */
function casesIn(path: string, tags: ReadonlyMap<string, string>): Sample[] {
  const cases: Sample[] = [];
  visit(path, (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isNoSubstitutionTemplateLiteral(node.template)) {
      const file = ts.isIdentifier(node.tag) ? tags.get(node.tag.text) : ts.isCallExpression(node.tag) && node.tag.arguments[0] && ts.isStringLiteral(node.tag.arguments[0]) ? node.tag.arguments[0].text : undefined;
      if (file !== undefined) cases.push({ file, text: withoutMargin(node.template.rawText ?? node.template.text) });
    }
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && /^[\w.@/-]+\.\w+$/.test(node.name.text) && ts.isStringLiteralLike(node.initializer)) cases.push({ file: node.name.text, text: node.initializer.text });
  });
  return cases;
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
