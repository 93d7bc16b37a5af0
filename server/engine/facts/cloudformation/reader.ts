// CloudFormation and SAM templates to facts, a template at a time.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { actionsOfHandler, joined, noteCalls } from '../aws/sdk-calls.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { noFacts, type CalledActions, type Dialect, type Facts } from '../types.ts';
import { entryOf, textOf, valueAt, type Value } from '../value.ts';
import { shortForm } from './intrinsics.ts';
import { readNestedStacks } from './nested-stacks.ts';
import { readResource } from './resources.ts';
import { policyUsesOf, resourcesOf } from './template-resource.ts';

export const cloudFormationReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
  for (const problem of tree.problems)
    facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
  for (const node of tree.roots) {
    const written = valueOf(node, document.uri, { tagged: shortForm(document.uri) });
    const root = templateOfOne(written, document.uri) ?? written;
    const from = facts.grants.length;
    readTemplate(root, document, 'cloudformation', facts);
    readNestedStacks(
      { root, uri: document.uri, text: document.text },
      context,
      (inner, of, into, given) => readTemplate(inner, of, 'cloudformation', into, { given }),
      facts,
    );
    if (facts.grants.length > from) noteCalls(facts, from, callsOf(root, document.uri, context));
  }
  return facts;
}

/** A file with one resource and nothing around it, which a template takes in by `AWS::Include`, as a template that has only that. */
function templateOfOne(root: Value, uri: string): Value | undefined {
  if (valueAt(root, 'Resources') || !/^AWS::\w+::\w+$/.test(textOf(valueAt(root, 'Type')) ?? '')) return undefined;
  const at = entryOf(root, 'Type')!.at;
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/\..*$/s, '') || 'resource';
  return mappingFrom([entryFrom('Resources', at, mappingFrom([{ key: wordAt(name, at), value: root, at: root.at }], root.at))], root.at);
}

/** What the functions of a SAM template call, by logical id: `CodeUri` and `Handler` name their source. */
function callsOf(root: Value, uri: string, context: ReadContext): Map<string, CalledActions> {
  const called = new Map<string, CalledActions>();
  const everywhere = valueAt(root, 'Globals', 'Function');
  const resources = valueAt(root, 'Resources');
  for (const { key, value } of resources?.kind === 'mapping' ? resources.entries : []) {
    const id = textOf(key);
    if (id === undefined || textOf(valueAt(value, 'Type')) !== 'AWS::Serverless::Function') continue;
    const of = (name: string): string | undefined => textOf(valueAt(value, 'Properties', name) ?? valueAt(everywhere, name));
    const [code, handler] = [of('CodeUri'), of('Handler')];
    const folder = code === undefined || /^s3:/.test(code) ? undefined : joined(folderOf(uri), code);
    const path = folder === undefined || handler === undefined ? undefined : joined(folder, handler.replace(/\.\w+$/, ''));
    const calls = path === undefined ? undefined : actionsOfHandler(path, context);
    if (calls) called.set(id, calls);
  }
  return called;
}

/** Reads the resources of one template; other dialects that embed templates call this with their own name. */
export function readTemplate(
  root: Value,
  { uri, text }: Pick<Document, 'uri' | 'text'>,
  dialect: Dialect,
  into: Facts,
  { given, depth = 0 }: { readonly given?: ReadonlyMap<string, Value>; readonly depth?: number } = {},
): void {
  const resources = resourcesOf(root);
  if (resources.size === 0) return;
  const reading = { scope: { root, uri, text, given }, dialect, facts: into, resources, ...policyUsesOf(resources) };
  for (const resource of resources.values()) {
    readResource({ ...reading, resource });
    if (resource.type !== 'AWS::CloudFormation::StackSet' || depth >= deepestTemplate) continue;
    for (const inner of templatesIn(valueAt(resource.properties, 'TemplateBody'), { uri, text }))
      readTemplate(inner, { uri, text }, dialect, into, { depth: depth + 1 });
  }
}

/** Templates stand in templates once or twice, never deeper. */
const deepestTemplate = 3;

/** The template that stands in a block of text, where each of its letters stands in the document. */
function templatesIn(value: Value | undefined, { uri, text }: Pick<Document, 'uri' | 'text'>): Value[] {
  const written = valueAt(value, 'Fn::Sub') ?? value;
  if (written?.kind !== 'scalar' || written.encoding !== 'yaml-block') return [];
  const [start, end] = written.at.span;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  // Line breaks and blanks before it keep offsets and columns as they are in the document.
  const padded = '\n'.repeat(start - indent) + ' '.repeat(indent) + text.slice(start, end);
  return parseYaml(padded).roots.map((root) => valueOf(root, uri, { tagged: shortForm(uri) }));
}
