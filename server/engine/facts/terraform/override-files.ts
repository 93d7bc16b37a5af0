// Files that Terraform reads last and merges into what the others declare: `override.tf`, `*_override.tf`. An argument of
// theirs takes the place of the one of the same name, nested blocks take the place of all those of their type, and the rest
// stands. What was merged keeps the document that it is written in. Locals are replaced one by one, in module.ts.
import type { Document } from '../../document.ts';
import type { HclAttribute, HclBlock } from '../../syntax/hcl/tree.ts';
import type { Declared } from './module.ts';

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

/** A block with what the blocks of its name in override files say instead, of which the last one counts. Its place stays its own. */
function overridden(block: HclBlock, by: readonly Declared[]): HclBlock {
  const last = new Map(by.flatMap((one) => one.block.body.items.map((item) => [nameOf(item), one] as const)));
  const kept = block.body.items.filter((item) => !last.has(nameOf(item)));
  const said = by.flatMap((one) =>
    one.block.body.items.filter((item) => last.get(nameOf(item)) === one).map((item): Item => ({ ...item, uri: one.uri })),
  );
  return { ...block, body: { ...block.body, items: [...kept, ...said] } };
}

/** Merges into what is declared what was noted to override it, by the block that it overrides: all at once, since each merge makes the block anew. */
export function override<T extends Declared>(declared: Map<string, T>, overriding: ReadonlyMap<HclBlock, readonly Declared[]>): void {
  for (const [name, one] of declared) {
    const by = overriding.get(one.block);
    if (by) declared.set(name, { ...one, block: overridden(one.block, by) });
  }
}

/** What an item is replaced by: an argument by its name, a nested block by its type, whether it is `dynamic` or not. */
function nameOf(item: Item): string {
  if (item.kind === 'attribute') return item.name;
  return item.type === 'dynamic' ? (item.labels[0]?.text ?? '') : item.type;
}
