// Edits that narrow a binding.
import type { Document } from '../../server/engine/document.ts';
import { retypeResource } from '../../server/engine/edit/hcl-blocks.ts';
import { addEntry, removeItem, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { kubernetesObjects } from '../../server/engine/facts/kubernetes/objects.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { itemsOf, patternOf, textOf, valueAt, type Mapping } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** Bindings of manifests are read again from their document; those of other languages carry what they write. */
function isInManifest({ carrier, statement }: Grant): boolean {
  return statement?.value === undefined && (carrier.dialect === 'kubernetes' || carrier.dialect === 'helm');
}

function objectOf(binding: Grant, document: Document): Mapping | undefined {
  const { span } = binding.carrier.block;
  return (
    binding.statement?.value ?? kubernetesObjects(document).objects.find((one) => one.at.span[0] === span[0] && one.at.span[1] === span[1])
  );
}

/** A ClusterRoleBinding becomes a RoleBinding in the one namespace that its subjects live in. Nothing where that is not one. */
export function bindInNamespace(binding: Grant): FixMaker[] {
  const { carrier } = binding;
  const namespaces = new Set(
    binding.principals.map((principal) => (principal.kind === 'serviceAccount' ? textOf(principal.namespace) : undefined)),
  );
  const [namespace] = namespaces;
  if (carrier.kind !== 'ClusterRoleBinding' || namespaces.size !== 1 || namespace === undefined || namespace === '') return [];
  const title = `Bind it in namespace ${namespace} only`;
  if (isInManifest(binding)) {
    return [
      editing(title, carrier.block.uri, (document) => {
        const object = objectOf(binding, document);
        const [kind, metadata] = [valueAt(object, 'kind'), valueAt(object, 'metadata')];
        return kind?.kind === 'scalar' && kind.editable && metadata?.kind === 'mapping' && !valueAt(metadata, 'namespace')
          ? [replaceText(kind, 'RoleBinding'), addEntry(metadata, 'namespace', namespace, document)]
          : [];
      }),
    ];
  }
  const metadata = valueAt(binding.statement?.value, 'metadata');
  const kind = valueAt(binding.statement?.value, 'kind');
  if (carrier.dialect !== 'terraform' || metadata?.kind !== 'mapping' || kind?.kind !== 'scalar' || valueAt(metadata, 'namespace'))
    return [];
  // A resource of Terraform writes no kind: its type says it.
  if (kind.encoding === 'none')
    return [
      editing(title, carrier.block.uri, (document) => [
        retypeResource(carrier.block, namespacedType, document),
        addEntry(metadata, 'namespace', namespace, document),
      ]),
    ];
  return kind.editable
    ? [
        editing(title, kind.token.uri, (document) => [
          replaceText(kind, 'RoleBinding'),
          addEntry(metadata, 'namespace', namespace, document),
        ]),
      ]
    : [];
}

function namespacedType(type: string): string | undefined {
  return /^kubernetes_cluster_role_binding(?:_v1)?$/.test(type) ? type.replace('cluster_role', 'role') : undefined;
}

/** One subject less, where others stay. */
export function dropSubject(binding: Grant, principal: Principal): FixMaker[] {
  const subjectIn = (object: Mapping | undefined) =>
    itemsOf(valueAt(object, 'subjects')).find((one) => valueAt(one, 'name')?.at.span[0] === principal.id.at.span[0]);
  const known = subjectIn(binding.statement?.value);
  if (binding.principals.length < 2 || !(isInManifest(binding) ? principal.id.editable : known?.editable)) return [];
  return [
    editing(`Take ${patternOf(principal.id)} out of the binding`, principal.id.token.uri, (document) => {
      const subject = subjectIn(objectOf(binding, document));
      return subject?.editable ? [removeItem(subject, document)] : [];
    }),
  ];
}
