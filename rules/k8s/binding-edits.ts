// Edits that narrow a binding.
import { retypeResource } from '../../server/engine/edit/hcl-blocks.ts';
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
  // What a patch of kustomize makes of an object cannot be moved without the patches that are for its kind.
  if (binding.carrier.dialect === 'kustomize' || !object || kind?.kind !== 'scalar' || kind.value !== 'ClusterRoleBinding' || metadata?.kind !== 'mapping' || valueAt(metadata, 'namespace')) return [];
  const namespaces = new Set(binding.principals.map((principal) => (principal.kind === 'serviceAccount' ? textOf(principal.namespace) : undefined)));
  const [namespace] = namespaces;
  if (namespaces.size !== 1 || namespace === undefined || namespace === '') return [];
  const { carrier } = binding;
  const title = `Bind it in namespace ${namespace} only`;
  if (kind.encoding !== 'none') return !kind.editable ? [] : [editing(title, object.token.uri, (document) => [replaceText(kind, 'RoleBinding'), addEntry(metadata, 'namespace', namespace, document)])];
  // A resource of Terraform writes no kind: its type says it.
  if (carrier.dialect !== 'terraform') return [];
  return [editing(title, carrier.block.uri, (document) => [retypeResource(carrier.block, namespacedType, document), addEntry(metadata, 'namespace', namespace, document)])];
}

function namespacedType(type: string): string | undefined {
  return /^kubernetes_cluster_role_binding(?:_v1)?$/.test(type) ? type.replace('cluster_role', 'role') : undefined;
}
