// Which documents of a folder are one module. Terraform takes all of them, and refuses a folder in which two declare one
// resource: such files are examples, copies or alternatives that lie beside each other, and each is read as a module of its
// own. Nothing is refused here, because what one of them grants is no less true for its neighbour.
import type { Document } from '../../document.ts';
import { isTfvars, treeOf } from './module.ts';
import { isOverride } from './override-files.ts';

export interface ModuleOfFolder {
  /** Documents that the module is made of; of two that declare one name, the first counts. */
  readonly documents: readonly Document[];
  /** Those whose facts are wanted: the others are there for what they declare. */
  readonly read: readonly Document[];
}

/** The first is what most documents make together; each further one is a document that declares again what stands there, with those beside it that it does not contradict. */
export function modulesOfFolder(documents: readonly Document[]): ModuleOfFolder[] {
  const declaredBy = new Map<string, Document>();
  const together: Document[] = [];
  const again: { readonly document: Document; readonly against: ReadonlySet<Document> }[] = [];
  for (const document of documents) {
    const names = resourceNames(document);
    const against = new Set(names.flatMap((name) => declaredBy.get(name) ?? []));
    if (against.size > 0) {
      again.push({ document, against });
      continue;
    }
    together.push(document);
    for (const name of names) declaredBy.set(name, document);
  }
  return [
    { documents: together, read: together },
    ...again.map(({ document, against }) => ({ documents: [document, ...together.filter((one) => !against.has(one))], read: [document] })),
  ];
}

function resourceNames(document: Document): readonly string[] {
  // What overrides contradicts nobody.
  if (isTfvars(document.uri) || isOverride(document.uri)) return [];
  return document.memo(resourceNames, () => namesIn(document));
}

function namesIn(document: Document): string[] {
  return treeOf(document).body.items.flatMap((item) =>
    item.kind === 'block' && (item.type === 'resource' || item.type === 'data' || item.type === 'ephemeral') && item.labels.length > 1
      ? [`${item.type} ${item.labels[0]!.text} ${item.labels[1]!.text}`]
      : [],
  );
}
