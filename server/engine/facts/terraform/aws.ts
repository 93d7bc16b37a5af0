// AWS resources of Terraform: policies and who holds them, trust, resource policies, limits, keys and logins. What a
// policy document says is read by facts/aws/policy-document.ts.
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { isNamedBoundary } from '../aws/policy-role.ts';
import { principalOf } from '../aws/principals.ts';
import { lifetimeOfDays } from '../lifetime.ts';
import type { Grant, Principal } from '../types.ts';
import { leavesOf, textOf, type Entry, type Value } from '../value.ts';
import { awsPolicyAttributes } from './aws-policies.ts';
import { awsSettingsReaders } from './aws-settings.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Resource } from './module.ts';
import { entryOver } from './module-memory.ts';
import {
  addressLeaf,
  firstLeaf,
  namedBy,
  principalsFrom,
  pushCredential,
  pushIdentity,
  resourceOf,
  type Reading,
  type ResourceReader,
} from './resource.ts';
import type { Scope } from './evaluate.ts';
import { templateReaders } from './templates.ts';
import { awsWorkloadReaders } from './workloads.ts';
import { attributeOf, type HclExpression } from '../../syntax/hcl/tree.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

/** What the module as a whole says about its customer-managed policies. */
export interface PolicyUses {
  /** Who holds a policy, by the policy's address. */
  readonly holders: Pick<ReadonlyMap<string, readonly Principal[]>, 'get' | 'has'>;
  /** Addresses of policies that are only ever a permissions boundary. */
  readonly boundaries: Pick<ReadonlySet<string>, 'has'>;
}

const attachments = tableOf<readonly (readonly [attribute: string, kind: Principal['kind']])[]>({
  aws_iam_role_policy_attachment: [['role', 'role']],
  aws_iam_user_policy_attachment: [['user', 'user']],
  aws_iam_group_policy_attachment: [['group', 'group']],
  aws_iam_policy_attachment: [
    ['roles', 'role'],
    ['users', 'user'],
    ['groups', 'group'],
  ],
});

/** What a module says of one of its policies. */
interface PolicyUse {
  readonly holders?: readonly Principal[];
  readonly isBoundary?: boolean;
}

/** What the module of a scope says about its policies. */
export function policyUsesOf(scope: Scope): PolicyUses {
  const of = (address: string): PolicyUse | undefined => entryOver('policies', policyUsesIn, scope, address);
  return {
    holders: { get: (address) => of(address)?.holders, has: (address) => of(address)?.holders !== undefined },
    boundaries: { has: (address) => of(address)?.isBoundary === true },
  };
}

/** One look over the module: attachments, also in the role itself, and boundaries by reference. By the policy's address. */
function policyUsesIn(scope: Scope): ReadonlyMap<string, PolicyUse> {
  const holders = new Map<string, Principal[]>();
  const bounding = new Set<string>();
  const holdersOf = ({ address }: Resource): Principal[] => holders.get(address) ?? holders.set(address, []).get(address)!;
  for (const resource of scope.module.resources.values()) {
    if (resource.mode !== 'resource' || !resource.type.startsWith('aws_')) continue;
    const own: Scope = { ...scope, uri: resource.uri };
    const written = (attribute: string): HclExpression | undefined => attributeOf(resource.block.body, attribute)?.value;
    const named = (attribute: string): Resource | undefined => resourceOf(written(attribute), own);
    const arns = resource.type === 'aws_iam_role' ? written('managed_policy_arns') : undefined;
    for (const item of arns?.kind === 'tuple' ? arns.items : []) {
      const given = resourceOf(item, own);
      if (given?.type === 'aws_iam_policy')
        holdersOf(given).push({ kind: 'role', id: addressLeaf(resource, { uri: resource.uri, span: resource.block.head }) });
    }
    const boundary = named('permissions_boundary');
    if (boundary?.type === 'aws_iam_policy') bounding.add(boundary.address);
    const policy = attachments.get(resource.type) && named('policy_arn');
    if (policy?.type !== 'aws_iam_policy') continue;
    const list = holdersOf(policy);
    for (const [attribute, kind] of attachments.get(resource.type)!) {
      const holder = named(attribute);
      if (holder) list.push({ kind, id: addressLeaf(holder, { uri: resource.uri, span: resource.block.head }) });
    }
  }
  const uses = new Map<string, PolicyUse>([...bounding].map((address) => [address, { isBoundary: true }]));
  for (const [address, list] of holders) uses.set(address, { holders: list });
  return uses;
}

/** Reads a policy in an attribute; nothing where it is not set or not known. */
function readPolicy(
  reading: Reading,
  attribute: string,
  role: Grant['role'],
  principals: readonly Principal[],
  document: Value | undefined = reading.view.attribute(attribute),
  path = attribute,
): void {
  if (!document) return;
  readPolicyDocument(document, reading.facts, {
    role,
    carrier: reading.carrier(attribute),
    anchor: reading.anchor(path),
    principals,
    enabled: reading.instance.enabled,
    assumes: role === 'trust' ? addressLeaf(reading.instance.resource, reading.view.head) : undefined,
  });
}

function attach(reading: Reading, attribute: string, principals: readonly Principal[], role?: Grant['role']): void {
  for (const policy of leavesOf(reading.view.attribute(attribute))) {
    attachManagedPolicy(policy, reading.facts, {
      carrier: reading.carrier(attribute),
      anchor: reading.anchor(attribute),
      principals,
      enabled: reading.instance.enabled,
      role,
    });
  }
}

function self(reading: Reading, kind: Principal['kind']): Principal[] {
  return [{ kind, id: addressLeaf(reading.instance.resource, reading.view.head) }];
}

const attachment =
  (type: string, policy = 'policy_arn', subjects = attachments.get(type)!): ResourceReader =>
  (reading) => {
    attach(
      reading,
      policy,
      subjects.flatMap(([attribute, kind]) => principalsFrom(reading, attribute, kind)),
    );
  };

const inline =
  (attribute: string, kind: Principal['kind']): ResourceReader =>
  (reading) => {
    readPolicy(reading, 'policy', 'identity', principalsFrom(reading, attribute, kind));
  };

const role: ResourceReader = (reading) => {
  const { view } = reading;
  const principals = self(reading, 'role');
  readPolicy(reading, 'assume_role_policy', 'trust', []);
  view.blocks('inline_policy').forEach((block, index) => {
    const name = textOf(block.attribute('name')) ?? String(index);
    const document = block.attribute('policy');
    if (!document) return;
    readPolicyDocument(document, reading.facts, {
      role: 'identity',
      principals,
      anchor: reading.anchor(`inline_policy[${name}]`),
      enabled: reading.instance.enabled,
      carrier: { ...reading.carrier(), attribute: block.placeOf('policy')?.all },
    });
  });
  // No argument of the type: whoever writes it means the role's own policy, and the provider refuses it.
  readPolicy(reading, 'policy', 'identity', principals);
  attach(reading, 'managed_policy_arns', principals);
  attach(reading, 'permissions_boundary', principals, 'boundary');
  pushIdentity(reading, {
    platform: 'aws',
    kind: 'role',
    name: 'name',
    tags: 'tags',
    traits: {
      permissionsBoundary: firstLeaf(view.attribute('permissions_boundary')),
      maxSessionDuration: firstLeaf(view.attribute('max_session_duration')),
    },
  });
};

const user: ResourceReader = (reading) => {
  attach(reading, 'permissions_boundary', self(reading, 'user'), 'boundary');
  pushIdentity(reading, {
    platform: 'aws',
    kind: 'user',
    name: 'name',
    tags: 'tags',
    traits: { permissionsBoundary: firstLeaf(reading.view.attribute('permissions_boundary')) },
  });
};

/** The permission of one caller to use a function, a layer or a signing profile, in the shape of the statement that AWS makes of it. */
const lambdaPermission: ResourceReader = (reading) => {
  const { view } = reading;
  const who = firstLeaf(view.attribute('principal'));
  if (!who) return;
  const whoAt = view.placeOf('principal')!;
  const text = textOf(who) ?? '';
  const type = /\.amazonaws\.com(?:\.cn)?$/.test(text) ? 'Service' : 'AWS';
  const entries: Entry[] = [
    entryFrom('Effect', view.head, wordAt('Allow', view.head), view.head),
    entryFrom('Principal', whoAt.name, mappingFrom([entryFrom(type, whoAt.name, who, whoAt.all)], whoAt.all), whoAt.all),
  ];
  for (const [name, json] of [
    ['action', 'Action'],
    ['function_name', 'Resource'],
  ] as const) {
    const value = view.attribute(name);
    if (value) entries.push(entryFrom(json, view.placeOf(name)!.name, value, view.placeOf(name)!.all));
  }
  const conditions: Entry[] = [];
  for (const [name, operator, key] of [
    ['source_arn', 'ArnLike', 'AWS:SourceArn'],
    ['source_account', 'StringEquals', 'AWS:SourceAccount'],
    ['principal_org_id', 'StringEquals', 'aws:PrincipalOrgID'],
    ['organization_id', 'StringEquals', 'aws:PrincipalOrgID'],
    ['function_url_auth_type', 'StringEquals', 'lambda:FunctionUrlAuthType'],
    ['event_source_token', 'StringEquals', 'lambda:EventSourceToken'],
  ] as const) {
    const value = view.attribute(name);
    if (!value) continue;
    const at = view.placeOf(name)!;
    conditions.push(entryFrom(operator, at.name, mappingFrom([entryFrom(key, at.name, value, at.all)], at.all), at.all));
  }
  if (conditions.length > 0) entries.push(entryFrom('Condition', conditions[0]!.key.at, mappingFrom(conditions, view.block), view.block));
  readPolicy(
    reading,
    'principal',
    'resource',
    [],
    mappingFrom([entryFrom('Statement', view.head, mappingFrom(entries, view.block), view.block)], view.block),
    'permission',
  );
};

/** Another account may send events to the bus. */
const eventPermission: ResourceReader = (reading) => {
  const { view } = reading;
  const who = firstLeaf(view.attribute('principal'));
  if (!who) return;
  const limits = view.blocks('condition').length > 0;
  reading.facts.grants.push({
    anchor: reading.anchor('principal'),
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [principalOf('AWS', who)],
    actions: [wordAt('events:PutEvents', view.head)],
    scope: [],
    conditions: limits
      ? [{ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: [], limits: 'principal', at: view.blocks('condition')[0]!.block }]
      : [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('principal'),
    enabled: reading.instance.enabled,
  });
};

/** The reader of `aws_iam_policy`. `uses` says which policies are attached and which only bound. */
export function managedPolicyReader(uses: PolicyUses): ResourceReader {
  return (reading) => {
    const { address } = reading.instance.resource;
    const isBoundary =
      uses.boundaries.has(address) || (!uses.holders.has(address) && isNamedBoundary(address, textOf(reading.view.attribute('name'))));
    readPolicy(reading, 'policy', isBoundary ? 'boundary' : 'identity', uses.holders.get(address) ?? []);
  };
}

/** Readers of all other AWS types. */
export const awsReaders: Readonly<Record<string, ResourceReader>> = makeReaders();

function makeReaders(): Record<string, ResourceReader> {
  const readers: Record<string, ResourceReader> = {
    aws_iam_role_policy: inline('role', 'role'),
    aws_iam_user_policy: inline('user', 'user'),
    aws_iam_group_policy: inline('group', 'group'),
    aws_iam_role: role,
    aws_iam_user: user,
    aws_iam_group: (reading) => pushIdentity(reading, { platform: 'aws', kind: 'group', name: 'name' }),
    aws_iam_role_policy_attachments_exclusive: attachment('', 'policy_arns', [['role_name', 'role']]),
    aws_iam_user_policy_attachments_exclusive: attachment('', 'policy_arns', [['user_name', 'user']]),
    aws_iam_group_policy_attachments_exclusive: attachment('', 'policy_arns', [['group_name', 'group']]),
    aws_ssoadmin_managed_policy_attachment: attachment('', 'managed_policy_arn', [['permission_set_arn', 'role']]),
    aws_ssoadmin_permissions_boundary_attachment: () => {},
    aws_ssoadmin_permission_set: (reading) =>
      pushIdentity(reading, {
        platform: 'aws',
        kind: 'role',
        name: 'name',
        tags: 'tags',
        traits: { maxSessionDuration: firstLeaf(reading.view.attribute('session_duration')) },
      }),
    aws_lambda_permission: lambdaPermission,
    aws_lambda_layer_version_permission: lambdaPermission,
    aws_signer_signing_profile_permission: lambdaPermission,
    aws_cloudwatch_event_permission: eventPermission,
    aws_iam_access_key(reading) {
      if (/^inactive$/i.test(textOf(reading.view.attribute('status')) ?? '')) return;
      pushCredential(reading, { platform: 'aws', kind: 'access-key', owner: principalsFrom(reading, 'user', 'user')[0] });
    },
    aws_iam_user_login_profile: (reading) =>
      pushCredential(reading, { platform: 'aws', kind: 'login-password', owner: principalsFrom(reading, 'user', 'user')[0] }),
    aws_iam_user_ssh_key: (reading) =>
      pushCredential(reading, { platform: 'aws', kind: 'ssh-key', owner: principalsFrom(reading, 'username', 'user')[0] }),
    aws_iam_signing_certificate: (reading) =>
      pushCredential(reading, { platform: 'aws', kind: 'certificate', owner: principalsFrom(reading, 'user_name', 'user')[0] }),
    aws_iam_service_specific_credential(reading) {
      if (/^inactive$/i.test(textOf(reading.view.attribute('status')) ?? '')) return;
      pushCredential(reading, {
        platform: 'aws',
        kind: 'service-specific',
        owner: principalsFrom(reading, 'user_name', 'user')[0],
        lifetime: lifetimeOfDays(firstLeaf(reading.view.attribute('credential_age_days'))),
      });
    },
  };
  for (const type of attachments.keys()) readers[type] = attachment(type);
  for (const [type, settings] of Object.entries(awsSettingsReaders)) readers[type] = settings;
  for (const [type, [path, kind]] of Object.entries(awsPolicyAttributes)) {
    const [attribute, block] = path.split('.').reverse() as [string, string?];
    const policies: ResourceReader = (reading) => {
      const principals = kind === 'identity' ? principalsOfSet(reading) : [];
      if (block === undefined) return readPolicy(reading, attribute, kind, principals);
      for (const view of reading.view.blocks(block)) readPolicy(reading, block, kind, principals, view.attribute(attribute), path);
    };
    const own = Object.hasOwn(readers, type) ? readers[type] : undefined;
    readers[type] = own ? (reading) => (own(reading), policies(reading)) : policies;
  }
  Object.assign(readers, awsWorkloadReaders, templateReaders);
  return readers;
}

function principalsOfSet(reading: Reading): Principal[] {
  const set = namedBy(reading, 'permission_set_arn');
  return set ? [{ kind: 'role', id: addressLeaf(set, reading.view.head) }] : [];
}
