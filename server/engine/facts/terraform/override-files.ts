// Files that Terraform reads last and merges into what the others declare: `override.tf`, `*_override.tf`. An argument of
// theirs takes the place of the one of the same name, nested blocks take the place of all those of their type, and the rest
// stands. What was merged keeps the document that it is written in. Locals are replaced one by one, in module.ts.
import type { Document } from '../../document.ts';
import type { HclAttribute, HclBlock } from '../../syntax/hcl/tree.ts';

type Item = HclAttribute | HclBlock;

export function isOverride(uri: string): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/.test(uri);
}

/** Documents in the order in which their blocks count: those that override after all others, by name. */
export function overridesLast(documents: readonly Document[]): readonly Document[] {
  const last = documents.filter(({ uri }) => isOverride(uri));
  if (last.length === 0) return documents;
  last.sort((a, b) => (a.uri < b.uri ? -1 : 1));
  return [...documents.filter(({ uri }) => !isOverride(uri)), ...last];
}

/** A block with what another block of the same name, in the override file `uri`, says instead. Its place stays its own. */
export function overridden(block: HclBlock, by: HclBlock, uri: string): HclBlock {
  const said = new Set(by.body.items.map(nameOf));
  const kept = block.body.items.filter((item) => !said.has(nameOf(item)));
  const items = [...kept, ...by.body.items.map((item): Item => ({ ...item, uri }))];
  return { ...block, body: { ...block.body, items } };
}

/** What an item is replaced by: an argument by its name, a nested block by its type, whether it is `dynamic` or not. */
function nameOf(item: Item): string {
  if (item.kind === 'attribute') return item.name;
  return item.type === 'dynamic' ? (item.labels[0]?.text ?? '') : item.type;
}
