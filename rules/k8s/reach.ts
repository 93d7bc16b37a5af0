// How far the rules of a role reach: a Role ends at its namespace, a ClusterRole wherever it is bound.
import { kubernetesOf } from '../../server/engine/facts/kubernetes/lookup.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import type { Project } from '../../server/engine/project.ts';
import { namespaceOf } from './subjects.ts';

export interface Reach {
  /** `cluster` where a binding says so, `unknown` for a ClusterRole that nothing in the tree binds. */
  readonly level: 'cluster' | 'namespace' | 'unknown';
  readonly words: string;
  readonly bindings: readonly Grant[];
}

export function reachOf(rule: Grant, project: Project): Reach {
  const bindings = kubernetesOf(project).bindingsOf(rule);
  if (rule.scope[0]?.level === 'namespace') return { level: 'namespace', words: `in ${namespaceOf(rule)}`, bindings };
  // An operator's manifest names the account with the rules, and is bound for the cluster.
  if (rule.principals.length > 0 || bindings.some((binding) => binding.scope[0]?.level === 'cluster'))
    return { level: 'cluster', words: 'in every namespace', bindings };
  if (bindings.length > 0)
    return {
      level: 'namespace',
      words: bindings.length === 1 ? `in ${namespaceOf(bindings[0]!)}` : `in ${bindings.length} namespaces`,
      bindings,
    };
  return { level: 'unknown', words: 'wherever it is bound', bindings };
}
