// Which documents are CloudFormation or SAM templates: a look at a few words, without a parser.
import type { Document } from '../../document.ts';

/** YAML and JSON with resources of a type that CloudFormation knows. */
export function claimsCloudFormation(document: Document): boolean {
  return (document.format === 'yaml' || document.format === 'json') && document.text.includes('Resources') && (document.text.includes('AWS::') || document.text.includes('AWSTemplateFormatVersion'));
}
