// CloudFormation and SAM templates to facts, a template at a time.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { actionsOfHandler, joined, noteCalls } from '../aws/sdk-calls.ts';
import { noFacts, type CalledActions, type Dialect, type Facts } from '../types.ts';
import { textOf, valueAt, type Value } from '../value.ts';
import { shortForm } from './intrinsics.ts';
import { policyUsesOf, readResource, resourcesOf } from './resources.ts';

export const cloudFormationReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
  for (const problem of tree.problems) facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
  for (const node of tree.roots) {
    const root = valueOf(node, document.uri, { tagged: shortForm(document.uri) });
    const from = facts.grants.length;
    readTemplate(root, document, 'cloudformation', facts);
    if (facts.grants.length > from) noteCalls(facts, from, callsOf(root, document.uri, context));
  }
  return facts;
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
export function readTemplate(root: Value, { uri, text }: Pick<Document, 'uri' | 'text'>, dialect: Dialect, into: Facts): void {
  const resources = resourcesOf(root);
  if (resources.size === 0) return;
  const reading = { scope: { root, uri, text }, dialect, facts: into, resources, ...policyUsesOf(resources) };
  for (const resource of resources.values()) readResource({ ...reading, resource });
}
