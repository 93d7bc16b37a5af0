// The values of a YAML file, which may be a template: what a template fills in is a hole.
import type { Document } from '../document.ts';
import { parseHelm } from '../syntax/helm.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { valueOf } from './data-value.ts';
import type { Value } from './value.ts';

export function yamlRootsOf(document: Document): Value[] {
  const { text, uri } = document;
  if (!text.includes('{{') && !text.includes('{%')) return document.tree(parseYaml).roots.map((root) => valueOf(root, uri));
  const helm = document.tree(parseHelm);
  return helm.tree.roots.map((root) => valueOf(root, uri, { text, holes: helm.holes }));
}
