// Stacks and applications inside a template whose own template lies in the workspace: read once more with the parameters
// that they are given. A template behind an address is not fetched: what is uploaded there mostly lies beside the template, and
// is that file where the end of the address is its path.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { joined } from '../aws/sdk-calls.ts';
import { valueOf } from '../data-value.ts';
import { keepDecided } from '../handed-facts.ts';
import { noFacts, type Facts } from '../types.ts';
import { leavesOf, patternOf, textOf, valueAt, type Value } from '../value.ts';
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

/** Folders and name at the end of an address that are looked for. */
const mostParts = 4;

/** Reads a template with the parameters that it is given. */
type Read = (root: Value, document: Document, into: Facts, given: ReadonlyMap<string, Value>) => void;

/** Pushes what the stacks inside a template come to by the parameters that it gives them. */
export function readNestedStacks(scope: TemplateScope, context: Pick<ReadContext, 'neighbour'>, read: Read, into: Facts): void {
  let left = mostStacks;
  let isSaid = false;
  const within = (at: TemplateScope, depth: number, outermost?: Place): void => {
    for (const { type, properties, entry } of resourcesOf(at.root).values()) {
      const property = templateIn.get(type);
      const parameters = valueAt(properties, 'Parameters');
      const template = property === undefined ? undefined : valueAt(properties, property);
      if (!template || parameters?.kind !== 'mapping') continue;
      const document = templateAt(template, at, context);
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
        // A parameter is given one text, also where a list is made of it.
        if (name !== undefined && made) given.set(name, made.kind === 'scalar' ? { ...made, named: true } : made);
      }
      for (const node of document.tree(document.format === 'json' ? parseJson : parseYaml).roots) {
        const root = valueOf(node, document.uri, { tagged: shortForm(document.uri) });
        if (!fits(root, given)) continue;
        const made = noFacts();
        read(root, document, made, given);
        keepDecided(made, (one) => one === scope.uri, into);
        within({ root, uri: document.uri, text: document.text, given }, depth + 1, call);
      }
    }
  };
  within(scope, 0);
}

/**
 * Whether a template is the one that is meant: a stack that gives what its template does not declare, or leaves out what has no
 * default there, is refused.
 */
function fits(root: Value, given: ReadonlyMap<string, Value>): boolean {
  const declared = valueAt(root, 'Parameters');
  const entries = declared?.kind === 'mapping' ? declared.entries : [];
  const needed = entries.filter(({ value }) => !valueAt(value, 'Default')).map(({ key }) => textOf(key) ?? '');
  const names = new Set(entries.map(({ key }) => textOf(key)));
  return needed.every((name) => given.has(name)) && [...given.keys()].every((name) => names.has(name));
}

/** The file of the workspace that a template is named by: a path, or the end of an address. */
function templateAt(named: Value, at: TemplateScope, context: Pick<ReadContext, 'neighbour'>): Document | undefined {
  const folder = folderOf(at.uri);
  const path = textOf(named);
  if (path !== undefined && !/^[a-z]\w*:/i.test(path)) return neighbourOf(folder, path, context);
  const address = leavesOf(evaluate(named, at)).map(patternOf);
  if (address.length !== 1 || !/^https?:/i.test(address[0]!)) return undefined;
  // What is filled in is not known, and so is no part of the path.
  const parts = address[0]!.slice(address[0]!.lastIndexOf('\0') + 1).split('/');
  for (let left = parts.slice(-mostParts); left.length > 0; left = left.slice(1)) {
    const found = neighbourOf(folder, left.join('/'), context);
    // Templates of one name are many, and none is its own part.
    if (found && found.uri !== at.uri) return found;
  }
  return undefined;
}

function neighbourOf(folder: string, path: string, { neighbour }: Pick<ReadContext, 'neighbour'>): Document | undefined {
  const uri = joined(folder, path);
  return uri === undefined ? undefined : neighbour(uri);
}
