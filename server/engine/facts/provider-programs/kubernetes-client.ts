// Roles and bindings that a program hands to Kubernetes' client: its classes in Python and C# (`client.V1ClusterRoleBinding(…)`),
// what is given to its calls in JavaScript (`createClusterRole({…})`), and the same as objects of any language that writes them
// like JSON, jsonnet, CUE and KCL among them. What is asked of the cluster, compared or changed afterwards is not followed, and
// other kinds are left to manifests.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { bracketAround } from '../source-policies/code-text.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { eachOnce, namesOf } from '../source-policies/program-names.ts';
import type { Facts } from '../types.ts';
import { textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { argumentsAt, inCamelCase, readKubernetesClass } from './source.ts';

/** Schemas of KCL's module of Kubernetes: `rbac.ClusterRole {`. */
const madeInKcl = /(?<![\w"'.])(?:\w{1,40}\.)?V?1?(alpha1|beta1)?((?:Cluster)?Role(?:Binding)?)\s{0,4}\{/g;
const made = /(?<!\w)V1(alpha1|beta1)?((?:Cluster)?Role(?:Binding)?)(?:\s{0,4}\(|\s{0,80}\{)/g;
/** Calls whose object is its kind by their name, so that it mostly does not say so itself. */
const called = /\.(?:create|replace)(?:Namespaced)?((?:Cluster)?Role(?:Binding)?)\s{0,4}\(/g;
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
    // In CUE a line that begins with `#` is a definition.
    const isCode = uri.endsWith('.cue') ? names.isCode(index) : !isComment(text, index);
    const found = left > 0 && isCode ? eachOnce(names.runsAt(index).map(read)) : [];
    for (const one of found) left -= one ? one.at.span[1] - index : 2000;
    return found;
  };
  const make = (index: number, open: number, version: string, kind: string, args: Mapping): void =>
    readKubernetesClass(
      { apiVersion: `${group}${version}`, kind },
      '?',
      inCamelCase(args),
      { uri, span: [index, open] },
      { uri, span: [index, args.at.span[1]] },
      into,
      'source',
    );
  for (const match of text.matchAll(uri.endsWith('.k') ? madeInKcl : made)) {
    const open = match.index + match[0].length - 1;
    const isObject = text[open] === '{';
    for (const args of valuesAt(match.index, (known) =>
      isObject ? readLiteral(text, open, uri, false, known) : argumentsAt(text, open, uri, known),
    ))
      if (args?.kind === 'mapping') make(match.index, open, `v1${match[1] ?? ''}`, match[2]!, args);
  }
  for (const match of document.format === 'javascript' || document.format === 'typescript' ? text.matchAll(called) : []) {
    const open = match.index + match[0].length - 1;
    for (const args of valuesAt(match.index, (known) => objectIn(readLiteral(text, open, uri, false, known))))
      if (args && !valueAt(args, 'apiVersion')) make(match.index, open, 'v1', match[1]!, args);
  }
  const seen = new Set<number>();
  for (let at = text.indexOf(group); at >= 0 && left > 0; at = text.indexOf(group, at + group.length)) {
    const open = bracketAround(text, at);
    left -= at - (open ?? at - 4000);
    if (open === undefined || seen.has(open)) continue;
    seen.add(open);
    for (const object of valuesAt(open, (known) => readLiteral(text, open, uri, false, known)))
      if (object?.kind === 'mapping' && isGrant(object)) readKubernetesObject(object, into, { uri, dialect: 'source', enabled: 'yes' });
  }
}

/** The object that a call is given: alone, behind a namespace, or as `body` since version 1 of the client. */
function objectIn(args: Value | undefined): Mapping | undefined {
  const given = args?.kind === 'list' ? args.items.find((item) => item.kind === 'mapping') : args;
  const body = valueAt(given, 'body') ?? given;
  return body?.kind === 'mapping' ? body : undefined;
}

function isGrant(object: Mapping): boolean {
  return kinds.has(textOf(valueAt(object, 'kind')) ?? '') && textOf(valueAt(object, 'apiVersion'))?.startsWith(group) === true;
}
