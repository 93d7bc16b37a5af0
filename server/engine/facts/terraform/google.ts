// Google Cloud resources of Terraform: bindings on every kind of resource, policies, custom roles, keys, workload
// identity and privileged access entitlements. What runs, and as whom, is in google-machines.ts.
import { memberPrincipal, pushGoogleBinding } from '../gcp/binding.ts';
import { pushPoolProvider } from '../gcp/pool-provider.ts';
import type { Condition, Scope, ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import type { BlockView } from './blocks.ts';
import { literalText } from './evaluate.ts';
import { visitReferences } from './module.ts';
import { wordAt } from '../made-values.ts';
import { googleMachineReaders } from './google-machines.ts';
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
import { onlyNamed } from '../polarity.ts';

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
      polarity: onlyNamed,
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

/** Who may come in through a provider of a workload identity pool. */
const poolProvider: ResourceReader = (reading) => {
  const { view } = reading;
  const oidc = view.blocks('oidc')[0];
  const issuer = firstLeaf(oidc?.attribute('issuer_uri'));
  if (!oidc || !issuer) return;
  const expression = firstLeaf(view.attribute('attribute_condition'));
  const at = view.placeOf('attribute_condition')?.all;
  const audiences = oidc.placeOf('allowed_audiences')?.all;
  pushPoolProvider(reading.facts, {
    issuer,
    ...(expression && at ? { condition: { expression, at } } : {}),
    ...(audiences ? { audiences: { values: leavesOf(oidc.attribute('allowed_audiences')), at: audiences } } : {}),
    assumes: addressLeaf(reading.instance.resource, view.head),
    carrier: reading.carrier(at ? 'attribute_condition' : undefined),
    anchor: reading.anchor(),
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
  const approval = view.blocks('approval_workflow')[0]?.head;
  const conditions: Condition[] = approval
    ? [{ operator: 'approval', key: 'approval_workflow', values: [], limits: 'other', at: approval }]
    : [];
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
          polarity: onlyNamed,
          role: 'entitlement',
          principals,
          entitlement: role,
          actions: [],
          scope: [{ level, id: resource ?? wordAt('', view.head) }],
          conditions,
          lifetime: { kind: 'eligible', until: duration, at: view.placeOf('max_request_duration')?.all },
          carrier: reading.carrier(),
          enabled: reading.instance.enabled,
        });
      }
    }
  }
};

const limitsOfKeys = [
  'api_targets',
  'android_key_restrictions',
  'browser_key_restrictions',
  'ios_key_restrictions',
  'server_key_restrictions',
];

/** `*` among the sites that a key may be used on: all of them. */
function everyReferrer(restrictions: BlockView): Leaf | undefined {
  return restrictions
    .blocks('browser_key_restrictions')
    .flatMap((block) => leavesOf(block.attribute('allowed_referrers')))
    .find((leaf) => textOf(leaf) === '*');
}

export const googleReaders: Readonly<Record<string, ResourceReader>> = {
  google_service_account: (reading) => pushIdentity(reading, { platform: 'gcp', kind: 'service-account', name: 'account_id' }),
  google_service_account_key(reading) {
    const { view } = reading;
    const account = firstLeaf(view.attribute('service_account_id'));
    const rotation =
      firstLeaf(view.attribute('keepers')) ?? (view.attribute('keepers') ? wordAt('keepers', view.placeOf('keepers')!.all) : undefined);
    pushCredential(reading, { platform: 'gcp', kind: 'sa-key', owner: account && { kind: 'serviceAccount', id: account }, rotation });
  },
  google_storage_hmac_key: (reading) => pushCredential(reading, { platform: 'gcp', kind: 'access-key' }),
  google_apikeys_key(reading) {
    const restrictions = reading.view.blocks('restrictions');
    const star = restrictions.map(everyReferrer).find((leaf) => leaf);
    const restricted = restrictions.some((block) =>
      limitsOfKeys.some((name) => block.blocks(name).length > 0 && !(star && name === 'browser_key_restrictions')),
    );
    pushCredential(reading, {
      platform: 'gcp',
      kind: 'token',
      rotation: restricted ? wordAt('restricted', restrictions[0]!.head) : undefined,
      ...(star && !restricted ? { at: star.at } : {}),
    });
  },
  ...googleMachineReaders,
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
  google_storage_bucket_object: bucketAcl,
  google_sql_user(reading) {
    const { view } = reading;
    const type = textOf(view.attribute('type')) ?? 'BUILT_IN';
    if (type !== 'BUILT_IN' || !view.attribute('password')) return;
    pushCredential(reading, { platform: 'gcp', kind: 'db-password', lifetime: lifetimeFrom(reading) });
  },
};
