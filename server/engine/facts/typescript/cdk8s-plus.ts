// Roles of cdk8s-plus: permissions that methods add (`role.allowReadWrite(kplus.ApiResource.SECRETS)`), and whom they are bound
// to. Each role becomes the object that it makes, with a rule for each call. Names and verbs as in role.ts of cdk8s-plus.
import type { Node } from '../../syntax/typescript.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import type { Facts } from '../types.ts';
import { entryOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { argumentOf, behind, itemNodes, nameOf, propertyNodes, type Named } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { tableOf } from '../../table.ts';

type New = Extract<Node, { type: 'NewExpression' }>;
type Call = Extract<Node, { type: 'CallExpression' }>;
type Place = Value['at'];

interface PlusRole {
  readonly kind: 'Role' | 'ClusterRole';
  readonly rules: Value[];
}

const group = 'rbac.authorization.k8s.io';

/** Verbs of the methods that add permissions. */
export const verbsOf = tableOf<readonly string[]>({
  allowCreate: ['create'],
  allowGet: ['get'],
  allowList: ['list'],
  allowWatch: ['watch'],
  allowUpdate: ['update'],
  allowPatch: ['patch'],
  allowDelete: ['delete'],
  allowDeleteCollection: ['deletecollection'],
  allowRead: ['get', 'list', 'watch'],
  allowReadWrite: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'],
});

/** Groups of the constants of `ApiResource` that are not of the core group. */
const groups = tableOf<string>({
  DEPLOYMENTS: 'apps',
  STATEFUL_SETS: 'apps',
  DAEMON_SETS: 'apps',
  REPLICA_SETS: 'apps',
  CONTROLLER_REVISIONS: 'apps',
  JOBS: 'batch',
  CRON_JOBS: 'batch',
  ROLES: group,
  ROLE_BINDINGS: group,
  CLUSTER_ROLES: group,
  CLUSTER_ROLE_BINDINGS: group,
  NETWORK_POLICIES: 'networking.k8s.io',
  INGRESSES: 'networking.k8s.io',
  INGRESS_CLASSES: 'networking.k8s.io',
  CERTIFICATE_SIGNING_REQUESTS: 'certificates.k8s.io',
  CUSTOM_RESOURCE_DEFINITIONS: 'apiextensions.k8s.io',
  API_SERVICES: 'apiregistration.k8s.io',
  TOKEN_REVIEWS: 'authentication.k8s.io',
  SUBJECT_ACCESS_REVIEWS: 'authorization.k8s.io',
  SELF_SUBJECT_ACCESS_REVIEWS: 'authorization.k8s.io',
  SELF_SUBJECT_RULES_REVIEWS: 'authorization.k8s.io',
  LOCAL_SUBJECT_ACCESS_REVIEWS: 'authorization.k8s.io',
  MUTATING_WEBHOOK_CONFIGURATIONS: 'admissionregistration.k8s.io',
  VALIDATING_WEBHOOK_CONFIGURATIONS: 'admissionregistration.k8s.io',
  LEASES: 'coordination.k8s.io',
  HORIZONTAL_POD_AUTOSCALERS: 'autoscaling',
  POD_DISRUPTION_BUDGETS: 'policy',
  STORAGE_CLASSES: 'storage.k8s.io',
  ENDPOINT_SLICES: 'discovery.k8s.io',
  PRIORITY_CLASSES: 'scheduling.k8s.io',
  RUNTIME_CLASSES: 'node.k8s.io',
});

/** Roles and bindings of a program. */
export function readCdk8sPlus(folding: Folding, into: Facts): void {
  const roles = new Map<Node, PlusRole>();
  for (const node of folding.module.nodes) {
    const named = node.type === 'NewExpression' ? nameOf(node.callee, folding.module) : undefined;
    if (node.type !== 'NewExpression' || !named?.source || !/^cdk8s-plus/.test(named.source)) continue;
    if (named.name === 'Role' || named.name === 'ClusterRole') {
      const rules = propertyNodes(argumentOf(node, 2), folding).get('rules');
      roles.set(node, {
        kind: named.name,
        rules: rules ? itemNodes(rules.node, rules.folding).map((item) => fold(item.node, item.folding)) : [],
      });
    } else if (named.name === 'RoleBinding' || named.name === 'ClusterRoleBinding') readBinding(node, named, folding, into);
  }
  if (roles.size === 0) return;
  for (const node of folding.module.nodes) if (node.type === 'CallExpression') readMethod(node, roles, folding, into);
  for (const [node, { kind, rules }] of roles) {
    if (node.type !== 'NewExpression' || rules.length === 0) continue;
    const at = placeOfNode(node, folding);
    make(kind, node, [entryFrom('rules', at, listFrom(rules.map(renamed), at))], folding, into);
  }
}

/** `allow…` adds a rule to the role; `bind…` hands it to subjects. */
function readMethod(call: Call, roles: ReadonlyMap<Node, PlusRole>, folding: Folding, into: Facts): void {
  const { callee } = call;
  if (
    callee.type !== 'MemberExpression' ||
    callee.computed ||
    callee.property.type !== 'Identifier' ||
    !/^(?:allow|addRule|bind)/.test(callee.property.name)
  )
    return;
  const method = callee.property.name;
  const found = behind(callee.object, folding);
  const role = found && roles.get(found.node);
  if (!role || found.node.type !== 'NewExpression') return;
  const at = placeOfNode(callee.property, folding);
  if (method === 'addRule') {
    const rule = argumentOf(call, 0);
    if (rule) role.rules.push(fold(rule, folding));
  } else if (method === 'allow' || verbsOf.has(method)) {
    const verbs = method === 'allow' ? argumentOf(call, 0) : undefined;
    const first = method === 'allow' ? 1 : 0;
    const resources = call.arguments
      .slice(first)
      .flatMap((argument) => (argument.type === 'SpreadElement' ? [] : (resourceOf(argument, folding) ?? [])));
    if (resources.length === 0) return;
    const given = verbs
      ? fold(verbs, folding)
      : listFrom(
          (verbsOf.get(method) ?? []).map((verb) => wordAt(verb, at)),
          at,
        );
    role.rules.push(ruleFor(resources, given, at, placeOfNode(call, folding)));
  } else if (/^bind(?:InCluster|InNamespace)?$/.test(method)) {
    const inNamespace = method === 'bindInNamespace' ? argumentOf(call, 0) : undefined;
    const subjects = call.arguments
      .slice(inNamespace ? 1 : 0)
      .flatMap((argument) => (argument.type === 'SpreadElement' ? [] : (subjectOf(argument, folding) ?? [])));
    const id = argumentOf(found.node, 1);
    if (!id) return;
    bind(
      bindingMadeBy(method, role.kind),
      role.kind,
      nameOfObject(found.node, found.folding) ?? fold(id, found.folding),
      subjects,
      inNamespace && fold(inNamespace, folding),
      placeOfNode(call, folding),
      at,
      folding,
      into,
    );
  }
}

/** What a `bind…` of a role makes: a cluster role is bound in the whole cluster unless a namespace is named. `bindInCluster` is what its `bind` was called first. */
export function bindingMadeBy(method: string, roleKind: string): 'ClusterRoleBinding' | 'RoleBinding' {
  return method === 'bindInCluster' || (method === 'bind' && roleKind === 'ClusterRole') ? 'ClusterRoleBinding' : 'RoleBinding';
}

/** The group and the type of a constant of `ApiResource`. */
export function resourceNamed(constant: string, at: Place): { readonly group: Value; readonly type: Value } {
  return { group: wordAt(groups.get(constant) ?? '', at), type: wordAt(constant.toLowerCase().replaceAll('_', ''), at) };
}

/** The rule that a call makes of the resources that it names; `block` is the call. */
export function ruleFor(
  resources: readonly { readonly group: Value; readonly type: Value }[],
  verbs: Value,
  at: Place,
  block: Place,
): Mapping {
  const groupsAsked = listFrom(
    resources.map((one) => one.group),
    at,
  );
  const typesAsked = listFrom(
    resources.map((one) => one.type),
    at,
  );
  return mappingFrom(
    [entryFrom('apiGroups', at, groupsAsked), entryFrom('resources', at, typesAsked), entryFrom('verbs', at, verbs)],
    block,
  );
}

/** `ApiResource.SECRETS`, `ApiResource.custom({ apiGroup, resourceType })`; undefined for anything else. */
function resourceOf(node: Node, folding: Folding): { readonly group: Value; readonly type: Value } | undefined {
  const found = behind(node, folding);
  if (found?.node.type === 'MemberExpression') {
    const named = nameOf(found.node, found.folding.module);
    if (named?.path.at(-1) !== 'ApiResource') return undefined;
    const at = placeOfNode(found.node.property, found.folding);
    return resourceNamed(named.name, at);
  }
  if (found?.node.type !== 'CallExpression') return undefined;
  const named = nameOf(found.node.callee, found.folding.module);
  const written = argumentOf(found.node, 0);
  if (named?.name !== 'custom' || named.path.at(-1) !== 'ApiResource' || !written) return undefined;
  const made = fold(written, found.folding);
  const [apiGroup, type] = [valueAt(made, 'apiGroup'), valueAt(made, 'resourceType')];
  return apiGroup && type ? { group: textOf(apiGroup) === 'core' ? wordAt('', apiGroup.at) : apiGroup, type } : undefined;
}

/** A service account of the program, or a group or user by its name. */
function subjectOf(node: Node, folding: Folding): Mapping | undefined {
  const found = behind(node, folding);
  const at = placeOfNode(node, folding);
  const subject = (kind: string, name: Value | undefined): Mapping | undefined =>
    name && mappingFrom([entryFrom('kind', at, wordAt(kind, at)), entryFrom('name', at, name)], at);
  if (found?.node.type === 'NewExpression')
    return nameOf(found.node.callee, found.folding.module)?.name === 'ServiceAccount'
      ? subject('ServiceAccount', nameOfObject(found.node, found.folding))
      : undefined;
  if (found?.node.type !== 'CallExpression') return undefined;
  const named = nameOf(found.node.callee, found.folding.module);
  const kind = named?.name === 'fromName' || named?.name === 'fromServiceAccountName' ? named.path.at(-1) : undefined;
  const name = argumentOf(found.node, 2);
  return kind && /^(?:User|Group|ServiceAccount)$/.test(kind) && name ? subject(kind, fold(name, found.folding)) : undefined;
}

/** What an object is called: as its metadata says, else after its id. */
function nameOfObject(node: New, folding: Folding): Value | undefined {
  const props = argumentOf(node, 2);
  const name = props && valueAt(fold(props, folding), 'metadata', 'name');
  const id = argumentOf(node, 1);
  return name ?? (id && fold(id, folding));
}

/** `new kplus.ClusterRoleBinding(this, 'b', { role })`: of a role of the program, or of one by its name. */
function readBinding(node: New, named: Named, folding: Folding, into: Facts): void {
  const role = propertyNodes(argumentOf(node, 2), folding).get('role');
  const found = role && behind(role.node, role.folding);
  if (found?.node.type !== 'CallExpression') return;
  const kind = /^from(ClusterRole|Role)Name$/.exec(nameOf(found.node.callee, found.folding.module)?.name ?? '')?.[1];
  const name = argumentOf(found.node, 2);
  if (kind && name)
    bind(
      named.name,
      kind,
      fold(name, found.folding),
      undefined,
      undefined,
      placeOfNode(node, folding),
      placeOfNode(node.callee, folding),
      folding,
      into,
      nameOfObject(node, folding),
    );
}

function bind(
  kind: string,
  roleKind: string,
  role: Value,
  subjects: readonly Value[] | undefined,
  namespace: Value | undefined,
  whole: Place,
  at: Place,
  { module }: Folding,
  into: Facts,
  name: Value = role,
): void {
  const metadata: Entry[] = [entryFrom('name', at, name), ...(namespace ? [entryFrom('namespace', at, namespace)] : [])];
  readKubernetesObject(
    mappingFrom(
      [
        entryFrom('apiVersion', at, wordAt(`${group}/v1`, at)),
        entryFrom('kind', at, wordAt(kind, at)),
        entryFrom('metadata', at, mappingFrom(metadata, at)),
        entryFrom('roleRef', at, mappingFrom([entryFrom('kind', at, wordAt(roleKind, at)), entryFrom('name', at, role)], at)),
        ...(subjects ? [entryFrom('subjects', at, listFrom(subjects, at))] : []),
      ],
      whole,
    ),
    into,
    { uri: module.document.uri, dialect: 'cdk', enabled: 'yes' },
  );
}

function make(kind: string, node: New, entries: readonly Entry[], folding: Folding, into: Facts): void {
  const at = placeOfNode(node.callee, folding);
  const name = nameOfObject(node, folding);
  readKubernetesObject(
    mappingFrom(
      [
        entryFrom('apiVersion', at, wordAt(`${group}/v1`, at)),
        entryFrom('kind', at, wordAt(kind, at)),
        entryFrom('metadata', at, mappingFrom(name ? [entryFrom('name', at, name)] : [], at)),
        ...entries,
      ],
      placeOfNode(node, folding),
    ),
    into,
    { uri: folding.module.document.uri, dialect: 'cdk', enabled: 'yes' },
  );
}

/** cdk8s-plus writes `nonResourceUrls` where Kubernetes has `nonResourceURLs`. */
function renamed(rule: Value): Value {
  const urls = entryOf(rule, 'nonResourceUrls');
  return urls && rule.kind === 'mapping'
    ? { ...rule, entries: rule.entries.map((one) => (one === urls ? { ...one, key: wordAt('nonResourceURLs', one.key.at) } : one)) }
    : rule;
}
