// Cloud permissions that are written as Kubernetes objects: controllers of AWS (ACK), Crossplane and Google's Config
// Connector. Clusters of eksctl and kops are in eksctl.ts, Azure's operator in azure-operator.ts, Vault in vault-kinds.ts. What a policy means is read where the cloud's own policies are.
import { memberPrincipal, pushGoogleBinding } from '../gcp/binding.ts';
import { pushPoolProvider } from '../gcp/pool-provider.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { argumentsOfBody } from '../gcp/api-body.ts';
import { typeOfConfigConnector, typeOfCrossplane } from '../provider-programs/types.ts';
import { entryFrom, wordAt } from '../made-values.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { terraformKinds } from '../aws/settings.ts';
import { awsPolicyAttributes } from '../terraform/aws-policies.ts';
import { documentOf } from '../cloudformation/intrinsics.ts';
import type { Credential, Facts, Grant, Principal } from '../types.ts';
import { attach, policy } from './cloud-policies.ts';
import { itemsOf, leavesOf, patternOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { enabledOf, textAround, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { readEksctl, readKopsPolicies } from './eksctl.ts';
import { leafOf, shownName } from './objects.ts';
import { readAzureOperator } from './azure-operator.ts';
import { readVaultKind } from './vault-kinds.ts';
import { tableOf } from '../../table.ts';

/** Reads the object when its group is one of these; others give nothing. */
export function readCloudKind(context: ObjectContext, into: Facts): void {
  const { group, kind } = context.name;
  if (group === 'iam.services.k8s.aws' || /^iam\.aws(?:\.m)?\.(?:upbound|crossplane)\.io$/.test(group)) readAws(context, into);
  else if (/\.aws(?:\.m)?\.(?:upbound|crossplane)\.io$|\.services\.k8s\.aws$/.test(group)) readAwsResource(context, into);
  else if (group === 'eksctl.io' && kind === 'ClusterConfig') readEksctl(context, into);
  else if (group === 'kops.k8s.io' && kind === 'Cluster') readKopsPolicies(context, into);
  else if (group === 'iam.cnrm.cloud.google.com') readGoogle(context, into);
  else if (group.endsWith('.azure.com')) readAzureOperator(context, into);
  else if (group.includes('vault') || group === 'redhatcop.redhat.io') readVaultKind(context, into);
  else if (group.endsWith('.cnrm.cloud.google.com')) readConfigConnector(context, into);
  else if (group === 'serving.knative.dev') readCloudRun(context, into);
  else readProvider(context, into);
}

function readAws(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec', 'forProvider') ?? valueAt(context.object, 'spec');
  const self: Principal[] = [
    {
      kind: context.name.kind.startsWith('User') ? 'user' : context.name.kind.startsWith('Group') ? 'group' : 'role',
      id: wordAt(shownName(context.name.name), context.carrier.head),
    },
  ];
  for (const key of ['policyDocument', 'policy', 'document']) policy(context, valueAt(spec, key), key, 'identity', self, into);
  for (const key of ['assumeRolePolicyDocument', 'assumeRolePolicy']) policy(context, valueAt(spec, key), key, 'trust', [], into);
  const inline = valueAt(spec, 'inlinePolicies') ?? valueAt(spec, 'inlinePolicy');
  if (inline?.kind === 'mapping')
    for (const entry of inline.entries) policy(context, entry.value, `inlinePolicies[${textOf(entry.key)}]`, 'identity', self, into);
  for (const item of itemsOf(inline))
    policy(context, valueAt(item, 'policy'), `inlinePolicy[${textOf(valueAt(item, 'name'))}]`, 'identity', self, into);
  for (const key of ['policies', 'managedPolicyArns', 'policyArn']) attach(context, valueAt(spec, key), key, self, into);
  readCredential(context, spec, into);
  readAwsSetting(context, into);
}

/** What has no policy and lets others in all the same, or keeps their passwords: the kinds of the table of settings. */
function readAwsSetting(context: ObjectContext, into: Facts): void {
  const type = typeOfCrossplane(context.name.group, context.name.kind);
  const args = valueAt(context.object, 'spec', 'forProvider');
  if (type === undefined || args?.kind !== 'mapping' || Object.hasOwn(awsPolicyAttributes, type)) return;
  if (Object.hasOwn(terraformKinds, type) || type === 'aws_lambda_permission') declare(context, type, args, into);
}

/** Credentials of users, by kind. */
const credentials = tableOf<Credential['kind']>({
  AccessKey: 'access-key',
  UserLoginProfile: 'login-password',
  ServiceSpecificCredential: 'service-specific',
});

function readCredential({ name, carrier, anchor, enabled }: ObjectContext, spec: Value | undefined, into: Facts): void {
  const kind = credentials.get(name.kind);
  if (!kind) return;
  const owner = leafOf(
    valueAt(spec, 'userName') ?? valueAt(spec, 'user') ?? valueAt(spec, 'userNameRef', 'name') ?? valueAt(spec, 'userRef', 'name'),
  );
  into.credentials.push({
    anchor,
    platform: 'aws',
    kind,
    ...(owner ? { owner: { kind: 'user', id: owner } } : {}),
    lifetime: { kind: 'standing' },
    storedIn: 'cluster',
    at: carrier.head,
    carrier,
    enabled,
  });
}

/** Properties that hold the policy of a bucket, queue, topic, key, repository or another resource. */
const resourcePolicies = ['policy', 'policyDocument', 'policyText', 'keyPolicy', 'resourcePolicy', 'accessPolicies'];

function readAwsResource(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec', 'forProvider') ?? valueAt(context.object, 'spec');
  for (const key of resourcePolicies) {
    const document = documentOf(valueAt(spec, key), textAround(context, valueAt(spec, key)));
    if (document) policy(context, document, key, policyRoleOf(document, context.name.kind), [], into);
  }
  readAwsSetting(context, into);
}

/** A service of Cloud Run that is told not to ask who calls: everybody may, unless the network or Identity-Aware Proxy is asked. */
function readCloudRun(context: ObjectContext, into: Facts): void {
  const said = (key: string): Leaf | undefined => leafOf(valueAt(context.object, 'metadata', 'annotations', `run.googleapis.com/${key}`));
  const off = said('invoker-iam-disabled');
  if (!off || textOf(off) !== 'true' || textOf(said('iap-enabled')) === 'true') return;
  const ingress = said('ingress');
  if (ingress && textOf(ingress) !== 'all') return;
  pushGoogleBinding(into, {
    role: wordAt('roles/run.invoker', off.at),
    members: wordAt('allUsers', off.at),
    scope: { level: 'resource', id: wordAt(shownName(context.name.name), context.carrier.head) },
    carrier: context.carrier,
    anchor: `${context.anchor}|invoker-iam-disabled`,
    enabled: enabledOf(context, off.at.span[0]),
  });
}

/** Kinds of Crossplane's first provider of Google, which takes what the API takes. */
const classic = tableOf<string>({ Cluster: 'google_container_cluster', NodePool: 'google_container_node_pool' });

/** Crossplane's providers of Google and Azure, which were made from Terraform's, and the one before them. */
function readProvider(context: ObjectContext, into: Facts): void {
  const { name, object } = context;
  const args = valueAt(object, 'spec', 'forProvider');
  if (args?.kind !== 'mapping') return;
  const body = name.group === 'container.gcp.crossplane.io' ? classic.get(name.kind) : undefined;
  const type = body ?? typeOfCrossplane(name.group, name.kind);
  if (type !== undefined) declare(context, type, body === undefined ? withReferred(args, 0) : argumentsOfBody(type, args), into);
}

/** What a reference or a selector fills in (`serviceAccountSelector`) is there, and what it is nobody here knows. */
function withReferred(given: Mapping, depth: number): Mapping {
  const names = new Set(given.entries.map(({ key }) => textOf(key)));
  const entries = given.entries.map((entry): Entry => {
    const name = /^(.+)(?:Ref|Selector)$/.exec(textOf(entry.key) ?? '')?.[1];
    if (name !== undefined && entry.value.kind === 'mapping' && !names.has(name)) {
      const { at, token } = entry.value;
      const unknown: Leaf = { kind: 'unknown', why: 'a reference', at, token, via: [], encoding: 'none', editable: false };
      return { ...entry, key: wordAt(name, entry.key.at), value: unknown };
    }
    const inside = (value: Value): Value => (value.kind === 'mapping' && depth < 12 ? withReferred(value, depth + 1) : value);
    return {
      ...entry,
      value: entry.value.kind === 'list' ? { ...entry.value, items: entry.value.items.map(inside) } : inside(entry.value),
    };
  });
  return { ...given, entries };
}

/** Config Connector has Terraform's arguments, and refers to other objects by blocks of their own. */
function readConfigConnector(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  if (spec?.kind !== 'mapping') return;
  const type = typeOfConfigConnector(context.name.kind);
  // A directive of the object itself, which Terraform has as an argument.
  const key = 'cnrm.cloud.google.com/remove-default-node-pool';
  const removed = leafOf(valueAt(context.object, 'metadata', 'annotations', key));
  const args = argumentsOfBody(type, withoutReferences(spec, 0));
  const entries = removed ? [...args.entries, entryFrom('remove_default_node_pool', removed.at, removed)] : args.entries;
  declare(context, type, { ...args, entries }, into);
}

/** `bucketRef: { external }` as `bucket`, at every level; the account of a machine is its `email`. */
function withoutReferences(given: Mapping, depth: number, parent = ''): Mapping {
  const entries = given.entries.map((entry): Entry => {
    const name = textOf(entry.key) ?? '';
    const referred =
      /Ref$/.test(name) && entry.value.kind === 'mapping' ? (valueAt(entry.value, 'external') ?? valueAt(entry.value, 'name')) : undefined;
    if (referred) {
      const own = name === 'serviceAccountRef' && parent === 'serviceAccount' ? 'email' : name.slice(0, -'Ref'.length);
      return { ...entry, key: wordAt(own, entry.key.at), value: referred };
    }
    const inside = (value: Value): Value => (value.kind === 'mapping' && depth < 12 ? withoutReferences(value, depth + 1, name) : value);
    return {
      ...entry,
      value: entry.value.kind === 'list' ? { ...entry.value, items: entry.value.items.map(inside) } : inside(entry.value),
    };
  });
  return { ...given, entries };
}

function declare({ name, carrier, enabled }: ObjectContext, type: string, args: Mapping, into: Facts): void {
  const { dialect, head, block } = carrier;
  readProviderResource({ type, kind: name.kind, name: shownName(name.name), args, dialect, head, block, enabled }, into);
}

const googleLevels = tableOf<Grant['scope'][number]['level']>({ Project: 'project', Folder: 'folder', Organization: 'org' });

function readGoogle(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  const { kind } = context.name;
  if (kind === 'IAMServiceAccountKey') {
    const owner = leafOf(valueAt(spec, 'serviceAccountRef', 'name') ?? valueAt(spec, 'serviceAccountRef', 'external'));
    const { carrier, anchor, enabled } = context;
    into.credentials.push({
      anchor: `${anchor}|key`,
      platform: 'gcp',
      kind: 'sa-key',
      ...(owner ? { owner: { kind: 'serviceAccount', id: owner } } : {}),
      lifetime: { kind: 'standing' },
      storedIn: 'cluster',
      at: carrier.head,
      carrier,
      enabled,
    });
  }
  const issuer = kind === 'IAMWorkloadIdentityPoolProvider' ? leafOf(valueAt(spec, 'oidc', 'issuerUri')) : undefined;
  if (issuer) {
    const condition = leafOf(valueAt(spec, 'attributeCondition'));
    const allowed = valueAt(spec, 'oidc', 'allowedAudiences');
    pushPoolProvider(into, {
      issuer,
      ...(condition ? { condition: { expression: condition, at: condition.at } } : {}),
      ...(allowed ? { audiences: { values: leavesOf(allowed), at: allowed.at } } : {}),
      carrier: context.carrier,
      anchor: context.anchor,
      enabled: context.enabled,
    });
  }
  const permissions = kind === 'IAMCustomRole' ? leavesOf(valueAt(spec, 'permissions')) : [];
  if (permissions.length > 0) {
    const name = context.name.name ?? wordAt('', context.carrier.head);
    into.grants.push({
      ...grantOf(
        context,
        'custom-role',
        `${context.anchor}|permissions`,
        { level: 'project', id: name },
        { platform: 'gcp', principals: [], entitlement: name },
      ),
      actions: permissions,
    });
  }
  const target = leafOf(valueAt(spec, 'resourceRef', 'name') ?? valueAt(spec, 'resourceRef', 'external'));
  const scope: Grant['scope'][number] = {
    level: googleLevels.get(textOf(valueAt(spec, 'resourceRef', 'kind')) ?? '') ?? 'resource',
    id: target ?? wordAt('', context.carrier.head),
  };
  const bind = (role: Leaf | undefined, members: readonly Leaf[], path: string): void => {
    if (role && members.length > 0)
      into.grants.push(
        grantOf(context, 'binding', `${context.anchor}|${path}`, scope, {
          platform: 'gcp',
          principals: members.map(memberPrincipal),
          entitlement: role,
        }),
      );
  };
  bind(leafOf(valueAt(spec, 'role')), [...leavesOf(valueAt(spec, 'member')), ...referred(valueAt(spec, 'memberFrom'))], 'member');
  for (const binding of itemsOf(valueAt(spec, 'bindings'))) {
    const members = itemsOf(valueAt(binding, 'members')).flatMap((member) =>
      member.kind === 'mapping' ? [...leavesOf(valueAt(member, 'member')), ...referred(valueAt(member, 'memberFrom'))] : leavesOf(member),
    );
    bind(leafOf(valueAt(binding, 'role')), members, `bindings[${shownName(leafOf(valueAt(binding, 'role')))}]`);
  }
}

/** Members of Config Connector that are named by the object that makes them: `memberFrom: { serviceAccountRef: { name } }`. */
function referred(from: Value | undefined): Leaf[] {
  return ['serviceAccountRef', 'serviceIdentityRef', 'logSinkRef', 'sqlInstanceRef', 'bigQueryConnectionConnectionRef'].flatMap((kind) => {
    const name = leafOf(valueAt(from, kind, 'name') ?? valueAt(from, kind, 'external'));
    if (!name) return [];
    const member = `serviceAccount:${patternOf(name)}`;
    return [textOf(name) === undefined ? { ...name, kind: 'partial', pattern: member } : wordAt(member, name.at)];
  });
}
