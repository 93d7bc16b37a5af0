// Calls of modules from a registry or from git that hand out Google roles: maps of roles to members, by their shape, and
// the flags of the well-known ones. Names as the modules declare them in their variables:
// github.com/terraform-google-modules (iam, service-accounts, project-factory, kubernetes-engine) and cloud-foundation-fabric, read in 2026-11.
import { pushGoogleBinding } from '../gcp/binding.ts';
import { pushPoolProvider } from '../gcp/pool-provider.ts';
import { entryOf, leavesOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import type { Scope, ScopeLevel } from '../types.ts';
import { isSet } from './known-modules.ts';
import { wordAt } from '../made-values.ts';
import { addressLeaf, firstLeaf, pushCredential, type Reading } from './resource.ts';

const memberName = /^(?:user|group|serviceAccount|domain|principal|principalSet):/;
const roleName = /^(?:roles\/|(?:projects|organizations)\/[^/]+\/roles\/)/;

/** What a binding of this module is on, by the words of its source. Others are one resource. */
const levels: readonly (readonly [RegExp, ScopeLevel, attribute: string])[] = [
  [/organizations?(?:_iam)?(?:$|\?)/, 'org', 'organizations'],
  [/folders?(?:_iam)?(?:$|\?)/, 'folder', 'folders'],
  [
    /(?:projects_iam|\/project|project-factory\/google|modules\/(?:member_iam|project|core_project_factory))(?:$|\?)/,
    'project',
    'projects',
  ],
];

export function readGoogleModule(reading: Reading, source: string): void {
  const { view } = reading;
  const found = levels.find(([pattern]) => pattern.test(source));
  const id =
    found && firstLeaf(view.attribute(found[2]) ?? view.attribute('project') ?? view.attribute('project_id') ?? view.attribute('parent'));
  const scope: Scope = { level: found?.[1] ?? 'resource', id: id ?? addressLeaf(reading.instance.resource, view.head) };
  for (const attribute of view.names()) {
    const value = view.attribute(attribute);
    if (value?.kind === 'mapping') bindingsIn(value, attribute, scope, reading);
    if (value?.kind === 'list') for (const item of value.items) if (item.kind === 'mapping') oneBinding(item, attribute, scope, reading);
  }
  if (
    /terraform-google-modules\/(?:iam\/google\/\/modules\/member_iam|terraform-google-iam(?:\.git)?\/\/modules\/member_iam)/.test(source)
  ) {
    const prefix = textOf(view.attribute('prefix')) ?? 'serviceAccount';
    const who = firstLeaf(view.attribute('service_account_address'));
    const member = who && wordAt(`${prefix}:${textOf(who) ?? '…'}`, who.at);
    for (const role of leavesOf(view.attribute('project_roles'))) bind(role, member, 'project_roles', scope, reading);
  } else if (/terraform-google-modules\/(?:service-accounts\/google|terraform-google-service-accounts)/.test(source)) {
    serviceAccounts(reading);
  } else if (/terraform-google-modules\/(?:kubernetes-engine\/google|terraform-google-kubernetes-engine)/.test(source)) {
    clusterCertificate(reading);
  } else if (/terraform-google-modules\/(?:project-factory\/google|terraform-google-project-factory)/.test(source)) {
    projectFactory(reading);
  } else if (source.includes('terraform-google-modules/') && /\/\/modules\/gh-oidc(?:$|\?)/.test(source)) {
    poolOfGithub(reading);
  } else if (source.includes('terraform-google-modules/') && /\/\/modules\/workload-identity(?:$|\?)/.test(source)) {
    const self = wordAt(`serviceAccount:${textOf(view.attribute('name')) ?? reading.instance.address}`, view.head);
    for (const role of leavesOf(view.attribute('roles')))
      bind(role, self, 'roles', { level: 'project', id: firstLeaf(view.attribute('project_id')) ?? scope.id }, reading);
  }
}

/**
 * A provider for GitHub's tokens with the condition that it is given, and which of its tokens are which service account. What
 * one without a condition gets depends on the module's version.
 */
function poolOfGithub(reading: Reading): void {
  const { view } = reading;
  for (const { value } of mappingEntries(view.attribute('sa_mapping'))) {
    const tokens = firstLeaf(entryOf(value, 'attribute')?.value);
    const account = firstLeaf(entryOf(value, 'sa_name')?.value);
    if (!tokens || !account) continue;
    const pool = textOf(view.attribute('pool_id')) ?? '…';
    const member = `principalSet://iam.googleapis.com/projects/…/locations/global/workloadIdentityPools/${pool}/${textOf(tokens) ?? '…'}`;
    const scope: Scope = { level: 'resource', id: account };
    bind(wordAt('roles/iam.workloadIdentityUser', tokens.at), wordAt(member, tokens.at), 'sa_mapping', scope, reading);
  }
  const expression = firstLeaf(view.attribute('attribute_condition'));
  const at = view.placeOf('attribute_condition')?.all;
  if (!expression || !at || textOf(expression) === undefined) return;
  pushPoolProvider(reading.facts, {
    issuer: firstLeaf(view.attribute('issuer_uri')) ?? wordAt('https://token.actions.githubusercontent.com', view.head),
    condition: { expression, at },
    carrier: reading.carrier('attribute_condition'),
    anchor: reading.anchor(),
    enabled: reading.instance.enabled,
  });
}

function mappingEntries(value: Value | undefined): Mapping['entries'] {
  return value?.kind === 'mapping' ? value.entries : [];
}

/** Tables of Cloud Foundation Fabric that go by who is given something, and not by what. */
const byMember = /^(?:group_iam|iam_by_principals(?:_additive)?)$/;

/** `{ "roles/owner" = ["group:…"] }`, the same by members (`iam_by_principals`), and `{ name = { role = …, members = […] } }`. */
function bindingsIn(value: Mapping, attribute: string, scope: Scope, reading: Reading): void {
  for (const { key, value: given } of value.entries) {
    const name = textOf(key) ?? '';
    if (roleName.test(name)) bind(key, given, attribute, scope, reading);
    else if (memberName.test(name) || byMember.test(attribute)) {
      // Groups go by their address alone.
      const member = attribute === 'group_iam' && key.kind === 'scalar' ? { ...key, value: `group:${name}` } : key;
      for (const role of leavesOf(given)) if (roleName.test(textOf(role) ?? '')) bind(role, member, attribute, scope, reading);
    } else if (given.kind === 'mapping') oneBinding(given, attribute, scope, reading);
  }
}

/** `{ role = …, members = […], condition = { expression = … } }`, and an entry of the access of a dataset. */
function oneBinding(value: Mapping, attribute: string, scope: Scope, reading: Reading): void {
  const own = (name: string): Value | undefined => entryOf(value, name)?.value;
  const special = own('special_group');
  const condition = entryOf(own('condition'), 'expression')?.value ?? own('expression');
  bind(
    own('role'),
    own('members') ?? own('member') ?? own('iam_member') ?? (/^all/i.test(textOf(special) ?? '') ? special : undefined),
    attribute,
    scope,
    reading,
    firstLeaf(condition),
  );
}

function bind(
  role: Value | undefined,
  members: Value | undefined,
  attribute: string,
  scope: Scope,
  reading: Reading,
  condition?: Leaf,
): void {
  if (!role || !members) return;
  pushGoogleBinding(reading.facts, {
    role,
    members,
    scope,
    carrier: reading.carrier(attribute),
    anchor: reading.anchor(`${attribute}[${textOf(role) ?? '?'}]`),
    enabled: reading.instance.enabled,
    ...(condition ? { condition: { expression: condition, at: condition.at } } : {}),
  });
}

/** The role of the project's own service account, and of the group that controls the project, an editor unless said. */
function projectFactory(reading: Reading): void {
  const { view, instance } = reading;
  const scope: Scope = { level: 'project', id: addressLeaf(instance.resource, view.head) };
  const account = textOf(view.attribute('project_sa_name')) ?? 'project-service-account';
  const project = textOf(view.attribute('project_id')) ?? textOf(view.attribute('name')) ?? instance.address;
  if (isSet(view.attribute('create_project_sa'), true) !== 'no') {
    for (const role of leavesOf(view.attribute('sa_role')))
      if (textOf(role) !== '')
        bind(role, wordAt(`serviceAccount:${account}@${project}.iam.gserviceaccount.com`, role.at), 'sa_role', scope, reading);
  }
  const group = firstLeaf(view.attribute('group_name'));
  if (group && textOf(group) !== '' && !(group.kind === 'scalar' && group.value === null)) {
    bind(
      view.attribute('group_role') ?? wordAt('roles/editor', group.at),
      wordAt(`group:${textOf(group) ?? '…'}`, group.at),
      view.attribute('group_role') ? 'group_role' : 'group_name',
      scope,
      reading,
    );
  }
}

/** A certificate that is an administrator of the cluster, which the module leaves out unless told. */
function clusterCertificate(reading: Reading): void {
  const issued = reading.view.attribute('issue_client_certificate');
  if (isSet(issued, false) === 'yes')
    pushCredential(reading, {
      platform: 'gcp',
      kind: 'certificate',
      anchor: reading.anchor('issue_client_certificate'),
      carrier: reading.carrier('issue_client_certificate'),
      at: firstLeaf(issued)!.at,
    });
}

/** `project_roles = ["project=>roles/editor"]` for each of `names`, and keys for them. */
function serviceAccounts(reading: Reading): void {
  const { view } = reading;
  const self = wordAt(`serviceAccount:${textOf(leavesOf(view.attribute('names'))[0]) ?? reading.instance.address}`, view.head);
  for (const leaf of leavesOf(view.attribute('project_roles'))) {
    const [project, role] = (textOf(leaf) ?? '').split('=>').map((part) => part.trim());
    if (!role) continue;
    const at =
      leaf.token.span[1] - leaf.at.span[1] === 1
        ? { uri: leaf.at.uri, span: [leaf.at.span[1] - role.length, leaf.at.span[1]] as const }
        : leaf.at;
    bind(wordAt(role, at), self, 'project_roles', { level: 'project', id: wordAt(project ?? '', leaf.at) }, reading);
  }
  const keys = view.attribute('generate_keys');
  if (isSet(keys, false) === 'yes')
    pushCredential(reading, {
      platform: 'gcp',
      kind: 'sa-key',
      owner: { kind: 'serviceAccount', id: self },
      anchor: reading.anchor('generate_keys'),
      at: firstLeaf(keys)!.at,
    });
}
