// AWS policies in properties of Kubernetes objects: a document as it stands or as JSON in a block, and managed policies.
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { documentOf } from '../cloudformation/intrinsics.ts';
import type { Facts, Grant, Principal } from '../types.ts';
import { leavesOf, type Value } from '../value.ts';
import { textAround, type ObjectContext } from './context.ts';

/** Pushes the statements of a document; `path` tells it from others of the same object. */
export function policy(
  context: ObjectContext,
  value: Value | undefined,
  path: string,
  role: Grant['role'],
  principals: readonly Principal[],
  into: Facts,
): void {
  const document = documentOf(value, textAround(context, value));
  if (!document) return;
  readPolicyDocument(document, into, {
    role,
    carrier: context.carrier,
    anchor: `${context.anchor}|${path}`,
    principals,
    enabled: context.enabled,
    ...(role === 'trust' && context.name.name ? { assumes: context.name.name } : {}),
  });
}

/** Pushes a grant for each managed policy. */
export function attach(
  context: ObjectContext,
  value: Value | undefined,
  path: string,
  principals: readonly Principal[],
  into: Facts,
): void {
  for (const arn of leavesOf(value))
    attachManagedPolicy(arn, into, { carrier: context.carrier, anchor: `${context.anchor}|${path}`, principals, enabled: context.enabled });
}
