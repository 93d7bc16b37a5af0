// CloudFormation and SAM templates to facts, a template at a time.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Dialect, type Facts } from '../types.ts';
import type { Value } from '../value.ts';
import { shortForm } from './intrinsics.ts';
import { policyUsesOf, readResource, resourcesOf } from './resources.ts';

export const cloudFormationReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readOne(document)]));
  },
};

function readOne(document: Document): Facts {
  const facts = noFacts();
  const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
  for (const root of tree.roots) readTemplate(valueOf(root, document.uri, { tagged: shortForm(document.uri) }), document, 'cloudformation', facts);
  return facts;
}

/** Reads the resources of one template; other dialects that embed templates call this with their own name. */
export function readTemplate(root: Value, { uri, text }: Pick<Document, 'uri' | 'text'>, dialect: Dialect, into: Facts): void {
  const resources = resourcesOf(root);
  if (resources.size === 0) return;
  const reading = { scope: { root, uri, text }, dialect, facts: into, resources, ...policyUsesOf(resources) };
  for (const resource of resources.values()) readResource({ ...reading, resource });
}
