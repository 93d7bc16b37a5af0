// Clusters of eksctl: policies of the roles that it makes for service accounts, pods, add-ons and nodes, and who gets into
// the cluster; and the policies that kops adds to the roles of its machines. Names of the ClusterConfig schema,
// eksctl.io/v1alpha5, and of kops' ClusterSpec. Mappings to `system:masters` are in aws-auth.ts.
import { creatorGrant, readAwsSettings } from '../aws/settings.ts';
import { documentOf } from '../cloudformation/intrinsics.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Facts, Principal } from '../types.ts';
import { itemsOf, textOf, valueAt, type Value } from '../value.ts';
import { attach, policy } from './cloud-policies.ts';
import { textAround, type ObjectContext } from './context.ts';
import { leafOf, shownName } from './objects.ts';

/** Pushes what a ClusterConfig gives. */
export function readEksctl(context: ObjectContext, into: Facts): void {
  const role = (name: Value | undefined, path: string, of: Value, [document, arns]: readonly [string, string]): void => {
    const leaf = leafOf(name);
    const self: Principal[] = leaf ? [{ kind: 'role', id: leaf }] : [];
    policy(context, valueAt(of, document), `${path}[${shownName(leaf)}]`, 'identity', self, into);
    attach(context, valueAt(of, arns), `${path}[${shownName(leaf)}]`, self, into);
  };
  const attached = ['attachPolicy', 'attachPolicyARNs'] as const;
  const pods = (list: Value | undefined): void => {
    for (const pod of itemsOf(list))
      role(valueAt(pod, 'serviceAccountName'), 'podIdentityAssociations', pod, ['permissionPolicy', 'permissionPolicyARNs']);
  };
  const { object } = context;
  for (const account of itemsOf(valueAt(object, 'iam', 'serviceAccounts')))
    role(valueAt(account, 'metadata', 'name'), 'serviceAccounts', account, attached);
  pods(valueAt(object, 'iam', 'podIdentityAssociations'));
  for (const addon of itemsOf(valueAt(object, 'addons'))) {
    role(valueAt(addon, 'name'), 'addons', addon, attached);
    pods(valueAt(addon, 'podIdentityAssociations'));
  }
  for (const key of ['managedNodeGroups', 'nodeGroups']) {
    for (const group of itemsOf(valueAt(object, key))) {
      const iam = valueAt(group, 'iam');
      if (iam) role(valueAt(group, 'name'), key, iam, attached);
    }
  }
  const creator = leafOf(valueAt(object, 'accessConfig', 'bootstrapClusterCreatorAdminPermissions'));
  if (creator && textOf(creator) === 'true')
    into.grants.push(
      creatorGrant({ anchor: (path) => `${context.anchor}|${path}`, carrier: context.carrier, enabled: context.enabled }, creator),
    );
  for (const entry of itemsOf(valueAt(object, 'accessConfig', 'accessEntries'))) {
    const who = valueAt(entry, 'principalARN');
    readAwsSettings(
      {
        kind: 'cluster-access',
        get: (name) => (name === 'principal_arn' ? who : undefined),
        all: (name) => (name === 'access_policies' ? itemsOf(valueAt(entry, 'accessPolicies')) : []),
        head: entry.at,
        carrier: context.carrier,
        anchor: (path) => `${context.anchor}|accessEntries[${shownName(leafOf(who))}]|${path}`,
        enabled: context.enabled,
      },
      into,
    );
  }
}

/** Pushes what a cluster of kops gives to its machines: statements as JSON for each kind of them, and policies that are there. */
export function readKopsPolicies(context: ObjectContext, into: Facts): void {
  for (const [field, isDocument] of [
    ['additionalPolicies', true],
    ['externalPolicies', false],
  ] as const) {
    const given = valueAt(context.object, 'spec', field);
    for (const { key, value } of given?.kind === 'mapping' ? given.entries : []) {
      const machines = leafOf(key);
      const self: Principal[] = machines ? [{ kind: 'role', id: machines }] : [];
      const path = `${field}[${shownName(machines)}]`;
      const statements = isDocument ? documentOf(value, textAround(context, value)) : undefined;
      if (statements)
        policy(context, mappingFrom([entryFrom('Statement', statements.at, statements)], statements.at), path, 'identity', self, into);
      else if (!isDocument) attach(context, value, path, self, into);
    }
  }
}
