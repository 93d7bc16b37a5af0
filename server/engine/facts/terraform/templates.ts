// CloudFormation inside Terraform: templates in `aws_cloudformation_stack` and stack sets, and the `awscc` provider, whose
// resources are CloudFormation's under names with underscores.
import { readTemplate } from '../cloudformation/reader.ts';
import { shortForm } from '../cloudformation/intrinsics.ts';
import { policyProperties } from '../cloudformation/policies.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import type { Grant, Principal } from '../types.ts';
import { itemsOf, leavesOf, textOf, type Value } from '../value.ts';
import { addressLeaf, principalsFrom, pushIdentity, type Reading, type ResourceReader } from './resource.ts';
import { yamlDocumentsIn } from './yaml-text.ts';

/** A template that is written in the block; one that is read from a file is read there. */
const template: ResourceReader = (reading) => {
  const { view, instance, facts } = reading;
  const body = view.attribute('template_body');
  if (!body || instance.enabled === 'no' || body.at.uri !== view.uri) return;
  const roots = body.kind === 'mapping' ? [body] : yamlDocumentsIn(body, instance.scope, shortForm(body.at.uri));
  for (const root of roots) readTemplate(root, { uri: view.uri, text: '' }, 'cloudformation', facts);
};

/** `AWS::EC2::VPCEndpoint` → `awscc_ec2_vpc_endpoint`, `PolicyDocument` → `policy_document`. */
function underscored(name: string): string {
  return name
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function policyAt(reading: Reading, document: Value, path: string, role: Grant['role'], principals: readonly Principal[]): void {
  readPolicyDocument(document, reading.facts, {
    role,
    principals,
    carrier: reading.carrier(path.split('.')[0]),
    anchor: reading.anchor(path),
    enabled: reading.instance.enabled,
    ...(role === 'trust' ? { assumes: addressLeaf(reading.instance.resource, reading.view.head) } : {}),
  });
}

const holderAttributes = [
  ['role_name', 'role'],
  ['roles', 'role'],
  ['user_name', 'user'],
  ['users', 'user'],
  ['group_name', 'group'],
  ['groups', 'group'],
] as const;

const properties =
  (paths: readonly (readonly [string, Grant['role']])[]): ResourceReader =>
  (reading) => {
    for (const [path, role] of paths) {
      const [first, ...rest] = path.split('.').map(underscored);
      const blocks =
        rest.length === 0
          ? [reading.view.attribute(first!)]
          : itemsOf(reading.view.attribute(first!)).map((value) =>
              value.kind === 'mapping' ? value.entries.find(({ key }) => textOf(key) === rest.join('.'))?.value : undefined,
            );
      const principals =
        role === 'identity' ? holderAttributes.flatMap(([attribute, kind]) => principalsFrom(reading, attribute, kind)) : [];
      for (const document of blocks) if (document) policyAt(reading, document, first!, role, principals);
    }
  };

/** A role, user or group with its own policies in a list. */
const identity =
  (kind: 'role' | 'user' | 'group'): ResourceReader =>
  (reading) => {
    const { view, facts, instance } = reading;
    const principals: Principal[] = [{ kind, id: addressLeaf(instance.resource, view.head) }];
    const trust = kind === 'role' ? view.attribute('assume_role_policy_document') : undefined;
    if (trust) policyAt(reading, trust, 'assume_role_policy_document', 'trust', []);
    view.blocks('policies').forEach((policy, index) => {
      const document = policy.attribute('policy_document');
      if (document) policyAt(reading, document, `policies.${textOf(policy.attribute('policy_name')) ?? index}`, 'identity', principals);
    });
    for (const [attribute, role] of [
      ['managed_policy_arns', undefined],
      ['permissions_boundary', 'boundary'],
    ] as const) {
      for (const leaf of leavesOf(view.attribute(attribute)))
        attachManagedPolicy(leaf, facts, {
          carrier: reading.carrier(attribute),
          anchor: reading.anchor(attribute),
          principals,
          enabled: instance.enabled,
          ...(role ? { role } : {}),
        });
    }
    pushIdentity(reading, { platform: 'aws', kind, name: `${kind}_name` });
  };

export const templateReaders: Readonly<Record<string, ResourceReader>> = {
  aws_cloudformation_stack: template,
  aws_cloudformation_stack_set: template,
  ...Object.fromEntries(
    [...policyProperties].map(([type, paths]) => [`awscc_${type.split('::').slice(1).map(underscored).join('_')}`, properties(paths)]),
  ),
  awscc_iam_managed_policy: properties([['PolicyDocument', 'identity']]),
  awscc_iam_role: identity('role'),
  awscc_iam_user: identity('user'),
  awscc_iam_group: identity('group'),
};
