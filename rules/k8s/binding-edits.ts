// Edits that narrow a binding.
import { addEntry, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** A ClusterRoleBinding becomes a RoleBinding in the one namespace that its subjects live in. Nothing where that is not one. */
export function bindInNamespace(binding: Grant): FixMaker[] {
  const object = binding.statement?.value;
  const kind = valueAt(object, 'kind');
  const metadata = valueAt(object, 'metadata');
  if (!object || kind?.kind !== 'scalar' || kind.value !== 'ClusterRoleBinding' || metadata?.kind !== 'mapping' || valueAt(metadata, 'namespace')) return [];
  const namespaces = new Set(binding.principals.map((principal) => (principal.kind === 'serviceAccount' ? textOf(principal.namespace) : undefined)));
  const [namespace] = namespaces;
  if (namespaces.size !== 1 || namespace === undefined || namespace === '') return [];
  return [
    editing(`Bind it in namespace ${namespace} only`, object.token.uri, (document) => [replaceText(kind, 'RoleBinding'), addEntry(metadata, 'namespace', namespace, document)]),
  ];
}
