// Roles and bindings that a program in Python hands to Kubernetes' client: its classes (`client.V1ClusterRoleBinding(…)`),
// and the same as dictionaries (`{'kind': 'ClusterRoleBinding', 'roleRef': …}`). What is asked of the cluster, compared or
// changed afterwards is not followed, and other kinds are left to manifests.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { eachOnce, namesOf } from '../source-policies/program-names.ts';
import type { Facts } from '../types.ts';
import { textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { argumentsAt, inCamelCase, readKubernetesClass } from './source.ts';

const made = /(?<!\w)V1(alpha1|beta1)?((?:Cluster)?Role(?:Binding)?)\s{0,4}\(/g;
const dictionary = /\{(?=\s{0,200}["'](?:apiVersion|kind)["']\s{0,4}:)/g;
const kinds: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const group = 'rbac.authorization.k8s.io/';

/** Pushes what a program makes. */
export function readKubernetesClient(document: Document, into: Facts): void {
  const { text, uri } = document;
  const names = namesOf(document);
  // Text that only looks like objects is not read over and over.
  let left = 4 * text.length + 100_000;
  const valuesAt = <T extends Value>(
    index: number,
    read: (known: Parameters<typeof argumentsAt>[3]) => T | undefined,
  ): readonly (T | undefined)[] => {
    const found = left > 0 && !isComment(text, index) ? eachOnce(names.runsAt(index).map(read)) : [];
    for (const one of found) left -= one ? one.at.span[1] - index : 2000;
    return found;
  };
  for (const match of text.matchAll(made)) {
    const open = match.index + match[0].length - 1;
    const head = { uri, span: [match.index, open] } as const;
    for (const args of valuesAt(match.index, (known) => argumentsAt(text, open, uri, known)))
      if (args)
        readKubernetesClass(
          { apiVersion: `${group}v1${match[1] ?? ''}`, kind: match[2]! },
          '?',
          inCamelCase(args),
          head,
          { uri, span: [match.index, args.at.span[1]] },
          into,
          'source',
        );
  }
  if (!text.includes(group)) return;
  for (const { index } of text.matchAll(dictionary))
    for (const object of valuesAt(index, (known) => readLiteral(text, index, uri, false, known)))
      if (object?.kind === 'mapping' && isGrant(object)) readKubernetesObject(object, into, { uri, dialect: 'source', enabled: 'yes' });
}

function isGrant(object: Mapping): boolean {
  return kinds.has(textOf(valueAt(object, 'kind')) ?? '') && textOf(valueAt(object, 'apiVersion'))?.startsWith(group) === true;
}
