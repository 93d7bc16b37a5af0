// Roles, bindings and subjects of the whole tree, joined by name: which rules a binding gives, and to whom. A role in
// another file is the role that is meant when kind and name agree and nothing says that the namespace differs. What is
// not in the tree stays unknown. Kubernetes' own roles are known by name.
import { folderOf } from '../../document.ts';
import type { Grant } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { powersOfRule } from './powers.ts';

export interface JoinedRole {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uri: string;
  readonly rules: readonly Grant[];
}

/** Where roles and bindings are found by what they are called. The names of a role are its kind and its name, holes of a template as `\0`. */
export interface KubernetesFinder {
  /** Rules of roles of this name. */
  rules(role: string): readonly Grant[];
  /** The same in one file: `placed(role, uri)`. Most roles lie beside their binding, and whoever asks for those is not asked again when a namesake changes. */
  rulesIn(role: string): readonly Grant[];
  /** One rule of each role of this name, to count them. */
  homes(role: string): readonly Grant[];
  /** Rules that lead further, and those that take in others, of roles of this name. */
  powerful(role: string): readonly Grant[];
  /** Rules of ClusterRoles with this label: `key=value`. */
  labelled(label: string): readonly Grant[];
  /** Bindings to a role of this name. */
  bindings(role: string): readonly Grant[];
  /**
   * Bindings of which a service account is a subject, to learn which roles it has and nothing else: `namespace/name`, `/name` of
   * those that say no namespace, `@/name` of all. Who asks no more than this is not asked again when a binding only moves.
   */
  bound(account: string): readonly Grant[];
  /** Those of them that give it one role: `withRole(account, role)`. */
  boundWith(accountAndRole: string): readonly Grant[];
}

export interface KubernetesIndex {
  /** The role that a binding refers to, with the rules it is aggregated from; undefined when it is not in the tree. */
  roleOf(binding: Grant): JoinedRole | undefined;
  /** Bindings that refer to the role of this rule. */
  bindingsOf(rule: Grant): readonly Grant[];
  /** Whether any role of this name leads further. */
  leadsFurther(role: string): boolean;
  /**
   * Bindings of which a service account is a subject, those near by first; only those to roles whose name `isWanted`. Made
   * as they are asked for: thousands of workloads may run as one account that thousands bind, and most look at one or none.
   * Where one side names no namespace, which leaves it to whoever applies the file, both must lie in one folder or one below
   * the other. Of an account with more than two hundred roles or bindings only so many are looked at: thousands of workloads
   * may ask the same.
   */
  bindingsTo(account: string, namespace: string | undefined, uri: string, isWanted?: (role: string) => boolean): Iterable<Grant>;
  /** Whether there is any. */
  isBound(account: string, namespace: string | undefined, uri: string): boolean;
}

/** The key of a role in one file. */
function placed(role: string, uri: string): string {
  return `${role}\n${uri}`;
}

/** The key of the bindings that give an account a role. */
function withRole(account: string, role: string): string {
  return `${account}\n${role}`;
}

const none: readonly never[] = [];
const mostAsked = 200;

/** The keys under which a grant is found, for each question of a finder. Disabled grants and those of other platforms have none. */
export const keysOf: Readonly<Record<keyof KubernetesFinder, (grant: Grant) => readonly string[]>> = {
  rules: roleKeys,
  rulesIn: (grant) => roleKeys(grant).map((role) => placed(role, grant.carrier.block.uri)),
  homes: (grant) => (grant.statement?.index === 0 && !grant.rule?.aggregates ? roleKeys(grant) : none),
  powerful: (grant) => (grant.rule && (grant.rule.aggregates !== undefined || powersOfRule(grant).length > 0) ? roleKeys(grant) : none),
  labelled: (grant) =>
    grant.rule?.labels && !grant.rule.aggregates && roleKeys(grant)[0]?.startsWith('ClusterRole/')
      ? Object.entries(grant.rule.labels).flatMap(([key, value]) => (textOf(value) === undefined ? [] : [`${key}=${textOf(value)}`]))
      : none,
  bindings(grant) {
    const key = isBinding(grant) ? keyOf(grant) : undefined;
    return key === undefined ? none : [key];
  },
  bound: (grant) => accountsIn(grant),
  boundWith: (grant) => accountsIn(grant).map((account) => withRole(account, roleOfBinding(grant))),
};

/** A binding that a chart leaves off gives nobody anything yet. */
function isBinding(grant: Grant): boolean {
  return grant.role === 'binding' && grant.platform === 'k8s' && grant.enabled !== 'no' && !grant.leftOff;
}

function roleKeys(grant: Grant): readonly string[] {
  if (grant.role !== 'custom-role' || grant.platform !== 'k8s' || grant.enabled === 'no') return none;
  const named = namesOf(grant);
  return named ? [`${named.kind}/${named.name}`] : none;
}

/** What the service accounts of a binding are called, in the ways in which `bound` is asked; a subject without a namespace has that of the binding. */
function accountsIn(binding: Grant): readonly string[] {
  if (!isBinding(binding)) return none;
  const found = new Set<string>();
  for (const principal of binding.principals) {
    const name = principal.kind === 'serviceAccount' ? textOf(principal.id) : undefined;
    const namespace = textOf(principal.namespace) || (binding.scope[0]?.level === 'namespace' ? textOf(binding.scope[0].id) : undefined);
    if (name !== undefined) found.add(`@/${name}`).add(`${namespace ?? ''}/${name}`);
  }
  return [...found];
}

/** The index over these grants; linear in their number. */
export function indexKubernetes(grants: readonly Grant[]): KubernetesIndex {
  const finder = {} as { -readonly [K in keyof KubernetesFinder]: KubernetesFinder[K] };
  for (const question of Object.keys(keysOf) as (keyof KubernetesFinder)[]) {
    const table = new Map<string, Grant[]>();
    for (const grant of grants) for (const key of keysOf[question](grant)) (table.get(key) ?? table.set(key, []).get(key)!).push(grant);
    finder[question] = (key) => table.get(key) ?? none;
  }
  return joinKubernetes(finder);
}

/** Roles, bindings and subjects joined by what a finder finds. It asks only for what a question needs. */
export function joinKubernetes(find: KubernetesFinder): KubernetesIndex {
  const roleOf = (binding: Grant): JoinedRole | undefined => {
    const key = keyOf(binding);
    if (key === undefined) return undefined;
    const { uri } = binding.carrier.block;
    const inNamespace = (rules: readonly Grant[]): JoinedRole[] => rolesIn(rules).filter((role) => sameNamespace(role, binding));
    const here = inNamespace(find.rulesIn(placed(key, uri)));
    // Names made by the same template: the one role of the file, or else of the folder, whose name looks the same.
    const isMade = key.includes('\0');
    const found =
      here.length > 0
        ? isMade && here.length > 1
          ? undefined
          : here[0]
        : isMade
          ? onlyOne(inNamespace(find.rules(key)).filter((role) => folderOf(role.uri) === folderOf(uri)))
          : nearest(inNamespace(find.rules(key)), uri);
    return found && aggregated(found, find);
  };
  return {
    roleOf,
    leadsFurther: (role) => find.powerful(role).length > 0,
    bindingsOf(rule) {
      const [key] = roleKeys(rule);
      if (key === undefined) return none;
      const { uri, span } = rule.carrier.block;
      // Of several roles of a name only those near a binding can be meant.
      const bindings = find.homes(key).length < 2 ? find.bindings(key) : nearTo(find.bindings(key), uri);
      return bindings.filter((binding) => {
        const role = roleOf(binding);
        return (
          role !== undefined &&
          role.uri === uri &&
          role.rules.some((one) => one.anchor === rule.anchor && one.carrier.block.span[0] === span[0])
        );
      });
    },
    *bindingsTo(account, namespace, uri, isWanted = () => true) {
      const wanted = (name: string): (readonly Grant[])[] =>
        rolesGivenBy(find.bound(name))
          .slice(0, mostAsked)
          .filter(isWanted)
          .map((role) => find.boundWith(withRole(name, role)));
      const said = namespace ? wanted(`${namespace}/${account}`) : none;
      const seen = new Set<Grant>();
      for (const group of [...said, ...wanted(namespace ? `/${account}` : `@/${account}`)]) {
        for (const binding of nearTo(group, uri)) {
          if (seen.has(binding)) continue;
          if (seen.size >= mostAsked) return;
          seen.add(binding);
          yield binding;
        }
      }
      for (const group of said) {
        for (const binding of group) {
          if (seen.has(binding)) continue;
          if (seen.size >= mostAsked) return;
          seen.add(binding);
          yield binding;
        }
      }
    },
    isBound(account, namespace, uri) {
      if (namespace && find.bound(`${namespace}/${account}`).length > 0) return true;
      return find.bound(namespace ? `/${account}` : `@/${account}`).some((binding) => isNear(binding.carrier.block.uri, uri));
    },
  };
}

/** Made of a list once, as long as the finder gives the same one: that of thousands of askers. */
function keptFor<T>(make: (list: readonly Grant[]) => T): (list: readonly Grant[]) => T {
  const made = new WeakMap<readonly Grant[], T>();
  return (list) => {
    const known = made.get(list) ?? make(list);
    made.set(list, known);
    return known;
  };
}

/** The names of the roles that bindings give, each once. */
const rolesGivenBy = keptFor((bindings): readonly string[] => [...new Set(bindings.map(roleOfBinding))]);

/** Bindings by folder: those in it, and those in it or below. */
const byFolder = keptFor((bindings) => ({
  inside: groups(bindings, (binding) => [folderOf(binding.carrier.block.uri)]),
  below: groups(bindings, (binding) => upwards(folderOf(binding.carrier.block.uri))),
}));

/** The bindings in the folder of a file, below it and above it. */
function nearTo(bindings: readonly Grant[], uri: string): readonly Grant[] {
  if (bindings.length < 8) return bindings.filter((binding) => isNear(binding.carrier.block.uri, uri));
  const own = folderOf(uri);
  const { inside, below } = byFolder(bindings);
  return [
    ...(below.get(own) ?? none),
    ...upwards(own)
      .slice(1)
      .flatMap((folder) => inside.get(folder) ?? []),
  ];
}

function groups(grants: readonly Grant[], keys: (grant: Grant) => readonly string[]): Map<string, Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const grant of grants) for (const key of keys(grant)) (found.get(key) ?? found.set(key, []).get(key)!).push(grant);
  return found;
}

/** A folder and those around it, up to the root. */
function upwards(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== ''; found.push(at)) at = folderOf(at);
  return found;
}

/** The roles that these rules belong to, in their order. */
const rolesIn = keptFor((rules): readonly JoinedRole[] => {
  const roles = new Map<string, JoinedRole & { rules: Grant[] }>();
  for (const rule of rules) {
    const { uri, span } = rule.carrier.block;
    const at = `${uri}\0${span[0]}`;
    const known = roles.get(at);
    const named = known ? undefined : namesOf(rule);
    if (known) known.rules.push(rule);
    else if (named) roles.set(at, { kind: named.kind, name: named.name, namespace: named.namespace, uri, rules: [rule] });
  }
  return [...roles.values()];
});

/** Rules of roles whose labels a selector asks for are rules of the aggregating role too. */
function aggregated(role: JoinedRole, find: KubernetesFinder): JoinedRole {
  const selectors = role.rules.flatMap((rule) => rule.rule?.aggregates ?? []);
  if (selectors.length === 0) return role;
  const rules = [...role.rules];
  for (const selector of selectors) {
    const [first] = Object.entries(selector);
    if (!first) continue;
    for (const rule of find.labelled(`${first[0]}=${first[1]}`))
      if (!rules.includes(rule) && matches(rule.rule?.labels ?? {}, selector)) rules.push(rule);
  }
  return { ...role, rules };
}

/** Kind and name of the role that a binding refers to; holes of a template as `\0`. Undefined where the kind is not known. */
function keyOf(binding: Grant): string | undefined {
  const key = binding.entitlement && patternOf(binding.entitlement);
  return key !== undefined && /^(?:Cluster)?Role\//.test(key) ? key : undefined;
}

/** The same, for asking by it: empty where the kind is not known. */
export function roleOfBinding(binding: Grant): string {
  return keyOf(binding) ?? '';
}

function onlyOne<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** In one folder, or one in a folder above the other. */
export function isNear(a: string, b: string): boolean {
  const [one, other] = [folderOf(a), folderOf(b)];
  return one === other || other.startsWith(one === '' ? '' : `${one}/`) || one.startsWith(other === '' ? '' : `${other}/`);
}

function matches(labels: Readonly<Record<string, Leaf>>, selector: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(labels, key) && textOf(labels[key]) === value);
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
