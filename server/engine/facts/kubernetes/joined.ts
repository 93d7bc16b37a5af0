// Roles, bindings and subjects of the whole tree, joined by name: which rules a binding gives, and to whom. A role in
// another file is the role that is meant when kind and name agree and nothing says that the namespace differs. What is
// not in the tree stays unknown. Kubernetes' own roles are known by name.
import { folderOf } from '../../document.ts';
import type { Grant, Principal } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';

export interface JoinedRole {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uri: string;
  readonly rules: readonly Grant[];
}

export interface KubernetesIndex {
  /** The role that a binding refers to, with the rules it is aggregated from; undefined when it is not in the tree. */
  roleOf(binding: Grant): JoinedRole | undefined;
  /** Bindings that refer to the role of this rule. */
  bindingsOf(rule: Grant): readonly Grant[];
  /**
   * Bindings of which a service account is a subject. Where one side names no namespace, which leaves it to whoever
   * applies the file, both must lie in one folder or one below the other.
   */
  bindingsTo(account: string, namespace: string | undefined, uri: string): readonly Grant[];
  readonly roles: readonly JoinedRole[];
  readonly bindings: readonly Grant[];
}

/** Builds the index; linear in the number of grants. */
export function indexKubernetes(grants: readonly Grant[]): KubernetesIndex {
  const rolesByKey = new Map<string, (JoinedRole & { rules: Grant[] })[]>();
  const roles: (JoinedRole & { rules: Grant[] })[] = [];
  const bindings: Grant[] = [];
  const byCarrier = new Map<string, JoinedRole & { rules: Grant[] }>();
  for (const grant of grants) {
    if (grant.platform !== 'k8s' || grant.enabled === 'no') continue;
    if (grant.role === 'binding') {
      bindings.push(grant);
    } else if (grant.role === 'custom-role') {
      const named = namesOf(grant);
      if (!named) continue;
      const carrierKey = `${grant.carrier.block.uri}\0${grant.carrier.block.span[0]}\0${named.kind}/${named.name}`;
      let role = byCarrier.get(carrierKey);
      if (!role) {
        role = { ...named, uri: grant.carrier.block.uri, rules: [] };
        byCarrier.set(carrierKey, role);
        roles.push(role);
        const key = `${role.kind}/${role.name}`;
        (rolesByKey.get(key) ?? rolesByKey.set(key, []).get(key)!).push(role);
      }
      role.rules.push(grant);
    }
  }
  aggregate(roles);

  const bindingsByRole = new Map<string, Grant[]>();
  const bindingsByAccount = new Map<string, Grant[]>();
  for (const binding of bindings) {
    const key = keyOf(binding);
    if (key !== undefined) (bindingsByRole.get(key) ?? bindingsByRole.set(key, []).get(key)!).push(binding);
    for (const principal of binding.principals) {
      const account = principal.kind === 'serviceAccount' ? textOf(principal.id) : undefined;
      if (account !== undefined) (bindingsByAccount.get(account) ?? bindingsByAccount.set(account, []).get(account)!).push(binding);
    }
  }

  const find = (binding: Grant): JoinedRole | undefined => {
    const key = keyOf(binding);
    const candidates = key === undefined ? undefined : rolesByKey.get(key)?.filter((role) => sameNamespace(role, binding));
    if (!candidates) return undefined;
    return key!.includes('\0') ? alikeNearBy(candidates, binding.carrier.block.uri) : nearest(candidates, binding.carrier.block.uri);
  };
  return {
    roles,
    bindings,
    roleOf: find,
    bindingsOf(rule) {
      const named = namesOf(rule);
      if (!named) return [];
      return (bindingsByRole.get(`${named.kind}/${named.name}`) ?? []).filter((binding) => {
        const role = find(binding);
        return role !== undefined && role.uri === rule.carrier.block.uri && role.rules.includes(rule);
      });
    },
    bindingsTo: (account, namespace, uri) => (bindingsByAccount.get(account) ?? []).filter((binding) => binding.principals.some((principal) => isAccount(principal, account, namespace, uri, binding))),
  };
}

/** Kind and name of the role that a binding refers to; holes of a template as `\0`. Undefined where the kind is not known. */
function keyOf(binding: Grant): string | undefined {
  const key = binding.entitlement && patternOf(binding.entitlement);
  return key !== undefined && /^(?:Cluster)?Role\//.test(key) ? key : undefined;
}

/** Names made by the same template: the one role of the file, or else of the folder, whose name looks the same. */
function alikeNearBy<T extends JoinedRole>(roles: readonly T[], uri: string): T | undefined {
  const [same, near] = [roles.filter((role) => role.uri === uri), roles.filter((role) => folderOf(role.uri) === folderOf(uri))];
  return same.length > 0 ? (same.length === 1 ? same[0] : undefined) : near.length === 1 ? near[0] : undefined;
}

function isAccount(principal: Principal, account: string, namespace: string | undefined, uri: string, binding: Grant): boolean {
  if (principal.kind !== 'serviceAccount' || textOf(principal.id) !== account) return false;
  const own = textOf(principal.namespace) || (binding.scope[0]?.level === 'namespace' ? textOf(binding.scope[0].id) : undefined);
  return own && namespace ? own === namespace : isNear(binding.carrier.block.uri, uri);
}

/** In one folder, or one in a folder above the other. */
export function isNear(a: string, b: string): boolean {
  const [one, other] = [folderOf(a), folderOf(b)];
  return one === other || other.startsWith(one === '' ? '' : `${one}/`) || one.startsWith(other === '' ? '' : `${other}/`);
}

/** Rules of roles whose labels a selector asks for are rules of the aggregating role too. */
function aggregate(roles: readonly (JoinedRole & { rules: Grant[] })[]): void {
  const aggregating = roles.filter((role) => role.rules.some((rule) => rule.rule?.aggregates));
  for (const role of aggregating) {
    const selectors = role.rules.flatMap((rule) => rule.rule?.aggregates ?? []);
    for (const other of roles) {
      if (other === role || other.kind !== 'ClusterRole') continue;
      const labels = other.rules[0]?.rule?.labels;
      if (labels && selectors.some((selector) => matches(labels, selector))) role.rules.push(...other.rules.filter((rule) => !rule.rule?.aggregates && !role.rules.includes(rule)));
    }
  }
}

function matches(labels: Readonly<Record<string, Leaf>>, selector: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] !== undefined && textOf(labels[key]) === value);
}

/** Kind, name and namespace of the role that a rule belongs to; undefined where its name is not known. */
function namesOf(grant: Grant): Pick<JoinedRole, 'kind' | 'name' | 'namespace'> | undefined {
  const [kind, ...rest] = (grant.rule?.role ? patternOf(grant.rule.role) : '').split('/');
  if (kind !== 'Role' && kind !== 'ClusterRole') return undefined;
  const scope = grant.scope[0];
  const namespace = scope?.level === 'namespace' ? patternOf(scope.id) : '';
  return { kind, name: rest.join('/'), namespace: namespace === '' || namespace.includes('\0') ? undefined : namespace };
}

function sameNamespace(role: JoinedRole, binding: Grant): boolean {
  if (role.kind === 'ClusterRole') return true;
  const own = binding.scope[0] ? patternOf(binding.scope[0].id) : '';
  return role.namespace === undefined || own === '' || own.includes('\0') || role.namespace === own;
}

/** In the same file, else in the same folder or above or below it, else the only one there is: of several elsewhere none is meant more than another. */
function nearest<T extends JoinedRole>(roles: readonly T[], uri: string): T | undefined {
  const near = roles.find((role) => role.uri === uri) ?? roles.find((role) => folderOf(role.uri) === folderOf(uri)) ?? roles.find((role) => isNear(role.uri, uri));
  return near ?? (roles.length === 1 ? roles[0] : undefined);
}
