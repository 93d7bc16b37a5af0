// Google Cloud resources of Terraform: bindings on every kind of resource, policies, custom roles, keys, workload
// identity and privileged access entitlements.
import { pushGoogleBinding } from '../gcp/binding.ts';
import { memberPrincipal } from '../gcp/binding.ts';
import type { Condition, Scope, ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import type { BlockView } from './blocks.ts';
import { literalText } from './evaluate.ts';
import { visitReferences } from './module.ts';
import { wordAt } from '../made-values.ts';
import { organizationPolicyReaders } from './google-organization-policy.ts';
import {
  addressLeaf,
  firstLeaf,
  leafOf,
  lifetimeFrom,
  pushCredential,
  pushIdentity,
  type Reading,
  type ResourceReader,
} from './resource.ts';
import { tableOf } from '../../table.ts';

/** Levels above one resource, by the middle of the type's name. Everything else is one resource. */
const levels = tableOf<readonly [level: ScopeLevel, attribute: string]>({
  project: ['project', 'project'],
  folder: ['folder', 'folder'],
  organization: ['org', 'org_id'],
  billing_account: ['account', 'billing_account_id'],
});

/** Attributes that name the resource a binding is on, the commonest first. */
const targets = [
  'bucket',
  'service_account_id',
  'secret_id',
  'topic',
  'subscription',
  'dataset_id',
  'crypto_key_id',
  'key_ring_id',
  'service',
  'name',
  'cloud_function',
  'repository',
  'instance',
  'instance_name',
  'table_id',
  'cluster',
  'queue',
  'managed_zone',
  'subnetwork',
  'registry',
  'api',
  'tag_key',
  'tag_value',
  'resource',
  'database',
  'parent',
] as const;

function scopeOf(reading: Reading, middle: string): Scope {
  const known = levels.get(middle);
  if (known) return { level: known[0], id: firstLeaf(reading.view.attribute(known[1])) ?? wordAt('', reading.view.head) };
  for (const attribute of targets) {
    const id = firstLeaf(reading.view.attribute(attribute));
    if (id) return { level: 'resource', id };
  }
  return { level: 'resource', id: addressLeaf(reading.instance.resource, reading.view.head) };
}

function conditionIn(view: BlockView): { expression: Leaf | undefined; at: BlockView['head'] } | undefined {
  const block = view.blocks('condition')[0];
  return block && { expression: firstLeaf(block.attribute('expression')), at: block.head };
}

const bindingType = /^google_(.+)_iam_(member|binding|policy)$/;

/** Any `google_<what>_iam_<form>`; undefined for other types. */
export function googleBindingReader(type: string): ResourceReader | undefined {
  const match = bindingType.exec(type);
  if (!match) return undefined;
  const [, middle, form] = match as unknown as [string, string, string];
  if (form === 'policy') return (reading) => readPolicyData(reading, reading.view.attribute('policy_data'), scopeOf(reading, middle));
  const members = form === 'member' ? 'member' : 'members';
  return (reading) =>
    pushGoogleBinding(reading.facts, {
      role: reading.view.attribute('role'),
      members: reading.view.attribute(members),
      condition: conditionIn(reading.view),
      scope: scopeOf(reading, middle),
      carrier: reading.carrier(members),
      anchor: reading.anchor('role'),
      enabled: reading.instance.enabled,
    });
}

export function readPolicyData(reading: Reading, policy: Value | undefined, scope: Scope): void {
  itemsOf(entryOf(policy, 'bindings')?.value).forEach((binding, index) => {
    const condition = entryOf(binding, 'condition');
    const role = entryOf(binding, 'role')?.value;
    pushGoogleBinding(reading.facts, {
      role,
      members: entryOf(binding, 'members')?.value,
      scope,
      carrier: reading.carrier('policy_data'),
      enabled: reading.instance.enabled,
      anchor: reading.anchor(`policy_data/bindings[${textOf(role) ?? index}]`),
      condition: condition && { expression: leafOf(entryOf(condition.value, 'expression')?.value), at: condition.at },
    });
  });
}

/** Access lists of datasets and buckets, older than IAM and still read by it. */
function pushAccess(reading: Reading, role: Value | undefined, member: Value | undefined, anchor: string): void {
  if (!role || !member) return;
  pushGoogleBinding(reading.facts, {
    role,
    members: member,
    scope: { level: 'resource', id: addressLeaf(reading.instance.resource, reading.view.head) },
    carrier: reading.carrier(),
    anchor: reading.anchor(anchor),
    enabled: reading.instance.enabled,
  });
}

function datasetAccess(reading: Reading, view: BlockView, anchor: string): void {
  const group = view.attribute('special_group');
  const member = view.attribute('iam_member') ?? (/^all/i.test(textOf(group) ?? '') ? group : undefined);
  pushAccess(reading, view.attribute('role'), member, anchor);
}

/** `READER:allUsers` of an access list. */
function bucketAcl(reading: Reading): void {
  leavesOf(reading.view.attribute('role_entity')).forEach((leaf, index) => {
    const [role, entity] = (textOf(leaf) ?? '').split(':');
    if (!role || !entity || !/^all/i.test(entity)) return;
    pushAccess(reading, wordAt(role, leaf.at), { ...wordAt(entity, leaf.at) }, `role_entity[${index}]`);
  });
  const preset = firstLeaf(reading.view.attribute('predefined_acl'));
  if (preset && /^public/i.test(textOf(preset) ?? ''))
    pushAccess(reading, wordAt(textOf(preset)!, preset.at), wordAt('allUsers', preset.at), 'predefined_acl');
}

/** The permissions of a custom role; predefined roles whose permissions it takes over (`data.google_iam_role`) by their names. */
function permissionsOf({ view, instance }: Reading): Leaf[] {
  const found = view.expression('permissions');
  const copied: Leaf[] = [];
  if (found) {
    const { expression } = found;
    visitReferences(
      [{ kind: 'attribute', name: 'permissions', nameSpan: expression.span, value: expression, span: expression.span }],
      (base, type, name) => {
        const role =
          base === 'data' && type === 'google_iam_role' ? instance.scope.module.resources.get(`data.google_iam_role.${name}`) : undefined;
        const text = role && literalText(attributeOf(role.block.body, 'name')?.value);
        if (text !== undefined) copied.push(wordAt(text, { uri: found.scope.uri, span: expression.span }));
      },
    );
  }
  return [...leavesOf(view.attribute('permissions')), ...copied];
}

const customRole =
  (level: ScopeLevel, target: string): ResourceReader =>
  (reading) => {
    const { view } = reading;
    reading.facts.grants.push({
      anchor: reading.anchor('permissions'),
      platform: 'gcp',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'custom-role',
      principals: [],
      entitlement: firstLeaf(view.attribute('role_id')),
      actions: permissionsOf(reading),
      scope: [{ level, id: firstLeaf(view.attribute(target)) ?? wordAt('', view.head) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: reading.carrier('permissions'),
      enabled: reading.instance.enabled,
    });
  };

/** What a machine may do as its service account: access scopes limit it, the default account is shared by all. */
function machineAccount(view: BlockView, account: string, scopes: string): ResourceReader {
  return (reading) => {
    const email = firstLeaf(view.attribute(account));
    reading.facts.grants.push({
      anchor: reading.anchor(account),
      platform: 'gcp',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'session',
      principals: [{ kind: 'serviceAccount', id: email ?? wordAt('default', view.head) }],
      actions: leavesOf(view.attribute(scopes)),
      scope: [{ level: 'project', id: wordAt('', view.head) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...reading.carrier(), head: view.head, block: view.block, attribute: view.placeOf(account)?.all },
      enabled: reading.instance.enabled,
    });
  };
}

/** Keys that let somebody into machines, and the switch back to them from OS Login. */
function machineKey(reading: Reading, key: string, value: Leaf | undefined): void {
  const off = key === 'enable-oslogin' && /^(?:false|no|n|0)$/i.test(textOf(value) ?? '');
  if (!value || !(off || ((key === 'ssh-keys' || key === 'sshKeys') && textOf(value) !== ''))) return;
  pushCredential(reading, {
    platform: 'gcp',
    kind: 'ssh-key',
    at: value.at,
    anchor: reading.anchor(`metadata[${key}]`),
    carrier: reading.carrier('metadata'),
    rotation: wordAt(off ? 'os-login-off' : 'keys', value.at),
  });
}

const machineKeys: ResourceReader = (reading) => {
  const metadata = reading.view.attribute('metadata');
  if (metadata?.kind === 'mapping')
    for (const entry of metadata.entries) machineKey(reading, textOf(entry.key) ?? '', leavesOf(entry.value)[0]);
};

const machine: ResourceReader = (reading) => {
  machineKeys(reading);
  // Machines that GKE made itself carry this prefix; their account is a setting of the node pool.
  if (/^gke-/.test(textOf(reading.view.attribute('name')) ?? '')) return;
  for (const block of reading.view.blocks('service_account').slice(0, 1)) machineAccount(block, 'email', 'scopes')(reading);
};

/** What runs as the default account where none is named: the account is an attribute of the block at the end of `path`. */
const runs =
  (account: string, ...path: readonly string[]): ResourceReader =>
  (reading) => {
    let view: BlockView | undefined = reading.view;
    for (const name of path) view = view?.blocks(name)[0];
    if (view) machineAccount({ ...view, head: reading.view.head, block: reading.view.block }, account, 'oauth_scopes')(reading);
  };

const nodes: ResourceReader = (reading) => {
  const { view } = reading;
  if (textOf(view.attribute('remove_default_node_pool')) === 'true' || textOf(view.attribute('enable_autopilot')) === 'true') return;
  for (const block of view.blocks('node_config').slice(0, 1)) machineAccount(block, 'service_account', 'oauth_scopes')(reading);
};

const cluster: ResourceReader = (reading) => {
  nodes(reading);
  const legacy = firstLeaf(reading.view.attribute('enable_legacy_abac'));
  if (legacy && textOf(legacy) === 'true') {
    reading.facts.grants.push({
      anchor: reading.anchor('enable_legacy_abac'),
      platform: 'k8s',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'resource',
      principals: [{ kind: 'authenticated', id: legacy }],
      actions: [wordAt('cluster-without-roles', legacy.at)],
      scope: [{ level: 'cluster', id: legacy }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: reading.carrier('enable_legacy_abac'),
      enabled: reading.instance.enabled,
    });
  }
  for (const auth of reading.view.blocks('master_auth')) {
    const login = firstLeaf(auth.attribute('username'));
    // Both empty is how the provider was told to turn it off.
    if (login && textOf(login) !== '' && auth.placeOf('password') && textOf(auth.attribute('password')) !== '')
      pushCredential(reading, { platform: 'gcp', kind: 'login-password', at: login.at, anchor: reading.anchor('master_auth/username') });
    for (const config of auth.blocks('client_certificate_config')) {
      const issued = firstLeaf(config.attribute('issue_client_certificate'));
      if (issued && textOf(issued) === 'true')
        pushCredential(reading, {
          platform: 'gcp',
          kind: 'certificate',
          at: issued.at,
          anchor: reading.anchor('master_auth'),
          carrier: { ...reading.carrier(), attribute: config.placeOf('issue_client_certificate')!.all },
        });
    }
  }
};

/** Who may come in through a provider of a workload identity pool: whom the issuer signs for, and the condition lets through. */
const poolProvider: ResourceReader = (reading) => {
  const { view } = reading;
  const oidc = view.blocks('oidc')[0];
  const issuer = firstLeaf(oidc?.attribute('issuer_uri'));
  if (!oidc || !issuer) return;
  const conditions: Condition[] = [];
  const condition = firstLeaf(view.attribute('attribute_condition'));
  const at = view.placeOf('attribute_condition');
  if (condition && at && textOf(condition) !== '') {
    conditions.push({
      operator: 'expression',
      key: 'attribute_condition',
      values: [condition],
      limits: /^\s*true\s*$/i.test(textOf(condition) ?? '') ? 'none' : 'principal',
      at: at.all,
    });
  }
  const audiences = leavesOf(oidc.attribute('allowed_audiences'));
  if (audiences.length > 0)
    conditions.push({
      operator: 'StringEquals',
      key: 'aud',
      values: audiences,
      limits: 'other',
      at: oidc.placeOf('allowed_audiences')!.all,
    });
  reading.facts.trusts.push({
    anchor: reading.anchor(),
    platform: 'gcp',
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    role: 'trust',
    principals: [
      {
        kind: 'federated',
        id: issuer,
        issuer: textOf(issuer)
          ?.replace(/^https?:\/\//, '')
          .replace(/\/$/, ''),
      },
    ],
    assumes: addressLeaf(reading.instance.resource, view.head),
    actions: [],
    scope: [],
    conditions,
    lifetime: { kind: 'standing' },
    carrier: reading.carrier(at ? 'attribute_condition' : undefined),
    enabled: reading.instance.enabled,
  });
};

/** Access that is asked for and given for a time. */
const entitlement: ResourceReader = (reading) => {
  const { view } = reading;
  const duration = firstLeaf(view.attribute('max_request_duration'));
  const principals = view
    .blocks('eligible_users')
    .flatMap((block) => leavesOf(block.attribute('principals')))
    .map(memberPrincipal);
  for (const access of view.blocks('privileged_access').flatMap((block) => block.blocks('gcp_iam_access'))) {
    const resource = firstLeaf(access.attribute('resource'));
    const type = textOf(access.attribute('resource_type')) ?? '';
    const level: ScopeLevel = /Organization$/.test(type) ? 'org' : /Folder$/.test(type) ? 'folder' : 'project';
    for (const binding of access.blocks('role_bindings')) {
      for (const role of leavesOf(binding.attribute('role'))) {
        reading.facts.grants.push({
          anchor: reading.anchor(`role_bindings[${textOf(role) ?? '?'}]`),
          platform: 'gcp',
          effect: 'allow',
          polarity: { actions: 'only', resources: 'only', principals: 'only' },
          role: 'entitlement',
          principals,
          entitlement: role,
          actions: [],
          scope: [{ level, id: resource ?? wordAt('', view.head) }],
          conditions: [],
          lifetime: { kind: 'eligible', until: duration, at: view.placeOf('max_request_duration')?.all },
          carrier: reading.carrier(),
          enabled: reading.instance.enabled,
        });
      }
    }
  }
};

export const googleReaders: Readonly<Record<string, ResourceReader>> = {
  google_service_account: (reading) => pushIdentity(reading, { platform: 'gcp', kind: 'service-account', name: 'account_id' }),
  google_service_account_key(reading) {
    const { view } = reading;
    const account = firstLeaf(view.attribute('service_account_id'));
    const rotation =
      firstLeaf(view.attribute('keepers')) ?? (view.attribute('keepers') ? wordAt('keepers', view.placeOf('keepers')!.all) : undefined);
    pushCredential(reading, { platform: 'gcp', kind: 'sa-key', owner: account && { kind: 'serviceAccount', id: account }, rotation });
  },
  google_compute_project_metadata: machineKeys,
  google_compute_project_metadata_item: (reading) => {
    const key = textOf(reading.view.attribute('key')) ?? '';
    machineKey(reading, key, firstLeaf(reading.view.attribute('value')));
  },
  google_storage_hmac_key: (reading) => pushCredential(reading, { platform: 'gcp', kind: 'access-key' }),
  google_apikeys_key(reading) {
    const restrictions = reading.view.blocks('restrictions');
    const restricted = restrictions.some((block) =>
      ['api_targets', 'android_key_restrictions', 'browser_key_restrictions', 'ios_key_restrictions', 'server_key_restrictions'].some(
        (name) => block.blocks(name).length > 0,
      ),
    );
    pushCredential(reading, {
      platform: 'gcp',
      kind: 'token',
      rotation: restricted ? wordAt('restricted', restrictions[0]!.head) : undefined,
    });
  },
  google_compute_instance: machine,
  google_compute_instance_template: machine,
  google_compute_region_instance_template: machine,
  google_compute_instance_from_template: machine,
  google_cloudfunctions_function: runs('service_account_email'),
  google_cloudfunctions2_function: runs('service_account_email', 'service_config'),
  google_cloud_run_service: runs('service_account_name', 'template', 'spec'),
  google_cloud_run_v2_service: runs('service_account', 'template'),
  google_cloud_run_v2_job: runs('service_account', 'template', 'template'),
  google_cloudbuild_trigger: runs('service_account'),
  google_container_node_pool: nodes,
  google_container_cluster: cluster,
  google_project_iam_custom_role: customRole('project', 'project'),
  google_organization_iam_custom_role: customRole('org', 'org_id'),
  ...organizationPolicyReaders,
  google_iam_workload_identity_pool_provider: poolProvider,
  google_privileged_access_manager_entitlement: entitlement,
  google_bigquery_dataset: (reading) =>
    reading.view.blocks('access').forEach((block, index) => datasetAccess(reading, block, `access[${index}]`)),
  google_bigquery_dataset_access: (reading) => datasetAccess(reading, reading.view, 'role'),
  google_storage_bucket_access_control: (reading) =>
    pushAccess(reading, reading.view.attribute('role') ?? wordAt('READER', reading.view.head), reading.view.attribute('entity'), 'entity'),
  google_storage_object_access_control: (reading) =>
    pushAccess(reading, reading.view.attribute('role'), reading.view.attribute('entity'), 'entity'),
  google_storage_default_object_access_control: (reading) =>
    pushAccess(reading, reading.view.attribute('role'), reading.view.attribute('entity'), 'entity'),
  google_storage_bucket_acl: bucketAcl,
  google_storage_default_object_acl: bucketAcl,
  google_storage_object_acl: bucketAcl,
  google_sql_user(reading) {
    const { view } = reading;
    const type = textOf(view.attribute('type')) ?? 'BUILT_IN';
    if (type !== 'BUILT_IN' || !view.attribute('password')) return;
    pushCredential(reading, { platform: 'gcp', kind: 'db-password', lifetime: lifetimeFrom(reading) });
  },
};
