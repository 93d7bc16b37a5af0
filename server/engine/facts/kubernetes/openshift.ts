// Security context constraints of OpenShift: who may run pods that are root on their node. Constraints that keep pods in
// their place give nothing.
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { leavesOf, patternOf, textOf, valueAt } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';
import { shownName } from './objects.ts';
import { subjectOf } from './subjects.ts';

/** Those that come with OpenShift and let pods be root on their node. */
export const cannedPrivileged: ReadonlySet<string> = new Set(['privileged', 'hostaccess', 'hostmount-anyuid', 'node-exporter']);

/** Whom the installer names, as it stands in dumps. */
const installed = /^system:(?:admin|masters|nodes|cluster-admins)$|^system:serviceaccount:openshift-/;

/** A binding of the users and groups that wide constraints name themselves. Those that roles give are read as roles. */
export function readConstraints(context: ObjectContext, into: Facts): void {
  const { object } = context;
  if (!['allowPrivilegedContainer', 'allowHostDirVolumePlugin'].some((key) => textOf(valueAt(object, key)) === 'true')) return;
  const principals = (['users', 'groups'] as const).flatMap((key) =>
    leavesOf(valueAt(object, key))
      .filter((leaf) => !installed.test(patternOf(leaf)))
      .map((leaf) => subjectOf(key === 'users' ? 'User' : 'Group', leaf, undefined)),
  );
  const [first] = principals;
  if (first)
    into.grants.push(
      grantOf(
        context,
        'binding',
        `${context.anchor}|users`,
        { level: 'cluster', id: wordAt('cluster', context.carrier.head) },
        { principals, entitlement: wordAt(`SecurityContextConstraints/${shownName(context.name.name)}`, first.id.at) },
      ),
    );
}
