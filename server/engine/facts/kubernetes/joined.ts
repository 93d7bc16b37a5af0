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

/** Where roles and bindings are found by what they are called. */
export interface KubernetesFinder {
  /** Rules of roles of this kind and name, templates with `\0` for their holes. */
  rules(role: string): readonly Grant[];
  /** Rules of ClusterRoles with this label: `key=value`. */
  labelled(label: string): readonly Grant[];
  /** Bindings to a role of this kind and name. */
  bindings(role: string): readonly Grant[];
  /** Bindings of which a service account of this name is a subject. */
  bindingsTo(account: string): readonly Grant[];
}

export interface KubernetesIndex {
  /** The role that a binding refers to, with the rules it is aggregated from; undefined when it is not in the tree. */
  roleOf(binding: Grant): JoinedRole | undefined;
  /** Bindings that refer to the role of this rule. */
  bindingsOf(rule: Grant): readonly Grant[];
  /**
   * Bindings of which a service account is a subject. Where one side names no namespace, which leaves it to whoever
   * applies the file, both must lie in one folder or one below the other. An account that more bindings name than one
   * cluster would have is one of several clusters: then only what lies so is meant.
   */
  bindingsTo(account: string, namespace: string | undefined, uri: string): readonly Grant[];
}

/** The index over these grants; linear in their number. */
export function indexKubernetes(grants: readonly Grant[]): KubernetesIndex {
  const tables = { rules: new Map<string, Grant[]>(), labelled: new Map<string, Grant[]>(), bindings: new Map<string, Grant[]>(), bindingsTo: new Map<string, Grant[]>() };
  for (const grant of grants) {
    for (const [table, keys] of Object.entries(namesIn(grant)) as [keyof typeof tables, readonly string[]][]) {
      for (const key of keys) (tables[table].get(key) ?? tables[table].set(key, []).get(key)!).push(grant);
    }
  }
  const of = (table: ReadonlyMap<string, Grant[]>) => (key: string): readonly Grant[] => table.get(key) ?? [];
  return joinKubernetes({ rules: of(tables.rules), labelled: of(tables.labelled), bindings: of(tables.bindings), bindingsTo: of(tables.bindingsTo) });
}

/** The names by which a grant is found, for each question of a finder. */
export function namesIn(grant: Grant): Readonly<Record<keyof KubernetesFinder, readonly string[]>> {
  const none: readonly string[] = [];
  if (grant.platform !== 'k8s' || grant.enabled === 'no' || (grant.role !== 'binding' && grant.role !== 'custom-role')) return { rules: none, labelled: none, bindings: none, bindingsTo: none };
  if (grant.role === 'binding') {
    const key = keyOf(grant);
    const accounts = new Set(grant.principals.flatMap((principal) => (principal.kind === 'serviceAccount' ? textOf(principal.id) ?? [] : [])));
    return { rules: none, labelled: none, bindings: key === undefined ? none : [key], bindingsTo: [...accounts] };
  }
  const named = namesOf(grant);
  const labels = Object.entries(grant.rule?.labels ?? {}).flatMap(([key, value]) => (textOf(value) === undefined ? [] : [`${key}=${textOf(value)}`]));
  return { rules: named ? [`${named.kind}/${named.name}`] : none, labelled: named?.kind === 'ClusterRole' && !grant.rule?.aggregates ? labels : none, bindings: none, bindingsTo: none };
}

/** Roles, bindings and subjects joined by what a finder finds. It asks only for what a question needs. */
export function joinKubernetes(find: KubernetesFinder): KubernetesIndex {
  const rolesNamed = (key: string): RolesOfName => rolesIn(find.rules(key));
  const roleOf = (binding: Grant): JoinedRole | undefined => {
    const key = keyOf(binding);
    if (key === undefined) return undefined;
    const { uri } = binding.carrier.block;
    const { all, byUri } = rolesNamed(key);
    const inNamespace = (roles: readonly JoinedRole[]): JoinedRole[] => roles.filter((role) => sameNamespace(role, binding));
    const here = inNamespace(byUri.get(uri) ?? []);
    const found = key.includes('\0') ? alikeNearBy(inNamespace(all), uri) : here[0] ?? nearest(inNamespace(all), uri);
    return found && aggregated(found, find);
  };
  return {
    roleOf,
    bindingsOf(rule) {
      const named = namesOf(rule);
      if (!named) return [];
      const { uri, span } = rule.carrier.block;
      const key = `${named.kind}/${named.name}`;
      // Of several roles of a name only those near a binding can be meant.
      const alone = rolesNamed(key).all.length < 2;
      return find.bindings(key).filter((binding) => {
        if (!alone && !isNear(binding.carrier.block.uri, uri)) return false;
        const role = roleOf(binding);
        return role !== undefined && role.uri === uri && role.rules.some((one) => one.anchor === rule.anchor && one.carrier.block.span[0] === span[0]);
      });
    },
    bindingsTo: (account, namespace, uri) => ofOneCluster(find.bindingsTo(account), uri).filter((binding) => binding.principals.some((principal) => isAccount(principal, account, namespace, uri, binding))),
  };
}

const mostOfOneCluster = 50;

/** Bindings by folder: those in it, and those in it or below. Kept as long as the finder gives the same list. */
const foldersOfLists = new WeakMap<readonly Grant[], { readonly inside: ReadonlyMap<string, readonly Grant[]>; readonly below: ReadonlyMap<string, readonly Grant[]> }>();

function ofOneCluster(bindings: readonly Grant[], uri: string): readonly Grant[] {
  if (bindings.length <= mostOfOneCluster) return bindings;
  let folders = foldersOfLists.get(bindings);
  if (!folders) {
    const [inside, below] = [new Map<string, Grant[]>(), new Map<string, Grant[]>()];
    const put = (map: Map<string, Grant[]>, folder: string, binding: Grant): unknown => (map.get(folder) ?? map.set(folder, []).get(folder)!).push(binding);
    for (const binding of bindings) {
      const own = folderOf(binding.carrier.block.uri);
      put(inside, own, binding);
      for (const folder of upwards(own)) put(below, folder, binding);
    }
    folders = { inside, below };
    foldersOfLists.set(bindings, folders);
  }
  const own = folderOf(uri);
  return [...(folders.below.get(own) ?? []), ...upwards(own).slice(1).flatMap((folder) => folders.inside.get(folder) ?? [])];
}

/** A folder and those around it, up to the root. */
function upwards(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== ''; found.push(at)) at = folderOf(at);
  return found;
}

interface RolesOfName {
  readonly all: readonly JoinedRole[];
  /** The same by file: a role beside its binding is found without a look at its namesakes. */
  readonly byUri: ReadonlyMap<string, readonly JoinedRole[]>;
}

/** A finder gives the same list for the same name as long as nothing changed, and thousands of bindings may ask for one. */
const rolesOfLists = new WeakMap<readonly Grant[], RolesOfName>();

/** The roles that these rules belong to, in their order. */
function rolesIn(rules: readonly Grant[]): RolesOfName {
  const kept = rolesOfLists.get(rules);
  if (kept) return kept;
  const roles = new Map<string, JoinedRole & { rules: Grant[] }>();
  for (const rule of rules) {
    const { uri, span } = rule.carrier.block;
    const key = `${uri}\0${span[0]}`;
    const known = roles.get(key);
    if (known) known.rules.push(rule);
    else {
      const { kind, name, namespace } = namesOf(rule)!;
      roles.set(key, { kind, name, namespace, uri, rules: [rule] });
    }
  }
  const all = [...roles.values()];
  const byUri = new Map<string, JoinedRole[]>();
  for (const role of all) (byUri.get(role.uri) ?? byUri.set(role.uri, []).get(role.uri)!).push(role);
  const found = { all, byUri };
  rolesOfLists.set(rules, found);
  return found;
}

/** Rules of roles whose labels a selector asks for are rules of the aggregating role too. */
function aggregated(role: JoinedRole, find: KubernetesFinder): JoinedRole {
  const selectors = role.rules.flatMap((rule) => rule.rule?.aggregates ?? []);
  if (selectors.length === 0) return role;
  const rules = [...role.rules];
  for (const selector of selectors) {
    const [first] = Object.entries(selector);
    if (!first) continue;
    for (const rule of find.labelled(`${first[0]}=${first[1]}`)) if (!rules.includes(rule) && matches(rule.rule?.labels ?? {}, selector)) rules.push(rule);
  }
  return { ...role, rules };
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

/** For a binding without one in its own file: in the same folder or above or below it, else the only one there is: of several elsewhere none is meant more than another. */
function nearest<T extends JoinedRole>(roles: readonly T[], uri: string): T | undefined {
  const near = roles.find((role) => folderOf(role.uri) === folderOf(uri)) ?? roles.find((role) => isNear(role.uri, uri));
  return near ?? (roles.length === 1 ? roles[0] : undefined);
}
