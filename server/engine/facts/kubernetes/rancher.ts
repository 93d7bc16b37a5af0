// Rancher's roles and bindings. `admin` of Rancher and `cluster-owner` of a cluster are what cluster-admin is to Kubernetes and
// are read as that; templates of roles hold rules in the words of Kubernetes. Projects and other built-in templates give
// nothing. Names of management.cattle.io/v3, and of the provider
// rancher/rancher2.
import type { Facts, Principal } from '../types.ts';
import { itemsOf, patternOf, textOf, valueAt } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { leafOf } from './objects.ts';
import { clusterScope, readRules } from './role-rules.ts';
import { subjectOf, withPattern } from './subjects.ts';

/** Reads the object when it is one of these; others give nothing. */
export function readRancher(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  switch (name.kind) {
    case 'GlobalRole':
    case 'RoleTemplate': {
      const role = name.name && withPattern(name.name, `${name.kind}/${patternOf(name.name)}`);
      const rules = itemsOf(valueAt(object, 'rules')).filter((rule) => rule.kind === 'mapping');
      readRules(
        context,
        rules,
        textOf(valueAt(object, 'context')) === 'project'
          ? { level: 'namespace', id: context.name.namespace ?? clusterScope(context).id }
          : clusterScope(context),
        [],
        { role, labels: undefined },
        into,
      );
      return;
    }
    case 'GlobalRoleBinding':
      return readBinding(context, ['globalRoleName', 'globalRoleId'], 'admin', into);
    case 'ClusterRoleTemplateBinding':
      return readBinding(context, ['roleTemplateName', 'roleTemplateId'], 'cluster-owner', into);
    default:
  }
}

/** Names in the API and in the provider of Terraform. */
const subjectFields = [
  'userName',
  'userId',
  'userPrincipalName',
  'userPrincipalId',
  'groupName',
  'groupId',
  'groupPrincipalName',
  'groupPrincipalId',
] as const;

function readBinding(context: ObjectContext, keys: readonly string[], administrator: string, into: Facts): void {
  const { object } = context;
  const role = keys.map((key) => leafOf(valueAt(object, key))).find((leaf) => leaf);
  if (!role || textOf(role) !== administrator) return;
  const principals = subjectFields.flatMap((field): Principal[] => {
    const id = leafOf(valueAt(object, field));
    return id && textOf(id) !== '' ? [subjectOf(field.startsWith('group') ? 'Group' : 'User', id, undefined)] : [];
  });
  into.grants.push(
    grantOf(context, 'binding', context.anchor, clusterScope(context), {
      principals,
      entitlement: { ...withPattern(role, 'ClusterRole/cluster-admin'), editable: false },
    }),
  );
}
