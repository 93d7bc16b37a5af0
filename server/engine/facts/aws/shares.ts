// What AWS shares without a policy document: images, snapshots and documents for everyone, resource shares that take
// strangers, and what Lake Formation grants. Attributes and values: the references of EC2 (ModifyImageAttribute), RDS
// (ModifyDBSnapshotAttribute: `all`), Systems Manager (ModifyDocumentPermission: `All`), RAM and Lake Formation, 2026-11.
import { onlyNamed } from '../polarity.ts';
import { wordAt } from '../made-values.ts';
import type { Facts, Principal } from '../types.ts';
import { itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { pushOpening, valueIn } from './setting-values.ts';
import type { AwsResource } from './settings.ts';

/** Who is named for everyone, and what they may do with what is shared, by the property that names them. */
const sharedWith: readonly (readonly [path: readonly [string, string?], action: string])[] = [
  [['group'], 'ec2:RunInstances'],
  [['shared_accounts'], 'rds:RestoreDBInstanceFromDBSnapshot'],
  [['permissions', 'account_ids'], 'ssm:GetDocument'],
  // Packer's, of the images and the snapshots that it makes.
  [['ami_groups'], 'ec2:RunInstances'],
  [['snapshot_groups'], 'ec2:CreateVolume'],
  // Ansible's `ec2_ami`.
  [['launch_permissions', 'group_names'], 'ec2:RunInstances'],
];

/** An image, a snapshot or a document that every account may take a copy of. */
export function readSharedCopy(resource: AwsResource, into: Facts): void {
  for (const [[name, part], action] of sharedWith) {
    const value = resource.get(name);
    for (const leaf of leavesOf(part === undefined ? value : valueIn(value ? itemsOf(value) : [], part)))
      if (/^all$/i.test(textOf(leaf) ?? '')) pushOpening(resource, into, { kind: 'authenticated', id: leaf }, action);
  }
}

/** The action of a share that takes accounts outside the organization; its principal is the switch, for nobody is named by it. */
export const invitesStrangers = 'ram:AssociateResourceShare';

/** Said only where it is written: what holds without a word differs between the tools. */
export function readResourceShare(resource: AwsResource, into: Facts): void {
  for (const leaf of leavesOf(resource.get('allow_external_principals')))
    if (/^true$/i.test(textOf(leaf) ?? '')) pushOpening(resource, into, { kind: 'unknown', id: leaf }, invitesStrangers);
}

/** The action of a bucket or an account whose guard against public access is off; its principals are the switches, as above. */
export const takesPublicAccess = 's3:PutBucketPublicAccessBlock';

/** Switches of the guard, those on policies first: what a list opens is seldom meant today. */
const guards = ['block_public_policy', 'restrict_public_buckets', 'block_public_acls', 'ignore_public_acls'];

/** Said only where it is switched off by a word: what holds without one is the guard of the account. */
export function readPublicAccessGuard(
  resource: Pick<AwsResource, 'anchor' | 'carrier' | 'enabled'>,
  valueOf: (name: string) => Value | undefined,
  into: Facts,
): void {
  const off = guards.flatMap((name): Principal[] => {
    const written = leavesOf(valueOf(name));
    return written.length === 1 && /^false$/i.test(textOf(written[0]!) ?? '') ? [{ kind: 'unknown', id: written[0]! }] : [];
  });
  pushOpening(resource, into, off, takesPublicAccess);
}

/** The name under which Lake Formation leaves the decision to IAM. */
const everyPrincipal = 'IAM_ALLOWED_PRINCIPALS';

/** What Lake Formation grants that is wide: everything, the right to hand it on, or anything to all principals. */
export type LakeGrant = 'all' | 'all-grantable' | 'everyone';

/** The entitlement that stands for such a grant in a binding. */
export const lakeEntitlement = (kind: LakeGrant): string => `lakeformation:${kind}`;

export function readLakePermissions(resource: AwsResource, into: Facts): void {
  const principal = principalLeaf(resource.get('principal') ?? resource.get('data_lake_principal'));
  pushLake(resource, into, principal, resource.get('permissions'), resource.get('permissions_with_grant_option'));
}

/** What every new database and table is given. */
export function readLakeSettings(resource: AwsResource, into: Facts): void {
  for (const name of ['create_database_default_permissions', 'create_table_default_permissions']) {
    for (const block of resource.all(name))
      pushLake(resource, into, principalLeaf(valueIn([block], 'principal')), valueIn([block], 'permissions'), undefined);
  }
}

function pushLake(
  resource: AwsResource,
  into: Facts,
  principal: Leaf | undefined,
  permissions: Value | undefined,
  grantable: Value | undefined,
): void {
  if (principal && textOf(principal) === everyPrincipal) {
    if (leavesOf(permissions).length > 0) push(resource, into, principal, 'everyone', principal);
    return;
  }
  const all = (value: Value | undefined): Leaf | undefined => leavesOf(value).find((leaf) => /^(?:all|super)$/i.test(textOf(leaf) ?? ''));
  const [own, handedOn] = [all(permissions), all(grantable)];
  if (own) push(resource, into, principal, 'all', own);
  if (handedOn) push(resource, into, principal, 'all-grantable', handedOn);
}

function push(resource: AwsResource, into: Facts, principal: Leaf | undefined, kind: LakeGrant, at: Leaf): void {
  const who: Principal[] = principal ? [{ kind: kind === 'everyone' ? 'account' : 'role', id: principal }] : [];
  into.grants.push({
    anchor: resource.anchor(`lake[${kind}]`),
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: who,
    entitlement: wordAt(lakeEntitlement(kind), at.at),
    actions: [],
    scope: [{ level: 'database', id: at }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: resource.carrier,
    enabled: resource.enabled,
  });
}

/** `"arn:…"`, or a mapping with the identifier in it. */
function principalLeaf(value: Value | undefined): Leaf | undefined {
  return leavesOf(value?.kind === 'mapping' ? valueIn([value], 'data_lake_principal_identifier') : value)[0];
}
