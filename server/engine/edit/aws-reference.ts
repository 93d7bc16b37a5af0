// The ARN of a resource that is declared beside a policy, written as a reference in the notation of the policy:
// `aws_sqs_queue.jobs.arn`, `"${aws_s3_bucket.releases.arn}/*"`, `!GetAtt Jobs.Arn`, `this.jobs.queueArn`.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import type { DeclaredResource } from '../facts/types.ts';
import type { Leaf } from '../facts/value.ts';
import { replaceValue } from './printer.ts';

/** How a reference reads to people: `aws_sqs_queue.jobs`, `Jobs`. */
export function referenceName(resource: DeclaredResource, inside: boolean): string {
  return inside ? `what is in ${resource.address}` : resource.address;
}

/** Puts the ARN in place of a leaf. `inside` means everything in the resource. Undefined where the notation has no reference. */
export function replaceByReference(leaf: Leaf, resource: DeclaredResource, inside: boolean, document: Document): TextEdit | undefined {
  if (!leaf.editable) return undefined;
  if (resource.dialect === 'terraform') {
    const arn = `${resource.address}.${resource.attribute}`;
    if (leaf.encoding === 'hcl') return replaceValue(leaf, { raw: inside ? `"\${${arn}}/*"` : arn }, document);
    // In a heredoc the quotes of the JSON stay, and the template stands in them.
    return leaf.encoding === 'json-in-heredoc'
      ? { uri: leaf.token.uri, span: leaf.token.span, text: `"\${${arn}}${inside ? '/*' : ''}"` }
      : undefined;
  }
  const { address, attribute } = resource;
  if (resource.dialect === 'cdk')
    return leaf.encoding === 'typescript'
      ? replaceValue(leaf, { raw: inside ? `${address}.arnForObjects('*')` : `${address}.${attribute}` }, document)
      : undefined;
  if (resource.dialect === 'pulumi') {
    return leaf.encoding !== 'typescript'
      ? undefined
      : replaceValue(leaf, { raw: inside ? `pulumi.interpolate\`\${${address}.${attribute}}/*\`` : `${address}.${attribute}` }, document);
  }
  const sub = `\${${attribute === '' ? address : `${address}.${attribute}`}}/*`;
  if (leaf.encoding.startsWith('yaml'))
    return replaceValue(
      leaf,
      { raw: inside ? `!Sub '${sub}'` : attribute === '' ? `!Ref ${address}` : `!GetAtt ${address}.${attribute}` },
      document,
    );
  if (leaf.encoding !== 'json') return undefined;
  return replaceValue(
    leaf,
    inside ? { 'Fn::Sub': sub } : attribute === '' ? { Ref: address } : { 'Fn::GetAtt': [address, attribute] },
    document,
  );
}
