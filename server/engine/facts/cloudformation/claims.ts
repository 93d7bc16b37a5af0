// Which documents are CloudFormation or SAM templates: a look at a few words, without a parser.
import type { Document } from '../../document.ts';
import { claimsSynthesized } from '../cdk-synth/claims.ts';

/** A file that is one resource. */
const one = /^["']?Type["']?[ \t]{0,8}:[ \t]{0,8}["']?AWS::/m;

/** YAML and JSON with resources of a type that CloudFormation knows, or with one that a template takes in. */
export function claimsCloudFormation(document: Document): boolean {
  // What the CDK makes is placed in the program that it was made from.
  if (claimsSynthesized(document)) return false;
  return (
    (document.format === 'yaml' || document.format === 'json') &&
    ((document.text.includes('Resources') && (document.text.includes('AWS::') || document.text.includes('AWSTemplateFormatVersion'))) ||
      one.test(document.text))
  );
}
