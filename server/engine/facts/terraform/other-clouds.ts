// Clouds beside the three large ones, through their Terraform providers: Alibaba, Oracle, IBM, Tencent, Huawei and Scaleway.
// Who gets which role or policy, who may become whom, and keys without an end. Attributes as the providers' own pages of
// documentation have them (read in 2026-11).
import type { Span } from '../../text/text.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { parseOracleStatement, type OracleStatement } from '../oracle/statement.ts';
import type { Credential, Grant, Identity, Lifetime, Platform, Principal } from '../types.ts';
import { leavesOf, patternOf, textOf, type Leaf } from '../value.ts';
import { firstLeaf, principalsFrom, pushCredential, pushIdentity, addressLeaf, type Reading, type ResourceReader } from './resource.ts';
import { bucketReaders, openBucket } from './buckets.ts';
import { given, pushGrant } from './given.ts';

/** A policy in JSON under the first of these attributes that is set, in the words that AWS has for it. */
const policy =
  (platform: Platform, role: Grant['role'], ...attributes: readonly string[]): ResourceReader =>
  (reading) => {
    const attribute = attributes.find((name) => reading.view.attribute(name) !== undefined);
    if (attribute === undefined) return;
    readPolicyDocument(reading.view.attribute(attribute)!, reading.facts, {
      platform,
      role,
      carrier: reading.carrier(attribute),
      anchor: reading.anchor(attribute),
      principals: [],
      enabled: reading.instance.enabled,
      assumes: role === 'trust' ? addressLeaf(reading.instance.resource, reading.view.head) : undefined,
    });
  };

/** Alibaba's older form: a block for each statement. */
const statementBlocks: ResourceReader = (reading) => {
  reading.view.blocks('statement').forEach((block, index) => {
    const entries = (['effect', 'action', 'resource'] as const).flatMap((name) => {
      const value = block.attribute(name);
      return value ? [entryFrom(name, block.placeOf(name)?.name ?? block.head, value, block.placeOf(name)?.all ?? block.head)] : [];
    });
    readPolicyDocument(mappingFrom(entries, block.block), reading.facts, {
      platform: 'alibaba',
      role: 'identity',
      carrier: reading.carrier('statement'),
      anchor: reading.anchor(`statement[${index}]`),
      principals: [],
      enabled: reading.instance.enabled,
    });
  });
};

const identity =
  (platform: Platform, kind: Identity['kind'], name = 'name', tags = 'tags'): ResourceReader =>
  (reading) =>
    pushIdentity(reading, { platform, kind, name, tags });

const all =
  (...readers: readonly ResourceReader[]): ResourceReader =>
  (reading) => {
    for (const read of readers) read(reading);
  };

/** A key, unless it is made inactive: one that signs nothing. */
const key =
  (platform: Platform, kind: Credential['kind'], owner?: string, ownerKind: Principal['kind'] = 'user'): ResourceReader =>
  (reading) => {
    if (/^inactive$/i.test(textOf(reading.view.attribute('status')) ?? '')) return;
    pushCredential(reading, { platform, kind, owner: owner === undefined ? undefined : principalsFrom(reading, owner, ownerKind)[0] });
  };

/**
 * A password for the console with which nobody is asked for a second factor. Where nothing is written the provider sends
 * nothing, and the security settings of the account decide.
 */
const alibabaLogin: ResourceReader = (reading) => {
  const { view } = reading;
  if (textOf(view.attribute('mfa_bind_required')) !== 'false') return;
  pushCredential(reading, {
    platform: 'alibaba',
    kind: 'login-password',
    owner: principalsFrom(reading, 'user_name', 'user')[0],
    at: view.placeOf('mfa_bind_required')!.all,
  });
};

/** Alibaba: a policy for one resource group, or for the account where its id stands in the place of a group's. */
const resourceGroupPolicy: ResourceReader = (reading) => {
  const { view } = reading;
  const kind =
    new Map<string | undefined, Principal['kind']>([
      ['IMSGroup', 'group'],
      ['ServiceRole', 'role'],
    ]).get(textOf(view.attribute('principal_type'))) ?? 'user';
  const group = firstLeaf(view.attribute('resource_group_id'));
  const level = group && /^\d+$/.test(textOf(group) ?? '') ? 'account' : 'resource-group';
  for (const name of leavesOf(view.attribute('policy_name'))) {
    pushGrant(reading, {
      anchor: `policy_name=${patternOf(name).replaceAll('\0', '?')}`,
      platform: 'alibaba',
      principals: principalsFrom(reading, 'principal_name', kind),
      role: 'binding',
      entitlement: name,
      level,
      id: group,
      attribute: view.placeOf('policy_name')?.all,
    });
  }
};

/** Alibaba's CloudSSO: system policies by name, and documents that stand in the configuration. */
const accessConfiguration: ResourceReader = (reading) => {
  reading.view.blocks('permission_policies').forEach((block, index) => {
    const path = `permission_policies[${index}]`;
    const document = block.attribute('permission_policy_document');
    if (document)
      return readPolicyDocument(document, reading.facts, {
        platform: 'alibaba',
        role: 'identity',
        carrier: reading.carrier('permission_policies'),
        anchor: reading.anchor(path),
        principals: [],
        enabled: reading.instance.enabled,
      });
    const name = firstLeaf(block.attribute('permission_policy_name'));
    if (name)
      pushGrant(reading, {
        anchor: `${path}=${patternOf(name).replaceAll('\0', '?')}`,
        platform: 'alibaba',
        principals: [],
        role: 'binding',
        entitlement: name,
        level: 'account',
        attribute: block.placeOf('permission_policy_name')?.all,
      });
  });
};

/** Statements of Oracle's policy language: what they come to, each word at its place where the text stands in the module. */
const oraclePolicy: ResourceReader = (reading) => {
  leavesOf(reading.view.attribute('statements')).forEach((leaf, index) => {
    const source = reading.instance.scope.module.documents.get(leaf.at.uri)?.text;
    const statement = leaf.kind === 'unknown' ? undefined : parseOracleStatement(patternOf(leaf));
    const isAsWritten = patternOf(leaf).length === leaf.at.span[1] - leaf.at.span[0];
    const written =
      source === undefined ? (isAsWritten ? statement : undefined) : parseOracleStatement(source.slice(leaf.at.span[0], leaf.at.span[1]));
    if (statement)
      pushOracle(reading, leaf, statement, written && written.subjects.length === statement.subjects.length ? written : undefined, index);
  });
};

function pushOracle(reading: Reading, leaf: Leaf, statement: OracleStatement, written: OracleStatement | undefined, index: number): void {
  const { verb, resource, location, where } = statement;
  if (statement.effect !== 'allow' || !verb || !resource) return;
  const kinds: Readonly<Record<string, Principal['kind']>> = {
    'any-user': 'any',
    'any-group': 'authenticated',
    group: 'group',
    'dynamic-group': 'serviceAccount',
    service: 'service',
  };
  pushGrant(reading, {
    anchor: `statements[${index}]`,
    platform: 'oracle',
    role: 'identity',
    principals: statement.subjects.map(({ kind, name }, nth): Principal => ({
      kind: kinds[kind]!,
      id: part(leaf, name.text, written?.subjects[nth]!.name.span),
    })),
    actions: [
      part(
        leaf,
        `${verb.text} ${resource.text}`.toLowerCase(),
        written?.verb && written.resource && [written.verb.span[0], written.resource.span[1]],
      ),
    ],
    level: location.level === 'tenancy' ? 'account' : 'project',
    id: part(leaf, location.text, written?.location.span),
    attribute: reading.view.placeOf('statements')?.all,
    conditions: where ? [{ operator: 'expression', key: 'where', values: [], limits: 'other', at: leaf.at }] : [],
  });
}

/** A part of a leaf's text; without a span of its own it stands where the leaf does. It is edited as text, without quotes around it. */
function part(leaf: Leaf, text: string, span?: Span): Leaf {
  const at = span ? { uri: leaf.at.uri, span: [leaf.at.span[0] + span[0], leaf.at.span[0] + span[1]] as const } : leaf.at;
  const written = {
    at,
    token: at,
    via: leaf.via,
    encoding: leaf.encoding,
    editable: span !== undefined && leaf.editable && leaf.via.length === 0,
  };
  const name = text.replaceAll("'", '');
  return name.includes('\0')
    ? { kind: 'partial', pattern: name, ...written }
    : { kind: 'scalar', known: 'literal', value: name, ...written };
}

/** IBM: roles over one service, over all that IAM knows, or over the account itself. */
const ibmPolicy =
  (holder: string, kind: Principal['kind']): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const limited = ['resources', 'resource_attributes', 'resource_tags'].some((name) => view.names().includes(name));
    const account = view.attribute('account_management');
    // What is set and not known may or may not be the account.
    if (account && textOf(account) !== 'true' && textOf(account) !== 'false') return;
    for (const role of leavesOf(view.attribute('roles'))) {
      pushGrant(reading, {
        anchor: `roles=${patternOf(role).replaceAll('\0', '?')}`,
        platform: 'ibm',
        principals: principalsFrom(reading, holder, kind),
        role: 'binding',
        entitlement: role,
        level: textOf(account) === 'true' ? 'account' : limited ? 'resource' : 'everything',
        attribute: view.placeOf('roles')?.all,
        conditions: view.names().includes('rule_conditions')
          ? [{ operator: 'expression', key: 'rule_conditions', values: [], limits: 'time', at: view.head }]
          : [],
      });
    }
  };

/** Scaleway: sets of permissions over an organization or over projects. */
const scalewayPolicy: ResourceReader = (reading) => {
  const { view } = reading;
  const principals = (
    [
      ['user_id', 'user'],
      ['group_id', 'group'],
      ['application_id', 'serviceAccount'],
    ] as const
  ).flatMap(([attribute, kind]) => principalsFrom(reading, attribute, kind));
  view.blocks('rule').forEach((rule, index) => {
    for (const set of leavesOf(rule.attribute('permission_set_names'))) {
      pushGrant(reading, {
        anchor: `rule[${index}]|${patternOf(set).replaceAll('\0', '?')}`,
        platform: 'scaleway',
        principals,
        role: 'binding',
        entitlement: set,
        level: rule.attribute('organization_id') ? 'org' : 'project',
        id: firstLeaf(rule.attribute('organization_id') ?? rule.attribute('project_ids')),
        attribute: rule.placeOf('permission_set_names')?.all,
        conditions: rule.attribute('condition')
          ? [{ operator: 'expression', key: 'condition', values: [], limits: 'other', at: rule.head }]
          : [],
      });
    }
  });
};

/** Huawei: what another account or a service may do in this one, for ever, for a day or for a number of days. */
const huaweiAgency: ResourceReader = (reading) => {
  const { view } = reading;
  const duration = firstLeaf(view.attribute('duration'));
  const days = textOf(duration) === 'ONEDAY' ? 1 : Number(textOf(duration));
  const at = view.placeOf('duration')?.all;
  const lifetime: Lifetime =
    !duration || textOf(duration) === 'FOREVER'
      ? { kind: 'standing' }
      : days > 0
        ? { kind: 'until', until: wordAt(`P${days}D`, duration.at), at }
        : { kind: 'unknown', until: duration, at };
  const principals = (
    [
      ['delegated_domain_name', 'account'],
      ['delegated_service_name', 'service'],
    ] as const
  ).flatMap(([attribute, kind]) => principalsFrom(reading, attribute, kind));
  const push = (role: Leaf, level: 'account' | 'everything' | 'project', path: string, id?: Leaf): void =>
    pushGrant(reading, {
      anchor: `${path}=${patternOf(role).replaceAll('\0', '?')}`,
      platform: 'huawei',
      principals,
      role: 'binding',
      entitlement: role,
      level,
      id,
      lifetime,
    });
  for (const role of leavesOf(view.attribute('domain_roles'))) push(role, 'account', 'domain_roles');
  for (const role of leavesOf(view.attribute('all_resources_roles'))) push(role, 'everything', 'all_resources_roles');
  for (const block of view.blocks('project_role'))
    for (const role of leavesOf(block.attribute('roles'))) push(role, 'project', 'project_role', firstLeaf(block.attribute('project')));
  pushIdentity(reading, { platform: 'huawei', kind: 'role', name: 'name' });
};

/** How long a password of the account's users lives: for ever where nobody says, and where the number of days is 0. */
const alibabaPasswords: ResourceReader = (reading) => {
  const written = reading.view.attribute('max_password_age');
  const days = firstLeaf(written);
  const number = Number(textOf(days));
  if (written && (days?.kind !== 'scalar' || !Number.isInteger(number))) return;
  pushCredential(reading, {
    platform: 'alibaba',
    kind: 'password-policy',
    lifetime: days && number > 0 ? { kind: 'until', until: wordAt(`P${number}D`, days.at), at: days.at } : { kind: 'standing' },
    at: days?.at ?? reading.view.head,
  });
};

export const otherCloudReaders: Readonly<Record<string, ResourceReader>> = {
  ...bucketReaders,
  alicloud_ram_policy: all(policy('alibaba', 'identity', 'policy_document', 'document'), statementBlocks),
  alicloud_ram_role: all(policy('alibaba', 'trust', 'assume_role_policy_document', 'document'), identity('alibaba', 'role', 'role_name')),
  alicloud_ram_user: identity('alibaba', 'user'),
  alicloud_ram_role_policy_attachment: given({ platform: 'alibaba', role: 'policy_name', to: 'role_name', kind: 'role' }),
  alicloud_ram_user_policy_attachment: given({ platform: 'alibaba', role: 'policy_name', to: 'user_name' }),
  alicloud_ram_group_policy_attachment: given({ platform: 'alibaba', role: 'policy_name', to: 'group_name', kind: 'group' }),
  alicloud_resource_manager_policy: policy('alibaba', 'identity', 'policy_document'),
  alicloud_resource_manager_policy_attachment: resourceGroupPolicy,
  alicloud_resource_manager_role: all(policy('alibaba', 'trust', 'assume_role_policy_document'), identity('alibaba', 'role', 'role_name')),
  alicloud_cloud_sso_access_configuration: accessConfiguration,
  alicloud_oss_bucket_policy: policy('alibaba', 'resource', 'policy'),
  alicloud_oss_bucket: all(policy('alibaba', 'resource', 'policy'), openBucket),
  alicloud_ram_access_key: key('alibaba', 'access-key', 'user_name'),
  alicloud_ram_login_profile: alibabaLogin,
  alicloud_ram_account_password_policy: alibabaPasswords,
  oci_identity_policy: oraclePolicy,
  oci_identity_dynamic_group: identity('oracle', 'machine', 'name', 'freeform_tags'),
  oci_identity_user: identity('oracle', 'user', 'name', 'freeform_tags'),
  oci_identity_group: identity('oracle', 'group', 'name', 'freeform_tags'),
  oci_identity_api_key: key('oracle', 'access-key', 'user_id'),
  oci_identity_auth_token: key('oracle', 'token', 'user_id'),
  oci_identity_customer_secret_key: key('oracle', 'access-key', 'user_id'),
  oci_identity_smtp_credential: key('oracle', 'service-specific', 'user_id'),
  ibm_iam_user_policy: ibmPolicy('ibm_id', 'user'),
  ibm_iam_access_group_policy: ibmPolicy('access_group_id', 'group'),
  ibm_iam_service_policy: ibmPolicy('iam_service_id', 'serviceAccount'),
  ibm_iam_trusted_profile_policy: ibmPolicy('profile_id', 'role'),
  ibm_iam_service_id: identity('ibm', 'service-account'),
  ibm_iam_trusted_profile: identity('ibm', 'role'),
  ibm_iam_service_api_key: key('ibm', 'access-key', 'iam_service_id', 'serviceAccount'),
  ibm_iam_api_key: key('ibm', 'access-key'),
  tencentcloud_cam_policy: policy('tencent', 'identity', 'document'),
  tencentcloud_cam_role: all(policy('tencent', 'trust', 'document'), identity('tencent', 'role')),
  tencentcloud_cam_user: identity('tencent', 'user'),
  tencentcloud_cam_role_policy_attachment_by_name: given({ platform: 'tencent', role: 'policy_name', to: 'role_name', kind: 'role' }),
  tencentcloud_cam_access_key: key('tencent', 'access-key', 'target_uin'),
  huaweicloud_identity_role: policy('huawei', 'identity', 'policy'),
  huaweicloud_identity_agency: huaweiAgency,
  huaweicloud_identity_user: identity('huawei', 'user'),
  huaweicloud_identity_access_key: key('huawei', 'access-key', 'user_id'),
  yandex_iam_service_account_key: key('yandex', 'sa-key', 'service_account_id', 'serviceAccount'),
  yandex_iam_service_account_static_access_key: key('yandex', 'access-key', 'service_account_id', 'serviceAccount'),
  scaleway_iam_policy: scalewayPolicy,
  scaleway_iam_application: identity('scaleway', 'service-account'),
};
