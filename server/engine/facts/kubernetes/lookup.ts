// Roles, bindings and service accounts of the whole tree, found by name in indexes that outlive an analysis: an edit of one
// manifest asks again only those that share a name with what changed.
import type { FactIndex } from '../../fact-index.ts';
import type { DocumentFacts, Project } from '../../project.ts';
import type { Grant, Identity } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { joinKubernetes, keysOf, roleOfBinding, type KubernetesFinder, type KubernetesIndex } from './joined.ts';

function index(by: keyof KubernetesFinder, mark: (grant: Grant) => string): FactIndex<Grant> {
  return {
    name: `kubernetes-${by}`,
    *entriesOf({ facts }: DocumentFacts) {
      for (const grant of facts.grants) for (const key of keysOf[by](grant)) yield [key, grant, mark(grant)] as const;
    },
  };
}

/** How many there are is all that is asked. */
const unmarked = (): string => '';

const indexes: Readonly<Record<keyof KubernetesFinder, FactIndex<Grant>>> = {
  rules: index('rules', markOf),
  rulesIn: index('rulesIn', markOf),
  homes: index('homes', unmarked),
  powerful: index('powerful', unmarked),
  labelled: index('labelled', markOf),
  bindings: index('bindings', markOf),
  bound: index('bound', roleOfBinding),
  boundWith: index('boundWith', markOf),
};

/** What rules read of a role's rule or of a binding, and where it stands. */
function markOf(grant: Grant): string {
  const { rule, entitlement, carrier } = grant;
  const lists = rule
    ? [rule.groups, rule.resources, rule.verbs, rule.names, rule.urls]
    : [grant.principals.flatMap((principal) => [principal.id, ...(principal.namespace ? [principal.namespace] : [])])];
  return [
    grant.anchor,
    grant.enabled,
    carrier.block.span[0],
    grant.statement?.at.span[0],
    entitlement && placed(entitlement),
    grant.scope[0] && patternOf(grant.scope[0].id),
    JSON.stringify(rule?.aggregates ?? ''),
    Object.keys(rule?.labels ?? {}).join(),
    ...lists.map((leaves) => leaves.map(placed).join()),
    grant.principals.map((principal) => principal.kind).join(),
  ].join('|');
}

function placed(leaf: Leaf): string {
  return `${patternOf(leaf)}@${leaf.at.span[0]}`;
}

/** Roles and bindings joined over the tree of a project. */
export function kubernetesOf(project: Project): KubernetesIndex {
  const find =
    (by: keyof KubernetesFinder) =>
    (key: string): readonly Grant[] =>
      project.lookup(indexes[by], key);
  return joinKubernetes({
    rules: find('rules'),
    rulesIn: find('rulesIn'),
    homes: find('homes'),
    powerful: find('powerful'),
    labelled: find('labelled'),
    bindings: find('bindings'),
    bound: find('bound'),
    boundWith: find('boundWith'),
  });
}

const accountsByName: FactIndex<Identity> = {
  name: 'kubernetes-accounts',
  *entriesOf({ facts }: DocumentFacts) {
    for (const one of accountsIn(facts.identities))
      yield [
        one.name,
        one,
        `${textOf(one.traits.namespace) ?? ''}|${one.traits.automount ? patternOf(one.traits.automount) : ''}`,
      ] as const;
  },
};

const accountsByNamespace: FactIndex<Identity> = {
  name: 'kubernetes-namespaces',
  *entriesOf({ facts }: DocumentFacts) {
    for (const one of accountsIn(facts.identities)) {
      const namespace = textOf(one.traits.namespace);
      if (namespace) yield [namespace, one, one.name] as const;
    }
  },
};

const workloadsByAccount: FactIndex<Identity> = {
  name: 'kubernetes-workloads',
  *entriesOf({ facts }: DocumentFacts) {
    for (const one of facts.identities) {
      const account = one.platform === 'k8s' && one.kind === 'machine' && one.traits.serviceAccount;
      const name = account ? textOf(account) : undefined;
      if (name !== undefined) yield [name, one, ''] as const;
    }
  },
};

const accountsByWholeName: FactIndex<Identity> = {
  name: 'kubernetes-whole-names',
  *entriesOf({ facts }: DocumentFacts) {
    for (const one of accountsIn(facts.identities)) yield [`${textOf(one.traits.namespace) ?? ''}/${one.name}`, one, ''] as const;
  },
};

function accountsIn(identities: readonly Identity[]): Identity[] {
  return identities.filter((one) => one.platform === 'k8s' && one.kind === 'service-account');
}

/** Service accounts of a name, in any namespace. Of each its namespace and what it says of mounting may be read. */
export function accountsNamed(project: Project, name: string): readonly Identity[] {
  return project.lookup(accountsByName, name);
}

/** Whether a workload names a service account of this name, in any namespace. */
export function isRunAs(project: Project, name: string): boolean {
  return project.lookup(workloadsByAccount, name).length > 0;
}

/** Whether a manifest makes this service account; undefined where no manifest makes any of the namespace. */
export function isAccountMade(project: Project, namespace: string, name: string): boolean | undefined {
  if (project.lookup(accountsByWholeName, `${namespace}/${name}`).length > 0) return true;
  return project.lookup(accountsByNamespace, namespace).length > 0 ? false : undefined;
}
