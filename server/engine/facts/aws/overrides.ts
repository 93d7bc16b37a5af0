// What a program of the CDK writes over a property of the template: `addPropertyOverride('ManagedPolicyArns', […])`,
// `addOverride('Properties.PolicyDocument.Statement.0', {…})`. The path says where the value goes; what stands beside it in the
// template is not known, so that parts of a statement alone are not read.
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, type Value } from '../value.ts';
import { attachManagedPolicy, readPolicyDocument, type AttachOptions } from './policy-document.ts';

const managed = /^(?:ManagedPolicyArns|ManagedPolicies)(?:\.\d{1,4})?$/;
const documents =
  /^(AssumeRolePolicyDocument|(?:Policies\.\d{1,4}\.)?PolicyDocument|KeyPolicy|RepositoryPolicyText|AccessPolicies|ResourcePolicy|InlinePolicy)(\.Statement)?(\.\d{1,4})?$/;

/** The path below the properties of a resource; undefined where `addOverride` writes another part of it. */
export const propertyPath = (method: string, path: string): string | undefined =>
  /property/i.test(method) ? path : path.startsWith('Properties.') ? path.slice('Properties.'.length) : undefined;

/** Pushes what the value at a path of properties gives. */
export function readOverride(path: string, value: Value, options: AttachOptions, into: Facts): void {
  if (managed.test(path)) for (const leaf of leavesOf(value)) attachManagedPolicy(leaf, into, options);
  if (/^Policies(?:\.\d{1,4})?$/.test(path)) {
    for (const policy of itemsOf(value)) {
      const document = entryOf(policy, 'PolicyDocument')?.value;
      if (document) readPolicyDocument(document, into, { ...options, role: 'identity' });
    }
    return;
  }
  const found = documents.exec(path);
  if (!found || (found[3] && !found[2])) return;
  const document = found[2] ? mappingFrom([entryFrom('Statement', value.at, value)], value.at) : value;
  const statements = itemsOf(entryOf(document, 'Statement')?.value);
  const role: Grant['role'] =
    found[1] === 'AssumeRolePolicyDocument'
      ? 'trust'
      : found[1] === 'KeyPolicy'
        ? 'key-policy'
        : statements.some((one) => entryOf(one, 'Principal') ?? entryOf(one, 'NotPrincipal'))
          ? 'resource'
          : 'identity';
  readPolicyDocument(document, into, { ...options, role });
}
