// Stacks and applications inside a template whose own template lies in the workspace: read once more with the parameters
// that they are given. A template behind an address is not fetched.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { joined } from '../aws/sdk-calls.ts';
import { valueOf } from '../data-value.ts';
import { keepDecided } from '../handed-facts.ts';
import { noFacts, type Facts } from '../types.ts';
import { textOf, valueAt, type Value } from '../value.ts';
import { evaluate, shortForm, type TemplateScope } from './intrinsics.ts';
import { resourcesOf } from './template-resource.ts';

/** Where each type names its template. */
const templateIn: ReadonlyMap<string, string> = new Map([
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
  ['AWS::Serverless::Application', 'Location'],
]);

const deepestStack = 3;
/** Stacks of one template that are followed: templates that call each other multiply. */
const mostStacks = 64;

/** Reads a template with the parameters that it is given. */
type Read = (root: Value, document: Document, into: Facts, given: ReadonlyMap<string, Value>) => void;

/** Pushes what the stacks inside a template come to by the parameters that it gives them. */
export function readNestedStacks(scope: TemplateScope, context: Pick<ReadContext, 'neighbour'>, read: Read, into: Facts): void {
  let left = mostStacks;
  let isSaid = false;
  const within = (at: TemplateScope, depth: number, outermost?: Place): void => {
    for (const { type, properties, entry } of resourcesOf(at.root).values()) {
      const property = templateIn.get(type);
      const path = property === undefined ? undefined : textOf(valueAt(properties, property));
      const parameters = valueAt(properties, 'Parameters');
      if (path === undefined || parameters?.kind !== 'mapping' || /^[a-z]\w*:/i.test(path)) continue;
      const uri = joined(folderOf(at.uri), path);
      const document = uri === undefined ? undefined : context.neighbour(uri);
      if (!document) continue;
      const call = outermost ?? entry.key.at;
      if (depth >= deepestStack || left-- <= 0) {
        if (!isSaid) into.problems.push({ kind: 'limit', message: 'this stack leads to more templates than are followed', at: call });
        isSaid = true;
        continue;
      }
      const given = new Map<string, Value>();
      for (const { key, value } of parameters.entries) {
        const [name, made] = [textOf(key), evaluate(value, at)];
        if (name !== undefined && made) given.set(name, made);
      }
      for (const node of document.tree(document.format === 'json' ? parseJson : parseYaml).roots) {
        const root = valueOf(node, document.uri, { tagged: shortForm(document.uri) });
        const made = noFacts();
        read(root, document, made, given);
        keepDecided(made, (one) => one === scope.uri, into);
        within({ root, uri: document.uri, text: document.text, given }, depth + 1, call);
      }
    }
  };
  within(scope, 0);
}
