// Level 1 constructs of the CDK (`CfnRole`, `CfnPolicy`, `CfnResource`): properties as CloudFormation has them, in lower case.
import type { Node } from '../../syntax/typescript.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import type { AwsResourceKind } from '../aws/settings.ts';
import { tableOf } from '../../table.ts';
import type { Grant, Principal } from '../types.ts';
import { entryOf, itemsOf, leavesOf, type Value } from '../value.ts';
import { readProgramSettings } from './aws-settings.ts';
import { constructId } from './cdk-context.ts';
import { permit, type CdkReading } from './cdk-open.ts';
import { documentNode } from './cdk-statements.ts';
import { propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';

type New = Extract<Node, { type: 'NewExpression' }>;

/** Level 1 constructs of the table of settings; clusters are the EKS package's own. */
const level1Kinds = tableOf<AwsResourceKind>({
  CfnUrl: 'function-url',
  CfnBucket: 'bucket',
  CfnIdentityPool: 'identity-pool',
  CfnAccessEntry: 'cluster-access',
  CfnResourceShare: 'resource-share',
  CfnRotationSchedule: 'secret-rotation',
  CfnMethod: 'api-method',
  CfnRoute: 'api-route',
  CfnUserPool: 'user-pool',
  CfnGraphQLApi: 'graphql-api',
});

/** Level 1 constructs: properties as CloudFormation has them, in lower case. */
export function level1(reading: CdkReading, node: New, name: string, argument: Node | undefined): void {
  const { folding, into, carrier, anchorOf } = reading;
  const { module } = folding;
  const id = constructId(node, folding);
  const kind: Principal['kind'] = /User/.test(name) ? 'user' : /Group/.test(name) ? 'group' : 'role';
  const holder: Principal[] = /^Cfn(?:Role|User|Group)$/.test(name) ? [{ kind, id }] : [];
  const read = (value: Value | undefined, role: Grant['role'] | undefined, path: string): void => {
    if (!value) return;
    const statements = itemsOf(entryOf(value, 'Statement', true)?.value);
    const hasPrincipal = statements.some((one) => entryOf(one, 'Principal') ?? entryOf(one, 'NotPrincipal'));
    readPolicyDocument(value, into, {
      role: role ?? (hasPrincipal ? 'resource' : 'identity'),
      carrier: carrier(node, name, String(id.value)),
      anchor: anchorOf(`${String(id.value)}|${path}`),
      principals: holder,
      enabled: 'yes',
      assumes: role === 'trust' ? id : undefined,
    });
  };
  let properties = propertyNodes(argument, folding);
  if (name === 'CfnResource') {
    const inner = properties.get('properties');
    if (!inner) return;
    properties = propertyNodes(inner.node, inner.folding);
  }
  const own = level1Kinds.get(name);
  if (own)
    readProgramSettings(
      own,
      properties,
      'cloudformation',
      { carrier: carrier(node, name, String(id.value)), anchor: (path) => `cdk|${module.document.uri}|${String(id.value)}|${path}` },
      into,
    );
  const who = name === 'CfnPermission' ? properties.get('principal') : undefined;
  for (const leaf of who ? leavesOf(fold(who.node, who.folding)) : []) permit(reading, node, name, properties, { id: leaf, at: leaf.at });
  for (const [key, property] of properties) {
    const lower = key[0]!.toLowerCase() + key.slice(1);
    const value = (): Value => documentNode(property.node, property.folding).json ?? fold(property.node, property.folding);
    if (lower === 'assumeRolePolicyDocument') read(value(), 'trust', key);
    else if (
      lower === 'policyDocument' ||
      lower === 'resourcePolicy' ||
      lower === 'accessPolicies' ||
      lower === 'repositoryPolicyText' ||
      lower === 'inlinePolicy'
    )
      read(value(), name === 'CfnVPCEndpoint' ? 'endpoint' : undefined, key);
    else if (lower === 'keyPolicy') read(value(), 'key-policy', key);
    else if (lower === 'content' && /Policy$/.test(name)) read(value(), 'org-limit', key);
    else if (lower === 'managedPolicyArns' || lower === 'managedPolicies')
      for (const leaf of leavesOf(fold(property.node, property.folding)))
        attachManagedPolicy(leaf, into, {
          carrier: carrier(node, name, String(id.value)),
          anchor: anchorOf(String(id.value)),
          principals: holder,
          enabled: 'yes',
        });
    else if (lower === 'policies')
      itemsOf(fold(property.node, property.folding)).forEach((policy, index) =>
        read(entryOf(policy, 'policyDocument', true)?.value, 'identity', `${key}[${index}]`),
      );
  }
}
