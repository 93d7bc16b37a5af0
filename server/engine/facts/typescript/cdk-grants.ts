// What the CDK's own methods give: `bucket.grantRead(fn)` a role of the library's making on one resource, `table.grant(fn,
// 'dynamodb:Query')` actions on it, and the clusters' methods the administration of Kubernetes. Grants to everybody are
// read in cdk.ts.
import type { Node } from '../../syntax/typescript.ts';
import type { Grant, Principal, Scope } from '../types.ts';
import { leavesOf, patternOf, type Leaf, type Value } from '../value.ts';
import { holderOf } from './cdk-context.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { argumentOf, behind, isCdk, itemNodes, nameOf, propertyNodes, type Named } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { onlyNamed } from '../polarity.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

/** A construct of the library that an expression stands for. */
function constructAt(node: Node | undefined, folding: Folding): boolean {
  const found = node && behind(node, folding);
  return found?.node.type === 'NewExpression' && isCdk(nameOf(found.node.callee, found.folding.module)?.source);
}

/** Whether an expression is a construct, or the role of one. */
function isHolder(node: Node, folding: Folding): boolean {
  const found = behind(node, folding);
  return constructAt(node, folding) || (found?.node.type === 'MemberExpression' && constructAt(found.node.object, found.folding));
}

/** The name of a method where it is written. */
function methodAt(node: Call, folding: Folding): Leaf {
  const name = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee;
  const at = placeOfNode(name, folding);
  return wordAt(folding.module.document.text.slice(...at.span), at);
}

export interface GivenByLibrary {
  readonly principals: readonly Principal[];
  /** `grantReadWrite`: what the library makes of it is narrow, and its own. */
  readonly entitlement: Leaf;
  readonly scope: Scope;
}

/** `bucket.grantRead(fn)`, where both are constructs that this program makes. */
export function givenByLibrary(node: Call, named: Named, folding: Folding): GivenByLibrary | undefined {
  const grantee = argumentOf(node, 0);
  if (!grantee || !named.object || !constructAt(named.object, folding) || !isHolder(grantee, folding)) return undefined;
  const resource = holderOf(named.object, folding)[0]!.id;
  return { principals: holderOf(grantee, folding), entitlement: methodAt(node, folding), scope: { level: 'resource', id: resource } };
}

/** `table.grant(fn, 'dynamodb:Query')`: the statement that the library makes of it, and who holds it. */
export function statementOfGrant(
  node: Call,
  named: Named,
  folding: Folding,
): { statement: Value; principals: readonly Principal[] } | undefined {
  const grantee = argumentOf(node, 0);
  const actions = node.arguments.slice(1).flatMap((one) => (one.type === 'SpreadElement' ? [] : leavesOf(fold(one, folding))));
  if (
    !grantee ||
    !named.object ||
    !constructAt(named.object, folding) ||
    !isHolder(grantee, folding) ||
    !actions.every((action) => /^[a-z0-9-]+:./i.test(patternOf(action)))
  )
    return undefined;
  const at = placeOfNode(node, folding);
  const object = placeOfNode(named.object, folding);
  return {
    principals: holderOf(grantee, folding),
    statement: mappingFrom(
      [
        entryFrom('Effect', at, wordAt('Allow', at)),
        entryFrom('Action', at, {
          kind: 'list',
          items: actions,
          complete: true,
          at,
          token: at,
          via: [],
          encoding: 'none',
          editable: false,
        }),
        entryFrom('Resource', object, {
          kind: 'unknown',
          why: 'the ARN of a construct',
          at: object,
          token: object,
          via: [],
          encoding: 'none',
          editable: false,
        }),
      ],
      at,
    ),
  };
}

/** The administration of a cluster: by a policy of EKS at `scope`, or by the group above all checks. */
export interface ClusterGrant {
  readonly kind: 'EksAccess' | 'aws-auth';
  readonly principals: readonly Principal[];
  readonly entitlement: Leaf;
  readonly level: 'cluster' | 'namespace';
}

const masters = 'system:masters';

/** Who administers a cluster by a call: `awsAuth.addMastersRole(role)`, `addRoleMapping(role, { groups })`, `cluster.grantAccess('id', arn, policies)`. */
export function clusterGrants(node: Call, named: Named, folding: Folding): ClusterGrant[] {
  const who = (index: number, kind: 'role' | 'user' = 'role'): Principal[] => holderOf(argumentOf(node, index), folding, kind);
  switch (named.name) {
    case 'addMastersRole':
      return [
        { kind: 'aws-auth', principals: who(0), entitlement: { ...methodAt(node, folding), value: masters } as Leaf, level: 'cluster' },
      ];
    case 'addRoleMapping':
    case 'addUserMapping': {
      const groups = propertyNodes(argumentOf(node, 1), folding).get('groups');
      return (groups ? leavesOf(fold(groups.node, groups.folding)) : [])
        .filter((group) => patternOf(group) === masters)
        .map((entitlement) => ({
          kind: 'aws-auth',
          principals: who(0, named.name === 'addUserMapping' ? 'user' : 'role'),
          entitlement,
          level: 'cluster',
        }));
    }
    case 'grantClusterAdmin':
      return [
        {
          kind: 'EksAccess',
          principals: who(1),
          entitlement: { ...methodAt(node, folding), value: accessPolicy('AmazonEKSClusterAdminPolicy') } as Leaf,
          level: 'cluster',
        },
      ];
    case 'grantAccess':
      return accessPolicies(argumentOf(node, 2), folding).map((policy) => ({ kind: 'EksAccess', principals: who(1), ...policy }));
    default:
      return [];
  }
}

/** The same of what a construct is made with: `mastersRole` of a cluster, the policies of an access entry. */
export function clusterGrantsOf(name: string, properties: ReturnType<typeof propertyNodes>): ClusterGrant[] {
  const role = /^(?:Fargate)?Cluster$/.test(name) ? properties.get('mastersRole') : undefined;
  if (role)
    return [
      {
        kind: 'aws-auth',
        principals: holderOf(role.node, role.folding),
        entitlement: wordAt(masters, placeOfNode(role.key, role.folding)),
        level: 'cluster',
      },
    ];
  const policies = name === 'AccessEntry' ? properties.get('accessPolicies') : undefined;
  const principal = properties.get('principal');
  return policies
    ? accessPolicies(policies.node, policies.folding).map((policy) => ({
        kind: 'EksAccess',
        principals: principal ? holderOf(principal.node, principal.folding) : [],
        ...policy,
      }))
    : [];
}

/** `AccessPolicy.fromAccessPolicyName('AmazonEKSClusterAdminPolicy', { accessScopeType: AccessScopeType.CLUSTER })`. */
function accessPolicies(list: Node | undefined, folding: Folding): Pick<ClusterGrant, 'entitlement' | 'level'>[] {
  return itemNodes(list, folding).flatMap((item): Pick<ClusterGrant, 'entitlement' | 'level'>[] => {
    if (item.node.type !== 'CallExpression' || nameOf(item.node.callee, item.folding.module)?.name !== 'fromAccessPolicyName') return [];
    const leaf = leavesOf(fold(argumentOf(item.node, 0), item.folding))[0];
    const scope = propertyNodes(argumentOf(item.node, 1), item.folding).get('accessScopeType');
    const wide =
      scope !== undefined && /\.CLUSTER$/.test(item.folding.module.document.text.slice(...placeOfNode(scope.node, scope.folding).span));
    return leaf?.kind === 'scalar'
      ? [{ entitlement: { ...leaf, value: accessPolicy(String(leaf.value)), editable: false }, level: wide ? 'cluster' : 'namespace' }]
      : [];
  });
}

function accessPolicy(name: string): string {
  return `arn:aws:eks::aws:cluster-access-policy/${name}`;
}

/** What every grant of this kind says, beside who and what. */
export const plainGrant = {
  platform: 'aws',
  effect: 'allow',
  polarity: onlyNamed,
  actions: [],
  conditions: [],
  lifetime: { kind: 'standing' },
  enabled: 'yes',
} as const satisfies Partial<Grant>;
