// Components of Pulumi's own packages over AWS, which make roles and clusters of several resources: awsx (its version 2) and eks
// (its versions 2 and 3). The groups that a cluster maps are found by their own words (facts/source-policies/aws-auth.ts).
import type { Node } from '../../syntax/typescript.ts';
import { attachManagedPolicy, readPolicyDocument, type AttachOptions } from '../aws/policy-document.ts';
import { wordAt } from '../made-values.ts';
import type { Carrier, Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf } from '../value.ts';
import { readProgramSettings } from './aws-settings.ts';
import { argumentOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import type { Folding } from './folding.ts';
import { managedValue } from './pulumi-policies.ts';
import { propertyAt, type Property } from './workloads.ts';

type New = Extract<Node, { type: 'NewExpression' }>;

/** One component as it is made once, and how its facts are named. */
export interface Component {
  readonly node: New;
  readonly name: string;
  readonly folding: Folding;
  readonly carrier: Carrier;
  anchor(path: string): string;
}

/** Where a class of awsx is given a role that it makes by itself, as the arguments of one. */
const ownRoles = ['taskDefinitionArgs.taskRole', 'taskDefinitionArgs.executionRole', 'taskRole', 'executionRole'] as const;

/** The roles that a component of awsx makes: `taskRole: { args: { managedPolicyArns, inlinePolicies } }`. */
export function readCrosswalk({ node, name, folding, carrier, anchor }: Component, into: Facts): void {
  const given = propertyNodes(argumentOf(node, 1), folding);
  for (const path of ownRoles) {
    const found = propertyAt(given, `${path}.args`);
    if (!found) continue;
    const args = propertyNodes(found.node, found.folding);
    const id = wordAt(`${name}/${path.split('.').at(-1)}`, carrier.head);
    const options = (key: string) => ({
      carrier,
      anchor: anchor(`${path}|${key}`),
      principals: [{ kind: 'role' as const, id }],
      enabled: 'yes' as const,
    });
    for (const key of ['managedPolicyArns', 'policyArns']) attachGiven(args.get(key), options(key), into);
    inlinePolicies(args.get('inlinePolicies'), 'inlinePolicies', options, into);
    attachGiven(args.get('permissionsBoundary'), { ...options('permissionsBoundary'), role: 'boundary' }, into);
  }
}

/** Who gets into a cluster of the package eks: `accessEntries: { dev: { principalArn, accessPolicies: { … } } }`. */
export function readEksCluster({ node, folding, carrier, anchor }: Component, into: Facts): void {
  const entries = propertyNodes(argumentOf(node, 1), folding).get('accessEntries');
  for (const [name, entry] of entries ? propertyNodes(entries.node, entries.folding) : []) {
    const own = propertyNodes(entry.node, entry.folding);
    const policies = own.get('accessPolicies');
    for (const [key, policy] of policies ? propertyNodes(policies.node, policies.folding) : []) {
      const given = propertyNodes(policy.node, policy.folding);
      const who = own.get('principalArn');
      readProgramSettings(
        'cluster-access',
        new Map([...given, ...(who ? [['principalArn', who] as const] : [])]),
        'pulumi',
        { carrier, anchor: (path) => anchor(`accessEntries.${name}.${key}|${path}`) },
        into,
      );
    }
  }
}

/** Attaches the managed policies of a property, where there is one. */
export function attachGiven(given: Property | undefined, options: AttachOptions, into: Facts): void {
  for (const leaf of given ? leavesOf(managedValue(given.node, given.folding)) : []) attachManagedPolicy(leaf, into, options);
}

/** The policies that a role, a user or a group is made with. */
export function inlinePolicies(list: Property | undefined, key: string, options: (path: string) => AttachOptions, into: Facts): void {
  itemsOf(list && fold(list.node, list.folding)).forEach((item, index) => {
    const document = entryOf(item, 'policy')?.value ?? entryOf(item, 'policyDocument')?.value;
    if (document) readPolicyDocument(document, into, { ...options(`${key}[${index}]`), role: 'identity' });
  });
}
